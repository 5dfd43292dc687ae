"""What addresses of lists ask for, and how the words of clients and cases are said to people."""

from collections.abc import Mapping
from enum import StrEnum
from typing import TypeVar
from uuid import UUID

from lms.clients.domain import AdvisorRole, CaseState, ClientType, Industry, SupportMode, Topic
from lms.clients.queries import CaseFilter, ClientFilter
from lms.kernel.ids import read_id
from lms.web.i18n import lazy_gettext as _l

Word = TypeVar("Word", bound=StrEnum)

LONGEST_TEXT = 100
MINE = "mine"

CLIENT_TYPE_LABELS = {
    ClientType.COMMUNITY_ROOTED: _l("Community-rooted micro business"),
    ClientType.REGIONAL_CORE: _l("Regional core company"),
    ClientType.COMPLEX_ANALYSIS: _l("Complex analysis needed"),
}
INDUSTRY_LABELS = {
    Industry.ACCOMMODATION: _l("Accommodation"),
    Industry.AGRICULTURE: _l("Agriculture"),
    Industry.AREA_SUPPORT: _l("Area-wide support"),
    Industry.BUSINESS_SERVICE: _l("Business services"),
    Industry.CONSTRUCTION: _l("Construction"),
    Industry.FOOD_SERVICE: _l("Restaurants"),
    Industry.MANUFACTURING: _l("Manufacturing"),
    Industry.PERSONAL_SERVICE: _l("Personal services"),
    Industry.RETAIL: _l("Retail"),
    Industry.WHOLESALE: _l("Wholesale"),
}
SUPPORT_MODE_LABELS = {
    SupportMode.ISSUE_SETTING: _l("Issue-setting support"),
    SupportMode.PROBLEM_SOLVING: _l("Problem-solving support"),
}
TOPIC_LABELS = {
    Topic.MANAGEMENT_INNOVATION: _l("Management innovation"),
    Topic.GENERAL_MANAGEMENT: _l("General management"),
    Topic.IT: _l("IT and digitalisation"),
    Topic.FINANCE: _l("Finance"),
    Topic.TAX: _l("Tax"),
    Topic.LABOUR: _l("Labour"),
    Topic.TRADE: _l("Trade and transactions"),
    Topic.START_UP: _l("Start-up"),
    Topic.SUCCESSION: _l("Business succession"),
    Topic.OTHER: _l("Other topics"),
}
CASE_STATE_LABELS = {
    CaseState.OPEN: _l("Under way"),
    CaseState.CLOSED: _l("Finished"),
}
ADVISOR_ROLE_LABELS = {
    AdvisorRole.LEAD: _l("Lead"),
    AdvisorRole.MEMBER: _l("Team member"),
    AdvisorRole.TRAINEE: _l("Trainee"),
}


def read_case_filter(arguments: Mapping[str, str], *, own_id: UUID) -> CaseFilter:
    """Read which cases an address asks for; what makes no sense asks for nothing."""
    return CaseFilter(
        state=_word(CaseState, arguments.get("state")),
        organisation_id=read_id(arguments.get("organisation")),
        client_type=_word(ClientType, arguments.get("type")),
        topic=_word(Topic, arguments.get("topic")),
        advisor_id=own_id if arguments.get("whose") == MINE else None,
        text=_text(arguments),
    )


def read_client_filter(arguments: Mapping[str, str]) -> ClientFilter:
    """Read which clients an address asks for; what makes no sense asks for nothing."""
    return ClientFilter(
        organisation_id=read_id(arguments.get("organisation")),
        client_type=_word(ClientType, arguments.get("type")),
        industry=_word(Industry, arguments.get("industry")),
        text=_text(arguments),
    )


def _word(words: type[Word], value: str | None) -> Word | None:
    return words(value) if value in set(words) else None


def _text(arguments: Mapping[str, str]) -> str:
    return arguments.get("q", "").strip()[:LONGEST_TEXT]
