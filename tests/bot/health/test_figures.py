"""The figures tell nothing of a person, whatever people told the bot."""

import re
from pathlib import Path

import pytest

from bot.health import port
from bot.health.figures import MonitorFigures
from bot.health.stand import Stand
from bot.heart import Heart
from storage.db.lease import Lease
from tests.bot.trials.test_no_personal_data import _traffic, _trouble, hits
from tests.support.served import served

KNOWN = {"loop": {"sender", "ringer"}, "class": {"alarm", "I", "B", "C", "D"}}
LE = re.compile(r"[\d.]+|\+Inf")
LABEL = re.compile(r'(\w+)="([^"]*)"')


async def test_no_word_about_a_person(
    sqlite_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """After reports, files, questions, answers, poison and refused letters with canaries in all of
    them: none in any answer; labels have few values, all known here; no number is one of a person
    or case."""
    async with served(sqlite_url, tmp_path, monkeypatch) as made:
        lease = Lease(made.program.db, made.program.clock, None)
        hearts = {"sender": made.program.sender.patience.heart, "ringer": Heart()}
        stand = Stand(made.program, lease, hearts)
        figures = MonitorFigures(stand)
        monkeypatch.setattr(made.program.turns, "play", figures.timed(made.program.turns.play))
        await _traffic(made)
        await _trouble(made)
        stand.seen = await stand._look()
        for heart in hearts.values():
            heart._last = -1e9
        told = figures.text()
        said = "\n".join([*stand.unready(), *stand.silent()]).encode()
    assert hits(told + said) == set()
    assert stand.seen.waiting["updates_put_aside"].count > 0
    assert b"puskesos_poison" in told
    lines = [line for line in told.decode().splitlines() if not line.startswith("#")]
    for line in lines:
        for label, value in LABEL.findall(line):
            assert LE.fullmatch(value) if label == "le" else value in KNOWN[label]
        assert not {"1001", "1002", "1004"} & set(re.split(r"[^\d.]+", line))
    assert len(lines) < 60


async def test_turns_are_counted() -> None:
    """Each update counts, and each batch has its time; of one that fails only the time."""
    figures = MonitorFigures(None)  # type: ignore[arg-type]

    async def play(raws: object) -> None:
        """Does nothing."""

    async def fail(raws: object) -> None:
        raise KeyError

    await figures.timed(play)([{}, {}])
    with pytest.raises(KeyError):
        await figures.timed(fail)([{}])
    assert figures._turns._value.get() == 2
    assert figures._seconds._sum.get() < 1


def test_answers_are_these_three() -> None:
    """A new answer needs a look here: what it says is for anybody on the network."""
    ways = port.answers(None, None).routes  # type: ignore[arg-type]
    assert [way.path for way in ways] == ["/healthz", "/readyz", "/metrics"]  # type: ignore[attr-defined]
