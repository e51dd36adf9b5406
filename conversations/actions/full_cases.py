"""A case keeps so many files and no more: what comes after them is told to its sender and counted
nowhere."""

from collections.abc import Mapping
from dataclasses import replace

from casework.actions.correspondence import Add, Note, Reply
from casework.actions.ending.completion import Complete
from casework.actions.ending.resolution import Resolve
from casework.actions.question import Answer
from casework.case import commands as c
from casework.case.model import Case, Refused
from casework.case.number import number
from conversations.protocol.dialogue import MOST_FILES, Story
from conversations.protocol.effects import Say, text


def brings_files(command: c.Command) -> bool:
    """Whether it matters how many files the case has already."""
    told = _story(command)
    return told is not None and bool(told.files)


def fitting(case: Case, command: c.Command, has: int) -> tuple[c.Command, Say | None]:
    """The command with as many of its files as there is room for, and what is said of the rest.
    ``has``: how many the case has. Refused when nothing is left of it."""
    told, room = _story(command), max(0, MOST_FILES - has)
    if told is None or len(told.files) <= room:
        return command, None
    kept, over = replace(told, files=told.files[:room]), len(told.files) - room
    which = number(case.id)
    if kept.empty and not isinstance(command, Reply | Note | Resolve):  # their words still count
        raise Refused("refused.files_full", number=which, count=over, most=MOST_FILES)
    note = text("refused.files_full", number=which, count=over, most=MOST_FILES)
    return _with(command, kept), Say(note, case=case.id)


def _story(command: c.Command) -> Story | None:
    """What a command tells, if it may bring files."""
    match command:
        case Add():
            raw: object = command.story
        case Complete():
            raw = command.intake.story
        case Answer():
            raw = command.answer["value"]  # type: ignore[index]
        case Reply() | Note() | Resolve():
            raw = command.along
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
        case Reply() | Note() | Resolve():
            return replace(command, along=None if story.empty else story.dump())
        case Answer():
            answer = {**command.answer, "value": story.dump()}  # type: ignore[dict-item]
            return replace(command, answer=answer)
        case _:
            return command
