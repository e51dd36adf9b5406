"""Referrals, three clocks, duplicates, closing, stand-ins, search by words: new tables, and new
columns of a case.

What stands already is taken as it was meant: a result that was given counts as heard, and the cases
of services that are sensitive are so from now on."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


SENSITIVE = (
    "aid_never_received",
    "misuse",
    "dtsen_objection",
    "spm_disability",
    "spm_child",
    "spm_elderly",
    "spm_homeless",
    "mental_illness",
    "violence",
    "child_violence",
    "ppks_other",
    "mental_crisis",
    "person_in_danger",
    "official_complaint",
)
"""The sensitive services of the catalogue as it was shipped until now; new cases know it by
themselves."""


def upgrade() -> None:
    _tables()
    _columns()
    cases = sa.table(
        "cases",
        sa.column("service"),
        sa.column("status"),
        sa.column("sensitive"),
        sa.column("heard"),
    )
    op.execute(cases.update().where(cases.c.service.in_(SENSITIVE)).values(sensitive=True))
    op.execute(cases.update().where(cases.c.status.in_(("resolved", "closed"))).values(heard=True))


def _tables() -> None:
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
        "calendar_day",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("day", name=op.f("pk_calendar_day")),
    )
    op.create_table(
        "case_mark",
        sa.Column("mark", sa.LargeBinary(), nullable=False),
        sa.Column("case_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("mark", "case_id", name=op.f("pk_case_mark")),
    )
    with op.batch_alter_table("case_mark", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_case_mark_case_id"), ["case_id"], unique=False)

    op.create_table(
        "case_teller",
        sa.Column("case_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("person_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("joined_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("through", sa.BigInteger(), nullable=True),
        sa.Column("told", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("case_id", "person_id", name=op.f("pk_case_teller")),
    )
    with op.batch_alter_table("case_teller", schema=None) as batch_op:
        batch_op.create_index("ix_case_teller_person_id", ["person_id", "case_id"], unique=False)

    op.create_table(
        "case_word",
        sa.Column("mark", sa.LargeBinary(), nullable=False),
        sa.Column("case_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("mark", "case_id", name=op.f("pk_case_word")),
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("case_word", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_case_word_case_id"), ["case_id"], unique=False)

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

    op.create_table(
        "full_workbook",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("asked_by", sa.BigInteger(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("period", sa.String(), nullable=False),
        sa.Column("purpose", sa.String(), nullable=False),
        sa.Column("decided_by", sa.BigInteger(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("agreed", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_full_workbook")),
    )
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
        "held_report",
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("person_id", sa.BigInteger(), nullable=False),
        sa.Column("held_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("told", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_held_report")),
    )
    with op.batch_alter_table("held_report", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_held_report_person_id"), ["person_id"], unique=False)

    op.create_table(
        "office",
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("channel", sa.String(), nullable=False),
        sa.Column("handles", sa.String(), nullable=False),
        sa.Column("contact", sa.String(), nullable=False),
        sa.Column("receiver", sa.String(), nullable=False),
        sa.Column("zone", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_office")),
    )
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

    op.create_table(
        "wrong_code",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("person_id", sa.BigInteger(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_wrong_code")),
    )
    with op.batch_alter_table("wrong_code", schema=None) as batch_op:
        batch_op.create_index("ix_wrong_code_person", ["person_id", "at"], unique=False)


def _columns() -> None:
    with op.batch_alter_table("cases", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("referred_to", sa.String(), server_default="", nullable=False)
        )
        batch_op.add_column(sa.Column("referral", sa.String(), nullable=True))
        batch_op.add_column(sa.Column("answer_by", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("own_due", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("decided_by", sa.BigInteger(), nullable=True))
        batch_op.add_column(
            sa.Column("decided_level", sa.Integer(), server_default=sa.text("0"), nullable=False)
        )
        batch_op.add_column(sa.Column("verdict", sa.String(), nullable=True))
        batch_op.add_column(sa.Column("said_by", sa.String(), nullable=True))
        batch_op.add_column(sa.Column("rating", sa.Integer(), nullable=True))
        batch_op.add_column(
            sa.Column("second_look", sa.Boolean(), server_default=sa.false(), nullable=False)
        )
        batch_op.add_column(
            sa.Column("objections", sa.Integer(), server_default=sa.text("0"), nullable=False)
        )
        batch_op.add_column(sa.Column("helper", sa.BigInteger(), nullable=True))
        batch_op.add_column(
            sa.Column("heard", sa.Boolean(), server_default=sa.false(), nullable=False)
        )
        batch_op.add_column(sa.Column("minutes_left", sa.Integer(), nullable=True))
        batch_op.add_column(
            sa.Column("nudges", sa.Integer(), server_default=sa.text("0"), nullable=False)
        )
        batch_op.add_column(sa.Column("nudge_again_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("raise_again_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("merged_into", sa.BigInteger(), nullable=True))
        batch_op.add_column(
            sa.Column("others", sa.Integer(), server_default=sa.text("0"), nullable=False)
        )
        batch_op.add_column(
            sa.Column("sensitive", sa.Boolean(), server_default=sa.false(), nullable=False)
        )
        batch_op.add_column(sa.Column("excluded", sa.String(), server_default="", nullable=False))
        batch_op.create_index("ix_cases_helper_id", ["helper", "id"], unique=False)
        batch_op.create_index(
            "ix_cases_open_referred",
            ["referred_to", "rank", "due_at", "id"],
            unique=False,
            sqlite_where=sa.text("closed_at IS NULL AND referral IS NOT NULL"),
            postgresql_where=sa.text("closed_at IS NULL AND referral IS NOT NULL"),
        )
        batch_op.create_index(
            "ix_cases_open_service",
            ["village", "service", "opened_at"],
            unique=False,
            sqlite_where=sa.text("closed_at IS NULL"),
            postgresql_where=sa.text("closed_at IS NULL"),
        )

    with op.batch_alter_table("outbox", schema=None) as batch_op:
        batch_op.add_column(sa.Column("purpose", sa.String(), server_default="", nullable=False))


def downgrade() -> None:
    raise NotImplementedError(
        "a migration is never taken back; restore the backup that was made before it"
    )
