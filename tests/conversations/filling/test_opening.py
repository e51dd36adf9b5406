"""An officer's form that waits for its Kirim is never let go silently: what was written stands at
its card again after another case was answered."""

import pytest

from casework.actions.correspondence import Note, Reply
from casework.actions.ending.resolution import Resolve
from casework.case.model import Role
from casework.case.number import number
from conversations.protocol.dialogue import Draft
from conversations.protocol.effects import Do, Say
from tests.conversations.speaker import CASE, WAITING_CASE, Speaker, resident, taps

OTHER = number(WAITING_CASE)


def at_card() -> Speaker:
    """An officer whose result for a case stands at its card."""
    officer = Speaker(resident(Role.BACK_OFFICE)).tap(f"c:resolve:{CASE}").press(":helped")
    return officer.write("Kartunya sudah jadi, bisa diambil di kantor")


def send_of(officer: Speaker) -> list[str]:
    """The Kirim buttons that were shown last."""
    shown = [tap for e in officer.effects if isinstance(e, Say) for tap in taps(e)]
    return [tap for tap in shown if tap.endswith(":!:send")]


@pytest.mark.parametrize("typed", [f"/balas {OTHER} ambulans siap", f"/catatan {OTHER} ditelepon"])
def test_the_card_is_shown_again_after_a_command(typed: str) -> None:
    """And its Kirim works, that of the first card as well."""
    officer = at_card()
    (first,) = send_of(officer)
    officer.write(typed)
    assert len(officer.did(Reply) + officer.did(Note)) == 1
    assert send_of(officer) == [first]
    assert [e.case for e in officer.tap(first).effects if isinstance(e, Do)] == [CASE]
    assert officer.did(Resolve)


@pytest.mark.parametrize("by", [f"/balas {OTHER}", f"c:reply:{WAITING_CASE}"])
def test_it_waits_below_a_form_that_is_filled_in(by: str) -> None:
    """Words typed meanwhile are for the other case; then the card comes back, sent or not."""
    for end in ("besok kami ke sana", "/batal"):
        officer = at_card()
        (first,) = send_of(officer)
        officer = officer.write(by) if by.startswith("/") else officer.tap(by)
        officer.write(end)
        assert not officer.did(Resolve)
        assert send_of(officer) == [first]
    officer = at_card()
    (first,) = send_of(officer)
    officer.write(f"/balas {OTHER}").tap(first)
    assert officer.did(Resolve), "the Kirim of a covered card"


def test_two_cards_wait_one_below_the_other() -> None:
    """Also of the same kind about two cases; of one case only the newest stays."""
    officer = at_card().write(f"/selesai {OTHER}").press(":helped").write("Sudah dikirim")
    assert [d.about["case"] for d in officer.talk.drafts] == [CASE, WAITING_CASE]
    (newest,) = send_of(officer)
    officer.tap(newest)
    assert [e.case for e in officer.effects if isinstance(e, Do)] == [WAITING_CASE]
    assert len(send_of(officer)) == 1
    again = at_card().write(f"/selesai {number(CASE)}")
    assert len(again.talk.drafts) == 1


def test_what_is_half_filled_in_is_left() -> None:
    """Nothing was asked to be sent yet; of these one is open at a time."""
    officer = Speaker(resident(Role.BACK_OFFICE)).tap(f"c:resolve:{CASE}").press(":helped")
    officer.write(f"/balas {OTHER} sudah")
    assert officer.talk.drafts == ()


@pytest.mark.parametrize("ends", ["/batal", "besok kami ke sana"])
def test_words_that_are_written_are_not_lost(ends: str) -> None:
    """A referral whose request is written asks its next question again after another command."""
    officer = Speaker(resident(Role.BACK_OFFICE)).write("/batal")
    officer.talk = officer.talk.opening(
        Draft("r", "refer", {"nik": "", "reason": "mohon dicek"}, {"case": CASE})
    )
    officer.write(f"/balas {OTHER}").write(ends)
    assert [d.answers["reason"] for d in officer.talk.drafts if d.form == "refer"] == [
        "mohon dicek"
    ]
