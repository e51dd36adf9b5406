"""Where an office keeps what it knows, read from a config that does not lie in its place yet: the
rest of the config may name files that are still to come.

Tested in tests/bot/backup/test_restoring.py."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, cast
from zoneinfo import ZoneInfo

from pydantic import ConfigDict, ValidationError

from bot.settings.config import (
    DatabaseSection,
    FilesSection,
    KeysSection,
    Mistakes,
    from_environment,
    from_file,
    laid_over,
)
from bot.settings.config_values import CATALOGUE, Zone
from bot.settings.mistakes import told
from bot.settings.section import Section
from storage.db.vault import read_key

_SOME = ConfigDict(**{**Section.model_config, "extra": "ignore"})


class _Area(Section):
    model_config = _SOME

    timezone: Zone


class Stores(Section):
    """Database, files, key and time zone of an office."""

    model_config = _SOME

    database: DatabaseSection
    files: FilesSection
    keys: KeysSection
    area: _Area

    @property
    def zone(self) -> ZoneInfo:
        """The office's time zone."""
        return self.area.timezone


def stores_of(config: Path, folder: Path) -> Stores:
    """Those of the config file ``config``, as if it lay in ``folder``; ``Mistakes`` names what is
    wrong or missing there."""
    merged = merged_with_environment(config)
    try:
        return Stores.model_validate(merged, context={"folder": folder})
    except ValidationError as error:
        raise Mistakes(*told(error, Stores, lambda section, key: f"{section}.{key}")) from None


def merged_with_environment(config: Path) -> Mapping[str, Any]:
    """What the file and the environment say, unread."""
    written = from_file(config)
    sections = {name: written.get(name, {}) for name in (*Stores.model_fields, *written)}
    return cast("Mapping[str, Any]", laid_over(sections, from_environment()))


PLACES = (
    *(("area", "villages"), ("policy", "folder"), ("policy", "catalogue")),
    *(("texts", "folder"), ("letters", "folder")),
)
UNWRITTEN = {("policy", "catalogue"): CATALOGUE}
"""What a key stands for that the config leaves out."""


def named_files(config: Path) -> list[Path]:
    """The files and folders that a config names besides database and attachments: villages, rows,
    texts, templates, logos. Never one that holds a secret."""
    merged, folder = merged_with_environment(config), config.absolute().parent
    named = [merged.get(one[0], {}).get(one[1], UNWRITTEN.get(one)) for one in PLACES]
    named += _logos(merged.get("letterhead", {}))
    places = [folder / Path(one).expanduser() for one in named if isinstance(one, str) and one]
    files = {file for place in places for file in _files_in(place)}
    return sorted(file for file in files - secret_files(merged, folder) if not _is_key(file))


def _is_key(file: Path) -> bool:
    """Whether a file is a copy of a master key or of an identity, whatever it is called."""
    with file.open("rb") as opened:
        text = opened.read(4096).decode("ascii", "replace")
    try:
        return "AGE-SECRET-KEY-1" in text or bool(read_key(text))
    except ValueError:
        return False


def _logos(table: object) -> Iterator[object]:
    if isinstance(table, Mapping):
        for key, value in table.items():
            if key == "logo":
                yield value
            else:
                yield from _logos(value)


def _files_in(place: Path) -> Iterator[Path]:
    inside = place.rglob("*") if place.is_dir() else [place]
    return (Path(file.absolute()) for file in inside if file.is_file())


def secret_files(merged: object, folder: Path) -> set[Path]:
    """The files that hold secrets: whatever a value calls ``file:``."""
    if isinstance(merged, Mapping):
        return {file for value in merged.values() for file in secret_files(value, folder)}
    if isinstance(merged, str) and merged.startswith("file:"):
        return {folder / Path(merged.removeprefix("file:")).expanduser()}
    return set()
