"""Create clients."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "client",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("business", sa.JSON(), nullable=False),
        sa.Column(
            "industry",
            sa.Enum(
                "accommodation",
                "agriculture",
                "area_support",
                "business_service",
                "construction",
                "food_service",
                "manufacturing",
                "personal_service",
                "retail",
                "wholesale",
                name="industry",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("prefecture", sa.String(length=20), nullable=False),
        sa.Column("founded_year", sa.Integer(), nullable=True),
        sa.Column(
            "client_type",
            sa.Enum(
                "community_rooted",
                "regional_core",
                "complex_analysis",
                name="client_type",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("client_type_reason", sa.JSON(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("founded_year > 0", name=op.f("ck_client_founded_year")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_client_organisation_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_client")),
        sa.UniqueConstraint("organisation_id", "code", name=op.f("uq_client_organisation_id_code")),
    )
    op.create_table(
        "case",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("client_id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("title", sa.JSON(), nullable=False),
        sa.Column(
            "support_mode",
            sa.Enum(
                "issue_setting",
                "problem_solving",
                name="support_mode",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("topics", sa.JSON(), nullable=False),
        sa.Column("schemes", sa.JSON(), nullable=False),
        sa.Column("partners", sa.JSON(), nullable=False),
        sa.Column("outcome", sa.JSON(), nullable=True),
        sa.Column("source", sa.JSON(), nullable=True),
        sa.Column(
            "state",
            sa.Enum("open", "closed", name="state", native_enum=False, create_constraint=True, length=32),
            nullable=False,
        ),
        sa.Column("opened_on", sa.Date(), nullable=False),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("(state = 'closed') = (closed_on IS NOT NULL)", name=op.f("ck_case_closed_when")),
        sa.CheckConstraint("closed_on >= opened_on", name=op.f("ck_case_period")),
        sa.ForeignKeyConstraint(["client_id"], ["client.id"], name=op.f("fk_case_client_id")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_case_organisation_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case")),
        sa.UniqueConstraint("organisation_id", "code", name=op.f("uq_case_organisation_id_code")),
    )
    op.create_index("ix_case_client", "case", ["client_id"], unique=False)
    op.create_index("ix_case_state", "case", ["state", "organisation_id"], unique=False)
    op.create_table(
        "case_advisor",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("advisor_id", sa.Uuid(), nullable=False),
        sa.Column(
            "role",
            sa.Enum(
                "lead", "member", "trainee", name="role", native_enum=False, create_constraint=True, length=32
            ),
            nullable=False,
        ),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("assigned_by_id", sa.Uuid(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.CheckConstraint("ends_on >= starts_on", name=op.f("ck_case_advisor_period")),
        sa.ForeignKeyConstraint(["advisor_id"], ["person.id"], name=op.f("fk_case_advisor_advisor_id")),
        sa.ForeignKeyConstraint(
            ["assigned_by_id"], ["person.id"], name=op.f("fk_case_advisor_assigned_by_id")
        ),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_case_advisor_case_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_advisor")),
    )
    op.create_index("ix_case_advisor_advisor", "case_advisor", ["advisor_id", "ends_on"], unique=False)
    op.create_index("ix_case_advisor_case", "case_advisor", ["case_id", "starts_on"], unique=False)
    op.create_index(
        "uq_case_advisor_lead",
        "case_advisor",
        ["case_id"],
        unique=True,
        sqlite_where=sa.text("ends_on IS NULL AND role = 'lead'"),
        postgresql_where=sa.text("ends_on IS NULL AND role = 'lead'"),
    )
    op.create_index(
        "uq_case_advisor_now",
        "case_advisor",
        ["case_id", "advisor_id"],
        unique=True,
        sqlite_where=sa.text("ends_on IS NULL"),
        postgresql_where=sa.text("ends_on IS NULL"),
    )


def downgrade() -> None:
    op.drop_index(
        "uq_case_advisor_now",
        table_name="case_advisor",
        sqlite_where=sa.text("ends_on IS NULL"),
        postgresql_where=sa.text("ends_on IS NULL"),
    )
    op.drop_index(
        "uq_case_advisor_lead",
        table_name="case_advisor",
        sqlite_where=sa.text("ends_on IS NULL AND role = 'lead'"),
        postgresql_where=sa.text("ends_on IS NULL AND role = 'lead'"),
    )
    op.drop_index("ix_case_advisor_case", table_name="case_advisor")
    op.drop_index("ix_case_advisor_advisor", table_name="case_advisor")
    op.drop_table("case_advisor")
    op.drop_index("ix_case_state", table_name="case")
    op.drop_index("ix_case_client", table_name="case")
    op.drop_table("case")
    op.drop_table("client")
