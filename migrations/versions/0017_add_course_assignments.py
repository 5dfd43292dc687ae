"""Add courses assigned to people, reminders, and when somebody was last active in a course."""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

ALONE = {"resolve_fks": False}
"""Reflect the table without those it refers to."""


def refers(table: str, column: str, target: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{target}.id"], name=op.f(f"fk_{table}_{column}"))


def upgrade() -> None:
    is_open = sa.text("finished_at IS NULL AND withdrawn_at IS NULL")
    op.create_table(
        "course_assignment",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("course_id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("assigned_by_id", sa.Uuid(), nullable=False),
        sa.Column("assigned_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_by_id", sa.Uuid(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(withdrawn_at IS NULL) = (withdrawn_by_id IS NULL)",
            name=op.f("ck_course_assignment_withdrawn_by_whom"),
        ),
        sa.CheckConstraint(
            "finished_at IS NULL OR withdrawn_at IS NULL", name=op.f("ck_course_assignment_over_in_one_way")
        ),
        refers("course_assignment", "person_id", "person"),
        refers("course_assignment", "course_id", "course"),
        refers("course_assignment", "organisation_id", "organisation"),
        refers("course_assignment", "assigned_by_id", "person"),
        refers("course_assignment", "withdrawn_by_id", "person"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_course_assignment")),
    )
    op.create_index(
        "uq_course_assignment_open",
        "course_assignment",
        ["person_id", "course_id"],
        unique=True,
        sqlite_where=is_open,
        postgresql_where=is_open,
    )
    op.create_index("ix_course_assignment_person", "course_assignment", ["person_id", "course_id"])
    op.create_index("ix_course_assignment_organisation", "course_assignment", ["organisation_id"])
    op.create_index("ix_course_assignment_due", "course_assignment", ["due_on"])
    op.create_table(
        "course_reminder",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("course_id", sa.Uuid(), nullable=False),
        sa.Column("reminded_by_id", sa.Uuid(), nullable=False),
        sa.Column("reminded_at", sa.DateTime(timezone=True), nullable=False),
        refers("course_reminder", "person_id", "person"),
        refers("course_reminder", "course_id", "course"),
        refers("course_reminder", "reminded_by_id", "person"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_course_reminder")),
    )
    op.create_index("ix_course_reminder_person", "course_reminder", ["person_id", "course_id", "reminded_at"])
    remember_activity()


def remember_activity() -> None:
    """Take the last that is known of each enrolment: that it began, a lesson read, an attempt."""
    op.add_column("enrolment", sa.Column("active_at", sa.DateTime(timezone=True), nullable=True))
    op.execute("UPDATE enrolment SET active_at = enrolled_at")
    for table, column in (("lesson_progress", "read_at"), ("attempt", "submitted_at")):
        latest = f"SELECT max({column}) FROM {table} WHERE enrolment_id = enrolment.id"  # noqa: S608 (names of our own)
        op.execute(f"UPDATE enrolment SET active_at = ({latest}) WHERE ({latest}) > active_at")  # noqa: S608 (names of our own)
    with op.batch_alter_table("enrolment", reflect_kwargs=ALONE) as batch:
        batch.alter_column("active_at", existing_type=sa.DateTime(timezone=True), nullable=False)


def downgrade() -> None:
    op.drop_column("enrolment", "active_at")
    op.drop_table("course_reminder")
    op.drop_table("course_assignment")
