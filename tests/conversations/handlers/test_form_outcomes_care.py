"""A card that does not work, and treatment that is near: the case is due before that day."""

from datetime import timedelta

import pytest

from casework.case.model import Urgency
from conversations.content.content import Turn
from conversations.handlers.form_outcomes import facts
from conversations.protocol.dialogue import Draft, Story
from conversations.protocol.effects import Person, Said
from tests.casework.cases import POLICY
from tests.conversations.speaker import CONTENT, NOW, VILLAGE

DAY = timedelta(days=1)


def due(story: str, depth: str, told: timedelta = timedelta()) -> tuple[Urgency, timedelta]:
    """How urgent a report is that was ``told`` so long ago, and in how long something must have
    been done."""
    turn = Turn(CONTENT, Said(7, 1, NOW), Person(7, "id", VILLAGE), new_id=lambda: "new")
    words = Story((story,), last_at=(NOW - told).isoformat())
    service = "pbi_reactivation"
    found = facts(turn, Draft("key", "report"), service, {"depth": depth}, words)
    urgency = POLICY.route(service, found, VILLAGE).urgency
    return urgency, POLICY.due(service, urgency, NOW) - NOW


@pytest.mark.parametrize("depth", ["soon", "sick", "later"])
@pytest.mark.parametrize(
    "story",
    [
        "kartu kis mati, kontrol gula besok",
        "bsk ibu kontrol ke rs, bpjs gak aktif",
        "cuci darah lusa kartunya mati",
        "operasi katarak lusa, kis nonaktif",
        "isukan bapa kudu kontrol, kartuna paeh",
        "card is dead, surgery tomorrow",
        "hari ini jadwal kemo, kartu tidak aktif",
    ],
)
def test_it_is_due_before_that_day(story: str, depth: str) -> None:
    """Whatever was tapped."""
    urgency, time = due(story, depth)
    assert (urgency in (Urgency.EMERGENCY, Urgency.HIGH), time < DAY / 2) == (True, True)


@pytest.mark.parametrize(
    "story", ["ibu sudah di rawat di puskesmas, kis mati", "bapak dirawat di rs, kartu mati"]
)
def test_who_is_in_care_is_not_merely_ill(story: str) -> None:
    """The words say more than the button."""
    assert due(story, "sick")[0] is Urgency.EMERGENCY


@pytest.mark.parametrize(
    ("story", "depth"),
    [
        ("besok saya ke kantor desa, kis mati", "later"),
        ("kis mati, kontrol bulan depan", "later"),
        ("dulu pernah dirawat, sekarang kartu mati", "later"),
    ],
)
def test_nothing_else_is_hurried(story: str, depth: str) -> None:
    """A day that is named, or a treatment, alone."""
    assert due(story, depth)[0] is Urgency.NORMAL


def test_tomorrow_is_counted_from_when_it_was_written() -> None:
    """A day that has passed while the report lay open hurries nobody."""
    assert due("kis mati, kontrol besok", "later", timedelta(days=1))[0] is Urgency.EMERGENCY
    assert due("kis mati, kontrol besok", "later", timedelta(days=3))[0] is Urgency.NORMAL
