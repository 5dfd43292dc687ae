"""Reads of entries, of what waits for whom, and of the people a supervisor accompanies."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.orm import Session, joinedload, selectinload
from sqlalchemy.orm.interfaces import ORMOption

from lms.clients.models import Case
from lms.evidence.domain import Rating
from lms.kernel.actor import Actor
from lms.kernel.errors import NotFound
from lms.kernel.permission import Permission
from lms.ojt.access import EntryFacts, can_record
from lms.ojt.domain import WAITS_FOR, EntryDraft, EntryState, Life, Party, SignedContent, Stamp
from lms.ojt.models import OjtEntry, OjtEntryPractice, OjtEvent, OjtRating
from lms.people.domain import RoleCode
from lms.people.models import Organisation
from lms.people.queries import list_people_with_role, organisations_within


@dataclass(frozen=True)
class EntryFilter:
    """Which of the visible entries are wanted; None leaves a question open."""

    state: EntryState | None = None
    advisor_id: UUID | None = None


@dataclass(frozen=True)
class Trainee:
    """Somebody the actor may record entries about, and when they were last seen at work."""

    person_id: UUID
    name: str
    organisation_id: UUID
    organisation_name: Mapping[str, str]
    last_seen_on: date | None
    last_seen_by_me_on: date | None


def visible_to(actor: Actor) -> Select[OjtEntry]:
    """Select the entries the actor may read: recorded by them; once handed in, about them or in reach."""
    reach = organisations_within(actor, Permission.OJT_ENTRY_READ)
    handed_in = and_(
        OjtEntry.submitted_at.is_not(None),
        or_(OjtEntry.advisor_id == actor.person_id, OjtEntry.organisation_id.in_(reach)),
    )
    return select(OjtEntry).where(or_(OjtEntry.supervisor_id == actor.person_id, handed_in))


def list_entries(
    session: Session, actor: Actor, wanted: EntryFilter, *, limit: int | None = None, offset: int = 0
) -> Sequence[OjtEntry]:
    """List visible entries, the latest visit first, with people, case and ratings loaded."""
    query = _narrowed(visible_to(actor), wanted).options(*_card_loads())
    newest_first = (OjtEntry.visited_on.desc(), OjtEntry.started_at.desc(), OjtEntry.id.desc())
    return session.scalars(query.order_by(*newest_first).limit(limit).offset(offset)).all()


def count_entries(session: Session, actor: Actor, wanted: EntryFilter) -> int:
    """Count the visible entries that ``list_entries`` would list without a limit."""
    found = _narrowed(visible_to(actor), wanted).subquery()
    return session.scalar(select(func.count()).select_from(found)) or 0


def list_waiting(session: Session, actor: Actor) -> Sequence[OjtEntry]:
    """List the entries whose next step is the actor's, the longest waiting first; loaded as a list's."""
    query = visible_to(actor).where(_waits_for(actor)).options(*_card_loads())
    return session.scalars(query.order_by(*_LONGEST_WAITING)).all()


def list_recent(session: Session, actor: Actor, limit: int) -> Sequence[OjtEntry]:
    """List the latest visits the actor took part in, with people and case loaded, without ratings."""
    query = _select_recent(actor, limit).options(*_line_loads())
    return session.scalars(query).all()


def list_waiting_and_recent(
    session: Session, actor: Actor, limit: int
) -> tuple[Sequence[OjtEntry], Sequence[OjtEntry]]:
    """Return what ``list_waiting`` and ``list_recent`` list, without ratings, in one statement for both."""
    recent = _select_recent(actor, limit).with_only_columns(OjtEntry.id)
    waits = _waits_for(actor)
    rows = session.execute(
        visible_to(actor)
        .add_columns(waits, OjtEntry.id.in_(recent))
        .where(or_(waits, OjtEntry.id.in_(recent)))
        .options(*_line_loads())
        .order_by(*_LONGEST_WAITING)
    ).all()
    latest = sorted(
        (row[0] for row in rows if row[2]), key=lambda one: (one.visited_on, one.id), reverse=True
    )
    return [row[0] for row in rows if row[1]], latest


def list_visits_of(session: Session, actor: Actor, advisor_id: UUID, limit: int) -> Sequence[OjtEntry]:
    """List the latest visible entries about somebody, with people and case loaded, without ratings."""
    query = _narrowed(visible_to(actor), EntryFilter(advisor_id=advisor_id)).options(*_line_loads())
    newest_first = (OjtEntry.visited_on.desc(), OjtEntry.started_at.desc(), OjtEntry.id.desc())
    return session.scalars(query.order_by(*newest_first).limit(limit)).all()


def list_trainees(session: Session, actor: Actor, *, on: date) -> Sequence[Trainee]:
    """List the advisors the actor may record entries about on a day, the longest unseen first."""
    reach = organisations_within(actor, Permission.OJT_ENTRY_RECORD)
    found = list_people_with_role(session, role=RoleCode.ADVISOR, organisation_ids=reach, on=on)
    seen = _last_visits(session, actor, [person.id for person in found])
    trainees: list[Trainee] = []
    for person in found:
        employer = person.employer_on(on)
        if employer is None or not can_record(actor, advisor_id=person.id, organisation_path=employer.path):
            continue
        last, last_by_me = seen.get(person.id, (None, None))
        trainees.append(Trainee(person.id, person.name, employer.id, employer.name, last, last_by_me))
    return sorted(trainees, key=lambda trainee: trainee.last_seen_on or date.min)


def get_entry(session: Session, actor: Actor, entry_id: UUID) -> OjtEntry:
    """Return a visible entry with everything on it loaded. Raises NotFound("ojt.entry_unknown")."""
    entry = session.scalar(
        visible_to(actor)
        .where(OjtEntry.id == entry_id)
        .options(
            *_card_loads(),
            joinedload(OjtEntry.organisation),
            selectinload(OjtEntry.practices).joinedload(OjtEntryPractice.task),
            selectinload(OjtEntry.events).joinedload(OjtEvent.actor),
        )
    )
    if entry is None:
        raise NotFound("ojt.entry_unknown")
    return entry


def facts_of(entry: OjtEntry, organisation: Organisation) -> EntryFacts:
    """Return what access to an entry depends on."""
    return EntryFacts(
        advisor_id=entry.advisor_id,
        supervisor_id=entry.supervisor_id,
        organisation_path=organisation.path,
        state=entry.state,
        was_submitted=entry.submitted_at is not None,
    )


def draft_of(entry: OjtEntry) -> EntryDraft:
    """Return what an entry says, ratings in the rubric's order; needs these and ``practices`` loaded."""
    in_order = sorted(entry.ratings, key=lambda rating: rating.criterion.position)
    return EntryDraft(
        advisor_id=entry.advisor_id,
        case_id=entry.case_id,
        activity=entry.activity,
        visited_on=entry.visited_on,
        minutes=entry.minutes,
        comment=entry.comment,
        ratings=tuple(Rating(rating.criterion.code, rating.level, rating.note) for rating in in_order),
        practices=tuple(sorted(practice.practice_task_id for practice in entry.practices)),
    )


def life_of(entry: OjtEntry) -> Life:
    """Return where an entry stands and how it came there."""
    return Life(
        state=entry.state,
        submitted=_stamp(entry.submitted_by_id, entry.submitted_at, ""),
        acknowledged=_stamp(entry.acknowledged_by_id, entry.acknowledged_at, entry.acknowledged_text),
        disputed=_stamp(entry.disputed_by_id, entry.disputed_at, entry.disputed_text),
        answered=_stamp(entry.answered_by_id, entry.answered_at, entry.answered_text),
        signed=_stamp(entry.signed_by_id, entry.signed_at, entry.signed_name),
        voided=_stamp(entry.voided_by_id, entry.voided_at, entry.voided_text),
    )


def content_of(entry: OjtEntry) -> SignedContent:
    """Return what a signature under an entry covers; needs what ``draft_of`` needs."""
    return SignedContent(
        entry_id=entry.id,
        supervisor_id=entry.supervisor_id,
        rubric_version_id=entry.rubric_version_id,
        draft=draft_of(entry),
        acknowledgement=entry.acknowledged_text or "",
    )


def _stamp(by_id: UUID | None, at: datetime | None, text: str | None) -> Stamp | None:
    return None if by_id is None or at is None else Stamp(by_id, at, text or "")


_LONGEST_WAITING = (OjtEntry.changed_at, OjtEntry.id)


def _waits_for(actor: Actor) -> ColumnElement[bool]:
    mine = {Party.ADVISOR: OjtEntry.advisor_id, Party.RECORDER: OjtEntry.supervisor_id}
    return or_(
        *(and_(OjtEntry.state == state, mine[party] == actor.person_id) for state, party in WAITS_FOR.items())
    )


def _select_recent(actor: Actor, limit: int) -> Select[OjtEntry]:
    mine = or_(OjtEntry.advisor_id == actor.person_id, OjtEntry.supervisor_id == actor.person_id)
    query = visible_to(actor).where(mine, OjtEntry.state != EntryState.VOIDED)
    return query.order_by(OjtEntry.visited_on.desc(), OjtEntry.id.desc()).limit(limit)


def _card_loads() -> tuple[ORMOption, ...]:
    return (*_line_loads(), selectinload(OjtEntry.ratings).joinedload(OjtRating.criterion))


def _line_loads() -> tuple[ORMOption, ...]:
    return (
        joinedload(OjtEntry.advisor),
        joinedload(OjtEntry.supervisor),
        joinedload(OjtEntry.case).joinedload(Case.client),
    )


def _narrowed(query: Select[OjtEntry], wanted: EntryFilter) -> Select[OjtEntry]:
    if wanted.state is not None:
        query = query.where(OjtEntry.state == wanted.state)
    if wanted.advisor_id is not None:
        query = query.where(OjtEntry.advisor_id == wanted.advisor_id)
    return query


def _last_visits(
    session: Session, actor: Actor, person_ids: Sequence[UUID]
) -> Mapping[UUID, tuple[date, date | None]]:
    visible = visible_to(actor).where(
        OjtEntry.advisor_id.in_(person_ids), OjtEntry.state != EntryState.VOIDED
    )
    entry = visible.subquery()
    by_me = func.max(entry.c.visited_on).filter(entry.c.supervisor_id == actor.person_id)
    rows = session.execute(
        select(entry.c.advisor_id, func.max(entry.c.visited_on), by_me).group_by(entry.c.advisor_id)
    )
    return {advisor_id: (last, last_by_me) for advisor_id, last, last_by_me in rows}
