"""Letters that are held for a while, so that others can join them, are counted for each chat: an
index over them alone."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

_HELD = sa.text('"rank" = 2')


def upgrade() -> None:
    op.create_index(
        "ix_outbox_held",
        "outbox",
        ["chat_id", "done_at"],
        sqlite_where=_HELD,
        postgresql_where=_HELD,
    )


def downgrade() -> None:
    raise NotImplementedError(
        "a migration is never taken back; restore the backup that was made before it"
    )
