"""Create level fits."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "lease",
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("holder", sa.String(length=80), nullable=False),
        sa.Column("epoch", sa.BigInteger(), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("epoch >= 1", name=op.f("ck_lease_epoch_from_one")),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_lease")),
    )
    op.create_table(
        "level_fit",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("rubric_version_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("model_version", sa.String(length=40), nullable=False),
        sa.Column("fitted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("watermark_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("is_cold", sa.Boolean(), nullable=False),
        sa.Column("rounds", sa.Integer(), nullable=False),
        sa.Column("n_recorded", sa.Integer(), nullable=False),
        sa.Column("n_voided", sa.Integer(), nullable=False),
        sa.Column("n_observations", sa.Integer(), nullable=False),
        sa.Column("n_persons", sa.Integer(), nullable=False),
        sa.Column("n_raters", sa.Integer(), nullable=False),
        sa.Column("parameters", sa.JSON(), nullable=False),
        sa.Column("covariance", sa.LargeBinary(), nullable=False),
        sa.Column("linkage", sa.JSON(), nullable=False),
        sa.Column("shift_points", sa.Double(), nullable=True),
        sa.CheckConstraint("number >= 1", name=op.f("ck_level_fit_number_from_one")),
        sa.CheckConstraint(
            "n_persons >= 1 AND n_raters >= 1 AND n_voided >= 0 AND n_observations >= n_persons"
            " AND n_observations >= n_raters AND n_recorded >= n_observations + n_voided",
            name=op.f("ck_level_fit_counts"),
        ),
        sa.CheckConstraint(
            "number > 1 OR shift_points IS NULL", name=op.f("ck_level_fit_first_shifts_nobody")
        ),
        sa.ForeignKeyConstraint(
            ["rubric_version_id"], ["rubric_version.id"], name=op.f("fk_level_fit_rubric_version_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_level_fit")),
        sa.UniqueConstraint(
            "rubric_version_id", "number", name=op.f("uq_level_fit_rubric_version_id_number")
        ),
    )
    op.create_table(
        "rater_result",
        sa.Column("fit_id", sa.Uuid(), nullable=False),
        sa.Column("rater_id", sa.Uuid(), nullable=False),
        sa.Column(
            "role",
            sa.Enum(
                "supervisor",
                "peer",
                "self",
                "client",
                "committee",
                name="role",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("severity", sa.Double(), nullable=False),
        sa.Column("std_error", sa.Double(), nullable=False),
        sa.Column("infit", sa.Double(), nullable=False),
        sa.Column("outfit", sa.Double(), nullable=False),
        sa.Column("used", sa.JSON(), nullable=False),
        sa.Column("expected", sa.JSON(), nullable=False),
        sa.Column("flags", sa.JSON(), nullable=False),
        sa.Column("part", sa.Integer(), nullable=False),
        sa.CheckConstraint("n >= 1", name=op.f("ck_rater_result_has_rated")),
        sa.CheckConstraint("std_error >= 0", name=op.f("ck_rater_result_std_error")),
        sa.ForeignKeyConstraint(["fit_id"], ["level_fit.id"], name=op.f("fk_rater_result_fit_id")),
        sa.ForeignKeyConstraint(["rater_id"], ["person.id"], name=op.f("fk_rater_result_rater_id")),
        sa.PrimaryKeyConstraint("fit_id", "rater_id", "role", name=op.f("pk_rater_result")),
    )
    op.create_index("ix_rater_result_rater", "rater_result", ["rater_id"], unique=False)
    op.create_table(
        "level_estimate",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("rubric_version_id", sa.Uuid(), nullable=False),
        sa.Column("fit_id", sa.Uuid(), nullable=False),
        sa.Column("computed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("watermark_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("n_observations", sa.Integer(), nullable=False),
        sa.Column("organisation_ids", sa.JSON(), nullable=False),
        sa.Column("payload", sa.JSON(), nullable=False),
        sa.CheckConstraint("n_observations >= 1", name=op.f("ck_level_estimate_rests_on_something")),
        sa.ForeignKeyConstraint(["fit_id"], ["level_fit.id"], name=op.f("fk_level_estimate_fit_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_level_estimate_person_id")),
        sa.ForeignKeyConstraint(
            ["rubric_version_id"], ["rubric_version.id"], name=op.f("fk_level_estimate_rubric_version_id")
        ),
        sa.PrimaryKeyConstraint("person_id", "rubric_version_id", name=op.f("pk_level_estimate")),
    )
    op.create_index("ix_level_estimate_rubric_version", "level_estimate", ["rubric_version_id"], unique=False)


def downgrade() -> None:
    op.drop_index("ix_level_estimate_rubric_version", table_name="level_estimate")
    op.drop_table("level_estimate")
    op.drop_index("ix_rater_result_rater", table_name="rater_result")
    op.drop_table("rater_result")
    op.drop_table("level_fit")
    op.drop_table("lease")
