"""What was agreed, and opening the names for a stated purpose."""

from collections.abc import Mapping
from datetime import timedelta
from uuid import UUID

from sqlalchemy.orm import Session

from lms.kernel.actor import Actor
from lms.kernel.clock import Clock
from lms.kernel.errors import Conflict, NotAllowed, RuleViolation
from lms.kernel.ids import new_id
from lms.moderation.access import can_open_names, can_write_minutes
from lms.moderation.commands.loads import load_managed, load_part, note
from lms.moderation.commands.telling import list_rater_ids, tell
from lms.moderation.domain import MAX_PURPOSE, MAX_TEXT, check_words
from lms.moderation.models import CalibrationDisclosure, CalibrationMinutes
from lms.moderation.queries import find_minutes, list_disclosures, names_are_open, rated_criteria
from lms.rubric.queries import get_rubric
from lms.storage import audit

NAMES_OPEN = timedelta(days=30)


def save_minutes(
    session: Session,
    *,
    actor: Actor,
    calibration_id: UUID,
    texts: Mapping[str, str],
    version: int,
    clock: Clock,
) -> None:
    """Keep what was agreed, by criterion code, "" for what concerns all; ``version`` 0 begins the minutes.

    Raises NotFound; NotAllowed("moderation.not_the_scribe"); RuleViolation("moderation.not_rated_here" |
    "moderation.text_too_long"); Conflict("moderation.minutes_stale") with the saved texts.
    """
    audit.hold_end(session)
    calibration, part = load_part(session, actor, calibration_id, changes_state=True)
    if not can_write_minutes(actor, part.facts):
        raise NotAllowed("moderation.not_the_scribe")
    rubric = get_rubric(session, calibration.rubric_version_id)
    codes = {code for criteria in rated_criteria(calibration, rubric).values() for code in criteria}
    for code, text in texts.items():
        if code and code not in codes:
            raise RuleViolation("moderation.not_rated_here", criterion=code)
        if len(text) > MAX_TEXT:
            raise RuleViolation("moderation.text_too_long", field=f"text_{code}", highest=MAX_TEXT)
    minutes = find_minutes(session, calibration_id)
    if (minutes.version if minutes else 0) != version:
        saved = minutes.texts if minutes else {}
        current = {f"text_{code}": saved.get(code, "") for code in ("", *sorted(codes))}
        raise Conflict("moderation.minutes_stale", current=current, version=minutes.version if minutes else 0)
    if minutes is None:
        minutes = CalibrationMinutes(calibration_id=calibration_id)
        session.add(minutes)
    minutes.texts = {code: text.strip() for code, text in texts.items() if text.strip()}
    minutes.saved_by_id, minutes.saved_at = actor.person_id, clock.now()
    note(session, calibration, "save_minutes", actor_id=actor.person_id, clock=clock)


def open_names(session: Session, *, actor: Actor, calibration_id: UUID, purpose: str, clock: Clock) -> None:
    """Let the actor see who answered what for 30 days; why is kept, and every rater is told.

    Raises NotFound; NotAllowed("moderation.not_yours"); RuleViolation("moderation.names_not_now" |
    "moderation.names_open"), and as ``check_words`` does.
    """
    calibration, part = load_managed(session, actor, calibration_id)
    if not can_open_names(actor, part.facts):
        raise RuleViolation("moderation.names_not_now")
    words = check_words(purpose, field="purpose", most=MAX_PURPOSE)
    now = clock.now()
    if names_are_open(list_disclosures(session, calibration_id), actor, now):
        raise RuleViolation("moderation.names_open")
    session.add(
        CalibrationDisclosure(
            id=new_id(),
            calibration_id=calibration_id,
            opened_by_id=actor.person_id,
            opened_at=now,
            ends_at=now + NAMES_OPEN,
            purpose=words,
        )
    )
    note(session, calibration, "open_names", actor_id=actor.person_id, clock=clock, purpose=words)
    people = [one for one in list_rater_ids(session, calibration_id) if one != actor.person_id]
    tell(
        session,
        calibration,
        "moderation.names_opened",
        people,
        occasion=now.isoformat(),
        clock=clock,
        day=calibration.discussion_on,
    )
