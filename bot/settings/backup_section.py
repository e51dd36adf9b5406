"""Reads [backup] of the config: for whom backups are locked, where they lie, when they are made,
and how many are kept.

Tested in tests/bot/settings/test_config.py."""

import re
from datetime import time
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from bot.settings.config_values import Folder

_TIME = re.compile(r"([01]\d|2[0-3]):([0-5]\d)", re.ASCII)


def _public_keys(value: object) -> object:
    from storage.backup.age import check_public_key  # noqa: PLC0415 - few need the library

    if isinstance(value, list | tuple) and all(isinstance(one, str) for one in value):
        return tuple(check_public_key(one) for one in value)
    raise ValueError("this is no list of texts")


def _times(value: object) -> object:
    if not isinstance(value, list | tuple) or not value:
        raise ValueError("this is no list of times")
    if all(isinstance(one, time) for one in value):
        return tuple(value)
    found = [_TIME.fullmatch(str(one)) for one in value]
    if not all(found):
        raise ValueError("these are no times of the day")
    return tuple(sorted(time(int(one[1]), int(one[2])) for one in found if one))


class BackupSection(BaseModel):
    """[backup]. Without ``recipients`` no backup is made. ``times``: local; ``daily`` and
    ``monthly``: so many days and months back one is kept of each."""

    model_config = ConfigDict(extra="forbid", frozen=True, validate_default=True)

    recipients: Annotated[tuple[str, ...], BeforeValidator(_public_keys)] = Field(
        default=(),
        description='write a list of public keys, such as ["age1…"]; puskesos backup-key makes one',
    )
    folder: Folder = Field(
        default=Path("backups"), description='write the name of a folder, such as "backups"'
    )
    times: Annotated[tuple[time, ...], BeforeValidator(_times)] = Field(
        default=(time(2, 15),), description='write a list of local times, such as ["02:15"]'
    )
    daily: int = Field(default=7, ge=1, le=366, description="write a whole number from 1 to 366")
    monthly: int = Field(default=12, ge=0, le=120, description="write a whole number from 0 to 120")
