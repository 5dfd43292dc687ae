"""Observations for tests: values of the domain, and rows of the table."""

from datetime import UTC, date, datetime, time
from uuid import UUID

import factory

from lms.evidence.domain import (
    LevelFinding,
    Observation,
    RaterRole,
    RubricOutline,
    Source,
    SourceKind,
)
from lms.evidence.domain.facets import FacetPolicy, Parameters, Scale
from lms.evidence.models import ObservationRow
from lms.kernel.ids import new_id

TODAY = date(2026, 11, 20)
RUBRIC_ID = UUID(int=1)
TRAINEE_ID = UUID(int=100)
OUTLINE = RubricOutline(
    version_id=RUBRIC_ID,
    domains={"A": ("A1", "A2"), "B": ("B1",)},
    highest_level=4,
)
POLICY = FacetPolicy(Parameters.reference(Scale.of_outline(OUTLINE)))
"""The level model before anything was fitted."""


class ObservedFactory(factory.Factory[Observation]):
    """An observation as the domain sees it: a supervisor's level 2 for A1, made yesterday."""

    class Meta:
        model = Observation

    id = factory.LazyFunction(new_id)
    trainee_id = TRAINEE_ID
    rater_id = factory.Sequence(lambda n: UUID(int=1000 + n))
    rater_role = RaterRole.SUPERVISOR
    observed_on = date(2026, 11, 19)
    recorded_at = factory.LazyAttribute(lambda o: datetime.combine(o.observed_on, time(9), tzinfo=UTC))
    rubric_version_id = RUBRIC_ID
    criterion_code = "A1"
    level = 2
    comment = ""
    source = Source(SourceKind.OJT_ENTRY)


def every_finding(seen: list[Observation]) -> list[LevelFinding]:
    """Find everything about the trainee today before anything was fitted, criteria first, overall last."""
    found = POLICY.assess(TRAINEE_ID, seen, outline=OUTLINE, as_of=TODAY)
    return [*found.criteria.values(), *found.domains.values(), found.overall]


class ObservationRowFactory(factory.Factory[ObservationRow]):
    """A supervisor's observation as stored; organisation, people, version and criterion have to be given."""

    class Meta:
        model = ObservationRow

    id = factory.LazyFunction(new_id)
    rater_role = RaterRole.SUPERVISOR
    level = 2
    observed_on = date(2026, 11, 10)
    recorded_at = datetime(2026, 11, 10, 9, tzinfo=UTC)
    comment = "社長の話を最後まで聴いた"
    source_kind = SourceKind.PAST_RECORD
