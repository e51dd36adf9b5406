"""A case keeps so many files and no more: what comes after them is told to its sender and counted
nowhere.

Tested in tests/bot/desk/test_full_cases.py."""

from collections.abc import Mapping
from dataclasses import replace

from bot.desk.mail import Mail
from casework.actions.completion import Complete
from casework.actions.correspondence import Add
from casework.actions.question import Answer
from casework.case import commands as c
from casework.case.model import Case, Refused
from casework.case.number import number
from conversations.protocol.dialogue import Story
from conversations.protocol.effects import Say, text
from storage.cases.attachments import PER_CASE
from storage.unit_of_work import Batch


async def fitting(
    batch: Batch, case: Case, by: int, command: c.Command
) -> tuple[c.Command, list[Mail]]:
    """The command with as many of its files as the case has room for, and what is said of the rest.
    Refused when nothing is left of it."""
    told = _story(command)
    if told is None or not told.files:
        return command, []
    room = max(0, PER_CASE - await batch.count_files(case.id))
    if len(told.files) <= room:
        return command, []
    kept, over = replace(told, files=told.files[:room]), len(told.files) - room
    which = number(case.id)
    if kept.empty:
        raise Refused("refused.files_full", number=which, count=over, most=PER_CASE)
    note = text("refused.files_full", number=which, count=over, most=PER_CASE)
    return _with(command, kept), [Mail(by, Say(note, case=case.id), batch.at)]


def _story(command: c.Command) -> Story | None:
    """What a command tells, if it may bring files."""
    match command:
        case Add():
            raw: object = command.story
        case Complete():
            raw = command.intake.story
        case Answer():
            raw = command.answer["value"]  # type: ignore[index]
        case _:
            raw = None
    return Story.load(raw) if isinstance(raw, Mapping) and "files" in raw else None


def _with(command: c.Command, story: Story) -> c.Command:
    """The command with another story."""
    match command:
        case Add():
            return replace(command, story=story.dump())
        case Complete():
            return replace(command, intake=replace(command.intake, story=story.dump()))
        case Answer():
            answer = {**command.answer, "value": story.dump()}  # type: ignore[dict-item]
            return replace(command, answer=answer)
        case _:
            return command
