"""The organiser's planning: a session made and changed, raters invited and withdrawn."""

from collections.abc import Collection, Mapping
from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from lms.kernel.actor import Actor
from lms.kernel.clock import Clock
from lms.kernel.errors import Conflict, NotAllowed, NotFound, RuleViolation
from lms.kernel.ids import new_id
from lms.moderation.access import can_change_raters
from lms.moderation.commands.loads import load_managed, note
from lms.moderation.commands.telling import tell
from lms.moderation.domain import MOST_RATERS, OVER, PREPARED, Plan, State, check_plan
from lms.moderation.models import Calibration, CalibrationRater, CalibrationVignette, Vignette
from lms.moderation.queries import (
    CandidateFilter,
    dates_of,
    list_candidates,
    list_vignettes,
    organisation_for,
)
from lms.people.models import Person
from lms.rubric.queries import find_current_rubric, get_rubric
from lms.storage import audit

DAYS = ("opens_on", "first_closes_on", "discussion_on", "second_closes_on")


def create_calibration(session: Session, *, actor: Actor, plan: Plan, clock: Clock) -> UUID:
    """Begin a session as a draft and return its id.

    Raises NotAllowed("moderation.may_not_organise"); RuleViolation("moderation.no_rubric" |
    "moderation.day_has_passed" | "moderation.vignette_unknown"), and as ``check_plan`` does.
    """
    audit.hold_end(session)
    organisation = organisation_for(session, actor)
    if organisation is None:
        raise NotAllowed("moderation.may_not_organise")
    rubric = find_current_rubric(session, actor)
    if rubric is None:
        raise RuleViolation("moderation.no_rubric")
    calibration = Calibration(
        id=new_id(),
        organisation_id=organisation.id,
        organiser_id=actor.person_id,
        rubric_version_id=rubric.id,
        state=State.DRAFT,
        created_at=clock.now(),
        places=[],
    )
    _write(session, actor, calibration, plan, today=clock.today())
    session.add(calibration)
    note(session, calibration, "create_calibration", actor_id=actor.person_id, clock=clock)
    return calibration.id


def revise_calibration(
    session: Session,
    *,
    actor: Actor,
    calibration_id: UUID,
    version: int,
    plan: Plan,
    scribe_id: UUID | None,
    clock: Clock,
) -> None:
    """Change a session: all of it before it is opened, then its words, its scribe and the days to come.

    Raises NotFound; NotAllowed("moderation.not_yours"); RuleViolation("moderation.is_over" |
    "moderation.day_is_over" | "moderation.vignettes_fixed" | "moderation.scribe_unknown"), and as
    ``create_calibration``; Conflict("moderation.stale") with the saved texts.
    """
    calibration, _part = load_managed(session, actor, calibration_id)
    if calibration.state in OVER:
        raise RuleViolation("moderation.is_over")
    if calibration.version != version:
        raise Conflict("moderation.stale", current=_saved(calibration), version=calibration.version)
    _check_fixed(calibration, plan)
    _write(session, actor, calibration, plan, today=clock.today())
    calibration.scribe_id = _scribe(session, calibration, scribe_id)
    note(session, calibration, "revise_calibration", actor_id=actor.person_id, clock=clock)


def invite_raters(
    session: Session, *, actor: Actor, calibration_id: UUID, person_ids: Collection[UUID], clock: Clock
) -> int:
    """Invite people within reach, and return how many were not invited before; an open session tells them.

    Raises NotFound; NotAllowed("moderation.not_yours"); RuleViolation("moderation.raters_fixed" |
    "moderation.nobody_chosen" | "moderation.too_many_raters" | "moderation.rater_out_of_reach").
    """
    calibration, part = load_managed(session, actor, calibration_id)
    if not can_change_raters(actor, part.facts):
        raise RuleViolation("moderation.raters_fixed")
    if not person_ids:
        raise RuleViolation("moderation.nobody_chosen", field="people")
    present = _list_rows(session, calibration_id)
    wanted = set(person_ids) - {key for key, row in present.items() if row.withdrawn_at is None}
    if part.tally.n_raters + len(wanted) > MOST_RATERS:
        raise RuleViolation("moderation.too_many_raters", field="people", highest=MOST_RATERS)
    found = list_candidates(session, actor, calibration_id, CandidateFilter(), on=clock.today())
    employers = {candidate.person_id: candidate.organisation_id for candidate in found}
    if not wanted <= employers.keys():
        raise RuleViolation("moderation.rater_out_of_reach", field="people")
    for person_id in sorted(wanted):
        row = present.get(person_id) or CalibrationRater(calibration_id=calibration_id, person_id=person_id)
        row.organisation_id, row.invited_at = employers[person_id], clock.now()
        row.withdrawn_at = row.withdrawn_by_id = None
        session.add(row)
    invited = [str(person_id) for person_id in sorted(wanted)]
    note(session, calibration, "invite_raters", actor_id=actor.person_id, clock=clock, people=invited)
    if calibration.state is State.OPEN:
        occasion = clock.now().isoformat()
        tell(session, calibration, "moderation.invited", sorted(wanted), occasion=occasion, clock=clock)
    return len(wanted)


def withdraw_rater(
    session: Session, *, actor: Actor, calibration_id: UUID, person_id: UUID, clock: Clock
) -> None:
    """Take a rater off a session who has not answered; once it is open, they are told.

    Raises NotFound; NotAllowed("moderation.not_yours"); RuleViolation("moderation.raters_fixed" |
    "moderation.has_answered").
    """
    calibration, part = load_managed(session, actor, calibration_id)
    row = _list_rows(session, calibration_id).get(person_id)
    if row is None or row.withdrawn_at is not None:
        raise NotFound("moderation.rater_unknown")
    if not can_change_raters(actor, part.facts):
        raise RuleViolation("moderation.raters_fixed")
    if row.answered_at is not None:
        raise RuleViolation("moderation.has_answered")
    row.withdrawn_at, row.withdrawn_by_id = clock.now(), actor.person_id
    if calibration.scribe_id == person_id:
        calibration.scribe_id = None
    note(session, calibration, "withdraw_rater", actor_id=actor.person_id, clock=clock, person=str(person_id))
    if calibration.state not in PREPARED and person_id != actor.person_id:
        occasion = clock.now().isoformat()
        tell(session, calibration, "moderation.withdrawn", [person_id], occasion=occasion, clock=clock)


def _write(session: Session, actor: Actor, calibration: Calibration, plan: Plan, *, today: date) -> None:
    check_plan(plan)
    saved = dates_of(calibration)
    for name in DAYS:
        day: date = getattr(plan.dates, name)
        if day != getattr(saved, name) and day < today:
            raise RuleViolation("moderation.day_has_passed", field=name)
        setattr(calibration, name, day)
    calibration.title, calibration.purpose = plan.title.strip(), plan.purpose.strip()
    calibration.meeting = plan.meeting.strip()
    if [place.vignette_id for place in calibration.places] != list(plan.vignette_ids):
        chosen = _choose(session, actor, calibration, plan.vignette_ids)
        present = {place.vignette_id: place for place in calibration.places}
        calibration.places = [
            present.get(vignette.id) or CalibrationVignette(vignette=vignette, vignette_id=vignette.id)
            for vignette in chosen
        ]
        for number, place in enumerate(calibration.places, start=1):
            place.number = number


def _choose(
    session: Session, actor: Actor, calibration: Calibration, wanted: Collection[UUID]
) -> list[Vignette]:
    rubric = get_rubric(session, calibration.rubric_version_id)
    offered = {vignette.id: vignette for vignette in list_vignettes(session, actor, rubric)}
    offered |= {place.vignette_id: place.vignette for place in calibration.places}
    if not set(wanted) <= offered.keys():
        raise RuleViolation("moderation.vignette_unknown", field="vignettes")
    return [offered[vignette_id] for vignette_id in wanted]


def _check_fixed(calibration: Calibration, plan: Plan) -> None:
    """Refuse a change of what is behind: days of stages that are over, vignettes of an open session."""
    passed = {State.OPEN: 1, State.DISCUSSION: 2, State.SECOND_ROUND: 3}.get(calibration.state, 0)
    for name in DAYS[:passed]:
        if getattr(plan.dates, name) != getattr(calibration, name):
            raise RuleViolation("moderation.day_is_over", field=name)
    if passed and [place.vignette_id for place in calibration.places] != list(plan.vignette_ids):
        raise RuleViolation("moderation.vignettes_fixed", field="vignettes")


def _scribe(session: Session, calibration: Calibration, person_id: UUID | None) -> UUID | None:
    if person_id is None:
        return None
    row = _list_rows(session, calibration.id).get(person_id)
    if row is None or row.withdrawn_at is not None:
        raise RuleViolation("moderation.scribe_unknown", field="scribe")
    return session.get_one(Person, person_id).id


def _list_rows(session: Session, calibration_id: UUID) -> dict[UUID, CalibrationRater]:
    rows = session.scalars(select(CalibrationRater).where(CalibrationRater.calibration_id == calibration_id))
    return {row.person_id: row for row in rows}


def _saved(calibration: Calibration) -> Mapping[str, object]:
    """Return the saved texts under the names of the form's fields."""
    return {
        "title": calibration.title,
        "purpose": calibration.purpose,
        "meeting": calibration.meeting,
        **{name: getattr(calibration, name).isoformat() for name in DAYS},
        "scribe": str(calibration.scribe_id or ""),
    }
