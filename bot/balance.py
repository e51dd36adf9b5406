"""Sharing new work out: where an office has switched it on, a new case goes to who carries the least."""

from bot.roster import Roster
from casework import permits, rota
from casework.events import Assigned
from casework.model import Case, Role
from casework.rota import Rota
from storage import readings
from storage.batch import Batch

FEWEST = 2
"""With fewer officers at a desk there is nothing to share out."""


async def given(roster: Roster, batch: Batch, case: Case, rules: Rota) -> tuple[Assigned, ...]:
    """The event that gives a new case to an officer of its desk, or nothing."""
    if not rota.shares_out(rules, case):
        return ()
    out = await roster.out(batch)
    people = {
        person
        for person, _, m in await batch.at_work(case.office, frozenset({Role.BACK_OFFICE}))
        if m.scope == case.office
        and permits.sees(m, case)
        and not permits.stands_apart(person, case)
        and out.here(person)
    }
    if len(people) < FEWEST:
        return ()
    await batch.flush()  # what was given out a moment ago weighs too
    loads = await readings.weights(batch.connection, people)
    return (Assigned(0, rota.lightest(people, loads, rules)),)
