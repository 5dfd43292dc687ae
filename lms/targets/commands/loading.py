"""Publishing the profiles of a file."""

from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from sqlalchemy.orm import Session

from lms.kernel.clock import Clock
from lms.kernel.errors import NotFound, RuleViolation
from lms.people.models import Organisation
from lms.rubric.domain import Rubric
from lms.rubric.queries import find_version, get_rubric
from lms.targets.commands.storing import check, ids_of, list_stored, says, store_profile, store_revision
from lms.targets.domain import ProfileFile, ProfileText, TargetDraft


class Outcome(StrEnum):
    """What became of one profile of a file."""

    PUBLISHED = "published"
    REVISED = "revised"
    UNCHANGED = "unchanged"


@dataclass(frozen=True)
class Loading:
    """What became of each profile of a file, by its code."""

    outcomes: tuple[tuple[str, Outcome], ...]


def load_profiles(
    session: Session, *, actor_id: UUID | None, file: ProfileFile, publisher_id: UUID, clock: Clock
) -> Loading:
    """Publish what a file says as profiles of an organisation; either all of it, or nothing.

    A profile with the code and first day of a stored one is a revision of it; one that says nothing new
    changes nothing. Raises NotFound("targets.rubric_not_loaded"); RuleViolation as publishing does, with the
    code of the ``profile`` among its facts.
    """
    version = find_version(session, code=file.rubric_code, version=file.rubric_version)
    if version is None:
        raise NotFound(
            "targets.rubric_not_loaded", rubric_code=file.rubric_code, rubric_version=file.rubric_version
        )
    rubric = get_rubric(session, version.id)
    organisation = session.get_one(Organisation, publisher_id)
    outcomes = []
    for text in file.profiles:
        draft = file.draft_of(text, rubric.id)
        try:
            outcome = _load(session, text, draft, rubric, organisation, actor_id, clock)
        except RuleViolation as refusal:
            raise RuleViolation(refusal.code, refusal.field, **refusal.facts, profile=text.code) from refusal
        outcomes.append((text.code, outcome))
        session.flush()  # the next one has to see this one beside it
    return Loading(tuple(outcomes))


def _load(  # noqa: PLR0917 (one profile, and what all of a file have in common)
    session: Session,
    text: ProfileText,
    draft: TargetDraft,
    rubric: Rubric,
    organisation: Organisation,
    actor_id: UUID | None,
    clock: Clock,
) -> Outcome:
    stored = next(
        (
            profile
            for profile in list_stored(session, organisation)
            if (profile.code, profile.starts_on) == (text.code, text.starts_on)
        ),
        None,
    )
    if stored is None:
        store_profile(
            session,
            actor_id=actor_id,
            organisation=organisation,
            code=text.code,
            starts_on=text.starts_on,
            draft=draft,
            rubric=rubric,
            clock=clock,
        )
        return Outcome.PUBLISHED
    check(session, draft, organisation=organisation, starts_on=text.starts_on, rubric=rubric)
    if says(stored.revisions[-1], draft, rubric):
        return Outcome.UNCHANGED
    levels = ids_of(draft, rubric)
    store_revision(session, stored, draft, levels, actor_id=actor_id, reason="", clock=clock)
    return Outcome.REVISED
