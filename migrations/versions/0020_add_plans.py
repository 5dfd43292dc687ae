"""Add learning plans and their templates."""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "plan_template",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_by_id", sa.Uuid(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(ended_at IS NULL) = (ended_by_id IS NULL)", name=op.f("ck_plan_template_ended_by_somebody")
        ),
        sa.ForeignKeyConstraint(["ended_by_id"], ["person.id"], name=op.f("fk_plan_template_ended_by_id")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_plan_template_organisation_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plan_template")),
    )
    op.create_index(
        op.f("ix_plan_template_organisation_id"), "plan_template", ["organisation_id"], unique=False
    )
    op.create_table(
        "plan_template_version",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("template_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("name", sa.JSON(), nullable=False),
        sa.Column("goals", sa.JSON(), nullable=False),
        sa.Column("role", sa.String(length=40), nullable=True),
        sa.Column("years_from", sa.Integer(), nullable=True),
        sa.Column("years_to", sa.Integer(), nullable=True),
        sa.Column("months", sa.Integer(), nullable=False),
        sa.Column("review_months", sa.Integer(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("published_by_id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("months BETWEEN 1 AND 36", name=op.f("ck_plan_template_version_months")),
        sa.CheckConstraint("number >= 1", name=op.f("ck_plan_template_version_number_from_one")),
        sa.CheckConstraint(
            "review_months BETWEEN 1 AND 12", name=op.f("ck_plan_template_version_review_months")
        ),
        sa.CheckConstraint(
            "years_from >= 1 AND years_to >= 1 AND years_to >= years_from",
            name=op.f("ck_plan_template_version_years"),
        ),
        sa.ForeignKeyConstraint(
            ["published_by_id"], ["person.id"], name=op.f("fk_plan_template_version_published_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["template_id"], ["plan_template.id"], name=op.f("fk_plan_template_version_template_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plan_template_version")),
        sa.UniqueConstraint(
            "template_id", "number", name=op.f("uq_plan_template_version_template_id_number")
        ),
    )
    op.create_table(
        "plan",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("supervisor_id", sa.Uuid(), nullable=False),
        sa.Column("template_version_id", sa.Uuid(), nullable=True),
        sa.Column("fiscal_year", sa.Integer(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("next_review_on", sa.Date(), nullable=True),
        sa.Column(
            "state",
            sa.Enum(
                "draft",
                "proposed",
                "agreed",
                "changing",
                "closed",
                name="state",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("agreed_number", sa.Integer(), nullable=True),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("started_by_id", sa.Uuid(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("proposed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_by_id", sa.Uuid(), nullable=True),
        sa.Column(
            "result",
            sa.Enum(
                "achieved",
                "partly",
                "stopped",
                name="result",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=True,
        ),
        sa.Column("result_text", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(state = 'closed') = (closed_at IS NOT NULL) AND (closed_at IS NULL) = (closed_by_id IS NULL) AND (closed_at IS NULL) = (result IS NULL)",
            name=op.f("ck_plan_closed_by_whom"),
        ),
        sa.CheckConstraint(
            "state = 'closed' OR (state IN ('agreed', 'changing')) = (agreed_number IS NOT NULL)",
            name=op.f("ck_plan_agreed"),
        ),
        sa.CheckConstraint(
            "state IN ('draft', 'closed') OR proposed_at IS NOT NULL", name=op.f("ck_plan_proposed")
        ),
        sa.CheckConstraint("ends_on >= starts_on", name=op.f("ck_plan_period")),
        sa.CheckConstraint("person_id <> supervisor_id", name=op.f("ck_plan_nobody_for_themselves")),
        sa.ForeignKeyConstraint(["closed_by_id"], ["person.id"], name=op.f("fk_plan_closed_by_id")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_plan_organisation_id")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_plan_person_id")),
        sa.ForeignKeyConstraint(["started_by_id"], ["person.id"], name=op.f("fk_plan_started_by_id")),
        sa.ForeignKeyConstraint(["supervisor_id"], ["person.id"], name=op.f("fk_plan_supervisor_id")),
        sa.ForeignKeyConstraint(
            ["template_version_id"], ["plan_template_version.id"], name=op.f("fk_plan_template_version_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plan")),
    )
    op.create_index("ix_plan_organisation", "plan", ["organisation_id", "fiscal_year"], unique=False)
    op.create_index("ix_plan_person", "plan", ["person_id", "starts_on"], unique=False)
    op.create_index("ix_plan_template_version", "plan", ["template_version_id"], unique=False)
    op.create_index(
        "uq_plan_running",
        "plan",
        ["person_id", "fiscal_year"],
        unique=True,
        sqlite_where=sa.text("closed_at IS NULL"),
        postgresql_where=sa.text("closed_at IS NULL"),
    )
    op.create_table(
        "plan_template_item",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "course",
                "practice",
                "observation",
                "free",
                name="kind",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("title", sa.JSON(), nullable=False),
        sa.Column("criterion_code", sa.String(length=20), nullable=True),
        sa.Column("level", sa.Integer(), nullable=True),
        sa.Column("course_slug", sa.String(length=60), nullable=True),
        sa.Column("due_month", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "kind <> 'course' OR course_slug IS NOT NULL", name=op.f("ck_plan_template_item_course_named")
        ),
        sa.CheckConstraint("due_month BETWEEN 1 AND 36", name=op.f("ck_plan_template_item_due_month")),
        sa.CheckConstraint(
            "level IS NULL OR (level >= 1 AND criterion_code IS NOT NULL)",
            name=op.f("ck_plan_template_item_level_of_ability"),
        ),
        sa.ForeignKeyConstraint(
            ["version_id"], ["plan_template_version.id"], name=op.f("fk_plan_template_item_version_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plan_template_item")),
        sa.UniqueConstraint("version_id", "code", name=op.f("uq_plan_template_item_version_id_code")),
        sa.UniqueConstraint("version_id", "position", name=op.f("uq_plan_template_item_version_id_position")),
    )
    op.create_table(
        "plan_answer",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("plan_id", sa.Uuid(), nullable=False),
        sa.Column("template_version_id", sa.Uuid(), nullable=False),
        sa.Column(
            "decision",
            sa.Enum(
                "all", "some", "none", name="decision", native_enum=False, create_constraint=True, length=32
            ),
            nullable=False,
        ),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answered_by_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["answered_by_id"], ["person.id"], name=op.f("fk_plan_answer_answered_by_id")
        ),
        sa.ForeignKeyConstraint(["plan_id"], ["plan.id"], name=op.f("fk_plan_answer_plan_id")),
        sa.ForeignKeyConstraint(
            ["template_version_id"],
            ["plan_template_version.id"],
            name=op.f("fk_plan_answer_template_version_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plan_answer")),
        sa.UniqueConstraint(
            "plan_id", "template_version_id", name=op.f("uq_plan_answer_plan_id_template_version_id")
        ),
    )
    op.create_table(
        "plan_mark",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("plan_id", sa.Uuid(), nullable=False),
        sa.Column("milestone_key", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("is_done", sa.Boolean(), nullable=False),
        sa.Column("done_on", sa.Date(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("marked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("marked_by_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["marked_by_id"], ["person.id"], name=op.f("fk_plan_mark_marked_by_id")),
        sa.ForeignKeyConstraint(["plan_id"], ["plan.id"], name=op.f("fk_plan_mark_plan_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plan_mark")),
        sa.UniqueConstraint(
            "plan_id", "milestone_key", "number", name=op.f("uq_plan_mark_plan_id_milestone_key_number")
        ),
    )
    op.create_table(
        "plan_reflection",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("plan_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_plan_reflection_person_id")),
        sa.ForeignKeyConstraint(["plan_id"], ["plan.id"], name=op.f("fk_plan_reflection_plan_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plan_reflection")),
    )
    op.create_index("ix_plan_reflection_owner", "plan_reflection", ["person_id", "plan_id"], unique=False)
    op.create_table(
        "plan_review",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("plan_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("held_on", sa.Date(), nullable=False),
        sa.Column("attendees", sa.String(length=200), nullable=False),
        sa.Column("notes", sa.Text(), nullable=False),
        sa.Column("next_review_on", sa.Date(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by_id", sa.Uuid(), nullable=False),
        sa.Column("corrects_id", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(["corrects_id"], ["plan_review.id"], name=op.f("fk_plan_review_corrects_id")),
        sa.ForeignKeyConstraint(["plan_id"], ["plan.id"], name=op.f("fk_plan_review_plan_id")),
        sa.ForeignKeyConstraint(
            ["recorded_by_id"], ["person.id"], name=op.f("fk_plan_review_recorded_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plan_review")),
        sa.UniqueConstraint("corrects_id", name=op.f("uq_plan_review_corrects_id")),
        sa.UniqueConstraint("plan_id", "number", name=op.f("uq_plan_review_plan_id_number")),
    )
    op.create_table(
        "plan_revision",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("plan_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column(
            "side",
            sa.Enum(
                "advisor", "supervisor", name="side", native_enum=False, create_constraint=True, length=32
            ),
            nullable=False,
        ),
        sa.Column("title", sa.String(length=120), nullable=False),
        sa.Column("goals", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("saved_by_id", sa.Uuid(), nullable=False),
        sa.Column("proposed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("proposed_by_id", sa.Uuid(), nullable=True),
        sa.Column("digest", sa.String(length=64), nullable=True),
        sa.Column("advisor_agreed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("supervisor_agreed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("supervisor_agreed_by_id", sa.Uuid(), nullable=True),
        sa.Column("returned_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("returned_by_id", sa.Uuid(), nullable=True),
        sa.Column("returned_note", sa.Text(), nullable=False),
        sa.Column("discarded_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "(advisor_agreed_at IS NULL AND supervisor_agreed_at IS NULL) = (proposed_at IS NULL)",
            name=op.f("ck_plan_revision_proposing_is_agreeing"),
        ),
        sa.CheckConstraint(
            "(proposed_at IS NULL) = (proposed_by_id IS NULL) AND (proposed_at IS NULL) = (digest IS NULL)",
            name=op.f("ck_plan_revision_proposed_by_whom"),
        ),
        sa.CheckConstraint(
            "(returned_at IS NULL) = (returned_by_id IS NULL) AND (returned_at IS NULL OR proposed_at IS NOT NULL)",
            name=op.f("ck_plan_revision_returned_by_whom"),
        ),
        sa.CheckConstraint(
            "(supervisor_agreed_at IS NULL) = (supervisor_agreed_by_id IS NULL)",
            name=op.f("ck_plan_revision_agreed_by_whom"),
        ),
        sa.CheckConstraint("number >= 1", name=op.f("ck_plan_revision_number_from_one")),
        sa.CheckConstraint(
            "returned_at IS NULL OR advisor_agreed_at IS NULL OR supervisor_agreed_at IS NULL",
            name=op.f("ck_plan_revision_agreed_is_not_returned"),
        ),
        sa.ForeignKeyConstraint(["plan_id"], ["plan.id"], name=op.f("fk_plan_revision_plan_id")),
        sa.ForeignKeyConstraint(
            ["proposed_by_id"], ["person.id"], name=op.f("fk_plan_revision_proposed_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["returned_by_id"], ["person.id"], name=op.f("fk_plan_revision_returned_by_id")
        ),
        sa.ForeignKeyConstraint(["saved_by_id"], ["person.id"], name=op.f("fk_plan_revision_saved_by_id")),
        sa.ForeignKeyConstraint(
            ["supervisor_agreed_by_id"], ["person.id"], name=op.f("fk_plan_revision_supervisor_agreed_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plan_revision")),
        sa.UniqueConstraint("plan_id", "number", name=op.f("uq_plan_revision_plan_id_number")),
    )
    op.create_table(
        "plan_summary",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("plan_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("written_by_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["plan_id"], ["plan.id"], name=op.f("fk_plan_summary_plan_id")),
        sa.ForeignKeyConstraint(["written_by_id"], ["person.id"], name=op.f("fk_plan_summary_written_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plan_summary")),
        sa.UniqueConstraint("plan_id", "number", name=op.f("uq_plan_summary_plan_id_number")),
    )
    op.create_table(
        "plan_milestone",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("revision_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("key", sa.Uuid(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "course",
                "practice",
                "observation",
                "free",
                name="kind",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("title", sa.String(length=120), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("criterion_code", sa.String(length=20), nullable=True),
        sa.Column("level", sa.Integer(), nullable=True),
        sa.Column("course_slug", sa.String(length=60), nullable=True),
        sa.Column("item_code", sa.String(length=40), nullable=True),
        sa.CheckConstraint(
            "kind <> 'course' OR course_slug IS NOT NULL", name=op.f("ck_plan_milestone_course_named")
        ),
        sa.CheckConstraint(
            "level IS NULL OR (level >= 1 AND criterion_code IS NOT NULL)",
            name=op.f("ck_plan_milestone_level_of_ability"),
        ),
        sa.ForeignKeyConstraint(
            ["revision_id"], ["plan_revision.id"], name=op.f("fk_plan_milestone_revision_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plan_milestone")),
        sa.UniqueConstraint("revision_id", "key", name=op.f("uq_plan_milestone_revision_id_key")),
    )


def downgrade() -> None:
    op.drop_table("plan_milestone")
    op.drop_table("plan_summary")
    op.drop_table("plan_revision")
    op.drop_table("plan_review")
    op.drop_index("ix_plan_reflection_owner", table_name="plan_reflection")
    op.drop_table("plan_reflection")
    op.drop_table("plan_mark")
    op.drop_table("plan_answer")
    op.drop_table("plan_template_item")
    op.drop_index(
        "uq_plan_running",
        table_name="plan",
        sqlite_where=sa.text("closed_at IS NULL"),
        postgresql_where=sa.text("closed_at IS NULL"),
    )
    op.drop_index("ix_plan_template_version", table_name="plan")
    op.drop_index("ix_plan_person", table_name="plan")
    op.drop_index("ix_plan_organisation", table_name="plan")
    op.drop_table("plan")
    op.drop_table("plan_template_version")
    op.drop_index(op.f("ix_plan_template_organisation_id"), table_name="plan_template")
    op.drop_table("plan_template")
