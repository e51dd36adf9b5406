"""Who is told by hand: errands, hand-over codes, tries that failed, and whether a result has been heard of."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _errands()
    _codes()
    op.add_column("cases", sa.Column("helper", sa.BigInteger(), nullable=True))
    op.add_column("cases", sa.Column("heard", sa.Boolean(), server_default=sa.false(), nullable=False))
    op.create_index("ix_cases_helper_id", "cases", ["helper", "id"], unique=False)
    op.add_column("outbox", sa.Column("purpose", sa.String(), server_default="", nullable=False))
    # What was resolved before has its bells already, and nobody noted how its letter ended.
    op.execute("UPDATE cases SET heard = (1 = 1) WHERE status IN ('resolved', 'closed')")


def _errands() -> None:
    op.create_table(
        "errand",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("case_id", sa.BigInteger(), nullable=False),
        sa.Column("person_id", sa.BigInteger(), nullable=True),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("mark", sa.String(), nullable=False),
        sa.Column("what", sa.LargeBinary(), nullable=False),
        sa.Column("asked", sa.BigInteger(), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("raised_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("done_by", sa.BigInteger(), nullable=True),
        sa.Column("how", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_errand")),
        sa.UniqueConstraint("mark", name=op.f("uq_errand_mark")),
    )
    with op.batch_alter_table("errand", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_errand_case_id"), ["case_id"], unique=False)
        batch_op.create_index(
            "ix_errand_open_asked",
            ["asked", "id"],
            unique=False,
            sqlite_where=sa.text("done_at IS NULL"),
            postgresql_where=sa.text("done_at IS NULL"),
        )


def _codes() -> None:
    op.create_table(
        "handover_code",
        sa.Column("mark", sa.LargeBinary(), nullable=False),
        sa.Column("case_id", sa.BigInteger(), nullable=False),
        sa.Column("made_by", sa.BigInteger(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("voided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("used_by", sa.BigInteger(), nullable=True),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("mark", name=op.f("pk_handover_code")),
    )
    with op.batch_alter_table("handover_code", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_handover_code_case_id"), ["case_id"], unique=False)
    op.create_table(
        "wrong_code",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("person_id", sa.BigInteger(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_wrong_code")),
    )
    with op.batch_alter_table("wrong_code", schema=None) as batch_op:
        batch_op.create_index("ix_wrong_code_person", ["person_id", "at"], unique=False)


def downgrade() -> None:
    raise NotImplementedError("a migration is never taken back; restore the backup that was made before it")
