"""The same trouble told twice: further tellers, marks of persons and households, reports that wait, merged cases."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "case_mark",
        sa.Column("mark", sa.LargeBinary(), nullable=False),
        sa.Column("case_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("mark", "case_id", name=op.f("pk_case_mark")),
    )
    op.create_index(op.f("ix_case_mark_case_id"), "case_mark", ["case_id"], unique=False)
    op.create_table(
        "case_teller",
        sa.Column("case_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("person_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("joined_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("through", sa.BigInteger(), nullable=True),
        sa.Column("told", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("case_id", "person_id", name=op.f("pk_case_teller")),
    )
    op.create_index("ix_case_teller_person_id", "case_teller", ["person_id", "case_id"], unique=False)
    op.create_table(
        "held_report",
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("person_id", sa.BigInteger(), nullable=False),
        sa.Column("held_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("told", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_held_report")),
    )
    op.create_index(op.f("ix_held_report_person_id"), "held_report", ["person_id"], unique=False)
    _cases()


def _cases() -> None:
    merged_into = sa.Column("merged_into", sa.BigInteger(), nullable=True)
    others = sa.Column("others", sa.Integer(), server_default=sa.text("0"), nullable=False)
    if op.get_bind().dialect.name == "sqlite":
        # SQLite adds columns behind the constraints; only a table made anew reads like the one of tables.py.
        with op.batch_alter_table("cases", recreate="always") as batch_op:
            batch_op.add_column(merged_into, insert_after="parent")
            batch_op.add_column(others, insert_after="merged_into")
    else:
        op.add_column("cases", merged_into)
        op.add_column("cases", others)
    op.create_index(
        "ix_cases_open_service",
        "cases",
        ["village", "service", "opened_at"],
        unique=False,
        sqlite_where=sa.text("closed_at IS NULL"),
        postgresql_where=sa.text("closed_at IS NULL"),
    )


def downgrade() -> None:
    raise NotImplementedError("a migration is never taken back; restore the backup that was made before it")
