"""Handing a case over by a code: making it, saying what it opens, taking the case, and whether the
volunteer may still see it.

A code that opens nothing gets one kind sentence, whatever the reason; after many tries the person
must wait for a day."""

import secrets
from collections.abc import Mapping
from datetime import date, datetime, time, timedelta

from bot.desk.desk import ComplaintDesk, Request, handles
from bot.desk.mail import Mail
from casework.actions.ending.resolution import Resolved
from casework.actions.handover import Share, TakenOver, TakeOver, by_hand
from casework.case.model import Case, Refused, Status
from casework.case.number import number
from conversations.actions import handover
from conversations.actions.handover import ALPHABET, DAYS, LENGTH, PREFIX, written
from conversations.notices import notices
from conversations.protocol import requests as rq
from conversations.protocol.case_taps import open_case
from conversations.protocol.delivery import Delivery
from conversations.protocol.effects import Button, Paper, Say, text
from conversations.protocol.notice import service_name
from storage.cases import cases
from storage.people import handover_codes
from storage.people.handover_codes import CodeTarget
from storage.unit_of_work import Batch

MOST_TRIES = 5
"""Codes that open nothing, from one person in a day; the sixth is not even looked at."""

SIZES = ("a4", "80mm")
"""The slip comes for an office printer and for a receipt printer."""


async def _make(request: Request[rq.HandOver]) -> list[Mail]:
    desk, batch, by = request.desk, request.batch, request.by
    case = await batch.case(request.command.case)
    if case is None or case.teller != by:
        raise Refused("refused.unknown_case")
    if not by_hand(case):
        raise Refused("refused.handover.own", number=number(case.id))
    code = "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))
    last, expires_at = _until(desk, batch.at)
    await handover_codes.add(
        batch.connection, code, CodeTarget(case.id, by), at=batch.at, expires_at=expires_at
    )
    made = text(
        "handover.made",
        number=number(case.id),
        link=desk.link(f"{PREFIX}{code}"),
        code=written(code),
        until=last,
    )
    slips = [_slip(case, size, {"code": code, "until": last.isoformat()}) for size in SIZES]
    return [
        Mail(by, say, batch.at)
        for say in (Say(made, delivery=Delivery.MUST_ARRIVE, case=case.id), *slips)
    ]


def _slip(case: Case, size: str, more: Mapping[str, object]) -> Say:
    args = {"case": case.id, "size": size, **more}
    return Say(text("paper.slip", number=number(case.id)), case=case.id, paper=Paper("slip", args))


def slips(case: Case) -> tuple[Say, ...]:
    """The slip of a case with its result, in each size."""
    return tuple(_slip(case, size, {}) for size in SIZES)


def _until(desk: ComplaintDesk, at: datetime) -> tuple[date, datetime]:
    """The last day of a code that is made now, and the moment (UTC) at which that day ends."""
    zone = desk.policy.calendar.zone
    last = (at.astimezone(zone) + timedelta(days=DAYS)).date()
    return last, datetime.combine(last + timedelta(days=1), time(), zone)


async def _opens(batch: Batch, by: int, code: str) -> tuple[Case, CodeTarget]:
    """What a code opens for somebody. Refused: it opens nothing, or they have tried too often."""
    if await handover_codes.tries(batch.connection, by, batch.at - timedelta(days=1)) >= MOST_TRIES:
        raise Refused("refused.handover.slow")
    found = await handover_codes.find(batch.connection, code, batch.at)
    case = await batch.case(found.case_id) if found else None
    if (
        found is None
        or case is None
        or case.teller != found.made_by
        or not by_hand(case)
        or by == found.made_by
    ):
        await handover_codes.tried(batch.connection, by, batch.at)
        raise Refused("refused.handover.wrong")
    return case, found


async def _theirs(batch: Batch, by: int, code: str) -> list[Mail]:
    """What somebody is told who uses the code once more with which they have taken the case;
    nothing for others."""
    case_id = await handover_codes.taken_with(batch.connection, code, by)
    case = await batch.case(case_id) if case_id is not None else None
    if case is None or case.teller != by:
        return []
    told = number(case.id)
    look = (Button(text("case.open_number", number=told), open_case(case.id)),)
    return [Mail(by, Say(text("handover.yours", number=told), (look,)), batch.at)]


async def _read(request: Request[rq.ReadCode]) -> list[Mail]:
    batch, by, code = request.batch, request.by, request.command.code
    if theirs := await _theirs(batch, by, code):
        return theirs
    case, _ = await _opens(batch, by, code)
    policy = request.desk.policy
    sensitive = policy.catalogue.of(case).sensitive
    told = text(
        "handover.offer",
        number=number(case.id),
        topic=text("case.sensitive") if sensitive else service_name(case),
        who=case.intake.sufferer or "–",
        at=case.opened_at.astimezone(policy.calendar.zone).date(),
    )
    return [Mail(by, Say(told, handover.choices(code)), batch.at)]


async def _take(request: Request[rq.TakeOverByCode]) -> list[Mail]:
    desk, batch, by, command = request.desk, request.batch, request.by, request.command
    if theirs := await _theirs(batch, by, command.code):
        return theirs
    case, found = await _opens(batch, by, command.code)
    if not await handover_codes.use(batch.connection, command.code, by, batch.at):
        raise Refused("refused.handover.wrong")
    await handover_codes.void(batch.connection, case.id, batch.at)
    _, _, mails = await desk.decided(batch, case, TakeOver(by, found.made_by, command.keeps))
    taken = await batch.case(case.id)
    mails += await _result(desk, batch, taken) if taken else []
    gone = text(f"handover.given_{'kept' if command.keeps else 'ended'}", number=number(case.id))
    return [*mails, Mail(found.made_by, Say(gone), desk.policy.rested(batch.at))]


async def _result(desk: ComplaintDesk, batch: Batch, case: Case) -> list[Mail]:
    """The result, told to the new teller as they would have been told it, if they have not heard of
    it yet."""
    if case.status is not Status.RESOLVED or case.ending.heard:
        return []
    await batch.flush()
    history = await cases.history(batch.connection, batch.vault, case.id)
    results = [event for event, _ in history if isinstance(event, Resolved)]
    return [Mail(case.teller, notices(case, results[-1], desk.policy.catalogue)[0].say, batch.at)]


async def _sight(request: Request[rq.Sight]) -> list[Mail]:
    batch, by, command = request.batch, request.by, request.command
    history = await cases.history(batch.connection, batch.vault, command.case)
    givers = [
        event.from_ for event, _ in history if isinstance(event, TakenOver) and event.by == by
    ]
    if not givers:
        raise Refused("refused.unknown_case")
    share = Share(by, givers[-1] if command.keeps else None)
    told = await request.desk.handle(batch, by, share, command.case)
    return told or [Mail(by, Say(text("form.stale")), batch.at)]


HANDLERS = (
    handles(rq.HandOver, _make),
    handles(rq.ReadCode, _read),
    handles(rq.TakeOverByCode, _take),
    handles(rq.Sight, _sight),
)
