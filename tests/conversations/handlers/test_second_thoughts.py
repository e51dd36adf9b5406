"""Who says that nothing shall come of it is believed, and can take it back."""

import pytest

from casework.actions.correspondence import Reply
from casework.actions.question import Answer
from casework.case.model import Role
from casework.case.number import number
from tests.conversations.speaker import CASE, OPEN_CASES, WAITING_CASE, Speaker, reporting, resident

SAYINGS = [
    "ga jadi deh",
    "gak jadi pak",
    "Nggak jadi",
    "tidak jadi lapor",
    "batal",
    "batal aja deh",
]
SAYINGS += ["batalkan saja", "ora sida", "teu janten", "cancel", "never mind", "ga usah jadi"]
SAYINGS += ["dibatalin aja", "sudahlah", "ya sudahlah", "udahlah pak", "ga usah deh", "tidak usah"]
SAYINGS += ["gausah pak", "lupakan saja", "jangan dikirim ya", "wislah", "tidak perlu bu"]
SAYINGS += ["eh ga jadi deh takut", "ga usah dikirim wae", "ga jadi lapor, cabut aja", "cabut"]
SAYINGS += ["dibatalkan aja bu laporannya, takut ketahuan pak rt", "iya cabut"]
SAYINGS += ["ora sido, isin aku", "batal wae, wedi karo pak kuwu", "teu janten, sieun ka pa rw"]
SAYINGS += ["cancel it, i am afraid"]
STORY = "bpjs bapak mati padahal harus kontrol ke dokter"


@pytest.mark.parametrize("words", SAYINGS)
@pytest.mark.parametrize("after", [1, 60])
def test_in_a_form_it_is_cancelled(words: str, after: float) -> None:
    """At whatever step, the form is closed, can be brought back, and keeps its story as it was."""
    speaker = reporting(":self", ":health", ":pbi_reactivation", ":later").write(STORY)
    speaker.press(":open").write(words, after=after)
    assert (speaker.keys, speaker.talk.drafts) == (["form.cancelled"], ())
    cancelled = speaker.talk.cancelled
    assert cancelled is not None
    assert cancelled.answers["story"]["texts"] == [STORY]


@pytest.mark.parametrize("words", ["gak usah", "ga usah deh", "gausah pak", "tidak perlu bu"])
def test_needless_answers_whether_a_name_may_be_told(words: str) -> None:
    """It is a no to the question on the screen, and stops nothing."""
    speaker = reporting(":self", ":health", ":pbi_reactivation", ":later").write(STORY)
    assert speaker.asked == "secret"
    assert speaker.write(words).answers["secret"] == "secret"


@pytest.mark.parametrize("words", ["ga jadi deh", "batal aja deh", "sudahlah"])
def test_never_mind_stops_the_form_there_too(words: str) -> None:
    """That is no answer."""
    speaker = reporting(":self", ":health", ":pbi_reactivation", ":later").write(STORY)
    assert speaker.write(words).keys == ["form.cancelled"]


@pytest.mark.parametrize("words", ["gak usah", "ga perlu pak"])
def test_needless_leaves_out_what_may_be_left_out(words: str) -> None:
    """The phone, in a resident's report."""
    speaker = reporting(":self", ":health", ":pbi_reactivation", ":later").write(STORY)
    speaker.press(":open").write("RT 3 RW 2 dekat musala")
    assert speaker.asked == "phone"
    speaker.write(words)
    assert speaker.keys[-1] == "form.review"


@pytest.mark.parametrize("words", SAYINGS)
@pytest.mark.parametrize("after", [1, 60])
def test_what_waits_is_let_go(words: str, after: float) -> None:
    """Words that wait to be asked about are no report, then."""
    speaker = Speaker().write(STORY).write(words, after=after)
    assert (speaker.keys, speaker.talk.loose.empty) == (["outside.ignored"], True)
    assert all(say.edit is None for say in speaker.says)


@pytest.mark.parametrize("words", ["batal", "ga jadi deh"])
@pytest.mark.parametrize("typed", ["antrian", "cari kartu", f"selesai {number(CASE)} sudah"])
def test_a_command_that_waits_is_not_run(words: str, typed: str) -> None:
    """It is said so, as by its button; an officer reads nothing of a report of theirs."""
    officer = Speaker(resident(Role.FRONT_OFFICE)).write(typed)
    assert officer.write(words).keys == ["named.dropped"]
    assert officer.talk.loose.empty


def test_more_than_that_is_a_story() -> None:
    """Who goes on tells something."""
    for words in ("ga jadi dapat bansos padahal terdaftar", "kartu dicabut dinas, takut berobat"):
        assert Speaker().write(words).keys == ["outside.offer"]


def test_to_an_officer_it_is_an_answer() -> None:
    """An officer's question may be answered so, and an officer may write so to a resident."""
    speaker = Speaker(cases=OPEN_CASES).tap(f"c:answer:{WAITING_CASE}").write("ga jadi")
    assert len(speaker.did(Answer)) == 1
    officer = Speaker(resident(Role.FRONT_OFFICE)).tap(f"c:reply:{CASE}").write("tidak jadi")
    assert officer.did(Reply) == [Reply(7, "tidak jadi")]


def test_with_nothing_open_it_is_said_so() -> None:
    """Nothing is open: that is all."""
    assert Speaker().write("batal").keys == ["form.nothing_open"]


@pytest.mark.parametrize(
    "words",
    [
        "eh lanjut aja deh",
        "lanjut",
        "eh jadi deh",
        "lanjutin lagi pak",
        "ga jadi batal",
        "eh gak jadi dibatalin bu",
        "terusin aja",
        "continue please",
    ],
)
@pytest.mark.parametrize("presses", [(":self",), (":self", ":health", ":pbi_reactivation")])
def test_who_thinks_again_goes_on(words: str, presses: tuple[str, ...]) -> None:
    """After "gak jadi" the form comes back by words, too, at the question where it was left."""
    speaker = reporting(*presses)
    asked = speaker.asked
    speaker.write("gak jadi")
    assert (speaker.talk.draft, speaker.keys) == (None, ["form.cancelled"])
    speaker.write(words)
    assert (speaker.asked, speaker.talk.loose.empty) == (asked, True)
    assert [say.edit for say in speaker.says] == [None]  # their own message can't be changed


@pytest.mark.parametrize("words", ["lanjutan bansos kapan cair", "jadi bantuan saya hilang"])
def test_what_only_begins_so_is_a_message(words: str) -> None:
    """More than that is something new."""
    speaker = reporting(":self").write("batal").write(words)
    assert (speaker.talk.draft, speaker.talk.loose.texts) == (None, (words,))


def test_with_nothing_called_off_there_is_nothing_to_go_on_with() -> None:
    """Then it is a message like any."""
    assert Speaker().write("lanjut aja deh").talk.drafts == ()
