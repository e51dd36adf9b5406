"""Sharing new work out: where an office has switched it on, a new case goes to who carries the
least."""

from bot.desk.roster import Roster
from casework.access import visibility
from casework.actions.assignment import Assigned
from casework.case.model import Case, Role
from casework.policy import workload
from casework.policy.workload import Rota
from storage.cases import queries
from storage.unit_of_work import Batch

FEWEST = 2
"""With fewer officers at a desk there is nothing to share out."""


async def given(roster: Roster, batch: Batch, case: Case, rules: Rota) -> tuple[Assigned, ...]:
    """The event that gives a new case to an officer of its desk, or nothing."""
    if not workload.shares_out(rules, case):
        return ()
    out = await roster.out(batch)
    people = {
        person
        for person, _, m in await batch.at_work(case.office, frozenset({Role.BACK_OFFICE}))
        if m.scope == case.office
        and visibility.sees(m, case)
        and not visibility.stands_apart(person, case)
        and out.here(person)
    }
    if len(people) < FEWEST:
        return ()
    await batch.flush()  # what was given out a moment ago weighs too
    loads = await queries.weights(batch.connection, people)
    return (Assigned(0, workload.lightest(people, loads, rules)),)
