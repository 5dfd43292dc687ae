"""Drafts: begun from nothing, from a published version or from a file; written in; thrown away."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from lms.authoring.domain import (
    OPEN_STATES,
    DraftState,
    DraftText,
    figure_words,
    require_writable,
    stored_text,
    text_from,
    words_or_empty,
)
from lms.authoring.models import CourseDraft, CourseDraftFigure, CourseDraftWriter
from lms.authoring.queries import visible_to
from lms.courses.domain import RESERVED_COURSE_SLUGS, Figure
from lms.courses.models import Course, CourseVersion
from lms.kernel.actor import Actor
from lms.kernel.clock import Clock
from lms.kernel.errors import Conflict, NotAllowed, NotFound, RuleViolation
from lms.kernel.ids import new_id
from lms.kernel.permission import Permission
from lms.people.models import Organisation
from lms.people.queries import organisations_within
from lms.storage import audit


@dataclass(frozen=True)
class Beginning:
    """What a draft begins with. ``follows_id``: the version it is written after."""

    text: DraftText
    figures: Sequence[Figure] = ()
    follows_id: UUID | None = None


def start_draft(
    session: Session, *, actor: Actor, publisher_id: UUID, beginning: Beginning, clock: Clock
) -> UUID:
    """Begin a draft, or open the one of the same next version there is; return its id.

    Raises NotFound("authoring.publisher_unknown"); RuleViolation("authoring.slug_reserved");
    RuleViolation("authoring.follows_elsewhere") for another organisation's course;
    Conflict("authoring.slug_taken") for the name of a course that is published already;
    Conflict("authoring.draft_exists") when a draft has the name.
    """
    publisher = _publisher(session, actor, publisher_id)
    slug = beginning.text.slug
    _require_free(session, slug, publisher_id=publisher.id, follows_id=beginning.follows_id)
    begun = _find_open(session, publisher.id, slug)
    if begun is not None:
        if beginning.follows_id is not None and begun.follows_id == beginning.follows_id:
            return begun.id
        raise Conflict("authoring.draft_exists", "slug", slug=slug)
    return _add(session, actor, publisher.id, beginning, action="course_draft.started", clock=clock)


def import_draft(
    session: Session, *, actor: Actor, publisher_id: UUID, beginning: Beginning, clock: Clock
) -> UUID:
    """Make a draft of what a file holds; return its id. It follows the newest version of its course, if any.

    Raises as ``start_draft``; Conflict("authoring.draft_exists") also for a draft of the same next version.
    """
    publisher = _publisher(session, actor, publisher_id)
    slug = beginning.text.slug
    newest = _newest_version(session, slug)
    follows_id = newest.id if newest is not None else None
    _require_free(session, slug, publisher_id=publisher.id, follows_id=follows_id)
    if _find_open(session, publisher.id, slug) is not None:
        raise Conflict("authoring.draft_exists", "slug", slug=slug)
    placed = Beginning(beginning.text, beginning.figures, follows_id)
    return _add(session, actor, publisher.id, placed, action="course_draft.imported", clock=clock)


def edit_draft(
    session: Session,
    *,
    actor: Actor,
    draft_id: UUID,
    change: Callable[[DraftText], DraftText],
    clock: Clock,
) -> DraftText:
    """Change a draft's text as ``change`` does to what is saved at that moment; return what it says then.

    Gaps may be saved. Raises as ``hold_draft`` and ``require_writable``, and whatever ``change`` raises;
    RuleViolation("authoring.slug_reserved"), Conflict("authoring.slug_taken" | "authoring.draft_exists") for
    another name.
    """
    draft = hold_draft(session, actor=actor, draft_id=draft_id)
    _require_writer(actor, session.get_one(Organisation, draft.publisher_id))
    require_writable(draft.state)
    text = change(text_from(draft.document))
    if text.slug != draft.slug:
        _rename(session, draft, text.slug)
    draft.document = stored_text(text)
    note_writer(session, actor, draft, clock)
    return text


def discard_draft(session: Session, *, actor: Actor, draft_id: UUID, version: int, clock: Clock) -> None:
    """Throw a draft away. Raises as ``hold_draft``, ``require_version`` and ``require_writable``."""
    draft = hold_draft(session, actor=actor, draft_id=draft_id)
    _require_writer(actor, session.get_one(Organisation, draft.publisher_id))
    require_writable(draft.state)
    require_version(draft, version)
    draft.state, draft.ended_at = DraftState.DISCARDED, clock.now()
    record(session, actor, "course_draft.discarded", draft, clock)


def hold_draft(session: Session, *, actor: Actor, draft_id: UUID) -> CourseDraft:
    """Return a draft the actor may see, as it is saved; nobody else changes it meanwhile.

    Raises NotFound("authoring.draft_unknown").
    """
    draft = session.scalar(
        visible_to(actor)
        .where(CourseDraft.id == draft_id)
        .with_for_update(of=CourseDraft)
        .execution_options(populate_existing=True)
    )
    if draft is None:
        raise NotFound("authoring.draft_unknown")
    return draft


def require_version(draft: CourseDraft, version: int) -> None:
    """Check that a draft is as somebody last saw it. Raises Conflict("authoring.changed_meanwhile")."""
    if draft.version != version:
        raise Conflict("authoring.changed_meanwhile", version=draft.version)


def note_writer(session: Session, actor: Actor, draft: CourseDraft, clock: Clock) -> None:
    """Note who has written in a draft, and when it was saved. The first time is told to the audit log."""
    draft.saved_at, draft.saved_by_id = clock.now(), actor.person_id
    if session.get(CourseDraftWriter, (draft.id, actor.person_id)) is None:
        session.add(CourseDraftWriter(draft_id=draft.id, person_id=actor.person_id, first_at=clock.now()))
        record(session, actor, "course_draft.written_in", draft, clock)


def record(session: Session, actor: Actor, action: str, draft: CourseDraft, clock: Clock) -> None:
    """Tell the audit log what was done to a draft."""
    audit.record(
        session,
        actor_id=actor.person_id,
        action=action,
        subject_kind="course_draft",
        subject_id=draft.id,
        at=clock.now(),
        details={"slug": draft.slug, "publisher_id": str(draft.publisher_id)},
    )


def _add(
    session: Session, actor: Actor, publisher_id: UUID, beginning: Beginning, *, action: str, clock: Clock
) -> UUID:
    now = clock.now()
    draft = CourseDraft(
        id=new_id(),
        publisher_id=publisher_id,
        slug=beginning.text.slug,
        follows_id=beginning.follows_id,
        document=stored_text(beginning.text),
        state=DraftState.DRAFT,
        started_at=now,
        started_by_id=actor.person_id,
        saved_at=now,
        saved_by_id=actor.person_id,
    )
    session.add(draft)
    session.flush()  # its parts refer to it
    session.add(CourseDraftWriter(draft_id=draft.id, person_id=actor.person_id, first_at=now))
    words = figure_words(beginning.text)
    session.add_all(
        CourseDraftFigure(
            draft_id=draft.id,
            name=figure.name,
            media_type=figure.media_type,
            content=figure.content,
            content_digest=figure.digest(),
            alt=words.get(figure.name, words_or_empty(None)),
            added_at=now,
        )
        for figure in beginning.figures
    )
    record(session, actor, action, draft, clock)
    return draft.id


def _publisher(session: Session, actor: Actor, publisher_id: UUID) -> Organisation:
    publisher = session.scalar(
        select(Organisation).where(
            Organisation.id == publisher_id,
            Organisation.id.in_(organisations_within(actor, Permission.COURSE_EDIT)),
        )
    )
    if publisher is None:
        raise NotFound("authoring.publisher_unknown")
    return publisher


def _require_writer(actor: Actor, publisher: Organisation) -> None:
    if not actor.may_in(Permission.COURSE_EDIT, publisher.path):
        raise NotAllowed("authoring.not_writer")


def _require_free(session: Session, slug: str, *, publisher_id: UUID, follows_id: UUID | None) -> None:
    """Check that a course may have its name: nobody's yet, or that of the version it follows."""
    if slug in RESERVED_COURSE_SLUGS:
        raise RuleViolation("authoring.slug_reserved", "slug", slug=slug)
    course = session.scalar(select(Course).where(Course.slug == slug))
    if follows_id is None:
        if course is not None:
            raise Conflict("authoring.slug_taken", "slug", slug=slug)
        return
    followed = session.get_one(CourseVersion, follows_id)
    if course is None or followed.course_id != course.id or course.publisher_id != publisher_id:
        raise RuleViolation("authoring.follows_elsewhere", slug=slug)


def _rename(session: Session, draft: CourseDraft, slug: str) -> None:
    if draft.follows_id is not None:
        raise RuleViolation("authoring.slug_stays", "slug")
    _require_free(session, slug, publisher_id=draft.publisher_id, follows_id=None)
    if _find_open(session, draft.publisher_id, slug) is not None:
        raise Conflict("authoring.draft_exists", "slug", slug=slug)
    draft.slug = slug


def _find_open(session: Session, publisher_id: UUID, slug: str) -> CourseDraft | None:
    return session.scalar(
        select(CourseDraft).where(
            CourseDraft.publisher_id == publisher_id,
            CourseDraft.slug == slug,
            CourseDraft.state.in_(OPEN_STATES),
        )
    )


def _newest_version(session: Session, slug: str) -> CourseVersion | None:
    return session.scalar(
        select(CourseVersion)
        .join(Course, Course.id == CourseVersion.course_id)
        .where(Course.slug == slug)
        .order_by(CourseVersion.ordinal.desc())
        .limit(1)
    )
