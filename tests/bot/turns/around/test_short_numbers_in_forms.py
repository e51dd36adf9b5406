"""Words in an officer's form that name another case by a shortened number (26-2): it is asked for
whom they are, and they go to nobody before."""

from pathlib import Path

import pytest

from bot.simulator.phones import Phone
from tests.bot.turns.around.test_short_numbers import FIRST, SECOND, case, desk, told
from tests.support.rig import Rig

DONE = "lampunya sudah dicek"
WAYS = [
    f"26-2 {DONE}",
    f"26-00002 {DONE}",
    f"26.2 {DONE}",
    f"no 26-2: {DONE}",
    f"lampu 26-2 {DONE}",
    f"lampu 26-00002-A dan 26-1 {DONE}",
    f"26-2 dan 26-3 {DONE}",
]


async def opened(made: Rig, leader: Phone, form: str) -> None:
    await made.write(leader, f"/{form} 26-1")
    if form == "tanya":
        await made.press(leader, ":wants:text")
    if form == "selesai":
        await made.press(leader, ":decision:helped")


def said(phone: Phone) -> str:
    return " ".join(m.text for m in phone.messages if m.from_bot)


@pytest.mark.parametrize("typed", WAYS)
async def test_they_are_asked_about(sqlite_url: str, tmp_path: Path, typed: str) -> None:
    """However the number is written, and wherever it stands; one tap sends them on."""
    async with desk(sqlite_url, tmp_path, 3) as (made, leader):
        await opened(made, leader, "balas")
        await made.write(leader, typed)
        assert not told(made, 100, DONE)
        assert "Untuk siapa?" in said(leader)
        await made.press(leader, ":to:resident")
        assert told(made, 101, DONE)
        assert not told(made, 100, DONE)


@pytest.mark.parametrize("form", ["balas", "catatan", "selesai", "tanya"])
async def test_in_every_form(sqlite_url: str, tmp_path: Path, form: str) -> None:
    """One tap says that they are for the open form all the same, which takes them then."""
    async with desk(sqlite_url, tmp_path) as (made, leader):
        await opened(made, leader, form)
        await made.write(leader, f"lampu 26-2 {DONE}")
        assert "Untuk siapa?" in leader.last.text
        await made.press(leader, ":to:form")
        if form == "selesai":
            await made.press(leader, ":!:send")
        assert told(made, 100, DONE) or form == "catatan"
        assert not told(made, 101, DONE)
        assert (await case(made, SECOND)).version == 1


@pytest.mark.parametrize(
    "typed",
    [
        "Kami datang tanggal 26-2 jam 9",
        "Rumahnya di RT 26-2 ya Bu",
        "Mohon telepon 0812-26-2",
        "Biayanya 26.002 rupiah",
        "Sama dengan laporan 26-2, Bu",
        "Yang hadir 26-2 orang",
        "26-77 belum ada kabar",
        "26-1 besok kami datang",
    ],
)
async def test_what_names_no_other_case_goes_on(
    sqlite_url: str, tmp_path: Path, typed: str
) -> None:
    """A day, an address, a sum, a comparison, and a number that is nobody's here."""
    async with desk(sqlite_url, tmp_path) as (made, leader):
        await opened(made, leader, "balas")
        await made.write(leader, typed)
        assert told(made, 100, typed)


async def test_a_day_that_was_asked_for(sqlite_url: str, tmp_path: Path) -> None:
    """Until when a case is put off is a day, whatever case has such a number."""
    async with desk(sqlite_url, tmp_path, 12) as (made, leader):
        await made.write(leader, "/ambil 26-1")
        await made.write(leader, "/tunda 26-1")
        await made.write(leader, "26-12")
        assert "Untuk siapa?" not in said(leader)


async def test_a_reply_to_the_forms_own_question(sqlite_url: str, tmp_path: Path) -> None:
    """Replying to the question makes the words no safer."""
    async with desk(sqlite_url, tmp_path) as (made, leader):
        await opened(made, leader, "balas")
        leader.send(f"26-2 {DONE}", reply_to=leader.last.message_id)
        await made.settle()
        assert not told(made, 100, DONE)
        assert (await case(made, FIRST)).id == FIRST


@pytest.mark.parametrize("typed", ["/lepaskan 1", "/catatan 26-1 sudah ditelepon", "/tunda 01"])
async def test_a_command_for_the_case_of_the_open_form(
    sqlite_url: str, tmp_path: Path, typed: str
) -> None:
    """It goes straight on with that case; no list of one is shown."""
    async with desk(sqlite_url, tmp_path) as (made, leader):
        await made.write(leader, "/ambil 26-1")
        await opened(made, leader, "selesai")
        await made.write(leader, typed)
        assert "Laporan yang mana?" not in said(leader)
