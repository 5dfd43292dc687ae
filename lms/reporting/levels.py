"""A person's levels with all a page says of them: reached, next, what serves it, what is missing."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy.orm import Session

from lms.courses.domain import CourseState
from lms.courses.queries import ChosenVersion, CourseLink, list_courses_serving
from lms.evidence.domain import FindingStatus, LevelFinding, PersonFindings
from lms.evidence.queries import list_findings
from lms.kernel.actor import Actor
from lms.rubric.domain import Criterion, Domain, Rubric
from lms.rubric.queries import find_current_rubric
from lms.targets.domain import Gap
from lms.targets.queries import GapSheet, find_gap_sheets


@dataclass(frozen=True)
class CriterionLine:
    """One criterion of one person. ``next_level`` is None at the top of the scale.

    ``courses`` serve the next level; ``path`` those of the levels from now to a target that is surely not
    reached, lowest first. ``gap`` is None where there is no target.
    """

    criterion: Criterion
    finding: LevelFinding
    next_level: int | None
    courses: tuple[CourseLink, ...]
    gap: Gap | None = None
    path: tuple[tuple[int, tuple[CourseLink, ...]], ...] = ()

    @property
    def next_course(self) -> CourseLink | None:
        """The first course on the way to the target that is not finished."""
        on_the_way = (course for _level, courses in self.path for course in courses)
        return next((one for one in on_the_way if one.progress.state is not CourseState.FINISHED), None)


@dataclass(frozen=True)
class DomainLines:
    """One domain of one person with its criteria in the rubric's order."""

    domain: Domain
    finding: LevelFinding
    lines: tuple[CriterionLine, ...]


@dataclass(frozen=True)
class LevelSheet:
    """All levels of one person, found on one day by one policy; ``targets`` None when they have none."""

    person_id: UUID
    rubric: Rubric
    findings: PersonFindings
    domains: tuple[DomainLines, ...]
    targets: GapSheet | None = None

    @property
    def lines(self) -> tuple[CriterionLine, ...]:
        """All criteria in the rubric's order."""
        return tuple(line for domain in self.domains for line in domain.lines)

    @property
    def best_known(self) -> CriterionLine | None:
        """The established level one can be surest of, the highest if several."""
        known = [line for line in self.lines if line.finding.status is FindingStatus.ESTABLISHED]
        return max(
            known, key=lambda line: (line.finding.certainty_ratio, line.finding.level or 0), default=None
        )

    @property
    def most_wanted(self) -> CriterionLine | None:
        """The criterion that fewest further observations would make sure; the first of several."""
        open_ones = [line for line in self.lines if not line.finding.wanted.is_nothing]
        return min(open_ones, key=lambda line: line.finding.wanted.observations, default=None)

    @property
    def to_observe(self) -> CriterionLine | None:
        """What to be observed in next: where a target is open; without targets, what is most wanted."""
        if self.targets is None:
            return self.most_wanted
        return self._line_of(self.targets.to_observe)

    @property
    def to_learn(self) -> CriterionLine | None:
        """What to learn next: a target that is surely not reached, one with a course before one without."""
        short = [(line, line.gap.certainty_ratio) for line in self.lines if line.gap and line.path]
        order = sorted(short, key=lambda one: (one[0].next_course is None, -one[1]))
        return order[0][0] if order else None

    def _line_of(self, gap: Gap | None) -> CriterionLine | None:
        return next((line for line in self.lines if gap and line.gap == gap), None)


def find_level_sheet(
    session: Session,
    actor: Actor,
    person_id: UUID,
    *,
    on: date,
    courses: Sequence[ChosenVersion] | None = None,
) -> LevelSheet | None:
    """Put together a person's levels; None where the actor's organisations publish no rubric.

    The ``courses`` are read unless they are at hand.
    """
    rubric = find_current_rubric(session, actor)
    if rubric is None:
        return None
    findings = list_findings(session, actor, [person_id], on, rubric=rubric)[person_id]
    serving = list_courses_serving(session, actor, chosen=courses)
    targets = find_gap_sheets(session, {person_id: findings}, on=on, rubric=rubric)[person_id]
    return LevelSheet(
        person_id=person_id,
        rubric=rubric,
        findings=findings,
        domains=tuple(_domain_lines(domain, findings, serving, rubric, targets) for domain in rubric.domains),
        targets=targets,
    )


def find_findings(
    session: Session, actor: Actor, person_ids: Sequence[UUID], *, on: date
) -> tuple[Rubric | None, Mapping[UUID, PersonFindings]]:
    """Return the rubric and the findings of several people, for lists of marks."""
    rubric = find_current_rubric(session, actor)
    if rubric is None:
        return None, {}
    return rubric, list_findings(session, actor, person_ids, on, rubric=rubric)


def _domain_lines(
    domain: Domain,
    findings: PersonFindings,
    serving: Mapping[tuple[str, int], tuple[CourseLink, ...]],
    rubric: Rubric,
    targets: GapSheet | None,
) -> DomainLines:
    lines = []
    for criterion in domain.criteria:
        finding = findings.criteria[criterion.code]
        aim = (finding.level or 0) + 1
        next_level = aim if aim <= len(rubric.levels) else None
        courses = serving.get((criterion.code, aim), ()) if next_level else ()
        gap = targets.by_code.get(criterion.code) if targets else None
        lines.append(CriterionLine(criterion, finding, next_level, courses, gap, _path(gap, serving)))
    return DomainLines(domain, findings.domains[domain.code], tuple(lines))


def _path(
    gap: Gap | None, serving: Mapping[tuple[str, int], tuple[CourseLink, ...]]
) -> tuple[tuple[int, tuple[CourseLink, ...]], ...]:
    learning = gap.learning if gap else None
    if learning is None:
        return ()
    return tuple((level, serving.get((learning.criterion_code, level), ())) for level in learning.levels)
