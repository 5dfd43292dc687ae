"""Add vignettes and calibration sessions."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _create_vignettes()
    _create_sessions()
    _create_answers()


def _create_vignettes() -> None:
    op.create_table(
        "vignette",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("slug", sa.String(length=40), nullable=False),
        sa.Column("version", sa.String(length=20), nullable=False),
        sa.Column("rubric_version_id", sa.Uuid(), nullable=False),
        sa.Column("publisher_id", sa.Uuid(), nullable=True),
        sa.Column("title", sa.JSON(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("situation", sa.JSON(), nullable=False),
        sa.Column("scene", sa.JSON(), nullable=False),
        sa.Column("questions", sa.JSON(), nullable=False),
        sa.Column("cases", sa.JSON(), nullable=False),
        sa.Column("sources", sa.JSON(), nullable=False),
        sa.Column("drafting", sa.JSON(), nullable=False),
        sa.Column("panel", sa.JSON(), nullable=False),
        sa.Column("is_draft", sa.Boolean(), nullable=False),
        sa.Column("content_digest", sa.String(length=64), nullable=False),
        sa.Column("loaded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("archived_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("archived_by_id", sa.Uuid(), nullable=True),
        sa.Column("archived_reason", sa.Text(), nullable=True),
        sa.CheckConstraint(
            "(archived_at IS NULL) = (archived_reason IS NULL) AND (archived_by_id IS NULL OR archived_at IS NOT NULL)",
            name=op.f("ck_vignette_archived_with_reason"),
        ),
        sa.CheckConstraint("minutes >= 1", name=op.f("ck_vignette_takes_time")),
        sa.ForeignKeyConstraint(["archived_by_id"], ["person.id"], name=op.f("fk_vignette_archived_by_id")),
        sa.ForeignKeyConstraint(["publisher_id"], ["organisation.id"], name=op.f("fk_vignette_publisher_id")),
        sa.ForeignKeyConstraint(
            ["rubric_version_id"], ["rubric_version.id"], name=op.f("fk_vignette_rubric_version_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_vignette")),
        sa.UniqueConstraint("slug", "version", name=op.f("uq_vignette_slug_version")),
    )
    op.create_index(op.f("ix_vignette_publisher_id"), "vignette", ["publisher_id"])
    op.create_table(
        "vignette_reference",
        sa.Column("vignette_id", sa.Uuid(), nullable=False),
        sa.Column("criterion_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("mean", sa.Double(), nullable=False),
        sa.Column("std_error", sa.Double(), nullable=False),
        sa.Column("reason", sa.JSON(), nullable=False),
        sa.CheckConstraint("mean >= 1", name=op.f("ck_vignette_reference_level_from_one")),
        sa.CheckConstraint("std_error > 0", name=op.f("ck_vignette_reference_never_certain")),
        sa.ForeignKeyConstraint(
            ["criterion_id"], ["criterion.id"], name=op.f("fk_vignette_reference_criterion_id")
        ),
        sa.ForeignKeyConstraint(
            ["vignette_id"], ["vignette.id"], name=op.f("fk_vignette_reference_vignette_id")
        ),
        sa.PrimaryKeyConstraint("vignette_id", "criterion_id", name=op.f("pk_vignette_reference")),
        sa.UniqueConstraint(
            "vignette_id", "position", name=op.f("uq_vignette_reference_vignette_id_position")
        ),
    )


def _create_sessions() -> None:
    op.create_table(
        "calibration",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("organiser_id", sa.Uuid(), nullable=False),
        sa.Column("scribe_id", sa.Uuid(), nullable=True),
        sa.Column("rubric_version_id", sa.Uuid(), nullable=False),
        sa.Column("title", sa.String(length=100), nullable=False),
        sa.Column("purpose", sa.Text(), nullable=False),
        sa.Column("meeting", sa.Text(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "draft",
                "scheduled",
                "open",
                "discussion",
                "second_round",
                "closed",
                "cancelled",
                name="state",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("opens_on", sa.Date(), nullable=False),
        sa.Column("first_closes_on", sa.Date(), nullable=False),
        sa.Column("discussion_on", sa.Date(), nullable=False),
        sa.Column("second_closes_on", sa.Date(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("discussed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("rated_again_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("cancelled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("cancelled_reason", sa.Text(), nullable=True),
        sa.Column("reminded_on", sa.Date(), nullable=True),
        sa.Column("pressed_on", sa.Date(), nullable=True),
        sa.Column("stalled_on", sa.Date(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(state = 'cancelled') = (cancelled_at IS NOT NULL) AND (cancelled_at IS NULL) = (cancelled_reason IS NULL)",
            name=op.f("ck_calibration_cancelled_with_reason"),
        ),
        sa.CheckConstraint(
            "(state = 'closed') = (closed_at IS NOT NULL)", name=op.f("ck_calibration_closed")
        ),
        sa.CheckConstraint(
            "state NOT IN ('discussion', 'second_round', 'closed') OR discussed_at IS NOT NULL",
            name=op.f("ck_calibration_discussed"),
        ),
        sa.CheckConstraint(
            "state NOT IN ('open', 'discussion', 'second_round', 'closed') OR opened_at IS NOT NULL",
            name=op.f("ck_calibration_opened"),
        ),
        sa.CheckConstraint(
            "opens_on <= first_closes_on AND first_closes_on <= discussion_on AND discussion_on <= second_closes_on",
            name=op.f("ck_calibration_dates_in_order"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_calibration_organisation_id")
        ),
        sa.ForeignKeyConstraint(["organiser_id"], ["person.id"], name=op.f("fk_calibration_organiser_id")),
        sa.ForeignKeyConstraint(
            ["rubric_version_id"], ["rubric_version.id"], name=op.f("fk_calibration_rubric_version_id")
        ),
        sa.ForeignKeyConstraint(["scribe_id"], ["person.id"], name=op.f("fk_calibration_scribe_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_calibration")),
    )
    op.create_index("ix_calibration_organisation", "calibration", ["organisation_id"])
    op.create_index("ix_calibration_organiser", "calibration", ["organiser_id"])
    op.create_index("ix_calibration_state", "calibration", ["state"])
    op.create_table(
        "calibration_vignette",
        sa.Column("calibration_id", sa.Uuid(), nullable=False),
        sa.Column("vignette_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.CheckConstraint("number >= 1", name=op.f("ck_calibration_vignette_number_from_one")),
        sa.ForeignKeyConstraint(
            ["calibration_id"], ["calibration.id"], name=op.f("fk_calibration_vignette_calibration_id")
        ),
        sa.ForeignKeyConstraint(
            ["vignette_id"], ["vignette.id"], name=op.f("fk_calibration_vignette_vignette_id")
        ),
        sa.PrimaryKeyConstraint("calibration_id", "vignette_id", name=op.f("pk_calibration_vignette")),
    )
    op.create_index(op.f("ix_calibration_vignette_vignette_id"), "calibration_vignette", ["vignette_id"])
    op.create_table(
        "calibration_rater",
        sa.Column("calibration_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("invited_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answered_again_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_by_id", sa.Uuid(), nullable=True),
        sa.CheckConstraint(
            "(withdrawn_at IS NULL) = (withdrawn_by_id IS NULL)",
            name=op.f("ck_calibration_rater_withdrawn_by_whom"),
        ),
        sa.CheckConstraint(
            "answered_again_at IS NULL OR answered_at IS NOT NULL",
            name=op.f("ck_calibration_rater_first_round_first"),
        ),
        sa.CheckConstraint(
            "withdrawn_at IS NULL OR answered_at IS NULL",
            name=op.f("ck_calibration_rater_withdrawn_before_answering"),
        ),
        sa.ForeignKeyConstraint(
            ["calibration_id"], ["calibration.id"], name=op.f("fk_calibration_rater_calibration_id")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_calibration_rater_organisation_id")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_calibration_rater_person_id")),
        sa.ForeignKeyConstraint(
            ["withdrawn_by_id"], ["person.id"], name=op.f("fk_calibration_rater_withdrawn_by_id")
        ),
        sa.PrimaryKeyConstraint("calibration_id", "person_id", name=op.f("pk_calibration_rater")),
    )
    op.create_index("ix_calibration_rater_person", "calibration_rater", ["person_id"])
    op.create_table(
        "calibration_minutes",
        sa.Column("calibration_id", sa.Uuid(), nullable=False),
        sa.Column("texts", sa.JSON(), nullable=False),
        sa.Column("saved_by_id", sa.Uuid(), nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["calibration_id"], ["calibration.id"], name=op.f("fk_calibration_minutes_calibration_id")
        ),
        sa.ForeignKeyConstraint(
            ["saved_by_id"], ["person.id"], name=op.f("fk_calibration_minutes_saved_by_id")
        ),
        sa.PrimaryKeyConstraint("calibration_id", name=op.f("pk_calibration_minutes")),
    )
    op.create_table(
        "calibration_disclosure",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("calibration_id", sa.Uuid(), nullable=False),
        sa.Column("opened_by_id", sa.Uuid(), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("purpose", sa.Text(), nullable=False),
        sa.CheckConstraint("ends_at > opened_at", name=op.f("ck_calibration_disclosure_for_a_time")),
        sa.ForeignKeyConstraint(
            ["calibration_id"], ["calibration.id"], name=op.f("fk_calibration_disclosure_calibration_id")
        ),
        sa.ForeignKeyConstraint(
            ["opened_by_id"], ["person.id"], name=op.f("fk_calibration_disclosure_opened_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_calibration_disclosure")),
        sa.UniqueConstraint(
            "calibration_id", "opened_by_id", "opened_at", name="uq_calibration_disclosure_moment"
        ),
    )


def _create_answers() -> None:
    op.create_table(
        "calibration_draft",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("calibration_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("vignette_id", sa.Uuid(), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("answers", sa.JSON(), nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("round IN (1, 2)", name=op.f("ck_calibration_draft_round")),
        sa.ForeignKeyConstraint(
            ["calibration_id", "person_id"],
            ["calibration_rater.calibration_id", "calibration_rater.person_id"],
            name=op.f("fk_calibration_draft_calibration_id_person_id"),
        ),
        sa.ForeignKeyConstraint(
            ["vignette_id"], ["vignette.id"], name=op.f("fk_calibration_draft_vignette_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_calibration_draft")),
        sa.UniqueConstraint(
            "calibration_id", "person_id", "vignette_id", "round", name="uq_calibration_draft_once"
        ),
    )
    op.create_table(
        "calibration_answer",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("calibration_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("vignette_id", sa.Uuid(), nullable=False),
        sa.Column("criterion_id", sa.Uuid(), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("level", sa.Integer(), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.CheckConstraint("level >= 1", name=op.f("ck_calibration_answer_level_from_one")),
        sa.CheckConstraint("round IN (1, 2)", name=op.f("ck_calibration_answer_round")),
        sa.ForeignKeyConstraint(
            ["calibration_id", "person_id"],
            ["calibration_rater.calibration_id", "calibration_rater.person_id"],
            name=op.f("fk_calibration_answer_calibration_id_person_id"),
        ),
        sa.ForeignKeyConstraint(
            ["criterion_id"], ["criterion.id"], name=op.f("fk_calibration_answer_criterion_id")
        ),
        sa.ForeignKeyConstraint(
            ["vignette_id"], ["vignette.id"], name=op.f("fk_calibration_answer_vignette_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_calibration_answer")),
        sa.UniqueConstraint(
            "calibration_id",
            "round",
            "person_id",
            "vignette_id",
            "criterion_id",
            name="uq_calibration_answer_once",
        ),
    )
    op.create_table(
        "calibration_outcome",
        sa.Column("calibration_id", sa.Uuid(), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("worked_out_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("round IN (1, 2)", name=op.f("ck_calibration_outcome_round")),
        sa.ForeignKeyConstraint(
            ["calibration_id"], ["calibration.id"], name=op.f("fk_calibration_outcome_calibration_id")
        ),
        sa.PrimaryKeyConstraint("calibration_id", "round", name=op.f("pk_calibration_outcome")),
    )


def downgrade() -> None:
    for table in (
        "calibration_outcome",
        "calibration_answer",
        "calibration_draft",
        "calibration_disclosure",
        "calibration_minutes",
        "calibration_rater",
        "calibration_vignette",
        "calibration",
        "vignette_reference",
        "vignette",
    ):
        op.drop_table(table)
