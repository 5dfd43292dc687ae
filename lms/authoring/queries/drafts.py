"""Drafts: only those see them who may write or publish courses for their organisation."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Select, exists, or_, select
from sqlalchemy.orm import Session, aliased

from lms.authoring.access import can_review, can_write
from lms.authoring.domain import OPEN_STATES, DraftState, DraftText, ReviewVerdict, text_from
from lms.authoring.models import CourseDraft, CourseDraftFigure, CourseDraftWriter, CourseReview
from lms.courses.models import CourseVersion
from lms.kernel.actor import Actor
from lms.kernel.errors import NotFound
from lms.kernel.permission import Permission
from lms.people.models import Organisation, Person
from lms.people.queries import organisations_within

MOST_ENDED = 20
"""Ended drafts in a list; who looks for an older one finds the course."""


@dataclass(frozen=True)
class FigureLine:
    """A picture of a draft without its content."""

    name: str
    media_type: str
    content_digest: str
    alt: dict[str, str]


@dataclass(frozen=True)
class ReviewLine:
    """A review, the latest first; ``verdict`` is None while it waits."""

    number: int
    asked_by_id: UUID
    asked_by_name: str
    asked_at: datetime
    request: str
    content_digest: str
    reviewer_name: str | None
    verdict: ReviewVerdict | None
    note: str
    ended_at: datetime | None


@dataclass(frozen=True)
class Draft:
    """A draft with everything its pages need. ``follows``: the number of the version before it."""

    id: UUID
    publisher_id: UUID
    publisher_name: dict[str, str]
    publisher_path: str
    slug: str
    text: DraftText
    state: DraftState
    follows_id: UUID | None
    follows: str | None
    figures: tuple[FigureLine, ...]
    writers: frozenset[UUID]
    reviews: tuple[ReviewLine, ...]
    started_at: datetime
    started_by_name: str
    saved_at: datetime
    saved_by_name: str
    ended_at: datetime | None
    version: int
    can_write: bool
    can_review: bool

    @property
    def is_writable(self) -> bool:
        """Whether the actor can write in it now."""
        return self.can_write and self.state is DraftState.DRAFT

    @property
    def digest(self) -> str:
        """The SHA-256 of its wording and its pictures."""
        return self.text.digest({figure.name: figure.content_digest for figure in self.figures})

    @property
    def waiting(self) -> ReviewLine | None:
        """The review that is asked for and not ended."""
        return next((review for review in self.reviews if review.verdict is None), None)

    @property
    def returned(self) -> ReviewLine | None:
        """The last review, when it ended with a note for the writers."""
        last = self.reviews[0] if self.reviews else None
        return last if last is not None and last.verdict is ReviewVerdict.RETURNED else None


@dataclass(frozen=True)
class DraftLine:
    """A draft in a list. ``is_own``: the actor has written in it."""

    id: UUID
    publisher_name: dict[str, str]
    slug: str
    title: dict[str, str]
    course_version: str
    follows: str | None
    state: DraftState
    saved_at: datetime
    saved_by_name: str
    is_own: bool
    can_review: bool


def visible_to(actor: Actor) -> Select[CourseDraft]:
    """Select the drafts of organisations that the actor may write or publish courses for."""
    within = (
        CourseDraft.publisher_id.in_(organisations_within(actor, permission))
        for permission in (Permission.COURSE_EDIT, Permission.COURSE_PUBLISH)
    )
    return select(CourseDraft).where(or_(*within))


def list_drafts(session: Session, actor: Actor) -> tuple[DraftLine, ...]:
    """List the open drafts an actor may see, the one saved last first, then some that have ended."""
    own = exists().where(
        CourseDraftWriter.draft_id == CourseDraft.id, CourseDraftWriter.person_id == actor.person_id
    )
    query = (
        _with_names(visible_to(actor))
        .add_columns(own)
        .order_by(CourseDraft.saved_at.desc(), CourseDraft.id.desc())
    )
    is_open = CourseDraft.state.in_(OPEN_STATES)
    rows = [
        *session.execute(query.where(is_open)),
        *session.execute(query.where(CourseDraft.state == DraftState.PUBLISHED).limit(MOST_ENDED)),
    ]
    return tuple(_line(actor, row) for row in rows)


def get_draft(session: Session, actor: Actor, draft_id: UUID) -> Draft:
    """Return a draft the actor may see. Raises NotFound("authoring.draft_unknown")."""
    row = session.execute(_with_names(visible_to(actor)).where(CourseDraft.id == draft_id)).one_or_none()
    if row is None:
        raise NotFound("authoring.draft_unknown")
    draft, publisher, started_by, saved_by, follows = row
    writers = list_writers(session, draft.id)
    facts = {"publisher_path": publisher.path}
    return Draft(
        id=draft.id,
        publisher_id=publisher.id,
        publisher_name=dict(publisher.name),
        publisher_path=publisher.path,
        slug=draft.slug,
        text=text_from(draft.document),
        state=draft.state,
        follows_id=draft.follows_id,
        follows=follows,
        figures=list_figures(session, draft.id),
        writers=writers,
        reviews=_reviews(session, draft.id),
        started_at=draft.started_at,
        started_by_name=started_by,
        saved_at=draft.saved_at,
        saved_by_name=saved_by,
        ended_at=draft.ended_at,
        version=draft.version,
        can_write=can_write(actor, **facts),
        can_review=can_review(actor, **facts, writers=writers),
    )


def list_writers(session: Session, draft_id: UUID) -> frozenset[UUID]:
    """Return who has written in a draft."""
    query = select(CourseDraftWriter.person_id).where(CourseDraftWriter.draft_id == draft_id)
    return frozenset(session.scalars(query))


def list_figures(session: Session, draft_id: UUID) -> tuple[FigureLine, ...]:
    """List the pictures of a draft in the order they came."""
    rows: Sequence[Any] = session.execute(
        select(
            CourseDraftFigure.name,
            CourseDraftFigure.media_type,
            CourseDraftFigure.content_digest,
            CourseDraftFigure.alt,
        )
        .where(CourseDraftFigure.draft_id == draft_id)
        .order_by(CourseDraftFigure.added_at, CourseDraftFigure.name)
    ).all()
    return tuple(FigureLine(*row) for row in rows)


def read_figures(session: Session, draft_id: UUID) -> dict[str, bytes]:
    """Return the contents of a draft's pictures by name."""
    rows: Sequence[Any] = session.execute(
        select(CourseDraftFigure.name, CourseDraftFigure.content).where(
            CourseDraftFigure.draft_id == draft_id
        )
    ).all()
    return dict(map(tuple, rows))


def get_figure(session: Session, actor: Actor, draft_id: UUID, name: str) -> tuple[str, bytes]:
    """Return a picture's media type and content. Raises NotFound("authoring.figure_unknown")."""
    row = session.execute(
        select(CourseDraftFigure.media_type, CourseDraftFigure.content).where(
            CourseDraftFigure.draft_id.in_(visible_to(actor).with_only_columns(CourseDraft.id)),
            CourseDraftFigure.draft_id == draft_id,
            CourseDraftFigure.name == name,
        )
    ).one_or_none()
    if row is None:
        raise NotFound("authoring.figure_unknown")
    return row.media_type, row.content


def _reviews(session: Session, draft_id: UUID) -> tuple[ReviewLine, ...]:
    asked_by, reviewer = aliased(Person), aliased(Person)
    rows = session.execute(
        select(CourseReview, asked_by.name, reviewer.name)
        .join(asked_by, asked_by.id == CourseReview.asked_by_id)
        .outerjoin(reviewer, reviewer.id == CourseReview.reviewer_id)
        .where(CourseReview.draft_id == draft_id)
        .order_by(CourseReview.number.desc())
    )
    return tuple(
        ReviewLine(
            number=review.number,
            asked_by_id=review.asked_by_id,
            asked_by_name=asker,
            asked_at=review.asked_at,
            request=review.request,
            content_digest=review.content_digest,
            reviewer_name=reviewer_name,
            verdict=review.verdict,
            note=review.note,
            ended_at=review.ended_at,
        )
        for review, asker, reviewer_name in rows
    )


def _with_names(drafts: Select[CourseDraft]) -> Select[*tuple[Any, ...]]:
    starter, saver = aliased(Person), aliased(Person)
    return (
        drafts.join(Organisation, Organisation.id == CourseDraft.publisher_id)
        .join(starter, starter.id == CourseDraft.started_by_id)
        .join(saver, saver.id == CourseDraft.saved_by_id)
        .outerjoin(CourseVersion, CourseVersion.id == CourseDraft.follows_id)
        .add_columns(Organisation, starter.name, saver.name, CourseVersion.version)
    )


def _line(actor: Actor, row: Any) -> DraftLine:  # noqa: ANN401 (a row of as many columns as are wanted)
    draft, publisher, _, saved_by, follows, is_own = row
    text = text_from(draft.document)
    writers = {actor.person_id} if is_own else set()
    return DraftLine(
        id=draft.id,
        publisher_name=dict(publisher.name),
        slug=draft.slug,
        title=dict(text.title),
        course_version=str(text.course.get("version", "")),
        follows=follows,
        state=draft.state,
        saved_at=draft.saved_at,
        saved_by_name=saved_by,
        is_own=is_own,
        can_review=can_review(actor, publisher_path=publisher.path, writers=writers),
    )
