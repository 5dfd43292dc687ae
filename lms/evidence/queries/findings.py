"""The levels of people, found from what the reader may see."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from datetime import date
from uuid import UUID

from sqlalchemy.orm import Session

from lms.evidence.domain import LevelPolicy, Observation, PersonFindings, SupervisorMedian
from lms.evidence.models import ObservationRow
from lms.evidence.queries.observations import observation_of, outline_of, readable
from lms.kernel.actor import Actor
from lms.rubric.domain import Rubric
from lms.rubric.queries import find_current_rubric

CURRENT_POLICY: LevelPolicy = SupervisorMedian()


def list_findings(
    session: Session,
    actor: Actor,
    person_ids: Collection[UUID],
    as_of: date,
    *,
    rubric: Rubric | None = None,
) -> Mapping[UUID, PersonFindings]:
    """Find the levels of each person from what the actor may read; empty when there is no rubric.

    One statement whatever the number of people, besides the rubric's when none is handed in.
    """
    rubric = rubric or find_current_rubric(session, actor)
    if rubric is None:
        return {}
    outline = outline_of(rubric)
    rows = session.execute(
        readable(actor).where(
            ObservationRow.trainee_id.in_(person_ids),
            ObservationRow.rubric_version_id == rubric.id,
            ObservationRow.voided_at.is_(None),
        )
    )
    by_person: defaultdict[UUID, list[Observation]] = defaultdict(list)
    for row in rows:
        by_person[row.ObservationRow.trainee_id].append(observation_of(row))
    return {
        person_id: CURRENT_POLICY.assess(person_id, by_person[person_id], outline=outline, as_of=as_of)
        for person_id in person_ids
    }
