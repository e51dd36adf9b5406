"""Where cases go: urgency, party, office and the reasons that are given."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casework.case.model import Desk, Route, Urgency
from casework.policy import triage
from tests.casework.shipped import CATALOGUE, TRIAGE, WORDS

VILLAGE, DISTRICT = "32.74.05.1003", "32.74"
KNOWN = {
    **WORDS.facts,
    "treatment": {"in_hospital", "soon", "sick", "later"},
    "danger": {"now", "no"},
    "deadline": {"within_14_days", "later"},
    "alarm": set(triage.AlarmKind),
    "unsure": set(triage.AlarmKind),
}
FACTS = st.fixed_dictionaries(
    {}, optional={fact: st.sampled_from(sorted(values)) for fact, values in KNOWN.items()}
)


def go(service: str, village: str = VILLAGE, **facts: str) -> Route:
    return triage.route(CATALOGUE.services[service], facts, village, DISTRICT, TRIAGE)


def test_a_plain_case_stays_in_its_village() -> None:
    """Without any fact, a case keeps its service's urgency and party and goes to its village."""
    wanted = Route(
        Urgency.NORMAL,
        VILLAGE,
        Desk.SOCIO_ECONOMIC,
        "pkh_facilitator",
        False,
        ("as_usual", "usual_party", "by_village"),
    )
    assert go("pkh") == wanted


def test_an_unknown_village_is_held_by_the_district() -> None:
    """While the village is unknown the district is responsible."""
    assert (go("pkh", village="").office, go("pkh", village="").why[2]) == (
        DISTRICT,
        "village_unknown",
    )


def test_inactive_card_in_hospital() -> None:
    """A patient in hospital with an inactive card is an emergency for the district SLRT, not a
    village matter."""
    route = go("pbi_reactivation", treatment="in_hospital")
    assert (route.urgency, route.party, route.office) == (Urgency.EMERGENCY, "slrt", DISTRICT)
    assert route.why == ("treatment_now", "jkn_emergency", "by_district")
    assert not route.confidential


@pytest.mark.parametrize("kind", list(triage.AlarmKind))
def test_an_alarm_makes_an_emergency(kind: triage.AlarmKind) -> None:
    """A sure alarm of any kind makes any case an emergency; a doubtful one makes it at least
    high."""
    assert go("aid_schedule", alarm=kind.value).urgency is Urgency.EMERGENCY
    assert go("aid_schedule", unsure=kind.value).urgency is Urgency.HIGH


def test_a_row_never_lowers() -> None:
    """A deadline does not make an emergency merely high."""
    route = go("disaster", deadline="within_14_days")
    assert (route.urgency, route.why[0]) == (Urgency.EMERGENCY, "as_usual")


def test_rescue_comes_before_relief() -> None:
    """While people must be rescued BPBD is first; afterwards Dinsos is."""
    assert go("disaster", rescue="now").party == go("disaster", danger="now").party == "bpbd"
    assert go("disaster").party == "dinsos"


@pytest.mark.parametrize(
    "service", [key for key, row in CATALOGUE.services.items() if row.accuses_official]
)
def test_the_accused_office_is_passed_over(service: str) -> None:
    """Who accuses an official is heard by the district, in confidence."""
    route = go(service)
    assert (route.office, route.confidential, route.why[2]) == (DISTRICT, True, "accused")


def test_a_story_that_accuses_is_enough() -> None:
    """An accusation in the story bypasses the village, whatever service was tapped."""
    route = go("pkh", accuses="official")
    assert (route.office, route.party, route.confidential, route.urgency) == (
        DISTRICT,
        "slrt",
        True,
        Urgency.HIGH,
    )


@given(st.sampled_from(sorted(CATALOGUE.services)), FACTS, st.sampled_from([VILLAGE, ""]))
def test_every_case_has_an_office_and_reasons(
    service: str, facts: dict[str, str], village: str
) -> None:
    """Whatever is told, there is an office, a known party, three reasons, and no urgency below the
    service's own."""
    route = go(service, village, **facts)
    row = CATALOGUE.services[service]
    order = list(Urgency)
    assert route.office in (VILLAGE, DISTRICT)
    assert route.party in CATALOGUE.parties
    assert len(route.why) == 3
    assert order.index(route.urgency) <= order.index(row.urgency)
    assert route.desk is row.desk
    assert not route.confidential or route.office == DISTRICT


def test_every_row_can_win() -> None:
    """No row of the shipped tables is hidden behind an earlier one for every service."""
    won: set[str] = set()
    for table, result in ((TRIAGE.urgency, 0), (TRIAGE.party, 1)):
        for row in table:
            asked = {
                fact: min(values)
                for fact, values in row.when.items()
                if fact not in ("service", "sector", "urgency")
            }
            if "emergency" in row.when.get("urgency", ()):
                asked["alarm"] = "medical"
            won |= {go(key, **asked).why[result] for key in CATALOGUE.services}
    assert {row.key for row in (*TRIAGE.urgency, *TRIAGE.party)} <= won


def test_all_mistakes_are_told_at_once() -> None:
    """A bad table is refused with every mistake, each with its row."""
    rows = {
        "urgency": [
            {"key": "a", "when": {"mood": "bad"}, "urgency": "high"},
            {"key": "a", "when": {"danger": "maybe"}, "urgency": "soon"},
            {"key": "b", "urgency": "high"},
            {"key": "accused", "when": {"danger": "now"}, "urgency": "high", "note": "x"},
        ],
        "office": [],
    }
    with pytest.raises(ValueError, match="mood") as caught:
        triage.read(rows, CATALOGUE, WORDS.facts)
    assert str(caught.value).splitlines() == [
        "triage: office is not a known key",
        "triage urgency 1 (a): when asks for 'mood', which nothing tells",
        "triage urgency 2 (a): urgency 'soon' is not one of emergency, high, normal, low",
        "triage urgency 2 (a): danger is never 'maybe'",
        "triage urgency 2 (a): key is used twice",
        "triage urgency 3 (b): key and when are needed",
        "triage urgency 4 (accused): note is not a known key",
        "triage urgency 4 (accused): key is used twice",
    ]
