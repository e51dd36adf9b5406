"""A yes or a no typed where consent is asked: it counts, and no more is kept than it allows."""

import pytest

from casework.case.model import Role
from tests.conversations.speaker import Speaker, resident, stranger

FIRST = "KIS saya tidak aktif"


def met() -> Speaker:
    """A stranger before our own question of consent, whose trouble waits."""
    return Speaker(stranger()).write(FIRST)


def helping() -> Speaker:
    """A volunteer before the question whether the neighbour agrees."""
    speaker = Speaker(resident(Role.VOLUNTEER)).write("/lapor").write("nenek")
    for end in (":health", ":pbi_reactivation", ":later"):
        speaker.press(end)
    return speaker.write("kartu mati sejak bulan lalu")


@pytest.mark.parametrize(
    "words",
    [
        "tidak setuju, namanya jangan disebut",
        "gak mau",
        "ora gelem",
        "teu hoyong",
        "ga setuju, takut datanya bocor ke tetangga",
    ],
)
def test_a_refusal_is_one(words: str) -> None:
    """Nothing of what was told is kept, and that is said."""
    speaker = met().write(words)
    assert speaker.keys == ["hello.declined", "hello.let_go"]
    assert (speaker.talk.draft, speaker.talk.loose.texts) == (None, ())


def test_a_refusal_right_behind_the_story_is_no_part_of_it() -> None:
    """However quickly it comes."""
    assert met().write("ora gelem, wis", after=2).keys == ["hello.declined", "hello.let_go"]


def test_a_yes_counts_and_what_stands_beside_it_is_told() -> None:
    """The trouble joins the story."""
    speaker = met().write("setuju, saya sudah berobat tapi kartu bpjs ditolak")
    assert speaker.answers["consent"] == "agree"
    assert speaker.talk.loose.texts[0] == FIRST
    assert "ditolak" in speaker.talk.loose.texts[1]
    assert "setuju" not in speaker.talk.loose.text


@pytest.mark.parametrize("words", ["mungkin mau", "nama saya jangan disebut", "ya, gak mau"])
def test_a_doubtful_word_is_asked_again_plainly(words: str) -> None:
    """One's own name is asked about later, so it is no answer alone."""
    speaker = met().write(words)
    assert speaker.asked == "consent"
    assert speaker.talk.loose.texts == (FIRST,)
    assert speaker.says[0].text.args["problem"].key == "hello.consent.unclear"


def test_a_nod_before_a_story_is_asked_again() -> None:
    """What it tells is kept meanwhile."""
    speaker = met().write("iya, saya juga belum dapat bansos dari desa")
    assert (speaker.asked, len(speaker.talk.loose.texts)) == ("consent", 2)


@pytest.mark.parametrize(
    ("words", "value"),
    [
        ("tidak setuju, namanya jangan disebut", "refused"),
        ("orangnya gak mau", "refused"),
        ("jangan sebut namanya ya", "refused"),
        ("sudah saya tanya, dia mau", "yes"),
        ("belum saya tanya", "not_asked"),
    ],
)
def test_the_neighbours_answer(words: str, value: str) -> None:
    """What a volunteer says of it."""
    speaker = helping().write(words)
    assert (speaker.answers["consent"], speaker.asked) == (value, "place")
    assert speaker.answers["story"]["texts"] == ["kartu mati sejak bulan lalu"]


def test_the_reason_of_a_refusal_is_not_kept() -> None:
    """It is theirs; a trouble beside it joins the story."""
    speaker = helping().write("dia gak mau, malu sama anak menantunya")
    assert "neighbour.consent.rest" in speaker.keys
    assert "malu" not in str(speaker.talk)
    speaker = helping().write("dia gak mau, atap rumahnya bocor parah")
    assert (speaker.answers["consent"], speaker.keys[0]) == ("refused", "form.story_kept")


def test_a_doubt_keeps_the_trouble_beside_it() -> None:
    """And asks plainly."""
    speaker = helping().write("mungkin mau, atap rumahnya bocor parah")
    assert speaker.asked == "consent"
    assert speaker.keys[:2] == ["form.story_kept", "neighbour.consent.unclear"]


def test_there_is_no_such_button_at_the_counter() -> None:
    """Who does not agree is not written down."""
    speaker = Speaker(resident(Role.FRONT_OFFICE)).write("/catat")
    while speaker.asked != "consent":
        for end in (":health", ":pbi_reactivation", ":later"):
            if any(b.tap.data().endswith(end) for b in speaker.buttons):
                speaker.press(end)
                break
        else:
            speaker.write("kartu mati" if speaker.asked == "story" else "Kesambi")
    speaker.write("orangnya gak mau")
    assert speaker.asked == "consent"
    assert speaker.says[0].text.args["problem"].key == "walk_in.consent.unclear"
