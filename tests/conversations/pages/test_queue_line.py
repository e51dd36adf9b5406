"""Lines by which an officer recognises a case, and what they keep to themselves."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from casework.case.model import Case, Referral, Reminders, Stage, Status
from casework.case.number import number
from casework.search.queue_filter import QueueFilter
from conversations.pages.list_reader import ListReader
from conversations.pages.lists import Listed, listing
from conversations.pages.queue import Reach, Sifted, queue, villages
from conversations.pages.queue_line import initials
from conversations.protocol.effects import Say
from tests.casework.cases import NOW, OFFICER, filed, having, standing
from tests.conversations.speaker import CONTENT, LANGUAGES, TEXTS

COLLEAGUE = 77
READER = ListReader(OFFICER, {COLLEAGUE: "Sari"})
INTAKE: dict[str, Any] = {"who": "neighbour", "sufferer": "Ibu Aminah", "place": "RT 01 RW 2"}


OFFICE = (CONTENT.catalogue, CONTENT.places, NOW)


def case(**more: Any) -> Case:
    intake = more.pop("intake", INTAKE)
    told = {"due_at": NOW + timedelta(days=3), "service": "pbi_reactivation", **more}
    return having(standing(Status.IN_PROGRESS, intake=intake), **told)


def page(*cases: Case, reader: ListReader = READER) -> Say:
    return queue(Sifted(Listed(cases), QueueFilter(), Reach(), reader=reader), *OFFICE)


def line_and_button(say: Say, language: str = "id") -> tuple[str, str]:
    """What the list tells of its first case (two lines, as one), and what stands on its button."""
    lines = TEXTS.plain(language, say.text).splitlines()
    return " · ".join(lines[1:3]), TEXTS.plain(language, say.buttons[0][0].label)


def test_a_line_says_what_one_recognises_a_case_by() -> None:
    """Urgency and number first, then topic in short, who and where; on the line also by when and
    whose it is. The button has the same beginning, one in a row."""
    say = page(case(owner=COLLEAGUE), case(owner=None))
    line, button = line_and_button(say)
    day = (NOW + timedelta(days=3)).astimezone(TEXTS.zone).day
    assert line.startswith(f"🟡 {number(case().id)} KIS mati – Ibu A., RT 1 · batas {day} ")
    assert line.endswith(" · ✋ Sari")
    assert button == f"🟡 {number(case().id)} KIS mati, Ibu A."
    assert [len(row) for row in say.buttons[:2]] == [1, 1]


def test_what_is_late_is_marked_at_the_beginning_and_since_when() -> None:
    """Also how often its teller has reminded us; what is due within a day tells the hour."""
    for told in line_and_button(page(case(due_at=NOW - timedelta(days=2)))):
        assert told.startswith("🟡⏰ ")
    day = (NOW - timedelta(days=2)).astimezone(TEXTS.zone).day
    reminded = replace(case(due_at=NOW - timedelta(days=2)), reminders=Reminders(2))
    assert f" · lewat waktu sejak {day} " in line_and_button(page(reminded))[0]
    assert " 🔔2 · " in line_and_button(page(reminded))[0]
    soon = case(due_at=NOW + timedelta(hours=3))
    clock = (NOW + timedelta(hours=3)).astimezone(TEXTS.zone).strftime("%H.%M")
    assert f", {clock} · " in line_and_button(page(soon))[0]


def test_it_has_two_lines() -> None:
    """What it is stands above, by when and whose it is below."""
    lines = TEXTS.plain("id", page(case(owner=COLLEAGUE)).text).splitlines()
    assert len(lines) == 3
    assert lines[1].endswith("RT 1")
    assert lines[2].startswith("batas ")


@pytest.mark.parametrize("status", [Status.WAITING, Status.RESOLVED, Status.CLOSED])
def test_no_time_runs_while_it_is_not_ours(status: Status) -> None:
    """What waits for its resident, or has ended, is not late whatever its time was."""
    waits = having(case(due_at=NOW - timedelta(days=9)), status=status)
    for told in line_and_button(page(waits)):
        assert "⏰" not in told
        assert "lewat" not in told
        assert "batas" not in told


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({}, "bebas, giliran petugas desa"),
        ({"level": 1}, "bebas, giliran koordinator"),
        ({"level": 2, "office": "32.74"}, "bebas, giliran SLRT"),
        ({"referral": Referral("32.74/dinkes", Stage.OFFERED, NOW)}, "tunggu jawaban Dinkes · "),
        ({"referral": Referral("32.74/dinkes", Stage.ACCEPTED, NOW)}, "di Dinkes · "),
        ({"referral": Referral("32.74/x", Stage.OFFERED, NOW)}, "tunggu jawaban kantor lain · "),
    ],
)
def test_what_nobody_holds_says_whose_turn_it_is(changed: dict[str, Any], told: str) -> None:
    """The village's, a level's above, or the office that was asked."""
    reader = replace(READER, offices={"32.74/dinkes": "Dinkes"})
    assert told in line_and_button(page(case(owner=None, **changed), reader=reader))[0]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("status", Status)
def test_every_state_has_its_line(status: Status, language: str) -> None:
    """Also of cases that wait for the resident, are elsewhere or have ended."""
    for told in line_and_button(page(having(case(), status=status)), language):
        assert "{" not in told
        assert "  " not in told


@pytest.mark.parametrize(
    ("owner", "words"),
    [(OFFICER, "✋ saya"), (None, "bebas"), (5, "✋ petugas"), (COLLEAGUE, "✋ Sari")],
)
def test_whose_it_is(owner: int | None, words: str) -> None:
    """Mine, nobody's, a colleague's by name, and of a colleague whose name is gone."""
    assert f"· {words}" in line_and_button(page(case(owner=owner)))[0]


def test_the_village_is_told_only_where_there_are_several() -> None:
    """Who works for one village knows which."""
    name = CONTENT.places.name(case().village)
    assert name not in "".join(line_and_button(page(case())))
    several = replace(READER, several=True)
    assert all(name in told for told in line_and_button(page(case(), reader=several)))


@pytest.mark.parametrize(
    "hidden",
    [
        filed("child_violence")[0],
        having(standing(Status.RECEIVED), sensitive=True),
    ],
)
def test_the_sensitive_lane_names_nobody(hidden: Case) -> None:
    """Neither initials nor the RT stand in a list, nor the topic, wherever the list comes from."""
    told = having(hidden, intake=replace(hidden.intake, sufferer="Ibu Aminah", place="RT 01"))
    for say in (page(told), *(listed(key, told) for key in ("found", "pick"))):
        for words in line_and_button(say):
            assert "laporan rahasia" in words
            assert not any(piece in words for piece in ("Ibu", "RT"))


def listed(key: str, *cases: Case) -> Say:
    return listing(key, Listed(cases), *OFFICE, reader=READER)


def test_who_asked_not_to_be_named_is_not() -> None:
    """No initials and no RT, only the mark."""
    for words in line_and_button(page(case(intake={**INTAKE, "secret": "secret"}))):
        assert "🔒" in words
        assert not any(piece in words for piece in ("Ibu", "RT"))


@pytest.mark.parametrize(
    ("name", "short"),
    [
        ("Ibu Aminah", "Ibu A."),
        ("bu siti aminah", "Bu S. A."),
        ("Hj. Aminah binti Karta Wijaya", "Hj. A. B."),
        ("Mbah", "Mbah"),
        ("Ma'mun", "M."),
        ("3 anak", "A."),
        ("😀", ""),
        ("", ""),
    ],
)
def test_initials(name: str, short: str) -> None:
    """A form of address stays, of each name its first letter, two at most."""
    assert initials(name) == short


def test_a_service_of_ones_own_is_told_by_its_name() -> None:
    """A row that has no short name, or is gone, is told by what it was called."""
    own = having(case(), service="teleport", known={"service": "Pinjaman"})
    assert "Pinjaman" in line_and_button(page(own))[0]


def test_the_day_is_the_offices() -> None:
    """What is due in the morning of the east is not told by the day before."""
    east = replace(TEXTS, zone=ZoneInfo("Asia/Jayapura"))
    due = datetime(2026, 12, 3, 23, 30, tzinfo=UTC)  # the 4th, 08:30 there
    say = page(case(due_at=due))
    assert "4 Des" in east.plain("id", say.text)
    mine = listed("mine", case(due_at=due))
    assert "4 Des" in east.plain("id", mine.text)


def test_many_villages_are_typed() -> None:
    """Nobody turns twenty pages of buttons: of 309 villages the name is typed; few are tapped."""
    many = Reach(villages=tuple(f"32.74.{n // 999:02}.{n:04}" for n in range(309)))
    say = villages(QueueFilter(), many, CONTENT.places, 0)
    assert "/cari" in TEXTS.plain("id", say.text)
    assert say.buttons == ()
    few = Reach(villages=tuple(CONTENT.places.villages)[:3])
    assert len(villages(QueueFilter(), few, CONTENT.places, 0).buttons) > 1
