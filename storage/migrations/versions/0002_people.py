"""Stand-ins, the sensitive lane, and cases that are closed for an officer."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

SENSITIVE = (
    "aid_never_received", "misuse", "dtsen_objection", "spm_disability", "spm_child", "spm_elderly", "spm_homeless",
    "mental_illness", "violence", "child_violence", "ppks_other", "mental_crisis", "person_in_danger",
    "official_complaint",
)  # fmt: skip
"""The sensitive services of the catalogue as it was shipped until now; new cases know it by themselves."""


def upgrade() -> None:
    op.create_table(
        "stand_in",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("person_id", sa.BigInteger(), nullable=False),
        sa.Column("by", sa.BigInteger(), nullable=False),
        sa.Column("substitute", sa.BigInteger(), nullable=False),
        sa.Column("first", sa.Date(), nullable=False),
        sa.Column("last", sa.Date(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stand_in")),
    )
    with op.batch_alter_table("stand_in", schema=None) as batch_op:
        batch_op.create_index("ix_stand_in_last", ["last", "first"], unique=False)
        batch_op.create_index(batch_op.f("ix_stand_in_person_id"), ["person_id"], unique=False)

    # SQLite keeps the words of a table, so it is made anew there; PostgreSQL only adds the columns. The defaults are
    # for the rows that are there; afterwards the program says what a case is.
    place: dict[str, Any] = {"sensitive": {"insert_after": "version"}, "excluded": {"insert_after": "sensitive"}}
    sqlite = op.get_bind().dialect.name == "sqlite"
    if not sqlite:
        place = {"sensitive": {}, "excluded": {}}
    with op.batch_alter_table("cases", schema=None, recreate="always" if sqlite else "never") as batch_op:
        batch_op.add_column(
            sa.Column("sensitive", sa.Boolean(), nullable=False, server_default=sa.false()), **place["sensitive"]
        )
        batch_op.add_column(sa.Column("excluded", sa.String(), nullable=False, server_default=""), **place["excluded"])
    with op.batch_alter_table("cases", schema=None) as batch_op:
        batch_op.alter_column("sensitive", server_default=None)
        batch_op.alter_column("excluded", server_default=None)
    cases = sa.table("cases", sa.column("service", sa.String), sa.column("sensitive", sa.Boolean))
    op.execute(cases.update().where(cases.c.service.in_(SENSITIVE)).values(sensitive=True))


def downgrade() -> None:
    raise NotImplementedError("a migration is never taken back; restore the backup that was made before it")
