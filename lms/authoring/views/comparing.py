"""What a draft changes, as its reviewer reads it: parts with their names, places with their labels."""

from collections.abc import Iterator
from dataclasses import dataclass

from lms.authoring.domain import Change, DraftText, Page, PartCompared, Place, compare_texts, text_from
from lms.authoring.domain.comparing import ORDER, LineCompared
from lms.authoring.forms import label_of
from lms.authoring.queries import Draft
from lms.authoring.views.remarks import address_of
from lms.courses.loader import document_of
from lms.courses.queries import find_stored_text
from lms.rubric.domain.comparing import Run
from lms.web.i18n import LazyString, localised
from lms.web.i18n import lazy_gettext as _l
from lms.web.request import current_session

NAMES: dict[Page, LazyString] = {
    Page.ABOUT: _l("About this course"),
    Page.AIMS: _l("Aims"),
    Page.SOURCES: _l("Sources"),
    Page.LESSONS: _l("Order of the lessons"),
    Page.QUIZ: _l("Rules and order"),
}
CHANGES: dict[Change, tuple[LazyString, str]] = {
    Change.NEW: (_l("Newly written"), "good"),
    Change.GONE: (_l("Taken out"), "bad"),
    Change.CHANGED: (_l("Differs"), "active"),
    Change.SAME: (_l("Unchanged"), "neutral"),
}


@dataclass(frozen=True)
class ChangedPlace:
    """A place with its label, and its words before and now."""

    label: str
    old: tuple[Run, ...]
    new: tuple[Run, ...]


@dataclass(frozen=True)
class ChangedPart:
    """A part of the course that is not as it was. ``lines``: the changed lines of its text, by language."""

    name: str
    url: str
    label: LazyString
    tone: str
    places: tuple[ChangedPlace, ...]
    lines: dict[str, tuple[LineCompared, ...]]


def list_changes(draft: Draft) -> list[ChangedPart] | None:
    """Return what a draft changes beside the version before; None for a new course."""
    before = _before(draft)
    if before is None:
        return None
    compared = compare_texts(before, draft.text)
    return [_changed(draft, before, part) for part in compared if part.change is not Change.SAME]


def _before(draft: Draft) -> DraftText | None:
    if draft.follows is None:
        return None
    course = find_stored_text(current_session(), slug=draft.slug, version=draft.follows)
    return None if course is None else text_from(document_of(course))


def _changed(draft: Draft, before: DraftText, part: PartCompared) -> ChangedPart:
    text = before if part.change is Change.GONE else draft.text
    label, tone = CHANGES[part.change]
    return ChangedPart(
        name=_name(text, part),
        url="" if part.change is Change.GONE else address_of(draft.id, Place(part.page, part.key)),
        label=label,
        tone=tone,
        places=tuple(_places(text, part)),
        lines={language: lines for language, lines in (part.lines or {}).items() if lines},
    )


def _name(text: DraftText, part: PartCompared) -> str:
    if part.page is Page.LESSON:
        return str(_l("Lesson “%(title)s”", title=localised(text.lesson(part.key)["title"]) or part.key))
    if part.page is Page.QUESTION:
        prompt = localised(text.question(part.key)["prompt"])
        return str(_l("Question “%(title)s”", title=prompt or part.key))
    return str(NAMES[part.page])


def _places(text: DraftText, part: PartCompared) -> Iterator[ChangedPlace]:
    for leaf in part.leaves:
        is_task = part.page is Page.LESSON and leaf.path[0] in {"practices", "reflections"}
        page = Page.TASKS if is_task else part.page
        if leaf.path == (ORDER,):
            yield ChangedPlace(str(_l("Now in this order")), leaf.old, leaf.new)
            continue
        yield ChangedPlace(label_of(text, Place(page, part.key, leaf.path)), leaf.old, leaf.new)
