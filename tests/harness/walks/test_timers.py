"""Bells against a second reckoning: over random histories, with deaths of the bot, outages and
clocks that jump, each rings once, and when it was to."""

import shutil
from pathlib import Path

import pytest

from bot.true_time import TrueTime
from storage.db.database import Database
from tests.figures import Figure
from tests.harness.rounds import played
from tests.harness.walks.bell_history import BellHistory
from tests.support import kept
from tests.support.crashes.mortal import Mortality
from tests.support.dice import thrown
from tests.support.kept import SameThread
from tests.support.office import Office
from tests.support.teams import AG, BO, CO, DM, DO, FO, hired

STEPS = 300
MOST_HISTORIES = 5
"""So many find what is wrong at the latest."""


async def lived(template: Path, folder: Path) -> tuple[int, BellHistory]:
    """A history, until something is wrong, and the seed of its dice."""
    seed, dice = thrown()
    url = f"sqlite:///{shutil.copyfile(template, folder / 'puskesos.db')}"
    mortality = Mortality()
    with mortality.of_statements():
        with kept.shared():
            office = await hired(Office(Database(url)), FO, BO, CO, DO, DM, AG)
        office.receipts = True
        history = BellHistory(office, url, dice, mortality)
        for _ in range(STEPS):
            await history.step()
            if history.wrong:
                break
        else:
            await history.ends()
        await history.office.db.dispose()
    return seed, history


@played("a history of bells")
async def test_each_bell_rings_once(
    sqlite_template: Path, tmp_path: Path, go: int, figure: Figure
) -> None:
    """Whatever is done, whenever the bot dies, and whatever the machine's clock says."""
    seed, history = await lived(sqlite_template, tmp_path)
    figure(
        "G11",
        "bells against a second reckoning",
        days=(history.real - history.begun).days,
        bells=history.counts.rung,
        jumps_of_the_clock=history.counts.jumps,
        deaths=history.mortality.deaths,
        missed=history.counts.missed,
        rung_for_nothing=history.counts.for_nothing,
    )
    assert not history.wrong, f"seed {seed}: {history.wrong[:9]}"
    assert history.counts.rung > STEPS // 4, f"seed {seed}: little was tried"


def _never(connection: SameThread, sql: str) -> None:
    """No transaction begins."""


async def _until_wrong(template: Path, folder: Path) -> tuple[int, BellHistory]:
    """The first history in which something is wrong, or the last of some."""
    for n in range(MOST_HISTORIES):
        place = folder / str(n)
        place.mkdir()
        seed, history = await lived(template, place)
        if history.wrong:
            break
    return seed, history


async def test_without_transactions(
    sqlite_template: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, figure: Figure
) -> None:
    """The control: where each statement stands by itself, a death leaves halves."""
    monkeypatch.setattr(SameThread, "begin", _never)
    seed, history = await _until_wrong(sqlite_template, tmp_path)
    bells, wrong = history.counts.rung, len(history.wrong)
    figure("G11", "control: each statement stands by itself", bells=bells, found_wrong=wrong)
    assert history.wrong, f"seed {seed}"


async def test_a_clock_that_is_believed(
    sqlite_template: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, figure: Figure
) -> None:
    """The control: where the machine's clock is believed whatever it says."""
    monkeypatch.setattr(TrueTime, "now", lambda time: time._told())
    seed, history = await _until_wrong(sqlite_template, tmp_path)
    bells, wrong = history.counts.rung, len(history.wrong)
    figure("G11", "control: the machine's clock is believed", bells=bells, found_wrong=wrong)
    assert history.wrong, f"seed {seed}"
