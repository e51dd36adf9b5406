"""Makes the files of a new office: ``config.toml``, key, list of villages, a folder for data.
Overwrites nothing.

Tested in tests/bot/cli/test_main.py."""

import os
import re
from dataclasses import dataclass
from pathlib import Path
from zoneinfo import ZoneInfo

from bot.settings.config import NUMBERS, Mistakes
from bot.settings.config_values import DISTRICT, Rows, villages_of
from casework.access.visibility import covers
from storage.db.vault import new_key

KEY, VILLAGES = "master.key", "villages.csv"

_CONFIG = """\
# Puskesos {district}. Every key is explained in config.example.toml. \
Paths are relative to this file.

[telegram]
token = "{token}"

[database]
url = "sqlite:///{folder}/puskesos.db"

[files]
folder = "{folder}/files"

[keys]
master = "file:{key}"  # without this file nothing can be read any more: \
keep a copy in a safe place, not beside backups

[area]
district = "{district}"
timezone = "{timezone}"
villages = "{villages}"

[emergency]
# Shown first whenever somebody is in danger. Take 112 out if your district does not run it.
numbers = [{numbers}]
"""
_ZONES = (
    ("Asia/Jakarta", ("1", "2", "3", "61", "62")),
    ("Asia/Makassar", ("5", "63", "64", "65", "7")),
    ("Asia/Jayapura", ("8", "9")),
)


@dataclass(frozen=True)
class NewOffice:
    """What ``init`` must know. ``token``: "env:NAME" or "file:PATH"; ``villages``: a CSV, of the
    district or larger."""

    district: str
    villages: Path
    token: str = "env:PUSKESOS_TOKEN"  # noqa: S105 - the name of a variable
    timezone: str = ""
    folder: str = "data"


def found(office: NewOffice, config: Path) -> list[Path]:
    """Write the files of the office around ``config`` and name them.

    ``Mistakes`` when an answer is wrong or a file is there already; then nothing has been written.
    """
    here = config.absolute().parent
    rows = _checked(office, config, here)
    own_list = (here / VILLAGES).exists()
    text = _CONFIG.format(
        district=office.district,
        token=office.token,
        folder=office.folder,
        key=KEY,
        timezone=office.timezone or zone_of(office.district),
        villages=VILLAGES,
        numbers=", ".join(f'"{number}"' for number in NUMBERS),
    )
    data = here / office.folder
    (data / "files").mkdir(mode=0o700, parents=True, exist_ok=True)
    csv = "code,name\n" + "".join(f'{code},"{name}"\n' for code, name in rows)
    wanted = {KEY: new_key() + "\n"} | ({} if own_list else {VILLAGES: csv}) | {config.name: text}
    return [_write(here / name, words) for name, words in wanted.items()]


def zone_of(district: str) -> str:
    """The time zone of a province (WIB, WITA or WIT), by the first digits of its code; "" when
    there is none such."""
    return next((zone for zone, provinces in _ZONES if district.startswith(provinces)), "")


def _checked(office: NewOffice, config: Path, here: Path) -> Rows:
    wrong = _wrong(office)
    rows: Rows = ()
    try:
        rows = _in_district(villages_of(office.villages), office.district)
        if not wrong and not any(code.count(".") == 3 for code, _ in rows):
            wrong.append(
                f"{office.villages} names no village of {office.district};"
                " look at the code of the district"
            )
    except ValueError as error:
        wrong += str(error).splitlines()
    taken = [path for path in (config, here / KEY) if path.exists()]
    if (here / VILLAGES).exists() and not (
        office.villages.exists() and office.villages.samefile(here / VILLAGES)
    ):
        taken.append(here / VILLAGES)
    wrong += [
        f"{path} is there already and is not overwritten;"
        " move it, or name another file with --config"
        for path in taken
    ]
    if not here.is_dir():
        wrong.append(f"there is no folder {here}; make it first")
    if wrong:
        raise Mistakes(*wrong)
    return rows


def _wrong(office: NewOffice) -> list[str]:
    wrong = []
    if not DISTRICT.fullmatch(office.district):
        wrong.append(
            f"--district {office.district!r} is no code of a regency or city; write it like 32.74"
        )
    kind, _, name = office.token.partition(":")
    if kind == "env" and not re.fullmatch(r"[A-Za-z_][A-Za-z0-9_]*", name):
        wrong.append(
            "--token-env takes the name of a variable, never the token itself;"
            " write it like PUSKESOS_TOKEN"
        )
    if any(character in office.token + office.folder for character in '"\\\n'):
        wrong.append("--token-file and --folder take plain names, without quotes and backslashes")
    zone = office.timezone or zone_of(office.district)
    try:
        ZoneInfo(zone)
    except (KeyError, ValueError, OSError):
        wrong.append(
            f"--timezone {zone!r} is not known; write Asia/Jakarta, Asia/Makassar or Asia/Jayapura"
        )
    return wrong


def _in_district(rows: Rows, district: str) -> Rows:
    return tuple(
        (code, name) for code, name in rows if covers(district, code) or covers(code, district)
    )


def _write(path: Path, text: str) -> Path:
    """A new file that only its owner may open."""
    with os.fdopen(
        os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8"
    ) as file:
        file.write(text)
    return path
