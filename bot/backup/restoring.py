"""Puts a backup back into an empty place. Everything is unpacked and looked at beside the place;
only then it takes its names, the config last, or nothing does."""

import asyncio
import os
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from bot.backup.making import BESIDE, CONFIG, ELSEWHERE, FILES
from bot.settings.mistakes import Mistakes
from bot.settings.stores import Stores, stores_of
from storage.backup import age, archive, copies, going_on, proof
from storage.backup.manifest import Manifest
from storage.backup.trouble import BackupTrouble
from storage.db import migrate
from storage.db.database import Database
from storage.db.sealed_files import sync_folder
from storage.db.vault import Vault


@dataclass(frozen=True)
class Restored:
    """What was put back. ``numbers``: by year how many case numbers are left out, and the case
    that comes next; ``letters`` may have been sent already, ``codes`` have ended; ``old``: the
    schema is to be migrated."""

    manifest: Manifest
    numbers: dict[int, tuple[int, int]]
    letters: int
    codes: int
    old: bool


async def restore(file: Path, identity: Path, config: Path, now: datetime) -> Restored:
    """Put the backup ``file`` back around ``config``, which is not there yet; its key and other
    secrets must be. Mistakes and BackupTrouble say why nothing was put back. ``now``: aware."""
    identities = age.read_identities(identity)
    _refuse_taken([config])
    home = _home_of(config)
    with tempfile.TemporaryDirectory(prefix=".restoring-", dir=home) as folder:
        unpacked = Path(folder)
        told = await asyncio.to_thread(archive.unpack, file, identities, unpacked)
        if told.head.schema not in migrate.revisions():
            raise BackupTrouble(
                f"{file.name} was made by puskesos {told.head.program}, which is newer than this"
                " one; install that version or a newer one"
            )
        stores = stores_of(unpacked / CONFIG, home)
        vault = Vault(stores.keys.master.get_secret_value())
        archive.check_mark(vault, told, unpacked, file.name)
        return await _Restoring(told, unpacked, home / config.name, stores, vault).do(now)


class _Restoring:
    """One restore, once the backup is known to be whole and ours."""

    def __init__(
        self, told: Manifest, unpacked: Path, config: Path, stores: Stores, vault: Vault
    ) -> None:
        self._told, self._unpacked, self._stores, self._vault = told, unpacked, stores, vault
        self._config = config
        self._files = stores.files.folder
        self._final = Database(stores.database.url)
        self._copy = unpacked / copies.name_of(told.head.dialect)
        self._working = Database(f"sqlite:///{self._copy}") if self._final.path else self._final

    async def do(self, now: datetime) -> Restored:
        """Look at everything, go on behind the lost days, and put it into its place."""
        try:
            await self._refuse_another_kind()
            await self._refuse_full()
            if not self._final.path:
                await copies.copy_in(self._final, self._copy)
            try:
                return await self._checked_and_placed(now)
            except BaseException:
                if not self._final.path:
                    await copies.empty_again(self._final)
                raise
        finally:
            await self._final.dispose()
            await self._working.dispose()

    async def _refuse_another_kind(self) -> None:
        if self._told.head.dialect != self._final.dialect:
            raise Mistakes(
                f"the backup holds a database of the kind {self._told.head.dialect}, but"
                f" database.url names {self._final.dialect}; write an address of the same kind"
            )

    async def _refuse_full(self) -> None:
        """Mistakes where something would be written over."""
        _refuse_taken([target for _, target in self._moves()])
        if self._final.path:
            _refuse_taken([Path(f"{self._final.path}{end}") for end in ("", "-wal", "-shm")])
        elif await migrate.state(self._final) != "empty":
            raise Mistakes(
                f"the database {self._final.place} holds tables already and is not overwritten;"
                " give an empty one"
            )

    async def _checked_and_placed(self, now: datetime) -> Restored:
        await self._refuse_faults()
        made_at = self._told.head.made_at
        local = now.astimezone(self._stores.zone)
        async with self._working.write() as connection:
            numbers = await going_on.numbers_go_on(connection, made_at, local)
            letters = await going_on.letters_may_have_gone(connection, now)
            codes = await going_on.codes_end(connection, now)
        old = await migrate.state(self._working) == "old"
        if self._final.path:
            await self._working.dispose()  # the WAL goes back into the file
        await asyncio.to_thread(self._place)
        return Restored(self._told, numbers, letters, codes, old)

    async def _refuse_faults(self) -> None:
        """BackupTrouble for what is damaged now and was not when the backup was made."""
        files = self._unpacked / FILES
        found = await proof.faults(self._working, self._vault, files)
        fresh = [line for line in found if line not in self._told.head.faults]
        if fresh:
            raise BackupTrouble(
                "the backup is damaged; take another copy of it, or an older one:\n"
                + "\n".join(fresh[:10])
                + (f"\nand {len(fresh) - 10} more" if len(fresh) > 10 else "")
            )

    def _moves(self) -> Iterator[tuple[Path, Path]]:
        """What takes which place, the config last: without it nothing runs."""
        home = self._config.parent
        for part in self._told.parts:
            source = self._unpacked / part.name
            if part.name.startswith(FILES):
                yield source, self._files / part.name.removeprefix(FILES)
            elif part.name.startswith(BESIDE):
                yield source, home / part.name.removeprefix(BESIDE)
            elif part.name.startswith(ELSEWHERE):
                yield source, Path("/") / part.name.removeprefix(ELSEWHERE)
        if self._final.path:
            yield self._copy, self._final.path
        yield self._unpacked / CONFIG, self._config

    def _place(self) -> None:
        moves = list(self._moves())
        placed: list[Path] = []
        folders = _new_folders([target for _, target in moves] + [self._files / "any"])
        try:
            for _, target in moves:
                target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            self._files.mkdir(mode=0o700, parents=True, exist_ok=True)
            for source, target in moves:
                placed.append(target)
                _move(source, target)
            for folder in {target.parent for target in placed}:
                sync_folder(folder)
        except OSError as error:
            _take_back(placed, folders)
            raise BackupTrouble(
                f"{error.filename or self._config.parent} can't be written ({error.strerror});"
                " nothing was put back: look at the room on the disk and whether this user may"
                " write there"
            ) from error


def _home_of(config: Path) -> Path:
    home = config.absolute().parent
    if not home.is_dir():
        raise Mistakes(f"there is no folder {home}; make it first, and put the master key there")
    return home


def _refuse_taken(targets: Sequence[Path]) -> None:
    taken = [str(target) for target in targets if target.exists()]
    if taken:
        more = f" and {len(taken) - 3} more" if len(taken) > 3 else ""
        raise Mistakes(
            f"{', '.join(taken[:3])}{more} is there already and is not overwritten;"
            " a backup is put back into an empty place: move it away, or name another --config"
        )


def _new_folders(targets: Sequence[Path]) -> list[Path]:
    """The folders that are not there yet, innermost first."""
    wanted = {folder for target in targets for folder in target.parents if not folder.exists()}
    return sorted(wanted, key=lambda folder: len(folder.parts), reverse=True)


def _move(source: Path, target: Path) -> None:
    """To its name, safe from a power cut; across disks it is copied beside it first."""
    try:
        source.rename(target)
    except OSError:
        beside = target.with_name(f".{target.name}.part")
        try:
            shutil.copyfile(source, beside)
            beside.chmod(0o600)
            beside.rename(target)
        finally:
            beside.unlink(missing_ok=True)
    with target.open("rb") as file:
        os.fsync(file.fileno())


def _take_back(placed: Sequence[Path], folders: Sequence[Path]) -> None:
    for target in placed:
        with suppress(OSError):
            target.unlink(missing_ok=True)
    for folder in folders:
        with suppress(OSError):
            folder.rmdir()
