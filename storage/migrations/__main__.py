"""Drafts the next migration from what ``storage/tables`` says and the migrations don't. For those
who change the schema.

Tested in tests/storage/db/test_migrate.py."""

import asyncio
import sys
import tempfile

from alembic import command
from sqlalchemy import Connection

from storage.db.database import make_engine
from storage.db.migrate import alembic_config, revisions, upgrade


async def draft(message: str) -> None:
    """Write ``versions/NNNN_message.py`` with the difference; nothing outside the versions folder
    is touched."""
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{folder}/draft.db"
        if revisions():
            await upgrade(url)
        engine = make_engine(url, "migrate")
        async with engine.begin() as connection:
            await connection.run_sync(_draft, message)
        await engine.dispose()


def _draft(connection: Connection, message: str) -> None:
    number = f"{int(revisions()[-1]) + 1 if revisions() else 1:04}"
    command.revision(alembic_config(connection), message, autogenerate=True, rev_id=number)


if __name__ == "__main__":
    asyncio.run(draft(sys.argv[1]))
