"""Cases whose numbers (NIK, family card) are to be marked anew, by who knows the key."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "case_to_mark",
        sa.Column("case_id", sa.BigInteger(), primary_key=True, autoincrement=False),
    )
    op.execute(
        "INSERT INTO case_to_mark (case_id) SELECT DISTINCT case_id FROM event"
        " WHERE kind = 'answered'"
    )


def downgrade() -> None:
    raise NotImplementedError(
        "a migration is never taken back; restore the backup that was made before it"
    )
