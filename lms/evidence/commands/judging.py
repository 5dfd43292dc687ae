"""Making observations from a judgement, and voiding them."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from lms.evidence.access import can_judge
from lms.evidence.commands.estimating import renew_estimates
from lms.evidence.domain import Judgement, Source, check_judgement
from lms.evidence.models import ObservationRow
from lms.evidence.queries import outline_of
from lms.kernel.actor import Actor
from lms.kernel.clock import Clock
from lms.kernel.errors import NotAllowed, RuleViolation
from lms.kernel.ids import new_id
from lms.people.models import Organisation
from lms.rubric.queries import find_in_force, get_rubric
from lms.storage import audit


def make_observations(
    session: Session, *, actor: Actor, judgement: Judgement, clock: Clock
) -> tuple[UUID, ...]:
    """Append one observation per rating, with the actor as the rater, and return their ids.

    The person's stored estimate follows at once.

    Raises NotAllowed("evidence.not_allowed"); RuleViolation as ``check_judgement`` does.
    """
    _require_judge(session, actor, judgement.trainee_id, judgement.organisation_id)
    rubric = get_rubric(session, judgement.rubric_version_id, organisation_id=judgement.organisation_id)
    outline = outline_of(rubric, with_local=True)
    check_judgement(judgement, rater_id=actor.person_id, outline=outline, today=clock.today())
    rows = [
        ObservationRow(
            id=new_id(),
            organisation_id=judgement.organisation_id,
            trainee_id=judgement.trainee_id,
            rater_id=actor.person_id,
            rater_role=judgement.rater_role,
            rubric_version_id=rubric.id,
            criterion_id=rubric.criterion(rating.criterion_code).id,
            level=rating.level,
            observed_on=judgement.observed_on,
            recorded_at=clock.now(),
            comment=rating.note,
            source_kind=judgement.source.kind,
            source_id=judgement.source.id,
        )
        for rating in judgement.ratings
    ]
    session.add_all(rows)
    audit.record(
        session,
        actor_id=actor.person_id,
        action="evidence.make_observations",
        subject_kind="person",
        subject_id=judgement.trainee_id,
        at=clock.now(),
        details={"observations": [row.id for row in rows], "source": judgement.source.id},
    )
    in_force = find_in_force(session, rubric.id)
    renew_estimates(session, rubric=in_force, person_ids=[judgement.trainee_id], clock=clock)
    return tuple(row.id for row in rows)


def void_observations(session: Session, *, actor: Actor, source: Source, reason: str, clock: Clock) -> int:
    """Take the observations made from ``source`` out of the count, for good; return how many.

    Raises RuleViolation("evidence.reason_missing"); NotAllowed("evidence.not_allowed").
    """
    if not reason.strip():
        raise RuleViolation("evidence.reason_missing", field="reason")
    rows = session.scalars(
        select(ObservationRow).where(
            ObservationRow.source_kind == source.kind,
            ObservationRow.source_id == source.id,
            ObservationRow.voided_at.is_(None),
        )
    ).all()
    for trainee_id, organisation_id in {(row.trainee_id, row.organisation_id) for row in rows}:
        _require_judge(session, actor, trainee_id, organisation_id)
    for row in rows:
        row.voided_at, row.voided_by_id, row.voided_reason = clock.now(), actor.person_id, reason.strip()
        audit.record(
            session,
            actor_id=actor.person_id,
            action="evidence.void_observation",
            subject_kind="observation",
            subject_id=row.id,
            at=clock.now(),
        )
    for version_id, trainee_ids in _by_version(rows).items():
        rubric = find_in_force(session, version_id)
        renew_estimates(session, rubric=rubric, person_ids=trainee_ids, clock=clock)
    return len(rows)


def _by_version(rows: Iterable[ObservationRow]) -> Mapping[UUID, set[UUID]]:
    """Collect whom the observations are about, by the rubric version they were made in."""
    found: defaultdict[UUID, set[UUID]] = defaultdict(set)
    for row in rows:
        found[row.rubric_version_id].add(row.trainee_id)
    return found


def _require_judge(session: Session, actor: Actor, trainee_id: UUID, organisation_id: UUID) -> None:
    organisation = session.get_one(Organisation, organisation_id)
    if not can_judge(actor, trainee_id=trainee_id, organisation_path=organisation.path):
        raise NotAllowed("evidence.not_allowed")
