"""A village or a district has another code: cases, residents, roles and posters follow."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.cli import area_moves
from bot.settings.config import Config
from bot.settings.mistakes import Mistakes
from casework.actions.places.renumbering import Renumbered
from casework.case.model import Case, Role
from casework.case.number import number
from casework.case.places import moved
from casework.reports.held_by import stays
from storage.cases import cases
from storage.places.area_moves import load_moves
from tests.support.begun.rigs import begun
from tests.support.rig import DISTRICT, VILLAGE, VILLAGES, Rig
from tests.support.walking import report

FIRST = 260_000_001
NEW, NEW_DISTRICT = "32.74.05.1099", "32.99"


@pytest.fixture
async def made(database_url: str, tmp_path: Path) -> AsyncIterator[Rig]:
    """A village with an officer (11), the district's officer (12), and a report of a resident
    (1)."""
    async with begun(_begin, database_url, tmp_path) as running:
        yield running


async def _begin(running: Rig) -> None:
    await running.employ(11, Role.FRONT_OFFICE, VILLAGE)
    await running.employ(12, Role.DISTRICT_OFFICER, DISTRICT)
    await report(running, running.phone(1), "butuh sktm")


async def case_of(made: Rig) -> Case:
    async with made.program.db.read() as connection:
        found = await cases.load(connection, made.program.vault, FIRST, lock=False)
    assert found is not None
    return found


async def renumbered(made: Rig, old: str, new: str) -> None:
    """The list of the config has the new code, and the bot is started with it."""
    rows = tuple((moved(code, old, new), name) for code, name in VILLAGES)
    district = new if old == DISTRICT else DISTRICT
    area = made.config.area.model_copy(update={"district": district, "villages": rows})
    made.config = made.config.model_copy(update={"area": area})
    await made.restart()


async def test_before_the_move_nothing_is_hidden(made: Rig) -> None:
    """A code that no list has any more is named, and its officers still see their cases."""
    await renumbered(made, VILLAGE, NEW)
    assert any(f"village '{VILLAGE}' is gone: 1 cases name it (1 open)" in x for x in made.left)
    assert any(f"puskesos areas move {VILLAGE} NEW" in line for line in made.left)
    await made.write(made.phone(11), "/antrian")
    assert "26-00001-R" in made.phone(11).last.text
    assert "Kesambi" in made.phone(11).last.text, "its last known name is told"
    await made.write(made.phone(11), "/cari Kesambi")
    assert "26-00001-R" in made.phone(11).last.text, "and is what it is found by"


async def test_a_village_moves_with_all_that_belongs_to_it(made: Rig) -> None:
    """Case, trail, resident, role and poster: after the move all of them are at the new code."""
    await renumbered(made, VILLAGE, NEW)
    said = await area_moves.carry_out(made.config, VILLAGE, NEW, made.now)
    assert said.startswith(f"{VILLAGE} is {NEW} now: 1 cases, 3 residents, 1 roles")
    await made.restart()
    assert made.left == []
    case = await case_of(made)
    assert (case.village, case.office) == (NEW, NEW)
    async with made.program.db.read() as connection:
        history = await cases.history(connection, made.program.vault, FIRST)
    assert history[-1][0] == Renumbered(0, VILLAGE, NEW)
    await made.write(made.phone(11), "/antrian")
    assert "26-00001-R" in made.phone(11).last.text
    await made.write(made.phone(11), "/cari Kesambi")
    assert "26-00001-R" in made.phone(11).last.text
    made.phone(2).start("d_3274051003")
    await made.settle()
    for answer in (":language:id", ":consent:agree"):
        await made.press(made.phone(2), answer)
    assert "Kesambi" in made.phone(2).last.text, "an old poster leads to the village"
    await made.write(made.phone(1), "/data_saya")
    assert "Kesambi" in made.phone(1).last.text


async def test_a_district_moves_with_its_villages(made: Rig) -> None:
    """Everything below the code follows, and the chain ends at the district of today."""
    await renumbered(made, DISTRICT, NEW_DISTRICT)
    assert any("is gone" in line for line in made.left)
    await area_moves.carry_out(made.config, DISTRICT, NEW_DISTRICT, made.now)
    await made.restart()
    assert made.left == []
    assert (await case_of(made)).village == "32.99.05.1003"
    await made.pass_time(days=20)
    assert (await case_of(made)).office == NEW_DISTRICT
    await made.write(made.phone(12), "/antrian")
    assert "26-00001-R" in made.phone(12).last.text


async def test_a_move_done_twice_or_back_does_no_harm(made: Rig) -> None:
    """The second time nothing follows; the way back leaves no circle."""
    await renumbered(made, VILLAGE, NEW)
    await area_moves.carry_out(made.config, VILLAGE, NEW, made.now)
    said = await area_moves.carry_out(made.config, VILLAGE, NEW, made.now)
    assert said.startswith(f"{VILLAGE} is {NEW} now: 0 cases;")
    await renumbered(made, NEW, VILLAGE)
    await area_moves.carry_out(made.config, NEW, VILLAGE, made.now)
    await made.restart()
    assert (made.left, (await case_of(made)).village) == ([], VILLAGE)


@pytest.mark.parametrize("only", [(), (number(FIRST),)])
async def test_a_look_tells_the_numbers_and_moves_nothing(made: Rig, only: tuple[str, ...]) -> None:
    """Before they agree operators read how many cases, residents and roles would follow."""
    listed = _listed(made, VILLAGE, NEW)
    told = await area_moves.found_by_trying(listed, VILLAGE, NEW, made.now, only)
    more = "" if only else ", 3 residents, 1 roles, 1 invitations"
    assert told == f"{VILLAGE} becomes {NEW}: 1 cases{more}"
    assert (await case_of(made)).village == VILLAGE
    async with made.program.db.read() as connection:
        assert await load_moves(connection) == {}


WRONG = {
    "no code": (VILLAGE, "Kesambi", "is not a Kemendagri code"),
    "the same": (VILLAGE, VILLAGE, "write two different codes"),
    "another kind": (VILLAGE, DISTRICT, "write two different codes"),
    "unknown": (VILLAGE, "32.74.05.1077", "is in no list of places"),
}


@pytest.mark.parametrize("case", WRONG)
async def test_a_wrong_move_is_told_and_nothing_moves(made: Rig, case: str) -> None:
    """What is no move is refused, in words that say what to do."""
    old, new, why = WRONG[case]
    with pytest.raises(Mistakes, match=why):
        await area_moves.carry_out(made.config, old, new, made.now)
    assert (await case_of(made)).village == VILLAGE


async def test_what_comes_in_during_the_move_follows(made: Rig) -> None:
    """The bot still runs with the old code: a report of these minutes, its teller and a new
    colleague follow at the next start."""
    await area_moves.carry_out(_listed(made, NEW), VILLAGE, NEW, made.now)
    await made.employ(13, Role.BACK_OFFICE, VILLAGE)
    await report(made, made.phone(2), "butuh sktm untuk anak saya")
    await renumbered(made, VILLAGE, NEW)
    assert made.left == []
    assert {(case.village, case.office) for case in await cases_of(made)} == {(NEW, NEW)}
    await made.write(made.phone(13), "/antrian")
    assert "26-00002" in made.phone(13).last.text
    await made.write(made.phone(2), "/data_saya")
    assert "Kesambi" in made.phone(2).last.text


async def test_a_village_that_shares_work_out_still_does(made: Rig) -> None:
    """``balance.offices`` may name the old code: it means the place."""
    folder = made.config.files.folder.parent / "policy"
    folder.mkdir()
    (folder / "people.toml").write_text(f'[balance]\noffices = ["{VILLAGE}"]\n')
    policy = made.config.policy.model_copy(update={"folder": folder})
    made.config = made.config.model_copy(update={"policy": policy})
    await area_moves.carry_out(_listed(made, NEW), VILLAGE, NEW, made.now)
    await renumbered(made, VILLAGE, NEW)
    assert NEW in made.program.policy.rota.balanced


async def test_figures_of_an_office_go_on(made: Rig) -> None:
    """What a village did before it was renumbered stands at its code of today, in one line."""
    await made.pass_time(days=20)
    assert (await case_of(made)).office != VILLAGE
    await renumbered(made, VILLAGE, NEW)
    await area_moves.carry_out(made.config, VILLAGE, NEW, made.now)
    async with made.program.db.read() as connection:
        trail = await cases.history(connection, made.program.vault, FIRST)
    offices = [office for _, office in stays(trail)]
    assert (offices[0], VILLAGE in offices) == (NEW, False)


async def test_a_split_village(made: Rig) -> None:
    """Only the cases that are named go to the new code; people, roles and posters stay."""
    await report(made, made.phone(2), "butuh sktm untuk anak saya")
    listed = _listed(made, VILLAGE, NEW)
    second = number((await cases_of(made))[1].id)
    said = await area_moves.carry_out(listed, VILLAGE, NEW, made.now, [second])
    assert said.startswith(f"1 cases of {VILLAGE} lie in {NEW} now")
    found = {number(case.id): case.village for case in await cases_of(made)}
    assert sorted(found.values()) == [VILLAGE, NEW]
    made.config = listed
    await made.restart()
    assert made.left == []
    assert [case.village for case in await cases_of(made)] == [VILLAGE, NEW]
    assert made.program.content.places.today(VILLAGE) == VILLAGE


@pytest.mark.parametrize("told", ["26-00009-X", "26-00001-A", "halo"])
async def test_a_number_that_is_no_case_there(made: Rig, told: str) -> None:
    """Nothing moves, and the number is named."""
    with pytest.raises(Mistakes, match=told):
        await area_moves.carry_out(_listed(made, VILLAGE, NEW), VILLAGE, NEW, made.now, [told])
    assert (await case_of(made)).village == VILLAGE


def _listed(made: Rig, *codes: str) -> Config:
    """The config with these codes in the list of villages, as the operator writes it before the
    move; the bot does not know it yet."""
    kept = [row for row in VILLAGES if row[0] != VILLAGE]
    rows = (*kept, *((code, "Kesambi") for code in codes))
    area = made.config.area.model_copy(update={"villages": rows})
    return made.config.model_copy(update={"area": area})


async def cases_of(made: Rig) -> list[Case]:
    """All cases, oldest first."""
    async with made.program.db.read() as connection:
        ids = [FIRST, FIRST + 1]
        found = [await cases.load(connection, made.program.vault, i, lock=False) for i in ids]
    return [case for case in found if case is not None]
