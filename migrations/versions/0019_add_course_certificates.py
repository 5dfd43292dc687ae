"""Add certificates of completed courses, and give one for each course finished before."""

import secrets
import uuid
from datetime import UTC, timedelta

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None

SIGNS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
JAPAN = timedelta(hours=9)

FINISHED = sa.text(
    "SELECT enrolment.id, enrolment.person_id, enrolment.course_version_id, enrolment.organisation_id,"
    " enrolment.finished_at, person.name FROM enrolment JOIN person ON person.id = enrolment.person_id"
    " WHERE enrolment.finished_at IS NOT NULL ORDER BY enrolment.finished_at"
).columns(
    id=sa.Uuid(),
    person_id=sa.Uuid(),
    course_version_id=sa.Uuid(),
    organisation_id=sa.Uuid(),
    finished_at=sa.DateTime(timezone=True),
    name=sa.String(),
)


def refers(column: str, target: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{target}.id"], name=op.f(f"fk_course_certificate_{column}"))


def upgrade() -> None:
    certificate = op.create_table(
        "course_certificate",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("code", sa.String(length=16), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("enrolment_id", sa.Uuid(), nullable=False),
        sa.Column("course_version_id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=True),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("finished_on", sa.Date(), nullable=False),
        sa.Column("issued_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("length(code) = 16", name=op.f("ck_course_certificate_code_length")),
        refers("person_id", "person"),
        refers("enrolment_id", "enrolment"),
        refers("course_version_id", "course_version"),
        refers("organisation_id", "organisation"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_course_certificate")),
        sa.UniqueConstraint("code", name=op.f("uq_course_certificate_code")),
        sa.UniqueConstraint("enrolment_id", name=op.f("uq_course_certificate_enrolment_id")),
    )
    for column in ("person_id", "course_version_id"):
        op.create_index(op.f(f"ix_course_certificate_{column}"), "course_certificate", [column])
    rows = [as_certificate(row) for row in op.get_bind().execute(FINISHED)]
    if rows:
        op.bulk_insert(certificate, rows)


def as_certificate(row: sa.Row) -> dict[str, object]:
    in_utc = (
        row.finished_at.astimezone(UTC).replace(tzinfo=None) if row.finished_at.tzinfo else row.finished_at
    )
    return {
        "id": uuid.uuid4(),
        "code": "".join(secrets.choice(SIGNS) for _place in range(16)),
        "person_id": row.person_id,
        "enrolment_id": row.id,
        "course_version_id": row.course_version_id,
        "organisation_id": row.organisation_id,
        "name": row.name,
        "finished_on": (in_utc + JAPAN).date(),
        "issued_at": row.finished_at,
    }


def downgrade() -> None:
    op.drop_table("course_certificate")
