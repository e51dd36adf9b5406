"""The words of all cases are read anew: names with an apostrophe are one word now, and the
beginnings of words are kept too.

Nothing is lost: `puskesos migrate` reads them from the trails right after this."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute(sa.table("case_word").delete())


def downgrade() -> None:
    raise NotImplementedError(
        "a migration is never taken back; restore the backup that was made before it"
    )
