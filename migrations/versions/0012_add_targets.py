"""Add target profiles."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "target_profile",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_target_profile_organisation_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_target_profile")),
        sa.UniqueConstraint(
            "organisation_id",
            "code",
            "starts_on",
            name=op.f("uq_target_profile_organisation_id_code_starts_on"),
        ),
    )
    op.create_table(
        "target_revision",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("profile_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("effective_on", sa.Date(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by_id", sa.Uuid(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("rubric_version_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.JSON(), nullable=False),
        sa.Column("description", sa.JSON(), nullable=False),
        sa.Column("basis", sa.JSON(), nullable=False),
        sa.Column("is_draft", sa.Boolean(), nullable=False),
        sa.Column("is_automatic", sa.Boolean(), nullable=False),
        sa.Column("role", sa.String(length=40), nullable=True),
        sa.Column("years_from", sa.Integer(), nullable=True),
        sa.Column("years_to", sa.Integer(), nullable=True),
        sa.Column(
            "kind",
            sa.Enum(
                "council",
                "federation",
                "prefectural",
                "chamber",
                "society",
                "yorozu",
                "bank",
                "guarantee",
                "public",
                name="kind",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=True,
        ),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.CheckConstraint("number >= 1", name=op.f("ck_target_revision_number_from_one")),
        sa.CheckConstraint(
            "years_from >= 1 AND years_to >= 1 AND years_to >= years_from",
            name=op.f("ck_target_revision_years"),
        ),
        sa.CheckConstraint(
            "is_automatic OR (role IS NULL AND years_from IS NULL AND years_to IS NULL AND kind IS NULL)",
            name=op.f("ck_target_revision_audience_is_automatic"),
        ),
        sa.ForeignKeyConstraint(
            ["profile_id"], ["target_profile.id"], name=op.f("fk_target_revision_profile_id")
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by_id"], ["person.id"], name=op.f("fk_target_revision_recorded_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["rubric_version_id"], ["rubric_version.id"], name=op.f("fk_target_revision_rubric_version_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_target_revision")),
        sa.UniqueConstraint("profile_id", "number", name=op.f("uq_target_revision_profile_id_number")),
    )
    op.create_table(
        "target_line",
        sa.Column("revision_id", sa.Uuid(), nullable=False),
        sa.Column("criterion_id", sa.Uuid(), nullable=False),
        sa.Column("level", sa.Integer(), nullable=False),
        sa.CheckConstraint("level >= 1", name=op.f("ck_target_line_level_from_one")),
        sa.ForeignKeyConstraint(["criterion_id"], ["criterion.id"], name=op.f("fk_target_line_criterion_id")),
        sa.ForeignKeyConstraint(
            ["revision_id"], ["target_revision.id"], name=op.f("fk_target_line_revision_id")
        ),
        sa.PrimaryKeyConstraint("revision_id", "criterion_id", name=op.f("pk_target_line")),
    )
    op.create_table(
        "target_assignment",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("profile_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("assigned_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("assigned_by_id", sa.Uuid(), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_by_id", sa.Uuid(), nullable=True),
        sa.Column("ended_reason", sa.Text(), nullable=True),
        sa.CheckConstraint("ends_on >= starts_on", name=op.f("ck_target_assignment_period")),
        sa.CheckConstraint(
            "(ended_at IS NULL) = (ended_by_id IS NULL)", name=op.f("ck_target_assignment_ended_by_somebody")
        ),
        sa.ForeignKeyConstraint(
            ["profile_id"], ["target_profile.id"], name=op.f("fk_target_assignment_profile_id")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_target_assignment_person_id")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_target_assignment_organisation_id")
        ),
        sa.ForeignKeyConstraint(
            ["assigned_by_id"], ["person.id"], name=op.f("fk_target_assignment_assigned_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["ended_by_id"], ["person.id"], name=op.f("fk_target_assignment_ended_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_target_assignment")),
    )
    op.create_index(
        "ix_target_assignment_person", "target_assignment", ["person_id", "starts_on"], unique=False
    )
    op.create_index("ix_target_assignment_profile", "target_assignment", ["profile_id"], unique=False)
    op.create_index(
        "uq_target_assignment_open",
        "target_assignment",
        ["person_id"],
        unique=True,
        sqlite_where=sa.text("ends_on IS NULL"),
        postgresql_where=sa.text("ends_on IS NULL"),
    )


def downgrade() -> None:
    op.drop_index("uq_target_assignment_open", table_name="target_assignment")
    op.drop_index("ix_target_assignment_profile", table_name="target_assignment")
    op.drop_index("ix_target_assignment_person", table_name="target_assignment")
    op.drop_table("target_assignment")
    op.drop_table("target_line")
    op.drop_table("target_revision")
    op.drop_table("target_profile")
