"""Reads of sessions: which there are for whom, what one is made of, who takes part."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Row, Select, and_, case, false, func, or_, select
from sqlalchemy.orm import Session, joinedload, selectinload

from lms.kernel.actor import Actor
from lms.kernel.errors import NotFound
from lms.kernel.permission import Permission
from lms.moderation.access import CalibrationFacts, can_manage
from lms.moderation.domain import OVER, Dates, State, Tally
from lms.moderation.models import Calibration, CalibrationRater, CalibrationVignette, Vignette
from lms.people.models import Organisation
from lms.people.queries import organisations_within


@dataclass(frozen=True)
class Part:
    """What one actor is in a session; ``rater`` is their row, None when they do not rate."""

    facts: CalibrationFacts
    rater: CalibrationRater | None
    tally: Tally
    is_manager: bool


@dataclass(frozen=True)
class CalibrationLine:
    """A session as a list shows it. ``waits``: the actor's answers are wanted now."""

    calibration: Calibration
    n_raters: int
    n_answered: int
    is_manager: bool
    is_rater: bool
    waits: bool


@dataclass(frozen=True)
class RaterLine:
    """Somebody invited, as the organiser sees them: whether they have answered, never what."""

    person_id: UUID
    name: str
    organisation_name: Mapping[str, str]
    has_answered: bool
    has_answered_again: bool


@dataclass(frozen=True)
class WaitingCalibration:
    """A session whose first round waits for the actor."""

    id: UUID
    title: str
    closes_on: date


def _takes_part(actor: Actor) -> Select[UUID]:
    return select(CalibrationRater.calibration_id).where(
        CalibrationRater.person_id == actor.person_id, CalibrationRater.withdrawn_at.is_(None)
    )


def visible_to(actor: Actor) -> Select[Calibration]:
    """Select the sessions an actor may know of: led by them, in reach and not rated by them, or rated."""
    rated = Calibration.id.in_(_takes_part(actor))
    in_reach = Calibration.organisation_id.in_(organisations_within(actor, Permission.MODERATION_ORGANISE))
    led = and_(in_reach, or_(Calibration.organiser_id == actor.person_id, ~rated))
    return select(Calibration).where(or_(led, and_(rated, Calibration.opened_at.is_not(None))))


def get_calibration(session: Session, actor: Actor, calibration_id: UUID) -> Calibration:
    """Return a visible session with its people and its vignettes. Raises NotFound."""
    calibration = session.scalar(
        visible_to(actor)
        .where(Calibration.id == calibration_id)
        .options(
            joinedload(Calibration.organisation),
            joinedload(Calibration.organiser),
            joinedload(Calibration.scribe),
            selectinload(Calibration.places)
            .joinedload(CalibrationVignette.vignette)
            .selectinload(Vignette.reference),
        )
    )
    if calibration is None:
        raise NotFound("moderation.calibration_unknown")
    return calibration


def find_part(session: Session, actor: Actor, calibration: Calibration) -> Part:
    """Find out what the actor is in a session; needs organisation and places loaded."""
    taking_part = (
        CalibrationRater.calibration_id == calibration.id,
        CalibrationRater.withdrawn_at.is_(None),
    )
    n_raters, n_answered = session.execute(
        select(func.count(), func.count(CalibrationRater.answered_at)).where(*taking_part)
    ).one()
    rater = session.scalar(
        select(CalibrationRater).where(*taking_part, CalibrationRater.person_id == actor.person_id)
    )
    tally = Tally(len(calibration.places), n_raters, n_answered)
    facts = facts_of(calibration, calibration.organisation, rater, tally)
    return Part(facts, rater, tally, can_manage(actor, facts))


def facts_of(
    calibration: Calibration, organisation: Organisation, rater: CalibrationRater | None, tally: Tally
) -> CalibrationFacts:
    """Return what access to a session depends on."""
    return CalibrationFacts(
        organiser_id=calibration.organiser_id,
        scribe_id=calibration.scribe_id,
        organisation_path=organisation.path,
        state=calibration.state,
        was_opened=calibration.opened_at is not None,
        is_rater=rater is not None,
        has_answered=rater is not None and rater.answered_at is not None,
        has_answered_again=rater is not None and rater.answered_again_at is not None,
        is_shown=tally.is_shown,
    )


def dates_of(calibration: Calibration) -> Dates:
    """Return the days a session is planned for."""
    return Dates(
        opens_on=calibration.opens_on,
        first_closes_on=calibration.first_closes_on,
        discussion_on=calibration.discussion_on,
        second_closes_on=calibration.second_closes_on,
    )


def list_calibrations(session: Session, actor: Actor, *, limit: int, offset: int) -> list[CalibrationLine]:
    """List visible sessions: what waits for the actor first, then what is going on, then what is over."""
    rater = CalibrationRater
    own = and_(
        rater.calibration_id == Calibration.id,
        rater.person_id == actor.person_id,
        rater.withdrawn_at.is_(None),
    )
    counted = (
        select(
            rater.calibration_id,
            func.count().label("n_raters"),
            func.count(rater.answered_at).label("n_answered"),
        )
        .where(rater.withdrawn_at.is_(None))
        .group_by(rater.calibration_id)
        .subquery()
    )
    waits = and_(Calibration.state == State.OPEN, rater.person_id.is_not(None), rater.answered_at.is_(None))
    rank = case((waits, 0), (Calibration.state.in_(OVER), 2), else_=1)
    rows = session.execute(
        visible_to(actor)
        .outerjoin(rater, own)
        .outerjoin(counted, counted.c.calibration_id == Calibration.id)
        .add_columns(rater.person_id, counted.c.n_raters, counted.c.n_answered, rank)
        .options(joinedload(Calibration.organisation), joinedload(Calibration.organiser))
        .order_by(rank, Calibration.created_at.desc(), Calibration.id.desc())
        .limit(limit)
        .offset(offset)
    ).all()
    return [_line(actor, row) for row in rows]


def _line(actor: Actor, row: Row[*tuple[Any, ...]]) -> CalibrationLine:
    calibration, rater_id, n_raters, n_answered, rank = row
    organises = actor.may_in(Permission.MODERATION_ORGANISE, calibration.organisation.path)
    is_rater = rater_id is not None
    return CalibrationLine(
        calibration=calibration,
        n_raters=n_raters or 0,
        n_answered=n_answered or 0,
        is_manager=organises and (calibration.organiser_id == actor.person_id or not is_rater),
        is_rater=is_rater,
        waits=rank == 0,
    )


def count_calibrations(session: Session, actor: Actor) -> int:
    """Count the visible sessions."""
    return session.scalar(select(func.count()).select_from(visible_to(actor).subquery())) or 0


def list_raters(session: Session, calibration_id: UUID) -> list[RaterLine]:
    """List who is invited, by organisation and name; for who leads the session."""
    rows = session.scalars(
        select(CalibrationRater)
        .where(CalibrationRater.calibration_id == calibration_id, CalibrationRater.withdrawn_at.is_(None))
        .options(joinedload(CalibrationRater.person), joinedload(CalibrationRater.organisation))
    ).all()
    rows = sorted(rows, key=lambda row: (row.organisation.path, row.person.name_kana, row.person.name))
    return [
        RaterLine(
            person_id=row.person_id,
            name=row.person.name,
            organisation_name=row.organisation.name,
            has_answered=row.answered_at is not None,
            has_answered_again=row.answered_again_at is not None,
        )
        for row in rows
    ]


def list_waiting(session: Session, actor: Actor) -> list[WaitingCalibration]:
    """List the sessions whose first round waits for the actor's answers, the first to close first."""
    rows = session.execute(
        select(Calibration.id, Calibration.title, Calibration.first_closes_on)
        .join(CalibrationRater, CalibrationRater.calibration_id == Calibration.id)
        .where(
            Calibration.state == State.OPEN,
            CalibrationRater.person_id == actor.person_id,
            CalibrationRater.withdrawn_at.is_(None),
            CalibrationRater.answered_at.is_(None),
        )
        .order_by(Calibration.first_closes_on, Calibration.id)
    ).all()
    return [WaitingCalibration(*row) for row in rows]


def organisation_for(session: Session, actor: Actor) -> Organisation | None:
    """Return whom the actor makes sessions for: the highest organisation in which they may."""
    reach = or_(false(), *(Organisation.path == path for path in actor.paths(Permission.MODERATION_ORGANISE)))
    return session.scalar(
        select(Organisation).where(reach).order_by(func.length(Organisation.path), Organisation.path).limit(1)
    )


def list_running_ids(session: Session) -> list[UUID]:
    """List the sessions whose dates have to be kept: for the worker, not for pages."""
    idle = (State.DRAFT, *OVER)
    return list(
        session.scalars(select(Calibration.id).where(Calibration.state.not_in(idle)).order_by(Calibration.id))
    )
