"""Who may see and do what with drafts. The reads agree with it, which a test holds."""

from collections.abc import Collection
from uuid import UUID

from lms.kernel.actor import Actor
from lms.kernel.permission import Permission


def can_write(actor: Actor, *, publisher_path: str) -> bool:
    """Say whether the actor sees the drafts of an organisation and may write in them."""
    return actor.may_in(Permission.COURSE_EDIT, publisher_path)


def can_review(actor: Actor, *, publisher_path: str, writers: Collection[UUID]) -> bool:
    """Say whether the actor may decide about a draft: who publishes there and has not written in it."""
    return actor.may_in(Permission.COURSE_PUBLISH, publisher_path) and actor.person_id not in writers
