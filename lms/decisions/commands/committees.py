"""Setting up a committee and changing it."""

from collections.abc import Collection, Mapping
from datetime import date
from uuid import UUID

from sqlalchemy.orm import Session

from lms.decisions.access import can_set_up
from lms.decisions.commands.trail import record
from lms.decisions.domain import CommitteeDraft, MemberDraft, check_committee
from lms.decisions.models import Committee, CommitteeMember
from lms.decisions.queries import get_committee, list_eligible, votes_about
from lms.kernel.actor import Actor
from lms.kernel.clock import Clock
from lms.kernel.errors import Conflict, NotAllowed, RuleViolation
from lms.kernel.ids import new_id
from lms.people.models import Organisation


def set_up_committee(
    session: Session, *, actor: Actor, organisation_id: UUID, draft: CommitteeDraft, clock: Clock
) -> UUID:
    """Set up a committee of an organisation and return its id.

    Raises RuleViolation("decisions.organisation_unknown" | "decisions.member_unknown") and as
    ``check_committee``.
    """
    organisation = session.get(Organisation, organisation_id)
    if organisation is None or not can_set_up(actor, organisation_path=organisation.path):
        raise RuleViolation("decisions.organisation_unknown", field="organisation")
    _check(session, actor, draft, known=(), clock=clock)
    committee = Committee(
        id=new_id(),
        organisation_id=organisation.id,
        set_up_by_id=actor.person_id,
        set_up_at=clock.now(),
        members=[],
    )
    _write(committee, draft, clock)
    session.add(committee)
    _record(session, actor, "set_up_committee", committee, clock)
    return committee.id


def change_committee(
    session: Session, *, actor: Actor, committee_id: UUID, version: int, draft: CommitteeDraft, clock: Clock
) -> None:
    """Change a committee's name, rules and members; what is before it already keeps its panel and rules.

    Raises NotFound("decisions.committee_unknown"); NotAllowed("decisions.not_organiser");
    RuleViolation("decisions.own_matter") while it votes about the actor, and as ``set_up_committee``;
    Conflict("decisions.stale_committee") with the saved texts.
    """
    committee = get_committee(session, actor, committee_id, on=clock.today())
    if not can_set_up(actor, organisation_path=committee.organisation.path):
        raise NotAllowed("decisions.not_organiser")
    if votes_about(session, committee_id, actor.person_id):
        raise RuleViolation("decisions.own_matter")
    if committee.version != version:
        raise Conflict("decisions.stale_committee", current=_saved(committee), version=committee.version)
    known = {member.person_id for member in committee.members}
    _check(session, actor, draft, known=known, clock=clock)
    _write(committee, draft, clock)
    _record(session, actor, "change_committee", committee, clock)


def _check(
    session: Session, actor: Actor, draft: CommitteeDraft, *, known: Collection[UUID], clock: Clock
) -> None:
    eligible = {person.id for person in list_eligible(session, actor, on=clock.today())} | set(known)
    for member in draft.members:
        if member.person_id not in eligible:
            raise RuleViolation("decisions.member_unknown", field=f"person_{member.row}")
    check_committee(draft, today=clock.today())


def _write(committee: Committee, draft: CommitteeDraft, clock: Clock) -> None:
    """Make the committee what the draft says; a seat that stays keeps its row."""
    committee.name = {language: text.strip() for language, text in draft.name.items()}
    committee.quorum, committee.majority = draft.quorum, draft.majority
    committee.changed_at = clock.now()
    present = {(member.person_id, member.starts_on): member for member in committee.members}
    committee.members = [_seat(present, one) for one in draft.members]


def _seat(present: Mapping[tuple[UUID, date], CommitteeMember], draft: MemberDraft) -> CommitteeMember:
    seat = present.get((draft.person_id, draft.starts_on)) or CommitteeMember(
        id=new_id(), person_id=draft.person_id, starts_on=draft.starts_on
    )
    seat.ends_on, seat.is_chair = draft.ends_on, draft.is_chair
    return seat


def _record(session: Session, actor: Actor, action: str, committee: Committee, clock: Clock) -> None:
    seats = [
        [str(one.person_id), one.starts_on.isoformat(), one.ends_on and one.ends_on.isoformat(), one.is_chair]
        for one in committee.members
    ]
    facts = {"quorum": committee.quorum, "majority": committee.majority, "members": seats}
    record(session, actor, action, kind="committee", subject_id=committee.id, clock=clock, details=facts)


def _saved(committee: Committee) -> Mapping[str, object]:
    """Return the saved texts under the names of the form's fields."""
    saved: dict[str, object] = {
        "name_ja": committee.name["ja"],
        "name_en": committee.name["en"],
        "quorum": committee.quorum,
        "majority": committee.majority.value,
    }
    for row, member in enumerate(committee.members):
        saved[f"person_{row}"] = member.person_id
        saved[f"starts_{row}"] = member.starts_on.isoformat()
        saved[f"last_{row}"] = member.last_day.isoformat() if member.last_day else ""
        if member.is_chair:
            saved["chair"] = str(row)
    return saved
