"""The policy as a whole: where a case goes, when it is due, and that no case is ever left without a
bell."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casework import lifecycle
from casework.actions.escalation import Ring
from casework.case import commands as c
from casework.case.events import Events
from casework.case.model import CHAIN, OPEN, Case, Desk, Refused, Status, Urgency
from casework.policy.followups import Bell
from tests.casework.cases import DISTRICT, NOW, POLICY, VILLAGE, filed, standing
from tests.casework.test_lifecycle_properties import LIVES, OPENED

SERVICES = sorted(POLICY.catalogue.services)
IN_ORDER = list(Urgency)


def test_a_service_that_is_gone_has_a_way_and_a_time() -> None:
    """A report may have waited while its service was taken out: it goes to the front office, or to
    the desk that its service had, and its time is the standard one."""
    assert POLICY.route("teleport", {}, VILLAGE).desk is Desk.FRONT_OFFICE
    route = POLICY.route("teleport", {}, VILLAGE, {"desk": "health", "accuses_official": "yes"})
    assert (route.desk, route.office) == (Desk.HEALTH, DISTRICT)
    due = POLICY.due("teleport", Urgency.NORMAL, NOW)
    assert due == POLICY.due("pkh", Urgency.NORMAL, NOW)


def test_the_stricter_of_two_counts() -> None:
    """A case stays as careful as it was filed, and becomes as careful as its row is now."""
    rows = POLICY.catalogue
    assert rows.of(standing(Status.RECEIVED, sensitive=True)).sensitive
    assert rows.of(standing(Status.RECEIVED, service="violence")).sensitive
    gone = standing(Status.RECEIVED, service="teleport", desk=Desk.EDUCATION)
    assert (rows.of(gone).sensitive, rows.of(gone).desk) == (False, Desk.EDUCATION)
    assert POLICY.spares(gone)


def test_without_a_standard_clock_the_first_one_counts() -> None:
    """A district may have clocks of its own only; what is left of an older service has one, too."""
    clocks = {name: clock for name, clock in POLICY.clocks.items() if name != "standard"}
    assert replace(POLICY, clocks=clocks).due("teleport", Urgency.LOW, NOW) > NOW


@pytest.mark.parametrize("service", SERVICES)
def test_every_service_has_a_way_and_a_time(service: str) -> None:
    """Each service goes to an office and a desk, says why, and has a due time for every urgency."""
    route = POLICY.route(service, {}, VILLAGE)
    assert route.office in (VILLAGE, DISTRICT)
    assert len(route.why) == 3
    assert all(POLICY.due(service, urgency, NOW) > NOW for urgency in Urgency)


@pytest.mark.parametrize("service", SERVICES)
def test_the_more_urgent_is_never_due_later(service: str) -> None:
    """A more urgent case of a service is due before, or with, a less urgent one."""
    due = [POLICY.due(service, urgency, NOW) for urgency in IN_ORDER]
    assert due == sorted(due)


def test_a_due_time_skips_nights_and_days_off() -> None:
    """Three working days from Wednesday morning end on Monday; an emergency's four hours do not
    stop for the night."""
    wednesday = datetime(2026, 11, 25, 2, 0, tzinfo=NOW.tzinfo)
    assert POLICY.due("pkh", Urgency.HIGH, wednesday) == wednesday + timedelta(days=5)
    evening = datetime(2026, 11, 25, 13, 0, tzinfo=NOW.tzinfo)
    assert POLICY.due("pkh", Urgency.EMERGENCY, evening) == evening + timedelta(hours=4)


def test_minimum_services_have_a_quicker_clock() -> None:
    """A person found in need is seen within a working day where other cases have three."""
    assert POLICY.due("spm_elderly", Urgency.HIGH, NOW) - NOW == timedelta(days=1)
    assert POLICY.due("pkh", Urgency.HIGH, NOW) - NOW == timedelta(days=3)


class Clock:
    """A case with its waiting bells, as storage keeps them: set, stopped, rung once."""

    def __init__(self, case: Case, events: Events) -> None:
        self.case, self.at = case, NOW
        self.waiting: dict[tuple[str, str], Bell] = {}
        self._keep(events)

    def ask(self, command: c.Command) -> None:
        """Ask something of the case; what is refused changes nothing."""
        try:
            events = lifecycle.decide(self.case, command, self.at, POLICY)
        except Refused:
            return
        for event in events:
            self.case = lifecycle.evolve(self.case, event, self.at)
        if events:
            self._keep(events)

    def run_until(self, until: datetime) -> None:
        """Let time pass; each bell rings at its moment."""
        while self.waiting and (due := min(bell.due_at for bell in self.waiting.values())) <= until:
            self.at = max(self.at, due)
            key = min((k for k, bell in self.waiting.items() if bell.due_at == due))
            self.ask(Ring(self.waiting.pop(key).kind))
        self.at = until

    def _keep(self, events: Events) -> None:
        changes = POLICY.bells(self.case, events, self.at)
        self.waiting = {
            k: bell for k, bell in self.waiting.items() if bell.kind not in changes.stopped
        }
        self.waiting |= {(bell.kind, bell.occurrence): bell for bell in changes.bells}


@given(st.sampled_from(sorted(OPENED)), LIVES)
def test_what_is_closed_is_left_in_peace(opened: str, life: list[tuple[c.Command, int]]) -> None:
    """However a case was closed, by people or by the clock, no bell of it waits any more."""
    clock = _lived(opened, life)
    assert clock.case.status in OPEN or not clock.waiting


@given(st.sampled_from(sorted(OPENED)), LIVES)
def test_what_nobody_touches_climbs_to_the_top(
    opened: str, life: list[tuple[c.Command, int]]
) -> None:
    """Left alone for three months after anything, a case whose next step is ours has reached the
    district manager."""
    clock = _lived(opened, life)
    if clock.case.status in (Status.RECEIVED, Status.REVIEWED):
        clock.run_until(clock.at + timedelta(days=90))
        assert clock.case.level == len(CHAIN) - 1


@given(st.sampled_from(sorted(OPENED)), LIVES)
def test_the_resident_is_never_forgotten_while_we_work(
    opened: str, life: list[tuple[c.Command, int]]
) -> None:
    """While the next step is ours, a bell waits by which the teller hears within a week."""
    clock = _lived(opened, life)
    if clock.case.status in (Status.RECEIVED, Status.REVIEWED, Status.IN_PROGRESS):
        assert any(
            b.kind == "still" and b.due_at <= clock.at + timedelta(days=7)
            for b in clock.waiting.values()
        )


def _lived(opened: str, life: list[tuple[c.Command, int]]) -> Clock:
    case, first = filed(**OPENED[opened])
    clock = Clock(case, (first,))
    for command, hours in life:
        clock.run_until(clock.at + timedelta(hours=hours))
        clock.ask(command)
    return clock
