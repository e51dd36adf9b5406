"""What an emergency is called: by its danger, not by an ordinary service whose words happen to
fit."""

from dataclasses import replace

import pytest

from casework.case.model import Case, Role, Urgency
from casework.policy.catalogue import Service
from conversations.pages.queue_line import short_topic
from conversations.protocol.notice import service_name
from tests.casework.cases import filed
from tests.conversations.speaker import CATALOGUE, CONTENT, TEXTS, Speaker, resident

CRIES = [
    "tolong bayi tetangga kejang2",
    "pak rt tolong bayi sy panas tinggi kejang2",
    "bayi baru lahir sesak napas tolong",
    "anak saya pingsan di puskesmas tutup tidak ada dokter",
    "istri mau lahiran sekarang pendarahan",
    "bidan tidak ada, istri pendarahan",
    "bapak pingsan habis antri di puskesmas",
    "tetangga sekarat belum punya bpjs",
    "anak kejang bpjs mati",
    "ibu sesak napas kis beda nama sama ktp",
    "orang ditabrak, kartu sehatnya dicoret",
]


def cried(text: str) -> Service:
    (filed,) = Speaker().write(text).filed
    return CATALOGUE.services[filed.service]


@pytest.mark.parametrize("text", CRIES)
def test_a_medical_cry_is_no_matter_of_papers(text: str) -> None:
    """Whatever card or office the words name beside it."""
    assert cried(text).key == "medical_emergency"


@pytest.mark.parametrize(
    "text",
    [
        "bapak di igd rsud sesak nafas kartu kis nonaktif",
        "ibu dirawat di rs sesak napas bpjs mati katanya harus bayar",
        "anak kejang ditolak rs karena bpjs mati",
    ],
)
def test_who_is_refused_care_for_a_dead_card_is_one(text: str) -> None:
    """In care, or turned away from it: hospital, Dinsos and BPJS must be brought together."""
    assert cried(text).key == "pbi_reactivation"


_ALSO = sorted(
    {(call.kind, call.service, also) for call in CONTENT.alarms.calls for also in call.also}
)
ROWS = [
    (kind, own, also, keyword.replace(" + ", " "))
    for kind, own, also in _ALSO
    if CATALOGUE.services[own].sector != CATALOGUE.services[also].sector
    for keyword in CATALOGUE.services[also].keywords
]
CRY = {"medical": "anak saya kejang sekarang"}


@pytest.mark.parametrize(("kind", "own", "also", "keyword"), ROWS)
def test_no_word_of_an_ordinary_service_names_a_danger(
    kind: str, own: str, also: str, keyword: str
) -> None:
    """Each keyword of each service that the rows allow beside a danger."""
    filed = Speaker().write(f"{CRY[kind]}, {keyword}").filed
    assert [one.service for one in filed] in ([own], []), also


def emergency(service: str) -> Case:
    case = filed(service)[0]
    intake = replace(case.intake, facts={"alarm": "medical"})
    return replace(case, urgency=Urgency.EMERGENCY, intake=intake)


@pytest.mark.parametrize("service", ["pbi_reactivation", "jkn_newborn", "health_service"])
def test_officers_read_the_danger_first(service: str) -> None:
    """Of a report that became an emergency, too; once it is called off, its own name again."""
    case = emergency(service)
    named = TEXTS.plain("id", service_name(case))
    assert named.startswith("Darurat kesehatan (")
    assert TEXTS.plain("id", short_topic(case, CATALOGUE)) == "Sakit gawat"
    plain = replace(case, urgency=Urgency.HIGH)
    assert TEXTS.plain("id", service_name(plain)) in named
    assert not TEXTS.plain("id", service_name(plain)).startswith("Darurat")


def test_an_emergency_by_its_own_name() -> None:
    """It is not named twice."""
    named = TEXTS.plain("id", service_name(emergency("medical_emergency")))
    assert named == "Darurat kesehatan"


def test_a_forwarded_cry_is_named_alike() -> None:
    """A volunteer's, too."""
    (filed,) = Speaker(resident(Role.VOLUNTEER)).write(CRIES[1], forwarded=True).filed
    assert filed.service == "medical_emergency"
