"""What may be said of a client, a case and a team."""

from dataclasses import replace
from datetime import date
from uuid import UUID

import pytest

from lms.clients.domain import (
    AdvisorRole,
    TeamMember,
    Topic,
    distinct,
    require_sound_case,
    require_sound_client,
    require_sound_team,
)
from lms.kernel.errors import RuleViolation
from tests.factories.clients import CaseDraftFactory, ClientDraftFactory

TODAY = date(2026, 11, 20)
AOI, MORI = UUID(int=1), UUID(int=2)


def test_a_sound_client_passes():
    require_sound_client(ClientDraftFactory(), today=TODAY)
    require_sound_client(
        ClientDraftFactory(founded_year=None, business={"ja": "", "en": "Shop"}), today=TODAY
    )
    require_sound_client(ClientDraftFactory(founded_year=2026), today=TODAY)


@pytest.mark.parametrize(
    ("change", "code", "field"),
    [
        ({"code": "  "}, "clients.code_missing", "code"),
        ({"business": {"ja": " ", "en": ""}}, "clients.text_missing", "business"),
        ({"client_type_reason": {}}, "clients.text_missing", "client_type_reason"),
        ({"founded_year": 2027}, "clients.founded_later", "founded_year"),
        ({"founded_year": 0}, "clients.founded_later", "founded_year"),
    ],
)
def test_an_unsound_client_is_refused_at_its_field(change, code, field):
    with pytest.raises(RuleViolation) as refusal:
        require_sound_client(replace(ClientDraftFactory(), **change), today=TODAY)
    assert (refusal.value.code, refusal.value.field) == (code, field)


def test_a_sound_case_passes():
    require_sound_case(CaseDraftFactory(opened_on=TODAY), today=TODAY)


@pytest.mark.parametrize(
    ("change", "code", "field"),
    [
        ({"code": ""}, "clients.code_missing", "code"),
        ({"title": {"ja": ""}}, "clients.text_missing", "title"),
        ({"topics": ()}, "clients.topics_missing", "topics"),
        ({"opened_on": date(2026, 11, 21)}, "clients.opened_later", "opened_on"),
    ],
)
def test_an_unsound_case_is_refused_at_its_field(change, code, field):
    with pytest.raises(RuleViolation) as refusal:
        require_sound_case(replace(CaseDraftFactory(), **change), today=TODAY)
    assert (refusal.value.code, refusal.value.field) == (code, field)


def test_topics_keep_their_order_and_come_once():
    assert distinct([Topic.TRADE, Topic.IT, Topic.TRADE]) == [Topic.TRADE, Topic.IT]


@pytest.mark.parametrize(
    ("roles", "code"),
    [
        ([], "clients.one_lead"),
        ([(AOI, AdvisorRole.MEMBER)], "clients.one_lead"),
        ([(AOI, AdvisorRole.LEAD), (MORI, AdvisorRole.LEAD)], "clients.one_lead"),
        ([(AOI, AdvisorRole.LEAD), (AOI, AdvisorRole.MEMBER)], "clients.member_twice"),
    ],
)
def test_an_impossible_team_is_refused(roles, code):
    with pytest.raises(RuleViolation) as refusal:
        require_sound_team([TeamMember(person_id, role) for person_id, role in roles])
    assert refusal.value.code == code
