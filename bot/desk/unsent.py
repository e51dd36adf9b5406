"""A case as those know it whom the letters about it have not reached yet: what an officer can still
take back nobody sees outside the office.

Tested in tests/bot/desk/test_unsent.py."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import datetime

from bot.desk.result_of_office import ended_with
from casework import lifecycle
from casework.access.visibility import may_see
from casework.actions.correcting.taking_back import still_said
from casework.actions.ending.resolution import Resolved
from casework.actions.referral import Done
from casework.case.events import Event
from casework.case.model import Case, Membership, Role, Status
from conversations.pages.handover import news
from conversations.protocol.dialogue import Story
from conversations.protocol.effects import Brief
from storage.cases import cases
from storage.pending import held_letters
from storage.pending.errands import OpenErrand
from storage.unit_of_work import Batch

Trail = tuple[tuple[Event, datetime], ...]

_TOLD = frozenset({Status.WAITING, Status.RESOLVED})
"""Where a question, or a result, has led a case."""


async def as_known(batch: Batch, case: Case) -> Case:
    """The case as it would stand without what has not gone out."""
    return (await all_as_known(batch, [case]))[0]


async def all_as_known(batch: Batch, found: Sequence[Case]) -> list[Case]:
    """The same for several."""
    await batch.flush()
    unsent = await held_letters.unsent(batch.connection, [case.id for case in found])
    return [
        _stood(case, still_said(await _trail(batch, case.id), unsent[case.id]))
        if case.id in unsent
        else case
        for case in found
    ]


async def may_see_still(
    batch: Batch, person: int, memberships: Sequence[Membership], case: Case
) -> bool:
    """Whether somebody may open a case, or may as it stood without what has not gone out: the
    result of another office leaves its hands only once it was sent."""
    if may_see(person, memberships, case):
        return True
    agency = any(m.role is Role.AGENCY_OFFICER for m in memberships)
    return agency and may_see(person, memberships, await as_known(batch, case))


async def result_goes(batch: Batch, case: Case) -> datetime | None:
    """When the result goes out (UTC) that the office has written to which the case was referred;
    None once it has gone, and where there is none."""
    waits = await held_letters.waiting(batch.connection, case.id)
    if case.status is not Status.RESOLVED or not waits:
        return None
    trail = await _trail(batch, case.id)
    newest = max((n for n, (e, _) in enumerate(trail, 1) if isinstance(e, Resolved)), default=0)
    return waits.get(newest) if isinstance(ended_with(trail, newest - 1), Done) else None


async def results_of(
    batch: Batch, person: int, memberships: Sequence[Membership]
) -> dict[int, datetime]:
    """The cases (ids) whose result somebody's other office has written and can still take back,
    with the time when it goes out (UTC)."""
    theirs = [m for m in memberships if m.role is Role.AGENCY_OFFICER]
    found: dict[int, datetime] = {}
    for case_id in sorted(await held_letters.cases_waiting(batch.connection)) if theirs else ():
        case = await batch.case(case_id)
        goes = await result_goes(batch, case) if case else None
        if case and goes and may_see(person, theirs, await as_known(batch, case)):
            found[case_id] = goes
    return found


async def with_trail(batch: Batch, case: Case, trail: Trail) -> tuple[Case, Trail]:
    """The case with its trail, which was read already."""
    places = (await held_letters.unsent(batch.connection, [case.id])).get(case.id)
    if not places:
        return case, trail
    said = tuple(still_said(trail, places))
    return _stood(case, said), said


async def words(batch: Batch, case: Case, kinds: Collection[str]) -> tuple[str, ...]:
    """What officers have told, as it stands now and as far as it has gone out: the newest of each
    of these kinds of news (casework.actions.handover.NEWS)."""
    unsent = await held_letters.unsent(batch.connection, [case.id])
    return news(kinds, await _trail(batch, case.id), unsent.get(case.id, ()))


async def briefs(batch: Batch, found: Sequence[Brief]) -> tuple[Brief, ...]:
    """The open cases of a person in short, without a question or a result that they have not
    got."""
    told = [brief.id for brief in found if brief.status in _TOLD]
    unsent = await held_letters.unsent(batch.connection, told)
    return tuple([await _brief(batch, brief) if brief.id in unsent else brief for brief in found])


async def _brief(batch: Batch, brief: Brief) -> Brief:
    """A question that has gone out stands, whatever waits behind or before it, a result too."""
    case = await batch.case(brief.id)
    if case is None:
        return replace(brief, question="", wants="", said=())
    known, trail = await with_trail(batch, case, await _trail(batch, brief.id))
    asked = known.status is Status.WAITING
    question, wants, _ = cases.question_in(trail) if asked else ("", "", None)
    return replace(brief, status=known.status, question=question, wants=wants, said=())


async def files(batch: Batch, case: Case) -> set[str]:
    """The names of the files that go with what has not gone out."""
    places = (await held_letters.unsent(batch.connection, [case.id])).get(case.id, set())
    trail = await _trail(batch, case.id) if places else ()
    along = [getattr(trail[place - 1][0], "along", None) for place in places]
    return {file.unique_id for told in along if told for file in Story.load(told).attachments}


def mark(case_id: int, place: int) -> str:
    """The mark of the errand that tells of event ``place`` of a case by hand."""
    return f"e{case_id}.{place}"


async def gone_out(batch: Batch, waiting: Sequence[OpenErrand]) -> list[OpenErrand]:
    """Errands without those whose words can still be taken back."""
    found = await held_letters.unsent(batch.connection, {one.note.case_id for one in waiting})
    held = {mark(case_id, place) for case_id, places in found.items() for place in places}
    return [one for one in waiting if one.note.mark not in held]


async def _trail(batch: Batch, case_id: int) -> Trail:
    return tuple(await cases.history(batch.connection, batch.vault, case_id))


def _stood(case: Case, trail: Sequence[tuple[Event, datetime]]) -> Case:
    then = lifecycle.as_it_stood(case.id, trail)
    if then is None:
        return case
    return replace(
        case,
        status=then.status,
        owner=then.owner,
        due_at=then.due_at,
        minutes_left=then.minutes_left,
        closed_at=then.closed_at,
        ending=then.ending,
        referral=then.referral,
    )
