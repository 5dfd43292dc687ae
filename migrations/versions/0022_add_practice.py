"""Add practice tasks under way, and who may assign, plan and publish."""

import json

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None

GRANTED = {
    "supervisor": ("enrolment:assign", "plan:edit", "plan:read"),
    "hr": (
        "course:edit",
        "course:publish",
        "enrolment:assign",
        "plan:edit",
        "plan:read",
        "plan_template:edit",
    ),
    "author": ("course:edit", "course:publish"),
}
"""The rights this version adds to the standard roles, which an organisation may have changed since."""


def upgrade() -> None:
    op.create_table(
        "practice_outcome",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("course_id", sa.Uuid(), nullable=False),
        sa.Column("practice_code", sa.String(length=60), nullable=False),
        sa.Column(
            "outcome",
            sa.Enum(
                "tried", "set_aside", name="outcome", native_enum=False, create_constraint=True, length=32
            ),
            nullable=False,
        ),
        sa.Column("happened_on", sa.Date(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by_id", sa.Uuid(), nullable=False),
        sa.Column("source_id", sa.Uuid(), nullable=True),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revoked_by_id", sa.Uuid(), nullable=True),
        sa.CheckConstraint(
            "(revoked_at IS NULL) = (revoked_by_id IS NULL)", name=op.f("ck_practice_outcome_revoked_by_whom")
        ),
        *(
            sa.ForeignKeyConstraint([column], [f"{target}.id"], name=op.f(f"fk_practice_outcome_{column}"))
            for column, target in (
                ("person_id", "person"),
                ("course_id", "course"),
                ("recorded_by_id", "person"),
                ("revoked_by_id", "person"),
            )
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_practice_outcome")),
    )
    op.create_index(
        "ix_practice_outcome_person", "practice_outcome", ["person_id", "course_id", "practice_code"]
    )
    op.create_index("ix_practice_outcome_source", "practice_outcome", ["source_id"])
    op.create_table(
        "ojt_entry_practice",
        sa.Column("entry_id", sa.Uuid(), nullable=False),
        sa.Column("practice_task_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["entry_id"], ["ojt_entry.id"], name=op.f("fk_ojt_entry_practice_entry_id")),
        sa.ForeignKeyConstraint(
            ["practice_task_id"], ["practice_task.id"], name=op.f("fk_ojt_entry_practice_practice_task_id")
        ),
        sa.PrimaryKeyConstraint("entry_id", "practice_task_id", name=op.f("pk_ojt_entry_practice")),
    )
    _change_roles(lambda held, granted: held + [one for one in granted if one not in held])


def downgrade() -> None:
    _change_roles(lambda held, granted: [one for one in held if one not in granted])
    op.drop_table("ojt_entry_practice")
    op.drop_index("ix_practice_outcome_source", table_name="practice_outcome")
    op.drop_index("ix_practice_outcome_person", table_name="practice_outcome")
    op.drop_table("practice_outcome")


def _change_roles(change) -> None:  # noqa: ANN001 (a function of two lists)
    """Give the standard roles of a running installation the new rights, or take them back."""
    role = sa.table("role", sa.column("code", sa.String), sa.column("permissions", sa.JSON))
    connection = op.get_bind()
    for code, held in connection.execute(sa.select(role.c.code, role.c.permissions)).all():
        if code in GRANTED:
            permissions = json.loads(held) if isinstance(held, str) else held
            connection.execute(
                role.update()
                .where(role.c.code == code)
                .values(permissions=change(permissions, GRANTED[code]))
            )
