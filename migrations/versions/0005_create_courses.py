"""Create courses."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "course",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("slug", sa.String(length=60), nullable=False),
        sa.Column("publisher_id", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(["publisher_id"], ["organisation.id"], name=op.f("fk_course_publisher_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_course")),
        sa.UniqueConstraint("slug", name=op.f("uq_course_slug")),
    )
    op.create_index(op.f("ix_course_publisher_id"), "course", ["publisher_id"], unique=False)
    op.create_table(
        "course_version",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("course_id", sa.Uuid(), nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("version", sa.String(length=20), nullable=False),
        sa.Column("title", sa.JSON(), nullable=False),
        sa.Column("summary", sa.JSON(), nullable=False),
        sa.Column("audience", sa.JSON(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("pass_mark", sa.Integer(), nullable=False),
        sa.Column("prerequisites", sa.JSON(), nullable=False),
        sa.Column("sources", sa.JSON(), nullable=False),
        sa.Column("content_digest", sa.String(length=64), nullable=False),
        sa.Column("loaded_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("minutes >= 1", name=op.f("ck_course_version_minutes_positive")),
        sa.CheckConstraint("ordinal >= 1", name=op.f("ck_course_version_ordinal_from_one")),
        sa.CheckConstraint("pass_mark >= 1", name=op.f("ck_course_version_pass_mark_positive")),
        sa.ForeignKeyConstraint(["course_id"], ["course.id"], name=op.f("fk_course_version_course_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_course_version")),
        sa.UniqueConstraint("course_id", "ordinal", name=op.f("uq_course_version_course_id_ordinal")),
        sa.UniqueConstraint("course_id", "version", name=op.f("uq_course_version_course_id_version")),
    )
    op.create_table(
        "assessment_item",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("course_version_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=60), nullable=False),
        sa.Column(
            "kind",
            sa.Enum("single", "multiple", name="kind", native_enum=False, create_constraint=True, length=32),
            nullable=False,
        ),
        sa.Column("lesson_slug", sa.String(length=60), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["course_version_id"], ["course_version.id"], name=op.f("fk_assessment_item_course_version_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assessment_item")),
        sa.UniqueConstraint(
            "course_version_id", "code", name=op.f("uq_assessment_item_course_version_id_code")
        ),
        sa.UniqueConstraint(
            "course_version_id", "position", name=op.f("uq_assessment_item_course_version_id_position")
        ),
    )
    op.create_table(
        "course_aim",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("course_version_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("criterion_code", sa.String(length=20), nullable=False),
        sa.Column("levels", sa.JSON(), nullable=False),
        sa.Column("objective", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["course_version_id"], ["course_version.id"], name=op.f("fk_course_aim_course_version_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_course_aim")),
        sa.UniqueConstraint(
            "course_version_id", "criterion_code", name=op.f("uq_course_aim_course_version_id_criterion_code")
        ),
        sa.UniqueConstraint(
            "course_version_id", "position", name=op.f("uq_course_aim_course_version_id_position")
        ),
    )
    op.create_table(
        "course_figure",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("course_version_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("svg", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["course_version_id"], ["course_version.id"], name=op.f("fk_course_figure_course_version_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_course_figure")),
        sa.UniqueConstraint(
            "course_version_id", "name", name=op.f("uq_course_figure_course_version_id_name")
        ),
    )
    op.create_table(
        "enrolment",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("course_version_id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=True),
        sa.Column("enrolled_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "finished_at IS NULL OR finished_at >= enrolled_at",
            name=op.f("ck_enrolment_finished_after_enrolled"),
        ),
        sa.ForeignKeyConstraint(
            ["course_version_id"], ["course_version.id"], name=op.f("fk_enrolment_course_version_id")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_enrolment_organisation_id")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_enrolment_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_enrolment")),
        sa.UniqueConstraint(
            "person_id", "course_version_id", name=op.f("uq_enrolment_person_id_course_version_id")
        ),
    )
    op.create_index(op.f("ix_enrolment_course_version_id"), "enrolment", ["course_version_id"], unique=False)
    op.create_index(op.f("ix_enrolment_organisation_id"), "enrolment", ["organisation_id"], unique=False)
    op.create_table(
        "lesson",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("course_version_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("slug", sa.String(length=60), nullable=False),
        sa.Column("title", sa.JSON(), nullable=False),
        sa.Column("objective", sa.JSON(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("markdown", sa.JSON(), nullable=False),
        sa.Column("html", sa.JSON(), nullable=False),
        sa.CheckConstraint("minutes >= 1", name=op.f("ck_lesson_minutes_positive")),
        sa.ForeignKeyConstraint(
            ["course_version_id"], ["course_version.id"], name=op.f("fk_lesson_course_version_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lesson")),
        sa.UniqueConstraint(
            "course_version_id", "position", name=op.f("uq_lesson_course_version_id_position")
        ),
        sa.UniqueConstraint("course_version_id", "slug", name=op.f("uq_lesson_course_version_id_slug")),
    )
    op.create_table(
        "attempt",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("enrolment_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answers", sa.JSON(), nullable=False),
        sa.Column("n_right", sa.Integer(), nullable=False),
        sa.Column("n_questions", sa.Integer(), nullable=False),
        sa.Column("is_passed", sa.Boolean(), nullable=False),
        sa.CheckConstraint("n_right >= 0 AND n_right <= n_questions", name=op.f("ck_attempt_n_right_within")),
        sa.CheckConstraint("number >= 1", name=op.f("ck_attempt_number_from_one")),
        sa.ForeignKeyConstraint(["enrolment_id"], ["enrolment.id"], name=op.f("fk_attempt_enrolment_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attempt")),
        sa.UniqueConstraint("enrolment_id", "number", name=op.f("uq_attempt_enrolment_id_number")),
    )
    op.create_table(
        "lesson_progress",
        sa.Column("enrolment_id", sa.Uuid(), nullable=False),
        sa.Column("lesson_id", sa.Uuid(), nullable=False),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["enrolment_id"], ["enrolment.id"], name=op.f("fk_lesson_progress_enrolment_id")
        ),
        sa.ForeignKeyConstraint(["lesson_id"], ["lesson.id"], name=op.f("fk_lesson_progress_lesson_id")),
        sa.PrimaryKeyConstraint("enrolment_id", "lesson_id", name=op.f("pk_lesson_progress")),
    )


def downgrade() -> None:
    op.drop_table("lesson_progress")
    op.drop_table("attempt")
    op.drop_table("lesson")
    op.drop_index(op.f("ix_enrolment_organisation_id"), table_name="enrolment")
    op.drop_index(op.f("ix_enrolment_course_version_id"), table_name="enrolment")
    op.drop_table("enrolment")
    op.drop_table("course_figure")
    op.drop_table("course_aim")
    op.drop_table("assessment_item")
    op.drop_table("course_version")
    op.drop_index(op.f("ix_course_publisher_id"), table_name="course")
    op.drop_table("course")
