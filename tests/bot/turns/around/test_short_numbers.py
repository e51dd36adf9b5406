"""A shortened number does what the whole one does, where exactly one case fits; where several do,
the list keeps command and words."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from bot.simulator.phones import Phone
from casework.case.model import Case, Referral, Role, Stage, Status, Urgency
from casework.case.number import number
from conversations.handlers import short_numbers
from conversations.handlers.commands import COMMANDS
from conversations.protocol.dialogue import Draft
from conversations.protocol.effects import Said
from storage.cases import cases
from tests.conversations.speaker import NOW
from tests.support.begun.rigs import begun
from tests.support.rig import VILLAGE, Rig
from tests.support.walking import report

LEADER = 11
FIRST, SECOND, OLD = 260_000_001, 260_000_002, 250_000_001
WORDS = "besok kami cek ke bank ya bu"


async def _reported(made: Rig, reports: int) -> None:
    await made.employ(LEADER, Role.COORDINATOR, VILLAGE)
    for n in range(reports):
        await report(made, made.phone(100 + n), "sembako BPNT saya belum cair", [])


@asynccontextmanager
async def desk(url: str, folder: Path, reports: int = 2) -> AsyncIterator[tuple[Rig, Phone]]:
    """A coordinator, and so many reports, each of another resident."""
    async with begun(_reported, url, folder, given=(reports,)) as made:
        yield made, made.phone(LEADER)


async def case(made: Rig, case_id: int) -> Case:
    async with made.program.db.read() as connection:
        found = await cases.load(connection, made.program.vault, case_id, lock=False)
    assert found is not None
    return found


async def of_last_year(made: Rig) -> None:
    """The first case has a namesake: the first of the year before."""
    again = replace(await case(made, FIRST), id=OLD, key="of last year")
    async with made.program.db.write() as connection:
        await cases.save(connection, made.program.vault, [again])


def told(made: Rig, resident: int, words: str = WORDS) -> bool:
    return any(words in m.text for m in made.phone(resident).messages if m.from_bot)


@pytest.mark.parametrize("typed", ["26-2", "2", "26-00002", "26_2", "26.2"])
@pytest.mark.parametrize("slash", ["/", ""])
async def test_a_command_is_done(sqlite_url: str, tmp_path: Path, typed: str, slash: str) -> None:
    """Claimed by its short number, with the slash or after the tap on its card."""
    async with desk(sqlite_url, tmp_path) as (made, leader):
        await made.write(leader, f"{slash}ambil {typed}")
        if not slash and len(typed) > 1:
            await made.press(leader, "o:do")
        held = (await case(made, SECOND)).owner
        assert held == (11 if slash or len(typed) > 1 else None)
        assert (await case(made, FIRST)).owner is None


async def test_words_go_along(sqlite_url: str, tmp_path: Path) -> None:
    """A reply is sent with its words, a form is opened with them, a page is shown at once."""
    async with desk(sqlite_url, tmp_path) as (made, leader):
        await made.write(leader, f"/balas 26-2 {WORDS}")
        assert told(made, 101)
        await made.write(leader, "/selesai 26-1 uangnya sudah masuk")
        await made.press(leader, ":helped")
        assert any("uangnya sudah masuk" in m.text for m in leader.messages if m.from_bot)
        await made.press(leader, ":send")
        assert told(made, 100, "uangnya sudah masuk")
        await made.write(leader, "/kasus 26-2")
        assert number(SECOND) in leader.last.text
        assert not any("Ditemukan" in m.text for m in leader.messages)


async def test_words_about_a_case_are_kept(sqlite_url: str, tmp_path: Path) -> None:
    """The neighbour: no command before the number; it is asked for whom the words are."""
    async with desk(sqlite_url, tmp_path) as (made, leader):
        await made.write(leader, f"26-2 {WORDS}")
        await made.press(leader, ":resident")
        assert told(made, 101)


async def test_where_several_fit_the_list_goes_on(sqlite_url: str, tmp_path: Path) -> None:
    """Choosing one does what was typed, with its words; nothing was done before."""
    async with desk(sqlite_url, tmp_path, 11) as (made, leader):
        await made.write(leader, f"/balas 1 {WORDS}")
        assert (told(made, 100), told(made, 110)) == (False, False)
        assert "Laporan yang mana?" in leader.last.text
        await made.press(leader, f"o:{FIRST}:")
        assert (told(made, 100), told(made, 110)) == (True, False)


async def test_the_list_says_what_waits(sqlite_url: str, tmp_path: Path) -> None:
    """The command and its words stand above the list, first in it the case that the number is all
    of; one tap lets the words go, and then no line of it sends anything."""
    async with desk(sqlite_url, tmp_path, 11) as (made, leader):
        await made.write(leader, f"/balas 1 {WORDS}")
        assert all(part in leader.last.text for part in ("/balas", WORDS))
        assert leader.last.text.index(number(FIRST)) < leader.last.text.index(number(FIRST + 10))
        await made.press(leader, "o:no")
        leader.tap_data(f"o:{FIRST}:", leader.last.message_id)
        await made.settle()
        assert not told(made, 100)


async def test_a_list_of_nothing_asks_for_no_choice(sqlite_url: str, tmp_path: Path) -> None:
    """Where no case fits, it is said so, and no more."""
    async with desk(sqlite_url, tmp_path) as (made, leader):
        await made.write(leader, f"/balas 7 {WORDS}")
        assert "Tidak ada laporan 7" in leader.last.text
        assert not any("Laporan yang mana?" in m.text for m in leader.messages)


async def test_the_whole_number_wins(sqlite_url: str, tmp_path: Path) -> None:
    """ "1" is the first case of the year, though the eleventh ends so, too."""
    async with desk(sqlite_url, tmp_path, 11) as (made, leader):
        await made.write(leader, "/ambil 1")
        assert [(await case(made, FIRST + n)).owner for n in (0, 10)] == [11, None]


@pytest.mark.parametrize("typed", [f"/balas 1 {WORDS}", f"balas 1 {WORDS}"])
@pytest.mark.parametrize("chosen", ["resident", "nobody"])
async def test_words_that_leave_at_once_are_looked_at(
    sqlite_url: str, tmp_path: Path, typed: str, chosen: str
) -> None:
    """A line of a list is tapped in a hurry: a reply in an emergency, which nobody can take back,
    is shown for whom it is before it leaves."""
    async with desk(sqlite_url, tmp_path) as (made, leader):
        first = replace(await case(made, FIRST), urgency=Urgency.EMERGENCY)
        async with made.program.db.write() as connection:
            await cases.save(connection, made.program.vault, [first])
        await made.write(leader, typed)
        if not typed.startswith("/"):
            await made.press(leader, "o:do")
        await made.press(leader, f"o:{FIRST}:")
        assert not told(made, 100)
        assert WORDS in leader.last.text
        assert number(FIRST) in leader.last.text
        await made.press(leader, f":{chosen}")
        assert told(made, 100) == (chosen == "resident")


async def test_a_number_before_words_asks_without_a_year(sqlite_url: str, tmp_path: Path) -> None:
    """ "16 orang mengungsi" may be no number at all: one tap, also where one case fits."""
    async with desk(sqlite_url, tmp_path) as (made, leader):
        await made.write(leader, f"/balas 2 {WORDS}")
        assert not told(made, 101)
        await made.press(leader, f"o:{SECOND}:")
        assert told(made, 101)


async def test_lists_take_them_and_drop_nothing(sqlite_url: str, tmp_path: Path) -> None:
    """Several are picked by short numbers; what names no case is told."""
    async with desk(sqlite_url, tmp_path, 3) as (made, leader):
        leader.tap_data("b:", leader.last.message_id)
        await made.settle()
        await made.press(leader, ":reply")
        await made.write(leader, f"{number(FIRST)}, 2 26-3 26-77")
        page = next(m.text for m in reversed(leader.messages) if "Terpilih" in m.text)
        assert all(number(FIRST + n) in page.partition("Terpilih")[2] for n in range(3))
        assert any("26-77" in m.text and "terpilih" in m.text for m in leader.messages)


async def test_a_merge_takes_one(sqlite_url: str, tmp_path: Path) -> None:
    """Both cases are shown side by side."""
    async with desk(sqlite_url, tmp_path) as (made, leader):
        await made.write(leader, "/kasus 26-2")
        leader.tap_data(f"c:merge:{SECOND}", leader.last.message_id)
        await made.settle()
        await made.write(leader, "26-1")
        await made.press(leader, f"mg:{SECOND}:{FIRST}")
        assert (await case(made, SECOND)).ending.merged_into == FIRST


@pytest.mark.parametrize("typed", ["/kasus 26-2", "/selesai 2", "/kasus 26_2"])
async def test_an_office_that_was_asked(sqlite_url: str, tmp_path: Path, typed: str) -> None:
    """It types them as everybody does who works on cases; a case of others it does not reach."""
    async with desk(sqlite_url, tmp_path) as (made, _):
        agency = await made.employ(21, Role.AGENCY_OFFICER, "32.74/disdik")
        asked = Referral("32.74/disdik", Stage.ACCEPTED, NOW)
        referred = replace(await case(made, SECOND), referral=asked, status=Status.IN_PROGRESS)
        async with made.program.db.write() as connection:
            await cases.save(connection, made.program.vault, [referred])
        await made.write(agency, typed)
        assert any(number(SECOND) in m.text for m in agency.messages if m.from_bot)
        await made.write(agency, "/kasus 26-1")
        assert "tidak kami temukan" in agency.last.text


@pytest.mark.parametrize("typed", ["/kasus 26-2", "/kasus 2", "/cari 26-77", "/ambil 26-77"])
async def test_a_number_that_one_may_not_open(sqlite_url: str, tmp_path: Path, typed: str) -> None:
    """Whether there is such a report or not, the same is said of it, and its parts are no words
    that were not looked for."""
    async with desk(sqlite_url, tmp_path) as (made, _):
        other = await made.employ(12, Role.COORDINATOR, "32.74.02.1002")
        await made.write(other, typed)
        short = typed.partition(" ")[2]
        assert f"Tidak ada laporan {short} yang bisa Anda buka" in other.last.text
        assert "Tidak ikut dicari" not in other.last.text


async def test_residents_and_strangers(sqlite_url: str, tmp_path: Path) -> None:
    """A resident's "2" stays what they wrote, and no officer reaches a case elsewhere."""
    async with desk(sqlite_url, tmp_path) as (made, _):
        other = await made.employ(12, Role.COORDINATOR, "32.74.02.1002")
        await made.write(other, "/ambil 26-2")
        assert (await case(made, SECOND)).owner is None
        await made.write(made.phone(101), "26-1 sudah beres")
        assert not told(made, 101, number(FIRST))


@pytest.mark.parametrize(
    ("typed", "form", "found"),
    [
        ("/balas 26-6 besok", "", ["26-6"]),
        ("balas 26-6, besok", "", ["26-6"]),
        ("/kasus_26_5", "", ["26_5"]),
        ("/selesai 16", "", ["16"]),
        ("26-6", "", ["26-6"]),
        ("Lepaskan dulu 26-6 ya, saya cuti", "", ["26-6"]),
        ("tolong tunda laporan 26-6", "", ["26-6"]),
        ("/catatan 16 orang mengungsi", "", []),
        ("/cari 26-6", "", []),
        ("16", "", []),
        ("26-6 sudah", "reply", []),
        (f"/balas {number(FIRST)} 26-6", "", []),
        ("26-6", "merge", ["26-6"]),
        (f"{number(FIRST)} 9, 10", "bulk", ["9", "10"]),
    ],
)
def test_where_they_stand(typed: str, form: str, found: list[str]) -> None:
    """Only where a case must be meant."""
    draft = Draft("d", form, {"action": "reply"}) if form else None
    spans = short_numbers.spans(Said(11, 1, NOW, text=typed), draft)
    assert [typed[begin:end] for begin, end in spans] == found


def test_the_commands_are_those_for_cases() -> None:
    """Every command that takes a whole message, but for those that begin a report."""
    whole = {name for name, entry in COMMANDS.items() if entry.whole}
    assert whole - {"lapor", "catat"} == short_numbers.COMMANDS
