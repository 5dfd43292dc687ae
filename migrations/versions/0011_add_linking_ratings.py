"""Add ratings of what raters from everywhere rate alike, and the levels panels found for it."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "linking_rating",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("source_id", sa.Uuid(), nullable=False),
        sa.Column("subject_id", sa.Uuid(), nullable=False),
        sa.Column("rater_id", sa.Uuid(), nullable=False),
        sa.Column("criterion_id", sa.Uuid(), nullable=False),
        sa.Column("level", sa.Integer(), nullable=False),
        sa.Column("rated_on", sa.Date(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("level >= 1", name=op.f("ck_linking_rating_level_from_one")),
        sa.ForeignKeyConstraint(["rater_id"], ["person.id"], name=op.f("fk_linking_rating_rater_id")),
        sa.ForeignKeyConstraint(
            ["criterion_id"], ["criterion.id"], name=op.f("fk_linking_rating_criterion_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_linking_rating")),
        sa.UniqueConstraint(
            "source_id",
            "subject_id",
            "rater_id",
            "criterion_id",
            name=op.f("uq_linking_rating_source_id_subject_id_rater_id_criterion_id"),
        ),
    )
    op.create_index(op.f("ix_linking_rating_rater_id"), "linking_rating", ["rater_id"])
    op.create_index(op.f("ix_linking_rating_criterion_id"), "linking_rating", ["criterion_id"])
    op.create_table(
        "linking_reference",
        sa.Column("subject_id", sa.Uuid(), nullable=False),
        sa.Column("criterion_id", sa.Uuid(), nullable=False),
        sa.Column("mean", sa.Double(), nullable=False),
        sa.Column("std_error", sa.Double(), nullable=False),
        sa.CheckConstraint("mean >= 1", name=op.f("ck_linking_reference_level_from_one")),
        sa.CheckConstraint("std_error > 0", name=op.f("ck_linking_reference_never_certain")),
        sa.ForeignKeyConstraint(
            ["criterion_id"], ["criterion.id"], name=op.f("fk_linking_reference_criterion_id")
        ),
        sa.PrimaryKeyConstraint("subject_id", "criterion_id", name=op.f("pk_linking_reference")),
    )


def downgrade() -> None:
    op.drop_table("linking_reference")
    op.drop_index(op.f("ix_linking_rating_criterion_id"), table_name="linking_rating")
    op.drop_index(op.f("ix_linking_rating_rater_id"), table_name="linking_rating")
    op.drop_table("linking_rating")
