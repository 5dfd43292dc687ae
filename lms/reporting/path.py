"""The way from where somebody stands to their targets, and the few things worth doing this week."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TypeAlias
from uuid import UUID

from sqlalchemy.orm import Session

from lms.courses.domain.path import Offer, Path, Stretch, lay_paths
from lms.courses.domain.week import MOST, WeekReason, WeekThing, choose_week
from lms.courses.queries import ChosenVersion
from lms.courses.queries.path import list_offers
from lms.evidence.queries import OwnViewState
from lms.plans.queries import MilestoneLine, PlanLine
from lms.reporting.levels import CriterionLine, LevelSheet
from lms.targets.domain import Gap, GapState


class StepKind(StrEnum):
    """What there is to do beside learning."""

    OBSERVE = "observe"
    OWN_VIEW = "own_view"


Thing: TypeAlias = WeekThing | MilestoneLine | StepKind


@dataclass(frozen=True)
class PathLine:
    """A criterion with a target, and the path there; None once the target is reached."""

    line: CriterionLine
    gap: Gap
    path: Path | None

    @property
    def n_left(self) -> int:
        """Count what is left on the path."""
        return sum(len(leg.open) for leg in self.path.legs) if self.path else 0


@dataclass(frozen=True)
class PathSheet:
    """All targets of one person with the paths to them, what is offered, and what to do this week.

    ``to_go`` are the open targets, those for which something can be done first, then the surest need;
    ``reached`` in the rubric's order.
    """

    sheet: LevelSheet
    offers: tuple[Offer, ...]
    to_go: tuple[PathLine, ...]
    reached: tuple[PathLine, ...]
    week: tuple[WeekThing, ...]


def find_path_sheet(
    session: Session, sheet: LevelSheet, chosen: Sequence[ChosenVersion], *, on: date
) -> PathSheet:
    """Lay the paths of somebody whose levels and chosen courses are at hand."""
    offers = list_offers(session, sheet.person_id, chosen)
    with_targets = [(line, line.gap) for line in sheet.lines if line.gap is not None]
    wanted = [(line, gap) for line, gap in with_targets if gap.state is not GapState.MET]
    wanted.sort(key=lambda one: (one[1].state is not GapState.SHORT, one[1].ratio))
    paths = lay_paths([_stretch(gap) for _line, gap in wanted], offers)
    to_go = [PathLine(*one, path) for one, path in zip(wanted, paths, strict=True)]
    return PathSheet(
        sheet=sheet,
        offers=offers,
        to_go=tuple(sorted(to_go, key=lambda one: one.n_left == 0)),
        reached=tuple(PathLine(line, gap, None) for line, gap in with_targets if gap.state is GapState.MET),
        week=choose_week(offers, paths, today=on, most=MOST),
    )


def find_week(
    session: Session, person_id: UUID, chosen: Sequence[ChosenVersion], *, on: date
) -> tuple[WeekThing, ...]:
    """Choose what to do this week without knowing any target."""
    return choose_week(list_offers(session, person_id, chosen), (), today=on)


def choose_things(
    week: Sequence[WeekThing], plan: PlanLine | None, own_view: OwnViewState, sheet: LevelSheet | None
) -> list[Thing]:
    """Choose the three things home shows: what is due first, then what helps most now.

    What the plan names is due, too, unless the week names its course anyway. One thing to learn is enough
    beside an observation; one's own view comes before a further course, but makes sense only with levels.
    """
    due = [one for one in week if one.reason in {WeekReason.OVERDUE, WeekReason.DUE}]
    others = [one for one in week if one not in due]
    planned = [one for one in plan.open_milestones if one.is_overdue or one.is_soon] if plan else []
    things: list[Thing] = [*(one for one in planned if not _is_named(one, week)), *due, *others[:1]]
    if sheet is not None and sheet.to_observe is not None:
        things.append(StepKind.OBSERVE)
    if sheet is not None and own_view.standing != "submitted":
        things.append(StepKind.OWN_VIEW)
    return [*things, *others[1:]][:MOST]


def _is_named(milestone: MilestoneLine, week: Sequence[WeekThing]) -> bool:
    return any(one.offer.slug == milestone.course_slug for one in week)


def _stretch(gap: Gap) -> Stretch:
    """Return the way to a target; where the level is not known, from the level below all that is in doubt."""
    start = min(gap.finding.level or 0, gap.target.level - 1)
    return Stretch(gap.criterion_code, start, gap.target.level, 1 - gap.ratio)
