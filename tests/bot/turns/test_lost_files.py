"""A file that could not be kept is told to whoever has sent it."""

from pathlib import Path

from bot.turns.lost_files import LostFiles
from casework.case.model import Role
from storage.cases.attachments import Fetched, Wanted, lost_files, record, wanted
from tests.bot.trials.test_office_day import FIRST
from tests.support.rig import VILLAGE, Rig, rig
from tests.support.walking import report


async def _given_up(made: Rig) -> list[Wanted]:
    """All attachments that were wanted, written down as refused, and told as the fetcher tells."""
    program = made.program
    tell = LostFiles(program.desk, program.vault, lambda: made.now).tell
    async with program.db.write() as connection:
        lost = await wanted(connection, program.vault, made.now, 9)
        await record(connection, [Fetched(one.id, "refused", 0, made.now) for one in lost])
        await tell(connection, lost)
    await made.settle()
    return lost


async def test_the_sender_is_told_and_no_page_counts_it(sqlite_url: str, tmp_path: Path) -> None:
    """The resident reads which report and what to do; the page counts the file no more."""
    async with rig(sqlite_url, tmp_path) as made:
        officer, resident = await made.employ(11, Role.FRONT_OFFICE, VILLAGE), made.phone(1)
        await report(made, resident, "kartu KIS saya mati, mau kontrol", [])
        made.later(seconds=60)
        resident.tap_data(f"c:add:{FIRST}", resident.last.message_id)
        await made.settle()
        resident.photo()
        await made.settle()
        await made.press(officer, f"c:open:{FIRST}")
        assert "1 foto" in officer.last.text
        assert len(await _given_up(made)) == 1
        assert "26-00001-R tidak bisa kami buka" in resident.last.text
        await made.press(officer, f"c:claim:{FIRST}")
        assert not [b for row in officer.last.buttons for b in row if "Berkas" in b.text]
        assert "1 foto" not in officer.last.text
        async with made.program.db.read() as connection:
            assert len(await lost_files(connection, FIRST)) == 1
