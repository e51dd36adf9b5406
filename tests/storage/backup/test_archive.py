"""The one file of a backup: whole under its name, or not there."""

import errno
import os
import tarfile
from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from storage.backup import age, archive, manifest
from storage.backup.manifest import Head, Manifest
from storage.backup.trouble import BackupTrouble
from storage.db.vault import Vault

VAULT = Vault(b"\x07" * 32)
HEAD = Head(datetime(2026, 11, 23, tzinfo=UTC), "0.2.0", "0001", "sqlite", VAULT.key_id, ("a",))
IDENTITY, PUBLIC = age.new_identity()


@pytest.fixture
def parts(tmp_path: Path) -> list[archive.Source]:
    """Two files: an empty one, and one of several blocks."""
    (tmp_path / "parts").mkdir()
    (tmp_path / "parts" / "a").write_bytes(b"")
    (tmp_path / "parts" / "b").write_bytes(os.urandom(300_000))
    return [("config.toml", tmp_path / "parts" / "a"), ("files/b", tmp_path / "parts" / "b")]


def _pack(path: Path, parts: list[archive.Source], vault: Vault = VAULT) -> Manifest:
    return archive.pack(path, [PUBLIC], vault, HEAD, parts)


def _unpack(path: Path, name: str = "out") -> Manifest:
    folder = path.parent / name
    folder.mkdir()
    return archive.unpack(path, [IDENTITY], folder)


def test_there_and_back(tmp_path: Path, parts: list[archive.Source]) -> None:
    """What was packed is unpacked, with what the backup says of itself; only its owner may read
    it."""
    path = tmp_path / "a.age"
    made = _pack(path, parts)
    assert _unpack(path) == made
    assert (tmp_path / "out" / "files" / "b").read_bytes() == parts[1][1].read_bytes()
    archive.check_mark(VAULT, made, tmp_path / "out", "a.age")
    assert path.stat().st_mode & 0o777 == 0o600
    assert b"config.toml" not in path.read_bytes()
    assert manifest.load(made.dump()) == made


def test_nothing_is_written_over(tmp_path: Path, parts: list[archive.Source]) -> None:
    """A backup that is there stays as it is."""
    path = tmp_path / "a.age"
    path.write_text("mine")
    with pytest.raises(BackupTrouble, match="not overwritten"):
        _pack(path, parts)
    assert path.read_text() == "mine"
    assert {one.name for one in tmp_path.iterdir()} == {"parts", "a.age"}


Writes = Callable[[Any, bytes], int]


@pytest.mark.parametrize("after", [0, 100, 150_000])
def test_disk_full(
    tmp_path: Path, parts: list[archive.Source], monkeypatch: pytest.MonkeyPatch, after: int
) -> None:
    """Wherever the disk is full, no half file is left, under whatever name."""
    write: Writes = archive._Counted.write

    def full(self: archive._Counted, data: bytes) -> int:
        if self.size + len(data) > after:
            raise OSError(errno.ENOSPC, "No space left on device")
        return write(self, data)

    monkeypatch.setattr(archive._Counted, "write", full)
    with pytest.raises(BackupTrouble, match=r"can't be written \(No space left on device\); look"):
        _pack(tmp_path / "a.age", parts)
    assert [one.name for one in tmp_path.iterdir()] == ["parts"]


def test_a_part_is_lost_meanwhile(tmp_path: Path, parts: list[archive.Source]) -> None:
    """A part that can't be read ends it, although the stream was whole until then."""
    parts.append(("files/c", tmp_path / "gone"))
    with pytest.raises(BackupTrouble, match="can't be written"):
        _pack(tmp_path / "a.age", parts)
    assert [one.name for one in tmp_path.iterdir()] == ["parts"]


def test_a_failing_disk(
    tmp_path: Path, parts: list[archive.Source], monkeypatch: pytest.MonkeyPatch
) -> None:
    """What reads otherwise than it was written is not kept."""
    monkeypatch.setattr(age, "locked_for", lambda path: 0)
    with pytest.raises(BackupTrouble, match="reads otherwise"):
        _pack(tmp_path / "a.age", parts)
    assert [one.name for one in tmp_path.iterdir()] == ["parts"]


def test_made_by_another(tmp_path: Path, parts: list[archive.Source]) -> None:
    """The public key is public: without the master key nobody makes a backup that is believed."""
    made = _pack(tmp_path / "a.age", parts, Vault(b"\x08" * 32))
    assert _unpack(tmp_path / "a.age") == made
    with pytest.raises(BackupTrouble, match="was not made by this office"):
        archive.check_mark(VAULT, made, tmp_path / "out", "a.age")


@pytest.mark.parametrize("name", ["../out", "/etc/x", "manifest.json", "files/../../x"])
def test_names_that_lead_elsewhere(tmp_path: Path, parts: list[archive.Source], name: str) -> None:
    """A part lands inside the folder, or the backup is refused."""
    _pack(tmp_path / "a.age", [(name, parts[1][1]), *parts])
    with pytest.raises(BackupTrouble, match="no part of a backup"):
        _unpack(tmp_path / "a.age")
    assert not (tmp_path / "x").exists()


def test_other_parts_than_it_names(tmp_path: Path, parts: list[archive.Source]) -> None:
    """Parts and manifest must be one another's."""

    def fill(tar: tarfile.TarFile) -> None:
        archive._add(tar, "files/x", b"x")
        archive._add(tar, archive.MANIFEST, Manifest(HEAD, ()).dump().encode())

    archive._write(tmp_path / "a.age", [PUBLIC], fill)
    with pytest.raises(BackupTrouble, match="holds other parts than it names"):
        _unpack(tmp_path / "a.age")


def test_another_format(tmp_path: Path) -> None:
    """One that this version does not understand, and one that says nothing of itself."""
    for content in (b'{"format": 2}', b"[]", b""):
        (tmp_path / "a.age").unlink(missing_ok=True)
        fill = partial(archive._add, name="manifest.json", content=content)
        archive._write(tmp_path / "a.age", [PUBLIC], fill)
        with pytest.raises(BackupTrouble, match="nothing that this version understands"):
            _unpack(tmp_path / "a.age", content.hex() or "none")
