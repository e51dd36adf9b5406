"""Opens some of what is sealed, to see that the key does its work: the oldest and the newest of
people and of events.

Tested in tests/storage/db/test_sealed_samples.py."""

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.db.database import table_of
from storage.db.vault import Vault
from storage.tables.cases import EventRow
from storage.tables.people import PersonRow

_PERSON, _EVENT = table_of(PersonRow).c, table_of(EventRow).c


async def opened(connection: AsyncConnection, vault: Vault) -> int:
    """How many values were opened; Unreadable, which names the row, for the first one that can't
    be."""
    count = 0
    for person in (_PERSON.id, _PERSON.id.desc()):
        named = select(_PERSON.id, _PERSON.name).where(_PERSON.name.is_not(None))
        for row in await connection.execute(named.order_by(person).limit(1)):
            vault.open("person", "name", row.id, row.name)
            count += 1
    for case in (_EVENT.case_id, _EVENT.case_id.desc()):
        told = select(_EVENT.case_id, _EVENT.n, _EVENT.body).order_by(case, _EVENT.n).limit(1)
        for event in await connection.execute(told):
            vault.open("event", "body", f"{event.case_id}.{event.n}", event.body)
            count += 1
    return count
