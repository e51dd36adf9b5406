"""To whom somebody may give a case, and who is written to in somebody's place.

Tested in tests/bot/desk/test_roster.py and tests/bot/trials/office/test_who_is_away.py."""

from collections.abc import Iterable

from bot.desk.roster import Officer, Roster
from casework.access import permissions, visibility
from casework.actions.assignment import Claim
from casework.actions.handover import by_hand
from casework.case.model import DISTRICT_LEVEL, Case, Refused
from casework.case.number import number
from casework.case.roles import STAFF
from conversations.protocol.effects import Say
from conversations.protocol.notice import told_buttons
from storage.unit_of_work import Batch


async def assignees(roster: Roster, batch: Batch, case: Case, by: int) -> list[Officer]:
    """To whom somebody may assign a case: staff who see it and are there, at its village and at
    the district; while there is an objection, those who may answer it."""
    out = await roster.out(batch)
    able = []
    for officer in await _not_above(roster, batch, case, by):
        person = officer[0]
        memberships = (await batch.person(person)).memberships
        if out.here(person) and permissions.may(Claim, person, memberships, case):
            able.append(officer)
    return able


async def _not_above(roster: Roster, batch: Batch, case: Case, by: int) -> list[Officer]:
    """Who may work on a case, without the district's people while it is a village's and who
    asks is not of the district: it goes up by a referral, which the district answers."""
    everybody = await roster.all_officers(batch, case)
    asks = visibility.rank((await batch.person(by)).memberships, case)
    if case.office == roster.district or asks >= DISTRICT_LEVEL:
        return everybody
    ours = await batch.at_work(case.office, STAFF)
    below = {person for person, _, m in ours if m.scope != roster.district}
    return [x for x in everybody if x[0] in below]


async def check_assignee(roster: Roster, batch: Batch, case: Case, by: int, to: int) -> None:
    """Refuse somebody to whom a case may not be given, by the reason."""
    everybody = await roster.all_officers(batch, case)
    below = await _not_above(roster, batch, case, by)
    if to not in [officer[0] for officer in everybody]:
        raise Refused("refused.assign.unfit", number=number(case.id))
    if to not in [officer[0] for officer in below]:
        raise Refused("refused.assign.upwards", number=number(case.id))
    permissions.check_judges(to, (await batch.person(to)).memberships, case)
    if not (await roster.out(batch)).here(to):
        raise Refused("refused.assign.away", number=number(case.id))


async def who_tells(roster: Roster, batch: Batch, case: Case, said: Say) -> int:
    """Who reads what is meant for the teller of a case: of what is to be told by hand, while they
    are away, their stand-in."""
    if not by_hand(case) or said.buttons != told_buttons(case):
        return case.teller
    return (await in_place_of(roster, batch, case, [case.teller]))[0]


async def in_place_of(roster: Roster, batch: Batch, case: Case, people: Iterable[int]) -> list[int]:
    """Who reads what is told to those who knew of a case before: while somebody is away their
    stand-in, if that one may work on it; else they themselves. Each once."""
    out, readers = await roster.out(batch), list[int]()
    for person in people:
        other = out.instead_of(person)
        able = other is not None and visibility.works_on(
            other, (await batch.person(other)).memberships, case
        )
        readers.append(other if other is not None and able else person)
    return list(dict.fromkeys(readers))
