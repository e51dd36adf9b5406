"""The configuration of an office: ``config.toml``, with ``PUSKESOS_SECTION__KEY`` of the
environment laid over it.

All mistakes are told at once: what, where, how to mend. A secret never stands in the file; the file
says where it lies (``"env:NAME"`` or ``"file:PATH"``). Paths in the file are relative to the file.
Nothing is written here."""

import os
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Literal
from urllib.parse import urlsplit

from pydantic import Field, ValidationError
from pydantic_settings import BaseSettings, EnvSettingsSource, SettingsConfigDict, SettingsError

from bot.settings import config_values, letterheads
from bot.settings.backup_section import BackupSection
from bot.settings.health_section import HealthSection
from bot.settings.mistakes import Mistakes, meant, told
from bot.settings.section import Section
from conversations.content.letterheads import Letterheads

__all__ = ["Config", "Mistakes", "load", "read"]

PREFIX = "PUSKESOS_"
NUMBERS = (
    "112 (darurat)",
    "113 (pemadam)",
    "119 (ambulans)",
    "110 (polisi)",
    "129 (kekerasan)",
    "171 (Kemensos)",
)


class TelegramSection(Section):
    """[telegram]. Addresses end in ``/bot``; ``per_second``: messages sent in one second by the
    whole bot."""

    token: config_values.Token = Field(
        description='write token = "env:PUSKESOS_TOKEN" or "file:token.key",'
        " and put there what @BotFather gave you"
    )
    base_url: config_values.Address = Field(
        "https://api.telegram.org/bot",
        description="write the address of a Bot API server, such as http://127.0.0.1:8081/bot",
    )
    base_file_url: config_values.Address | None = Field(
        None, description="leave it out, or write an address such as http://127.0.0.1:8081/file/bot"
    )
    mode: Literal["polling"] = Field(
        "polling", description='write mode = "polling"; this version has no webhooks yet'
    )
    per_second: int = Field(30, ge=1, le=30, description="write a whole number from 1 to 30")

    @property
    def file_url(self) -> str:
        """Where files are fetched: ``base_file_url``, or its usual place beside ``base_url``."""
        return self.base_file_url or self.base_url.removesuffix("/bot") + "/file/bot"


class DatabaseSection(Section):
    """[database]. ``url`` as ``storage.db.database.Database`` takes it; the path of an SQLite file
    is absolute."""

    url: config_values.DatabaseAddress = Field(
        "sqlite:///puskesos.db",
        description='write "sqlite:///puskesos.db",'
        ' or "env:NAME" with postgresql://user:password@host/name in NAME',
    )


class FilesSection(Section):
    """[files]: where sealed attachments are kept."""

    folder: config_values.Folder = Field(
        Path("files"), description='write the name of a folder, such as "files"'
    )


class KeysSection(Section):
    """[keys]. ``master``: the 32 bytes from which all other keys are derived."""

    master: config_values.Master = Field(
        description='write master = "file:master.key"; puskesos init makes that file'
    )


class AreaSection(Section):
    """[area]. ``villages``: (code, name) of villages and their kecamatan, in the order of the CSV
    file."""

    district: config_values.District = Field(
        description='write the Kemendagri code with its dot and in quotes, such as "32.74"'
    )
    timezone: config_values.Zone = Field(
        description='write "Asia/Jakarta", "Asia/Makassar" or "Asia/Jayapura"'
    )
    villages: config_values.Villages = Field(
        description="write the name of a CSV file with lines like 32.74.05.1003,Kesambi"
    )


class PolicySection(Section):
    """[policy]. ``folder``: its files replace the packaged ones of the same name; ``catalogue``:
    its files add to the catalogue."""

    folder: config_values.ExistingFolder | None = Field(
        None, description="write the name of a folder, or leave it out"
    )
    catalogue: config_values.OwnCatalogue | None = Field(
        Path(config_values.CATALOGUE), description="write the name of a folder, or leave it out"
    )


class TextsSection(Section):
    """[texts]: a folder whose texts replace the packaged ones of the same key."""

    folder: config_values.ExistingFolder | None = Field(
        None, description="write the name of a folder, or leave it out"
    )
    default_language: str = Field("id", pattern="^[a-z]{2,3}$", description='write "id" or "en"')


class LettersSection(Section):
    """[letters]: a folder whose templates replace the packaged ones of the same name
    (bot/papers/pdf)."""

    folder: config_values.ExistingFolder | None = Field(
        None, description="write the name of a folder, or leave it out"
    )


class EmergencySection(Section):
    """[emergency]. ``numbers`` as people see them, the first to call first."""

    numbers: config_values.TextList = Field(
        NUMBERS, description='write a list of texts, such as ["112 (darurat)", "119 (ambulans)"]'
    )


class LogSection(Section):
    """[log]."""

    level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = Field(
        "INFO", description='write "DEBUG", "INFO", "WARNING" or "ERROR"'
    )
    format: Literal["json", "text"] = Field("json", description='write "json" or "text"')


class Config(Section):
    """The whole configuration. ``hours`` is read with the policy, over whose hours it is laid;
    ``letterhead`` after ``area``, whose villages it names."""

    telegram: TelegramSection
    database: DatabaseSection
    files: FilesSection
    keys: KeysSection
    area: AreaSection
    hours: dict[str, Any]
    policy: PolicySection
    texts: TextsSection
    letters: LettersSection
    letterhead: letterheads.Written = Letterheads()
    emergency: EmergencySection
    log: LogSection
    health: HealthSection = HealthSection()
    backup: BackupSection = BackupSection()


class _Environment(BaseSettings, Config):
    """The same keys, as the environment may give them. Only its fields are asked for; nobody makes
    one."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, env_nested_delimiter="__")


def load(path: Path) -> Config:
    """The configuration in the file and the environment; ``Mistakes`` with everything that is wrong
    with it."""
    written = from_file(path)
    return read(written, from_environment(), path.absolute().parent, str(path))


def read(
    written: Mapping[str, Any], over: Mapping[str, Any], folder: Path, file: str = "config.toml"
) -> Config:
    """The configuration from plain values: those of the environment (``over``) laid over those of a
    file.

    Relative paths start at ``folder``; only ``over`` may hold secrets themselves. ``Mistakes`` with
    all that is wrong."""
    lines = _open_secrets(written, file)
    merged = laid_over(
        {name: written.get(name, {}) for name in {**Config.model_fields, **written}}, over
    )

    def place(section: str, key: str) -> str:
        if section in over and (not key or key in over[section]):
            return f"{PREFIX}{section}__{key}".upper().removesuffix("__")
        return f"{file}: {section}.{key}" if key else f"{file}: {section}"

    try:
        config = Config.model_validate(merged, context={"folder": folder})
    except ValidationError as error:
        found = [line for line in told(error, Config, place) if not line.startswith(tuple(lines))]
        raise Mistakes(*lines.values(), *found) from None  # what pydantic quotes may be a secret
    if lines:
        raise Mistakes(*lines.values())
    return config


def laid_over(below: object, above: object) -> object:
    """Tables of ``below`` with those of ``above`` laid over them, at any depth."""
    if not (isinstance(below, Mapping) and isinstance(above, Mapping)):
        return above
    return {**below, **{key: laid_over(below.get(key, {}), value) for key, value in above.items()}}


def _open_secrets(written: Mapping[str, Any], file: str) -> dict[str, str]:
    """By its place, a line for each secret that stands in the file itself."""
    lines = {}
    for section, key, mend in (
        ("telegram", "token", "get a new token from @BotFather if others have seen the file"),
        ("keys", "master", "move the key to a file of its own"),
        ("database", "url", "move the address with its password out of the file"),
    ):
        table = written.get(section)
        value = table.get(key) if isinstance(table, Mapping) else None
        if (
            isinstance(value, str)
            and not value.startswith(config_values.ELSEWHERE)
            and (key != "url" or _password_in(value))
        ):
            place = f"{file}: {section}.{key}"
            lines[place] = (
                f'{place} stands openly in the file; write "env:NAME" or "file:PATH", and {mend}'
            )
    return lines


def _password_in(url: str) -> bool:
    try:
        return bool(urlsplit(url).password) or "password=" in urlsplit(url).query
    except ValueError:
        return False


def from_file(path: Path) -> dict[str, Any]:
    """What the file says, unread; ``Mistakes`` when it is no TOML."""
    try:
        return tomllib.loads(path.read_text("utf-8"))
    except FileNotFoundError:
        raise Mistakes(
            f"{path} does not exist; make it with: puskesos init, or name another with --config"
        ) from None
    except OSError as error:
        raise Mistakes(
            f"{path} can't be read ({error.strerror}); check its owner and its mode"
        ) from error
    except UnicodeDecodeError:
        raise Mistakes(f"{path} is not UTF-8; save it as UTF-8") from None
    except tomllib.TOMLDecodeError as error:
        raise Mistakes(
            f"{path} can't be read: {error}; texts stand in quotes, lists in square brackets"
        ) from None


def from_environment() -> dict[str, Any]:
    """What the environment says by ``PUSKESOS_SECTION__KEY``; lists and tables are written in
    JSON."""
    sections = list(Config.model_fields)
    strays = {
        name: section
        for name in os.environ
        if name.upper().startswith(PREFIX) and "__" in name
        if (section := name[len(PREFIX) :].partition("__")[0].lower()) not in sections
    }
    if strays:
        raise Mistakes(
            *(
                f"{name} names no section of the config; {meant(s, sections)}"
                for name, s in strays.items()
            )
        )
    try:
        return EnvSettingsSource(_Environment)()
    except SettingsError as error:
        names = (
            ", ".join(f"{PREFIX}{s}".upper() for s in sections if f'"{s}"' in str(error)) or PREFIX
        )
        raise Mistakes(
            f'{names}… in the environment is no JSON; write lists like ["112", "119"]'
        ) from None
