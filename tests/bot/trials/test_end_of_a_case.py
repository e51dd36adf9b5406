"""The end of a case with the real program: from where somebody decides, who may look again, who
hears of stars."""

from pathlib import Path

from bot.simulator.phones import Phone
from casework import lifecycle
from casework.actions.escalation import Escalated
from casework.actions.referral import Offered
from casework.actions.referral_answer import Accepted
from casework.case.model import Case, Role
from casework.policy.followups import Changes
from casework.policy.offices import Channel
from storage.cases import cases
from storage.unit_of_work import Batch
from tests.support.rig import DISTRICT, VILLAGE, Rig, rig
from tests.support.walking import report

CASE = 260_000_001
AGENCY = f"{DISTRICT}/dinkes"


async def _case(made: Rig) -> Case:
    async with made.program.db.read() as connection:
        found = await cases.load(connection, made.program.vault, CASE, lock=False)
    assert found is not None
    return found


async def _resolve(made: Rig, officer: Phone, decision: str, result: str) -> None:
    await made.write(officer, "/selesai 26-00001-R")
    await made.press(officer, f":{decision}")
    await made.write(officer, result)
    await made.press(officer, ":send")


def _offers(phone: Phone, data: str) -> bool:
    return any((button.data or "").startswith(data) for row in phone.last.buttons for button in row)


async def _tap(made: Rig, phone: Phone, data: str) -> None:
    """Tap an old button, whatever is offered now."""
    phone.tap_data(data, phone.last.message_id)
    await made.settle()


async def _object(made: Rig, resident: Phone, why: str) -> None:
    await made.press(resident, "c:object:")
    await made.write(resident, why)


async def test_a_coordinators_decision_goes_to_the_district(
    sqlite_url: str, tmp_path: Path
) -> None:
    """A coordinator who decides for the desk has decided as coordinator: the objection goes above
    both."""
    async with rig(sqlite_url, tmp_path) as made:
        await made.employ(11, Role.FRONT_OFFICE, VILLAGE)
        coordinator = await made.employ(12, Role.COORDINATOR, VILLAGE)
        slrt = await made.employ(13, Role.DISTRICT_OFFICER, DISTRICT)
        resident = made.phone(1)
        await report(made, resident, "butuh sktm")
        await _resolve(made, coordinator, "not_possible", "Belum bisa.")
        assert ((await _case(made)).ending.decided_level, (await _case(made)).level) == (1, 0)
        await _object(made, resident, "berkas tidak dilihat")
        assert ((await _case(made)).level, (await _case(made)).office) == (2, DISTRICT)
        assert "Ada keberatan" in slrt.last.text


async def test_where_nobody_else_is_the_way_out_is_told(sqlite_url: str, tmp_path: Path) -> None:
    """With nobody above the one who decided, the case stays as it is and the person learns where
    else to go."""
    async with rig(sqlite_url, tmp_path) as made:
        coordinator = await made.employ(12, Role.COORDINATOR, VILLAGE)
        resident = made.phone(1)
        await report(made, resident, "butuh sktm")
        await _resolve(made, coordinator, "not_possible", "Belum bisa.")
        before = await _case(made)
        await made.press(resident, "c:object:")
        assert "Ombudsman (telepon 137)" in resident.last.text
        assert await _case(made) == before
        await _tap(made, resident, f"c:open:{CASE}")
        assert not _offers(resident, "c:object:")


async def test_of_two_managers_the_other_is_asked(sqlite_url: str, tmp_path: Path) -> None:
    """Decided at the top, the other manager looks anew; the one who decided hears nothing of it and
    decides nothing."""
    async with rig(sqlite_url, tmp_path) as made:
        first = await made.employ(12, Role.DISTRICT_MANAGER, DISTRICT)
        other = await made.employ(13, Role.DISTRICT_MANAGER, DISTRICT)
        resident = made.phone(1)
        await report(made, resident, "butuh sktm")
        await _resolve(made, first, "not_possible", "Belum bisa.")
        await _object(made, resident, "berkas tidak dilihat")
        assert "Ada keberatan" in other.last.text
        assert "keberatan" not in first.last.text
        await made.write(first, "/selesai 26-00001-R")
        assert "tidak memutus lagi" in first.last.text
        await _resolve(made, other, "helped", "Sudah jadi.")
        assert "Sudah jadi." in resident.last.text


async def test_the_coordinator_hears_of_few_stars(sqlite_url: str, tmp_path: Path) -> None:
    """Few stars open the case for the coordinator once; the second time they are told, and nothing
    opens."""
    async with rig(sqlite_url, tmp_path) as made:
        front = await made.employ(11, Role.FRONT_OFFICE, VILLAGE)
        coordinator = await made.employ(12, Role.COORDINATOR, VILLAGE)
        resident = made.phone(1)
        await report(made, resident, "butuh sktm")
        await _resolve(made, front, "helped", "Sudah jadi.")
        await made.press(resident, "cf:")
        await made.press(resident, f"rt:{CASE}:1")
        await made.press(resident, ":reopen:yes")
        await made.press(resident, ":words:-")
        assert ((await _case(made)).status, (await _case(made)).ending.rating) == ("reviewed", 1)
        assert "dibuka lagi" in coordinator.last.text
        await _resolve(made, front, "helped", "Sekarang benar-benar jadi.")
        await made.press(resident, "cf:")
        await made.press(resident, f"rt:{CASE}:2")
        await made.press(resident, ":words:-")
        assert ((await _case(made)).status, (await _case(made)).ending.rating) == ("closed", 2)
        assert "dinilai 2 dari 5 bintang" in coordinator.last.text


async def test_who_may_not_judge_cannot_seize(sqlite_url: str, tmp_path: Path) -> None:
    """Refused twice and now at the district: the village's officers are offered nothing, and can't
    take the case."""
    async with rig(sqlite_url, tmp_path) as made:
        village = await made.employ(11, Role.BACK_OFFICE, VILLAGE)
        coordinator = await made.employ(12, Role.COORDINATOR, VILLAGE)
        district = await made.employ(13, Role.DISTRICT_OFFICER, DISTRICT)
        resident = made.phone(1)
        await report(made, resident, "butuh sktm")
        for officer in (village, coordinator):
            await _resolve(made, officer, "not_possible", "Belum bisa.")
            await _object(made, resident, "berkas tidak dilihat")
        for officer in (village, coordinator):
            await made.write(officer, "/ambil 26-00001-R")
            assert (await _case(made)).owner is None
            await _tap(made, officer, f"c:open:{CASE}")
            assert not [
                x
                for x in ("claim", "assign", "ask", "refer", "resolve")
                if _offers(officer, f"c:{x}:")
            ]
        await made.write(village, "/selesai 26-00001-R")
        assert "setingkat di atas" in village.last.text
        await _tap(made, district, f"c:open:{CASE}")
        assert _offers(district, "c:resolve:")
        assert _offers(district, "c:claim:")
        await made.press(district, "c:more:")
        await made.press(district, "c:assign:")
        assert not _offers(district, f"as:{CASE}:11")
        await _tap(made, district, f"as:{CASE}:11")
        assert (await _case(made)).owner is None
        await made.write(district, "/ambil 26-00001-R")
        assert (await _case(made)).owner == 13


async def test_what_has_climbed_by_lateness_the_district_may_judge(
    sqlite_url: str, tmp_path: Path
) -> None:
    """An agency decides for the village that has asked it: the district, where lateness has led,
    may look anew."""
    async with rig(sqlite_url, tmp_path) as made:
        front = await made.employ(11, Role.FRONT_OFFICE, VILLAGE)
        agency = await made.employ(12, Role.AGENCY_OFFICER, AGENCY)
        district = await made.employ(13, Role.DISTRICT_OFFICER, DISTRICT)
        resident = made.phone(1)
        await report(made, resident, "butuh sktm")
        await made.write(front, "/ambil 26-00001-R")
        async with made.program.db.write() as connection:
            batch = Batch(connection, made.program.vault, made.now)
            late = await batch.case(CASE)
            assert late is not None
            offered = Offered(11, AGENCY, "Dinkes", Channel.BOT, "mohon", False, "", made.now)
            accepted = Accepted(12, AGENCY, "Dinkes", made.now)
            for event in (offered, accepted, Escalated(0, 2, DISTRICT, "late")):
                late = lifecycle.evolve(late, event, made.now)
                batch.record(late, (event,), Changes((), frozenset()))
            await batch.flush()
        await _resolve(made, agency, "not_possible", "Tidak bisa.")
        assert (await _case(made)).ending.decided_level == 0
        await _object(made, resident, "berkas tidak dilihat")
        assert ((await _case(made)).level, (await _case(made)).ending.objected) == (2, True)
        assert "Ada keberatan" in district.last.text


async def test_no_form_opens_for_who_does_not_hold_the_case(
    sqlite_url: str, tmp_path: Path
) -> None:
    """A colleague is not offered what only the holder may do; an old button or a command says so
    before the form."""
    async with rig(sqlite_url, tmp_path) as made:
        front = await made.employ(11, Role.FRONT_OFFICE, VILLAGE)
        holder = await made.employ(12, Role.BACK_OFFICE, VILLAGE)
        resident = made.phone(1)
        await report(made, resident, "butuh sktm")
        await _tap(made, front, f"c:open:{CASE}")
        assert _offers(front, "c:resolve:")
        await made.write(holder, "/ambil 26-00001-R")
        assert _offers(holder, "c:resolve:")
        refused = "Laporan ini dipegang"
        for action in ("ask", "resolve", "refer"):
            await _tap(made, front, f"c:{action}:{CASE}")
            assert refused in front.last.text
            assert not front.last.buttons
        await made.write(front, "/selesai 26-00001-R")
        assert refused in front.last.text
        await _tap(made, front, f"c:open:{CASE}")
        assert not [x for x in ("ask", "refer", "resolve", "recall") if _offers(front, f"c:{x}:")]
        assert _offers(front, "c:note:")


async def test_double_taps_are_quiet(sqlite_url: str, tmp_path: Path) -> None:
    """Thumbs that tap twice close a case once, rate it once, and object once, without a word of
    reproach."""
    async with rig(sqlite_url, tmp_path) as made:
        front = await made.employ(11, Role.FRONT_OFFICE, VILLAGE)
        await made.employ(12, Role.COORDINATOR, VILLAGE)
        resident = made.phone(1)
        await report(made, resident, "butuh sktm")
        await _resolve(made, front, "helped", "Sudah jadi.")
        await _twice(made, resident, f"cf:{CASE}:fixed")
        assert "sudah kami catat" in resident.last.text
        await _twice(made, resident, f"rt:{CASE}:1")
        await made.press(resident, ":reopen:yes")
        await made.press(resident, ":words:-")
        assert (await _case(made)).status == "reviewed"
        await made.press(resident, f"rt:{CASE}:1")
        assert "sedang kami periksa lagi" in resident.last.text
        texts = [m.text for m in resident.messages]
        assert not any("langkah itu" in text for text in texts)
        assert sum("Setuju laporan" in text for text in texts) <= 1


async def _twice(made: Rig, phone: Phone, data: str) -> None:
    """Two taps before the bot has answered the first."""
    message, button = next(
        (m, b.data)
        for m in reversed(phone.messages)
        for row in m.buttons
        for b in row
        if (b.data or "").startswith(data)
    )
    phone.tap_data(button or "", message.message_id)
    phone.tap_data(button or "", message.message_id)
    await made.settle()
