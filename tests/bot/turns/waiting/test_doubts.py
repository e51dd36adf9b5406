"""Words of danger that nobody answers for become a report by themselves after ten minutes."""

from pathlib import Path

import pytest
from sqlalchemy import select

from casework.case.model import Role, Urgency
from storage.tables.cases import CaseRow
from storage.unit_of_work import Batch
from tests.bot.turns.test_pauses import talk_of
from tests.support.rig import Rig, rig

CRY = "anak majikan megang2 sy mulu"
OFFICER = 2


async def cases(made: Rig) -> list[str]:
    async with made.program.db.read() as connection:
        rows = await connection.execute(select(CaseRow.urgency))
    return [row.urgency for row in rows]


async def test_who_answers_in_time_files_nothing_else(sqlite_url: str, tmp_path: Path) -> None:
    """A no, too, is an answer: it is offered as a report, as ever."""
    async with rig(sqlite_url, tmp_path) as made:
        me = made.phone(1)
        await made.introduce(me)
        await made.write(me, CRY)
        await made.press(me, "e:no")
        await made.pass_time(minutes=11)
        assert await cases(made) == []
        assert (await talk_of(made)).loose.texts == (CRY,)


async def test_who_has_not_met_us_is_heard_too(sqlite_url: str, tmp_path: Path) -> None:
    """Nobody who is in danger has to say first that they agree."""
    async with rig(sqlite_url, tmp_path) as made:
        me = made.phone(1)
        await made.write(me, CRY)
        await made.pass_time(minutes=11)
        assert await cases(made) == [Urgency.HIGH]


async def test_it_wakes_nobody_and_is_told_once(sqlite_url: str, tmp_path: Path) -> None:
    """One short line with the number of the report; the bell rings no second time."""
    async with rig(sqlite_url, tmp_path) as made:
        me = made.phone(1)
        await made.introduce(me)
        await made.write(me, CRY)
        before = len(me.messages)
        await made.pass_time(minutes=30)
        (line,) = me.messages[before:]
        assert "26-00001-" in line.text
        assert CRY not in line.text
        assert (await talk_of(made)).loose.empty


async def test_at_the_counter_too(sqlite_url: str, tmp_path: Path) -> None:
    """An officer who is called away leaves no visitor's words behind."""
    async with rig(sqlite_url, tmp_path) as made:
        clerk = await made.employ(OFFICER, Role.FRONT_OFFICE, "32.74.05.1003")
        await made.write(clerk, "/catat ibu ini dipukuli suami tahun lalu")
        await made.write(clerk, "kartu KIS mati")
        await made.pass_time(minutes=11)
        assert Urgency.HIGH in await cases(made)


@pytest.mark.parametrize("words", ["ibu masih di igd?", "rumah warga kebakaran sekarang"])
async def test_an_officers_words_ring_nobody(sqlite_url: str, tmp_path: Path, words: str) -> None:
    """Also those that answer a list of cases: it is asked once more, and they go on waiting; a tap
    makes them the emergency that somebody has brought."""
    async with rig(sqlite_url, tmp_path) as made:
        clerk = await made.employ(OFFICER, Role.FRONT_OFFICE, "32.74.05.1003")
        await made.write(clerk, "/antrian")
        clerk.send(words, reply_to=clerk.last.message_id)
        await made.settle()
        before = len(clerk.messages)
        await made.pass_time(minutes=60)
        assert await cases(made) == []
        (again,) = clerk.messages[before:]
        assert "Belum dijawab" in again.text
        await made.press(clerk, "e:yes")
        assert await cases(made) == [Urgency.EMERGENCY]


WHERE, PLACE = "Di mana tepatnya?", "RT 4 RW 2 dekat masjid"


async def place(made: Rig) -> object:
    """The place of the one case."""
    async with made.program.db.write() as connection:
        (case_id,) = (await connection.execute(select(CaseRow.id))).scalars()
        case = await Batch(connection, made.program.vault, made.now).case(case_id)
    assert case is not None
    return case.intake.place


async def test_the_place_is_asked_for(sqlite_url: str, tmp_path: Path) -> None:
    """The line asks where it is, and the answer goes to the report."""
    async with rig(sqlite_url, tmp_path) as made:
        me = made.phone(1)
        await made.introduce(me)
        await made.write(me, CRY)
        await made.pass_time(minutes=11)
        assert WHERE in me.messages[-1].text
        await made.write(me, PLACE)
        assert await place(made) == PLACE


async def test_a_place_that_was_told_is_not_asked_for(sqlite_url: str, tmp_path: Path) -> None:
    """The neighbour: it came while the danger was asked about."""
    async with rig(sqlite_url, tmp_path) as made:
        me = made.phone(1)
        await made.introduce(me)
        await made.write(me, CRY)
        await made.write(me, PLACE)
        await made.pass_time(minutes=20)
        assert WHERE not in me.messages[-1].text
        assert (await talk_of(made)).drafts == ()


async def test_a_form_that_is_open_is_answered_first(sqlite_url: str, tmp_path: Path) -> None:
    """The neighbour: the line asks nothing then; the place is asked for once the form is left."""
    async with rig(sqlite_url, tmp_path) as made:
        me = made.phone(1)
        await made.introduce(me)
        await made.write(me, "/lapor")
        await made.write(me, CRY)
        await made.pass_time(minutes=11)
        assert WHERE not in me.messages[-1].text
        before = len(me.messages)
        await made.write(me, "/batal")
        assert WHERE in "".join(one.text for one in me.messages[before:])


async def test_the_old_button_asks_once(sqlite_url: str, tmp_path: Path) -> None:
    """The neighbour: who says after all that it is now is asked where by the emergency alone."""
    async with rig(sqlite_url, tmp_path) as made:
        me = made.phone(1)
        await made.introduce(me)
        await made.write(me, CRY)
        await made.pass_time(minutes=11)
        await made.press(me, "e:yes")
        assert [one.form for one in (await talk_of(made)).drafts] == ["emergency"]
