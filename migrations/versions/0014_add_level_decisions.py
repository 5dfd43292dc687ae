"""Add level decisions and committees."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

INTERESTS = ("candidate", "proposer", "sole_rater", "kinship", "dealings", "closeness", "other")
SEATS = ("pairing_member", "pairing_alternative")


def text_enum(*members: str, name: str) -> sa.Enum:
    return sa.Enum(*members, name=name, native_enum=False, create_constraint=True, length=32)


def scoped_level() -> list[sa.Column]:
    return [
        sa.Column("rubric_version_id", sa.Uuid(), nullable=False),
        sa.Column("rubric_version", sa.String(length=20), nullable=False),
        sa.Column(
            "scope_kind", text_enum("overall", "domain", "criterion", name="scope_kind"), nullable=False
        ),
        sa.Column("scope_code", sa.String(length=20), nullable=False),
        sa.Column("scope_name", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("criterion_ids", sa.JSON(), nullable=False),
        sa.Column("level", sa.Integer(), nullable=False),
        sa.Column("level_name", sa.JSON(), nullable=False),
        sa.Column("highest_level", sa.Integer(), nullable=False),
    ]


def refers(table: str, column: str, target: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{target}.id"], name=op.f(f"fk_{table}_{column}"))


def upgrade() -> None:
    create_committees()
    create_proposals()
    create_votes()
    create_decisions()
    for table in SEATS:
        op.add_column(table, sa.Column("decided_on", sa.Date(), nullable=True))


def create_committees() -> None:
    op.create_table(
        "committee",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.JSON(), nullable=False),
        sa.Column("quorum", sa.Integer(), nullable=False),
        sa.Column("majority", text_enum("simple", "two_thirds", name="majority"), nullable=False),
        sa.Column("set_up_by_id", sa.Uuid(), nullable=False),
        sa.Column("set_up_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("quorum >= 2", name=op.f("ck_committee_quorum")),
        refers("committee", "organisation_id", "organisation"),
        refers("committee", "set_up_by_id", "person"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_committee")),
    )
    op.create_index("ix_committee_organisation", "committee", ["organisation_id"])
    op.create_table(
        "committee_member",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("committee_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("is_chair", sa.Boolean(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.CheckConstraint("ends_on IS NULL OR ends_on > starts_on", name=op.f("ck_committee_member_period")),
        refers("committee_member", "committee_id", "committee"),
        refers("committee_member", "person_id", "person"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_committee_member")),
        sa.UniqueConstraint(
            "committee_id",
            "person_id",
            "starts_on",
            name=op.f("uq_committee_member_committee_id_person_id_starts_on"),
        ),
    )
    op.create_index("ix_committee_member_person", "committee_member", ["person_id"])


def create_proposals() -> None:
    outcome = text_enum("open", "awarded", "refused", "deferred", "withdrawn", name="outcome")
    op.create_table(
        "level_proposal",
        *scoped_level(),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("committee_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("expires_on", sa.Date(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("quorum", sa.Integer(), nullable=False),
        sa.Column("majority", text_enum("simple", "two_thirds", name="majority"), nullable=False),
        sa.Column("vote_by", sa.Date(), nullable=False),
        sa.Column("proposed_by_id", sa.Uuid(), nullable=False),
        sa.Column("proposed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("opened_on", sa.Date(), nullable=False),
        sa.Column("outcome", outcome, nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_by_id", sa.Uuid(), nullable=True),
        sa.Column("closed_text", sa.Text(), nullable=True),
        sa.CheckConstraint(
            "(outcome = 'open') = (closed_at IS NULL) AND (closed_at IS NULL) = (closed_by_id IS NULL) AND (closed_at IS NULL) = (closed_text IS NULL)",
            name=op.f("ck_level_proposal_closed_by_whom_and_why"),
        ),
        sa.CheckConstraint(
            "proposed_by_id <> person_id", name=op.f("ck_level_proposal_nobody_proposes_themselves")
        ),
        sa.CheckConstraint(
            "(scope_kind = 'overall') = (scope_code = '')", name=op.f("ck_level_proposal_scope")
        ),
        sa.CheckConstraint(
            "level BETWEEN 1 AND highest_level", name=op.f("ck_level_proposal_level_on_scale")
        ),
        refers("level_proposal", "rubric_version_id", "rubric_version"),
        refers("level_proposal", "committee_id", "committee"),
        refers("level_proposal", "person_id", "person"),
        refers("level_proposal", "organisation_id", "organisation"),
        refers("level_proposal", "proposed_by_id", "person"),
        refers("level_proposal", "closed_by_id", "person"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_level_proposal")),
    )
    op.create_index("ix_level_proposal_person", "level_proposal", ["person_id", "opened_on"])
    op.create_index("ix_level_proposal_organisation", "level_proposal", ["organisation_id", "opened_on"])
    op.create_index("ix_level_proposal_committee", "level_proposal", ["committee_id", "outcome"])
    op.create_table(
        "level_proposal_seat",
        sa.Column("proposal_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("interest", text_enum(*INTERESTS, name="interest"), nullable=True),
        refers("level_proposal_seat", "proposal_id", "level_proposal"),
        refers("level_proposal_seat", "person_id", "person"),
        sa.PrimaryKeyConstraint("proposal_id", "person_id", name=op.f("pk_level_proposal_seat")),
    )
    op.create_index(op.f("ix_level_proposal_seat_person_id"), "level_proposal_seat", ["person_id"])
    op.create_table(
        "level_proposal_citation",
        sa.Column("proposal_id", sa.Uuid(), nullable=False),
        sa.Column("observation_id", sa.Uuid(), nullable=False),
        refers("level_proposal_citation", "proposal_id", "level_proposal"),
        refers("level_proposal_citation", "observation_id", "observation"),
        sa.PrimaryKeyConstraint("proposal_id", "observation_id", name=op.f("pk_level_proposal_citation")),
    )


def create_votes() -> None:
    op.create_table(
        "level_vote",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("proposal_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Uuid(), nullable=False),
        sa.Column("choice", text_enum("award", "refuse", "defer", "recuse", name="choice"), nullable=False),
        sa.Column("interest", text_enum(*INTERESTS, name="interest"), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("cast_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "(choice = 'recuse') = (interest IS NOT NULL)", name=op.f("ck_level_vote_recused_for_a_reason")
        ),
        refers("level_vote", "proposal_id", "level_proposal"),
        refers("level_vote", "member_id", "person"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_level_vote")),
        sa.UniqueConstraint("proposal_id", "number", name=op.f("uq_level_vote_proposal_id_number")),
    )
    op.create_index("ix_level_vote_member", "level_vote", ["member_id"])


def create_decisions() -> None:
    op.create_table(
        "level_decision",
        *scoped_level(),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("committee_id", sa.Uuid(), nullable=True),
        sa.Column("decided_by_id", sa.Uuid(), nullable=False),
        sa.Column("decided_on", sa.Date(), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("expires_on", sa.Date(), nullable=True),
        sa.CheckConstraint(
            "decided_by_id <> person_id", name=op.f("ck_level_decision_nobody_decides_about_themselves")
        ),
        sa.CheckConstraint(
            "expires_on IS NULL OR expires_on > decided_on", name=op.f("ck_level_decision_holds_a_day")
        ),
        sa.CheckConstraint(
            "(scope_kind = 'overall') = (scope_code = '')", name=op.f("ck_level_decision_scope")
        ),
        sa.CheckConstraint(
            "level BETWEEN 1 AND highest_level", name=op.f("ck_level_decision_level_on_scale")
        ),
        refers("level_decision", "rubric_version_id", "rubric_version"),
        refers("level_decision", "person_id", "person"),
        refers("level_decision", "organisation_id", "organisation"),
        refers("level_decision", "committee_id", "committee"),
        refers("level_decision", "decided_by_id", "person"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_level_decision")),
    )
    op.create_index("ix_level_decision_person", "level_decision", ["person_id", "decided_on"])
    op.create_index("ix_level_decision_organisation", "level_decision", ["organisation_id", "decided_on"])
    op.create_table(
        "level_decision_citation",
        sa.Column("decision_id", sa.Uuid(), nullable=False),
        sa.Column("observation_id", sa.Uuid(), nullable=False),
        refers("level_decision_citation", "decision_id", "level_decision"),
        refers("level_decision_citation", "observation_id", "observation"),
        sa.PrimaryKeyConstraint("decision_id", "observation_id", name=op.f("pk_level_decision_citation")),
    )
    op.create_table(
        "level_reversal",
        sa.Column("decision_id", sa.Uuid(), nullable=False),
        sa.Column("reversed_by_id", sa.Uuid(), nullable=False),
        sa.Column("reversed_on", sa.Date(), nullable=False),
        sa.Column("reversed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        refers("level_reversal", "decision_id", "level_decision"),
        refers("level_reversal", "reversed_by_id", "person"),
        sa.PrimaryKeyConstraint("decision_id", name=op.f("pk_level_reversal")),
    )


def downgrade() -> None:
    for table in SEATS:
        op.drop_column(table, "decided_on")
    op.drop_table("level_reversal")
    op.drop_table("level_decision_citation")
    op.drop_table("level_decision")
    op.drop_table("level_vote")
    op.drop_table("level_proposal_citation")
    op.drop_table("level_proposal_seat")
    op.drop_table("level_proposal")
    op.drop_table("committee_member")
    op.drop_table("committee")
