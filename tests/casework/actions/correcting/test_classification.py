"""Another service or urgency: desk, office, clock and care anew; freer and calmer only by a leader;
nobody late at once."""

from datetime import timedelta

import pytest

from casework import lifecycle
from casework.actions.correcting.classification import (
    CorrectService,
    CorrectUrgency,
    ServiceCorrected,
    UrgencyCorrected,
)
from casework.case import commands as c
from casework.case.model import Case, Desk, Refused, Status, Urgency
from casework.reports import due_time, held_by, promises
from casework.reports.first_times import first_times
from tests.casework.cases import (
    CALENDAR,
    DISTRICT,
    NOW,
    OFFICER,
    POLICY,
    VILLAGE,
    filed,
    standing,
    told,
)

DAY = timedelta(days=1)
LEADER = 1


def refused(case: Case, command: c.Command) -> str:
    with pytest.raises(Refused) as caught:
        lifecycle.decide(case, command, NOW, POLICY)
    return caught.value.key


def test_another_service_brings_its_desk_its_clock_and_its_care() -> None:
    """What begins as PKH and is a child in need goes to the desk of that, by its shorter clock, and
    is seen by few from then on."""
    case, _ = told(filed()[0], CorrectService(OFFICER, "spm_child", "a child alone"))
    row = POLICY.catalogue.service("spm_child")
    assert (case.service, case.desk, case.sensitive) == ("spm_child", row.desk, True)
    assert case.due_at == POLICY.due("spm_child", case.urgency, NOW) < filed()[0].due_at


def test_the_new_clock_counts_from_the_day_of_the_report() -> None:
    """Sorted anew a day later, a case is due as if it had been sorted well at once; where that is
    over, the time begins now, so that nobody is late at once."""
    urgent = CorrectUrgency(OFFICER, Urgency.HIGH, "the child must enrol")
    case, _ = told(filed()[0], urgent, NOW + DAY)
    assert case.due_at == POLICY.due("pkh", Urgency.HIGH, NOW)
    later = NOW + 9 * DAY
    late, (event,) = told(filed()[0], urgent, later)
    assert isinstance(event, UrgencyCorrected)
    assert (event.since, late.due_at) == (later, POLICY.due("pkh", Urgency.HIGH, later))


def test_only_a_leader_makes_a_case_less_guarded() -> None:
    """From a sensitive service to an ordinary one a leader must say so; the other way anybody
    may."""
    guarded, _ = told(filed()[0], CorrectService(OFFICER, "spm_child", "a child alone"))
    back = CorrectService(OFFICER, "pkh", "no child after all")
    assert refused(guarded, back) == "refused.correct.careful"
    by_leader = CorrectService(OFFICER, "pkh", "no child after all", rank=LEADER)
    assert told(guarded, by_leader)[0].sensitive is False


def test_what_accuses_an_official_goes_to_the_district() -> None:
    """A complaint of an official that was sorted under something else leaves the village, and comes
    back by no officer's word."""
    case, events = told(
        standing(Status.IN_PROGRESS, owner=OFFICER),
        CorrectService(OFFICER, "official_complaint", "it is about the village head"),
    )
    assert [event.kind for event in events] == ["service_corrected", "freed"]
    assert (case.office, case.confidential, case.level, case.owner) == (DISTRICT, True, 2, None)
    assert refused(case, CorrectService(OFFICER, "pkh", "no")) == "refused.correct.careful"


def test_an_emergency_stays_one_until_a_leader_says_otherwise() -> None:
    """Neither another service nor an officer's word makes an emergency less; anybody may raise
    one."""
    alarm, _ = filed(alarm="medical")
    calmer = CorrectUrgency(OFFICER, Urgency.NORMAL, "only smoke")
    assert refused(alarm, calmer) == "refused.correct.emergency"
    sorted_anew, _ = told(alarm, CorrectService(OFFICER, "sktm", "a letter"))
    assert sorted_anew.urgency is Urgency.EMERGENCY
    raised, _ = told(filed()[0], CorrectUrgency(OFFICER, Urgency.EMERGENCY, "it burns"))
    assert (raised.urgency, raised.due_at - NOW) == (Urgency.EMERGENCY, timedelta(hours=4))


def test_what_an_alarm_told_counts_no_more_once_it_is_none() -> None:
    """Lowered by a leader and then sorted under another service, a case does not become an
    emergency again by its old words."""
    alarm, _ = filed(alarm="medical")
    calm, _ = told(alarm, CorrectUrgency(OFFICER, Urgency.NORMAL, "only smoke", rank=LEADER))
    assert told(calm, CorrectService(OFFICER, "sktm", "x"))[0].urgency is not Urgency.EMERGENCY


def test_bells_follow() -> None:
    """A case that has become an emergency has its alarms; one that is none any more has the bells
    of an unread case."""
    plain, _ = filed()
    raised, events = told(plain, CorrectUrgency(OFFICER, Urgency.EMERGENCY, "it burns"))
    kinds = {bell.kind for bell in POLICY.bells(raised, events, NOW).bells}
    assert {"alarm", "late"} <= kinds
    assert "unread" not in kinds
    lowered, events = told(raised, CorrectUrgency(OFFICER, Urgency.LOW, "smoke", rank=LEADER))
    changed = POLICY.bells(lowered, events, NOW)
    assert {"unread", "late"} <= {bell.kind for bell in changed.bells}
    assert "alarm" in changed.stopped


def test_while_we_wait_for_the_teller_the_new_time_stands_still() -> None:
    """An urgency that is corrected while a question waits leaves the minutes of the new clock."""
    waiting = standing(Status.WAITING, owner=OFFICER, minutes_left=4800)
    case, _ = told(waiting, CorrectUrgency(OFFICER, Urgency.HIGH, "enrols"))
    assert case.minutes_left == POLICY.left(case, NOW) < 4800
    assert refused(waiting, CorrectService(OFFICER, "sktm", "x")) == "refused.status.waiting"


@pytest.mark.parametrize(
    ("command", "key"),
    [
        (CorrectService(OFFICER, "pkh", "same"), "same"),
        (CorrectUrgency(OFFICER, Urgency.NORMAL, "same"), "same"),
        (CorrectService(OFFICER, "no_such", "x"), "unknown"),
        (CorrectService(OFFICER, "sktm", "  "), "no_reason"),
        (CorrectUrgency(OFFICER, Urgency.LOW, ""), "no_reason"),
    ],
)
def test_what_changes_nothing_or_has_no_reason_is_refused(command: c.Command, key: str) -> None:
    """The same again, a service that nobody has, and a change without a why are refused kindly."""
    assert refused(filed()[0], command) == f"refused.correct.{key}"


def test_figures_and_the_page_of_the_due_time_follow() -> None:
    """The office that has the case, when it is late, and why it is due then come from the trail
    with its correction; a calendar that changes reckons the same again."""
    case, opening = filed()
    after, events = told(case, CorrectService(OFFICER, "official_complaint", "x"), NOW + DAY)
    trail = [(opening, NOW), *((event, NOW + DAY) for event in events)]
    assert held_by.stays(trail) == [(NOW, VILLAGE), (NOW + DAY, DISTRICT)]
    assert due_time.period(trail).start == NOW
    assert due_time.period(trail).known
    assert promises.promises_again(after, trail, POLICY, CALENDAR).due_at == after.due_at
    words = first_times(trail, after.due_at + DAY).words
    assert (words["late"].at, words["late"].office) == (after.due_at, DISTRICT)


def test_names_of_the_old_service_are_forgotten() -> None:
    """What the case knew of its old service goes, what it knows of places and offices stays."""
    case = standing(Status.RECEIVED, known={"service": "PKH", "sensitive": "yes", "office x": "X"})
    after, events = told(case, CorrectService(OFFICER, "sktm", "letter", known={"service": "SKTM"}))
    assert after.known == {"service": "SKTM", "office x": "X"}
    assert isinstance(events[0], ServiceCorrected)
    assert after.desk is Desk.FRONT_OFFICE
