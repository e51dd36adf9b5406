"""Words of danger that nobody answers for become a report by themselves after ten minutes."""

from pathlib import Path

from sqlalchemy import select

from casework.case.model import Role, Urgency
from storage.tables.cases import CaseRow
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
