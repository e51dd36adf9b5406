"""The commands that keep an office safe, as an operator meets them."""

from pathlib import Path

import pytest

from storage.backup import shelf
from tests.bot.cli.test_main import _as_before, database, office, puskesos, refused, tree

__all__ = ["_as_before", "database", "office"]


@pytest.fixture
def identity(database: Path, office: Path) -> Path:
    """The office has a key for its backups."""
    made = puskesos("backup-key", "stick.txt")
    assert made.exit_code == 0
    section = made.output[made.output.index("[backup]") :]
    with (office / "config.toml").open("a") as file:
        file.write(section)
    return office / "stick.txt"


def test_there_and_back(identity: Path, office: Path, tmp_path: Path) -> None:
    """A key, a backup, and an empty place: each command says what it has done and what is next."""
    made = puskesos("backup", "safe.age")
    assert (made.exit_code, made.stderr) == (0, "")
    assert "safe.age: " in made.output
    assert "the master key is not in it" in made.output
    new = tmp_path / "new"
    new.mkdir()
    (new / "master.key").write_bytes((office / "master.key").read_bytes())
    (new / "master.key").chmod(0o600)
    back = puskesos("restore", "safe.age", "--config", "new/config.toml", typed=f"{identity}\n")
    assert back.exit_code == 0, back.output
    assert "go on with" in back.output
    assert "Next: puskesos doctor --config new/config.toml, then: puskesos run" in back.output
    assert puskesos("check", "--config", "new/config.toml").exit_code == 0
    assert puskesos("status", "--config", "new/config.toml").exit_code == 0
    again = refused(
        new, "restore", "safe.age", "--identity", "stick.txt", "--config", "new/config.toml"
    )
    assert "not overwritten" in again


def test_on_the_shelf(identity: Path, office: Path) -> None:
    """Without a place it lies in the folder of the config."""
    assert puskesos("backup").exit_code == 0
    assert len(shelf.on(office / "backups")) == 1


def test_refusals(identity: Path, office: Path) -> None:
    """Exit code 2, a sentence with its mend, and nothing written."""
    (office / "no.age").write_text("hello")
    for words, told in (
        (("backup", "no.age"), "not overwritten"),
        (("backup", "nowhere/a.age"), "make it first"),
        (("backup-key", "stick.txt"), "name a new file"),
        (("restore", "no.age", "--identity", "stick.txt"), "not overwritten"),
        (("restore", "none.age", "--identity", "stick.txt", "--config", "c.toml"), "No such file"),
        (("restore", "no.age", "--identity", "stick.txt", "--config", "c.toml"), "is no backup"),
        (("restore", "no.age", "--identity", "none", "--config", "c.toml"), "can't be read"),
        (("restore", "no.age", "--identity", "stick.txt", "--config", "n/c.toml"), "make it first"),
    ):
        assert told in refused(office, *words), words


def test_without_a_terminal(identity: Path, office: Path) -> None:
    """Nobody answers where the identity file lies: the option is named."""
    result = puskesos("restore", "no.age", "--config", "c.toml")
    assert result.exit_code == 2
    assert "as options" in result.stderr


def test_a_key_is_its_owners_alone(office: Path) -> None:
    """The identity is shown nowhere but in its file."""
    told = puskesos("backup-key").output
    file = office / "backup-identity.txt"
    assert file.stat().st_mode & 0o777 == 0o600
    assert "AGE-SECRET-KEY" in file.read_text()
    assert "AGE-SECRET-KEY" not in told
    assert str(file) in tree(office)
