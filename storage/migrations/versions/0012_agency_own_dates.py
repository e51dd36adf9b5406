"""What an office was asked to take stands in the order of its own dates."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.drop_index("ix_cases_open_referred", "cases")
    op.create_index(
        "ix_cases_open_referred",
        "cases",
        ["referred_to", "rank", "answer_by", "id"],
        sqlite_where=sa.text("closed_at IS NULL AND referral IS NOT NULL"),
        postgresql_where=sa.text("closed_at IS NULL AND referral IS NOT NULL"),
    )


def downgrade() -> None:
    raise NotImplementedError(
        "a migration is never taken back; restore the backup that was made before it"
    )
