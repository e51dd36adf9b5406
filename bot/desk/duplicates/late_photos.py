"""What is added to a case; and later photos of an album, which go where its first one has gone:
also while the report is held for "is it one of these?", after it has joined another case, and after
its case has ended.

Tested in tests/bot/desk/duplicates/test_held_report_albums.py."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from bot.desk.desk import Request, handles
from bot.desk.duplicates import co_reporting
from bot.desk.mail import Mail
from casework.actions.correspondence import Add, AddLate
from casework.case.commands import File
from casework.case.model import Case, Refused, Status
from conversations.protocol.dialogue import Story
from storage.cases import co_reporters
from storage.unit_of_work import Batch


async def _added(request: Request[Add]) -> list[Mail]:
    case, command = request.case, request.command
    if case is None and request.key:
        return await _wait_along(request)
    if case is not None and command.more and _ended(case, command.by):
        late = AddLate(command.by, command.story)
        return await request.desk.handle(request.batch, command.by, late, case.id)
    return await co_reporting.added(request)


def _ended(case: Case, by: int) -> bool:
    """Whether somebody's own case has ended, and goes on in no other."""
    own = case.teller == by and case.ending.merged_into is None
    return own and case.status is Status.CLOSED


async def _wait_along(request: Request[Add]) -> list[Mail]:
    """The photo waits with the report that is held under the key."""
    batch = request.batch
    held = await co_reporters.held(batch.connection, batch.vault, request.key)
    if held is None or held.command.by != request.by:
        raise Refused("refused.unknown_case")
    command = _with_files(held.command, request.command.story)
    grown = replace(held, command=command)
    await co_reporters.hold_anew(batch.connection, batch.vault, grown)
    return []


def _with_files(told: File, story: Any) -> File:
    kept = Story.load(told.intake.story) if isinstance(told.intake.story, Mapping) else Story()
    grown = kept.with_files(story["files"])
    return replace(told, intake=replace(told.intake, story=grown.dump()))


async def follow(batch: Batch, person: int, key: str, case_id: int) -> None:
    """The report held under a key has become part of a case: further photos of its albums, too."""
    talk = (await batch.person(person)).talk
    albums = tuple(
        (album, f"case:{case_id}" if place == f"case:{key}" else place)
        for album, place in talk.albums
    )
    batch.keep_talk(person, replace(talk, albums=albums))


HANDLERS = (handles(Add, _added),)
