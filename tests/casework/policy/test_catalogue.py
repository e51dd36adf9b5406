"""The shipped catalogue and its texts, and how mistakes in a catalogue are told."""

import string
from collections.abc import Iterator, Mapping
from itertools import chain
from typing import Any

import pytest

from casework.case.model import Desk, Urgency
from casework.policy import catalogue
from casework.policy.triage import FIXED_REASONS, AlarmKind
from tests.casework.shipped import CATALOGUE, TRIAGE, toml

ID, EN = (toml(f"conversations/texts/services.{language}.toml") for language in ("id", "en"))


def flat(table: Mapping[str, Any], before: str = "") -> Iterator[tuple[str, str]]:
    for key, value in table.items():
        if isinstance(value, str):
            yield before + key, value
        else:
            yield from flat(value, f"{before}{key}.")


def placeholders(text: str) -> set[str | None]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


def needed() -> set[str]:
    services = CATALOGUE.services.values()
    choices = chain.from_iterable(question.choices for question in CATALOGUE.questions.values())
    reasons = (*FIXED_REASONS, *(row.key for row in (*TRIAGE.urgency, *TRIAGE.party)))
    return {
        *(f"sector.{key}.name" for key in CATALOGUE.sectors),
        *(service.name for service in services),
        *(f"service.{key}.short" for key, one in CATALOGUE.services.items() if not one.sensitive),
        *(service.decides for service in services),
        *(question.text for question in CATALOGUE.questions.values()),
        *(question.card for question in CATALOGUE.questions.values()),
        *(choice.text for choice in choices),
        *(f"document.{key}" for key in CATALOGUE.documents),
        *(f"party.{key}" for key in CATALOGUE.parties),
        *(f"triage.{key}" for key in reasons),
        *(f"alarm.{kind}.{text}" for kind in AlarmKind for text in ("name", "say", "ask")),
        *("alarm.answer.yes", "alarm.answer.no", "service.medical_emergency.calm"),
    }


def row(**changes: object) -> dict[str, object]:
    good: dict[str, object] = {
        "sector": "health",
        "desk": "health",
        "category": "programme",
        "party": "dinkes",
        "urgency": "normal",
    }
    return good | changes


def rows(**services: dict[str, object]) -> dict[str, object]:
    questions = {"danger": {"choices": ["now", "no"]}}
    lists: dict[str, object] = {"sectors": ["health"], "parties": ["dinkes"], "documents": ["ktp"]}
    return {**lists, "questions": questions, "service": services}


@pytest.mark.parametrize("texts", [ID, EN], ids=["id", "en"])
def test_texts_are_those_of_the_policy(texts: dict[str, Any]) -> None:
    """Every row, question, document, party, reason and alarm has its texts, and there is no text
    without a use."""
    assert {key for key, _ in flat(texts)} == needed()


def test_languages_agree_on_placeholders() -> None:
    """Indonesian and English texts have the same placeholders; only what is said in an alarm has
    one."""
    english = dict(flat(EN))
    for key, text in flat(ID):
        wanted = {"numbers"} if key.startswith("alarm.") and key.endswith(".say") else set()
        assert placeholders(text) == placeholders(english[key]) == wanted, key


@pytest.mark.parametrize("texts", [ID, EN], ids=["id", "en"])
def test_buttons_are_short(texts: dict[str, Any]) -> None:
    """Names of sectors, services and choices fit on a button of 28 letters."""
    buttons = {
        k: v
        for k, v in flat(texts)
        if k.startswith(("sector.", "service.")) and k.endswith(".name")
    }
    buttons |= {k: v for k, v in flat(texts) if ".choice." in k or k.startswith("alarm.answer")}
    assert {key: text for key, text in buttons.items() if len(text) > 28} == {}


@pytest.mark.parametrize("texts", [ID, EN], ids=["id", "en"])
def test_nothing_is_promised(texts: dict[str, Any]) -> None:
    """No text names a sum of money or says that somebody is entitled."""
    told = " ".join(text for _, text in flat(texts)).casefold()
    found = [
        word
        for word in ("rp", "juta", "ribu", "pasti dapat", "berhak", "entitled", "guarantee")
        if word in told.split()
    ]
    assert found == []


@pytest.mark.parametrize("texts", [ID, EN], ids=["id", "en"])
def test_alarms_begin_with_the_numbers(texts: dict[str, Any]) -> None:
    """What is said in an emergency begins with the numbers to call."""
    assert all(texts["alarm"][kind]["say"].startswith("{numbers}") for kind in AlarmKind)


def test_sectors_have_services() -> None:
    """Every service is found under its sector, in the order of the sectors, and no sector is
    empty."""
    grouped = [CATALOGUE.by_sector(sector) for sector in CATALOGUE.sectors]
    assert all(grouped)
    assert {service.key for group in grouped for service in group} == set(CATALOGUE.services)
    assert CATALOGUE.by_sector("roads") == ()


def test_every_policy_list_is_used() -> None:
    """No document, party or question of the shipped catalogue is left without a service or a triage
    row."""
    services = CATALOGUE.services.values()
    assert {document for service in services for document in service.documents} == set(
        CATALOGUE.documents
    )
    assert {service.question for service in services} - {""} == set(CATALOGUE.questions)
    told = {service.party for service in services} | {row.party for row in TRIAGE.party}
    assert told == set(CATALOGUE.parties)


def test_the_vulnerable_are_never_closed_by_the_clock() -> None:
    """Emergencies, SPM and PPKS, violence, children in danger and misuse are never closed by the
    clock."""
    programmes = {"disability_aids"}
    sectors = ("emergency", "social_protection")
    must = {
        s.key for s in CATALOGUE.services.values() if s.sector in sectors or s.accuses_official
    } - programmes
    assert {key for key in must if not CATALOGUE.services[key].never_auto_close} == set()


def test_accusations_go_to_the_slrt() -> None:
    """A service that accuses an official is sensitive and is answered by the SLRT."""
    accusing = [service for service in CATALOGUE.services.values() if service.accuses_official]
    assert {(service.party, service.sensitive) for service in accusing} == {("slrt", True)}


def test_clocks_are_those_of_the_policy() -> None:
    """Every service names a clock profile that exists."""
    assert {service.clock for service in CATALOGUE.services.values()} <= set(
        toml("casework/policy/clocks.toml")
    )


def test_a_question_belongs_to_a_service() -> None:
    """``Catalogue.question`` gives the question with its choices in order, or none."""
    question = CATALOGUE.question("pbi_reactivation")
    assert question is not None
    assert [choice.key for choice in question.choices] == ["in_hospital", "soon", "sick", "later"]
    assert CATALOGUE.question("sekolah_rakyat") is None


def test_a_row_is_read() -> None:
    """A minimal row gets the standard clock and no flags."""
    service = catalogue.read(rows(check_up=row())).services["check_up"]
    assert (service.desk, service.urgency, service.clock) == (
        Desk.HEALTH,
        Urgency.NORMAL,
        "standard",
    )
    assert not any(
        (service.sensitive, service.never_auto_close, service.accuses_official, service.vague)
    )


def test_all_mistakes_are_told_at_once() -> None:
    """A bad catalogue is refused with every mistake, each with its row and key."""
    bad = rows(
        one=row(desk="helth", documents=["ktp", "passport"], keyword=["x"]),
        two=row(party="nasa", question="age", sensitive="yes", clock=3, keywords="kis"),
        three={"sector": "health"},
    )
    with pytest.raises(ValueError, match="desk 'helth'") as caught:
        catalogue.read(bad)
    told = str(caught.value).splitlines()
    for start in (
        "service one: desk 'helth' is not one of front_office, education, health, socio_economic",
        "service one: documents names 'passport'",
        "service one: keyword is not a known key",
        "service two: party 'nasa' is not one of dinkes",
        "service two: question 'age' is not one of danger",
        "service two: sensitive must be true or false",
        "service two: clock must be",
        "service two: keywords must be a list",
        "service three: desk None",
        "service three: urgency None",
    ):
        assert any(line.startswith(start) for line in told), (start, told)


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"sectors": "health"}, "catalogue: sectors must be a list"),
        ({"sectors": ["health", "health"]}, "catalogue: sectors names something twice"),
        (
            {"questions": {"danger": {"choices": ["now"]}}},
            "questions danger: choices needs at least two",
        ),
        ({"questions": {"danger": "now"}}, "catalogue: questions must be a table of rows"),
        ({"service": []}, "catalogue: service must be a table of rows"),
        ({"services": {}}, "catalogue: services is not a known key"),
    ],
)
def test_a_bad_file_is_refused(changes: dict[str, object], told: str) -> None:
    """A list, table or key that is wrong is named."""
    with pytest.raises(ValueError, match=": ") as caught:
        catalogue.read(rows(check_up=row()) | changes)
    assert any(line.startswith(told) for line in str(caught.value).splitlines())
