"""Everything at once, in any order: residents, officers, the clock, deaths of the bot, roles that
end, updates that come twice. After each step every promise is looked at (promises.py)."""

import base64
import secrets
import shutil
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.telegram import pacing, sender
from storage.pending import crash_recovery
from storage.pending.outbox import OUTBOX
from storage.people import leaving
from tests.figures import Figure
from tests.harness.rounds import played
from tests.harness.walks.promises import Promises
from tests.harness.walks.walk import Walk
from tests.support import rig as rigs
from tests.support.crashes.mortal import Mortality
from tests.support.dice import dice, thrown

STEPS, SOON = 50, 0.01
MOST_WALKS = 10
"""So many walks find what is wrong at the latest."""


@dataclass
class Walked:
    """How a walk has ended. ``wrong``: the promises that were broken after its last step."""

    seed: int
    walk: Walk
    promises: Promises
    wrong: list[str]

    @property
    def story(self) -> str:
        """For whoever wants to see it again."""
        return "\n".join([f"seed {self.seed}", *self.wrong, *self.walk.told])


@pytest.fixture(autouse=True)
def _soon(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pauses are kept short; how long they are is tested where they are made."""
    monkeypatch.setattr(pacing, "backoff", lambda failures: SOON)
    monkeypatch.setattr(sender, "backoff", lambda failures: SOON)
    monkeypatch.setattr(sender, "LINGER_SECONDS", SOON)


async def walked(template: Path, folder: Path, monkeypatch: pytest.MonkeyPatch) -> Walked:
    """One walk, until a promise is broken. Also the ids that the program draws are of its seed."""
    seed, chance = thrown()
    url = f"sqlite:///{shutil.copyfile(template, folder / 'puskesos.db')}"
    ids, mortality = dice(seed + 1), Mortality()
    monkeypatch.setattr(secrets, "token_urlsafe", lambda n: _drawn(ids.randbytes(n)))
    with mortality.of_statements():
        async with rigs.rig(url, folder) as rig:
            setattr(rig.telegram, "call", mortality.calls(rig.telegram.call))  # noqa: B010 - mypy allows no other way
            walk = Walk(rig, chance, mortality)
            await walk.begin()
            faults = rig.telegram.faults
            faults.dice, faults.duplicate, faults.shuffle = chance, 0.2, 0.1
            promises = Promises(walk)
            wrong = list[str]()
            while not wrong and walk.steps < STEPS:
                await walk.step()
                wrong = await promises.broken()
    return Walked(seed, walk, promises, wrong)


def _drawn(some: bytes) -> str:
    return base64.urlsafe_b64encode(some).rstrip(b"=").decode()


@played("a walk")
async def test_all_at_once(
    sqlite_template: Path, tmp_path: Path, go: int, monkeypatch: pytest.MonkeyPatch, figure: Figure
) -> None:
    """Whatever comes after whatever, each promise holds."""
    one = await walked(sqlite_template, tmp_path, monkeypatch)
    figure(
        "G7",
        "everything at once",
        walks=1,
        steps=one.walk.steps,
        deaths=one.walk.mortality.deaths,
        cases=len(one.promises.versions),
        events=sum(one.promises.versions.values()),
        broken=len(one.wrong),
    )
    assert not one.wrong, one.story


async def _never(*_: Any) -> None:
    """Nothing ends."""


async def _forgets(connection: AsyncConnection, at: datetime) -> int:
    """Whatever was being sent is taken for unsent."""
    unsent = update(OUTBOX).where(OUTBOX.c.state == "sending").values(state="due", tries=0)
    return (await connection.execute(unsent)).rowcount


async def _until_broken(template: Path, folder: Path, monkeypatch: pytest.MonkeyPatch) -> Walked:
    """The first walk in which a promise is broken, or the last of some."""
    for n in range(MOST_WALKS):
        place = folder / str(n)
        place.mkdir()
        one = await walked(template, place, monkeypatch)
        if one.wrong:
            break
    return one


async def test_roles_that_never_end(
    sqlite_template: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, figure: Figure
) -> None:
    """The control: where a role goes on after its end, the same walks find it."""
    monkeypatch.setattr(leaving, "end_roles", _never)
    one = await _until_broken(sqlite_template, tmp_path, monkeypatch)
    figure("G7", "control: roles that never end", steps=one.walk.steps, broken=len(one.wrong))
    assert one.wrong, f"seed {one.seed}"


async def test_a_start_that_forgets(
    sqlite_template: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, figure: Figure
) -> None:
    """The control: where the next start takes what was being sent for unsent."""
    monkeypatch.setattr(crash_recovery, "recover", _forgets)
    one = await _until_broken(sqlite_template, tmp_path, monkeypatch)
    name = "control: a start that forgets what was being sent"
    figure("G7", name, steps=one.walk.steps, broken=len(one.wrong))
    assert one.wrong, f"seed {one.seed}"
