"""The end of a case: who decided, what was said to it, the rating, objections."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

_BEGINS_AT = {"decided_level": "0", "second_look": "false", "objections": "0"}
"""What the cases of before have in columns that are never empty."""


def upgrade() -> None:
    (_on_sqlite if op.get_bind().dialect.name == "sqlite" else _elsewhere)()


def _columns() -> list[sa.Column[object]]:
    return [
        sa.Column("decided_by", sa.BigInteger(), nullable=True),
        sa.Column("decided_level", sa.Integer(), nullable=False),
        sa.Column("verdict", sa.String(), nullable=True),
        sa.Column("said_by", sa.String(), nullable=True),
        sa.Column("rating", sa.Integer(), nullable=True),
        sa.Column("second_look", sa.Boolean(), nullable=False),
        sa.Column("objections", sa.Integer(), nullable=False),
    ]


def _elsewhere() -> None:
    for column in _columns():
        column.server_default = (
            sa.DefaultClause(sa.text(_BEGINS_AT[column.name])) if column.name in _BEGINS_AT else None
        )
        op.add_column("cases", column)
    for name in _BEGINS_AT:
        op.alter_column("cases", name, server_default=None)


def _on_sqlite() -> None:
    """A new table in the place of the old: added columns would keep a default and stand behind the constraints."""
    bind = op.get_bind()
    made = bind.execute(sa.text("SELECT sql FROM sqlite_master WHERE type = 'table' AND name = 'cases'")).scalar_one()
    indexes = bind.execute(
        sa.text("SELECT name, sql FROM sqlite_master WHERE type = 'index' AND tbl_name = 'cases' AND sql IS NOT NULL")
    ).all()
    kept = [str(column["name"]) for column in sa.inspect(bind).get_columns("cases")]
    added = "".join(f"{sa.schema.CreateColumn(column).compile(bind)}, " for column in _columns())
    columns, mark, constraints = made.partition("CONSTRAINT")
    op.rename_table("cases", "cases_before")
    for name, _ in indexes:
        op.drop_index(name, table_name="cases_before")
    op.execute(f"{columns}{added}{mark}{constraints}")
    names, values = ", ".join([*kept, *_BEGINS_AT]), ", ".join([*kept, *_BEGINS_AT.values()])
    op.execute(f"INSERT INTO cases ({names}) SELECT {values} FROM cases_before")  # noqa: S608 (names of columns)
    op.drop_table("cases_before")
    for _, sql in indexes:
        op.execute(sql)


def downgrade() -> None:
    raise NotImplementedError("a migration is never taken back; restore the backup that was made before it")
