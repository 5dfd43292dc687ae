"""Rules about organisations, passwords, sessions and throttling. Pure."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from lms.kernel.errors import RuleViolation
from lms.kernel.permission import Permission

# Lengths: NIST SP 800-63B-4 section 3.1.1.2 and OWASP ASVS 5.0 6.2.1, 6.2.9; no composition rules.
PASSWORD_MIN, PASSWORD_MAX = 12, 200

SESSION_IDLE = timedelta(minutes=60)
SESSION_TOTAL = timedelta(hours=12)
SEEN_STEP = timedelta(minutes=5)
"""How stale ``seen_at`` may be before a request writes it again."""

RESET_VALID = timedelta(hours=1)

FAILURE_WINDOW = timedelta(minutes=15)
FAILURES_FROM_ONE_ADDRESS = 10
FAILURES_PER_ACCOUNT = 100
FAILURES_PER_ADDRESS = 50


class OrganisationKind(StrEnum):
    """What sort of body an organisation is."""

    COUNCIL = "council"
    FEDERATION = "federation"
    PREFECTURAL = "prefectural"
    CHAMBER = "chamber"
    SOCIETY = "society"
    YOROZU = "yorozu"
    BANK = "bank"
    GUARANTEE = "guarantee"
    PUBLIC = "public"


class RoleCode(StrEnum):
    """The roles every installation starts with; organisations may add their own."""

    ADVISOR = "advisor"
    SUPERVISOR = "supervisor"
    HR = "hr"
    HOST = "host"
    AUTHOR = "author"
    ADMIN = "admin"


_READ_SHARED = (
    Permission.CASE_READ,
    Permission.CLIENT_READ,
    Permission.COURSE_READ,
    Permission.ORGANISATION_READ,
    Permission.RUBRIC_READ,
)
_READ_PEOPLE = (
    Permission.ENROLMENT_READ,
    Permission.OBSERVATION_READ,
    Permission.OJT_ENTRY_READ,
    Permission.PERSON_READ,
)


@dataclass(frozen=True)
class RoleDefinition:
    """A role to be stored: its name in both languages and what it permits."""

    name_ja: str
    name_en: str
    permissions: tuple[Permission, ...]


STANDARD_ROLES = {
    RoleCode.ADVISOR: RoleDefinition("経営指導員", "Advisor", _READ_SHARED),
    RoleCode.SUPERVISOR: RoleDefinition(
        "スーパーバイザー",
        "Supervisor",
        (
            *_READ_SHARED,
            *_READ_PEOPLE,
            Permission.ENROLMENT_ASSIGN,
            Permission.LEVEL_DECIDE,
            Permission.MODERATION_ORGANISE,
            Permission.OJT_ENTRY_RECORD,
            Permission.OJT_ENTRY_SIGN,
            Permission.PLAN_EDIT,
            Permission.PLAN_READ,
        ),
    ),
    RoleCode.HR: RoleDefinition(
        "人事担当",
        "HR planner",
        (
            *_READ_SHARED,
            *_READ_PEOPLE,
            Permission.CASE_EDIT,
            Permission.COURSE_EDIT,
            Permission.COURSE_PUBLISH,
            Permission.ENROLMENT_ASSIGN,
            Permission.LEVEL_DECIDE,
            Permission.MODERATION_ORGANISE,
            Permission.PAIRING_DECIDE,
            Permission.PAIRING_READ,
            Permission.PAIRING_RUN,
            Permission.PERSON_MANAGE,
            Permission.PLAN_EDIT,
            Permission.PLAN_READ,
            Permission.PLAN_TEMPLATE_EDIT,
            Permission.RUBRIC_EDIT,
            Permission.RUBRIC_PUBLISH,
            Permission.TARGET_EDIT,
        ),
    ),
    RoleCode.HOST: RoleDefinition(
        "受入担当",
        "Host coordinator",
        (
            Permission.COURSE_READ,
            Permission.ORGANISATION_READ,
            Permission.PERSON_READ,
            Permission.RUBRIC_READ,
        ),
    ),
    RoleCode.AUTHOR: RoleDefinition(
        "教材担当",
        "Author",
        (
            Permission.COURSE_EDIT,
            Permission.COURSE_PUBLISH,
            Permission.COURSE_READ,
            Permission.ORGANISATION_READ,
            Permission.RUBRIC_EDIT,
            Permission.RUBRIC_PUBLISH,
            Permission.RUBRIC_READ,
        ),
    ),
    RoleCode.ADMIN: RoleDefinition(
        "システム管理者",
        "Administrator",
        (
            Permission.AUDIT_READ,
            Permission.COURSE_READ,
            Permission.ORGANISATION_MANAGE,
            Permission.ORGANISATION_READ,
            Permission.PERSON_MANAGE,
            Permission.PERSON_READ,
            Permission.RUBRIC_READ,
        ),
    ),
}


def child_path(parent_path: str | None, organisation_id: UUID) -> str:
    """Return the materialised path of an organisation below ``parent_path`` (None for a root)."""
    return f"{parent_path or '/'}{organisation_id.hex}/"


def ids_on_path(path: str) -> frozenset[UUID]:
    """Return the ids of the organisation at ``path`` and of all above it."""
    return frozenset(UUID(hex=part) for part in path.strip("/").split("/"))


def require_good_password(password: str, *, email: str) -> None:
    """Check a new password.

    Raises RuleViolation("people.password_short" | "people.password_long" | "people.password_is_email").
    """
    if len(password) < PASSWORD_MIN:
        raise RuleViolation("people.password_short", field="new_password", minimum=PASSWORD_MIN)
    if len(password) > PASSWORD_MAX:
        raise RuleViolation("people.password_long", field="new_password", maximum=PASSWORD_MAX)
    if password.casefold() == email.casefold():
        raise RuleViolation("people.password_is_email", field="new_password")


def session_is_open(
    *, started_at: datetime, seen_at: datetime, ended_at: datetime | None, now: datetime
) -> bool:
    """Say whether a session still counts: not ended, not idle for an hour, not older than twelve."""
    return ended_at is None and now - seen_at < SESSION_IDLE and now - started_at < SESSION_TOTAL


def is_throttled(*, pair_failures: int, account_failures: int, address_failures: int) -> bool:
    """Say whether one more sign-in must wait, given the failures of the last quarter of an hour.

    Counted for the account from this address, for the account from anywhere, and for the address. The first
    limit is the tight one, so that strangers elsewhere cannot keep somebody from signing in.
    """
    return (
        pair_failures >= FAILURES_FROM_ONE_ADDRESS
        or account_failures >= FAILURES_PER_ACCOUNT
        or address_failures >= FAILURES_PER_ADDRESS
    )
