"""The operator sees who works here, and no names."""

import asyncio
import json
import shutil
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.cli.people.listing import masked
from bot.settings import config
from casework.case.model import Role
from storage.db.database import Database
from storage.db.vault import Vault
from storage.people import invitations, people, presence
from storage.people.people import Profile
from tests.bot.cli.test_main import _as_before, database, office, puskesos, refused

__all__ = ["_as_before", "database", "office"]
WHEN = datetime(2026, 11, 23, 1, 30, tzinfo=UTC)


@pytest.fixture
def staffed(office: Path, database: Path) -> Path:
    """Two who work here, one of whom has blocked the bot, and one of an agency."""
    asyncio.run(_staff(office))
    return office


async def _staff(office: Path) -> None:
    read = config.load(office / "config.toml")
    vault, db = Vault(read.keys.master.get_secret_value()), Database(read.database.url)
    given = ((11, Role.FRONT_OFFICE, "32.74.05.1003"), (12, Role.AGENCY_OFFICER, "32.74/bpjs"))
    async with db.write() as connection:
        for person, role, scope in (*given, (13, Role.DISTRICT_MANAGER, "32.74")):
            code = f"code-{person}"
            await invitations.add_invite(
                connection,
                mark=invitations.mark_of(code),
                role=role,
                scope=scope,
                desks=(),
                made_by=0,
                at=WHEN,
                expires_at=WHEN.replace(year=2027),
            )
            await invitations.redeem(connection, code, person, WHEN)
        profiles = [
            Profile(11, name="Rekan Sebelas", phone="+62811000111"),
            Profile(12),
            Profile(13),
        ]
        await people.save_profiles(connection, vault, profiles, WHEN)
        await presence.unreachable(connection, [12], WHEN)
    await db.dispose()


def test_a_line_for_each(staffed: Path) -> None:
    """By place; a masked name, the role, and whether messages arrive, in local time."""
    first, second, third = puskesos("people").stdout.splitlines()
    assert first == "13  -  district_manager 32.74; last seen never"
    assert second == "11  R•••  front_office 32.74.05.1003; last seen never"
    assert third.endswith(
        "agency_officer 32.74/bpjs; last seen never; not reached since 2026-11-23 08:30"
    )


def test_for_a_program(staffed: Path) -> None:
    """The same as JSON, with moments in UTC; neither name nor phone."""
    told = puskesos("people", "--json").stdout
    found = {one["id"]: one for one in json.loads(told)}
    assert found[11]["roles"] == [{"role": "front_office", "scope": "32.74.05.1003", "desks": []}]
    assert found[12]["not_reached_since"] == "2026-11-23T01:30:00+00:00"
    assert "Sebelas" not in told
    assert "811000" not in told


def test_nobody_is_told(office: Path, database: Path) -> None:
    """With what to do."""
    assert "puskesos invite" in puskesos("people").stdout
    assert puskesos("people", "--json").stdout == "[]\n"


def test_who_is_not_there_can_not_be_ended(staffed: Path) -> None:
    """By number; nothing is changed, and the same after *no*."""
    assert "nobody with the number 99 works here" in refused(staffed, "people", "end", "99")
    said = puskesos("people", "end", "11", typed="n\n").stdout
    assert "R•••  front_office" in said
    assert "nothing was changed" in said
    assert len(puskesos("people").stdout.splitlines()) == 3


def test_ended_from_the_shell(staffed: Path) -> None:
    """The last manager, too; twice is refused."""
    result = puskesos("people", "end", "13", "--yes")
    assert "ended" in result.stdout, result.output
    assert "13  " not in puskesos("people").stdout
    assert "nobody with the number 13" in puskesos("people", "end", "13", "--yes").stderr


def test_a_name_shows_one_letter() -> None:
    """Nothing for none."""
    assert [masked(name) for name in ("Rekan", " b ", "", "  ")] == ["R•••", "b•••", "-", "-"]


def test_a_database_of_another_version_is_refused(office: Path, database: Path) -> None:
    """Told what to do, as by the other commands."""
    shutil.copyfile("/dev/null", database)
    assert "puskesos migrate" in refused(office, "people")
