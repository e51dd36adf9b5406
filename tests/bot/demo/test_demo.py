"""The demo's clock and its phones."""

import subprocess
import sys
from datetime import timedelta
from pathlib import Path

from bot.demo.cases import PEOPLE
from bot.demo.demo import OPENS, TITLES, DemoClock


def test_the_clock_begins_at_the_opening_and_can_be_moved() -> None:
    """It shows the office's Monday morning, and any other moment it was moved to."""
    clock = DemoClock()
    assert timedelta(0) <= clock.now() - OPENS < timedelta(minutes=5)
    clock.move_to(OPENS + timedelta(days=3))
    assert timedelta(0) <= clock.now() - OPENS - timedelta(days=3) < timedelta(minutes=5)


def test_every_phone_has_a_title() -> None:
    """What stands above the phones is said for each person."""
    assert len(TITLES) == len(PEOPLE)


def test_it_says_at_once_that_it_is_coming(tmp_path: Path) -> None:
    """Also into a file or a pipe, long before its cases are there; the address comes after them."""
    code = "from bot.cli.main import main; main()"
    command = [sys.executable, "-c", code, "demo", "--no-browser", "--port", "0"]
    with subprocess.Popen(  # noqa: S603 - our own program
        [*command, "--folder", str(tmp_path)], stdout=subprocess.PIPE, text=True
    ) as running:
        try:
            assert running.stdout is not None
            told = running.stdout.readline()
            assert "some seconds" in told
            assert not (tmp_path / "puskesos.db").exists()
        finally:
            running.kill()
