"""What people decided about single abilities, as far as it reaches targets."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from datetime import date
from uuid import UUID

from sqlalchemy.orm import Session

from lms.decisions.domain import Scope, ScopeKind, StandingKind
from lms.decisions.queries import ShownDecision, list_in_force
from lms.kernel.actor import Actor
from lms.reporting.levels import CriterionLine, LevelSheet
from lms.rubric.domain import Rubric
from lms.targets.queries import GapSheet


def find_decided(
    session: Session, actor: Actor, person_ids: Collection[UUID], *, on: date, rubric: Rubric
) -> Mapping[UUID, Mapping[str, int]]:
    """Find the levels decided about criteria and in force on a day, by person and code, in one statement.

    Decisions about domains or about everything say nothing of a single ability.
    """
    found = list_in_force(session, actor, person_ids, on, rubric=rubric)
    return {
        person_id: {
            one.standing.scope.code: one.decision.level
            for one in standing
            if _is_about_an_ability(one.standing.scope, one.standing.kind)
        }
        for person_id, standing in found.items()
    }


def decided_by(shown: Iterable[ShownDecision]) -> Mapping[str, int]:
    """Return the same of decisions that a page shows anyway."""
    return {one.scope.code: one.decision.level for one in shown if _is_about_an_ability(one.scope, one.kind)}


def with_decided(sheet: LevelSheet, decided: Mapping[str, int]) -> LevelSheet:
    """Count targets as reached where people decided so, whatever the estimate says."""
    if sheet.targets is None or not decided:
        return sheet
    targets = sheet.targets.with_decided(sheet.findings, decided)
    domains = tuple(
        replace(part, lines=tuple(_with_gap(line, targets) for line in part.lines)) for part in sheet.domains
    )
    return replace(sheet, targets=targets, domains=domains)


def _with_gap(line: CriterionLine, targets: GapSheet) -> CriterionLine:
    gap = targets.by_code.get(line.criterion.code)
    return replace(line, gap=gap, path=line.path if gap and gap.learning else ())


def _is_about_an_ability(scope: Scope, kind: StandingKind) -> bool:
    return scope.kind is ScopeKind.CRITERION and kind is StandingKind.IN_FORCE
