"""Filing: a new case is opened, on its own or split off from another one.

Where an office has chosen that, the case goes at once to the officer who has the least to do."""

from dataclasses import replace

from bot.desk.desk import ComplaintDesk
from bot.desk.mail import Mail
from bot.desk.roster import Roster
from casework import lifecycle
from casework.access import visibility
from casework.actions.assignment import Assigned
from casework.case import commands as c
from casework.case.model import Case, Refused, Role
from casework.policy import people as people_policy
from casework.policy.people import Rota
from conversations.actions.correcting.sealing import told_in
from conversations.content.last_known import last_known
from storage.cases import of_person
from storage.unit_of_work import Batch

FEWEST = 2
"""With fewer officers at a desk there is nothing to share out."""


async def file(desk: ComplaintDesk, batch: Batch, command: c.File) -> list[Mail]:
    """Open a new case; whether one about the same trouble exists is not asked here."""
    if await batch.id_of_key(command.key) is not None:
        return []
    if command.parent is not None:
        command = await _like_parent(batch, command, command.parent)
    command = with_names(desk, command)
    row = desk.policy.catalogue.service(command.service, command.known)
    sensitive = row.sensitive or command.sealed
    manned = await desk.roster.is_manned(batch, command.village, sensitive=sensitive)
    event = lifecycle.file(replace(command, manned=manned), batch.at, desk.policy)
    case = lifecycle.opened(await desk.next_case_id(batch), event, batch.at)
    given = await _given(desk.roster, batch, case, desk.policy.rota)
    for each in given:
        case = lifecycle.evolve(case, each, batch.at)
    return await desk.happened(batch, case, (event, *given))


def with_names(desk: ComplaintDesk, command: c.File) -> c.File:
    """The report at the code of today, with what its rows are called now and whether it tells of a
    sensitive matter; what was told of them before stays."""
    village, sealed = desk.content.places.today(command.village), told_in(desk.content, command)
    command = replace(command, village=village, sealed=sealed)
    if command.known:
        return command
    party = desk.policy.route(command.service, command.facts, command.village).party
    known = last_known(desk.content, command.service, command.village, party)
    return replace(command, known=known)


async def _like_parent(batch: Batch, command: c.File, parent: int) -> c.File:
    """A report split off from a case, about the same people at the same place; nobody has to tell
    that again."""
    case = await batch.case(parent)
    if case is None or case.teller != command.by:
        raise Refused("refused.unknown_case")
    return replace(
        command,
        village=case.village,
        helper=case.helper,
        intake=case.intake.passed_on(command.intake.story),
    )


async def _given(roster: Roster, batch: Batch, case: Case, rules: Rota) -> tuple[Assigned, ...]:
    """The event that gives a new case to an officer of its desk, or nothing."""
    if not people_policy.shares_out(rules, case):
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
    loads = await of_person.weights(batch.connection, people)
    return (Assigned(0, people_policy.lightest(people, loads, rules)),)
