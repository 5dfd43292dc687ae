"""Create ojt."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "ojt_entry",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("rubric_version_id", sa.Uuid(), nullable=False),
        sa.Column("advisor_id", sa.Uuid(), nullable=False),
        sa.Column("supervisor_id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=True),
        sa.Column(
            "activity",
            sa.Enum(
                "accompanied_visit",
                "attended_consultation",
                "window",
                "visit",
                name="activity",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("visited_on", sa.Date(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("comment", sa.Text(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "draft",
                "submitted",
                "acknowledged",
                "disputed",
                "signed",
                "voided",
                name="state",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("is_late", sa.Boolean(), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("submitted_by_id", sa.Uuid(), nullable=True),
        sa.Column("acknowledged_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("acknowledged_by_id", sa.Uuid(), nullable=True),
        sa.Column("acknowledged_text", sa.Text(), nullable=True),
        sa.Column("disputed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("disputed_by_id", sa.Uuid(), nullable=True),
        sa.Column("disputed_text", sa.Text(), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answered_by_id", sa.Uuid(), nullable=True),
        sa.Column("answered_text", sa.Text(), nullable=True),
        sa.Column("signed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("signed_by_id", sa.Uuid(), nullable=True),
        sa.Column("signed_name", sa.String(length=100), nullable=True),
        sa.Column("signed_digest", sa.String(length=64), nullable=True),
        sa.Column("voided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("voided_by_id", sa.Uuid(), nullable=True),
        sa.Column("voided_text", sa.Text(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("(state = 'voided') = (voided_at IS NOT NULL)", name=op.f("ck_ojt_entry_voided")),
        sa.CheckConstraint(
            "state <> 'disputed' OR disputed_at IS NOT NULL", name=op.f("ck_ojt_entry_disputed")
        ),
        sa.CheckConstraint(
            "state = 'voided' OR (state = 'signed') = (signed_at IS NOT NULL)",
            name=op.f("ck_ojt_entry_signed"),
        ),
        sa.CheckConstraint(
            "state IN ('draft', 'voided') OR submitted_at IS NOT NULL", name=op.f("ck_ojt_entry_submitted")
        ),
        sa.CheckConstraint(
            "state NOT IN ('acknowledged', 'signed') OR acknowledged_at IS NOT NULL",
            name=op.f("ck_ojt_entry_acknowledged"),
        ),
        sa.CheckConstraint(
            "(acknowledged_at IS NULL) = (acknowledged_by_id IS NULL) AND (acknowledged_at IS NULL) = (acknowledged_text IS NULL)",
            name=op.f("ck_ojt_entry_acknowledged_in_words"),
        ),
        sa.CheckConstraint(
            "(answered_at IS NULL) = (answered_by_id IS NULL) AND (answered_at IS NULL) = (answered_text IS NULL)",
            name=op.f("ck_ojt_entry_answered_in_words"),
        ),
        sa.CheckConstraint(
            "(disputed_at IS NULL) = (disputed_by_id IS NULL) AND (disputed_at IS NULL) = (disputed_text IS NULL)",
            name=op.f("ck_ojt_entry_disputed_in_words"),
        ),
        sa.CheckConstraint(
            "(signed_at IS NULL) = (signed_by_id IS NULL) AND (signed_at IS NULL) = (signed_name IS NULL) AND (signed_at IS NULL) = (signed_digest IS NULL)",
            name=op.f("ck_ojt_entry_signed_by_whom"),
        ),
        sa.CheckConstraint(
            "(submitted_at IS NULL) = (submitted_by_id IS NULL)", name=op.f("ck_ojt_entry_submitted_by_whom")
        ),
        sa.CheckConstraint(
            "(voided_at IS NULL) = (voided_by_id IS NULL) AND (voided_at IS NULL) = (voided_text IS NULL)",
            name=op.f("ck_ojt_entry_voided_with_reason"),
        ),
        sa.CheckConstraint(
            "acknowledged_by_id = advisor_id", name=op.f("ck_ojt_entry_acknowledged_by_advisor")
        ),
        sa.CheckConstraint("advisor_id <> supervisor_id", name=op.f("ck_ojt_entry_nobody_for_themselves")),
        sa.CheckConstraint("disputed_by_id = advisor_id", name=op.f("ck_ojt_entry_disputed_by_advisor")),
        sa.CheckConstraint("minutes BETWEEN 1 AND 1440", name=op.f("ck_ojt_entry_minutes")),
        sa.CheckConstraint("signed_by_id = supervisor_id", name=op.f("ck_ojt_entry_signed_by_supervisor")),
        sa.CheckConstraint(
            "submitted_by_id = supervisor_id", name=op.f("ck_ojt_entry_submitted_by_supervisor")
        ),
        sa.CheckConstraint("voided_by_id <> advisor_id", name=op.f("ck_ojt_entry_not_voided_by_advisor")),
        sa.ForeignKeyConstraint(
            ["acknowledged_by_id"], ["person.id"], name=op.f("fk_ojt_entry_acknowledged_by_id")
        ),
        sa.ForeignKeyConstraint(["advisor_id"], ["person.id"], name=op.f("fk_ojt_entry_advisor_id")),
        sa.ForeignKeyConstraint(["answered_by_id"], ["person.id"], name=op.f("fk_ojt_entry_answered_by_id")),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_ojt_entry_case_id")),
        sa.ForeignKeyConstraint(["disputed_by_id"], ["person.id"], name=op.f("fk_ojt_entry_disputed_by_id")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_ojt_entry_organisation_id")
        ),
        sa.ForeignKeyConstraint(
            ["rubric_version_id"], ["rubric_version.id"], name=op.f("fk_ojt_entry_rubric_version_id")
        ),
        sa.ForeignKeyConstraint(["signed_by_id"], ["person.id"], name=op.f("fk_ojt_entry_signed_by_id")),
        sa.ForeignKeyConstraint(
            ["submitted_by_id"], ["person.id"], name=op.f("fk_ojt_entry_submitted_by_id")
        ),
        sa.ForeignKeyConstraint(["supervisor_id"], ["person.id"], name=op.f("fk_ojt_entry_supervisor_id")),
        sa.ForeignKeyConstraint(["voided_by_id"], ["person.id"], name=op.f("fk_ojt_entry_voided_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ojt_entry")),
    )
    op.create_index("ix_ojt_entry_advisor", "ojt_entry", ["advisor_id", "visited_on"], unique=False)
    op.create_index("ix_ojt_entry_case", "ojt_entry", ["case_id"], unique=False)
    op.create_index("ix_ojt_entry_organisation", "ojt_entry", ["organisation_id", "visited_on"], unique=False)
    op.create_index("ix_ojt_entry_supervisor", "ojt_entry", ["supervisor_id", "visited_on"], unique=False)
    op.create_table(
        "ojt_event",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("entry_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor_id", sa.Uuid(), nullable=False),
        sa.Column(
            "action",
            sa.Enum(
                "record",
                "revise",
                "submit",
                "take_back",
                "acknowledge",
                "dispute",
                "rewrite",
                "resubmit",
                "sign",
                "void",
                name="action",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column(
            "state",
            sa.Enum(
                "draft",
                "submitted",
                "acknowledged",
                "disputed",
                "signed",
                "voided",
                name="state",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("content", sa.JSON(none_as_null=True), nullable=True),
        sa.ForeignKeyConstraint(["actor_id"], ["person.id"], name=op.f("fk_ojt_event_actor_id")),
        sa.ForeignKeyConstraint(["entry_id"], ["ojt_entry.id"], name=op.f("fk_ojt_event_entry_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ojt_event")),
        sa.UniqueConstraint("entry_id", "number", name=op.f("uq_ojt_event_entry_id_number")),
    )
    op.create_table(
        "ojt_rating",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("entry_id", sa.Uuid(), nullable=False),
        sa.Column("criterion_id", sa.Uuid(), nullable=False),
        sa.Column("level", sa.Integer(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.CheckConstraint("level >= 1", name=op.f("ck_ojt_rating_level_from_one")),
        sa.ForeignKeyConstraint(["criterion_id"], ["criterion.id"], name=op.f("fk_ojt_rating_criterion_id")),
        sa.ForeignKeyConstraint(["entry_id"], ["ojt_entry.id"], name=op.f("fk_ojt_rating_entry_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ojt_rating")),
        sa.UniqueConstraint("entry_id", "criterion_id", name=op.f("uq_ojt_rating_entry_id_criterion_id")),
    )


def downgrade() -> None:
    op.drop_table("ojt_rating")
    op.drop_table("ojt_event")
    op.drop_index("ix_ojt_entry_supervisor", table_name="ojt_entry")
    op.drop_index("ix_ojt_entry_organisation", table_name="ojt_entry")
    op.drop_index("ix_ojt_entry_case", table_name="ojt_entry")
    op.drop_index("ix_ojt_entry_advisor", table_name="ojt_entry")
    op.drop_table("ojt_entry")
