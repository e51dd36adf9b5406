"""The operator ends everything of one person: whoever holds that phone reads and does nothing more
as an officer, and their cases go on."""

import pytest
from sqlalchemy import select

from bot.cli.people.ending import end
from bot.settings.mistakes import Mistakes
from casework.actions.question import Ask
from casework.actions.referral import Refer
from storage.cases import cases as stored
from storage.db.database import table_of
from storage.people import people
from storage.tables.pending import OutboxRow
from tests.bot.desk.staff.test_leaving import (
    FIRST,
    HEAD,
    LEAVER,
    MANAGER,
    MATE,
    RESIDENT,
    case_of,
    made,
    told,
)
from tests.support.living_cases import ask
from tests.support.rig import DISTRICT, Rig
from tests.support.walking import report

__all__ = ["made"]


async def test_a_case_in_hand_goes_back_to_its_office(made: Rig) -> None:
    """Colleagues read so and may take it; the trail names nobody, and its page can be read."""
    await end(made.program, LEAVER)
    await made.settle()
    assert (await case_of(made)).owner is None
    assert "26-00001-R" in made.phone(MATE).last.text
    await made.write(made.phone(MATE), "/kasus 26-00001-R")
    await made.press(made.phone(MATE), "c:claim:")
    assert (await case_of(made)).owner == MATE


async def test_who_holds_the_phone_reads_nothing(made: Rig) -> None:
    """Neither by commands nor by old buttons, and what they had begun is gone."""
    thief = made.phone(LEAVER)
    await made.write(thief, "/kasus 26-00001-R")
    await made.press(thief, "c:ask")
    await end(made.program, LEAVER)
    await made.settle()
    since = len(thief.messages)
    for words in ("/antrian", "/kasus 26-00001-R", "/cari sktm", "/petugas", "halo"):
        await made.write(thief, words)
    await report(made, made.phone(77), "butuh sktm juga")
    await made.pass_time(days=2)
    assert "sktm" not in told(made, LEAVER, since).casefold()
    assert (await case_of(made)).owner != LEAVER


async def test_what_waited_for_them_is_not_sent(made: Rig) -> None:
    """Letters about other people's cases that were still to go."""
    later = made.now.replace(hour=23)
    async with made.program.db.write() as connection:
        rows = [
            {
                "key": f"test.{n}",
                "chat_id": LEAVER,
                "delivery": "B",
                "method": "sendMessage",
                "not_before": later,
                "created_at": made.now,
                "case_id": case,
            }
            for n, case in enumerate((FIRST, None))
        ]
        await connection.execute(table_of(OutboxRow).insert(), rows)
    await end(made.program, LEAVER)
    table = table_of(OutboxRow)
    async with made.program.db.read() as connection:
        wanted = select(table.c.key).where(table.c.key.startswith("test."))
        assert list(await connection.scalars(wanted)) == ["test.1"]


@pytest.mark.parametrize("waits_for", ["resident", "office"])
async def test_what_waits_goes_to_the_nearest_leader(made: Rig, waits_for: str) -> None:
    """The answer is read by somebody."""
    if waits_for == "resident":
        await ask(made, LEAVER, Ask(LEAVER, "Sejak kapan?", "text"), FIRST)
    else:
        await ask(made, LEAVER, Refer(LEAVER, DISTRICT, "Mohon dibantu."), FIRST)
    await made.settle()
    assert (await case_of(made)).referral or waits_for == "resident", told(made, LEAVER)[-300:]
    await end(made.program, LEAVER)
    await made.settle()
    assert (await case_of(made)).owner == HEAD
    assert "26-00001-R" in told(made, HEAD)


async def test_nobody_is_left(made: Rig) -> None:
    """The last manager's, too; a case that nobody can inherit is no trouble."""
    await ask(made, LEAVER, Ask(LEAVER, "Sejak kapan?", "text"), FIRST)
    for person in (MANAGER, HEAD, MATE, 15, LEAVER):
        await end(made.program, person)
    await made.settle()
    async with made.program.db.read() as connection:
        found = await people.memberships(connection, [MANAGER, HEAD, MATE, LEAVER])
        case = await stored.load(connection, made.program.vault, FIRST, lock=False)
    assert found == {}
    assert case is not None
    since = len(made.phone(RESIDENT).messages)
    await made.press(made.phone(RESIDENT), "c:answer:")
    await made.write(made.phone(RESIDENT), "sejak bulan lalu")
    assert len(made.phone(RESIDENT).messages) > since


async def test_who_works_nowhere_is_refused(made: Rig) -> None:
    """A resident, and whoever was ended already."""
    with pytest.raises(Mistakes, match="nobody with the number 1 works here"):
        await end(made.program, RESIDENT)
    await end(made.program, LEAVER)
    with pytest.raises(Mistakes):
        await end(made.program, LEAVER)
