"""Looking at oneself: saving the open sitting, and submitting it."""

from collections.abc import Iterable, Mapping
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from lms.evidence.domain import (
    OwnAnswer,
    OwnView,
    RaterRole,
    Rating,
    SourceKind,
    check_own_view,
    check_rested,
    check_whole,
)
from lms.evidence.models import ObservationRow, SelfAssessment
from lms.evidence.queries import outline_of, own_sittings, view_of
from lms.kernel.actor import Actor
from lms.kernel.clock import Clock
from lms.kernel.errors import Conflict, RuleViolation
from lms.kernel.ids import new_id
from lms.people.queries import find_employer
from lms.rubric.domain import Rubric
from lms.rubric.queries import get_current_rubric
from lms.storage import audit


def save_own_view(session: Session, *, actor: Actor, view: OwnView, version: int, clock: Clock) -> UUID:
    """Keep the actor's open sitting as it is now, and return its id; ``version`` 0 begins one.

    Raises RuleViolation("evidence.rubric_renewed"), and as ``check_own_view`` and ``check_rested`` do;
    Conflict("evidence.own_view_stale") with the saved answers.
    """
    rubric = _rubric_of(session, actor, view)
    check_own_view(view, outline=outline_of(rubric, with_local=True))
    return _write(session, actor=actor, view=view, version=version, rubric=rubric, clock=clock).id


def submit_own_view(session: Session, *, actor: Actor, view: OwnView, version: int, clock: Clock) -> UUID:
    """Submit a sitting: from now on it is fixed, and its levels are observations in the role ``self``.

    Raises as ``save_own_view`` and ``check_whole``; RuleViolation("evidence.no_employer").
    """
    rubric = _rubric_of(session, actor, view)
    outline = outline_of(rubric, with_local=True)
    check_own_view(view, outline=outline)
    check_whole(view, outline=outline)
    row = _write(session, actor=actor, view=view, version=version, rubric=rubric, clock=clock)
    today = clock.today()
    row.submitted_at, row.submitted_on = clock.now(), today
    employer = find_employer(session, person_id=actor.person_id, on=today)
    if employer is None:
        raise RuleViolation("evidence.no_employer")
    made = _append(session, row, view.ratings, employer_id=employer.id, rubric=rubric)
    audit.record(
        session,
        actor_id=actor.person_id,
        action="evidence.submit_own_view",
        subject_kind="self_assessment",
        subject_id=row.id,
        at=clock.now(),
        details={"observations": made},
    )
    return row.id


def record_own_view(session: Session, *, actor: Actor, levels: Mapping[str, int], clock: Clock) -> UUID:
    """Submit a whole sitting at once: these levels, and "cannot say yet" for every other criterion.

    Raises as ``submit_own_view``.
    """
    rubric = get_current_rubric(session, actor)
    answers = (
        OwnAnswer(criterion.code, levels.get(criterion.code), is_unsure=criterion.code not in levels)
        for criterion in rubric.criteria
    )
    view = OwnView(rubric.id, tuple(answers))
    return submit_own_view(session, actor=actor, view=view, version=0, clock=clock)


def _rubric_of(session: Session, actor: Actor, view: OwnView) -> Rubric:
    rubric = get_current_rubric(session, actor)
    if rubric.id != view.rubric_version_id:
        raise RuleViolation("evidence.rubric_renewed")
    return rubric


def _write(
    session: Session, *, actor: Actor, view: OwnView, version: int, rubric: Rubric, clock: Clock
) -> SelfAssessment:
    """Put the answers into the open sitting, or begin one. Raises as ``save_own_view``."""
    sittings = own_sittings(actor)
    draft = session.scalar(sittings.where(SelfAssessment.submitted_at.is_(None)).with_for_update())
    last_on = session.scalar(
        select(SelfAssessment.submitted_on)
        .where(SelfAssessment.person_id == actor.person_id, SelfAssessment.submitted_on.is_not(None))
        .order_by(SelfAssessment.submitted_on.desc())
        .limit(1)
    )
    check_rested(last_on, today=clock.today())
    if (draft.version if draft else 0) != version:
        raise _stale(draft, rubric)
    if draft is None:
        draft = SelfAssessment(id=new_id(), person_id=actor.person_id, started_at=clock.now())
        session.add(draft)
    draft.rubric_version_id = view.rubric_version_id
    draft.answers = {
        answer.criterion_code: {
            "level": answer.level,
            "is_unsure": answer.is_unsure,
            "note": answer.note.strip(),
        }
        for answer in view.answers
    }
    draft.saved_at = clock.now()
    return draft


def _stale(draft: SelfAssessment | None, rubric: Rubric) -> Conflict:
    """Refuse with the saved answers under the names of the form's fields."""
    answers = view_of(draft).by_criterion if draft else {}
    saved: dict[str, object] = {}
    for criterion in rubric.criteria:
        answer = answers.get(criterion.code, OwnAnswer(criterion.code))
        saved[f"level_{criterion.code}"] = 0 if answer.is_unsure else answer.level
        saved[f"note_{criterion.code}"] = answer.note
    return Conflict("evidence.own_view_stale", current=saved, version=draft.version if draft else 0)


def _append(
    session: Session, row: SelfAssessment, ratings: Iterable[Rating], *, employer_id: UUID, rubric: Rubric
) -> list[UUID]:
    """Make the observations of a sitting just submitted, and return their ids."""
    observations = [
        ObservationRow(
            id=new_id(),
            organisation_id=employer_id,
            trainee_id=row.person_id,
            rater_id=row.person_id,
            rater_role=RaterRole.SELF,
            rubric_version_id=rubric.id,
            criterion_id=rubric.criterion(rating.criterion_code).id,
            level=rating.level,
            observed_on=row.submitted_on,
            recorded_at=row.submitted_at,
            source_kind=SourceKind.SELF_ASSESSMENT,
            source_id=row.id,
        )
        for rating in ratings
    ]
    session.add_all(observations)
    return [observation.id for observation in observations]
