"""Merging: one case out of two, and two out of one again. Both are changed in one transaction.

Tested in tests/bot/desk/duplicates/test_held_report.py."""

from dataclasses import replace

from bot.desk.correcting.overtaken import fallen
from bot.desk.desk import ComplaintDesk, Request, handles
from bot.desk.duplicates import left_free, merged_alarms
from bot.desk.holder_names import reason
from bot.desk.mail import Mail
from casework import lifecycle
from casework.access import permissions
from casework.actions.duplicates import merging
from casework.actions.duplicates.kept_bells import due_kinds
from casework.actions.duplicates.merging import Absorb, Merge, Merged
from casework.actions.duplicates.unmerging import Release, Unmerge, bells
from casework.case import commands as c
from casework.case.intake import Intake
from casework.case.model import Case, Refused
from casework.case.number import number
from casework.policy.bell_subjects import OfCase
from casework.policy.followups import Bell
from conversations.actions.duplicates import held_report as words
from conversations.protocol.effects import Say
from storage.cases import cases, co_reporters
from storage.cases.co_reporters import Teller
from storage.pending.bells import waiting_bells
from storage.unit_of_work import Batch

UNMERGED = "duplicates.done_unmerged"


async def _merge(request: Request[Merge]) -> list[Mail]:
    """Merge a case into another one; before it is confirmed, show both."""
    desk, batch, command = request.desk, request.batch, request.command
    case = request.known_case()
    permissions.check(command, (await batch.person(command.by)).memberships, case)
    if not command.confirmed:
        return [Mail(command.by, await _compared(desk, batch, command, case), batch.at)]
    main = await _main(batch, command, case)
    lifecycle.decide(case, replace(command, into=main), batch.at, desk.policy)
    case, untold = await fallen(desk, batch, case, "merge")
    await batch.flush()
    waiting = await waiting_bells(batch.connection, case.id)
    ended, _, mails = await desk.decided(batch, case, replace(command, into=main, bells=waiting))
    mails = await merged_alarms.merged(desk, batch, ended, main, mails)
    come = await _coming(batch, case, main)
    late = await _late(desk, batch, main)
    absorb = Absorb(command.by, case, tuple(x.person for x in come), late)
    mails += await _with_bells(desk, batch, main, absorb)
    await co_reporters.join(batch.connection, batch.vault, main.id, come)
    mails += await left_free.offered(batch, case, main.id, command.by)
    return [*untold, *_once(mails, "duplicates.absorbed")]


async def _main(batch: Batch, command: Merge, case: Case) -> Case:
    """The case that stays, if the person may merge into it."""
    main = await batch.case(command.main)
    if main is None:
        raise Refused("refused.unknown_case")
    memberships = (await batch.person(command.by)).memberships
    permissions.check(Absorb(command.by, case), memberships, main)
    return main


async def _compared(desk: ComplaintDesk, batch: Batch, command: Merge, case: Case) -> Say:
    """Both cases side by side, or why these two can't be one and the question for another
    number."""
    try:
        main = await _main(batch, command, case)
        lifecycle.decide(case, replace(command, into=main), batch.at, desk.policy)
    except Refused as refused:
        if refused.key != merging.UNCONFIRMED:
            return words.asked_again(case, await reason(batch, refused))
    return words.side_by_side(case, main, desk.content.places)


async def _coming(batch: Batch, case: Case, main: Case) -> list[Teller]:
    """The tellers who come along with a duplicate: its own and its co-reporters, but for those whom
    the main case has already."""
    theirs = await co_reporters.of_case(batch.connection, batch.vault, main.id)
    there = {main.teller, *(x.person for x in theirs)}
    told = Intake(story=case.intake.story, sufferer=case.intake.sufferer)
    coming = [
        Teller(case.teller, batch.at, told),
        *await co_reporters.of_case(batch.connection, batch.vault, case.id),
    ]
    return [
        replace(x, joined_at=batch.at, through=case.id) for x in coming if x.person not in there
    ]


async def _unmerge(request: Request[Unmerge]) -> list[Mail]:
    """Take a merge back: the duplicate is a case of its own again, with everybody who came along
    with it."""
    desk, batch, case = request.desk, request.batch, request.known_case()
    main = await _merged_into(request, case)
    command = replace(request.command, merged=await _merge_of(batch, case), into=main)
    mails = await _with_bells(desk, batch, case, command)
    mails += await merged_alarms.parted(desk.roster, batch, await batch.case(case.id) or case)
    if main is None:  # the lifecycle refuses before
        raise Refused("refused.unknown_case")
    there = await co_reporters.of_case(batch.connection, batch.vault, main.id)
    gone = tuple(x.person for x in there if x.through == case.id)
    trail = tuple(await cases.history(batch.connection, batch.vault, main.id))
    late = await _late(desk, batch, main)
    mails += await _with_bells(desk, batch, main, Release(command.by, case.id, trail, gone, late))
    await co_reporters.leave(batch.connection, main.id, gone)
    return _once(mails, "duplicates.released")


def _once(mails: list[Mail], second: str) -> list[Mail]:
    """The letters about both cases; who reads of the first (with the way back) is not told the
    same of the other one, too."""
    first = {m.to for m in mails if m.say.text.key in ("duplicates.done_merged", UNMERGED)}
    return [m for m in mails if m.say.text.key != second or m.to not in first]


async def _merged_into(request: Request[Unmerge], case: Case) -> Case | None:
    """The case that took another one in, if the person may take that back in both."""
    batch, command = request.batch, request.command
    memberships = (await batch.person(command.by)).memberships
    permissions.check(command, memberships, case)
    if case.ending.merged_into is None:  # whatever its status is by now
        raise Refused("refused.unmerge.not_merged", number=number(case.id))
    await batch.flush()
    main = await batch.case(case.ending.merged_into)
    if main is not None:
        permissions.check(Release(command.by, case.id), memberships, main)
    return main


async def _merge_of(batch: Batch, case: Case) -> Merged | None:
    """The event by which a case was merged last."""
    history = await cases.history(batch.connection, batch.vault, case.id)
    merged = [event for event, _ in history if isinstance(event, Merged)]
    return merged[-1] if merged else None


async def _late(desk: ComplaintDesk, batch: Batch, case: Case) -> tuple[Bell, ...]:
    """The bells that wait for the due time of a case."""
    kinds = due_kinds(desk.policy)
    return tuple(b for b in await waiting_bells(batch.connection, case.id) if b.kind in kinds)


async def _with_bells(
    desk: ComplaintDesk, batch: Batch, case: Case, command: c.Command
) -> list[Mail]:
    """A command of a merge, with the bells that it moves or brings back."""
    after, events, mails = await desk.decided(batch, case, command)
    for event in events:
        moved = bells(after, event, desk.policy)
        batch.set_bells(moved.bells, [(OfCase(case.id), kind) for kind in moved.stopped])
    return mails


HANDLERS = (handles(Merge, _merge), handles(Unmerge, _unmerge))
