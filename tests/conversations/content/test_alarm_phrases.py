"""What a phrase of alarm.toml finds: words near each other, in any order, and groups."""

import pytest

from casework.wording.plain import Vocabulary
from conversations.content import alarm_phrases, alarm_rows, alarm_words
from tests.casework.shipped import CATALOGUE, WORDS, toml

PLAIN = Vocabulary({"gk": "tidak"}, {})
GROUPS = {"blood": (" darah ", " getih "), "streams": (" terus ", " tidak berhenti ")}


@pytest.mark.parametrize(
    ("source", "story", "first"),
    [
        ("<blood> ~ <streams>", " getih dari kepala tidak berhenti ", (" getih ",)),
        ("<blood> ~ <streams>", " terus keluar darah ", (" darah ",)),
        ("<blood> ~ <streams>", " darah a b c d e f g terus ", ()),
        ("<blood> ~ <streams>", " darah ", ()),
        ("gk napas", " adik tidak napas ", (" tidak napas ",)),
        ("darah + rumah", " darah a b c d e f g h i rumah ", (" darah ",)),
        ("darah + rumah", " darah di jalan ", ()),
    ],
)
def test_found(source: str, story: str, first: tuple[str, ...]) -> None:
    """What belongs together is found near each other, and its first words are told."""
    assert alarm_phrases.sought(source, GROUPS, PLAIN).found_in(story) == first


def test_what_may_be_in_a_story() -> None:
    """A word of each choice, however far apart; asked before anything is taken out of a story,
    which brings words nearer to each other."""
    one = alarm_phrases.sought("kaki ~ patah + tolong", {}, PLAIN)
    far = " kaki " + "lama " * 9 + "patah / tolong "
    assert one.may_be_in(far)
    assert not one.found_in(far)
    assert one.found_in(far.replace("lama " * 9, "/ "))
    assert not one.may_be_in(" kaki patah ")
    assert not one.may_be_in(" patah tolong ")


def test_mistakes_in_groups_are_told() -> None:
    """A row without its group, a group and a list that are none, are told at once."""
    rows = toml("conversations/alarm.toml")
    rows["group"]["blood"] = "darah"
    rows["call"][0]["words"] = ["<nothing> ~ darah"]
    rows["over"] = []
    rows["written"]["getih"] = 1
    with pytest.raises(ValueError, match="alarm: over") as told:
        alarm_rows.read(rows, WORDS.vocabulary, CATALOGUE.services)
    assert str(told.value).splitlines() == [
        "alarm: over must be a list of phrases",
        "alarm group blood: must be a list of phrases",
        "alarm written getih: must be text",
        "alarm call 1: there is no group <nothing>",
    ]


def test_an_older_file_of_a_district_still_reads() -> None:
    """A file without the newer lists, groups and spellings is read as before."""
    rows = toml("conversations/alarm.toml")
    for name in ("over", "still", "joking", "written", "group"):
        del rows[name]
    rows["call"] = [{"kind": "medical", "service": "medical_emergency", "words": ["kejang"]}]
    words = alarm_rows.read(rows, WORDS.vocabulary, CATALOGUE.services)
    assert alarm_words.hear("anak kejang", words) is not None


def test_mistakes_in_the_tables_of_words_are_told() -> None:
    """Of dangers the kinds are known; of persons and causes any name may stand for others."""
    wrong = {"dangers": {"flood": ["air"]}, "persons": {"anak": "bayi"}, "causes": {"racun": [1]}}
    rows = toml("conversations/alarm.toml") | wrong
    with pytest.raises(ValueError, match="dangers flood") as told:
        alarm_rows.read(rows, WORDS.vocabulary, CATALOGUE.services)
    assert all(f"{x}: must" in str(told.value) for x in ("persons anak", "causes racun"))


def test_an_older_file_names_no_persons() -> None:
    """A district's own file may lack the newer tables."""
    rows = toml("conversations/alarm.toml")
    for table in ("persons", "causes", "dangers"):
        del rows[table]
    words = alarm_rows.read(rows, WORDS.vocabulary, CATALOGUE.services)
    assert (words.persons, words.causes, words.dangers) == ({}, {}, {})
