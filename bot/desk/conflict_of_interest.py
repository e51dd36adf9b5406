"""Conflicts of interest: which colleagues a leader may exclude from a case, and whom the page
offers for that."""

from bot.desk.roster import Roster
from casework.access import visibility
from casework.actions.conflict_of_interest import Exclude
from casework.case.model import Case, Membership, Refused
from casework.case.number import number
from storage.unit_of_work import Batch


async def below(
    roster: Roster, batch: Batch, case: Case, leader: int
) -> list[tuple[int, str, Membership]]:
    """The officers of a case who rank below somebody in it."""
    own = (await batch.person(leader)).memberships
    found = await roster.all_officers(batch, case)
    ranks = {
        person: visibility.rank((await batch.person(person)).memberships, case)
        for person, _, _ in found
    }
    return [
        each for each in found if each[0] != leader and ranks[each[0]] < visibility.rank(own, case)
    ]


async def check(roster: Roster, batch: Batch, case: Case, command: Exclude) -> None:
    """Refused unless the leader ranks above the colleague in this case."""
    if command.who in (command.by, *case.excluded):
        return  # the rules of the case have better words for these
    if command.who not in {person for person, _, _ in await below(roster, batch, case, command.by)}:
        raise Refused("refused.exclude.unfit", number=number(case.id))
