"""What became of a message, so that an edit of it is known for one: a new table. Messages from
before it are unknown: whoever edits one is asked to write anew."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "heard_message",
        sa.Column("person_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("message_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("draft", sa.String(), nullable=False),
        sa.Column("step", sa.String(), nullable=False),
        sa.Column("case_id", sa.BigInteger(), nullable=True),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("person_id", "message_id", name=op.f("pk_heard_message")),
    )
    with op.batch_alter_table("heard_message", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_heard_message_at"), ["at"], unique=False)
        batch_op.create_index("ix_heard_message_person_draft", ["person_id", "draft"], unique=False)


def downgrade() -> None:
    raise NotImplementedError(
        "a migration is never taken back; restore the backup that was made before it"
    )
