"""Configuration under live data: rows are removed, renamed and changed while cases of them are
open, resolved, closed, referred, held and merged; everything goes on."""

import shutil
from collections.abc import AsyncIterator, Callable, Iterator, Mapping
from contextlib import asynccontextmanager, contextmanager
from itertools import count, pairwise, zip_longest
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from bot.settings.config import AreaSection
from casework.case.model import Desk
from casework.case.places import moved
from casework.policy import catalogue
from casework.policy.bell_subjects import OfCase
from casework.policy.followups import Bell
from storage.cases import cases, co_reporters
from storage.pending.bells import set_bells, waiting_bells
from tests.conftest import TEMPLATE, PostgreSQL, run_apart
from tests.figures import Figure
from tests.harness.rounds import played
from tests.support import kept
from tests.support.dice import thrown
from tests.support.living_cases import (
    BACK,
    FRONT,
    HELD,
    RESIDENT,
    STAFF,
    STATES,
    Walk,
    live,
    numbered,
    stored,
)
from tests.support.own_rows import NAME, Change, changed, own
from tests.support.rig import DISTRICT, VILLAGE, Rig, rig
from tests.support.row_changes import CHANGES

NEW = "32.74.05.1099"
LATER = count(1_000_000, 1_000_000)
"""Where Telegram begins to count its updates: each is another one, on an old database."""


@contextmanager
def rows(*changes: Change) -> Iterator[None]:
    """The packaged files with changes in them, for everybody who reads them meanwhile."""
    with kept.edited(lambda sources: changed(sources, *changes)):
        yield


@pytest.fixture(scope="module")
def lived_there(
    postgresql_server: PostgreSQL, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[str]:
    """The same on PostgreSQL, by the name of the database."""
    name = "lived"
    postgresql_server.command(f"CREATE DATABASE {name} TEMPLATE {TEMPLATE} STRATEGY file_copy")
    run_apart(live(postgresql_server.url(name), tmp_path_factory.mktemp("lived")))
    yield name
    postgresql_server.command(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def copy_there(postgresql_server: PostgreSQL, lived_there: str) -> Iterator[str]:
    """The address of a copy of it."""
    name = f"{lived_there}_copy"
    postgresql_server.command(f"CREATE DATABASE {name} TEMPLATE {lived_there} STRATEGY file_copy")
    yield postgresql_server.url(name)
    postgresql_server.command(f"DROP DATABASE {name} WITH (FORCE)")


Area = Callable[[AreaSection], AreaSection]


def _villages(change: Callable[[str, str], tuple[str, str] | None]) -> Area:
    """Another list of villages: each with another code or name, or (None) taken out."""

    def changed_area(area: AreaSection) -> AreaSection:
        rows = [change(code, name) for code, name in area.villages]
        return area.model_copy(update={"villages": tuple(row for row in rows if row)})

    return changed_area


AREAS: Mapping[str, Area] = {
    "village removed": _villages(lambda code, name: None if code == VILLAGE else (code, name)),
    "village renamed": _villages(lambda code, name: (code, f"{name} Baru")),
    "village renumbered": _villages(lambda code, name: (moved(code, VILLAGE, NEW), name)),
    "another district code": lambda area: _villages(
        lambda code, name: (moved(code, DISTRICT, "32.99"), name)
    )(area).model_copy(update={"district": "32.99"}),
    "another zone": lambda area: area.model_copy(update={"timezone": ZoneInfo("Asia/Jayapura")}),
}
"""What may be done to the places of a district, in its config."""


@asynccontextmanager
async def after(lived: Path, folder: Path, *changes: Change, hours: int = 2) -> AsyncIterator[Rig]:
    """The program on a copy of that database, after the rows were changed."""
    path = shutil.copyfile(lived, folder / "puskesos.db")
    async with _after(f"sqlite:///{path}", folder, *changes, hours=hours) as made:
        yield made


@asynccontextmanager
async def _after(url: str, folder: Path, *changes: Change, hours: int = 2) -> AsyncIterator[Rig]:
    with rows(own, *changes):
        async with rig(url, folder) as made:
            made.telegram.updates.next_id = next(LATER)
            made.later(hours=hours)
            for person in (RESIDENT, *STAFF):
                made.phone(person).start()
            await made.settle()
            yield made


def told(made: Rig, person: int) -> str:
    """All that the bot has written to somebody."""
    return "\n".join(m.text for m in made.phone(person).messages if m.from_bot)


@pytest.mark.parametrize("change", AREAS)
async def test_everything_goes_on_elsewhere(lived: Path, tmp_path: Path, change: str) -> None:
    """Whatever has become of a village or of the district, nothing fails, and nothing is hidden."""
    async with after(lived, tmp_path, hours=0) as made:
        area = AREAS[change](made.config.area)
        made.config = made.config.model_copy(update={"area": area})
        await made.restart()
        assert bool(made.left) == (change not in ("village renamed", "another zone"))
        await made.write(made.phone(BACK), "/antrian")
        assert "26-00001-R" in told(made, BACK)
        assert await Walk(made).everything() == []


def _beside_each_other(turn: int) -> list[tuple[str, ...]]:
    """All changes, up to three at a time, of rows that have nothing to do with each other: of what
    a case is about, of who deals with it and how, and of words. With another ``turn`` each stands
    beside others."""
    about = ("service", "sector", "party", "document", "question", "clock", "standard")
    dealt = ("office", "follow-ups", "form", "step", "triage")
    names = [name for name in CHANGES if name != "everything removed"]
    first = [name for name in names if name.startswith(about)]
    second = [name for name in names if name.startswith(dealt)]
    third = [name for name in names if name not in (*first, *second)]
    turned = (second[turn:] + second[:turn], third[-turn:] + third[:-turn])
    found = [tuple(filter(None, row)) for row in zip_longest(first, *turned)]
    return [*found, ("everything removed",)]


HERE, THERE = _beside_each_other(1), _beside_each_other(2)
"""What is done at a time on SQLite, and on PostgreSQL."""


@pytest.mark.parametrize("changes", HERE, ids=", ".join)
async def test_everything_goes_on(
    lived: Path, tmp_path: Path, changes: tuple[str, ...], figure: Figure
) -> None:
    """Whatever was done to a row, no command, button or bell fails for a case in any state."""
    async with after(lived, tmp_path, *(CHANGES[change] for change in changes)) as made:
        wrong = await Walk(made).everything()
    figure("also", "rows changed under live cases", changes=len(changes), failed=len(wrong))
    assert wrong == []


async def test_a_row_that_must_be_there(
    lived: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, figure: Figure
) -> None:
    """The control: where no row stands in for the one that is gone, people are stopped."""

    def must(code: str, known: object) -> Any:
        raise KeyError(code)

    monkeypatch.setattr(catalogue, "_gone", must)
    async with after(lived, tmp_path, CHANGES["service removed"], hours=0) as made:
        wrong = await Walk(made).some(("open",), days=1)
    figure("also", "control: nothing stands in for a row", changes=1, failed=len(wrong))
    assert wrong


@pytest.mark.parametrize("changes", THERE, ids=", ".join)
@played("another state")
async def test_it_goes_on_there_too(
    copy_there: str, tmp_path: Path, changes: tuple[str, ...], go: int
) -> None:
    """On PostgreSQL the same, for cases in a few states and two days of bells."""
    seed, fallen = thrown()
    print(f"PUSKESOS_TEST_SEED={seed}")
    another = fallen.choice([state for state in STATES if state not in ("open", "merged")])
    async with _after(copy_there, tmp_path, *(CHANGES[change] for change in changes)) as made:
        assert await Walk(made).some(("open", "merged", another), days=2) == []


@pytest.mark.parametrize("groups", [HERE, THERE], ids=["here", "there"])
def test_every_change_is_made(groups: list[tuple[str, ...]]) -> None:
    """None is left out of the groups, and none is in two."""
    assert sorted(name for row in groups for name in row) == sorted(CHANGES)


def test_each_change_stands_beside_others_there() -> None:
    """So that none of them hides the other's fault on both databases."""
    assert not {pair for row in HERE for pair in pairwise(row)} & {
        pair for row in THERE for pair in pairwise(row)
    }


@played("rows at random")
async def test_all_of_it_goes_on_there(copy_there: str, tmp_path: Path, go: int) -> None:
    """On PostgreSQL all commands, cases in all states and five weeks of bells, after changes that
    are others in every run."""
    seed, fallen = thrown()
    change = fallen.sample(sorted(CHANGES), len(CHANGES))[go % len(CHANGES)]
    print(f"PUSKESOS_TEST_SEED={seed}, {change}")
    async with _after(copy_there, tmp_path, CHANGES[change]) as made:
        assert await Walk(made).everything() == []


async def test_the_cases_stand_in_their_states(lived: Path, tmp_path: Path) -> None:
    """What the other tests start from is what they say it is."""
    async with after(lived, tmp_path, hours=0) as made:
        found = {state: await stored(made, state) for state in STATES}
        assert {state: str(case.status) for state, case in found.items()} == {
            "new": "received",
            "open": "in_progress",
            "resolved": "resolved",
            "closed": "closed",
            "offered": "in_progress",
            "referred": "referred",
            "merged": "closed",
        }
        assert found["merged"].ending.merged_into == numbered("open")
        assert (found["offered"].stage, found["referred"].stage) == ("offered", "accepted")
        async with made.program.db.read() as connection:
            held = await co_reporters.held(connection, made.program.vault, HELD)
        assert held is not None


NAMED = {
    "nothing": [],
    "service removed": ["service 'bumdes_loan' is gone: 7 cases name it (5 open)"],
    "service renamed": ["service 'bumdes_loan' is gone: 7 cases name it (5 open)"],
    "everything removed": [
        "service 'bumdes_loan' is gone: 7 cases name it (5 open)",
        "party 'bumdes' is gone: 7 cases name it (5 open)",
        "office '32.74/bumdes' is gone: 2 cases name it (2 open)",
        "sector 'desa' is gone: 7 cases name it (5 open)",
        "scope '32.74/bumdes' is gone: 1 roles are for it",
    ],
    "sector removed": [
        "office '32.74/bumdes' is gone: 2 cases name it (2 open)",
        "sector 'desa' is gone: 7 cases name it (5 open)",
        "scope '32.74/bumdes' is gone: 1 roles are for it",
    ],
    "party removed": ["party 'bumdes' is gone: 7 cases name it (5 open)"],
    "office renamed": [
        "office '32.74/bumdes' is gone: 2 cases name it (2 open)",
        "scope '32.74/bumdes' is gone: 1 roles are for it",
    ],
    "follow-ups removed": [
        "follow-up 'desa_late' is gone: bells of 4 cases",
        "follow-up 'desa_soon' is gone: bells of 4 cases",
    ],
    "officers' day changed": ["office '32.74.05.1098' of balance.offices is on no list of places"],
    "form removed": ["form 'survey' is gone: 1 people have it open"],
}


@pytest.mark.parametrize("change", NAMED)
async def test_each_orphan_is_named(lived: Path, tmp_path: Path, change: str) -> None:
    """What cases name and the rows do not have is told, with the number of cases."""
    async with after(lived, tmp_path, CHANGES[change]) as made:
        pairs = zip(made.left, NAMED[change], strict=True)
    assert [line for line, wanted in pairs if wanted not in line] == []


ASKED = ((BACK, "/antrian"), (RESIDENT, "/status"), (BACK, "/kasus 26-00001-R"))


async def test_the_last_known_name_is_told(lived: Path, tmp_path: Path) -> None:
    """A service that is gone is called what it was called, to officers and to residents."""
    async with after(lived, tmp_path, CHANGES["everything removed"]) as made:
        for person, words in ASKED:
            await made.write(made.phone(person), words)
        await made.press(made.phone(BACK), "c:more:")
        for person in (BACK, RESIDENT):
            assert NAME in told(made, person)
            assert "bumdes_loan" not in told(made, person)
        assert "Pengurus BUMDes" in told(made, BACK)


async def test_the_stricter_of_two_sensitivities_counts(lived: Path, tmp_path: Path) -> None:
    """What becomes sensitive leaves the counter's queue, and does not come back when the row is
    plain again."""
    for change in ("service made sensitive", "nothing"):
        async with after(lived, tmp_path, CHANGES[change]) as made:
            await made.write(made.phone(FRONT), "/antrian")
            assert "26-00001-R" not in told(made, FRONT)
            await made.write(made.phone(BACK), "/antrian")
            assert NAME not in told(made, BACK)
            assert "26-00001-R" in told(made, BACK)
        lived = shutil.copyfile(tmp_path / "puskesos.db", tmp_path / "before.db")


async def test_a_held_report_goes_to_the_desk_of_its_service(lived: Path, tmp_path: Path) -> None:
    """Its service was taken out while it waited: it is filed all the same, where it belonged."""
    async with after(lived, tmp_path, CHANGES["everything removed"]) as made:
        await made.pass_time(hours=4)
        async with made.program.db.read() as connection:
            case_id = await cases.id_of_key(connection, HELD)
            assert case_id is not None
            case = await cases.load(connection, made.program.vault, case_id, lock=False)
        assert case is not None
        assert (case.desk, case.sensitive) == (Desk.SOCIO_ECONOMIC, False)
        assert case.known["service"] == NAME


async def test_bells_of_kinds_that_are_gone_are_reckoned_anew(lived: Path, tmp_path: Path) -> None:
    """After a row was renamed every case has the bells of the new one, and still climbs."""
    async with after(lived, tmp_path, CHANGES["follow-ups renamed"]) as made:
        kinds = made.program.policy.followups.keys()
        for state in ("new", "open", "resolved", "offered", "referred"):
            async with made.program.db.read() as connection:
                bells = await waiting_bells(connection, numbered(state))
            assert {bell.kind for bell in bells} <= kinds
            assert bells, state
        before = await stored(made, "new")
        await made.pass_time(days=15)
        assert (await stored(made, "new")).level > before.level


async def test_a_bell_whose_kind_nobody_knows_does_no_harm(lived: Path, tmp_path: Path) -> None:
    """It rings, is taken for a row that is gone, and the case keeps its other bells."""
    async with after(lived, tmp_path) as made:
        strange = Bell("teleport", OfCase(numbered("new")), "1.0", made.now)
        async with made.program.db.write() as connection:
            before = await waiting_bells(connection, numbered("new"))
            await set_bells(connection, [strange])
        await made.program.ringer.ring()
        async with made.program.db.read() as connection:
            assert await waiting_bells(connection, numbered("new")) == before
