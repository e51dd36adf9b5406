"""Due times that explain themselves: what is left of one that rests, reminders of the teller, days of decrees."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

_COLUMNS = (
    ("parent", sa.Column("minutes_left", sa.Integer(), nullable=True)),
    ("minutes_left", sa.Column("nudges", sa.Integer(), server_default="0", nullable=False)),
    ("nudges", sa.Column("nudge_again_at", sa.DateTime(timezone=True), nullable=True)),
    ("nudge_again_at", sa.Column("raise_again_at", sa.DateTime(timezone=True), nullable=True)),
)
"""Each with the column that it stands behind."""


def upgrade() -> None:
    op.create_table(
        "calendar_day",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("day", name=op.f("pk_calendar_day")),
    )
    # SQLite would put new columns behind the constraints; made anew, the table is as tables.py says.
    sqlite = op.get_context().dialect.name == "sqlite"
    with op.batch_alter_table("cases", recreate="always" if sqlite else "never") as batch_op:
        for before, column in _COLUMNS:
            batch_op.add_column(column, insert_after=before if sqlite else None)


def downgrade() -> None:
    raise NotImplementedError("a migration is never taken back; restore the backup that was made before it")
