"""Add what lessons hold beside their text: aims, practice tasks, prompts, pictures; and withdrawal."""

import hashlib
import json
import re

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

ALONE = {"resolve_fks": False}
"""Reflect the table without those it refers to."""
SHOWN_FIGURE = re.compile(r"!\[[^\]]*\]\(\s*figures/([^\s)]+)\s*\)")
SVG = "image/svg+xml"

FIGURE = sa.table(
    "course_figure",
    sa.column("id", sa.Uuid()),
    sa.column("course_version_id", sa.Uuid()),
    sa.column("name", sa.String()),
    sa.column("svg", sa.Text()),
    sa.column("media_type", sa.String()),
    sa.column("content", sa.LargeBinary()),
)
LESSON = sa.table(
    "lesson",
    sa.column("id", sa.Uuid()),
    sa.column("course_version_id", sa.Uuid()),
    sa.column("markdown", sa.JSON()),
    sa.column("content_digest", sa.String()),
)


def upgrade() -> None:
    _extend_course()
    _extend_figures()
    _extend_lessons()
    op.create_table(
        "practice_task",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("course_version_id", sa.Uuid(), nullable=False),
        sa.Column("lesson_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=60), nullable=False),
        sa.Column("criterion_code", sa.String(length=20), nullable=False),
        sa.Column("levels", sa.JSON(), nullable=False),
        sa.Column("title", sa.JSON(), nullable=False),
        sa.Column("task", sa.JSON(), nullable=False),
        sa.Column("watch", sa.JSON(), nullable=True),
        sa.CheckConstraint("position >= 1", name=op.f("ck_practice_task_position_from_one")),
        sa.ForeignKeyConstraint(
            ["course_version_id"], ["course_version.id"], name=op.f("fk_practice_task_course_version_id")
        ),
        sa.ForeignKeyConstraint(["lesson_id"], ["lesson.id"], name=op.f("fk_practice_task_lesson_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_practice_task")),
        sa.UniqueConstraint(
            "course_version_id", "code", name=op.f("uq_practice_task_course_version_id_code")
        ),
        sa.UniqueConstraint("lesson_id", "position", name=op.f("uq_practice_task_lesson_id_position")),
    )
    op.create_table(
        "lesson_reflection",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("course_id", sa.Uuid(), nullable=False),
        sa.Column("code", sa.String(length=60), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_lesson_reflection_person_id")),
        sa.ForeignKeyConstraint(["course_id"], ["course.id"], name=op.f("fk_lesson_reflection_course_id")),
        sa.PrimaryKeyConstraint("person_id", "course_id", "code", name=op.f("pk_lesson_reflection")),
    )


def _extend_course() -> None:
    with op.batch_alter_table("course", reflect_kwargs=ALONE) as batch:
        batch.add_column(sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True))
        batch.add_column(sa.Column("withdrawn_by_id", sa.Uuid(), nullable=True))
        batch.add_column(sa.Column("withdrawal_reason", sa.Text(), nullable=True))
    with op.batch_alter_table("course", reflect_kwargs=ALONE) as batch:
        batch.create_foreign_key(op.f("fk_course_withdrawn_by_id"), "person", ["withdrawn_by_id"], ["id"])
        batch.create_check_constraint(
            op.f("ck_course_withdrawn_with_reason"),
            "(withdrawn_at IS NULL) = (withdrawal_reason IS NULL)"
            " AND (withdrawn_by_id IS NULL OR withdrawn_at IS NOT NULL)",
        )


def _extend_figures() -> None:
    with op.batch_alter_table("course_figure", reflect_kwargs=ALONE) as batch:
        batch.add_column(sa.Column("media_type", sa.String(length=40), nullable=True))
        batch.add_column(sa.Column("content", sa.LargeBinary(), nullable=True))
    connection = op.get_bind()
    for figure_id, svg in connection.execute(sa.select(FIGURE.c.id, FIGURE.c.svg)).all():
        values = {"media_type": SVG, "content": svg.encode()}
        connection.execute(sa.update(FIGURE).where(FIGURE.c.id == figure_id).values(values))
    with op.batch_alter_table("course_figure", reflect_kwargs=ALONE) as batch:
        batch.alter_column("media_type", existing_type=sa.String(length=40), nullable=False)
        batch.alter_column("content", existing_type=sa.LargeBinary(), nullable=False)
        batch.drop_column("svg")


def _extend_lessons() -> None:
    with op.batch_alter_table("lesson", reflect_kwargs=ALONE) as batch:
        batch.add_column(sa.Column("serves", sa.JSON(), nullable=False, server_default=sa.text("'[]'")))
        batch.add_column(sa.Column("reflections", sa.JSON(), nullable=False, server_default=sa.text("'[]'")))
        batch.add_column(sa.Column("content_digest", sa.String(length=64), nullable=True))
    connection = op.get_bind()
    figures: dict[object, dict[str, str]] = {}
    for row in connection.execute(sa.select(FIGURE.c.course_version_id, FIGURE.c.name, FIGURE.c.content)):
        figures.setdefault(row.course_version_id, {})[row.name] = hashlib.sha256(row.content).hexdigest()
    lessons = sa.select(LESSON.c.id, LESSON.c.course_version_id, LESSON.c.markdown)
    for lesson_id, version_id, markdown in connection.execute(lessons).all():
        digest = _digest(markdown, figures.get(version_id, {}))
        connection.execute(sa.update(LESSON).where(LESSON.c.id == lesson_id).values(content_digest=digest))
    with op.batch_alter_table("lesson", reflect_kwargs=ALONE) as batch:
        batch.alter_column("serves", existing_type=sa.JSON(), server_default=None)
        batch.alter_column("reflections", existing_type=sa.JSON(), server_default=None)
        batch.alter_column("content_digest", existing_type=sa.String(length=64), nullable=False)


def _digest(markdown: dict[str, str], figures: dict[str, str]) -> str:
    """Digest what a reader of the lesson reads and sees, as the product does from now on."""
    shown = set(SHOWN_FIGURE.findall("\n".join(markdown.values())))
    content = {
        "markdown": markdown,
        "figures": {name: digest for name, digest in figures.items() if name in shown},
    }
    canonical = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(canonical.encode()).hexdigest()


def downgrade() -> None:
    op.drop_table("lesson_reflection")
    op.drop_table("practice_task")
    with op.batch_alter_table("lesson", reflect_kwargs=ALONE) as batch:
        for column in ("content_digest", "reflections", "serves"):
            batch.drop_column(column)
    with op.batch_alter_table("course_figure", reflect_kwargs=ALONE) as batch:
        batch.add_column(sa.Column("svg", sa.Text(), nullable=True))
    connection = op.get_bind()
    connection.execute(sa.delete(FIGURE).where(FIGURE.c.media_type != SVG))
    for figure_id, content in connection.execute(sa.select(FIGURE.c.id, FIGURE.c.content)).all():
        connection.execute(sa.update(FIGURE).where(FIGURE.c.id == figure_id).values(svg=content.decode()))
    with op.batch_alter_table("course_figure", reflect_kwargs=ALONE) as batch:
        batch.alter_column("svg", existing_type=sa.Text(), nullable=False)
        batch.drop_column("content")
        batch.drop_column("media_type")
    with op.batch_alter_table("course", reflect_kwargs=ALONE) as batch:
        batch.drop_constraint(op.f("ck_course_withdrawn_with_reason"), type_="check")
        batch.drop_constraint(op.f("fk_course_withdrawn_by_id"), type_="foreignkey")
        for column in ("withdrawal_reason", "withdrawn_by_id", "withdrawn_at"):
            batch.drop_column(column)
