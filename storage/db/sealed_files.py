"""Sealed files in a folder: one is written whole and for good, or not at all.

Tested in tests/storage/cases/test_attachments.py."""

import os
from contextlib import suppress
from pathlib import Path

from storage.db.vault import Vault


def load(vault: Vault, path: Path, place: str) -> bytes:
    """The content; OSError or Unreadable when it is damaged."""
    return vault.open("file", "content", place, path.read_bytes())


def keep(vault: Vault, folder: Path, place: str, content: bytes) -> str:
    """The finished file appears under its name at once, or not at all; a half-written one is
    removed."""
    name = vault.fingerprint("file name", place).hex()[:40]
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    part = folder / f"{name}.part"
    sealed = vault.seal("file", "content", place, content)
    try:
        with open(part, "wb", opener=private) as file:
            file.write(sealed)
            file.flush()
            os.fsync(file.fileno())
        part.replace(folder / name)
    except OSError:
        with suppress(OSError):
            part.unlink(missing_ok=True)
        raise
    sync_folder(folder)
    return name


def private(path: str, flags: int) -> int:
    """Opens a file that only its owner may open."""
    return os.open(path, flags, 0o600)


def sync_folder(folder: Path) -> None:
    """After this a power cut can't take back what was renamed in the folder."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
