"""Create rubric."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "rubric_version",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("version", sa.String(length=20), nullable=False),
        sa.Column("title", sa.JSON(), nullable=False),
        sa.Column("source", sa.JSON(), nullable=False),
        sa.Column("drafting", sa.JSON(), nullable=False),
        sa.Column("publisher_id", sa.Uuid(), nullable=True),
        sa.Column("content_digest", sa.String(length=64), nullable=False),
        sa.Column("loaded_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["publisher_id"], ["organisation.id"], name=op.f("fk_rubric_version_publisher_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rubric_version")),
        sa.UniqueConstraint("code", "version", name=op.f("uq_rubric_version_code_version")),
    )
    op.create_index(op.f("ix_rubric_version_publisher_id"), "rubric_version", ["publisher_id"], unique=False)
    op.create_table(
        "rubric_domain",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("rubric_version_id", sa.Uuid(), nullable=False),
        sa.Column("code", sa.String(length=20), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("name", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["rubric_version_id"], ["rubric_version.id"], name=op.f("fk_rubric_domain_rubric_version_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rubric_domain")),
        sa.UniqueConstraint(
            "rubric_version_id", "code", name=op.f("uq_rubric_domain_rubric_version_id_code")
        ),
        sa.UniqueConstraint(
            "rubric_version_id", "position", name=op.f("uq_rubric_domain_rubric_version_id_position")
        ),
    )
    op.create_table(
        "rubric_level",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("rubric_version_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("name", sa.JSON(), nullable=False),
        sa.Column("summary", sa.JSON(), nullable=False),
        sa.CheckConstraint("number >= 1", name=op.f("ck_rubric_level_number_from_one")),
        sa.ForeignKeyConstraint(
            ["rubric_version_id"], ["rubric_version.id"], name=op.f("fk_rubric_level_rubric_version_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rubric_level")),
        sa.UniqueConstraint("rubric_version_id", "code", name=op.f("uq_rubric_level_rubric_version_id_code")),
        sa.UniqueConstraint(
            "rubric_version_id", "number", name=op.f("uq_rubric_level_rubric_version_id_number")
        ),
    )
    op.create_table(
        "criterion",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("rubric_version_id", sa.Uuid(), nullable=False),
        sa.Column("domain_id", sa.Uuid(), nullable=False),
        sa.Column("code", sa.String(length=20), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("name", sa.JSON(), nullable=False),
        sa.Column("definition", sa.JSON(), nullable=False),
        sa.Column("basis", sa.JSON(none_as_null=True), nullable=True),
        sa.ForeignKeyConstraint(["domain_id"], ["rubric_domain.id"], name=op.f("fk_criterion_domain_id")),
        sa.ForeignKeyConstraint(
            ["rubric_version_id"], ["rubric_version.id"], name=op.f("fk_criterion_rubric_version_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_criterion")),
        sa.UniqueConstraint("rubric_version_id", "code", name=op.f("uq_criterion_rubric_version_id_code")),
        sa.UniqueConstraint(
            "rubric_version_id", "position", name=op.f("uq_criterion_rubric_version_id_position")
        ),
    )
    op.create_index(op.f("ix_criterion_domain_id"), "criterion", ["domain_id"], unique=False)
    op.create_table(
        "descriptor",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("criterion_id", sa.Uuid(), nullable=False),
        sa.Column("level_number", sa.Integer(), nullable=False),
        sa.Column("text", sa.JSON(), nullable=False),
        sa.Column("sign", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("is_draft", sa.Boolean(), nullable=False),
        sa.CheckConstraint("level_number >= 1", name=op.f("ck_descriptor_level_from_one")),
        sa.ForeignKeyConstraint(["criterion_id"], ["criterion.id"], name=op.f("fk_descriptor_criterion_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_descriptor")),
        sa.UniqueConstraint(
            "criterion_id", "level_number", name=op.f("uq_descriptor_criterion_id_level_number")
        ),
    )


def downgrade() -> None:
    op.drop_table("descriptor")
    op.drop_index(op.f("ix_criterion_domain_id"), table_name="criterion")
    op.drop_table("criterion")
    op.drop_table("rubric_level")
    op.drop_table("rubric_domain")
    op.drop_index(op.f("ix_rubric_version_publisher_id"), table_name="rubric_version")
    op.drop_table("rubric_version")
