"""Words of somebody in danger who has agreed to nothing yet: they reach whoever was called."""

from datetime import timedelta

import pytest

from casework.actions.correspondence import Add
from conversations.protocol.effects import Brief, RaisedAlarm
from tests.conversations.speaker import CASE, NOW, VILLAGE, Speaker, stranger

CRY = "tolong anak saya kejang"
BRIEF = Brief(CASE, "medical_emergency", "in_progress")


def in_danger(cry: str = CRY, *, asked: bool = True) -> Speaker:
    """A stranger whose emergency is open; ``asked``: first contact stands on the screen."""
    speaker = Speaker(stranger()).write(cry)
    raised = RaisedAlarm(CASE, speaker.filed[0].service, kind="medical", at=speaker.at, words=cry)
    speaker.emergencies[speaker.filed[0].key] = raised
    speaker.cases = (BRIEF,)
    for _ in range(3):
        speaker.press(":-")
    assert speaker.talk.draft is None
    return speaker.write("/start") if asked else speaker


@pytest.mark.parametrize(
    "words", ["hp ku arep dijupuk", "bapak tambah lemes", "rumah yg pagar biru", "petugas mana??"]
)
def test_they_go_to_the_case_below_first_contact(words: str) -> None:
    """And first contact is still open, unanswered."""
    speaker = in_danger().write(words)
    assert speaker.did(Add) or speaker.talk.loose.empty
    assert "form.story_kept" not in speaker.keys
    assert [one.form for one in speaker.talk.drafts] == ["hello"]


def test_the_officer_reads_them() -> None:
    """Words and photos alike, one after the other."""
    speaker = in_danger().write("hp ku arep dijupuk")
    assert [one.story["texts"] for one in speaker.did(Add)] == [("hp ku arep dijupuk",)]
    assert speaker.photo().did(Add)


@pytest.mark.parametrize("words", ["makasih", "iya pak"])
def test_a_polite_word_begins_no_first_contact(words: str) -> None:
    """It is answered as anybody's."""
    speaker = in_danger(asked=False).write(words)
    assert speaker.talk.draft is None


def test_a_reply_to_an_officer_goes_to_the_case() -> None:
    """Nothing else is asked of its writer."""
    speaker = in_danger(asked=False).write("rumah yg pagar biru", reply_to=CASE)
    assert speaker.did(Add)
    assert speaker.talk.draft is None


def test_first_contact_still_takes_its_answers() -> None:
    """The village that is named there, and consent."""
    speaker = in_danger().write("kesambi")
    assert speaker.talk.drafts[-1].answers["village"] == VILLAGE
    assert speaker.press(":agree").person.consent


@pytest.mark.parametrize("words", ["kartu pkh saya hilang sejak bulan lalu", "halo"])
def test_it_begins_for_another_matter(words: str) -> None:
    """A report needs consent, in danger too; and a greeting is answered by who we are."""
    speaker = in_danger(asked=False).write(words)
    assert [one.form for one in speaker.talk.drafts] == ["hello"]


def test_once_it_is_over_first_contact_asks_again() -> None:
    """What is written then waits for consent, as ever."""
    speaker = in_danger()
    key, one = next(iter(speaker.emergencies.items()))
    assert one.at is not None
    assert one.at - NOW < timedelta(hours=1)
    speaker.emergencies[key] = RaisedAlarm(CASE, one.service, open=False)
    speaker.cases = ()
    assert "form.story_kept" in speaker.write("jalan di depan rumah rusak parah").keys
