"""Which cases were ever referred to which office stands in a table, read by its index."""

import json

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

_NAMED = "office "
"""How the keys of a case's last known names begin that are offices."""


def upgrade() -> None:
    table = op.create_table(
        "referrals",
        sa.Column("office", sa.String(), primary_key=True),
        sa.Column("case_id", sa.BigInteger(), primary_key=True, autoincrement=False),
    )
    op.create_index("ix_referrals_case_id", "referrals", ["case_id"])
    cases = sa.table("cases", sa.column("id"), sa.column("known"))
    named = sa.select(cases).where(cases.c.known.contains(f'"{_NAMED}'))
    rows = [
        {"office": key.removeprefix(_NAMED), "case_id": case.id}
        for case in op.get_bind().execute(named)
        for key in json.loads(case.known)
        if key.startswith(_NAMED)
    ]
    if rows:
        op.bulk_insert(table, rows)


def downgrade() -> None:
    raise NotImplementedError(
        "a migration is never taken back; restore the backup that was made before it"
    )
