"""Closing a case for a colleague: for whom a leader may do so, and whom the page offers."""

from bot.roster import Roster
from casework import permits
from casework.conflict import Exclude
from casework.model import Case, Membership, Refused
from casework.numbers import number
from storage.batch import Batch


async def below(roster: Roster, batch: Batch, case: Case, leader: int) -> list[tuple[int, str, Membership]]:
    """The officers of a case over whom somebody stands."""
    own = (await batch.person(leader)).memberships
    found = await roster.all_officers(batch, case)
    ranks = {person: permits.rank((await batch.person(person)).memberships, case) for person, _, _ in found}
    return [each for each in found if each[0] != leader and ranks[each[0]] < permits.rank(own, case)]


async def check(roster: Roster, batch: Batch, case: Case, command: Exclude) -> None:
    """Refused unless the leader stands over the colleague in this case."""
    if command.who in (command.by, *case.excluded):
        return  # the rules of the case have better words for these
    if command.who not in {person for person, _, _ in await below(roster, batch, case, command.by)}:
        raise Refused("refused.exclude.unfit", number=number(case.id))
