"""What could not be delivered is told by hand: who is asked, who may say that it was told, and what
never fails."""

from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select, update

from bot.desk import errands
from bot.simulator.phones import Phone
from bot.telegram.delivery import Lost
from casework.case.model import Case, Role
from conversations.protocol.delivery import Delivery
from storage.cases import cases
from storage.db.database import table_of
from storage.pending import outbox
from storage.pending.outbox import Letter
from storage.tables.pending import Errand, OutboxRow
from tests.support.rig import DISTRICT, VILLAGE, Rig, rig
from tests.support.stories.deeds import tap
from tests.support.walking import report

PLEASE, COLLEAGUE = "belum sampai ke orangnya", "sedang tidak bisa dihubungi. Mohon dibantu"
NUMBER, CASE = "26-00001-R", 260_000_001


async def _errands(made: Rig) -> Sequence[Any]:
    async with made.program.db.read() as connection:
        return (
            await connection.execute(select(table_of(Errand)).order_by(table_of(Errand).c.id))
        ).all()


async def _case(made: Rig) -> Case:
    async with made.program.db.read() as connection:
        case = await cases.load(connection, made.program.vault, CASE, lock=False)
    assert case is not None
    return case


async def _do(made: Rig, phone: Phone, *steps: str) -> None:
    """Write, or tap what stands in brackets."""
    for step in steps:
        if step.startswith("["):
            tap(phone, step.strip("[]"))
            await made.settle()
        else:
            await made.write(phone, step)


def _got(made: Rig, phone: Phone, words: str) -> int:
    return sum(words in sent.text for sent in made.telegram.ledger if sent.chat_id == phone.chat_id)


async def _resident(made: Rig) -> tuple[Phone, Phone]:
    """A resident with a case of their own, and the officer who has it."""
    office = await made.employ(11, Role.FRONT_OFFICE, VILLAGE)
    resident = made.phone(1)
    await report(made, resident, "kartu KIS saya mati sejak bulan lalu")
    await _do(made, office, f"/ambil {NUMBER}")
    return resident, office


RESULT = (f"/selesai {NUMBER}", "[Sudah dibantu]", "Kartunya aktif lagi.", "[Kirim]")


async def test_a_result_that_arrives_is_heard(sqlite_url: str, tmp_path: Path) -> None:
    """Telegram took the letter: that is noted with the case, and the officer sees it."""
    async with rig(sqlite_url, tmp_path) as made:
        _, office = await _resident(made)
        await _do(made, office, *RESULT, f"/kasus {NUMBER}")
        assert ((await _case(made)).ending.heard, await _errands(made)) == (True, [])
        assert "Kabar hasil: ✓ tersampaikan" in office.last.text


async def test_a_result_that_is_lost_is_an_errand_of_the_office(
    sqlite_url: str, tmp_path: Path
) -> None:
    """Its words are sealed; whom it was for is never asked; the case has not been heard of until
    somebody says so."""
    async with rig(sqlite_url, tmp_path) as made:
        resident, office = await _resident(made)
        resident.block()
        await _do(made, office, *RESULT)
        (errand,) = await _errands(made)
        assert (errand.kind, errand.person_id, errand.asked, errand.done_at) == (
            "result",
            1,
            None,
            None,
        )
        assert b"Kartunya" not in errand.what
        assert _got(made, office, PLEASE) == 1
        assert not (await _case(made)).ending.heard
        await _do(made, office, "[Sudah saya sampaikan]", "[Bertemu langsung]")
        (errand,) = await _errands(made)
        assert ((await _case(made)).ending.heard, errand.done_by, errand.how) == (
            True,
            11,
            "in_person",
        )
        await _do(made, office, "[Sudah saya sampaikan]", "[Lewat telepon]")
        assert "tidak ada kabar yang menunggu" in office.last.text


async def test_an_unreachable_officer_is_not_asked(sqlite_url: str, tmp_path: Path) -> None:
    """The next level up is asked instead, and sees it in /tugas."""
    async with rig(sqlite_url, tmp_path) as made:
        resident, office = await _resident(made)
        leader = await made.employ(12, Role.COORDINATOR, VILLAGE)
        resident.block()
        await _do(made, leader, f"/balas {NUMBER}")
        office.block()
        await _do(made, leader, "Mohon datang ke kantor.")
        # The first who was asked turns out to be unreachable too; then the coordinator is.
        assert (_got(made, office, PLEASE), _got(made, leader, PLEASE)) == (0, 1)
        await _do(made, leader, "/tugas")
        assert "sampaikan kabar dari petugas" in leader.last.text


async def test_what_an_officer_did_not_get_goes_to_their_level(
    sqlite_url: str, tmp_path: Path
) -> None:
    """The colleagues of an officer who has blocked the bot hear that a message did not arrive."""
    async with rig(sqlite_url, tmp_path) as made:
        resident, office = await _resident(made)
        other = await made.employ(13, Role.FRONT_OFFICE, VILLAGE)
        office.block()
        await _do(made, resident, f"/kasus {NUMBER}", "[Tambah kabar]", "besok harus kontrol")
        assert (_got(made, other, COLLEAGUE), await _errands(made)) == (1, [])


async def test_the_volunteer_who_looks_on_is_asked_first(sqlite_url: str, tmp_path: Path) -> None:
    """Who filed for somebody that is not reached any more tells them, may print the words, and the
    officer sees it."""
    async with rig(sqlite_url, tmp_path) as made:
        office = await made.employ(11, Role.FRONT_OFFICE, VILLAGE)
        volunteer = await made.employ(12, Role.VOLUNTEER, VILLAGE)
        await report(made, volunteer, "/lapor ktp hilang sejak pindah rumah")
        neighbour = made.phone(1)
        await made.introduce(neighbour)
        await _do(made, volunteer, f"/kasus {NUMBER}", "[Serahkan ke yang bersangkutan]")
        link = (
            next(m.text for m in volunteer.messages if "?start=a_" in m.text)
            .partition("?start=")[2]
            .split()[0]
        )
        await _do(made, neighbour, f"/start {link}", "[Biarkan kader tetap bisa melihat]")
        neighbour.block()
        await _do(made, office, f"/ambil {NUMBER}", *RESULT)
        (errand,) = await _errands(made)
        assert (errand.asked, _got(made, volunteer, PLEASE), _got(made, office, PLEASE)) == (
            12,
            1,
            0,
        )
        await _do(made, volunteer, "[Cetak kertasnya]")
        assert [d.method for d in made.telegram.ledger if d.chat_id == 12][-2:] == [
            "sendDocument"
        ] * 2
        await _do(made, volunteer, "[Sudah saya sampaikan]", "[Kertasnya ditinggalkan]")
        assert (await _case(made)).ending.heard
        await _do(made, volunteer, "/tugas", "[Sudah saya sampaikan]", "[Lewat telepon]")
        assert "tidak kami temukan" in volunteer.last.text


async def test_who_was_not_asked_tells_nothing(sqlite_url: str, tmp_path: Path) -> None:
    """Another volunteer and another resident are told that there is no such case, and nothing is
    noted."""
    async with rig(sqlite_url, tmp_path) as made:
        resident, office = await _resident(made)
        other = await made.employ(14, Role.VOLUNTEER, VILLAGE)
        resident.block()
        await _do(made, office, *RESULT)
        for action in ("errand", "slip"):
            other.tap_data(f"c:{action}:{CASE}", other.last.message_id)
            await made.settle()
            assert "tidak kami temukan" in other.last.text
        other.tap_data(f"c:told:{CASE}", other.last.message_id)
        await made.settle()
        await _do(made, other, "[Lewat telepon]")
        assert "tidak kami temukan" in other.last.text
        assert [e.done_at for e in await _errands(made)] == [None]


@pytest.mark.parametrize("why", ["parked", "refused"])
async def test_what_may_or_may_not_have_arrived_is_told_too(
    sqlite_url: str, tmp_path: Path, why: Any
) -> None:
    """A letter that was given up is an errand like one that was refused; what is not class B is
    none."""
    async with rig(sqlite_url, tmp_path) as made:
        _, office = await _resident(made)
        lost = Lost(
            77, 1, CASE, Delivery.MUST_ARRIVE, why, "reply", "Kabar <b>baik</b> &amp; singkat"
        )
        async with made.program.db.write() as connection:
            await made.program.sender._settlement._on_lost(
                connection, [lost, Lost(78, 1, CASE, Delivery.REMINDER, why)], made.now
            )  # type: ignore[misc]
        await made.settle()
        assert [(e.kind, e.mark) for e in await _errands(made)] == [("reply", "l77")]
        await _do(made, office, "/tugas", f"[Sampaikan {NUMBER}]")
        assert "Kabar baik & singkat" in office.last.text


async def test_what_a_dead_process_was_sending_is_told_too(sqlite_url: str, tmp_path: Path) -> None:
    """A letter that is parked at the start, for nobody knows whether it arrived, becomes an
    errand."""
    async with rig(sqlite_url, tmp_path) as made:
        await _resident(made)
        program = made.program
        async with program.db.write() as connection:
            letter = Letter(
                "x",
                1,
                Delivery.MUST_ARRIVE,
                "sendMessage",
                {"text": "Kabar"},
                made.now,
                CASE,
                "reply",
            )
            await outbox.put(connection, program.vault, [letter], made.now)
            await connection.execute(
                update(table_of(OutboxRow))
                .where(table_of(OutboxRow).c.key == "x")
                .values(state="sending", tries=2)
            )
            await program.sender._settlement.recover(connection, made.now)
        assert [e.kind for e in await _errands(made)] == ["reply"]


async def test_one_failure_stops_no_other_letter(
    sqlite_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """If what follows from a lost letter fails, that is noted for the operator, and everything else
    is settled."""
    async with rig(sqlite_url, tmp_path) as made:
        resident, office = await _resident(made)
        real, failing = errands.missed, [True]

        async def missed(*args: Any) -> Any:
            if failing.pop() if failing else False:
                raise ValueError("no way")
            return await real(*args)

        monkeypatch.setattr(errands, "missed", missed)
        resident.block()
        await _do(made, office, f"/balas {NUMBER}", "satu", f"/balas {NUMBER}", "dua")
        assert len(await _errands(made)) == 1
        async with made.program.db.read() as connection:
            states = (
                (await connection.execute(select(table_of(OutboxRow).c.state).distinct()))
                .scalars()
                .all()
            )
        assert set(states) == {"sent", "dead"}


async def test_an_answer_makes_the_question_moot(sqlite_url: str, tmp_path: Path) -> None:
    """Who could not be asked and answers all the same need not be told of the question any more."""
    async with rig(sqlite_url, tmp_path) as made:
        resident, office = await _resident(made)
        resident.block()
        await _do(made, office, f"/tanya {NUMBER}", "[Tulisan]", "Sejak kapan?")
        assert [e.kind for e in await _errands(made)] == ["question"]
        resident.unblock()
        await _do(made, resident, f"/kasus {NUMBER}", "[Jawab]", "sejak bulan lalu")
        assert [e.how for e in await _errands(made)] == ["moot"]
        await made.pass_time(days=6)
        assert _got(made, office, "masih menunggu disampaikan") == 0


async def test_a_volunteer_who_is_lost_leaves_it_to_the_office(
    sqlite_url: str, tmp_path: Path
) -> None:
    """The result for a neighbour whose volunteer has blocked the bot is told by the office, and so
    heard."""
    async with rig(sqlite_url, tmp_path) as made:
        office = await made.employ(11, Role.FRONT_OFFICE, VILLAGE)
        await made.employ(15, Role.DISTRICT_OFFICER, DISTRICT)
        volunteer = await made.employ(12, Role.VOLUNTEER, VILLAGE)
        await report(made, volunteer, "/lapor ktp hilang sejak pindah rumah")
        volunteer.block()
        await _do(made, office, f"/ambil {NUMBER}", *RESULT)
        assert [e.asked for e in await _errands(made)] == [12, None]
        await made.pass_time(days=12)
        assert (await _case(made)).closed_at is None
        await _do(made, office, "[Sudah saya sampaikan]", "[Bertemu langsung]")
        assert ((await _case(made)).ending.heard, {e.how for e in await _errands(made)}) == (
            True,
            {"in_person"},
        )
        await made.pass_time(days=11)
        closed = (await _case(made)).closed_at
        assert closed is not None
        assert made.now - closed < timedelta(days=2)
