"""Words after a result, without a reply: whatever other cases or messages wait, they are about the
result that waits for its resident."""

from dataclasses import replace
from datetime import timedelta

import pytest

from casework.actions.correspondence import Add
from casework.case.number import number
from conversations.content.hearing.not_yet import not_yet
from conversations.protocol.effects import Brief, Do
from tests.conversations.speaker import OPEN_CASES, TEXTS, Speaker

RESULT, OTHER = 260_000_003, 260_000_004
RESOLVED = Brief(RESULT, "pbi_reactivation", "resolved")
CASES = (*OPEN_CASES, RESOLVED)
NOT_YET = [
    "belum bu",
    "blm bs dipake bu kartunya ditolak",
    "belum masuk bu",
    "blm bisa bu kartunya",
    "msh ditolak",
    "gk bisa",
    "tetep ga bisa",
    "masih ditolak bank",
    "kartu kis masih mati",
    "kok saldonya masih nol ya bu",
    "durung iso pak",
    "not yet",
]


def added(speaker: Speaker) -> list[tuple[int | str | None, tuple[str, ...]]]:
    """What was added, and to which case."""
    return [
        (x.case, x.command.story["texts"])
        for x in speaker.effects
        if isinstance(x, Do) and isinstance(x.command, Add)
    ]


def taps(speaker: Speaker) -> list[str]:
    return [button.tap.data() for button in speaker.buttons]


def labels(speaker: Speaker) -> list[str]:
    return [TEXTS.plain("id", button.label) for button in speaker.buttons]


def plain(speaker: Speaker) -> str:
    return "\n".join(TEXTS.plain("id", say.text) for say in speaker.says)


@pytest.mark.parametrize("words", NOT_YET)
def test_a_not_yet_is_about_the_result(words: str) -> None:
    """With other cases open and an officer's question waiting, too."""
    assert added(Speaker(cases=CASES).write(words)) == [(RESULT, (words,))]


@pytest.mark.parametrize(
    ("words", "says"),
    [
        ("rmhe tonggoku piye bu, wis dicatet durung?", False),
        ("sudah diproses belum ya bu", False),
        ("udah cair blm", False),
        ("geus diurus acan", False),
        ("sudah seminggu belum", True),
        ("sudah masuk belum? di sini masih nol", True),
        ("sudah dicek tp blm masuk", True),
    ],
)
def test_a_question_says_nothing(words: str, says: bool) -> None:
    """Whether something was done is asked, not denied."""
    assert not_yet(words) is says


@pytest.mark.parametrize("words", NOT_YET)
def test_it_is_no_answer_to_a_message_that_waits(words: str) -> None:
    """The older message stays, and its button still files it."""
    speaker = Speaker(cases=CASES).write("kartu bpjs ibu sy mati")
    assert added(speaker.write(words)) == [(RESULT, (words,))]
    assert speaker.talk.loose.texts == ("kartu bpjs ibu sy mati",)
    assert speaker.tap("o:new").answers["story"]["texts"] == ["kartu bpjs ibu sy mati"]


def test_good_news_is_about_the_result_while_a_message_waits() -> None:
    """The neighbour: "it works now" is neither lost nor part of the other message."""
    speaker = Speaker(cases=CASES).write("kartu bpjs ibu sy mati").write("alhamdulillah sudah bisa")
    assert added(speaker) == [(RESULT, ("alhamdulillah sudah bisa",))]
    assert speaker.talk.loose.texts == ("kartu bpjs ibu sy mati",)


def test_a_photo_with_not_yet_goes_along() -> None:
    """The neighbour: words below a picture."""
    speaker = Speaker(cases=CASES).photo("masih ditolak bu")
    assert added(speaker) == [(RESULT, ("masih ditolak bu",))]


def test_the_rest_of_a_burst_goes_there_too() -> None:
    """Two short messages are one word about the result."""
    speaker = Speaker(cases=CASES).write("belum masuk bu").write("saldo nol", after=2)
    assert added(speaker) == [(RESULT, ("saldo nol",))]


@pytest.mark.parametrize(
    "words", ["belum cair pkhnya", "blm bisa, malah anak sy putus sekolah skrg", "atap masih bocor"]
)
def test_a_clear_other_trouble_is_offered_as_a_report(words: str) -> None:
    """With the result beside it, in words that fit."""
    speaker = Speaker(cases=(RESOLVED,)).write(words)
    assert not added(speaker)
    assert taps(speaker) == ["o:new", f"o:{RESULT}", "o:no"]
    assert f"Bukan, ini tentang {number(RESULT)}" in labels(speaker)
    assert added(speaker.press(f"o:{RESULT}")) == [(RESULT, (words,))]


@pytest.mark.parametrize("words", ["mau lapor lagi bu", "gmn caranya bikin ktp", "jalan rusak"])
def test_other_words_are_asked_about_as_before(words: str) -> None:
    """What says neither yes nor no of the result is not taken for news of it."""
    assert not added(Speaker(cases=CASES).write(words))


def test_with_several_results_it_is_asked_which() -> None:
    """The words are kept, and the results come first."""
    both = (*CASES, Brief(OTHER, "pkh", "resolved"))
    speaker = Speaker(cases=both).write("belum masuk bu")
    assert not added(speaker)
    assert taps(speaker)[:2] == [f"o:{RESULT}", f"o:{OTHER}"]
    assert "mana" in plain(speaker)
    assert added(speaker.press(f"o:{OTHER}")) == [(OTHER, ("belum masuk bu",))]


@pytest.mark.parametrize("thanks", ["makasih", "makasih ya bu", "ok terima kasih", "🙏"])
def test_thanks_after_a_not_yet_are_no_all_clear(thanks: str) -> None:
    """Nobody reads "it seems to be fixed" of who has just said that it is not."""
    told = replace(RESOLVED, said=({"texts": ["belum bu"]},))
    speaker = Speaker(cases=(told, *OPEN_CASES)).write(thanks)
    assert not added(speaker)
    assert speaker.keys == ["chat.thanks"]


def test_thanks_by_a_reply_are_none_either() -> None:
    """The neighbour: the same below the message of the case."""
    told = replace(RESOLVED, said=({"texts": ["belum bu"]},))
    assert not added(Speaker(cases=(told,)).write("makasih bu", reply_to=RESULT))


def test_it_is_fixed_after_all() -> None:
    """The neighbour: a later "it has come" is news again."""
    told = replace(RESOLVED, said=({"texts": ["belum bu"]},))
    words = "alhamdulillah sudah masuk bu, makasih"
    assert added(Speaker(cases=(told,)).write(words)) == [(RESULT, (words,))]


@pytest.mark.parametrize("words", ["belum bu", "belum"])
def test_while_an_alarm_is_asked_about_it_answers_that(words: str) -> None:
    """ "Is it happening now?" is answered first."""
    speaker = Speaker(cases=CASES).write("rumah sy kebakaran thn 2019 blm dpt bantuan")
    assert speaker.talk.about_loose == "alarm"
    assert added(speaker.write("belum")) == []
    assert not speaker.talk.loose.texts or speaker.talk.about_loose == "calm"


def in_a_form(result_after: float) -> Speaker:
    """A resident at the address of another report; the result came so many seconds after it was
    asked for."""
    speaker = Speaker().write("/lapor").press(":self")
    came = speaker.at + timedelta(seconds=result_after)
    speaker.cases = (replace(RESOLVED, asked_at=came),)
    return speaker


def test_in_an_open_form_it_is_about_a_result_that_came_since() -> None:
    """The newest prompt is the result; the form's question is asked again."""
    speaker = in_a_form(30)
    before = speaker.talk.draft
    assert before is not None
    speaker.write("belum masuk bu")
    assert added(speaker) == [(RESULT, ("belum masuk bu",))]
    assert speaker.talk.draft is not None
    assert speaker.talk.draft.answers == before.answers
    assert any(tap.startswith(f"f:{before.id}:") for tap in taps(speaker))


def test_in_a_form_that_was_asked_later_it_answers_the_form() -> None:
    """The neighbour: whose question is newer is answered."""
    assert added(in_a_form(-3600).write("belum masuk bu")) == []
