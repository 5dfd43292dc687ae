"""The map of a draft: its parts, what each holds in a word, and what each still lacks."""

from collections.abc import Iterator
from dataclasses import dataclass

from flask import url_for

from lms.authoring.domain import Page, Place
from lms.authoring.forms import KIND_LABELS
from lms.authoring.queries import Draft
from lms.authoring.views.remarks import Remark, Remarks, address_of
from lms.courses.domain import QuestionKind
from lms.web.i18n import LazyString, localised, ngettext
from lms.web.i18n import lazy_gettext as _l

LONGEST_NAME = 60
_TASKS = _l("Tasks and questions to oneself")


@dataclass(frozen=True)
class DraftPart:
    """One page of a draft: its name, what it holds, what it lacks.

    ``is_extra``: nothing need stand there; ``is_minor``: it belongs to the part above it.
    """

    name: str
    url: str
    text: str
    remarks: list[Remark]
    is_extra: bool = False
    is_minor: bool = False


@dataclass(frozen=True)
class Group:
    """Parts that belong together; ``links`` lead to what orders or adds to them."""

    title: LazyString
    parts: list[DraftPart]
    links: tuple[tuple[LazyString, str], ...] = ()


def list_parts(draft: Draft, found: Remarks) -> list[Group]:
    """Return the map of a draft, with ``found``, what is to be put right."""
    lessons = (_l("Order and names"), url_for("authoring.edit_lessons", draft_id=draft.id))
    add = (_l("Add a question"), url_for("authoring.add_question", draft_id=draft.id))
    return [
        Group(_l("The course as a whole"), list(_whole(draft, found))),
        Group(_l("Lessons"), list(_lessons(draft, found)), (lessons,)),
        Group(_l("Quiz"), list(_quiz(draft, found)), (add,)),
    ]


def _whole(draft: Draft, found: Remarks) -> Iterator[DraftPart]:
    course = draft.text.course
    n_aims, n_sources, n_figures = len(course["serves"]), len(course["sources"]), len(draft.figures)
    version = str(_l("Version %(version)s", version=course.get("version", "")))
    yield _of(draft, found, Page.ABOUT, str(_l("About this course")), text=version)
    aims = ngettext("%(num)s aim", "%(num)s aims", n_aims)
    yield _of(draft, found, Page.AIMS, str(_l("Aims")), text=aims)
    counted = ngettext("%(num)s source", "%(num)s sources", n_sources)
    yield _of(draft, found, Page.SOURCES, str(_l("Sources")), text=counted)
    url = url_for("authoring.edit_figures", draft_id=draft.id)
    pictures = ngettext("%(num)s picture", "%(num)s pictures", n_figures) if n_figures else ""
    yield DraftPart(str(_l("Pictures")), url, pictures, [], is_extra=True)


def _lessons(draft: Draft, found: Remarks) -> Iterator[DraftPart]:
    own = found.get((Page.LESSONS, ""), [])
    if own:
        yield _of(draft, found, Page.LESSONS, str(_l("Order and names")), text="")
    for number, lesson in enumerate(draft.text.course["lessons"], start=1):
        slug = lesson["slug"]
        name = _l("%(number)s. %(title)s", number=number, title=localised(lesson["title"]) or slug)
        minutes = lesson.get("minutes")
        text = ngettext("%(num)s minute", "%(num)s minutes", minutes) if minutes else ""
        yield _of(draft, found, Page.LESSON, str(name), text=text, key=slug)
        n_tasks, n_prompts = len(lesson.get("practices", ())), len(lesson.get("reflections", ()))
        tasks = found.get((Page.TASKS, slug), [])
        counts = _l("%(tasks)s to try, %(prompts)s to think about", tasks=n_tasks, prompts=n_prompts)
        url = address_of(draft.id, Place(Page.TASKS, slug))
        shown = str(counts) if n_tasks or n_prompts else ""
        yield DraftPart(str(_TASKS), url, shown, tasks, is_extra=True, is_minor=True)


def _quiz(draft: Draft, found: Remarks) -> Iterator[DraftPart]:
    quiz = draft.text.quiz
    mark = quiz.get("pass_mark")
    text = str(_l("%(mark)s right answers pass", mark=mark)) if mark else ""
    yield _of(draft, found, Page.QUIZ, str(_l("Rules and order")), text=text)
    for number, question in enumerate(quiz.get("questions", ()), start=1):
        prompt = localised(question["prompt"]) or question["code"]
        shown = prompt if len(prompt) <= LONGEST_NAME else f"{prompt[:LONGEST_NAME]}…"
        name = str(_l("%(number)s. %(title)s", number=number, title=shown))
        kind = str(KIND_LABELS[QuestionKind(question["kind"])])
        yield _of(draft, found, Page.QUESTION, name, text=kind, key=question["code"])


def _of(draft: Draft, found: Remarks, page: Page, name: str, *, text: str, key: str = "") -> DraftPart:
    return DraftPart(name, address_of(draft.id, Place(page, key)), text, found.get((page, key), []))
