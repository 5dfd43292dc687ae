"""Add drafts of courses and their reviews."""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None

OPEN = sa.text("state IN ('draft', 'in_review')")
WAITING = sa.text("verdict IS NULL")


def text_enum(*members: str, name: str) -> sa.Enum:
    return sa.Enum(*members, name=name, native_enum=False, create_constraint=True, length=32)


def refers(table: str, column: str, target: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{target}.id"], name=op.f(f"fk_{table}_{column}"))


def upgrade() -> None:
    create_drafts()
    create_parts()
    create_reviews()


def create_drafts() -> None:
    states = text_enum("draft", "in_review", "published", "discarded", name="state")
    op.create_table(
        "course_draft",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("publisher_id", sa.Uuid(), nullable=False),
        sa.Column("slug", sa.String(length=60), nullable=False),
        sa.Column("follows_id", sa.Uuid(), nullable=True),
        sa.Column("document", sa.JSON(), nullable=False),
        sa.Column("state", states, nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("started_by_id", sa.Uuid(), nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("saved_by_id", sa.Uuid(), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("course_version_id", sa.Uuid(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(state = 'published') = (course_version_id IS NOT NULL)",
            name=op.f("ck_course_draft_published_as_version"),
        ),
        sa.CheckConstraint(
            "(state IN ('published', 'discarded')) = (ended_at IS NOT NULL)",
            name=op.f("ck_course_draft_ended"),
        ),
        refers("course_draft", "publisher_id", "organisation"),
        refers("course_draft", "follows_id", "course_version"),
        refers("course_draft", "started_by_id", "person"),
        refers("course_draft", "saved_by_id", "person"),
        refers("course_draft", "course_version_id", "course_version"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_course_draft")),
    )
    op.create_index("ix_course_draft_publisher", "course_draft", ["publisher_id", "state"])
    op.create_index(
        "uq_course_draft_open",
        "course_draft",
        ["publisher_id", "slug"],
        unique=True,
        sqlite_where=OPEN,
        postgresql_where=OPEN,
    )


def create_parts() -> None:
    op.create_table(
        "course_draft_writer",
        sa.Column("draft_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("first_at", sa.DateTime(timezone=True), nullable=False),
        refers("course_draft_writer", "draft_id", "course_draft"),
        refers("course_draft_writer", "person_id", "person"),
        sa.PrimaryKeyConstraint("draft_id", "person_id", name=op.f("pk_course_draft_writer")),
    )
    op.create_table(
        "course_draft_figure",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("draft_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("media_type", sa.String(length=40), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("content_digest", sa.String(length=64), nullable=False),
        sa.Column("alt", sa.JSON(), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        refers("course_draft_figure", "draft_id", "course_draft"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_course_draft_figure")),
        sa.UniqueConstraint("draft_id", "name", name=op.f("uq_course_draft_figure_draft_id_name")),
    )


def create_reviews() -> None:
    verdicts = text_enum("approved", "returned", "taken_back", name="verdict")
    op.create_table(
        "course_review",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("draft_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("asked_by_id", sa.Uuid(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("request", sa.Text(), nullable=False),
        sa.Column("content_digest", sa.String(length=64), nullable=False),
        sa.Column("reviewer_id", sa.Uuid(), nullable=True),
        sa.Column("verdict", verdicts, nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("number >= 1", name=op.f("ck_course_review_number_from_one")),
        sa.CheckConstraint(
            "(verdict IS NULL) = (reviewer_id IS NULL) AND (verdict IS NULL) = (ended_at IS NULL)",
            name=op.f("ck_course_review_ended_by_somebody"),
        ),
        sa.CheckConstraint(
            "verdict <> 'approved' OR reviewer_id <> asked_by_id", name=op.f("ck_course_review_other_eyes")
        ),
        refers("course_review", "draft_id", "course_draft"),
        refers("course_review", "asked_by_id", "person"),
        refers("course_review", "reviewer_id", "person"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_course_review")),
        sa.UniqueConstraint("draft_id", "number", name=op.f("uq_course_review_draft_id_number")),
    )
    op.create_index(
        "uq_course_review_waiting",
        "course_review",
        ["draft_id"],
        unique=True,
        sqlite_where=WAITING,
        postgresql_where=WAITING,
    )


def downgrade() -> None:
    op.drop_table("course_review")
    op.drop_table("course_draft_figure")
    op.drop_table("course_draft_writer")
    op.drop_table("course_draft")
