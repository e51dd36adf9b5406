"""Letters to residents that wait a little before they go out, so that whoever wrote them can look
once more: held, sent at once, or taken back.

Whether a letter still waits only the outbox knows: its row is locked, so of a tap and of the sender
that come together one is first, and the tap that is too late is refused.

Tested in tests/bot/desk/correcting/test_taking_back.py."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from bot.desk.desk import ComplaintDesk, Request, files_of, handles
from bot.desk.mail import Mail
from casework import lifecycle
from casework.actions.correcting import taking_back as rules
from casework.actions.correspondence import Added
from casework.actions.duplicates.kept_bells import Kept, again, kept
from casework.actions.question import Answer
from casework.case.events import Event
from casework.case.model import Case, Refused, Status
from casework.case.number import number
from casework.policy.bell_subjects import OfCase
from casework.policy.followups import Bell
from casework.policy.reckoning import moments_of
from conversations.actions.correcting import taking_back as words
from conversations.protocol.requests import SendHeld, TakeBackHeld
from storage.cases import attachments, cases
from storage.pending import held_letters
from storage.unit_of_work import Batch

TO_ITS_WRITER = "done."
"""How the texts begin that tell an officer what they have done."""


def held(
    desk: ComplaintDesk, case: Case, events: Sequence[Event], mails: Sequence[Mail]
) -> list[Mail]:
    """The letters about a deed that can be taken back: those to residents wait for the desk's
    ``hold``, and its writer reads what goes out, with the buttons."""
    others = any(mail.to != events[-1].by for mail in mails) if events else False
    if not (desk.hold and others and rules.can_be_held(case, events)):
        return list(mails)
    deed = held_letters.deed(case.id, case.version)
    return [
        _looked_at(desk, mail, case, events[-1])
        if mail.to == events[-1].by and mail.say.text.key.startswith(TO_ITS_WRITER)
        else replace(mail, not_before=_waits(desk, mail), once=f"{deed}{n}")
        for n, mail in enumerate(mails)
    ]


def _waits(desk: ComplaintDesk, mail: Mail) -> datetime:
    """Until when a letter waits (UTC); at night until the morning."""
    return desk.policy.rested(mail.not_before + desk.hold)


def _looked_at(desk: ComplaintDesk, mail: Mail, case: Case, event: Event) -> Mail:
    at, until, zone = mail.not_before, _waits(desk, mail), desk.policy.calendar.zone
    rests = desk.policy.rested(at) > at
    look = words.look(mail.say, case, event, until, rests=rests)
    if at.astimezone(zone).date() != until.astimezone(zone).date():
        look = words.read_later(look, event, until, desk.content.words.near_days)
    return replace(mail, say=look)


async def _trail(request: Request[Any]) -> list[tuple[Event, datetime]]:
    await request.batch.flush()
    batch = request.batch
    return await cases.history(batch.connection, batch.vault, request.known_case().id)


async def _take_back(request: Request[TakeBackHeld]) -> list[Mail]:
    place = request.command.place
    trail = await _trail(request)
    after = await undone(request, place)
    say = words.taken_back(after, trail[place - 1][0], request.command.edit)
    return [Mail(request.by, say, request.batch.at)]


async def undone(request: Request[Any], place: int) -> Case:
    """The case without what somebody wrote as event ``place`` of its trail, whose letters are gone.
    Refused when it is not theirs, too late, or something builds on it."""
    desk, batch, case = request.desk, request.batch, request.known_case()
    trail = await _trail(request)
    asked = rules.TakeBack(request.by, place, tuple(trail))
    before = _before(case, trail, place)
    # Who wrote it may not see the case any more: their result has ended the referral to them, or
    # they have moved it away since.
    there = replace(before, excluded=case.excluded) if before else case
    await desk.permitted(batch, request.by, asked, there)
    return await without(desk, batch, case, asked)


async def without(desk: ComplaintDesk, batch: Batch, case: Case, asked: rules.TakeBack) -> Case:
    """The case without the event ``place`` of its trail, whoever takes it back. Refused as above,
    before anything has changed."""
    trail, place = asked.trail, asked.place
    if before := _before(case, trail, place):
        until = trail[: rules.begins(trail, place)]
        bells = _bells(before, until, trail[place - 1][1], batch, desk)
        asked = replace(asked, before=before, bells=bells)
    try:
        lifecycle.decide(case, asked, batch.at, desk.policy)
    except Refused as refused:
        waits = place in await held_letters.waiting(batch.connection, case.id)
        if refused.key == "refused.take_back.moved_on" and not waits:
            raise Refused("refused.take_back.sent", number=number(case.id)) from refused
        raise
    if not await held_letters.take_back(batch.connection, held_letters.deed(case.id, place)):
        raise Refused("refused.take_back.sent", number=number(case.id))
    after, (event, *_), _ = await desk.decided(batch, case, asked)
    if isinstance(event, rules.TakenBack):
        batch.set_bells(again(case.id, event.bells))
        await attachments.let_go(batch.connection, case.id, _only_there(trail, place))
    return await _answered(desk, batch, after, trail[place:])


async def _answered(desk: ComplaintDesk, batch: Batch, case: Case, since: rules.Trail) -> Case:
    """What was answered while a result waited counts, once there is none; who hears of an answer
    has heard of it then."""
    told = [e for e, _ in since if isinstance(e, Added) and e.answers]
    if case.status is not Status.WAITING or not told:
        return case
    answer = Answer(case.teller, {"kind": "story", "value": told[-1].story})
    return (await desk.decided(batch, case, answer))[0]


def _before(case: Case, trail: rules.Trail, place: int) -> Case | None:
    """The case as it stood before event ``place`` of its trail, None where that is no deed."""
    start = rules.begins(trail, place) if 0 < place <= len(trail) else 0
    return lifecycle.as_it_stood(case.id, trail[:start]) if start else None


def _only_there(trail: Sequence[tuple[Event, datetime]], place: int) -> set[str]:
    """The files that came with what is taken back, and with nothing else that was said."""
    unsaid = {*rules.gone(trail), place}
    by_place = {
        n: {str(file["unique_id"]) for file in files_of(event)}
        for n, (event, _) in enumerate(trail, 1)
    }
    kept = set().union(*(files for n, files in by_place.items() if n not in unsaid))
    return by_place.get(place, set()) - kept


def _bells(
    before: Case,
    trail: rules.Trail,
    since: datetime,
    batch: Batch,
    desk: ComplaintDesk,
) -> Kept:
    """The bells that were still to ring at ``since``; what fell due meanwhile rings now."""
    found = [
        Bell(kind, OfCase(before.id), f"{len(trail)}.t{i}", max(when, batch.at))
        for kind in desk.policy.followups
        for i, when in enumerate(moments_of(before, kind, trail, desk.policy))
        if when > since
    ]
    return kept(found)


async def _send(request: Request[SendHeld]) -> list[Mail]:
    """Send at once what is held; at night it waits for the morning all the same, and who asks for
    it reads that."""
    batch, case, place = request.batch, request.known_case(), request.command.place
    await batch.flush()
    trail = await cases.history(batch.connection, batch.vault, case.id)
    if not (0 < place <= len(trail) and trail[place - 1][0].by == request.by):
        raise Refused("refused.take_back.not_yours", number=number(case.id))
    at = request.desk.policy.rested(batch.at)
    if at > batch.at and place in await held_letters.waiting(batch.connection, case.id):
        return [Mail(request.by, words.rests(case, at), batch.at)]
    if not await held_letters.send(batch.connection, held_letters.deed(case.id, place), at):
        raise Refused("refused.take_back.sent", number=number(case.id))
    return [Mail(request.by, words.sent(case, request.command.edit, at), batch.at)]


HANDLERS = (handles(TakeBackHeld, _take_back), handles(SendHeld, _send))
