"""Letters of an alarm go before all others: a rank for each letter, and the order in which letters
are claimed.

What waits already goes in its turn."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

_WAITING = sa.text("done_at IS NULL")


def upgrade() -> None:
    op.add_column("outbox", sa.Column("rank", sa.Integer(), nullable=False, server_default="1"))
    op.drop_index("ix_outbox_waiting", table_name="outbox")
    op.create_index(
        "ix_outbox_waiting",
        "outbox",
        ["rank", "not_before", "id"],
        sqlite_where=_WAITING,
        postgresql_where=_WAITING,
    )
