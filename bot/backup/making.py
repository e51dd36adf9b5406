"""Makes a backup of an office, while its bot may run: database, sealed files, and the files of the
config. Never the master key, the token, or any other secret."""

import asyncio
import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

from bot.settings.config import Config
from bot.settings.mistakes import Mistakes
from bot.settings.stores import named_files
from storage.backup import archive, copies, proof, shelf
from storage.backup.archive import Source
from storage.backup.manifest import Head, Manifest
from storage.db import migrate
from storage.db.database import Database
from storage.db.key_in_use import refuse_another
from storage.db.vault import Vault

COPY = ".copy-of-database-"
CONFIG, FILES, BESIDE, ELSEWHERE = "config.toml", "files/", "beside/", "elsewhere/"
"""How parts are called: the config, sealed files, what lies beside the config, and elsewhere."""


@dataclass(frozen=True)
class Made:
    """A backup that was made. ``gone``: older ones that were deleted for it."""

    path: Path
    manifest: Manifest
    gone: tuple[Path, ...] = ()


async def backup(config: Config, file: Path, place: Path | None, now: datetime) -> Made:
    """Make a backup of the office of the config ``file`` at ``place``: a file, or a folder where it
    is named by the moment; None: the folder of the config, where old ones are then deleted.

    Mistakes and BackupTrouble say why there is none. ``now``: local."""
    if not config.backup.recipients:
        raise Mistakes(
            f"{file}: backup.recipients is missing: a backup is locked for a public key;"
            " make one with: puskesos backup-key, and write it there"
        )
    target = _target(place or config.backup.folder, now, folder=place is None)
    made = await _pack(config, file, target, now)
    if place is not None:
        return Made(target, made)
    kept = config.backup.daily, config.backup.monthly
    return Made(target, made, tuple(shelf.tidy(target.parent, *kept)))


def _target(place: Path, now: datetime, *, folder: bool) -> Path:
    try:
        if folder:
            place.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise Mistakes(
            f"the folder {place} can't be made ({error.strerror}); look at backup.folder"
        ) from error
    target = place / shelf.name_at(now) if place.is_dir() else place
    if target.exists():
        raise Mistakes(f"{target} is there already and is not overwritten; name another file")
    if not target.parent.is_dir():
        raise Mistakes(f"there is no folder {target.parent}; make it first")
    return target


async def _pack(config: Config, file: Path, target: Path, now: datetime) -> Manifest:
    database = Database(config.database.url)
    vault = Vault(config.keys.master.get_secret_value())
    try:
        await _refuse_empty(database)
        await refuse_another(database, vault)
        # The copy lies beside the data: folders of backups are carried elsewhere.
        room = database.path.parent if database.path else config.files.folder.parent
        _sweep(room, target.parent, now)
        with tempfile.TemporaryDirectory(prefix=COPY, dir=room) as folder:
            copy = Path(folder) / copies.name_of(database.dialect)
            made_at = now.astimezone(UTC)
            await copies.copy_out(database, copy)
            head = await _head(config, database, vault, copy, made_at)
            parts = [*_of_config(file), (copy.name, copy), *_sealed(config.files.folder)]
            keys = config.backup.recipients
            return await asyncio.to_thread(archive.pack, target, keys, vault, head, parts)
    finally:
        await database.dispose()


def _sweep(room: Path, shelf_folder: Path, now: datetime) -> None:
    """Delete what a backup has left behind that was killed, a day ago or longer: another may be
    under way."""
    old = now.timestamp() - 86_400
    copies_left = (one for one in room.glob(f"{COPY}*") if one.stat().st_mtime < old)
    for left in copies_left:
        shutil.rmtree(left, ignore_errors=True)
    for part in shelf_folder.glob(".*.age.part"):
        if part.stat().st_mtime < old:
            part.unlink(missing_ok=True)


async def _refuse_empty(database: Database) -> None:
    if await migrate.state(database) == "empty":
        raise Mistakes(f"the database {database.place} has no tables yet; there is nothing to keep")


async def _head(
    config: Config, database: Database, vault: Vault, copy: Path, made_at: datetime
) -> Head:
    """What the backup says of itself. Looked at is the copy, where it can be opened: what is
    damaged in it was so before."""
    looked_at = Database(f"sqlite:///{copy}") if database.path else database
    try:
        faults = await proof.faults(looked_at, vault, config.files.folder)
    finally:
        if looked_at is not database:
            await looked_at.dispose()
    schema = await migrate.revision(database)
    return Head(made_at, version("puskesos"), schema, database.dialect, vault.key_id, tuple(faults))


def _of_config(file: Path) -> Iterator[Source]:
    folder = file.absolute().parent
    yield CONFIG, file
    for one in named_files(file):
        inside = one.is_relative_to(folder)
        yield (
            f"{BESIDE}{one.relative_to(folder)}" if inside else f"{ELSEWHERE}{str(one)[1:]}",
            one,
        )


def _sealed(folder: Path) -> Iterator[Source]:
    """Whole files only: one that is being written has an ending."""
    if folder.is_dir():
        for path in sorted(folder.iterdir()):
            if path.is_file() and not path.suffix:
                yield f"{FILES}{path.name}", path
