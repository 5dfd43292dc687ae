"""Pictures of a draft: put in, shown in a lesson, taken out."""

from collections.abc import Mapping
from uuid import UUID

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from lms.authoring.commands.drafting import edit_draft, hold_draft
from lms.authoring.domain import LANGUAGES, DraftText, append_figure
from lms.authoring.models import CourseDraftFigure
from lms.courses.domain import Figure
from lms.kernel.actor import Actor
from lms.kernel.clock import Clock
from lms.kernel.errors import NotFound, RuleViolation

MOST_FIGURES = 60


def add_figure(
    session: Session,
    *,
    actor: Actor,
    draft_id: UUID,
    figure: Figure,
    alt: Mapping[str, str],
    lesson_slug: str | None,
    clock: Clock,
) -> None:
    """Keep a picture that was made anew, and show it at the end of a lesson where one is named.

    Raises as ``edit_draft``; RuleViolation("authoring.alt_missing" | "authoring.many_figures").
    """
    words = {language: " ".join(alt.get(language, "").split()) for language in LANGUAGES}
    for language, text in words.items():
        if not text:
            raise RuleViolation("authoring.alt_missing", f"alt_{language}")
    draft = hold_draft(session, actor=actor, draft_id=draft_id)
    n_figures = session.scalar(
        select(func.count()).select_from(CourseDraftFigure).where(CourseDraftFigure.draft_id == draft.id)
    )
    if (n_figures or 0) >= MOST_FIGURES:
        raise RuleViolation("authoring.many_figures", "file", limit=MOST_FIGURES)

    def show(text: DraftText) -> DraftText:
        is_there = lesson_slug is not None and lesson_slug in text.lesson_slugs
        return append_figure(text, str(lesson_slug), figure.name, words) if is_there else text

    edit_draft(session, actor=actor, draft_id=draft_id, change=show, clock=clock)
    session.add(
        CourseDraftFigure(
            draft_id=draft.id,
            name=figure.name,
            media_type=figure.media_type,
            content=figure.content,
            content_digest=figure.digest(),
            alt=words,
            added_at=clock.now(),
        )
    )


def remove_figure(session: Session, *, actor: Actor, draft_id: UUID, name: str, clock: Clock) -> None:
    """Take a picture out; the lessons that show it say so until it is taken out of them, too.

    Raises as ``edit_draft``; NotFound("authoring.figure_unknown").
    """
    edit_draft(session, actor=actor, draft_id=draft_id, change=lambda text: text, clock=clock)
    removed = session.execute(
        delete(CourseDraftFigure)
        .where(CourseDraftFigure.draft_id == draft_id, CourseDraftFigure.name == name)
        .returning(CourseDraftFigure.id)
    )
    if not removed.all():
        raise NotFound("authoring.figure_unknown")
