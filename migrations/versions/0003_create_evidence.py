"""Create evidence."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "observation",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("trainee_id", sa.Uuid(), nullable=False),
        sa.Column("rater_id", sa.Uuid(), nullable=False),
        sa.Column(
            "rater_role",
            sa.Enum(
                "supervisor",
                "peer",
                "self",
                "client",
                "committee",
                name="rater_role",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("rubric_version_id", sa.Uuid(), nullable=False),
        sa.Column("criterion_id", sa.Uuid(), nullable=False),
        sa.Column("level", sa.Integer(), nullable=False),
        sa.Column("observed_on", sa.Date(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("comment", sa.Text(), nullable=False),
        sa.Column(
            "source_kind",
            sa.Enum(
                "ojt_entry",
                "past_record",
                name="source_kind",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("source_id", sa.Uuid(), nullable=True),
        sa.Column("voided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("voided_by_id", sa.Uuid(), nullable=True),
        sa.Column("voided_reason", sa.Text(), nullable=True),
        sa.CheckConstraint(
            "(rater_role = 'self') = (rater_id = trainee_id)", name=op.f("ck_observation_own_means_self")
        ),
        sa.CheckConstraint(
            "source_id IS NOT NULL OR source_kind = 'past_record'", name=op.f("ck_observation_source")
        ),
        sa.CheckConstraint(
            "(voided_at IS NULL) = (voided_by_id IS NULL) AND (voided_at IS NULL) = (voided_reason IS NULL)",
            name=op.f("ck_observation_voided_by_whom_and_why"),
        ),
        sa.CheckConstraint("level >= 1", name=op.f("ck_observation_level_from_one")),
        sa.ForeignKeyConstraint(["criterion_id"], ["criterion.id"], name=op.f("fk_observation_criterion_id")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_observation_organisation_id")
        ),
        sa.ForeignKeyConstraint(["rater_id"], ["person.id"], name=op.f("fk_observation_rater_id")),
        sa.ForeignKeyConstraint(
            ["rubric_version_id"], ["rubric_version.id"], name=op.f("fk_observation_rubric_version_id")
        ),
        sa.ForeignKeyConstraint(["trainee_id"], ["person.id"], name=op.f("fk_observation_trainee_id")),
        sa.ForeignKeyConstraint(["voided_by_id"], ["person.id"], name=op.f("fk_observation_voided_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_observation")),
    )
    op.create_index(
        "ix_observation_organisation", "observation", ["organisation_id", "observed_on"], unique=False
    )
    op.create_index("ix_observation_rater", "observation", ["rater_id"], unique=False)
    op.create_index(
        "ix_observation_trainee", "observation", ["trainee_id", "criterion_id", "observed_on"], unique=False
    )
    op.create_index(
        "uq_observation_source",
        "observation",
        ["source_kind", "source_id", "criterion_id"],
        unique=True,
        sqlite_where=sa.text("voided_at IS NULL"),
        postgresql_where=sa.text("voided_at IS NULL"),
    )


def downgrade() -> None:
    op.drop_index(
        "uq_observation_source",
        table_name="observation",
        sqlite_where=sa.text("voided_at IS NULL"),
        postgresql_where=sa.text("voided_at IS NULL"),
    )
    op.drop_index("ix_observation_trainee", table_name="observation")
    op.drop_index("ix_observation_rater", table_name="observation")
    op.drop_index("ix_observation_organisation", table_name="observation")
    op.drop_table("observation")
