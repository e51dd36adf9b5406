"""The same for several cases: tried on all, held back for ten minutes, undone or done, and never
around the rules."""

import re
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.simulator.phones import Phone
from casework.actions.correspondence import Replied
from casework.case import events as e
from casework.case.model import Case, Decision, Role, Status
from conversations.filling.picking import FREELY, MOST
from storage.cases import cases
from tests.support.begun.rigs import begun
from tests.support.rig import OTHER_VILLAGE, VILLAGE, Rig
from tests.support.walking import report

FIRST = 260_000_001


@pytest.fixture
async def made(sqlite_url: str, tmp_path: Path) -> AsyncIterator[Rig]:
    """A coordinator (12) and an officer (11) of Kesambi."""
    async with begun(_begin, sqlite_url, tmp_path) as running:
        yield running


async def _begin(running: Rig) -> None:
    await running.employ(11, Role.FRONT_OFFICE, VILLAGE)
    await running.employ(12, Role.COORDINATOR, VILLAGE)


async def reports(made: Rig, count: int) -> list[int]:
    """So many reports, each of another resident."""
    for n in range(count):
        await report(made, made.phone(100 + n), "sembako BPNT saya belum cair", [])
    return [FIRST + n for n in range(count)]


async def case(made: Rig, case_id: int) -> Case:
    async with made.program.db.read() as connection:
        found = await cases.load(connection, made.program.vault, case_id, lock=False)
    assert found is not None
    return found


async def kinds(made: Rig, case_id: int) -> list[str]:
    async with made.program.db.read() as connection:
        return [
            event.kind for event, _ in await cases.history(connection, made.program.vault, case_id)
        ]


def says(phone: Phone, words: str) -> int:
    return sum(words in message.text for message in phone.messages if message.from_bot)


def _further(leader: Phone) -> str:
    """The button to the next page of the cases to pick from."""
    shown = [b.data for row in leader.last.buttons for b in row if b.data]
    return next(data for data in shown if ":cases:p1." in data)


async def tap(made: Rig, phone: Phone, data: str) -> None:
    """A tap on a button of an older message."""
    phone.tap_data(data, phone.last.message_id)
    await made.settle()


async def begin(made: Rig, action: str, picked: list[int]) -> Phone:
    """The coordinator begins, and picks cases by tapping."""
    leader = made.phone(12)
    await made.write(leader, "/antrian")
    await made.press(leader, "b:")
    await made.press(leader, f":action:{action}")
    for case_id in picked:
        while not any(
            b.data and b.data.endswith(f":t{case_id}") for row in leader.last.buttons for b in row
        ):
            await made.press(leader, _further(leader))
        await made.press(leader, f":cases:t{case_id}")
    await made.press(leader, ":cases:ok")
    return leader


async def test_several_are_assigned_at_once(made: Rig) -> None:
    """Picked, shown with count and numbers, held back; after ten minutes each is assigned as if one
    by one."""
    ids = await reports(made, 3)
    leader = await begin(made, "assign", ids[:2])
    await made.press(leader, ":officer:11")
    assert "2 laporan: 26-00001-R, 26-00002" in leader.last.text
    await made.press(leader, ":count:ok")
    assert "masih bisa diurungkan" in leader.last.text
    assert [(await case(made, i)).owner for i in ids] == [None] * 3
    await made.pass_time(minutes=9)
    assert [(await case(made, i)).owner for i in ids] == [None] * 3
    await made.pass_time(minutes=2)
    assert [(await case(made, i)).owner for i in ids] == [11, 11, None]
    assert "assigned" in await kinds(made, ids[0])
    assert "2 laporan sudah dikerjakan" in leader.last.text
    read = " ".join(message.text for message in made.phone(11).messages if message.from_bot)
    assert read.count("ditugaskan kepada Anda") == 2


async def test_undone_means_that_nothing_happened(made: Rig) -> None:
    """Until it is due one tap takes it back: no event, no message; later it is too late, and that
    is said."""
    ids = await reports(made, 2)
    leader = await begin(made, "reply", ids)
    await made.write(leader, "Penyaluran minggu depan di balai desa.")
    await made.press(leader, ":count:ok")
    await made.press(leader, "bu:")
    assert "Sudah diurungkan. 2 laporan" in leader.last.text
    await made.pass_time(minutes=30)
    assert not any(says(made.phone(100 + n), "balai desa") for n in range(2))
    assert [kind for i in ids for kind in await kinds(made, i) if kind == "replied"] == []
    await made.press(leader, "bu:")
    assert "tidak bisa diurungkan" in leader.last.text


async def test_results_are_ordinary_results(made: Rig) -> None:
    """The same result ends each case by its own command, and each resident is asked whether it is
    fixed."""
    ids = await reports(made, 2)
    leader = await begin(made, "resolve", ids)
    await made.press(leader, ":decision:partly")
    await made.write(leader, "Sudah dibagikan di balai desa.")
    await made.press(leader, ":count:ok")
    await made.pass_time(minutes=11)
    found = [await case(made, i) for i in ids]
    assert {(one.status, one.ending.decision) for one in found} == {
        (Status.RESOLVED, Decision.PARTLY)
    }
    assert (
        says(made.phone(100), "benar sudah beres")
        == says(made.phone(101), "benar sudah beres")
        == 1
    )
    await made.press(leader, "bu:")
    assert "terlanjur" in leader.last.text


async def test_many_need_their_number_typed(made: Rig) -> None:
    """More than a handful has no button to do it: the count must be typed, and a wrong one does
    nothing."""
    ids = await reports(made, FREELY + 1)
    leader = await begin(made, "reply", ids)
    await made.write(leader, "Kabar untuk semua.")
    assert not any(
        b.data and b.data.endswith(":count:ok") for row in leader.last.buttons for b in row
    )
    where = next(
        b.data for row in leader.last.buttons for b in row if b.data and ":count:" in b.data
    )
    leader.tap_data(where.rpartition(":")[0] + ":ok", leader.last.message_id)
    await made.settle()
    await made.write(leader, "5")
    assert says(leader, "akan dikerjakan") == 0
    await made.write(leader, "6")
    assert says(leader, "6 laporan akan dikerjakan") == 1


async def test_somebody_elses_case_stops_all(made: Rig) -> None:
    """One case of another village among them: one clear sentence, and nothing is done to any."""
    ids = await reports(made, 1)
    stranger = made.phone(300)
    await made.introduce(stranger, "Pegambiran")
    await report(made, stranger, "sembako BPNT saya belum cair", [])
    foreign = FIRST + 1
    assert (await case(made, foreign)).village != VILLAGE
    leader = made.phone(12)
    await made.write(leader, "/antrian")
    await made.press(leader, "b:")
    await made.press(leader, ":action:reply")
    where = next(
        b.data for row in leader.last.buttons for b in row if b.data and ":cases:t" in b.data
    )
    await made.press(leader, f":t{ids[0]}")
    leader.tap_data(where.rpartition(":t")[0] + f":t{foreign}", leader.last.message_id)
    await made.settle()
    await made.press(leader, ":cases:ok")
    await made.write(leader, "Kabar untuk semua.")
    await made.press(leader, ":count:ok")
    assert "Tidak ada satu pun yang dikerjakan" in leader.last.text
    await made.pass_time(minutes=11)
    for case_id in (ids[0], foreign):
        assert "replied" not in await kinds(made, case_id)


async def test_what_has_become_impossible_is_told(made: Rig) -> None:
    """A case that was withdrawn while it was held back is left as it is and named; the others are
    done."""
    ids = await reports(made, 2)
    leader = await begin(made, "resolve", ids)
    await made.press(leader, ":decision:helped")
    await made.write(leader, "Sudah dibagikan.")
    await made.press(leader, ":count:ok")
    resident = made.phone(100)
    await made.press(resident, f"c:open:{ids[0]}")
    await made.press(resident, f"c:withdraw:{ids[0]}")
    await made.press(resident, ":why:solved")
    await made.pass_time(minutes=11)
    assert "1 laporan sudah dikerjakan" in leader.last.text
    assert "✖ 26-00001-R" in leader.last.text
    assert [(await case(made, i)).status for i in ids] == [Status.CLOSED, Status.RESOLVED]


async def test_emergencies_are_not_among_several(made: Rig) -> None:
    """An emergency has no button to be picked, and a forged one stops all."""
    ids = await reports(made, 1)
    danger = made.phone(300)
    await made.introduce(danger)
    await made.write(danger, "tolong bapak pingsan tidak sadar")
    leader = made.phone(12)
    await made.write(leader, "/antrian")
    await made.press(leader, "b:")
    await made.press(leader, ":action:reply")
    offered = [
        b.data or "" for row in leader.last.buttons for b in row if ":cases:t" in (b.data or "")
    ]
    assert [data.rpartition(":t")[2] for data in offered] == [str(ids[0])]
    leader.tap_data(offered[0].rpartition(":t")[0] + f":t{FIRST + 1}", leader.last.message_id)
    await made.settle()
    await made.press(leader, ":cases:ok")
    await made.write(leader, "Kabar.")
    await made.press(leader, ":count:ok")
    assert "ditangani satu per satu" in leader.last.text


@pytest.mark.parametrize("value", ["t" + "9" * 17, "tx", "x1", "p" + "9" * 30, "t٣", ""])
async def test_forged_taps_do_no_harm(made: Rig, value: str) -> None:
    """Whatever a button of the list carries, nothing breaks and nothing is picked."""
    await reports(made, 1)
    leader = made.phone(12)
    await made.write(leader, "/antrian")
    await made.press(leader, "b:")
    await made.press(leader, ":action:reply")
    where = next(
        b.data for row in leader.last.buttons for b in row if b.data and ":cases:t" in b.data
    )
    leader.tap_data(where.rpartition(":t")[0] + f":{value}", leader.last.message_id)
    await made.settle()
    assert says(leader, "gangguan") == 0
    assert not re.search(r"Terpilih [1-9]", leader.last.text)


async def test_only_leaders_do_several(made: Rig) -> None:
    """An officer has no such button; a forged one is stale; and nobody undoes what another has
    begun."""
    ids = await reports(made, 1)
    officer = made.phone(11)
    await made.write(officer, "/antrian")
    assert "☑" not in str([b.text for row in officer.last.buttons for b in row])
    officer.tap_data("b:", officer.last.message_id)
    await made.settle()
    assert "tidak dipakai lagi" in officer.last.text
    leader = await begin(made, "reply", ids)
    await made.write(leader, "Kabar.")
    await made.press(leader, ":count:ok")
    undo = next(
        b.data for row in leader.last.buttons for b in row if b.data and b.data.startswith("bu:")
    )
    other = await made.employ(13, Role.COORDINATOR, OTHER_VILLAGE)
    other.tap_data(undo, other.last.message_id)
    await made.settle()
    assert "tidak bisa diurungkan" in other.last.text
    await made.pass_time(minutes=11)
    assert any(isinstance(event, Replied) for event in await _events(made, ids[0]))


async def _events(made: Rig, case_id: int) -> list[e.Event]:
    async with made.program.db.read() as connection:
        return [event for event, _ in await cases.history(connection, made.program.vault, case_id)]


async def test_numbers_may_be_typed_and_are_bounded(made: Rig) -> None:
    """Numbers of cases are typed as well as tapped; more than the most are not taken."""
    await reports(made, 2)
    leader = made.phone(12)
    await made.write(leader, "/antrian")
    await made.press(leader, "b:")
    await made.press(leader, ":action:reply")
    await made.write(leader, "26-00001-R")
    assert "Terpilih 1" in leader.last.text
    await made.write(leader, "yang pertama saja")
    assert says(leader, "Ketuk nomornya, atau ketik") == 1
    where = next(
        b.data for row in leader.last.buttons for b in row if b.data and ":cases:t" in b.data
    )
    for n in range(MOST):
        leader.tap_data(where.rpartition(":t")[0] + f":t{FIRST + 100 + n}", leader.last.message_id)
    await made.settle()
    assert says(leader, f"Paling banyak {MOST}") == 1


async def test_what_was_finished_meanwhile_gets_no_reply(made: Rig) -> None:
    """A colleague finished one of the cases, and wrote about another: neither gets the words that
    were meant for what it was, and both are named; the third gets them."""
    ids = await reports(made, 3)
    leader = await begin(made, "reply", ids)
    await made.write(leader, "Mohon datang ke kantor Kamis.")
    await made.press(leader, ":count:ok")
    await made.pass_time(minutes=1)
    officer = made.phone(11)
    await tap(made, officer, f"c:resolve:{ids[0]}")
    await made.press(officer, ":decision:helped")
    await made.write(officer, "Sudah jadi, diantar.")
    await made.press(officer, ":!:send")
    await tap(made, officer, f"c:reply:{ids[1]}")
    await made.write(officer, "Tidak perlu datang.")
    await made.pass_time(minutes=11)
    assert [says(made.phone(100 + n), "Mohon datang") for n in range(3)] == [0, 0, 1]
    assert "1 laporan sudah dikerjakan" in leader.last.text
    assert leader.last.text.count("sementara itu ada yang berubah") == 2


async def test_what_was_taken_meanwhile_is_not_given_on(made: Rig) -> None:
    """Who has taken a case while it was held back keeps it, and the leader reads so."""
    ids = await reports(made, 2)
    leader = await begin(made, "assign", ids)
    await made.press(leader, ":officer:11")
    await made.press(leader, ":count:ok")
    await made.pass_time(minutes=1)
    await tap(made, leader, f"c:claim:{ids[0]}")
    await made.pass_time(minutes=11)
    assert [(await case(made, i)).owner for i in ids] == [12, 11]
    assert "26-00001-R: tidak dikerjakan" in leader.last.text
