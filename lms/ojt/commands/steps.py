"""What every step shares: find the entry, check whose step it is, keep what happened, tell the other."""

from uuid import UUID

from sqlalchemy.orm import Session, joinedload, selectinload

from lms.kernel.actor import Actor
from lms.kernel.clock import Clock
from lms.kernel.errors import Conflict, NotAllowed, NotFound, RuleViolation
from lms.kernel.ids import new_id
from lms.ojt.access import can_act
from lms.ojt.domain import Action, EntryState, Life, Stamp, find_transition
from lms.ojt.models import OjtEntry, OjtEntryPractice, OjtEvent, OjtRating
from lms.ojt.queries import draft_of, facts_of, life_of, visible_to
from lms.storage import audit, outbox

_HANDED_IN = frozenset({Action.SUBMIT, Action.RESUBMIT})


def load_entry(session: Session, actor: Actor, entry_id: UUID) -> OjtEntry:
    """Return a visible entry, locked, with people, organisation, ratings and history loaded.

    Raises NotFound("ojt.entry_unknown").
    """
    entry = session.scalar(
        visible_to(actor)
        .where(OjtEntry.id == entry_id)
        .options(
            joinedload(OjtEntry.organisation),
            joinedload(OjtEntry.advisor),
            joinedload(OjtEntry.supervisor),
            selectinload(OjtEntry.ratings).joinedload(OjtRating.criterion),
            selectinload(OjtEntry.practices).joinedload(OjtEntryPractice.task),
            selectinload(OjtEntry.events),
        )
        .with_for_update(of=OjtEntry)
    )
    if entry is None:
        raise NotFound("ojt.entry_unknown")
    return entry


def require_step(actor: Actor, action: Action, entry: OjtEntry) -> None:
    """Check that an entry's state allows a step and that it is the actor's.

    Raises RuleViolation("ojt.not_now"); NotAllowed("ojt.not_yours").
    """
    facts = facts_of(entry, entry.organisation)
    if find_transition(action, facts.state) is None:
        raise RuleViolation("ojt.not_now")
    if not can_act(actor, action, facts):
        raise NotAllowed("ojt.not_yours")


def open_step(session: Session, *, actor: Actor, entry_id: UUID, version: int, action: Action) -> OjtEntry:
    """Return an entry on which the actor may take a step now, as the page it was decided on showed it.

    Raises NotFound("ojt.entry_unknown"); RuleViolation("ojt.not_now"); NotAllowed("ojt.not_yours");
    Conflict("ojt.changed_meanwhile") when that page is out of date.
    """
    entry = load_entry(session, actor, entry_id)
    require_step(actor, action, entry)
    if entry.version != version:
        raise Conflict("ojt.changed_meanwhile", current={}, version=entry.version)
    return entry


def take_step(
    session: Session, *, actor: Actor, entry: OjtEntry, action: Action, text: str = "", clock: Clock
) -> None:
    """Move an entry one step along the table, keep the step and tell whom it concerns."""
    life = life_of(entry).after(action, Stamp(actor.person_id, clock.now(), text))
    _store(entry, life)
    keep_event(session, actor=actor, entry=entry, action=action, text=text, clock=clock)
    _tell(session, actor, entry, action, clock)


def keep_event(
    session: Session, *, actor: Actor, entry: OjtEntry, action: Action, text: str = "", clock: Clock
) -> None:
    """Append a step to an entry's history and to the audit log."""
    entry.changed_at = clock.now()
    entry.events.append(
        OjtEvent(
            id=new_id(),
            number=len(entry.events) + 1,
            at=clock.now(),
            actor_id=actor.person_id,
            action=action,
            state=entry.state,
            text=text,
            content=_content(entry) if action in _HANDED_IN else None,
        )
    )
    audit.record(
        session,
        actor_id=actor.person_id,
        action=f"ojt.{action}",
        subject_kind="ojt_entry",
        subject_id=entry.id,
        at=clock.now(),
        details={"state": entry.state},
    )


def _store(entry: OjtEntry, life: Life) -> None:
    entry.state = life.state
    for step in ("submitted", "acknowledged", "disputed", "answered", "signed", "voided"):
        stamp: Stamp | None = getattr(life, step)
        setattr(entry, f"{step}_at", stamp.at if stamp else None)
        setattr(entry, f"{step}_by_id", stamp.by_id if stamp else None)
        if step != "submitted":
            words = "signed_name" if step == "signed" else f"{step}_text"
            setattr(entry, words, stamp.text if stamp else None)


def _content(entry: OjtEntry) -> dict[str, object]:
    draft = draft_of(entry)
    content: dict[str, object] = {
        "activity": draft.activity.value,
        "case_id": str(draft.case_id) if draft.case_id else None,
        "visited_on": draft.visited_on.isoformat(),
        "minutes": draft.minutes,
        "comment": draft.comment,
        "ratings": [[rating.criterion_code, rating.level, rating.note] for rating in draft.ratings],
    }
    if entry.practices:
        content["practices"] = [dict(practice.task.title) for practice in entry.practices]
    return content


def _tell(session: Session, actor: Actor, entry: OjtEntry, action: Action, clock: Clock) -> None:
    kind, concerned = {
        Action.SUBMIT: ("ojt.submitted", {entry.advisor_id}),
        Action.RESUBMIT: ("ojt.submitted", {entry.advisor_id}),
        Action.ACKNOWLEDGE: ("ojt.acknowledged", {entry.supervisor_id}),
        Action.DISPUTE: ("ojt.disputed", {entry.supervisor_id}),
        Action.SIGN: ("ojt.signed", {entry.advisor_id}),
        Action.VOID: ("ojt.voided", {entry.advisor_id, entry.supervisor_id}),
    }.get(action, ("", set()))
    never_shown = entry.state is EntryState.VOIDED and entry.submitted_at is None
    for person_id in concerned - {actor.person_id} if not never_shown else set():
        outbox.add(
            session,
            kind=kind,
            key=f"{kind}:{entry.id}:{len(entry.events)}:{person_id}",
            recipient_id=person_id,
            payload={
                "entry_id": str(entry.id),
                "visited_on": entry.visited_on.isoformat(),
                "advisor": entry.advisor.name,
                "supervisor": entry.supervisor.name,
            },
            at=clock.now(),
        )
