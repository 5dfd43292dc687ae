"""Milestones that would close gaps: what to practise, which course helps, what to have observed."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from lms.plans.domain.wording import MilestoneKind, Term
from lms.targets.domain import Gap, LearningStep

MOST_LEARNT = 3
MOST_OBSERVED = 2

_WHEN = {MilestoneKind.COURSE: 0.35, MilestoneKind.OBSERVATION: 0.5, MilestoneKind.PRACTICE: 0.9}
"""How far into the plan each kind is due: read first, be seen on the way, master by the end."""


@dataclass(frozen=True)
class Suggestion:
    """One milestone to be; ``level`` is the next one up, not yet the target."""

    kind: MilestoneKind
    criterion_code: str
    level: int
    due_on: date
    course_slug: str | None = None

    @property
    def code(self) -> str:
        """Name it among the others."""
        return f"{self.kind}-{self.course_slug or self.criterion_code}"


def suggest(
    gaps: Sequence[Gap],
    serving: Mapping[tuple[str, int], Sequence[str]],
    finished: Collection[str],
    *,
    term: Term,
) -> tuple[Suggestion, ...]:
    """Suggest milestones from gaps: the surest three to be learnt, the two that fewest observations settle.

    ``serving``: the courses that help to reach a level of an ability; those ``finished`` are left out.
    """
    surest = sorted(gaps, key=lambda gap: -gap.certainty_ratio)
    steps = [gap.learning for gap in surest if gap.learning is not None]
    unsure = sorted((gap for gap in gaps if gap.n_wanted), key=lambda gap: (gap.n_wanted, -gap.ratio))
    found: dict[str, Suggestion] = {}
    for step in steps[:MOST_LEARNT]:
        for one in _to_learn(step, serving, finished, term):
            found.setdefault(one.code, one)
    for gap in unsure[:MOST_OBSERVED]:
        one = _one(MilestoneKind.OBSERVATION, gap.criterion_code, gap.target.level, term)
        found.setdefault(one.code, one)
    return tuple(found.values())


def _to_learn(
    step: LearningStep,
    serving: Mapping[tuple[str, int], Sequence[str]],
    finished: Collection[str],
    term: Term,
) -> list[Suggestion]:
    code, level = step.criterion_code, step.levels[0]
    slugs = [slug for slug in serving.get((code, level), ()) if slug not in finished][:1]
    courses = [_one(MilestoneKind.COURSE, code, level, term, slug) for slug in slugs]
    return [_one(MilestoneKind.PRACTICE, code, level, term), *courses]


def _one(kind: MilestoneKind, code: str, level: int, term: Term, slug: str | None = None) -> Suggestion:
    days = round((term.ends_on - term.starts_on).days * _WHEN[kind])
    return Suggestion(kind, code, level, term.starts_on + timedelta(days=days), slug)
