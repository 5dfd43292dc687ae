"""Clients, cases and who is on them, for tests: rows of the tables and drafts for the commands."""

from datetime import date

import factory

from lms.clients.domain import (
    AdvisorRole,
    CaseDraft,
    CaseState,
    ClientDraft,
    ClientType,
    Industry,
    SupportMode,
    Topic,
)
from lms.clients.models import Case, CaseAdvisor, Client
from lms.kernel.ids import new_id

OPENED = date(2026, 4, 1)


class ClientFactory(factory.Factory[Client]):
    """A small manufacturer; ``organisation_id`` has to be given."""

    class Meta:
        model = Client

    id = factory.LazyFunction(new_id)
    code = factory.Sequence(lambda n: f"k{n:03}")
    business = factory.LazyAttribute(lambda o: {"ja": f"町工場{o.code}", "en": f"Workshop {o.code}"})
    industry = Industry.MANUFACTURING
    prefecture = "広島県"
    client_type = ClientType.COMMUNITY_ROOTED
    client_type_reason = factory.LazyFunction(lambda: {"ja": "地元の家族経営", "en": "A local family firm"})


class CaseFactory(factory.Factory[Case]):
    """An open case; ``client_id`` and ``organisation_id`` have to be given."""

    class Meta:
        model = Case

    id = factory.LazyFunction(new_id)
    code = factory.Sequence(lambda n: f"a{n:03}")
    title = factory.LazyAttribute(lambda o: {"ja": f"新しい販路{o.code}", "en": f"New channel {o.code}"})
    support_mode = SupportMode.PROBLEM_SOLVING
    topics = factory.LazyFunction(lambda: [Topic.TRADE.value])
    state = CaseState.OPEN
    opened_on = OPENED


class CaseAdvisorFactory(factory.Factory[CaseAdvisor]):
    """A lead since the opening; ``case_id``, ``advisor_id`` and ``assigned_by_id`` have to be given."""

    class Meta:
        model = CaseAdvisor

    id = factory.LazyFunction(new_id)
    role = AdvisorRole.LEAD
    starts_on = OPENED
    reason = "同じ業種を長く見ている"


class ClientDraftFactory(factory.Factory[ClientDraft]):
    """What a form or a table says of a new client."""

    class Meta:
        model = ClientDraft

    code = factory.Sequence(lambda n: f"k{n:03}")
    business = factory.LazyFunction(lambda: {"ja": "和菓子店", "en": "Sweet shop"})
    industry = Industry.RETAIL
    prefecture = "広島県"
    client_type = ClientType.COMMUNITY_ROOTED
    client_type_reason = factory.LazyFunction(lambda: {"ja": "地元の家族経営", "en": "A local family firm"})
    founded_year = 1952


class CaseDraftFactory(factory.Factory[CaseDraft]):
    """What a form or a table says of a new case."""

    class Meta:
        model = CaseDraft

    code = factory.Sequence(lambda n: f"a{n:03}")
    title = factory.LazyFunction(lambda: {"ja": "和カフェへの改装", "en": "Turning the shop into a café"})
    support_mode = SupportMode.PROBLEM_SOLVING
    topics = (Topic.SUCCESSION, Topic.FINANCE)
    opened_on = OPENED
