"""The directory of offices: who handles what, by when an office answers in its own hours, and every
mistake named."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from casework.case.model import Urgency
from casework.clock import open_time
from casework.policy import offices
from casework.policy.offices import Channel, Kind
from tests.casework.cases import BAZNAS, CALENDAR, DIRECTORY, DISTRICT, NOW
from tests.casework.shipped import CATALOGUE, toml

RAW = toml("casework/policy/offices.toml")
SATURDAY = 5
ROW = {
    "code": "/rsud",
    "name": "RSUD",
    "kind": "hospital",
    "channel": "letter",
    "handles": ["health"],
}


def read(*rows: dict[str, Any], more: tuple[dict[str, Any], ...] = ()) -> offices.Directory:
    return offices.read(
        {"clock": RAW["clock"], "office": rows}, DISTRICT, CATALOGUE, lambda w, z: CALENDAR, more
    )


def test_every_service_can_be_referred_somewhere() -> None:
    """Whatever comes, at least the district's SLRT takes it; it is always in the directory."""
    assert DIRECTORY.offices[DISTRICT].kind is Kind.SLRT
    assert [s.key for s in CATALOGUE.services.values() if not DIRECTORY.fitting(s)] == []


def test_codes_are_of_the_district_and_its_province() -> None:
    """A short code becomes the district's own, ``province/`` the province's."""
    found = read(ROW, {**ROW, "code": "province/disdik", "kind": "province"})
    assert set(found.offices) == {DISTRICT, "32.74/rsud", "32/disdik"}


def test_the_closest_office_comes_first() -> None:
    """An office that names the service comes before those of the sector, and these before those
    that take anything."""
    exact, wide = (
        {**ROW, "code": "/one", "handles": ["pkh"]},
        {**ROW, "code": "/two", "handles": ["aid_data"]},
    )
    found = read(wide, exact).fitting(CATALOGUE.services["pkh"])
    assert [office.code for office in found] == ["32.74/one", "32.74/two", DISTRICT]


def test_an_imported_office_takes_the_place_of_the_shipped() -> None:
    """Rows that a district brings win over the shipped ones of the same code."""
    found = read(
        ROW, more=({**ROW, "code": "32.74/rsud", "channel": "phone", "contact": "0231-000"},)
    )
    assert (found.offices["32.74/rsud"].channel, found.offices["32.74/rsud"].contact) == (
        Channel.PHONE,
        "0231-000",
    )


def test_an_office_answers_in_its_own_hours() -> None:
    """The clock on an answer runs in the open time of the office that was asked."""
    weekend = open_time.of_district(
        {
            **toml("casework/policy/hours.toml"),
            "special": (),
            "week": {"saturday": ["08:00-12:00"]},
        },
        "Asia/Jakarta",
        range(2026, 2028),
    )
    slow = replace(
        DIRECTORY, offices={BAZNAS: replace(DIRECTORY.offices[BAZNAS], calendar=weekend)}
    )
    usual = DIRECTORY.accept_by(BAZNAS, Urgency.HIGH, NOW)
    assert usual - NOW <= timedelta(days=1)
    assert slow.accept_by(BAZNAS, Urgency.HIGH, NOW).weekday() == SATURDAY


@pytest.mark.parametrize(
    ("changed", "what"),
    [
        ({"code": "rsud"}, "the code must look like"),
        ({"code": "32.74/RSUD"}, "the code must look like"),
        ({"name": " "}, "name is needed"),
        ({"kind": "clinic"}, "kind 'clinic' is not one of"),
        ({"channel": "fax"}, "channel 'fax' is not one of"),
        ({"handles": []}, "handles is needed"),
        ({"handles": ["healht"]}, "neither a service nor a sector"),
        ({"colour": "red"}, "colour is not a known key"),
    ],
)
def test_a_bad_row_is_named(changed: dict[str, Any], what: str) -> None:
    """A mistake is told with the office's code and how to mend it."""
    with pytest.raises(ValueError, match=what):
        read({**ROW, **changed})


def test_two_rows_of_one_code_are_refused() -> None:
    """An office stands in the directory once."""
    with pytest.raises(ValueError, match=r"32\.74/rsud: stands there twice"):
        read(ROW, ROW)


@pytest.mark.parametrize(
    "clock",
    [
        None,
        {"accept": "1 day"},
        {"accept": "1 day", "result": "2 days", "climb": []},
        {"accept": "soon", "result": "2 days", "climb": ["1 day"]},
    ],
)
def test_silence_must_climb(clock: Any) -> None:
    """A clock without an end for silence is refused."""
    with pytest.raises(ValueError, match=r"\[clock\.high\]"):
        offices.read(
            {"clock": {**RAW["clock"], "high": clock}},
            DISTRICT,
            CATALOGUE,
            lambda week, zone: CALENDAR,
        )


def test_an_imported_office_outlives_what_it_handled() -> None:
    """A service that was taken out takes no imported office along, and stops no start."""
    kept = {**ROW, "code": "/koperasi", "handles": ["teleport", "health"]}
    lost = {**ROW, "code": "/arsip", "handles": ["teleport"]}
    found = read(ROW, more=(kept, lost)).offices
    assert found["32.74/koperasi"].handles == {"health"}
    assert found["32.74/arsip"].handles == frozenset()
    assert offices.strange_handles([kept, lost], CATALOGUE) == [
        "offices, /koperasi: handles 'teleport', which is neither a service nor a sector",
        "offices, /arsip: handles 'teleport', which is neither a service nor a sector",
    ]
