"""What a draft still lacks, as sentences that lead to the field concerned."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from flask import url_for

from lms.authoring.domain import DraftText, Page, Place, place_of
from lms.authoring.forms import label_of
from lms.courses.loader import PROBLEMS, Problem
from lms.rubric.forms.base import LANGUAGE_NAMES
from lms.web.i18n import LazyString
from lms.web.i18n import lazy_gettext as _l

PartKey = tuple[Page, str]

_ENDPOINTS: dict[Page, str] = {
    Page.ABOUT: "authoring.edit_about",
    Page.AIMS: "authoring.edit_aims",
    Page.SOURCES: "authoring.edit_sources",
    Page.LESSONS: "authoring.edit_lessons",
    Page.LESSON: "authoring.edit_lesson",
    Page.TASKS: "authoring.edit_tasks",
    Page.QUIZ: "authoring.edit_quiz",
    Page.QUESTION: "authoring.edit_question",
}
_KEYS: dict[Page, str] = {Page.LESSON: "slug", Page.TASKS: "slug", Page.QUESTION: "code"}

_MISSING = _l("%(place)s: still missing.")
_SHORT: dict[str, LazyString] = {
    "courses.shape_missing": _MISSING,
    "courses.shape_empty": _MISSING,
    "courses.shape_few": _l("%(place)s: at least %(expected)s expected."),
    "courses.shape_many": _l("%(place)s: at most %(expected)s expected."),
    "courses.figure_missing": _l("This draft has no picture %(target)s; add it to the pictures."),
    "courses.figure_place": _l("“%(target)s” is no picture of this draft."),
    "courses.lesson_empty": _l("The text is still missing."),
    "courses.no_right_option": _l("No option is marked as right yet."),
    "courses.no_wrong_option": _l("Every option is marked as right; at least one wrong option is expected."),
    "authoring.slug_taken": _l("There is a course called “%(slug)s” already; choose another name."),
    "authoring.version_taken": _l("Version %(number)s is published already; choose a higher number."),
    "courses.many_right_options": _l("Several options are marked as right; here one is expected."),
}
"""Shorter than for a file: the sentence stands beside the place it is about."""
_TEXTS = {**PROBLEMS, **_SHORT}


@dataclass(frozen=True)
class Remark:
    """One thing to put right: what, and where. ``line`` counts in a lesson's text; 0 elsewhere."""

    text: str
    url: str
    place: Place
    line: int = 0

    @property
    def language(self) -> str:
        """The language of the lesson's text that is meant, if one is."""
        return str(self.place.path[1]) if self.line else ""


Remarks = dict[PartKey, list[Remark]]


def list_remarks(draft_id: UUID, text: DraftText, problems: Iterable[Problem]) -> Remarks:
    """Return what is to be put right, by page and what it is about; each thing once."""
    remarks: Remarks = defaultdict(list)
    for problem in problems:
        remark = _remark(draft_id, text, problem)
        found = remarks[remark.place.page, remark.place.key]
        if remark not in found:
            found.append(remark)
    return remarks


def address_of(draft_id: UUID, place: Place) -> str:
    """Return the address of a field."""
    key: dict[str, Any] = {_KEYS[place.page]: place.key} if place.key else {}
    return url_for(_ENDPOINTS[place.page], draft_id=draft_id, **key, _anchor=place.field or None)


def _remark(draft_id: UUID, text: DraftText, problem: Problem) -> Remark:
    place = place_of(text, problem.file, problem.path)
    line = problem.line if problem.file.endswith(".md") else 0
    return Remark(_sentence(text, place, problem, line), address_of(draft_id, place), place, line)


def _sentence(text: DraftText, place: Place, problem: Problem, line: int) -> str:
    label = label_of(text, place)
    is_empty = problem.code == "courses.shape_pattern" and not problem.facts.get("found")
    words = _MISSING if is_empty else _TEXTS[problem.code]
    sentence = str(words) % {**problem.facts, "place": label}
    if not line:
        return sentence
    language = LANGUAGE_NAMES[str(place.path[1])]
    return str(_l("%(language)s, line %(line)s: ", language=language, line=line)) + sentence
