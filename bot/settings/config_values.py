"""Reads single entries of the config: secrets, paths, addresses, codes, the list of villages.

Each is a validator for pydantic: text in, value out; ValueError says what is wrong (and, after a
semicolon, how to mend it, where the key's own description would not help). What is no text goes
through untouched and is refused by its type.

Tested in tests/bot/settings/test_config.py."""

import os
import re
from collections.abc import Callable
from pathlib import Path
from typing import Annotated
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from pydantic import BeforeValidator, SecretBytes, SecretStr, ValidationInfo

from casework.access.visibility import covers
from casework.clock.decreed_days import DecreedDay
from storage.db.database import WrongDatabase, read_url
from storage.db.vault import read_key
from storage.places.areas import read_areas
from storage.places.calendar_days import read_days

DISTRICT = re.compile(r"\d{2}\.\d{2}", re.ASCII)
TOKEN = re.compile(r"\d+:[\w-]+", re.ASCII)
ELSEWHERE = ("env:", "file:")
CATALOGUE = "catalogue.d"
"""The folder that adds to the catalogue where the config names no other; it need not be there."""

Rows = tuple[tuple[str, str], ...]


def secret_of(written: str, folder: Path) -> str:
    """The secret that ``"env:NAME"`` or ``"file:PATH"`` points to; any other text is the secret
    itself.

    ValueError when it can't be had, or when others on this machine may open its file.
    """
    kind, _, place = written.partition(":")
    if kind == "env":
        if not (value := os.environ.get(place, "").strip()):
            raise ValueError(
                f"the environment variable {place} is not set; set it before puskesos starts"
            )
        return value
    return _secret_file(folder / Path(place).expanduser()) if kind == "file" else written


def _secret_file(path: Path) -> str:
    text = _text_of(path)
    if path.stat().st_mode & 0o077:
        raise ValueError(f"others on this machine may open the file {path}; run: chmod 600 {path}")
    if not text.strip():
        raise ValueError(f"the file {path} is empty")
    return text.strip()


def _text_of(path: Path) -> str:
    try:
        return path.read_text("utf-8-sig")
    except OSError as error:
        raise ValueError(f"the file {path} can't be read ({error.strerror})") from error
    except UnicodeDecodeError as error:
        raise ValueError(f"the file {path} is not text in UTF-8") from error


def villages_of(path: Path, district: str = "") -> Rows:
    """The (code, name) rows of a CSV file; ValueError for bad lines, and for codes outside of
    ``district``.

    The district itself and its province may be among them; at least one must be a village.
    """
    try:
        rows = read_areas(_text_of(path).splitlines())
    except ValueError as error:
        raise ValueError(
            "\n".join(_in_file(path, line) for line in str(error).splitlines())
        ) from error
    astray = [code for code, _ in rows if not covers(district, code) and not covers(code, district)]
    if district and astray:
        named = ", ".join(astray[:5]) + (", …" if len(astray) > 5 else "")
        raise ValueError(
            f"{path} has codes outside of {district}: {named}; correct them, or area.district"
        )
    if district and not any(code.count(".") == 3 for code, _ in rows):
        raise ValueError(
            f"{path} names no village of {district}; write one per line: 32.74.05.1003,Kesambi"
        )
    return tuple(rows)


def days_of(path: Path, years: range) -> list[DecreedDay]:
    """The days of a decree in a CSV file; ValueError for bad lines, and for dates outside of
    ``years``."""
    try:
        return read_days(_text_of(path).splitlines(), years)
    except ValueError as error:
        raise ValueError(
            "\n".join(_in_file(path, line) for line in str(error).splitlines())
        ) from error


def _in_file(path: Path, line: str) -> str:
    return (
        f"{path}, {line}"
        if line.startswith("line ")
        else line
        if str(path) in line
        else f"{path}: {line}"
    )


Read = Callable[[str, Path], object]


def _from_text(read: Read) -> BeforeValidator:
    """A validator that reads text (or a path), with relative paths starting at the folder in the
    context."""

    def validate(value: object, info: ValidationInfo) -> object:
        folder = info.context["folder"] if info.context else Path()
        return read(str(value), folder) if isinstance(value, str | Path) else value

    return BeforeValidator(validate)


def _token(written: str, folder: Path) -> str:
    token = secret_of(written, folder)
    if not TOKEN.fullmatch(token):
        raise ValueError("this is not the token of a bot")
    return token


def _path(written: str, folder: Path) -> Path:
    if not written.strip():
        raise ValueError("the name is empty")
    return folder.absolute() / Path(written).expanduser()


def _existing_folder(written: str, folder: Path) -> Path:
    path = _path(written, folder)
    if not path.is_dir():
        raise ValueError(f"there is no folder {path}; make it, or take the key out")
    return path


def _own_catalogue(written: str, folder: Path) -> Path:
    return (_path if written == CATALOGUE else _existing_folder)(written, folder)


def _api(written: str, folder: Path) -> str:
    """The address up to and with ``/bot``, as python-telegram-bot wants it."""
    bare = written.rstrip("/")
    if urlsplit(bare).scheme not in ("http", "https") or not urlsplit(bare).hostname:
        raise ValueError(f"{written!r} is no address")
    return bare if bare.endswith("/bot") else bare + "/bot"


def _database(written: str, folder: Path) -> str:
    """The address; the path of an SQLite file is made absolute."""
    text = secret_of(written, folder) if written.startswith(ELSEWHERE) else written
    try:
        url = read_url(text)
    except WrongDatabase as error:
        raise ValueError(str(error).replace("database.url", "the address")) from error
    return (
        f"sqlite:///{_path(url.database or '', folder)}"
        if url.get_backend_name() == "sqlite"
        else text
    )


def _district(written: str, folder: Path) -> str:
    if not DISTRICT.fullmatch(written):
        raise ValueError(f"{written!r} is no code of a regency or city")
    return written


def _zone(written: str, folder: Path) -> ZoneInfo:
    try:
        return ZoneInfo(written)
    except (KeyError, ValueError, OSError) as error:
        raise ValueError(f"{written!r} is not known") from error


def _villages(value: object, info: ValidationInfo) -> object:
    folder = info.context["folder"] if info.context else Path()
    return (
        villages_of(_path(value, folder), info.data.get("district", ""))
        if isinstance(value, str)
        else value
    )


def _texts(value: object) -> object:
    if (
        isinstance(value, list | tuple)
        and value
        and all(isinstance(one, str) and one.strip() for one in value)
    ):
        return tuple(value)
    raise ValueError("this is no list of texts")


def _master(written: str, folder: Path) -> bytes:
    return read_key(secret_of(written, folder))


Token = Annotated[SecretStr, _from_text(_token)]
Master = Annotated[SecretBytes, _from_text(_master)]
Address = Annotated[str, _from_text(_api)]
DatabaseAddress = Annotated[str, _from_text(_database)]
Folder = Annotated[Path, _from_text(_path)]
ExistingFolder = Annotated[Path, _from_text(_existing_folder)]
OwnCatalogue = Annotated[Path, _from_text(_own_catalogue)]
District = Annotated[str, _from_text(_district)]
Zone = Annotated[ZoneInfo, _from_text(_zone)]
Villages = Annotated[Rows, BeforeValidator(_villages)]
TextList = Annotated[tuple[str, ...], BeforeValidator(_texts)]
