"""Words and rules of clients, cases and teams. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID

from lms.kernel.errors import RuleViolation


class ClientType(StrEnum):
    """What sort of business a client is; the level an advisor needs follows from it."""

    COMMUNITY_ROOTED = "community_rooted"
    REGIONAL_CORE = "regional_core"
    COMPLEX_ANALYSIS = "complex_analysis"


class Industry(StrEnum):
    """What a client lives from; ``area_support`` is a scheme for a whole area rather than one business."""

    ACCOMMODATION = "accommodation"
    AGRICULTURE = "agriculture"
    AREA_SUPPORT = "area_support"
    BUSINESS_SERVICE = "business_service"
    CONSTRUCTION = "construction"
    FOOD_SERVICE = "food_service"
    MANUFACTURING = "manufacturing"
    PERSONAL_SERVICE = "personal_service"
    RETAIL = "retail"
    WHOLESALE = "wholesale"


class SupportMode(StrEnum):
    """Whether a known problem is being solved, or the essential issue is still to be found."""

    ISSUE_SETTING = "issue_setting"
    PROBLEM_SOLVING = "problem_solving"


class Topic(StrEnum):
    """What a case is about, in the classes by which chambers count their consultations."""

    MANAGEMENT_INNOVATION = "management_innovation"
    GENERAL_MANAGEMENT = "general_management"
    IT = "it"
    FINANCE = "finance"
    TAX = "tax"
    LABOUR = "labour"
    TRADE = "trade"
    START_UP = "start_up"
    SUCCESSION = "succession"
    OTHER = "other"


class CaseState(StrEnum):
    """Whether a case still goes on."""

    OPEN = "open"
    CLOSED = "closed"


class AdvisorRole(StrEnum):
    """What somebody is on a case."""

    LEAD = "lead"
    MEMBER = "member"
    TRAINEE = "trainee"


@dataclass(frozen=True)
class TeamMember:
    """Somebody who is to be on a case, and as what."""

    person_id: UUID
    role: AdvisorRole


@dataclass(frozen=True)
class ClientDraft:
    """What is known of a business when it is registered. Texts are ``{"ja": …, "en": …}``."""

    code: str
    business: Mapping[str, str]
    industry: Industry
    prefecture: str
    client_type: ClientType
    client_type_reason: Mapping[str, str]
    founded_year: int | None = None


@dataclass(frozen=True)
class CaseDraft:
    """What is known of a case when it is opened. Texts are ``{"ja": …, "en": …}``."""

    code: str
    title: Mapping[str, str]
    support_mode: SupportMode
    topics: Sequence[Topic]
    opened_on: date
    schemes: Sequence[Mapping[str, str]] = ()
    partners: Sequence[Mapping[str, str]] = ()
    outcome: Mapping[str, str] | None = None
    source: Mapping[str, str] | None = None


def require_sound_client(draft: ClientDraft, *, today: date) -> None:
    """Check what is said of a client.

    Raises RuleViolation("clients.code_missing" | "clients.text_missing" | "clients.founded_later").
    """
    _require_code(draft.code)
    _require_text(draft.business, field="business")
    _require_text(draft.client_type_reason, field="client_type_reason")
    if draft.founded_year is not None and not 0 < draft.founded_year <= today.year:
        raise RuleViolation("clients.founded_later", field="founded_year", year=draft.founded_year)


def require_sound_case(draft: CaseDraft, *, today: date) -> None:
    """Check what is said of a case.

    Raises RuleViolation("clients.code_missing" | "clients.text_missing" | "clients.topics_missing" |
    "clients.opened_later").
    """
    _require_code(draft.code)
    _require_text(draft.title, field="title")
    if not draft.topics:
        raise RuleViolation("clients.topics_missing", field="topics")
    if draft.opened_on > today:
        raise RuleViolation("clients.opened_later", field="opened_on")


def require_sound_team(members: Sequence[TeamMember]) -> None:
    """Check that a team has exactly one lead and nobody twice.

    Raises RuleViolation("clients.one_lead" | "clients.member_twice").
    """
    if sum(member.role is AdvisorRole.LEAD for member in members) != 1:
        raise RuleViolation("clients.one_lead", field="members")
    if len({member.person_id for member in members}) != len(members):
        raise RuleViolation("clients.member_twice", field="members")


def distinct(topics: Iterable[Topic]) -> list[Topic]:
    """Return the topics in their order, each once."""
    return list(dict.fromkeys(topics))


def _require_code(code: str) -> None:
    if not code.strip():
        raise RuleViolation("clients.code_missing", field="code")


def _require_text(text: Mapping[str, str], *, field: str) -> None:
    if not any(value.strip() for value in text.values()):
        raise RuleViolation("clients.text_missing", field=field)
