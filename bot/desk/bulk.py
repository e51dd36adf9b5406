"""Bulk actions: one action on several cases, tried on all of them first, held back for ten minutes,
then done case by case.

The rules are those of a single case: what is tried and done are its ordinary commands, with the
permissions that the asker has at that moment. If one of the cases refuses, nothing is held back at
all."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any

from bot.desk import assignees
from bot.desk.desk import ComplaintDesk, Request, handles
from bot.desk.mail import Mail
from casework import lifecycle
from casework.access import permissions, visibility
from casework.actions.assignment import Assign, Assigned, Claimed, HandedOver
from casework.actions.correcting.classification import ServiceCorrected, UrgencyCorrected
from casework.actions.correcting.opening_again import OpenedAgain
from casework.actions.correcting.placing import PlaceCorrected
from casework.actions.correspondence import Replied, Reply
from casework.actions.duplicates.merging import Merged
from casework.actions.ending.resolution import Reopened, Resolve, Resolved, Withdrawn
from casework.actions.objection import Objected
from casework.actions.question import Asked
from casework.actions.referral import Offered
from casework.actions.referral_answer import Accepted, Returned, TakenUp
from casework.case import commands as c
from casework.case.model import Case, Decision, Refused, Urgency
from casework.case.number import number
from casework.case.roles import LEADERS
from casework.policy.bell_subjects import OfKey
from casework.policy.followups import Bell
from conversations.filling import picking
from conversations.protocol.delivery import Delivery
from conversations.protocol.effects import Say, Text, text
from conversations.protocol.requests import Bulk, UndoBulk
from storage.cases import cases
from storage.pending import held_actions
from storage.pending.held_actions import HeldAction
from storage.unit_of_work import Batch

BELL = "bulk"
HELD_FOR = timedelta(minutes=10)

CHANGED = (
    *(Resolved, Withdrawn, Merged, Reopened, OpenedAgain, Objected),
    *(Offered, Accepted, Returned, TakenUp, ServiceCorrected, UrgencyCorrected, PlaceCorrected),
)
"""What happens to a case while an action is held back, after which the words may not fit it."""

TAKEN = (Claimed, Assigned, HandedOver)
"""After these it is not given to somebody else any more, too."""

WRITTEN = (Replied, Asked)
"""What a colleague writes to the resident meanwhile; it is not followed by another letter."""


async def _hold(request: Request[Bulk]) -> list[Mail]:
    """Try the action on every case; keep it until it is due, or refuse all of it in one
    sentence."""
    batch, by, wanted = request.batch, request.by, request.command
    if not 0 < len(set(wanted.cases)) == len(wanted.cases) <= picking.MOST:
        raise Refused("refused.bulk.size", most=picking.MOST)
    for case_id in wanted.cases:
        await _try(request, case_id)
    due_at = batch.at + HELD_FOR
    await held_actions.put(
        batch.connection, batch.vault, HeldAction(wanted.key, by, batch.at, due_at, _body(wanted))
    )
    batch.set_bells([Bell(BELL, OfKey(wanted.key), "", due_at)])
    return [Mail(by, picking.held(wanted.key, wanted.cases, due_at), batch.at)]


async def _try(request: Request[Bulk], case_id: int) -> None:
    """Refused, with the reason, when this case would refuse it now."""
    desk, batch, by = request.desk, request.batch, request.by
    case = await batch.case(case_id)
    memberships = (await batch.person(by)).memberships
    if case is None or not any(m.role in LEADERS and visibility.sees(m, case) for m in memberships):
        raise Refused("refused.bulk.foreign")
    if case.urgency is Urgency.EMERGENCY:
        raise Refused("refused.bulk.emergency", number=number(case.id))
    command = _command(request.command, by)
    try:
        permissions.check(command, memberships, case)
        if isinstance(command, Assign):
            await assignees.check_assignee(desk.roster, batch, case, by, command.to)
        lifecycle.decide(case, command, batch.at, desk.policy)
    except Refused as why:
        raise Refused("refused.bulk.not_all", why=text(why.key, **why.args_for_text)) from why


def _command(wanted: Bulk, by: int) -> c.Command:
    if wanted.action == "assign":
        return Assign(by, wanted.to)
    if wanted.action == "resolve" and wanted.decision is not None:
        return Resolve(by, wanted.decision, wanted.text)
    return Reply(by, wanted.text)


def _body(wanted: Bulk) -> dict[str, Any]:
    return {
        **vars(wanted),
        "cases": list(wanted.cases),
        "decision": wanted.decision and str(wanted.decision),
    }


def _wanted(body: Mapping[str, Any]) -> Bulk:
    decision = Decision(body["decision"]) if body["decision"] else None
    return Bulk(**{**body, "cases": tuple(body["cases"]), "decision": decision})


async def _undo(request: Request[UndoBulk]) -> list[Mail]:
    """Cancel an action while it is held back; nothing has happened yet, so nothing has to be
    repaired."""
    batch, by = request.batch, request.by
    await batch.flush()
    held = await held_actions.find(batch.connection, batch.vault, request.command.key)
    if held is None or held.made_by != by or held.state == held_actions.UNDONE:
        raise Refused("refused.bulk.gone")
    if held.state == held_actions.DONE:
        raise Refused("refused.bulk.late")
    await held_actions.end(batch.connection, held.id, held_actions.UNDONE)
    batch.set_bells([], [(OfKey(held.id), BELL)])
    return [
        Mail(
            by,
            Say(text("bulk.undone", count=len(held.body["cases"])), delivery=Delivery.MUST_ARRIVE),
            batch.at,
        )
    ]


async def ring(desk: ComplaintDesk, batch: Batch, key: str) -> list[Mail]:
    """Do a held action now, case by case; what has become impossible meanwhile is left out, and
    told with its reason."""
    held = await held_actions.find(batch.connection, batch.vault, key)
    if held is None or held.state != held_actions.WAITING:
        return []
    await held_actions.end(batch.connection, key, held_actions.DONE)
    wanted, by = _wanted(held.body), held.made_by
    desk = replace(desk, hold=timedelta(0))  # it could be taken back for ten minutes
    mails: list[Mail] = []
    failed: dict[int, Text] = {}
    for case_id in wanted.cases:
        if why_not := await _overtaken(batch, held, wanted, case_id):
            failed[case_id] = why_not
            continue
        try:
            told = await desk.handle(batch, by, _command(wanted, by), case_id)
        except Refused as why:
            failed[case_id] = text(why.key, **why.args_for_text)
            continue
        case = await batch.case(case_id)
        mails += [mail for mail in told if mail.to != by or _concerns(case, by)]
    return [*mails, Mail(by, picking.done(wanted.cases, failed), batch.at)]


async def _overtaken(batch: Batch, held: HeldAction, wanted: Bulk, case_id: int) -> Text | None:
    """Why a case is not what it was when the action was held back, so that what was meant for it
    may not fit any more; None where it does."""
    await batch.flush()
    case = await batch.case(case_id)
    if case is not None and case.urgency is Urgency.EMERGENCY:
        return text("bulk.now_emergency")
    overtakes = (*CHANGED, *TAKEN) if wanted.action == "assign" else CHANGED
    trail = await cases.history(batch.connection, batch.vault, case_id)
    since = [event for event, at in trail if at > held.made_at]
    newer = [
        event
        for event in since
        if isinstance(event, overtakes) or (isinstance(event, WRITTEN) and event.by != held.made_by)
    ]
    return text("bulk.changed", what=text(f"event.{newer[-1].kind}")) if newer else None


def _concerns(case: Case | None, by: int) -> bool:
    """Whether somebody is told of a single case of their bulk action: only of one they told us of
    themselves, for one message tells them of all cases."""
    return case is not None and case.teller == by


HANDLERS = (handles(Bulk, _hold), handles(UndoBulk, _undo))
