"""Who drank the poison: whoever writes, who may want to die, or somebody else, who needs an
ambulance."""

import pytest

from casework.policy.triage import AlarmKind
from casework.wording.plain import plain
from conversations.content import alarm_rows, alarm_words
from tests.casework.shipped import CATALOGUE, WORDS, toml
from tests.conversations.content.test_alarm_words import ALARM

ANOTHER = [
    "anak saya minum baygon bu gimana ini",
    "anak tetangga minum racun tikus, mulutnya berbusa",
    "adik sy barusan nenggak racun rumput",
    "bapak sama ibu minum racun tikus",
    "ibu ditinggal bapak minum racun",
    "tetangga depan rumah nginum baygon",
    "anake kula ngombe baygon",
    "pun lanceuk nginum racun, tulung",
    "anak umur 3 tahun minum obat tidur ibunya",
    "my neighbour drank rat poison",
]
WRITER = [
    "saya mau minum racun",
    "sy udah minum baygon pak",
    "suami pergi saya minum racun aja",
    "ditinggal suami, minum racun aja",
    "saya ditinggal istri minum racun",
    "anak saya nangis terus, saya sudah minum racun",
    "udah capek, minum baygon aja sekalian",
    "abdi rek nginum racun",
]
WISHES = ["adik saya mau minum racun", "istri saya mau bunuh diri minum baygon"]


@pytest.mark.parametrize("text", ANOTHER)
def test_the_poisoning_of_somebody_else_is_medical(text: str) -> None:
    """An ambulance is called; nothing is said about wanting to live."""
    found = alarm_words.hear(text, ALARM)
    assert found is not None
    assert (found.kind, found.service) == (AlarmKind.MEDICAL, "medical_emergency")
    assert found.certain


@pytest.mark.parametrize("text", WRITER + WISHES)
def test_who_drinks_poison_or_wants_to_is_in_despair(text: str) -> None:
    """Who writes of themselves, and whoever only wants to, is heard as a crisis."""
    found = alarm_words.hear(text, ALARM)
    assert found is not None
    assert found.kind is AlarmKind.CRISIS
    assert found.certain


def test_an_older_file_of_a_district_has_no_doers() -> None:
    """Without the table all poison is read as before, and nothing is refused."""
    rows = toml("conversations/alarm.toml")
    del rows["doers"], rows["not_now"]
    words = alarm_rows.read(rows, WORDS.vocabulary, CATALOGUE.services)
    found = alarm_words.hear("anak tetangga minum racun tikus", words)
    assert found is not None
    assert found.certain


def test_mistakes_among_the_doers_are_told() -> None:
    """A list of an unknown name and one that is no list are both named."""
    rows = toml("conversations/alarm.toml") | {"doers": {"own": "saya", "mine": ["saya"]}}
    with pytest.raises(ValueError, match="doers own") as told:
        alarm_rows.read(rows, WORDS.vocabulary, CATALOGUE.services)
    assert "doers mine" in str(told.value)


def test_what_a_word_stands_for_is_plain_itself() -> None:
    """ "ketemu" loses no ending "mu" in a phrase that its dialect words would then never meet."""
    meant = {meaning for meaning in ALARM.vocabulary.words.values() if meaning}
    assert [one for one in meant if plain(one, ALARM.vocabulary).strip() != one] == []
