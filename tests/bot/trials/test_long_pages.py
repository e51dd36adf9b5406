"""Pages that hold more than one message can: facts and the newest entry stand whole, older ones are
shortened, and everything can be read to the end by turning pages."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from bot.simulator.entities import units
from bot.simulator.phones import Phone
from casework.actions.correspondence import Add, Note
from casework.case.intake import Intake, Who
from casework.case.model import Case, Role, Status
from casework.case.number import number
from conversations.protocol.effects import Do
from storage.cases import cases
from storage.unit_of_work import Batch
from tests.casework.cases import having, standing
from tests.support.begun.rigs import begun
from tests.support.rig import START, VILLAGE, Rig

OFFICER, ME = 900, 1
FIRST = 260_000_100
LONG = "banjir & lumpur <masuk> rumah 😢 " * 40


@pytest.fixture
async def made(sqlite_url: str, tmp_path: Path) -> AsyncIterator[Rig]:
    async with begun(_begin, sqlite_url, tmp_path) as running:
        yield running


async def _begin(running: Rig) -> None:
    await running.employ(OFFICER, Role.FRONT_OFFICE, VILLAGE)
    await running.introduce(running.phone(ME))


def story(*texts: str) -> dict[str, Any]:
    return {"texts": list(texts), "files": [], "location": None}


async def keep(made: Rig, texts: int) -> Case:
    """A case of mine with a story of so many long texts."""
    told = tuple(f"[cerita {n}] {LONG}" for n in range(texts))
    intake = Intake(who=Who.SELF, place="RT 03 gang buntu", story=story(*told))
    plain = standing(Status.IN_PROGRESS, teller=ME, owner=OFFICER, intake=intake)
    case = having(plain, id=FIRST, key="k", due_at=START)
    async with made.program.db.write() as connection:
        await cases.save(connection, made.program.vault, [case])
    return case


async def tell(made: Rig, count: int, words: str = LONG) -> None:
    """So many further texts of the teller, numbered, each with a beginning and an end."""
    async with made.program.db.write() as connection:
        batch = Batch(connection, made.program.vault, made.now)
        for n in range(count):
            added = Add(ME, story(f"[kabar {n}] {words} [akhir {n}]"))
            await made.program.desk.do(batch, ME, Do(added, FIRST))
        await batch.flush()
    await made.settle()


async def opened(made: Rig, person: int) -> str:
    """The page of the case as somebody sees it."""
    phone = made.phone(person)
    await made.write(phone, f"/kasus {number(FIRST)}")
    return phone.last.text


async def history(made: Rig, phone: Phone) -> list[str]:
    """All pages of the history, newest first."""
    phone.tap_data(f"c:history:{FIRST}", phone.last.message_id)
    await made.settle()
    pages = [phone.last.text]
    while any("terdahulu" in b.text for row in phone.last.buttons for b in row):
        await made.press(phone, "s:history:")
        assert units(phone.last.text) <= 4096
        pages.append(phone.last.text)
        assert len(pages) < 60
    return pages


async def answer(made: Rig, phone: Phone) -> None:
    """Answer whatever a report asks next."""
    taps = [b.data or "" for row in phone.last.buttons for b in row]
    wanted = [t for part in (":who:self", ":suggested:", ":secret:open") for t in taps if part in t]
    depth = [t for t in taps if ":depth:" in t and t[-1] not in "<-x"]
    if wanted or depth:
        phone.tap_data((wanted or depth)[-1 if depth else 0], phone.last.message_id)
        return await made.settle()
    await made.write(phone, "Lewati" if phone.keyboard else "RT 03 RW 07")


@pytest.mark.parametrize("person", [OFFICER, ME])
@pytest.mark.parametrize(("texts", "further"), [(1, 4), (5, 1), (40, 6), (50, 0)])
async def test_facts_and_the_newest_entry_stand_whole(
    made: Rig, person: int, texts: int, further: int
) -> None:
    """However much was told: the head, for staff the address too, the beginning of the story and
    the newest entry from its first to its last word."""
    await keep(made, texts)
    await tell(made, further)
    page = await opened(made, person)
    assert number(FIRST) in page
    assert "[cerita 0]" in page
    assert "gang buntu" in page or person == ME
    if further:
        assert f"[kabar {further - 1}] {LONG}".strip() in page
        assert f"[akhir {further - 1}]" in page
    assert any("…" in line for line in page.splitlines())


async def test_what_fits_is_not_shortened(made: Rig) -> None:
    """A page within the limit is as it was; a long story has a page of its own."""
    await keep(made, 0)
    await tell(made, 3, "singkat saja")
    page = await opened(made, OFFICER)
    assert "…" not in page
    assert "[akhir 0]" in page


@pytest.mark.parametrize("person", [OFFICER, ME])
@pytest.mark.parametrize(("count", "words"), [(60, "singkat"), (12, LONG), (3, LONG * 4)])
async def test_the_history_is_read_to_its_end(
    made: Rig, person: int, count: int, words: str
) -> None:
    """Beyond 25 entries, and beyond what one message holds: turning pages shows every word of every
    entry once."""
    await keep(made, 1)
    await tell(made, count, words)
    await opened(made, person)
    pages = await history(made, made.phone(person))
    whole = "\n".join(reversed(pages))
    for n in range(count):
        assert whole.count(f"[kabar {n}]") == 1
        assert whole.count(f"[akhir {n}]") == 1
    assert whole.count("lumpur") >= count * words.count("lumpur")
    assert whole.index("[kabar 0]") < whole.index(f"[akhir {count - 1}]")


async def test_a_page_of_the_history_stays_where_it_is(made: Rig) -> None:
    """An older page shows the same after something new has happened; the office's own business is
    on none of its teller's."""
    await keep(made, 1)
    await tell(made, 40, "singkat")
    me = made.phone(ME)
    await opened(made, ME)
    await made.press(me, "c:history:")
    older = next(
        b.data for row in me.last.buttons for b in row if (b.data or "").startswith("s:history:")
    )
    await made.press(me, "s:history:")
    before = me.last.text
    async with made.program.db.write() as connection:
        batch = Batch(connection, made.program.vault, made.now)
        await made.program.desk.do(batch, OFFICER, Do(Note(OFFICER, "catatan rahasia"), FIRST))
        await batch.flush()
    await tell(made, 1, "baru")
    me.tap_data(older or "", me.last.message_id)
    await made.settle()
    assert me.last.text == before
    assert "rahasia" not in "\n".join(await history(made, me))


@pytest.mark.parametrize("data", ["s:history:x", "s:history:260000100~-1", "s:history:1~999999"])
async def test_a_forged_page_of_a_history_is_no_harm(made: Rig, data: str) -> None:
    """Nothing of a case that is not theirs, and no stumbling."""
    await keep(made, 1)
    stranger = made.phone(77)
    await made.introduce(stranger)
    stranger.tap_data(data, stranger.last.message_id)
    await made.settle()
    assert "cerita" not in "\n".join(m.text for m in stranger.messages)


async def test_a_long_draft_keeps_its_question(made: Rig) -> None:
    """The card of a report with a long story still ends with what to press; so does the question
    what a long loose message is."""
    me = made.phone(ME)
    for n in range(6):
        await made.write(me, f"[{n}] " + "jalan rusak & <berlubang> " * 50)
    assert me.last.text.endswith("Mau dijadikan laporan?")
    await made.press(me, "o:new")
    for _ in range(12):
        if "Sudah benar?" in me.last.text:
            break
        await answer(made, me)
    assert me.last.text.endswith("Sudah benar?")
    assert "[0]" in me.last.text
    assert units(me.last.text) <= 4096
