"""Asking owners to look at their profiles again once the rubric has moved on."""

from collections.abc import Iterator
from datetime import date
from uuid import UUID

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import Session

from lms.kernel.clock import Clock
from lms.people.models import Organisation, Person
from lms.people.queries import load_actor
from lms.rubric.models import RubricVersion
from lms.storage import outbox
from lms.storage.outbox import OutboxMessage
from lms.targets import queries
from lms.targets.access import can_edit_profile
from lms.targets.models import TargetProfile, TargetRevision

KIND = "targets.review"


def ask_to_review(session: Session, *, clock: Clock) -> int:
    """Tell whoever wrote a profile last that its rubric is outdated; return how many were told now.

    Once for each revision. Who may no longer change the profile is not asked, nor is anybody about a profile
    that is over.
    """
    waiting = list(_waiting(session, today=clock.today()))
    told = set(session.scalars(select(OutboxMessage.key).where(OutboxMessage.key.in_(_keys(waiting)))))
    new = [(key, one) for key, one in zip(_keys(waiting), waiting, strict=True) if key not in told]
    for key, (_revision_id, profile_id, owner_id) in new:
        outbox.add(
            session,
            kind=KIND,
            key=key,
            recipient_id=owner_id,
            payload={"profile_id": str(profile_id)},
            at=clock.now(),
        )
    return len(new)


def _keys(waiting: list[tuple[UUID, UUID, UUID]]) -> list[str]:
    return [f"{KIND}:{revision_id}" for revision_id, _profile_id, _owner_id in waiting]


def _waiting(session: Session, *, today: date) -> Iterator[tuple[UUID, UUID, UUID]]:
    """Find revisions in outdated words with their profile and who wrote them, if they still may."""
    for revision_id, profile_id, owner_id, path in session.execute(_outdated(today)).all():
        owner = load_actor(session, person_id=owner_id, on=today)
        if can_edit_profile(owner, organisation_path=path):
            yield revision_id, profile_id, owner_id


def _outdated(today: date) -> Select[UUID, UUID, UUID, str]:
    """Select what profiles say in the words of an outdated version, where somebody still here wrote it."""
    return (
        select(TargetRevision.id, TargetProfile.id, Person.id, Organisation.path)
        .join(TargetProfile, TargetProfile.id == TargetRevision.profile_id)
        .join(Organisation, Organisation.id == TargetProfile.organisation_id)
        .join(RubricVersion, RubricVersion.id == TargetRevision.rubric_version_id)
        .join(Person, Person.id == TargetRevision.recorded_by_id)
        .where(
            TargetRevision.number == queries.latest_number(),
            or_(TargetRevision.ends_on.is_(None), TargetRevision.ends_on > today),
            RubricVersion.outdated_at.is_not(None),
            Person.disabled_at.is_(None),
        )
        .order_by(TargetRevision.id)
    )
