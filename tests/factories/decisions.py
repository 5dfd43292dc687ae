"""Decisions for tests: drafts, committees, values of the domain, rows of the tables."""

from datetime import UTC, date, datetime
from uuid import UUID

import factory

from lms.decisions.domain import (
    Award,
    Citation,
    CommitteeDraft,
    LevelDraft,
    Majority,
    MemberDraft,
    Scope,
    ScopeKind,
)
from lms.decisions.models import LevelDecision
from lms.kernel.ids import new_id

TODAY = date(2026, 11, 20)


class CitationFactory(factory.Factory[Citation]):
    """An observation of person 1 in criterion 11, each by another rater."""

    class Meta:
        model = Citation

    observation_id = factory.LazyFunction(new_id)
    person_id = UUID(int=1)
    rater_id = factory.Sequence(lambda n: UUID(int=1000 + n))
    criterion_id = UUID(int=11)
    is_voided = False


class MemberDraftFactory(factory.Factory[MemberDraft]):
    class Meta:
        model = MemberDraft

    person_id = factory.LazyFunction(new_id)
    starts_on = date(2026, 4, 1)
    ends_on = None
    is_chair = False
    row = 0


class CommitteeDraftFactory(factory.Factory[CommitteeDraft]):
    """A committee of three with a quorum of two; members are numbered as their rows."""

    class Meta:
        model = CommitteeDraft

    name = factory.LazyFunction(lambda: {"ja": "育成委員会", "en": "Development committee"})
    quorum = 2
    majority = Majority.SIMPLE
    members = factory.LazyFunction(
        lambda: tuple(MemberDraftFactory(row=row, is_chair=row == 0) for row in range(3))
    )


class LevelDraftFactory(factory.Factory[LevelDraft]):
    """Level 2 overall; the person and what is cited have to be given."""

    class Meta:
        model = LevelDraft

    scope = Scope()
    level = 2
    reason = "3件の記録で、社長の言葉で課題を言い直せている"
    citations = frozenset()
    expires_on = None


class AwardFactory(factory.Factory[Award]):
    """Level 2 overall, decided on 1 November; the version and what it covered have to be given."""

    class Meta:
        model = Award

    id = factory.LazyFunction(new_id)
    scope = Scope()
    level = 2
    highest_level = 2
    decided_on = date(2026, 11, 1)
    decided_at = factory.LazyAttribute(
        lambda o: datetime(o.decided_on.year, o.decided_on.month, o.decided_on.day, 3, tzinfo=UTC)
    )


class LevelDecisionFactory(factory.Factory[LevelDecision]):
    """Level 2 overall; person, organisation, version, criteria and who decided have to be given."""

    class Meta:
        model = LevelDecision

    id = factory.LazyFunction(new_id)
    rubric_version = "1"
    scope_kind = ScopeKind.OVERALL
    scope_code = ""
    scope_name = None
    level = 2
    level_name = {"ja": "マスター", "en": "Master"}
    highest_level = 4
    decided_on = date(2026, 11, 1)
    decided_at = datetime(2026, 11, 1, 3, tzinfo=UTC)
    reason = "記録のとおり"
    expires_on = None
