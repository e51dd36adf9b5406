"""The same trouble twice, at the desk: the question before a report goes out, joining, merging, splitting.

A report that may be about a case that stands already is held until the person says so, or until the bell sends it as
a new one: an unanswered question loses nothing. Emergencies, and doubts that there is one, are never held.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from bot.desk import PASSED_ON, Desk
from bot.mail import Mail
from casework import commands as c
from casework import duplicates, joining, lifecycle, merging, permits
from casework import events as e
from casework.duplicates import Candidate, Report
from casework.followups import Bell
from casework.model import Case, Refused, Status, Urgency, Verdict
from casework.numbers import number
from conversations import following
from conversations import requests as rq
from conversations import twice as words
from conversations.effects import Say, T, t
from conversations.talk import Story
from storage import cases, marks, tellers
from storage.batch import Batch
from storage.tellers import Held, Teller

HELD = "held"
"""Bells of reports that wait for an answer; the occurrence is the report's key."""

_ALARMS = frozenset({"alarm", "unsure"})


async def ask_first(desk: Desk, batch: Batch, command: c.File) -> list[Mail]:
    """Hold a report and ask whether it is one of those that stand already; nothing when there is nothing to ask."""
    route = desk.policy.route(command.service, command.facts, command.village)
    urgent = route.urgency is Urgency.EMERGENCY or bool(_ALARMS & command.facts.keys())
    if urgent or command.parent is not None or not command.village:
        return []
    found = await _likely(desk, batch, command, confidential=route.confidential)
    if not found:
        return []
    await tellers.hold(batch.connection, batch.vault, Held(command, tuple(case.id for case in found), batch.at))
    due = desk.policy.duplicates.send_after.after(batch.at, desk.policy.calendar)
    batch.set_bells([Bell(HELD, f"p{command.by}", command.key, due)])
    asked = words.question(command.key, found, command.by, desk.house.places, due - batch.at)
    return [Mail(command.by, asked, batch.at)]


async def _likely(desk: Desk, batch: Batch, command: c.File, *, confidential: bool) -> list[Case]:
    known, rules = desk.policy.catalogue.services, desk.policy.duplicates
    mine = marks.marks_of(batch.vault, command.by, command.village, command.intake)
    mine = await marks.with_household(batch.connection, batch.vault, command.by, mine)
    leads = await marks.leads(
        batch.connection, batch.vault, teller=command.by, village=command.village, service=command.service,
        marks=mine, at=batch.at, rules=rules,
    )  # fmt: skip
    report = Report(
        command.service, command.village, _story(command.intake), batch.at, mine.persons, mine.households,
        str(command.intake.get("place") or ""), confidential or known[command.service].sensitive,
        command.intake.get("who") == "neighbour",
    )  # fmt: skip
    candidates = [
        Candidate(
            x.id, x.service, x.village, _story(x.intake), x.opened_at, x.status, lead.marks,
            str(x.intake.get("place") or ""), joining.private(x, desk.policy), x.intake.get("who") == "neighbour",
            x.teller == command.by,
        )
        for lead in leads for x in [lead.case]
    ]  # fmt: skip
    by_id = {lead.case.id: lead.case for lead in leads}
    return [by_id[one.id] for one in duplicates.likely(report, candidates, rules, desk.house.words.vocabulary)]


def _story(intake: Mapping[str, Any]) -> str:
    return Story.load(intake["story"]).text if intake.get("story") else ""


async def send_anyway(desk: Desk, batch: Batch, key: str) -> list[Mail]:
    """Nobody has answered: the report goes out as a new one."""
    held = await tellers.held(batch.connection, batch.vault, key)
    if held is None or not await tellers.let_go(batch.connection, key):
        return []
    return await desk.file(batch, held.command)


async def chosen(desk: Desk, batch: Batch, by: int, asked: rq.SameAs) -> list[Mail]:
    """The answer to "is it one of these?"."""
    held = await tellers.held(batch.connection, batch.vault, asked.key)
    if held is None or held.command.by != by:
        return [Mail(by, words.gone(await _went_out(batch, by, asked.key), asked.edit), batch.at)]
    places = {str(n): case_id for n, case_id in enumerate(held.offered, 1)} | {"0": None}
    if asked.which not in places:
        return [Mail(by, Say(t("form.stale")), batch.at)]
    await tellers.let_go(batch.connection, asked.key)
    answered = Mail(by, Say(t("form.sent"), edit=asked.edit), batch.at)
    case_id = places[asked.which]
    try:
        told = await _told_to(desk, batch, held.command, case_id) if case_id is not None else None
    except Refused:
        told = None  # it was closed meanwhile, or is out of reach: what was told goes out as a report of its own
    return [answered, *(told if told is not None else await desk.file(batch, held.command))]


async def _went_out(batch: Batch, by: int, key: str) -> int | None:
    case_id = await batch.id_of_key(key)
    case = await batch.case(case_id) if case_id is not None else None
    return case.id if case is not None and case.teller == by else None


async def _told_to(desk: Desk, batch: Batch, told: c.File, case_id: int) -> list[Mail]:
    """What was told joins a case: as more news from its own teller, or as the word of a further one."""
    story: Any = told.intake["story"]
    case = await batch.case(case_id)
    if case is None:
        raise Refused("refused.unknown_case")
    if case.teller != told.by:
        return await _join(desk, batch, told, case)
    if case.status in (Status.RESOLVED, Status.CLOSED):
        text = _story(told.intake)
        again = c.Confirm(told.by, Verdict.NO, text) if case.status is Status.RESOLVED else c.Reopen(told.by, text)
        opened = await desk.case(batch, told.by, again, case_id)
        batch.want_files(case_id, story["files"])
        return opened
    return await desk.case(batch, told.by, c.Add(told.by, story), case_id)


async def _join(desk: Desk, batch: Batch, told: c.File, case: Case) -> list[Mail]:
    there = {x.person for x in await tellers.of_case(batch.connection, batch.vault, case.id)}
    command = joining.Join(told.by, told.intake["story"], again=told.by in there)
    permits.check(command, (), case)
    _, _, mails = await desk.decided(batch, case, command)
    await tellers.join(batch.connection, batch.vault, case.id, [Teller(told.by, batch.at, told.intake)])
    return mails


async def news(desk: Desk, batch: Batch, case: Case, event: e.Event) -> list[Mail]:
    """What further tellers hear when the status of their case changes."""
    say = following.news(case, event) if case.others else None
    if say is None:
        return []
    at = batch.at if case.urgency is Urgency.EMERGENCY else desk.rested(batch.at)
    there = await tellers.of_case(batch.connection, batch.vault, case.id)
    return [Mail(x.person, say, at) for x in there if x.person not in (event.by, case.teller)]


async def _leave(desk: Desk, batch: Batch, command: joining.Leave, case: Case) -> list[Mail]:
    there = {x.person for x in await tellers.of_case(batch.connection, batch.vault, case.id)}
    if command.by not in there:
        raise Refused("refused.unknown_case")
    await tellers.leave(batch.connection, case.id, [command.by])
    return (await desk.decided(batch, case, command))[2]


async def _merge(desk: Desk, batch: Batch, command: joining.Merge, case: Case) -> list[Mail]:
    memberships = (await batch.person(command.by)).memberships
    permits.check(command, memberships, case)
    if not command.confirmed:
        return [Mail(command.by, await _compared(desk, batch, command, case), batch.at)]
    main = await _main(batch, command, case)
    await batch.flush()
    waiting = await cases.waiting_bells(batch.connection, case.id)
    _, _, mails = await desk.decided(batch, case, replace(command, into=main, bells=waiting))
    come = await _coming(batch, case, main)
    late = await _late(desk, batch, main)
    absorb = joining.Absorb(command.by, case, tuple(x.person for x in come), late)
    mails += await _other_half(desk, batch, main, absorb)
    await tellers.join(batch.connection, batch.vault, main.id, come)
    return mails


async def _main(batch: Batch, command: joining.Merge, case: Case) -> Case:
    main = await batch.case(command.main)
    if main is None:
        raise Refused("refused.unknown_case")
    permits.check(joining.Absorb(command.by, case), (await batch.person(command.by)).memberships, main)
    return main


async def _compared(desk: Desk, batch: Batch, command: joining.Merge, case: Case) -> Say:
    """Both cases side by side, or why these two can't be one and the question for another number."""
    try:
        main = await _main(batch, command, case)
        lifecycle.decide(case, replace(command, into=main), batch.at, desk.policy)
    except Refused as refused:
        if refused.key != merging.UNCONFIRMED:
            return words.asked_again(case, T(refused.key, refused.args_for_text))
    return words.side_by_side(case, main, desk.house.places)


async def _coming(batch: Batch, case: Case, main: Case) -> list[Teller]:
    """Who comes along with a duplicate: its teller and those who follow it, unless they are there already."""
    there = {main.teller, *(x.person for x in await tellers.of_case(batch.connection, batch.vault, main.id))}
    told = {"story": case.intake["story"]} if "story" in case.intake else {}
    coming = [Teller(case.teller, batch.at, told), *await tellers.of_case(batch.connection, batch.vault, case.id)]
    return [replace(x, joined_at=batch.at, through=case.id) for x in coming if x.person not in there]


async def _late(desk: Desk, batch: Batch, case: Case) -> tuple[Bell, ...]:
    kinds = merging.due_kinds(desk.policy)
    return tuple(b for b in await cases.waiting_bells(batch.connection, case.id) if b.kind in kinds)


async def _other_half(desk: Desk, batch: Batch, case: Case, command: c.Command) -> list[Mail]:
    """A command of a merge, with the bells that it moves or brings back."""
    after, events, mails = await desk.decided(batch, case, command)
    for event in events:
        moved = merging.bells(after, event, desk.policy)
        batch.set_bells(moved.bells, [(str(case.id), kind) for kind in moved.stopped])
    return mails


async def _unmerge(desk: Desk, batch: Batch, command: joining.Unmerge, case: Case) -> list[Mail]:
    memberships = (await batch.person(command.by)).memberships
    permits.check(command, memberships, case)
    if case.merged_into is None:  # whatever its status is by now
        raise Refused("refused.unmerge.not_merged", number=number(case.id))
    await batch.flush()
    main = await batch.case(case.merged_into)
    if main is not None:
        permits.check(joining.Release(command.by, case.id), memberships, main)
    history = await cases.history(batch.connection, batch.vault, case.id)
    merged = [event for event, _ in history if isinstance(event, joining.Merged)]
    command = replace(command, merged=merged[-1] if merged else None, into=main)
    mails = await _other_half(desk, batch, case, command)
    assert main is not None  # noqa: S101 (refused otherwise)
    there = await tellers.of_case(batch.connection, batch.vault, main.id)
    gone = tuple(x.person for x in there if x.through == case.id)
    trail = tuple(await cases.history(batch.connection, batch.vault, main.id))
    release = joining.Release(command.by, case.id, trail, gone, await _late(desk, batch, main))
    mails += await _other_half(desk, batch, main, release)
    await tellers.leave(batch.connection, main.id, gone)
    return mails


async def _split(desk: Desk, batch: Batch, command: joining.Split, case: Case) -> list[Mail]:
    permits.check(command, (await batch.person(command.by)).memberships, case)
    if await batch.id_of_key(command.key) is not None:
        return []
    # What is said of an official in confidence stays so in its second half.
    facts = {"accuses": "official"} if case.confidential else {}
    kept = {k: v for k, v in case.intake.items() if k in PASSED_ON}
    filing = c.File(
        case.teller, command.key, case.village, command.service, facts,
        {**kept, "story": words.second_story(command.words)}, parent=case.id,
        manned=await desk.roster.is_manned(batch, case.village),
    )  # fmt: skip
    filed, off = lifecycle.file(filing, batch.at, desk.policy), joining.SplitOff(command.by, case.id)
    child = lifecycle.opened(await batch.next_case_id(), filed, batch.at)
    _, _, mails = await desk.decided(batch, case, replace(command, child=child.id))
    opened = await desk.happened(batch, lifecycle.evolve(child, off, batch.at), (filed, off))
    # The teller hears of it in the words of the split, not as if they had just told it.
    return mails + [m for m in opened if not m.say.text.key.startswith("notice.receipt")]


OF_SEVERAL: Mapping[type, Callable[..., Any]] = {
    joining.Leave: _leave, joining.Merge: _merge, joining.Unmerge: _unmerge, joining.Split: _split,
}  # fmt: skip
"""Commands that touch more than one case, or its tellers."""
