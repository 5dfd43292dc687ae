"""Reads of decisions: lists, which are in force, and how one stands beside the estimate."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID

from sqlalchemy import ColumnElement, Select, exists, func, select
from sqlalchemy.orm import Session, joinedload
from sqlalchemy.orm.interfaces import ORMOption

from lms.decisions.domain import (
    Award,
    Coverage,
    Scope,
    ScopeKind,
    Standing,
    StandingKind,
    stand,
    translate,
)
from lms.decisions.models import Committee, LevelDecision, LevelProposal, LevelReversal
from lms.decisions.queries.visibility import in_reach, visible_decisions
from lms.evidence.domain import LevelFinding, PersonFindings
from lms.kernel.actor import Actor
from lms.kernel.permission import Permission
from lms.rubric.domain import Rubric
from lms.storage.base import Localised


class DecisionState(StrEnum):
    """Which decisions a list is narrowed to."""

    STANDING = "standing"
    REVERSED = "reversed"


class Sign(StrEnum):
    """How a decision stands, as far as its reader may know."""

    IN_FORCE = "in_force"
    EXPIRED = "expired"
    UNCONFIRMED = "unconfirmed"
    REPLACED = "replaced"
    REVERSED = "reversed"
    AWARDED = "awarded"
    """Made and not reversed; the person's other decisions are not the reader's to know."""


@dataclass(frozen=True)
class DecisionFilter:
    """Which of the visible decisions are wanted; None leaves a question open."""

    state: DecisionState | None = None
    by_committee: bool | None = None
    person_id: UUID | None = None


@dataclass(frozen=True)
class Awarded:
    """An overall level in force, and since when."""

    level: int
    decided_on: date


@dataclass(frozen=True)
class StandingDecision:
    """A decision and how it stands today."""

    decision: LevelDecision
    standing: Standing


@dataclass(frozen=True)
class ShownDecision:
    """A decision beside the estimate; ``finding`` is None where none can be laid beside it.

    ``scope_name`` is today's, or the decision's own where its meaning changed.
    """

    decision: LevelDecision
    kind: StandingKind
    scope: Scope
    scope_name: Localised | None
    finding: LevelFinding | None


def list_decisions(
    session: Session,
    actor: Actor,
    wanted: DecisionFilter,
    *,
    on: date,
    limit: int | None = None,
    offset: int = 0,
) -> Sequence[LevelDecision]:
    """List visible decisions, newest first, with people, committee and reversal loaded."""
    query = _narrowed(visible_decisions(actor, on), wanted).options(*decision_loads())
    newest_first = (LevelDecision.decided_on.desc(), LevelDecision.decided_at.desc(), LevelDecision.id.desc())
    return session.scalars(query.order_by(*newest_first).limit(limit).offset(offset)).all()


def count_decisions(session: Session, actor: Actor, wanted: DecisionFilter, *, on: date) -> int:
    """Count the decisions that ``list_decisions`` would list without a limit."""
    found = _narrowed(visible_decisions(actor, on), wanted).subquery()
    return session.scalar(select(func.count()).select_from(found)) or 0


def list_in_force(
    session: Session,
    actor: Actor,
    person_ids: Collection[UUID],
    on: date,
    *,
    rubric: Rubric,
    only: ColumnElement[bool] | None = None,
) -> Mapping[UUID, Sequence[StandingDecision]]:
    """Find each person's decisions that stand on a day, read in a rubric, in one statement.

    Of those in the actor's own reach, whatever committees they sit on. Expired ones and those to be confirmed
    are among them and say so.
    """
    query = select(LevelDecision).where(in_reach(actor), LevelDecision.person_id.in_(person_ids))
    if only is not None:
        query = query.where(only)
    by_person: defaultdict[UUID, dict[UUID, LevelDecision]] = defaultdict(dict)
    for row in session.scalars(query.options(*decision_loads())):
        by_person[row.person_id][row.id] = row
    return {
        person_id: [
            StandingDecision(rows[standing.award.id], standing)
            for standing in stand(map(award_of, rows.values()), rubric, on=on)
        ]
        for person_id, rows in by_person.items()
    }


def list_overall_in_force(
    session: Session, actor: Actor, person_ids: Collection[UUID], on: date, *, rubric: Rubric
) -> Mapping[UUID, Awarded]:
    """Find the overall levels in force on a day: what a gate asks for, in one statement."""
    overall = LevelDecision.scope_kind == ScopeKind.OVERALL
    found = list_in_force(session, actor, person_ids, on, rubric=rubric, only=overall)
    return {
        person_id: Awarded(one.decision.level, one.decision.decided_on)
        for person_id, standing in found.items()
        for one in standing
        if one.standing.kind is StandingKind.IN_FORCE
    }


def list_signs(
    session: Session, actor: Actor, decisions: Sequence[LevelDecision], on: date, *, rubric: Rubric | None
) -> Mapping[UUID, Sign]:
    """Say of visible decisions how each stands, in one statement at most; loaded as a list's."""
    known = [
        row
        for row in decisions
        if row.person_id == actor.person_id
        or actor.may_in(Permission.OBSERVATION_READ, row.organisation.path)
    ]
    signs = {row.id: Sign.AWARDED for row in decisions}
    if rubric is not None and known:
        people = {row.person_id for row in known}
        standing = list_in_force(session, actor, people, on, rubric=rubric)
        kinds = {one.decision.id: one.standing.kind for found in standing.values() for one in found}
        signs |= {row.id: Sign(kinds[row.id]) if row.id in kinds else Sign.REPLACED for row in known}
    return signs | {row.id: Sign.REVERSED for row in decisions if row.reversal}


def list_shown(
    session: Session,
    actor: Actor,
    person_id: UUID,
    *,
    on: date,
    rubric: Rubric,
    findings: PersonFindings | None,
) -> Sequence[ShownDecision]:
    """List a person's decisions that stand, each with the estimate of the same scope."""
    standing = list_in_force(session, actor, [person_id], on, rubric=rubric).get(person_id, ())
    return [_shown(one, rubric, findings) for one in standing]


def award_of(row: LevelDecision) -> Award:
    """Reduce a decision to what its standing depends on; ``reversal`` must be loaded."""
    return Award(
        id=row.id,
        rubric_version_id=row.rubric_version_id,
        scope=row.scope,
        criterion_ids=tuple(UUID(key) for key in row.criterion_ids),
        level=row.level,
        highest_level=row.highest_level,
        decided_on=row.decided_on,
        decided_at=row.decided_at,
        expires_on=row.expires_on,
        reversed_on=row.reversal.reversed_on if row.reversal else None,
    )


def decision_loads() -> tuple[ORMOption, ...]:
    """Load what a decision's line says, in the statement that reads it."""
    return (
        joinedload(LevelDecision.person),
        joinedload(LevelDecision.decided_by),
        joinedload(LevelDecision.committee).joinedload(Committee.organisation),
        joinedload(LevelDecision.organisation),
        joinedload(LevelDecision.reversal).joinedload(LevelReversal.reversed_by),
    )


def scope_today(row: LevelDecision | LevelProposal, rubric: Rubric) -> Scope | None:
    """Read the scope of a decision or proposal in a rubric; None where its meaning changed."""
    coverage = Coverage(
        rubric_version_id=row.rubric_version_id,
        scope=row.scope,
        criterion_ids=tuple(UUID(key) for key in row.criterion_ids),
        highest_level=row.highest_level,
    )
    return translate(coverage, rubric)


def finding_of(scope: Scope, findings: PersonFindings) -> LevelFinding | None:
    """Find the estimate of a scope; None where today's rubric has no such scope."""
    if scope.kind is ScopeKind.OVERALL:
        return findings.overall
    part = findings.domains if scope.kind is ScopeKind.DOMAIN else findings.criteria
    return part.get(scope.code)


def _shown(one: StandingDecision, rubric: Rubric, findings: PersonFindings | None) -> ShownDecision:
    standing, row = one.standing, one.decision
    if standing.kind is StandingKind.UNCONFIRMED:
        return ShownDecision(row, standing.kind, row.scope, row.scope_name, None)
    finding = finding_of(standing.scope, findings) if findings else None
    name = _name_today(standing.scope, rubric) or row.scope_name
    return ShownDecision(row, standing.kind, standing.scope, name, finding)


def _name_today(scope: Scope, rubric: Rubric) -> Localised | None:
    if scope.kind is ScopeKind.DOMAIN:
        return next((domain.name for domain in rubric.domains if domain.code == scope.code), None)
    criterion = rubric.find_criterion(scope.code)
    return criterion.name if criterion else None


def _narrowed(query: Select[LevelDecision], wanted: DecisionFilter) -> Select[LevelDecision]:
    is_reversed = exists().where(LevelReversal.decision_id == LevelDecision.id)
    if wanted.state is not None:
        query = query.where(is_reversed if wanted.state is DecisionState.REVERSED else ~is_reversed)
    if wanted.by_committee is not None:
        has_committee = LevelDecision.committee_id.is_not(None)
        query = query.where(has_committee if wanted.by_committee else ~has_committee)
    if wanted.person_id is not None:
        query = query.where(LevelDecision.person_id == wanted.person_id)
    return query
