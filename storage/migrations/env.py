"""What alembic runs for every command; ``storage/db/migrate.py`` hands it the connection. Nothing
else starts it.

Tested in tests/storage/db/test_migrate.py."""

from typing import Any, Literal

from alembic import context
from alembic.autogenerate.api import AutogenContext
from sqlalchemy import BigInteger, Connection

from storage.tables import cases, instance, messages, pending, people, places, updates
from storage.tables.columns import Sealed, UtcDateTime

TABLES = (
    cases.CaseRow,
    instance.LeaseRow,
    messages.HeardMessage,
    pending.OutboxRow,
    people.PersonRow,
    places.AreaRow,
    updates.SeenRow,
)
"""One table of each module, so that all of them are known."""


def _plain(kind: str, item: Any, _: AutogenContext) -> str | Literal[False]:
    """Columns as a migration writes them: in plain SQLAlchemy, so that an old migration outlives
    our own types."""
    if kind != "type":
        return False
    if isinstance(item, UtcDateTime):
        return "sa.DateTime(timezone=True)"
    if isinstance(item, Sealed):
        return "sa.LargeBinary()"
    if isinstance(item, BigInteger) and item._variant_mapping:
        return 'sa.BigInteger().with_variant(sa.Integer(), "sqlite")'
    return "sa.String()" if type(item).__name__ == "AutoString" else False


def _migrate(connection: Connection) -> None:
    context.configure(
        connection=connection,
        target_metadata=TABLES[0].metadata,
        render_as_batch=True,
        compare_type=True,
        render_item=_plain,
    )
    with context.begin_transaction():
        context.run_migrations()
        if (
            connection.dialect.name == "sqlite"
            and connection.exec_driver_sql("PRAGMA foreign_key_check").all()
        ):
            raise RuntimeError(
                "the migration would leave rows that point at nothing; it was not done"
            )


_migrate(context.config.attributes["connection"])
