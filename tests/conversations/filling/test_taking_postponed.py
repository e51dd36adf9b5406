"""Until when and why a case is put off may stand in one sentence: behind the command, or typed when
the date is asked for."""

from typing import Any

import pytest

from casework.actions.correcting.postponement import Postpone
from casework.case.model import Role
from tests.conversations.speaker import NOW, TEXTS, Speaker, resident

NUMBER = "26-00001-R"
DAY = "2026-12-05"


def answers(speaker: Speaker) -> dict[str, Any]:
    assert speaker.talk.draft is not None
    return dict(speaker.talk.draft.answers)


def officer(words: str = "") -> Speaker:
    return Speaker(resident(Role.BACK_OFFICE)).write(f"/tunda {NUMBER} {words}".strip())


@pytest.mark.parametrize(
    ("words", "day", "why"),
    [
        ("sampai 5 desember karena menunggu dinas", DAY, "menunggu dinas"),
        ("5 Des, menunggu dinas", DAY, "menunggu dinas"),
        ("sampai tgl 05-12-2026 krn menunggu dinas", DAY, "menunggu dinas"),
        ("menunggu dinas sampai Sabtu, 5 Desember", DAY, "menunggu dinas"),
        ("besok, Pak RT ke bank", "2026-11-24", "Pak RT ke bank"),
        ("sampai senin depan: petugas dinas cuti", "2026-11-30", "petugas dinas cuti"),
        ("sampai 5 desember", DAY, None),
        ("menunggu dinas", None, "menunggu dinas"),
        ("sampai dinas memberi kabar", None, "sampai dinas memberi kabar"),
        ("5 orang menunggu dinas", None, "5 orang menunggu dinas"),
    ],
)
def test_behind_the_command(words: str, day: str | None, why: str | None) -> None:
    """The date is the date, the rest is the reason; what is no date is the reason only."""
    found = answers(officer(words))
    assert (found.get("until"), found.get("why")) == (day, why)


def test_it_is_put_off_so() -> None:
    """The card shows both, one tap sends them; also without the slash."""
    for slash in ("/", ""):
        words = f"{slash}tunda {NUMBER} sampai 5 desember karena menunggu dinas"
        speaker = Speaker(resident(Role.BACK_OFFICE)).write(words)
        if not slash:
            speaker.press("o:do")
        speaker.press(":!:send")
        assert speaker.did(Postpone) == [Postpone(7, DAY, "menunggu dinas")]


@pytest.mark.parametrize("day", ["5 maret", "20 november", "1 november 2026"])
def test_a_day_that_does_not_do_is_asked_again(day: str) -> None:
    """It is said why, and the reason is kept."""
    speaker = officer(f"sampai {day} karena menunggu dinas")
    assert answers(speaker) == {"why": "menunggu dinas"}
    [asked] = [TEXTS.html("id", say.text) for say in speaker.says]
    assert "30 hari" in asked
    speaker.write("5 desember")
    assert answers(speaker) == {"until": DAY, "why": "menunggu dinas"}


def test_when_the_date_is_asked_for() -> None:
    """The neighbour: the sentence is typed into the open form."""
    speaker = officer().write("sampai 5 desember karena menunggu dinas")
    assert answers(speaker) == {"until": DAY, "why": "menunggu dinas"}
    assert answers(officer().write("5 desember")) == {"until": DAY}
    assert NOW.month == 11
