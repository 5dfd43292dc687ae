"""Reviews: asked for by who wrote, decided by somebody else. What is approved is published at once."""

from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from lms.authoring.commands.drafting import hold_draft, record, require_version
from lms.authoring.domain import (
    DraftState,
    ReviewVerdict,
    Whole,
    require_in_review,
    require_other_eyes,
    require_writable,
    text_from,
)
from lms.authoring.models import CourseDraft, CourseReview
from lms.authoring.queries import list_figures, list_reviewers, list_writers
from lms.courses.commands import load_course
from lms.kernel.actor import Actor
from lms.kernel.clock import Clock
from lms.kernel.errors import Conflict, NotAllowed, RuleViolation
from lms.kernel.ids import new_id
from lms.kernel.permission import Permission
from lms.people.models import Organisation
from lms.storage import outbox

LONGEST_NOTE = 2000


def ask_for_review(
    session: Session, *, actor: Actor, draft_id: UUID, whole: Whole, request: str, clock: Clock
) -> None:
    """Hand a draft over to somebody else; until they have decided, nobody writes in it.

    Raises as ``hold_draft`` and ``require_writable``; NotAllowed("authoring.not_writer");
    Conflict("authoring.changed_meanwhile") when it says something else than what was read;
    RuleViolation("authoring.note_long").
    """
    draft = hold_draft(session, actor=actor, draft_id=draft_id)
    publisher = _require(session, actor, draft, Permission.COURSE_EDIT)
    require_writable(draft.state)
    _require_same(session, draft, whole)
    n_reviews = session.scalar(
        select(func.count()).select_from(CourseReview).where(CourseReview.draft_id == draft.id)
    )
    review = CourseReview(
        id=new_id(),
        draft_id=draft.id,
        number=(n_reviews or 0) + 1,
        asked_by_id=actor.person_id,
        asked_at=clock.now(),
        request=_note(request, "request"),
        content_digest=whole.content_digest,
    )
    session.add(review)
    draft.state = DraftState.IN_REVIEW
    record(session, actor, "course_draft.review_asked", draft, clock)
    writers = list_writers(session, draft.id)
    for person_id, _ in list_reviewers(session, publisher.path, on=clock.today()):
        if person_id not in writers:
            _tell(session, "authoring.review_asked", draft, review, person_id=person_id, clock=clock)


def take_back(session: Session, *, actor: Actor, draft_id: UUID, version: int, clock: Clock) -> None:
    """Take a draft back from its review, to go on writing.

    Raises as ``hold_draft``, ``require_in_review`` and ``require_version``; NotAllowed(
    "authoring.not_writer").
    """
    draft = hold_draft(session, actor=actor, draft_id=draft_id)
    _require(session, actor, draft, Permission.COURSE_EDIT)
    require_in_review(draft.state)
    require_version(draft, version)
    _end(session, actor, draft, ReviewVerdict.TAKEN_BACK, note="", clock=clock)
    draft.state = DraftState.DRAFT
    record(session, actor, "course_draft.taken_back", draft, clock)


def return_draft(
    session: Session, *, actor: Actor, draft_id: UUID, version: int, note: str, clock: Clock
) -> None:
    """Give a draft back to who wrote it, with what should be put right.

    Raises as ``publish_draft``; RuleViolation("authoring.note_missing" | "authoring.note_long").
    """
    draft = hold_draft(session, actor=actor, draft_id=draft_id)
    _require_reviewer(session, actor, draft)
    require_version(draft, version)
    if not note.strip():
        raise RuleViolation("authoring.note_missing", "note")
    review = _end(session, actor, draft, ReviewVerdict.RETURNED, note=note, clock=clock)
    draft.state = DraftState.DRAFT
    record(session, actor, "course_draft.returned", draft, clock)
    _tell(session, "authoring.returned", draft, review, person_id=review.asked_by_id, clock=clock)


def publish_draft(
    session: Session, *, actor: Actor, draft_id: UUID, version: int, whole: Whole, note: str, clock: Clock
) -> UUID:
    """Approve a draft and publish it: it becomes a version of its course, whose id is returned.

    ``version`` is of the draft the reviewer read. Raises as ``hold_draft``, ``require_in_review`` and
    ``load_course``; NotAllowed("authoring.not_publisher" | "authoring.own_words"); Conflict(
    "authoring.changed_meanwhile") when it says something else than what was read or was sent;
    RuleViolation("authoring.note_long").
    """
    draft = hold_draft(session, actor=actor, draft_id=draft_id)
    _require_reviewer(session, actor, draft)
    require_version(draft, version)
    _require_same(session, draft, whole)
    review = _end(session, actor, draft, ReviewVerdict.APPROVED, note=note, clock=clock)
    if review.content_digest != whole.content_digest:
        raise Conflict("authoring.changed_meanwhile")
    loading = load_course(
        session,
        actor_id=actor.person_id,
        course=whole.course,
        levels=whole.levels,
        publisher_id=draft.publisher_id,
        clock=clock,
    )
    if not loading.is_new:
        raise Conflict("authoring.nothing_new", "version", course_version=whole.course.version)
    draft.state, draft.ended_at = DraftState.PUBLISHED, clock.now()
    draft.course_version_id = loading.course_version_id
    record(session, actor, "course_draft.published", draft, clock)
    _tell(session, "authoring.published", draft, review, person_id=review.asked_by_id, clock=clock)
    return loading.course_version_id


def _require(session: Session, actor: Actor, draft: CourseDraft, permission: Permission) -> Organisation:
    publisher = session.get_one(Organisation, draft.publisher_id)
    if not actor.may_in(permission, publisher.path):
        is_writing = permission is Permission.COURSE_EDIT
        raise NotAllowed("authoring.not_writer" if is_writing else "authoring.not_publisher")
    return publisher


def _require_reviewer(session: Session, actor: Actor, draft: CourseDraft) -> None:
    _require(session, actor, draft, Permission.COURSE_PUBLISH)
    require_in_review(draft.state)
    require_other_eyes(actor.person_id, list_writers(session, draft.id))


def _require_same(session: Session, draft: CourseDraft, whole: Whole) -> None:
    figures = {figure.name: figure.content_digest for figure in list_figures(session, draft.id)}
    if text_from(draft.document).digest(figures) != whole.content_digest:
        raise Conflict("authoring.changed_meanwhile")


def _end(
    session: Session, actor: Actor, draft: CourseDraft, verdict: ReviewVerdict, *, note: str, clock: Clock
) -> CourseReview:
    words = _note(note, "note")
    review = session.scalars(
        select(CourseReview).where(CourseReview.draft_id == draft.id, CourseReview.verdict.is_(None))
    ).one()
    review.verdict, review.reviewer_id = verdict, actor.person_id
    review.note, review.ended_at = words, clock.now()
    return review


def _note(text: str, field: str) -> str:
    words = text.strip()
    if len(words) > LONGEST_NOTE:
        raise RuleViolation("authoring.note_long", field, limit=LONGEST_NOTE)
    return words


def _tell(
    session: Session, kind: str, draft: CourseDraft, review: CourseReview, *, person_id: UUID, clock: Clock
) -> None:
    title = text_from(draft.document).title
    outbox.add(
        session,
        kind=kind,
        key=f"{kind}:{review.id}:{person_id}",
        recipient_id=person_id,
        payload={
            "draft_id": str(draft.id),
            "slug": draft.slug,
            "title": title.get("ja") or title.get("en") or draft.slug,
        },
        at=clock.now(),
    )
