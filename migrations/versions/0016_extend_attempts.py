"""Add draws, drafts of answers and more kinds of questions."""

from uuid import UUID

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

BEFORE = ("single", "multiple")
AFTER = (*BEFORE, "ordering", "matching", "numeric", "short", "scenario")
ALONE = {"resolve_fks": False}
"""Reflect the table without those it refers to."""

ITEM = sa.table(
    "assessment_item",
    sa.column("course_version_id", sa.Uuid()),
    sa.column("position", sa.Integer()),
    sa.column("code", sa.String()),
)
ENROLMENT = sa.table("enrolment", sa.column("id", sa.Uuid()), sa.column("course_version_id", sa.Uuid()))
ATTEMPT = sa.table("attempt", sa.column("enrolment_id", sa.Uuid()), sa.column("asked", sa.JSON()))


def upgrade() -> None:
    _allow_kinds(BEFORE, AFTER)
    # No batch here: SQLite would rebuild the table, and could not drop one that other rows refer to.
    op.add_column(
        "course_version",
        sa.Column("quiz_rules", sa.JSON(), nullable=False, server_default=sa.text("'{}'")),
    )
    _remember_what_was_asked()
    op.create_table(
        "attempt_draft",
        sa.Column("enrolment_id", sa.Uuid(), nullable=False),
        sa.Column("draw", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("fields", sa.JSON(), nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("draw >= 1", name=op.f("ck_attempt_draft_draw_from_one")),
        sa.ForeignKeyConstraint(
            ["enrolment_id"], ["enrolment.id"], name=op.f("fk_attempt_draft_enrolment_id")
        ),
        sa.PrimaryKeyConstraint("enrolment_id", "draw", name=op.f("pk_attempt_draft")),
    )


def _remember_what_was_asked() -> None:
    """Say of each attempt what was true of all so far: every question, in the order of the file."""
    op.add_column("attempt", sa.Column("draw", sa.Integer(), nullable=True))
    op.add_column("attempt", sa.Column("asked", sa.JSON(), nullable=True))
    op.execute("UPDATE attempt SET draw = number")
    connection = op.get_bind()
    asked: dict[UUID, list[str]] = {}
    items = sa.select(ITEM.c.course_version_id, ITEM.c.code).order_by(
        ITEM.c.course_version_id, ITEM.c.position
    )
    for version_id, code in connection.execute(items):
        asked.setdefault(version_id, []).append(code)
    for version_id, codes in asked.items():
        enrolments = sa.select(ENROLMENT.c.id).where(ENROLMENT.c.course_version_id == version_id)
        connection.execute(
            sa.update(ATTEMPT).where(ATTEMPT.c.enrolment_id.in_(enrolments)).values(asked=codes)
        )
    with op.batch_alter_table("attempt", reflect_kwargs=ALONE) as batch:
        batch.alter_column("draw", existing_type=sa.Integer(), nullable=False)
        batch.alter_column("asked", existing_type=sa.JSON(), nullable=False)
        batch.create_check_constraint(op.f("ck_attempt_draw_from_one"), "draw >= 1")


def downgrade() -> None:
    """Forget what the version before cannot ask: its questions, and attempts that were asked them."""
    op.drop_table("attempt_draft")
    with op.batch_alter_table("attempt", reflect_kwargs=ALONE) as batch:
        batch.drop_constraint(op.f("ck_attempt_draw_from_one"), type_="check")
        batch.drop_column("asked")
        batch.drop_column("draw")
    op.drop_column("course_version", "quiz_rules")
    op.execute("DELETE FROM assessment_item WHERE kind NOT IN ('single', 'multiple')")
    _allow_kinds(AFTER, BEFORE)


def _allow_kinds(before: tuple[str, ...], after: tuple[str, ...]) -> None:
    with op.batch_alter_table("assessment_item", copy_from=_assessment_item(before)) as batch:
        batch.alter_column("kind", existing_type=_kind(before), type_=_kind(after))


def _kind(members: tuple[str, ...]) -> sa.Enum:
    return sa.Enum(*members, name="kind", native_enum=False, create_constraint=True, length=32)


def _assessment_item(kinds: tuple[str, ...]) -> sa.Table:
    """Say what the table is: SQLite rebuilds it, and a CHECK cannot be read back from there."""
    return sa.Table(
        "assessment_item",
        sa.MetaData(naming_convention={"ck": "ck_%(table_name)s_%(constraint_name)s"}),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("course_version_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=60), nullable=False),
        sa.Column("kind", _kind(kinds), nullable=False),
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
