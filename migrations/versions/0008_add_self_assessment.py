"""Add self-assessment: the sitting, and own views as a source of observations."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

BEFORE = ("ojt_entry", "past_record")
AFTER = (*BEFORE, "self_assessment")
OWN_SOURCE = "source_kind <> 'self_assessment' OR rater_role = 'self'"
ACTIVE = sa.text("voided_at IS NULL")
DRAFT = sa.text("submitted_at IS NULL")


def upgrade() -> None:
    op.create_table(
        "self_assessment",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("rubric_version_id", sa.Uuid(), nullable=False),
        sa.Column("answers", sa.JSON(), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("submitted_on", sa.Date(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(submitted_at IS NULL) = (submitted_on IS NULL)", name=op.f("ck_self_assessment_submitted_when")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_self_assessment_person_id")),
        sa.ForeignKeyConstraint(
            ["rubric_version_id"], ["rubric_version.id"], name=op.f("fk_self_assessment_rubric_version_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_self_assessment")),
        sa.UniqueConstraint(
            "person_id", "submitted_on", name=op.f("uq_self_assessment_person_id_submitted_on")
        ),
    )
    op.create_index(
        "uq_self_assessment_draft",
        "self_assessment",
        ["person_id"],
        unique=True,
        sqlite_where=DRAFT,
        postgresql_where=DRAFT,
    )
    with op.batch_alter_table("observation", copy_from=_observation(BEFORE)) as batch:
        batch.alter_column("source_kind", existing_type=_source_kind(BEFORE), type_=_source_kind(AFTER))
        batch.create_check_constraint(op.f("ck_observation_own_source"), OWN_SOURCE)


def downgrade() -> None:
    # The judgements stay; only the sitting they came from is forgotten.
    op.execute(
        "UPDATE observation SET source_kind = 'past_record', source_id = NULL"
        " WHERE source_kind = 'self_assessment'"
    )
    own_source = sa.CheckConstraint(OWN_SOURCE, name=op.f("ck_observation_own_source"))
    with op.batch_alter_table("observation", copy_from=_observation(AFTER, own_source)) as batch:
        batch.drop_constraint(op.f("ck_observation_own_source"), type_="check")
        batch.alter_column("source_kind", existing_type=_source_kind(AFTER), type_=_source_kind(BEFORE))
    op.drop_index(
        "uq_self_assessment_draft",
        table_name="self_assessment",
        sqlite_where=DRAFT,
        postgresql_where=DRAFT,
    )
    op.drop_table("self_assessment")


def _source_kind(members: tuple[str, ...]) -> sa.Enum:
    return sa.Enum(*members, name="source_kind", native_enum=False, create_constraint=True, length=32)


def _observation(source_kinds: tuple[str, ...], *more: sa.CheckConstraint) -> sa.Table:
    """Say what the table is: SQLite rebuilds it, and a CHECK cannot be read back from there."""
    return sa.Table(
        "observation",
        sa.MetaData(naming_convention={"ck": "ck_%(table_name)s_%(constraint_name)s"}),
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
        sa.Column("source_kind", _source_kind(source_kinds), nullable=False),
        sa.Column("source_id", sa.Uuid(), nullable=True),
        sa.Column("voided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("voided_by_id", sa.Uuid(), nullable=True),
        sa.Column("voided_reason", sa.Text(), nullable=True),
        *_rules(),
        *more,
        sa.Index("ix_observation_organisation", "organisation_id", "observed_on"),
        sa.Index("ix_observation_rater", "rater_id"),
        sa.Index("ix_observation_trainee", "trainee_id", "criterion_id", "observed_on"),
        sa.Index(
            "uq_observation_source",
            "source_kind",
            "source_id",
            "criterion_id",
            unique=True,
            sqlite_where=ACTIVE,
            postgresql_where=ACTIVE,
        ),
    )


def _rules() -> tuple[sa.Constraint, ...]:
    return (
        sa.CheckConstraint("level >= 1", name=op.f("ck_observation_level_from_one")),
        sa.CheckConstraint(
            "(rater_role = 'self') = (rater_id = trainee_id)", name=op.f("ck_observation_own_means_self")
        ),
        sa.CheckConstraint(
            "(voided_at IS NULL) = (voided_by_id IS NULL) AND (voided_at IS NULL) = (voided_reason IS NULL)",
            name=op.f("ck_observation_voided_by_whom_and_why"),
        ),
        sa.CheckConstraint(
            "source_id IS NOT NULL OR source_kind = 'past_record'", name=op.f("ck_observation_source")
        ),
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
