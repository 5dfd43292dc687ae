"""Publishing from a file. The same content again changes nothing; other content needs another version."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.orm import Session

from lms.kernel.clock import Clock
from lms.kernel.errors import Conflict
from lms.people.models import Organisation
from lms.rubric.commands.storing import Publication, publish, refuse_flaws, standing_of
from lms.rubric.domain import RubricText, list_flaws
from lms.rubric.queries import (
    Standing,
    find_current_above,
    find_current_additions,
    find_followed,
    find_version,
)

_TAKEN = frozenset({"rubric.code_elsewhere", "rubric.version_taken"})


@dataclass(frozen=True)
class Loading:
    """What loading gave: the version's id, and whether it was not there before."""

    rubric_version_id: UUID
    is_new: bool


def load_rubric(
    session: Session,
    *,
    actor_id: UUID | None,
    rubric: RubricText,
    publisher_id: UUID | None,
    clock: Clock,
) -> Loading:
    """Publish a version from a file, or find that the same content is stored already and change nothing.

    The operator at the command line acts without an account: ``actor_id`` is None. Without a publisher, every
    organisation reads it. A member's file that repeats its federation's rubric and only adds to it becomes
    additions. Raises Conflict("rubric.version_immutable") when other content is stored under this code and
    version, Conflict("rubric.other_publisher") when another organisation has published it; as ``publish``.
    """
    refuse_flaws(rubric, list_flaws(rubric))
    publisher = None if publisher_id is None else session.get_one(Organisation, publisher_id)
    publication = _publication(session, rubric, publisher)
    standing = standing_of(session, publication)
    stored_id = _find_stored(session, standing, publisher_id)
    if stored_id is not None:
        return Loading(stored_id, is_new=False)
    return Loading(publish(session, publication, actor_id=actor_id, clock=clock), is_new=True)


def _publication(session: Session, rubric: RubricText, publisher: Organisation | None) -> Publication:
    base_id = predecessor_id = None
    if rubric.extends is not None and publisher is not None:
        base = find_current_above(session, publisher, rubric.extends)
        base_id = None if base is None else base.id
        additions = find_current_additions(session, publisher, rubric.extends)
        predecessor_id = None if additions is None else additions.id
    if rubric.succession is not None:
        followed = find_followed(session, publisher, rubric.code, rubric.succession.predecessor)
        predecessor_id = predecessor_id if followed is None else followed.id
    return Publication(rubric, publisher, predecessor_id, base_id, action="rubric.loaded")


def _find_stored(session: Session, standing: Standing, publisher_id: UUID | None) -> UUID | None:
    """Return the version that says the same already. Whoever may not speak in its name is told that first."""
    text = standing.text
    stored = find_version(session, code=text.code, version=text.version)
    if stored is None:
        return None
    if stored.publisher_id != publisher_id:
        others = tuple(flaw for flaw in standing.flaws if flaw.code not in _TAKEN)
        refuse_flaws(text, others)
        raise Conflict("rubric.other_publisher", rubric_code=text.code, rubric_version=text.version)
    if stored.content_digest != text.digest():
        raise Conflict("rubric.version_immutable", rubric_code=text.code, rubric_version=text.version)
    return stored.id
