"""An officer changes a command that carried words: what was written behind its number is corrected,
and no report is offered."""

import pytest

from casework.actions.correcting.rewording import Reword
from casework.actions.correspondence import Add, Note, Reply
from casework.actions.ending.resolution import Resolve
from casework.actions.question import Ask
from casework.case.model import Role
from casework.case.number import number
from tests.conversations.speaker import CASE, OPEN_CASES, Speaker, resident

OLD, NEW = "Data ibu nembe dicek, sabar nggih", "Data ibu sampun dicek, sabar nggih"
NAMED = number(CASE)
SHORT = f"26-1-{NAMED[-1].lower()}"
SENT = [
    ("balas", [], Reply),
    ("catatan", [], Note),
    ("tanya", [":wants:text"], Ask),
    ("selesai", [":helped", ":!:send"], Resolve),
]


def sent(typed: str, presses: list[str], command: type, *, slash: str = "/") -> tuple[Speaker, int]:
    """An officer whose command was carried out, and the message that it was."""
    officer = Speaker(resident(Role.FRONT_OFFICE)).write(f"{slash}{typed}")
    written = officer.newest
    for press in presses:
        officer.press(press)
    assert officer.did(command)
    return officer, written


@pytest.mark.parametrize("shown", [NAMED, SHORT])
@pytest.mark.parametrize(("name", "presses", "command"), SENT)
def test_the_words_behind_the_number_are_corrected(
    name: str, presses: list[str], command: type, shown: str
) -> None:
    """Whoever got them reads the better ones, without command and number; also much later."""
    officer, written = sent(f"{name} {shown} {OLD}", presses, command)
    officer.edit(written, f"/{name} {shown}: {NEW}", after=3600)
    assert officer.keys == ["mend.what.ask"]
    assert officer.press(":words").did(Reword) == [Reword(7, OLD, NEW)]


@pytest.mark.parametrize("changed", [f"balas {SHORT} {NEW}", NEW, f"/balas {NAMED}\n{NEW}"])
def test_the_command_may_be_left_out(changed: str) -> None:
    """Number and slash say nothing new."""
    officer, written = sent(f"balas {SHORT} {OLD}", [], Reply)
    assert officer.edit(written, changed).press(":words").did(Reword) == [Reword(7, OLD, NEW)]


def test_a_command_that_was_offered_is_corrected_too() -> None:
    """Its slash was left out, and one tap ran it."""
    officer, written = sent(f"balas {SHORT} {OLD}", ["o:do"], Reply, slash="")
    officer.edit(written, f"balas {SHORT} {NEW}")
    assert officer.press(":words").did(Reword) == [Reword(7, OLD, NEW)]


def test_an_offered_command_is_corrected_before_it_runs() -> None:
    """It is offered anew, with the better words."""
    officer = Speaker(resident(Role.FRONT_OFFICE)).write(f"balas {SHORT} {OLD}")
    officer.edit(officer.newest, f"balas {SHORT} {NEW}")
    assert officer.keys == ["named.command"]
    assert officer.press("o:do").did(Reply) == [Reply(7, NEW)]


def test_a_command_in_an_open_form_is_corrected_there() -> None:
    """While the outcome is asked for, the words of the result are still at hand."""
    officer = Speaker(resident(Role.FRONT_OFFICE)).write(f"/selesai {SHORT} {OLD}")
    officer.edit(officer.newest, f"/selesai {SHORT} {NEW}")
    assert "chat.corrected" in officer.keys
    assert NEW in officer.answers.values()


def test_another_number_moves_nothing() -> None:
    """The case of what was sent can't be changed so, and that is said."""
    officer, written = sent(f"balas {SHORT} {OLD}", [], Reply)
    officer.edit(written, f"/balas {number(260_000_011)} {NEW}")
    assert officer.keys == ["mend.other_case"]
    assert officer.did(Reword) == officer.did(Reply) == []


def test_the_number_alone_that_was_mended_is_silence() -> None:
    """The words are the same, and so is the case."""
    officer, written = sent(f"balas {SHORT} {OLD}", [], Reply)
    assert officer.edit(written, f"/balas {NAMED} {OLD}").effects == ()


def test_what_a_resident_has_written_behind_a_number_is_corrected() -> None:
    """With a number of their own: the case reads it."""
    speaker = Speaker(cases=OPEN_CASES).write(f"{NAMED} uangnya belum masuk")
    assert speaker.did(Add)
    (added,) = speaker.edit(speaker.newest, f"{NAMED} uangnya sudah masuk").did(Add)
    assert added.corrects
