"""Acts of the office typed without a slash: to give a case back and to put it off are offered like
every command; whose task is over reads that."""

from dataclasses import replace

import pytest

from casework.case.model import Role
from conversations.case_pages.case import ACTIONS
from conversations.protocol.effects import Say, Show
from tests.conversations.speaker import CASE, Speaker, resident

NUMBER = "26-00001-R"


def told(speaker: Speaker) -> str:
    return repr([e.text for e in speaker.effects if isinstance(e, Say)])


@pytest.mark.parametrize(
    ("words", "form"),
    [("lepaskan", "give_back"), ("Lepaskan:", "give_back"), ("tunda", "postpone")],
)
@pytest.mark.parametrize("slash", ["", "/"])
def test_an_act_is_offered_or_done(words: str, form: str, slash: str) -> None:
    """With the slash its form opens, without it after a tap."""
    speaker = Speaker(resident(Role.BACK_OFFICE)).write(f"{slash}{words} {NUMBER}")
    if not slash:
        assert "named.command" in told(speaker)
        speaker.press("o:do")
    assert speaker.talk.draft is not None
    assert (speaker.talk.draft.form, speaker.talk.draft.about["case"]) == (form, CASE)


@pytest.mark.parametrize(
    "words", ["cari kis", "antrian", f"lepaskan {NUMBER}", "tunda 26-6", f"balas {NUMBER} besok"]
)
def test_whose_task_is_over_reads_it(words: str) -> None:
    """And no report is offered for it."""
    speaker = Speaker(replace(resident(), left=True)).write(words)
    assert "command.left" in told(speaker)
    assert "outside." not in told(speaker)
    assert speaker.talk.loose.empty


@pytest.mark.parametrize("words", ["cari kerja susah sekali sejak anak saya sakit", "terima kasih"])
def test_what_is_told_is_heard(words: str) -> None:
    """A neighbour: they are a resident like any other; and a resident's words are no command."""
    assert "command.left" not in told(Speaker(replace(resident(), left=True)).write(words))
    assert "command.left" not in told(Speaker(resident()).write("cari kis"))


@pytest.mark.parametrize("name", ["lepaskan", "tunda"])
def test_without_a_number_the_right_cases_are_offered(name: str) -> None:
    """The list to choose from knows the act, and takes no other instead."""
    [shown] = [e for e in Speaker(resident(Role.COORDINATOR)).write(f"/{name}").effects]
    assert isinstance(shown, Show)
    assert shown.args["action"] in ACTIONS


@pytest.mark.parametrize(
    "typed", ["lepaskan", "tunda", "Lepaskan dulu ya", "tunda dulu", "ambil", "tolong lepaskan"]
)
def test_an_act_by_its_name_alone_is_offered(typed: str) -> None:
    """As a list is, and it is no report; one tap leads to the cases at hand."""
    speaker = Speaker(resident(Role.FRONT_OFFICE)).write(typed)
    assert speaker.keys == ["named.command"]
    speaker.press("o:do")
    assert [e.reading for e in speaker.effects if isinstance(e, Show)] == ["pick"]
    assert "named.command" not in told(Speaker(resident()).write(typed))


@pytest.mark.parametrize(
    "typed",
    [
        "Lepaskan dulu {} ya, saya cuti",
        "tolong lepaskan laporan {}, saya cuti",
        "/lepaskan dulu {} saya cuti",
    ],
)
@pytest.mark.parametrize("shown", [NUMBER, "26-1-R"])
def test_words_around_the_number_are_none_of_it(typed: str, shown: str) -> None:
    """The act is offered all the same, and what stands behind the number is the reason."""
    speaker = Speaker(resident(Role.FRONT_OFFICE)).write(typed.format(shown))
    if not typed.startswith("/"):
        assert speaker.keys == ["named.command"]
        speaker.press("o:do")
    assert speaker.talk.draft is not None
    assert (speaker.talk.draft.form, speaker.talk.draft.about["case"]) == ("give_back", CASE)
    assert "saya cuti" in str(speaker.talk.draft.answers)


@pytest.mark.parametrize("form", ["reply", "note"])
def test_such_a_word_within_a_form_is_its_answer(form: str) -> None:
    """A neighbour: what is asked for is told, and a story that begins so is no act."""
    speaker = Speaker(resident(Role.FRONT_OFFICE)).tap(f"c:{form}:{CASE}").write("tunda dulu")
    assert "named.command" not in told(speaker)
    story = "tunda pembayaran sekolah anak saya tidak boleh, mohon dibantu"
    assert "named.command" not in told(Speaker(resident(Role.FRONT_OFFICE)).write(story))
