"""One file that holds an office: its parts in a tar stream, the manifest behind them, encrypted as
it is written. It appears under its name whole and read back, or not at all.

The manifest carries a keyed mark of the master key: a public key is public, so anybody could make a
file that opens."""

import hashlib
import hmac
import io
import os
import tarfile
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path, PurePosixPath
from typing import BinaryIO, cast

from storage.backup import age, manifest
from storage.backup.manifest import Head, Manifest, PackedPart
from storage.backup.trouble import BackupTrouble
from storage.db.sealed_files import private, sync_folder
from storage.db.vault import Vault

MANIFEST, MARK = "manifest.json", "manifest.mark"
_CHUNK = 2**20

Source = tuple[str, Path]
"""A part that is packed: its name in the backup, and where it lies."""


def pack(
    path: Path, public_keys: Sequence[str], vault: Vault, head: Head, parts: Iterable[Source]
) -> Manifest:
    """Write the backup to ``path``, locked for the public keys. BackupTrouble when it can't be
    written or reads otherwise than it was written; nothing is left then."""
    made: list[PackedPart] = []

    def fill(tar: tarfile.TarFile) -> None:
        made.extend(_packed(tar, name, source) for name, source in parts)
        text = Manifest(head, tuple(made)).dump()
        _add(tar, MANIFEST, text.encode())
        _add(tar, MARK, _mark(vault, text).encode())

    part = path.with_name(f".{path.name}.part")
    try:
        written = _write(part, public_keys, fill)
        _read_again(part, written, len(public_keys))
        os.link(part, path)  # unlike a rename, it never replaces a backup
        sync_folder(path.parent)
    except FileExistsError as error:
        raise BackupTrouble(f"{path} is there already and is not overwritten") from error
    except OSError as error:
        raise BackupTrouble(
            f"the backup {path} can't be written ({error.strerror or error});"
            " look at the room on the disk and whether this user may write there"
        ) from error
    finally:
        with suppress(OSError):
            part.unlink(missing_ok=True)
    return Manifest(head, tuple(made))


def _write(
    part: Path, public_keys: Sequence[str], fill: Callable[[tarfile.TarFile], None]
) -> "_Counted":
    with open(part, "wb", opener=private) as file:
        counted = _Counted(file)
        with _piped(lambda out: _tarred(out, fill)) as source:
            age.lock(source, cast("BinaryIO", counted), public_keys)
        file.flush()
        os.fsync(file.fileno())
    return counted


def _tarred(out: BinaryIO, fill: Callable[[tarfile.TarFile], None]) -> None:
    with tarfile.open(fileobj=out, mode="w|", format=tarfile.PAX_FORMAT) as tar:
        fill(tar)


class _Counted:
    """A file that is written, with size and checksum of what was written."""

    def __init__(self, file: BinaryIO) -> None:
        self._file, self.hash, self.size = file, hashlib.sha256(), 0

    def write(self, data: bytes) -> int:
        """Write all of it."""
        self._file.write(data)
        self.hash.update(data)
        self.size += len(data)
        return len(data)


@contextmanager
def _piped(work: Callable[[BinaryIO], None]) -> Iterator[BinaryIO]:
    """What ``work`` writes, to read at the same time. What it raises is raised at the end."""
    read_end, write_end = os.pipe()
    failed: list[BaseException] = []

    def write() -> None:
        try:
            with open(write_end, "wb") as out:
                work(out)
        except BrokenPipeError:
            pass  # the reader has given up, and says why
        except BaseException as error:
            failed.append(error)

    writer = threading.Thread(target=write, daemon=True)
    writer.start()
    try:
        with open(read_end, "rb") as source:
            yield source
    finally:
        writer.join()
    if failed:
        raise failed[0]


class _Hashed:
    """A file that is read, with the checksum of what was read."""

    def __init__(self, file: BinaryIO) -> None:
        self._file, self.hash = file, hashlib.sha256()

    def read(self, size: int = -1) -> bytes:
        """The next bytes."""
        data = self._file.read(size)
        self.hash.update(data)
        return data


def _packed(tar: tarfile.TarFile, name: str, source: Path) -> PackedPart:
    with source.open("rb") as file:
        info = tarfile.TarInfo(name)
        info.size, info.mode = os.fstat(file.fileno()).st_size, 0o600
        hashed = _Hashed(file)
        tar.addfile(info, cast("BinaryIO", hashed))
    return PackedPart(name, info.size, hashed.hash.hexdigest())


def _add(tar: tarfile.TarFile, name: str, content: bytes) -> None:
    info = tarfile.TarInfo(name)
    info.size, info.mode = len(content), 0o600
    tar.addfile(info, io.BytesIO(content))


def _mark(vault: Vault, text: str) -> str:
    return vault.fingerprint("backup manifest", text).hex()


def _read_again(part: Path, written: _Counted, locks: int) -> None:
    """BackupTrouble unless the file holds, from the disk, what was written, and is locked for all
    keys. More can't be read without an identity."""
    found = hashlib.sha256()
    with part.open("rb") as file:
        os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)
        while data := file.read(_CHUNK):
            found.update(data)
    size = part.stat().st_size
    if (size, found.digest(), age.locked_for(part)) != (written.size, written.hash.digest(), locks):
        raise BackupTrouble(
            f"the backup reads otherwise than it was written, so it was not kept; the disk of"
            f" {part.parent} may be failing: keep the next backup on another one"
        )


def unpack(path: Path, identities: Sequence[str], folder: Path) -> Manifest:
    """Write the parts of a backup into an empty folder. BackupTrouble for another identity, for
    what was cut or changed, and for parts that are not those of the manifest."""
    found: dict[str, PackedPart] = {}
    try:
        with path.open("rb") as locked:
            job = _Unlocking(locked, identities, path.name)
            try:
                with _piped(job) as stream:
                    _unpacked(stream, folder, found)
            finally:
                if job.error:
                    raise job.error
    except (tarfile.TarError, EOFError) as error:
        raise BackupTrouble(f"{path.name} {age.DAMAGED}") from error
    except OSError as error:
        raise BackupTrouble(
            f"the backup {path} can't be unpacked into {folder} ({error.strerror or error});"
            " look at the file, at the room on the disk and whether this user may write there"
        ) from error
    return _as_said(path.name, folder, found)


class _Unlocking:
    """Unlocks into a pipe. The error is kept: a reader that meets an end too early says less."""

    def __init__(self, locked: BinaryIO, identities: Sequence[str], name: str) -> None:
        self._locked, self._identities, self._name = locked, identities, name
        self.error: BackupTrouble | None = None

    def __call__(self, out: BinaryIO) -> None:
        try:
            age.unlock(self._locked, out, self._identities, self._name)
        except BackupTrouble as error:
            self.error = error


def _unpacked(stream: BinaryIO, folder: Path, found: dict[str, PackedPart]) -> None:
    with tarfile.open(fileobj=stream, mode="r|") as tar:
        for member in tar:
            content = tar.extractfile(member) if member.isreg() else None
            if content is None or not _plain(member.name) or member.name in found:
                raise BackupTrouble(f"{member.name!r} is no part of a backup; take another one")
            target = folder / member.name
            target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            hashed = _Hashed(cast("BinaryIO", content))
            with open(target, "xb", opener=private) as file:
                while data := hashed.read(_CHUNK):
                    file.write(data)
            found[member.name] = PackedPart(member.name, member.size, hashed.hash.hexdigest())
    while stream.read(_CHUNK):
        pass  # to the very end, where a cut shows


def _plain(name: str) -> bool:
    path = PurePosixPath(name)
    return bool(name) and not path.is_absolute() and ".." not in path.parts


def _as_said(name: str, folder: Path, found: dict[str, PackedPart]) -> Manifest:
    """The manifest, once the parts are its own; BackupTrouble otherwise."""
    try:
        told = manifest.load((folder / MANIFEST).read_text("utf-8"))
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise BackupTrouble(
            f"{name} says nothing that this version understands; use the version of puskesos"
            " that has made it, or a newer one"
        ) from error
    parts = {one: part for one, part in found.items() if one not in (MANIFEST, MARK)}
    if parts != {part.name: part for part in told.parts}:
        raise BackupTrouble(f"{name} holds other parts than it names; take another copy of it")
    return told


def check_mark(vault: Vault, told: Manifest, folder: Path, name: str) -> None:
    """BackupTrouble when the backup was made with another master key, or by somebody without
    it."""
    if told.head.key_id != vault.key_id:
        raise BackupTrouble(
            f"{name} was made with master key {told.head.key_id}, but keys.master is key"
            f" {vault.key_id}; put the key that belongs to this backup into its place"
            " (your copy of master.key)"
        )
    text = (folder / MANIFEST).read_text("utf-8")
    mark = (folder / MARK).read_text("utf-8") if (folder / MARK).exists() else ""
    if not hmac.compare_digest(_mark(vault, text), mark.strip()):
        raise BackupTrouble(f"{name} was not made by this office; take another copy of it")
