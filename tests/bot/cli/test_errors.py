"""What goes wrong on a command line is told in words: without a terminal, or when nobody reads
on."""

import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from bot.cli.errors import READER_LEFT
from bot.cli.main import app

ENDLESS = """
import typer
from bot.cli.errors import told

@told
def talk() -> None:
    for line in range(100_000):
        typer.echo(f"finding {line}")

typer.run(talk)
"""


@pytest.mark.parametrize(
    "command", [("init",), ("init", "--district", "32.74"), ("init", "--villages", "areas.csv")]
)
def test_without_a_terminal_nothing_can_be_asked(
    command: tuple[str, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A script reads what to do instead of "Aborted!", and nothing is written."""
    monkeypatch.chdir(tmp_path)
    result = CliRunner().invoke(app, [*command], input="")
    assert result.exit_code == 2
    assert "no terminal" in result.stderr
    assert "--help" in result.stderr
    assert "Aborted" not in result.output
    assert list(tmp_path.iterdir()) == []


def test_a_reader_who_leaves_is_no_accident() -> None:
    """`puskesos doctor | head -1` ends quietly: no traceback, no reference."""
    with subprocess.Popen(  # noqa: S603 - our own words
        [sys.executable, "-c", ENDLESS], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as running:
        assert running.stdout is not None
        assert running.stderr is not None
        assert running.stdout.readline() == "finding 0\n"
        running.stdout.close()
        assert running.stderr.read() == ""
        assert running.wait() == READER_LEFT


def test_a_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    """The benchmarks say which folder or file is missing, in one line."""
    for option, missing in (("--folder", "no folder"), ("--areas", "no file")):
        done = subprocess.run(  # noqa: S603 - ourselves
            [sys.executable, "-m", "benchmarks", "step", option, str(tmp_path / "gone")],
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 2
        assert missing in done.stderr
        assert "Traceback" not in done.stderr
