"""A calibration session of the demo's council in discussion: the supervisor has rated, HR leads."""

from uuid import UUID

from sqlalchemy.orm import Session

from lms.kernel.actor import Actor
from lms.kernel.clock import Clock
from lms.moderation import commands
from lms.moderation.domain import Answer, Step
from lms.moderation.queries import CandidateFilter, get_calibration, list_candidates
from lms.people import queries
from tests.factories.moderation import PlanFactory, ReferenceLevelFactory, VignetteTextFactory


def calibrate(session: Session, *, leader: Actor, rater_id: UUID, clock: Clock) -> dict[str, UUID]:
    """Make the session; one of its four raters has not answered."""
    (council,) = leader.organisation_ids
    level = ReferenceLevelFactory(criterion="B1", mean=2.4)
    text = VignetteTextFactory(rubric="banso", criteria=("B1",), reference=(level,))
    vignette_id = commands.load_vignette(
        session, actor_id=None, vignette=text, publisher_id=council, clock=clock
    ).vignette_id
    session.flush()
    lead = {"actor": leader, "clock": clock}
    key = commands.create_calibration(session, plan=PlanFactory(vignette_ids=(vignette_id,)), **lead)
    session.flush()
    found = list_candidates(session, leader, key, CandidateFilter(), on=clock.today())
    others = [one.person_id for one in found if one.person_id not in {rater_id, leader.person_id}][:3]
    commands.invite_raters(session, calibration_id=key, person_ids=[rater_id, *others], **lead)
    _step(session, key, Step.OPEN, **lead)
    for person_id in (rater_id, *others[:2]):
        actor = queries.load_actor(session, person_id=person_id, on=clock.today())
        given = {"actor": actor, "calibration_id": key, "clock": clock}
        commands.save_answers(session, number=1, answers=[Answer("B1", 2)], version=0, **given)
        session.flush()
        commands.hand_in(session, **given)
    _step(session, key, Step.DISCUSS, **lead)
    return {"calibration_id": key, "vignette_id": vignette_id, "unanswered_id": others[2]}


def _step(session: Session, key: UUID, step: Step, *, actor: Actor, clock: Clock) -> None:
    session.flush()
    version = get_calibration(session, actor, key).version
    commands.take_step(session, actor=actor, calibration_id=key, step=step, version=version, clock=clock)
    session.flush()
