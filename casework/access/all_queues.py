"""The queues of many people at once, in memory: own_queue.py for a whole district. Cases are looked
up by where they lie, who holds them and who was asked, so that not everybody is held against
everything.

Tested in tests/bot/turns/test_morning_list_queue.py."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence

from casework.access.own_queue import TO_DO, Whose, as_theirs, in_queue, of_own_office
from casework.access.visibility import takes
from casework.case.model import Case, Membership, Status, Urgency
from casework.case.roles import LEADERS

VILLAGE_DOTS = 3
"""Dots in the code of a village, below which there is no office."""


def in_order(cases: Iterable[Case]) -> list[Case]:
    """The order of a queue: emergencies first, then what is due first."""
    return sorted(cases, key=lambda c: (c.urgency is not Urgency.EMERGENCY, c.due_at, c.id))


class AllQueues:
    """The queues that some open cases make."""

    def __init__(self, cases: Sequence[Case]) -> None:
        self._at: dict[object, list[Case]] = defaultdict(list)
        self._by_id: dict[int, Case] = {}
        self._under: dict[str, list[Case]] = defaultdict(list)
        for case in cases:
            self._by_id[case.id] = case
            for place in (case.owner, *_and_above(case.village), case.office, case.referred_to):
                self._at[place].append(case)
            for scope in _and_above(case.office)[1:]:
                self._under[scope].append(case)

    def of(self, whose: Whose) -> list[Case]:
        """What is in somebody's queue, also what waits for its teller there; in order."""
        keys = (whose.person, *whose.stands_in_for, *(m.scope for m in whose.memberships))
        found = {case.id: case for key in keys for case in self._at.get(key, ())}
        found |= {one: self._by_id[one] for one in whose.turns if one in self._by_id}
        return in_order(as_theirs(whose, c) for c in found.values() if in_queue(whose, c))

    def below(self, whose: Whose, statuses: Collection[Status] = TO_DO) -> list[Case] | None:
        """What the offices below a leader's have to do, or have in these ``statuses``, unless it is
        the leader's turn, in their hands or asked of their office; None for who leads none."""
        leading = [m for m in whose.memberships if _leads_others(m)]
        if not leading:
            return None
        found: dict[int, Case] = {}
        for one in leading:
            for case in self._lying_below(one, statuses):
                found[case.id] = case
        return in_order(
            as_theirs(whose, case)
            for case in found.values()
            if case.id not in whose.turns
            if case.owner not in (whose.person, *whose.stands_in_for)
            if not of_own_office(whose.memberships, case)
            if whose.person not in case.excluded
        )

    def _lying_below(self, membership: Membership, statuses: Collection[Status]) -> list[Case]:
        return [
            case
            for case in self._under.get(membership.scope, ())
            if case.status in statuses and takes(membership, case.desk, sensitive=case.sensitive)
        ]


def _leads_others(membership: Membership) -> bool:
    """Whether somebody leads other offices than their own."""
    return membership.role in LEADERS and _above_villages(membership.scope)


def _above_villages(scope: str) -> bool:
    return scope.count(".") < VILLAGE_DOTS


def _and_above(code: str) -> list[str]:
    """A code and every code that contains it, the smallest place first; nothing for no code."""
    parts = code.split(".") if code else []
    return [".".join(parts[:n]) for n in range(len(parts), 0, -1)]
