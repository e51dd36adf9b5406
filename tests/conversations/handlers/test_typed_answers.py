"""What is typed instead of tapping, to the question about words that wait, is that tap."""

import pytest

from tests.conversations.speaker import Speaker, reporting

DOUBT = "dulu rumah kami pernah kebakaran"
STORY = "bpjs bapak mati padahal harus kontrol ke dokter"


@pytest.mark.parametrize("words", ["ya", "YA", "iya pak", "Yaaa", "sekarang", "nggih bu", "betul"])
@pytest.mark.parametrize("after", [1, 30])
def test_a_typed_yes_raises_the_alarm(words: str, after: float) -> None:
    """Who types that it is now has said so: the words that waited are filed at once."""
    speaker = Speaker().write(DOUBT).write(words, after=after)
    (filed,) = speaker.filed
    assert (filed.intake.story or {})["texts"] == (DOUBT,)


@pytest.mark.parametrize("words", ["tidak", "gak pak", "bukan"])
def test_a_typed_no_is_calm(words: str) -> None:
    """Who types that it is not now is offered a plain report; a yes to that is no alarm."""
    speaker = Speaker().write(DOUBT).write(words)
    assert (speaker.keys, speaker.talk.loose.texts) == (["outside.offer"], (DOUBT,))
    speaker.write("ya")
    assert (speaker.filed, [d.form for d in speaker.talk.drafts]) == ([], ["report"])


@pytest.mark.parametrize("words", ["ya", "iya pak", "Buat laporan baru"])
def test_a_typed_yes_to_the_offer_is_a_report(words: str) -> None:
    """The words that waited are the story; the yes is not."""
    speaker = Speaker().write(STORY).write(words)
    assert (speaker.answers["story"]["texts"], speaker.asked) == ([STORY], "who")


@pytest.mark.parametrize("words", ["bukan", "tidak", "Bukan laporan"])
def test_a_typed_no_to_the_offer_lets_go(words: str) -> None:
    """Nothing becomes of it, and it is said so in a message of its own."""
    speaker = Speaker().write(STORY).write(words)
    assert (speaker.keys, speaker.talk.loose.empty) == (["outside.ignored"], True)
    assert speaker.says[0].edit is None


def test_in_the_middle_of_a_report_too() -> None:
    """The question whether it is now comes before the question of the form."""
    speaker = reporting(":self", ":health", ":pbi_reactivation", ":later").write(DOUBT).write("ya")
    assert len(speaker.filed) == 1


@pytest.mark.parametrize(
    "words", ["ya itu tadi belum selesai ceritanya", "tidak ada uang buat obat"]
)
def test_more_words_are_more_of_the_story(words: str) -> None:
    """Who goes on tells more."""
    speaker = Speaker().write(STORY).write(words)
    assert speaker.talk.loose.texts == (STORY, words)


def test_a_yes_of_the_next_day_is_no_alarm() -> None:
    """The question whether it is now is not answered by a word that comes much later."""
    assert Speaker().write(DOUBT).write("ya", after=20 * 3600).filed == []


HURT = "mamah ditipu rentenir, disiksa terus tiap hari"


@pytest.mark.parametrize(
    "words",
    [
        *("iya min skrg", "ya sekarang", "iyo saiki", "muhun ayeuna", "masih", "enya keneh"),
        *("nggih tasih min", "iya masih terus", "yes still"),
    ],
)
@pytest.mark.parametrize("form", [False, True])
def test_now_in_other_words_rings(words: str, form: bool) -> None:
    """With all that was kept, in a form too."""
    steps = reporting(":self", ":health", ":pbi_reactivation", ":later") if form else Speaker()
    speaker = steps.write(HURT)
    if not form:
        speaker.write("takut min")
    (filed,) = speaker.write(words).filed
    assert (filed.intake.story or {})["texts"] == (HURT, *(() if form else ("takut min",)))


@pytest.mark.parametrize(
    "words",
    [
        *("tidak, sudah lewat", "wis liwat", "udah lama", "geus lami", "ora min, wingi"),
        *("mboten, mpun suwe", "no, long ago"),
    ],
)
def test_long_ago_in_other_words_is_the_no(words: str) -> None:
    """The words are offered as a report."""
    speaker = Speaker().write(HURT).write(words)
    assert (speaker.filed, speaker.keys) == ([], ["outside.offer"])
    assert speaker.talk.loose.texts == (HURT,)


@pytest.mark.parametrize("words", ["iya sudah lama", "bukan, masih", "iya tapi takut", "sudah"])
def test_what_may_be_both_is_asked_again(words: str) -> None:
    """For a long time already, or a long time ago? Nobody guesses about that."""
    speaker = Speaker().write(HURT).write(words)
    assert speaker.keys == ["alarm.violence.ask"]
    assert speaker.talk.loose.texts[0] == HURT


@pytest.mark.parametrize(
    "worse", ["rentenirnya nunggu di depan bawa clurit", "bapak ngamuk bawa golok", "saya dicekik"]
)
def test_worse_words_ring_with_all_that_was_kept(worse: str) -> None:
    """A sure cry needs no answer any more."""
    (filed,) = Speaker().write(HURT).write("takut min").write(worse).filed
    assert (filed.intake.story or {})["texts"] == (HURT, "takut min", worse)


def test_worse_words_find_what_waits_behind() -> None:
    """The neighbour: something else was told, and asked about, in between."""
    speaker = Speaker().write(HURT).write("kis saya mati", forwarded=True)
    (filed,) = speaker.write("rentenirnya nunggu di depan bawa clurit").filed
    assert HURT in (filed.intake.story or {})["texts"]
