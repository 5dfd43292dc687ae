"""Add what joins rubric versions: succession, crosswalks, local examples, drafts; and rights to edit."""

import json

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

CHANGES = ("initial", "editorial", "meaning")
ALONE = {"resolve_fks": False}
"""Reflect the table without those it refers to."""
KINDS = ("same", "split", "merged", "shifted", "retired")
EDITING = ["rubric:edit", "rubric:publish"]
DECIDING = ["level:decide", "moderation:organise"]
GRANTED = {"author": EDITING, "hr": [*DECIDING, *EDITING, "target:edit"], "supervisor": DECIDING}


def upgrade() -> None:
    with op.batch_alter_table("rubric_version", reflect_kwargs=ALONE) as batch:
        batch.add_column(sa.Column("published_by_id", sa.Uuid(), nullable=True))
        batch.add_column(sa.Column("predecessor_id", sa.Uuid(), nullable=True))
        batch.add_column(sa.Column("extends_id", sa.Uuid(), nullable=True))
        batch.add_column(
            sa.Column("change", sa.String(length=32), nullable=False, server_default=sa.text("'initial'"))
        )
        batch.add_column(sa.Column("note", sa.JSON(), nullable=True))
        batch.add_column(sa.Column("is_locked", sa.Boolean(), nullable=False, server_default=sa.false()))
        batch.add_column(sa.Column("is_public", sa.Boolean(), nullable=False, server_default=sa.false()))
        batch.add_column(sa.Column("identifiers", sa.JSON(), nullable=False, server_default=sa.text("'{}'")))
        batch.add_column(sa.Column("outdated_at", sa.DateTime(timezone=True), nullable=True))
        batch.add_column(sa.Column("archived_by_id", sa.Uuid(), nullable=True))
        batch.add_column(sa.Column("archive_reason", sa.Text(), nullable=True))
    with op.batch_alter_table("rubric_version", reflect_kwargs=ALONE) as batch:
        batch.alter_column(
            "change",
            existing_type=sa.String(length=32),
            type_=sa.Enum(*CHANGES, name="change", native_enum=False, create_constraint=True, length=32),
            existing_nullable=False,
            server_default=None,
        )
        batch.alter_column("is_locked", existing_type=sa.Boolean(), server_default=None)
        batch.alter_column("is_public", existing_type=sa.Boolean(), server_default=None)
        batch.alter_column("identifiers", existing_type=sa.JSON(), server_default=None)
        batch.create_foreign_key(
            op.f("fk_rubric_version_published_by_id"), "person", ["published_by_id"], ["id"]
        )
        batch.create_foreign_key(
            op.f("fk_rubric_version_predecessor_id"), "rubric_version", ["predecessor_id"], ["id"]
        )
        batch.create_foreign_key(
            op.f("fk_rubric_version_extends_id"), "rubric_version", ["extends_id"], ["id"]
        )
        batch.create_unique_constraint(op.f("uq_rubric_version_predecessor_id"), ["predecessor_id"])
        batch.create_check_constraint(
            op.f("ck_rubric_version_change_of_something"),
            "(change = 'initial') = (predecessor_id IS NULL)",
        )
        batch.create_foreign_key(
            op.f("fk_rubric_version_archived_by_id"), "person", ["archived_by_id"], ["id"]
        )
        batch.create_check_constraint(
            op.f("ck_rubric_version_archived_by_somebody"),
            "(archive_reason IS NULL) = (archived_by_id IS NULL)"
            " AND (archive_reason IS NULL OR outdated_at IS NOT NULL)",
        )
    op.create_index(op.f("ix_rubric_version_extends_id"), "rubric_version", ["extends_id"])
    op.create_table(
        "crosswalk_line",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("rubric_version_id", sa.Uuid(), nullable=False),
        sa.Column("source_id", sa.Uuid(), nullable=False),
        sa.Column("target_id", sa.Uuid(), nullable=True),
        sa.Column(
            "kind",
            sa.Enum(*KINDS, name="kind", native_enum=False, create_constraint=True, length=32),
            nullable=False,
        ),
        sa.Column("levels", sa.JSON(), nullable=True),
        sa.CheckConstraint(
            "(kind = 'retired') = (target_id IS NULL)", name=op.f("ck_crosswalk_line_retired_goes_nowhere")
        ),
        sa.CheckConstraint(
            "kind <> 'shifted' OR levels IS NOT NULL", name=op.f("ck_crosswalk_line_shifted_has_levels")
        ),
        sa.ForeignKeyConstraint(
            ["rubric_version_id"], ["rubric_version.id"], name=op.f("fk_crosswalk_line_rubric_version_id")
        ),
        sa.ForeignKeyConstraint(["source_id"], ["criterion.id"], name=op.f("fk_crosswalk_line_source_id")),
        sa.ForeignKeyConstraint(["target_id"], ["criterion.id"], name=op.f("fk_crosswalk_line_target_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_crosswalk_line")),
        sa.UniqueConstraint(
            "rubric_version_id",
            "source_id",
            "target_id",
            name=op.f("uq_crosswalk_line_rubric_version_id_source_id_target_id"),
        ),
    )
    op.create_index(op.f("ix_crosswalk_line_source_id"), "crosswalk_line", ["source_id"])
    op.create_table(
        "local_example",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("rubric_version_id", sa.Uuid(), nullable=False),
        sa.Column("criterion_id", sa.Uuid(), nullable=False),
        sa.Column("level_number", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("text", sa.JSON(), nullable=False),
        sa.CheckConstraint("level_number >= 1", name=op.f("ck_local_example_level_from_one")),
        sa.ForeignKeyConstraint(
            ["rubric_version_id"], ["rubric_version.id"], name=op.f("fk_local_example_rubric_version_id")
        ),
        sa.ForeignKeyConstraint(
            ["criterion_id"], ["criterion.id"], name=op.f("fk_local_example_criterion_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_local_example")),
        sa.UniqueConstraint(
            "rubric_version_id",
            "criterion_id",
            "level_number",
            "position",
            name=op.f("uq_local_example_rubric_version_id_criterion_id_level_number_position"),
        ),
    )
    op.create_table(
        "rubric_draft",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("publisher_id", sa.Uuid(), nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("predecessor_id", sa.Uuid(), nullable=True),
        sa.Column("extends_id", sa.Uuid(), nullable=True),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("started_by_id", sa.Uuid(), nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("saved_by_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["publisher_id"], ["organisation.id"], name=op.f("fk_rubric_draft_publisher_id")
        ),
        sa.ForeignKeyConstraint(
            ["predecessor_id"], ["rubric_version.id"], name=op.f("fk_rubric_draft_predecessor_id")
        ),
        sa.ForeignKeyConstraint(
            ["extends_id"], ["rubric_version.id"], name=op.f("fk_rubric_draft_extends_id")
        ),
        sa.ForeignKeyConstraint(["started_by_id"], ["person.id"], name=op.f("fk_rubric_draft_started_by_id")),
        sa.ForeignKeyConstraint(["saved_by_id"], ["person.id"], name=op.f("fk_rubric_draft_saved_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rubric_draft")),
        sa.UniqueConstraint("publisher_id", "code", name=op.f("uq_rubric_draft_publisher_id_code")),
    )
    _change_roles(lambda held, granted: held + [one for one in granted if one not in held])


def downgrade() -> None:
    _change_roles(lambda held, granted: [one for one in held if one not in granted])
    op.drop_table("rubric_draft")
    op.drop_table("local_example")
    op.drop_index(op.f("ix_crosswalk_line_source_id"), table_name="crosswalk_line")
    op.drop_table("crosswalk_line")
    op.drop_index(op.f("ix_rubric_version_extends_id"), table_name="rubric_version")
    with op.batch_alter_table("rubric_version", reflect_kwargs=ALONE) as batch:
        batch.drop_constraint(op.f("ck_rubric_version_archived_by_somebody"), type_="check")
        batch.drop_constraint(op.f("ck_rubric_version_change_of_something"), type_="check")
        batch.drop_constraint(op.f("uq_rubric_version_predecessor_id"), type_="unique")
        for column in ("archived_by_id", "extends_id", "predecessor_id", "published_by_id"):
            batch.drop_constraint(op.f(f"fk_rubric_version_{column}"), type_="foreignkey")
        batch.drop_constraint(op.f("ck_rubric_version_change"), type_="check")
    with op.batch_alter_table("rubric_version", reflect_kwargs=ALONE) as batch:
        for column in (
            "archive_reason",
            "archived_by_id",
            "outdated_at",
            "identifiers",
            "is_public",
            "is_locked",
            "note",
            "change",
            "extends_id",
            "predecessor_id",
            "published_by_id",
        ):
            batch.drop_column(column)


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
