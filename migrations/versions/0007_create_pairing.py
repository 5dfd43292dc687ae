"""Create pairing."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "pairing_run",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("created_by_id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("policy", sa.JSON(), nullable=False),
        sa.Column("instance_digest", sa.String(length=64), nullable=False),
        sa.Column(
            "status",
            sa.Enum(
                "optimal", "feasible", name="status", native_enum=False, create_constraint=True, length=32
            ),
            nullable=False,
        ),
        sa.Column("objective", sa.Double(), nullable=False),
        sa.Column("bound", sa.Double(), nullable=False),
        sa.Column("workload_cost", sa.Double(), nullable=False),
        sa.Column("elapsed_seconds", sa.Double(), nullable=False),
        sa.Column("n_advisors", sa.Integer(), nullable=False),
        sa.CheckConstraint("bound >= objective", name=op.f("ck_pairing_run_bound_above_objective")),
        sa.ForeignKeyConstraint(["created_by_id"], ["person.id"], name=op.f("fk_pairing_run_created_by_id")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_pairing_run_organisation_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pairing_run")),
    )
    op.create_index(
        "ix_pairing_run_organisation", "pairing_run", ["organisation_id", "created_at"], unique=False
    )
    op.create_table(
        "pairing_proposal",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("run_id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("client_type", sa.String(length=40), nullable=False),
        sa.Column("seat_levels", sa.JSON(), nullable=False),
        sa.Column("points", sa.Double(), nullable=True),
        sa.Column("reasons", sa.JSON(), nullable=False),
        sa.Column(
            "open_reason",
            sa.Enum(
                "no_advisor_of_level",
                "none_within_reach",
                "all_unavailable",
                "all_excluded",
                "none_meets_needs",
                "load_beyond_capacity",
                "too_few_for_team",
                "all_at_capacity",
                "not_worth_workload",
                "not_reached_in_time",
                name="open_reason",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=True,
        ),
        sa.Column("open_facts", sa.JSON(), nullable=False),
        sa.Column("team_before", sa.JSON(), nullable=False),
        sa.CheckConstraint(
            "(points IS NULL) = (open_reason IS NOT NULL)", name=op.f("ck_pairing_proposal_paired_or_open")
        ),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_pairing_proposal_case_id")),
        sa.ForeignKeyConstraint(["run_id"], ["pairing_run.id"], name=op.f("fk_pairing_proposal_run_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pairing_proposal")),
        sa.UniqueConstraint("run_id", "case_id", name=op.f("uq_pairing_proposal_run_id_case_id")),
    )
    op.create_index("ix_pairing_proposal_case", "pairing_proposal", ["case_id"], unique=False)
    op.create_table(
        "pairing_alternative",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("proposal_id", sa.Uuid(), nullable=False),
        sa.Column("advisor_id", sa.Uuid(), nullable=False),
        sa.Column("rank", sa.Integer(), nullable=False),
        sa.Column("seat", sa.Integer(), nullable=False),
        sa.Column("points", sa.Double(), nullable=False),
        sa.Column("cost", sa.Double(), nullable=False),
        sa.Column("level", sa.Integer(), nullable=False),
        sa.Column("is_assumed", sa.Boolean(), nullable=False),
        sa.CheckConstraint("cost >= 0", name=op.f("ck_pairing_alternative_cost")),
        sa.ForeignKeyConstraint(
            ["advisor_id"], ["person.id"], name=op.f("fk_pairing_alternative_advisor_id")
        ),
        sa.ForeignKeyConstraint(
            ["proposal_id"], ["pairing_proposal.id"], name=op.f("fk_pairing_alternative_proposal_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pairing_alternative")),
        sa.UniqueConstraint("proposal_id", "rank", name=op.f("uq_pairing_alternative_proposal_id_rank")),
    )
    op.create_table(
        "pairing_decision",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("proposal_id", sa.Uuid(), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "confirmed",
                "changed",
                "left_open",
                name="kind",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("decided_by_id", sa.Uuid(), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("kind = 'confirmed' OR reason <> ''", name=op.f("ck_pairing_decision_reason")),
        sa.CheckConstraint("sequence >= 1", name=op.f("ck_pairing_decision_sequence")),
        sa.ForeignKeyConstraint(
            ["decided_by_id"], ["person.id"], name=op.f("fk_pairing_decision_decided_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["proposal_id"], ["pairing_proposal.id"], name=op.f("fk_pairing_decision_proposal_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pairing_decision")),
        sa.UniqueConstraint("proposal_id", "sequence", name=op.f("uq_pairing_decision_proposal_id_sequence")),
    )
    op.create_table(
        "pairing_member",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("proposal_id", sa.Uuid(), nullable=False),
        sa.Column("advisor_id", sa.Uuid(), nullable=False),
        sa.Column("seat", sa.Integer(), nullable=False),
        sa.Column(
            "role",
            sa.Enum(
                "lead", "member", "trainee", name="role", native_enum=False, create_constraint=True, length=32
            ),
            nullable=False,
        ),
        sa.Column("level", sa.Integer(), nullable=False),
        sa.Column("is_assumed", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["advisor_id"], ["person.id"], name=op.f("fk_pairing_member_advisor_id")),
        sa.ForeignKeyConstraint(
            ["proposal_id"], ["pairing_proposal.id"], name=op.f("fk_pairing_member_proposal_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pairing_member")),
        sa.UniqueConstraint(
            "proposal_id", "advisor_id", name=op.f("uq_pairing_member_proposal_id_advisor_id")
        ),
        sa.UniqueConstraint("proposal_id", "seat", name=op.f("uq_pairing_member_proposal_id_seat")),
    )
    op.create_index("ix_pairing_member_advisor", "pairing_member", ["advisor_id"], unique=False)
    op.create_table(
        "pairing_decision_member",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("decision_id", sa.Uuid(), nullable=False),
        sa.Column("advisor_id", sa.Uuid(), nullable=False),
        sa.Column(
            "role",
            sa.Enum(
                "lead", "member", "trainee", name="role", native_enum=False, create_constraint=True, length=32
            ),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(
            ["advisor_id"], ["person.id"], name=op.f("fk_pairing_decision_member_advisor_id")
        ),
        sa.ForeignKeyConstraint(
            ["decision_id"], ["pairing_decision.id"], name=op.f("fk_pairing_decision_member_decision_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pairing_decision_member")),
        sa.UniqueConstraint(
            "decision_id", "advisor_id", name=op.f("uq_pairing_decision_member_decision_id_advisor_id")
        ),
    )


def downgrade() -> None:
    op.drop_table("pairing_decision_member")
    op.drop_index("ix_pairing_member_advisor", table_name="pairing_member")
    op.drop_table("pairing_member")
    op.drop_table("pairing_decision")
    op.drop_table("pairing_alternative")
    op.drop_index("ix_pairing_proposal_case", table_name="pairing_proposal")
    op.drop_table("pairing_proposal")
    op.drop_index("ix_pairing_run_organisation", table_name="pairing_run")
    op.drop_table("pairing_run")
