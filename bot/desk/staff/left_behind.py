"""What a colleague who works here no more leaves behind: what was theirs, the emergencies among it,
and what waits for an answer and is in the leader's hands now.

Tested in tests/bot/desk/staff/test_leaving_list.py."""

from collections import defaultdict
from collections.abc import Collection, Iterable

from bot.desk.mail import Mail
from bot.desk.roster import Roster
from casework.access.all_queues import in_order
from casework.access.own_queue import TO_DO
from casework.access.visibility import works_on
from casework.case.model import Case, Membership
from casework.case.whose_turn import with_office
from conversations.pages import leaving as words
from conversations.protocol.effects import Text
from conversations.protocol.notice import urgent
from storage.people import leaving as stored
from storage.unit_of_work import Batch


async def theirs(batch: Batch, cases: Iterable[int], person: int) -> tuple[list[int], list[int]]:
    """Those of some cases that were somebody's, also while another stood in for them: first those
    that another office has in hand, whose turn it stays; then those of which whose turn they are
    after it is new to whoever it is."""
    had = [case for case in await _known(batch, cases) if _last_with(case) == person]
    sent = [case.id for case in had if with_office(case)]
    return sent, [case.id for case in had if not with_office(case)]


async def new_senders(roster: Roster, batch: Batch, sent: Iterable[int], why: Text) -> list[Mail]:
    """To the other offices that have these cases in hand: who is their sender now, for each sender
    one message."""
    found = defaultdict[tuple[int, int], list[Case]](list)
    for case in await _known(batch, sent):
        for person in await roster.at_office(batch, case, case.referred_to):
            found[person, case.owner or 0].append(case)
    mails = list[Mail]()
    for (person, owner), cases in found.items():
        name = (await batch.person(owner)).profile.name if owner else ""
        mails.append(Mail(person, words.new_sender(why, name, cases), batch.at))
    return mails


async def waiting(batch: Batch, cases: Iterable[int], by: int) -> list[Case]:
    """Those of some cases that the leader holds now and that wait for somebody's answer."""
    found = await _known(batch, cases)
    held = [case for case in found if case.owner == by]
    return [case for case in held if _awaits(case)]


async def emergencies(batch: Batch, person: int, roles: Collection[Membership]) -> list[Case]:
    """The open emergencies that somebody holds or had last and may not work on with these roles
    only: those that colleagues are called to when the others end."""
    await batch.flush()
    hands = await stored.of_hands(batch.connection, {person}, ())
    return [
        case
        for case in await _known(batch, hands)
        if urgent(case)
        if not _awaits(case)
        if not works_on(person, roles, case)
    ]


async def free(batch: Batch, cases: Iterable[Case]) -> list[Case]:
    """Those of some cases that nobody holds now."""
    ids = [case.id for case in cases]
    found = await _known(batch, ids)
    return [case for case in found if case.owner is None]


async def _known(batch: Batch, cases: Iterable[int]) -> list[Case]:
    """The cases in the order of a queue."""
    found = [await batch.case(one) for one in cases]
    return in_order(case for case in found if case is not None)


def _awaits(case: Case) -> bool:
    """Whether it waits for somebody's answer."""
    if case.referral is not None:
        return True
    return case.status not in TO_DO


def _last_with(case: Case) -> int | None:
    """Who holds a case, or had it last."""
    if case.owner is None:
        return case.had_by
    return case.owner
