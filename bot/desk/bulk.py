"""The same for several cases: tried on all of them first, held back for ten minutes, then done case
by case.

No second way around the rules: what is tried and done are the ordinary commands of each case, with
the permits that its asker has at that moment. If one of them may not be done, none is even held
back."""

from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any

from bot.desk.desk import Desk
from bot.desk.mail import Mail
from bot.desk.page_request import Look
from casework import lifecycle
from casework.access import permissions, visibility
from casework.actions.assignment import Assign
from casework.actions.correspondence import Reply
from casework.actions.resolution import Resolve
from casework.case import commands as c
from casework.case.model import Case, Decision, Refused, Urgency
from casework.case.number import number
from casework.case.roles import LEADERS
from casework.policy.timers import Bell
from casework.search import queue_filter
from conversations.filling import picking as page
from conversations.pages import lists
from conversations.pages.lists import Listed
from conversations.protocol.effects import Do, Say, T, t
from conversations.protocol.requests import Bulk, UndoBulk
from storage.cases import queries
from storage.pending import held_actions
from storage.pending.held_actions import Held
from storage.unit_of_work import Batch

BELL = "bulk"
HELD_FOR = timedelta(minutes=10)


async def hold(desk: Desk, batch: Batch, by: int, asked: Do) -> list[Mail]:
    """Try it on every case; keep it until it is due, or refuse all of it in one sentence."""
    assert isinstance(asked.command, Bulk)  # noqa: S101 (the desk has asked)
    wanted = asked.command
    if not 0 < len(set(wanted.cases)) == len(wanted.cases) <= page.MOST:
        raise Refused("refused.bulk.size", most=page.MOST)
    for case_id in wanted.cases:
        await _try(desk, batch, by, wanted, case_id)
    due_at = batch.at + HELD_FOR
    await held_actions.put(
        batch.connection, batch.vault, Held(wanted.key, by, batch.at, due_at, _body(wanted))
    )
    batch.set_bells([Bell(BELL, wanted.key, "", due_at)])
    return [Mail(by, page.held(wanted.key, wanted.cases, due_at), batch.at)]


async def _try(desk: Desk, batch: Batch, by: int, wanted: Bulk, case_id: int) -> None:
    """Refused, with the reason, when this case would refuse it now."""
    case = await batch.case(case_id)
    memberships = (await batch.person(by)).memberships
    if case is None or not any(m.role in LEADERS and visibility.sees(m, case) for m in memberships):
        raise Refused("refused.bulk.foreign")
    if case.urgency is Urgency.EMERGENCY:
        raise Refused("refused.bulk.emergency", number=number(case.id))
    command = _command(wanted, by)
    try:
        permissions.check(command, memberships, case)
        if isinstance(command, Assign):
            await desk.roster.check_assignee(batch, case, command.to)
        lifecycle.decide(case, command, batch.at, desk.policy)
    except Refused as why:
        raise Refused("refused.bulk.not_all", why=T(why.key, why.args_for_text)) from why


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


async def undo(desk: Desk, batch: Batch, by: int, asked: Do) -> list[Mail]:
    """Take it back while it is held; nothing has happened yet, so nothing has to be mended."""
    assert isinstance(asked.command, UndoBulk)  # noqa: S101 (the desk has asked)
    await batch.flush()
    held = await held_actions.find(batch.connection, batch.vault, asked.command.key)
    if held is None or held.made_by != by or held.state == held_actions.UNDONE:
        raise Refused("refused.bulk.gone")
    if held.state == held_actions.DONE:
        raise Refused("refused.bulk.late")
    await held_actions.end(batch.connection, held.id, held_actions.UNDONE)
    batch.set_bells([], [(held.id, BELL)])
    return [Mail(by, Say(t("bulk.undone", count=len(held.body["cases"])), delivery="B"), batch.at)]


async def ring(desk: Desk, batch: Batch, key: str) -> list[Mail]:
    """Do it now, case by case; what has become impossible meanwhile is left, and told with its
    reason."""
    held = await held_actions.find(batch.connection, batch.vault, key)
    if held is None or held.state != held_actions.WAITING:
        return []
    await held_actions.end(batch.connection, key, held_actions.DONE)
    wanted, by = _wanted(held.body), held.made_by
    mails: list[Mail] = []
    failed: dict[int, T] = {}
    for case_id in wanted.cases:
        try:
            told = await desk.case(batch, by, _command(wanted, by), case_id)
        except Refused as why:
            failed[case_id] = T(why.key, why.args_for_text)
            continue
        case = await batch.case(case_id)
        mails += [mail for mail in told if mail.to != by or _concerns(case, by)]
    return [*mails, Mail(by, page.done(wanted.cases, failed), batch.at)]


def _concerns(case: Case | None, by: int) -> bool:
    """Whoever has done it hears of all cases in one message, unless they told us of the case
    themselves."""
    return case is not None and case.teller == by


# ---- pages ---------------------------------------------------------------------------------------


async def picking(look: Look) -> tuple[Say, ...]:
    """A page of the queue to pick from, through the sieve with which it began."""
    house, batch = look.desk.house, look.batch
    through = queries.Through(queue_filter.read(str(look.args["code"])), look.person, batch.at)
    memberships = (await batch.person(look.person)).memberships
    found = await queries.queue(
        batch.connection,
        batch.vault,
        memberships,
        house.places.villages,
        after=str(look.args["key"]),
        through=through,
    )
    shown = Listed(found.cases, found.following, found.total)
    lines = tuple(
        lists.line(case, house.catalogue, house.places, batch.at, staff=True)
        for case in found.cases
    )
    return (page.picking(shown, lines, look.args),)


async def officers(look: Look) -> tuple[Say, ...]:
    """Who may get every one of the chosen cases."""
    return (
        page.officers([(person, *told) for person, told in (await _able(look)).items()], look.args),
    )


async def _able(look: Look) -> dict[int, tuple[str, T]]:
    """Name and role of those who may get all of the chosen cases; nobody, if one is not the
    viewer's to see."""
    memberships = (await look.batch.person(look.person)).memberships
    able: dict[int, tuple[str, T]] | None = None
    for case_id in look.args["cases"]:
        case = await look.batch.case(case_id)
        if case is None or not any(visibility.sees(m, case) for m in memberships):
            return {}
        found = await look.desk.roster.officers(look.batch, case)
        here = {person: (name, T(f"role.{m.role}")) for person, name, m in found}
        able = (
            here
            if able is None
            else {person: told for person, told in able.items() if person in here}
        )
    return able or {}


async def sure(look: Look) -> tuple[Say, ...]:
    """All of it, before it is done."""
    officer = look.args.get("officer")
    name, _ = (await _able(look)).get(officer, ("–", None)) if officer else ("", None)
    return (page.sure(look.args, name or "–"),)


DO: Mapping[type, Callable[..., Any]] = {Bulk: hold, UndoBulk: undo}
PAGES: Mapping[str, Callable[..., Any]] = {
    "bulk_cases": picking,
    "bulk_officer": officers,
    "bulk_count": sure,
}
