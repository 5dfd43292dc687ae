"""Target profiles for tests: drafts for the commands, published ones, findings to hold against them."""

from datetime import date
from pathlib import Path
from uuid import UUID

import factory
from sqlalchemy.orm import Session

from lms.evidence.domain import FindingStatus, LevelFinding, Wanted
from lms.kernel.actor import Actor
from lms.kernel.clock import Clock
from lms.kernel.ids import new_id
from lms.rubric.queries import get_current_rubric
from lms.targets import commands
from lms.targets.domain import Audience, Candidate, Span, TargetDraft
from tests.factories.rubric import RUBRICS

TARGETS: Path = RUBRICS / "targets"
BEGINS = date(2026, 4, 1)


class TargetDraftFactory(factory.Factory[TargetDraft]):
    """What a form says of a profile for everybody; the rubric's version has to be given."""

    class Meta:
        model = TargetDraft

    name = factory.LazyFunction(lambda: {"ja": "三年目の姿", "en": "Third year"})
    rubric_version_id = factory.LazyFunction(new_id)
    levels = factory.LazyFunction(lambda: {"A1": 2, "B1": 3})
    audience = Audience()


class CandidateFactory(factory.Factory[Candidate]):
    """A profile that holds from the fiscal year 2026 on, of the organisation at the root, for everybody."""

    class Meta:
        model = Candidate

    profile_id = factory.LazyFunction(new_id)
    code = factory.Sequence(lambda n: f"profile-{n}")
    organisation_path = "/1/"
    span = Span(BEGINS)
    audience = Audience()


class FindingFactory(factory.Factory[LevelFinding]):
    """A level 2 that is established: three observations by two people, surely."""

    class Meta:
        model = LevelFinding

    status = FindingStatus.ESTABLISHED
    level = 2
    certainty_ratio = factory.LazyAttribute(lambda o: max(o.probabilities))
    probabilities = (0.05, 0.85, 0.1, 0.0)
    estimate = 2.0
    lower90 = 1.5
    upper90 = 2.5
    n_observations = 3
    n_raters = 2
    latest_on = date(2026, 11, 1)
    is_stale = False
    policy = "test"
    wanted = Wanted()


def publish_profile(
    session: Session,
    *,
    actor: Actor,
    organisation_id: UUID,
    clock: Clock,
    code: str = "year-3",
    starts_on: date = BEGINS,
    **facts: object,
) -> UUID:
    """Publish a profile in the words of the actor's rubric."""
    draft = TargetDraftFactory(**{"rubric_version_id": get_current_rubric(session, actor).id, **facts})
    profile_id = commands.publish_profile(
        session,
        actor=actor,
        organisation_id=organisation_id,
        code=code,
        starts_on=starts_on,
        draft=draft,
        clock=clock,
    )
    session.flush()
    return profile_id
