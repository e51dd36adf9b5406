"""Who had a case when it was opened again: whose turn it is then."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("cases", sa.Column("had_by", sa.BigInteger(), nullable=True))


def downgrade() -> None:
    raise NotImplementedError(
        "a migration is never taken back; restore the backup that was made before it"
    )
