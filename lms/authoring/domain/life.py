"""The life of a draft: written, looked at by somebody else, published; or thrown away."""

from collections.abc import Collection
from enum import StrEnum
from uuid import UUID

from lms.kernel.errors import Conflict, NotAllowed


class DraftState(StrEnum):
    """Where a draft stands. Only ``DRAFT`` can be written in; the last two are ends."""

    DRAFT = "draft"
    IN_REVIEW = "in_review"
    PUBLISHED = "published"
    DISCARDED = "discarded"


OPEN_STATES = (DraftState.DRAFT, DraftState.IN_REVIEW)


class ReviewVerdict(StrEnum):
    """How a review ended. ``TAKEN_BACK``: whoever wrote wants to go on writing."""

    APPROVED = "approved"
    RETURNED = "returned"
    TAKEN_BACK = "taken_back"


def require_writable(state: DraftState) -> None:
    """Check that a draft can be written in.

    Raises Conflict("authoring.in_review" | "authoring.published_already" | "authoring.discarded").
    """
    if state is not DraftState.DRAFT:
        raise Conflict(_ENDED.get(state, "authoring.in_review"))


def require_in_review(state: DraftState) -> None:
    """Check that a draft waits for its review.

    Raises Conflict("authoring.not_in_review" | "authoring.published_already" | "authoring.discarded").
    """
    if state is not DraftState.IN_REVIEW:
        raise Conflict(_ENDED.get(state, "authoring.not_in_review"))


def require_other_eyes(person_id: UUID, writers: Collection[UUID]) -> None:
    """Check that whoever decides has not written in the draft. Raises NotAllowed("authoring.own_words")."""
    if person_id in writers:
        raise NotAllowed("authoring.own_words")


_ENDED = {
    DraftState.PUBLISHED: "authoring.published_already",
    DraftState.DISCARDED: "authoring.discarded",
}
