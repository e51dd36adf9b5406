"""Who is asked for their village and tells more: the address and the number are kept, and are not
asked again."""

import pytest

from casework.actions.ending.completion import Complete
from conversations.protocol.effects import RaisedAlarm
from tests.conversations.handlers.test_form_outcomes_counter import at_the_counter
from tests.conversations.speaker import VILLAGE, Speaker, stranger

PHONE = "+6281234567890"
WHOLE = "ksambi rt 02 rw 07 jl pemuda no 12"
CRY = "tolong anak saya kejang"

TOLD = [
    ("kesambi rt 03 rw 02 gang melati no 7", "kesambi rt 03 rw 02 gang melati no 7", None),
    (f"{WHOLE}, hp 081234567890", WHOLE, PHONE),
    ("kesambi depan masjid, wa 0812-3456-7890", "kesambi depan masjid", PHONE),
    ("desa kesambi gang 3 no 7 081234567890", "desa kesambi gang 3 no 7", PHONE),
    ("kesambi, 081234567890", None, PHONE),
]
told = pytest.mark.parametrize(("words", "place", "phone"), TOLD)


@told
@pytest.mark.parametrize("agreed", [True, False])
def test_first_contact_keeps_it(words: str, place: str, phone: str, *, agreed: bool) -> None:
    """Before or after consent: the report that follows knows where its writer lives."""
    speaker = Speaker(stranger()).write("jalan rusak").write("/start")
    if agreed:
        speaker.press(":agree").write(words)
    else:
        speaker.write(words).press(":agree")
    home = {"place": place, "phone": phone}
    assert speaker.talk.home == {key: value for key, value in home.items() if value}
    assert speaker.talk.draft
    assert speaker.talk.draft.about.get("home") == speaker.talk.home


@told
def test_in_an_emergency_it_goes_on_at_once(words: str, place: str, phone: str) -> None:
    """To everybody who was called; only what is lacking is asked."""
    speaker = Speaker(stranger()).write(CRY).write(words)
    (sent,) = speaker.did(Complete)
    assert (sent.village, sent.intake.place, sent.intake.phone) == (VILLAGE, place, phone)
    assert not (place and phone) or speaker.keys[-1] == "emergency.done"


@told
def test_in_first_contact_beside_an_emergency_too(words: str, place: str, phone: str) -> None:
    """Whoever is on the way reads all of it."""
    speaker = Speaker(stranger()).write(CRY)
    raised = RaisedAlarm(260_000_001, "medical_emergency", kind="medical")
    speaker.emergencies[speaker.filed[0].key] = raised
    speaker.write("/start").write(words)
    sent = [one.intake for one in speaker.did(Complete)]
    assert {one.place for one in sent} - {None} == ({place} if place else set())
    assert {one.phone for one in sent} - {None} == ({phone} if phone else set())


def test_at_the_counter_too() -> None:
    """The village that is changed on the card brings its address and the number along."""
    clerk = at_the_counter().press(":!:edit").press(":!:village")
    clerk.write("drajat rt 9 rw 1, hp 081234567890")
    assert (clerk.answers["place"], clerk.answers["phone"]) == ("drajat rt 9 rw 1", PHONE)


@pytest.mark.parametrize("words", ["kesambi", "saya di kesambi", "desa kesambi kec. kesambi"])
def test_a_village_alone_is_no_address(words: str) -> None:
    """Where exactly it is, is still asked."""
    speaker = Speaker(stranger()).write(CRY).write(words)
    assert speaker.keys[-1] == "emergency.place.ask"


@pytest.mark.parametrize(
    ("words", "trouble", "place"),
    [
        ("kesambi, kis saya mati", "kis saya mati", None),
        ("drajat rt 3 rw 2, kis saya mati", "kis saya mati", "drajat rt 3 rw 2"),
        ("kesambi. pkh ibu saya belum cair", "pkh ibu saya belum cair", None),
    ],
)
def test_a_trouble_beside_the_village_is_the_report(
    words: str, trouble: str, place: str | None
) -> None:
    """It is no part of the address."""
    speaker = Speaker(stranger()).write("halo").press(":agree").write(words)
    assert speaker.answers["story"]["texts"] == [trouble]
    assert speaker.talk.home == ({"place": place} if place else {})
