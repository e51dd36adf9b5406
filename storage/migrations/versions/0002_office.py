"""Keyed marks of the words by which cases are found, and what is done to several cases at once."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "bulk",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("made_by", sa.BigInteger(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bulk")),
    )
    op.create_table(
        "case_word",
        sa.Column("mark", sa.LargeBinary(), nullable=False),
        sa.Column("case_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("mark", "case_id", name=op.f("pk_case_word")),
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("case_word", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_case_word_case_id"), ["case_id"], unique=False)


def downgrade() -> None:
    raise NotImplementedError("a migration is never taken back; restore the backup that was made before it")
