"""Where nobody works: which levels and villages are named, and when a district is empty."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.desk.staff import manning
from bot.desk.staff.manning import Manning
from casework.case.model import CHAIN, Role
from storage.db.database import Database, table_of
from storage.people import invitations
from storage.tables.people import Grant, PersonRow

NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
VILLAGES = {"32.74.05.1003": "Kesambi", "32.74.05.1004": "Drajat"}
KESAMBI, DISTRICT = "32.74.05.1003", "32.74"


async def _looked(
    url: str, *posts: tuple[Role, str], unreached: bool = False, invited: timedelta | None = None
) -> Manning:
    """What is missing where these are given roles, and one is invited until ``invited`` from
    now."""
    database = Database(url)
    async with database.write() as connection:
        for person, (role, scope) in enumerate(posts, 11):
            given = {"person_id": person, "role": str(role), "scope": scope, "desks": ""}
            given |= {"granted_by": 0, "granted_at": NOW}
            await connection.execute(table_of(Grant).insert(), [given])
            known = {"id": person, "language": "id", "village": "", "consent": ""}
            known |= {"created_at": NOW, "unreachable_at": NOW if unreached else None}
            await connection.execute(table_of(PersonRow).insert(), [known])
        if invited is not None:
            await invitations.add_invite(
                connection,
                mark=b"mark",
                role=Role.COORDINATOR,
                scope=KESAMBI,
                desks=(),
                made_by=0,
                at=NOW,
                expires_at=NOW + invited,
            )
        found = await manning.look(connection, VILLAGES, NOW)
    await database.dispose()
    return found


async def test_an_empty_district_lacks_everything(database_url: str) -> None:
    """Nobody works, nobody is invited."""
    assert await _looked(database_url) == Manning(CHAIN, ("Kesambi", "Drajat"), empty=True)


@pytest.mark.parametrize(("role", "level"), [(Role.FRONT_OFFICE, 0), (Role.COORDINATOR, 1)])
async def test_a_village_with_an_office_is_not_named(
    database_url: str, role: Role, level: int
) -> None:
    """One colleague of the village is enough for it; the other levels are named."""
    found = await _looked(database_url, (role, KESAMBI))
    assert (found.offices, found.empty) == (("Drajat",), False)
    assert found.levels == tuple(name for name in CHAIN if name != CHAIN[level])


async def test_a_kecamatan_has_its_villages(database_url: str) -> None:
    """Who works for a kecamatan works in each of its villages; the district's people do not."""
    assert (await _looked(database_url, (Role.FRONT_OFFICE, "32.74.05"))).offices == ()


async def test_the_district_is_no_village(database_url: str) -> None:
    """A manager alone leaves every village without anybody of its own."""
    found = await _looked(database_url, (Role.DISTRICT_MANAGER, DISTRICT))
    assert found.offices == ("Kesambi", "Drajat")


async def test_who_is_not_reached_is_missing(database_url: str) -> None:
    """Everybody has blocked the bot: as if nobody was there."""
    assert (await _looked(database_url, (Role.COORDINATOR, KESAMBI), unreached=True)).empty


async def test_an_agency_is_nobody_for_residents(database_url: str) -> None:
    """An office that only gets referrals answers no resident; nor does a volunteer."""
    posts = ((Role.AGENCY_OFFICER, "32.74/dinkes"), (Role.VOLUNTEER, KESAMBI))
    assert (await _looked(database_url, *posts)).empty


@pytest.mark.parametrize(("hours", "empty"), [(1, False), (-1, True)])
async def test_who_is_invited_counts(database_url: str, hours: int, empty: bool) -> None:
    """An invitation that can still be used is enough to begin with; an old one is not."""
    assert (await _looked(database_url, invited=timedelta(hours=hours))).empty == empty


def test_few_villages_are_named() -> None:
    """Of many villages five are named, and how many more there are."""
    names = tuple(f"Desa {n}" for n in range(1, 23))
    (line,) = Manning(offices=names).lines
    assert line.endswith("Desa 5 and 17 more")
