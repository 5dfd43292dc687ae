"""Reads of own views: where a person is with theirs, the open draft, and one sitting beside the findings.

Drafts and notes are read by their owner alone. Others read the levels, as observations in their reach.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from uuid import UUID

from sqlalchemy import Row, Select, select
from sqlalchemy.orm import Session

from lms.evidence.domain import (
    Contrast,
    LevelFinding,
    OwnAnswer,
    OwnView,
    OwnViewStanding,
    SourceKind,
    contrast,
    next_sitting_on,
    standing_of,
)
from lms.evidence.models import ObservationRow, SelfAssessment
from lms.evidence.queries.findings import list_findings
from lms.evidence.queries.observations import readable
from lms.kernel.actor import Actor
from lms.kernel.errors import NotFound
from lms.people import queries as people
from lms.rubric.domain import Criterion, Rubric
from lms.rubric.queries import find_current_rubric, get_rubric


@dataclass(frozen=True)
class OwnViewState:
    """Where the actor is with looking at themselves; the id and the day are None before the first sitting.

    ``n_answered``: of the open draft. ``is_resting``: the last sitting is so short a while ago that none may
    begin before ``next_on``.
    """

    standing: OwnViewStanding
    n_answered: int
    submitted_id: UUID | None
    next_on: date | None
    is_resting: bool


@dataclass(frozen=True)
class OwnDraft:
    """The open sitting of a person, as last saved."""

    view: OwnView
    version: int
    saved_at: datetime


@dataclass(frozen=True)
class DatedView:
    """What was said in a submitted sitting, and when."""

    on: date
    view: OwnView


@dataclass(frozen=True)
class Sitting:
    """One submitted sitting: when, and how many levels it gave."""

    id: UUID
    submitted_on: date
    n_levels: int


@dataclass(frozen=True)
class ComparedCriterion:
    """One criterion of a sitting: the own view, the one before, and what supervisors found."""

    criterion: Criterion
    own: OwnAnswer
    level_before: int | None
    finding: LevelFinding
    contrast: Contrast


@dataclass(frozen=True)
class OwnComparison:
    """A submitted sitting beside what supervisors found by ``as_of``. ``before_on``: the sitting before."""

    person_id: UUID
    person_name: str
    rubric: Rubric
    submitted_on: date
    before_on: date | None
    as_of: date
    criteria: tuple[ComparedCriterion, ...]

    def of(self, contrast: Contrast) -> tuple[ComparedCriterion, ...]:
        """List the criteria that lie so, in the rubric's order."""
        return tuple(row for row in self.criteria if row.contrast is contrast)


def own_sittings(actor: Actor) -> Select[SelfAssessment]:
    """Select the actor's own sittings: nobody else's can be read at all."""
    return select(SelfAssessment).where(SelfAssessment.person_id == actor.person_id)


def get_own_view_state(session: Session, actor: Actor, on: date) -> OwnViewState:
    """Return where the actor is with their self-assessment, in one statement."""
    rows = session.scalars(own_sittings(actor)).all()
    draft = next((row for row in rows if row.submitted_on is None), None)
    submitted = [(row.submitted_on, row.id) for row in rows if row.submitted_on is not None]
    latest_on, latest_id = max(submitted, default=(None, None))
    next_on = next_sitting_on(latest_on)
    return OwnViewState(
        standing=standing_of(has_draft=draft is not None, submitted_on=latest_on, today=on),
        n_answered=view_of(draft).n_answered if draft else 0,
        submitted_id=latest_id,
        next_on=next_on,
        is_resting=draft is None and next_on is not None and on < next_on,
    )


def find_draft(session: Session, actor: Actor) -> OwnDraft | None:
    """Return the actor's open sitting."""
    row = session.scalar(own_sittings(actor).where(SelfAssessment.submitted_at.is_(None)))
    return None if row is None else OwnDraft(view_of(row), row.version, row.saved_at)


def list_sittings(session: Session, actor: Actor) -> Sequence[Sitting]:
    """List the actor's submitted sittings, newest first."""
    return [
        Sitting(row.id, row.submitted_on, len(view_of(row).ratings))
        for row in session.scalars(_submitted(actor))
        if row.submitted_on is not None
    ]


def compare_own_view(session: Session, actor: Actor, sitting_id: UUID, *, on: date) -> OwnComparison:
    """Lay one of the actor's own submitted sittings beside what supervisors found by ``on``.

    Raises NotFound("evidence.own_view_unknown").
    """
    rows = session.scalars(_submitted(actor)).all()
    position = next((i for i, row in enumerate(rows) if row.id == sitting_id), None)
    if position is None:
        raise NotFound("evidence.own_view_unknown")
    said = [DatedView(row.submitted_on or on, view_of(row)) for row in rows[position : position + 2]]
    return _compared(session, actor, actor.person_id, said, on=on)


def compare_latest_own_view(session: Session, actor: Actor, person_id: UUID, *, on: date) -> OwnComparison:
    """Lay the levels of a person's latest sitting, as far as the actor may read them, beside the findings.

    Raises NotFound as ``get_person``, and NotFound("evidence.own_view_unknown") when none can be read.
    """
    said = list_own_views(session, actor, person_id)
    if not said:
        raise NotFound("evidence.own_view_unknown")
    return _compared(session, actor, person_id, said[:2], on=on)


def list_own_views(session: Session, actor: Actor, person_id: UUID) -> list[DatedView]:
    """List the levels of a person's submitted sittings, as far as the actor may read them, newest first."""
    rows = session.execute(
        readable(actor)
        .where(
            ObservationRow.trainee_id == person_id,
            ObservationRow.source_kind == SourceKind.SELF_ASSESSMENT,
            ObservationRow.voided_at.is_(None),
        )
        .order_by(ObservationRow.observed_on.desc(), ObservationRow.source_id)
    )
    sittings = groupby(rows, key=lambda row: row.ObservationRow.source_id)
    return [_said_in([*sitting]) for _source, sitting in sittings]


def view_of(row: SelfAssessment) -> OwnView:
    """Turn a stored sitting into the domain's value."""
    return OwnView(
        row.rubric_version_id,
        tuple(
            OwnAnswer(code, answer["level"], is_unsure=answer["is_unsure"], note=answer["note"])
            for code, answer in row.answers.items()
        ),
    )


def _submitted(actor: Actor) -> Select[SelfAssessment]:
    newest_first = (SelfAssessment.submitted_on.desc(), SelfAssessment.id.desc())
    return own_sittings(actor).where(SelfAssessment.submitted_at.is_not(None)).order_by(*newest_first)


def _said_in(sitting: Sequence[Row[ObservationRow, str]]) -> DatedView:
    first = sitting[0].ObservationRow
    answers = (OwnAnswer(row.criterion_code, row.ObservationRow.level) for row in sitting)
    return DatedView(first.observed_on, OwnView(first.rubric_version_id, tuple(answers)))


def _compared(
    session: Session, actor: Actor, person_id: UUID, said: Sequence[DatedView], *, on: date
) -> OwnComparison:
    """Compare the first of these sittings; the second, if any, is the one before it."""
    latest = said[0]
    before = next((s for s in said[1:] if s.view.rubric_version_id == latest.view.rubric_version_id), None)
    answers, earlier = latest.view.by_criterion, before.view.by_criterion if before else {}
    rubric = get_rubric(session, latest.view.rubric_version_id)
    findings = _found_of(session, actor, person_id, rubric, on=on)
    person = people.get_person(session, actor, person_id, on=on)
    return OwnComparison(
        person_id=person_id,
        person_name=person.name,
        rubric=rubric,
        submitted_on=latest.on,
        before_on=before.on if before else None,
        as_of=on,
        criteria=tuple(
            _compared_criterion(
                criterion,
                answers.get(criterion.code, OwnAnswer(criterion.code, is_unsure=True)),
                earlier.get(criterion.code),
                findings[criterion.code],
            )
            for criterion in rubric.criteria
        ),
    )


def _found_of(
    session: Session, actor: Actor, person_id: UUID, rubric: Rubric, *, on: date
) -> Mapping[str, LevelFinding]:
    """Find a person's levels by the criteria of the version they judged themselves in.

    Where a criterion goes on unchanged, what was found since in a later version's words is in it.
    """
    found = dict(list_findings(session, actor, [person_id], on, rubric=rubric)[person_id].criteria)
    current = find_current_rubric(session, actor)
    if current is None or rubric.id not in current.earlier_ids:
        return found
    now = list_findings(session, actor, [person_id], on, rubric=current)[person_id].criteria
    for criterion in rubric.criteria:
        ways = current.sources.get(criterion.id, ())
        if len(ways) == 1 and not ways[0].is_changed:
            found[criterion.code] = now[ways[0].code]
    return found


def _compared_criterion(
    criterion: Criterion, own: OwnAnswer, before: OwnAnswer | None, finding: LevelFinding
) -> ComparedCriterion:
    level_before = before.level if before else None
    return ComparedCriterion(criterion, own, level_before, finding, contrast(own.level, finding))
