"""A draft's text: the documents of a course as its files would say them, whole or not yet.

The values are those of course.yaml and quiz.yaml, and the Markdown of each lesson by slug and language. They
were put together by the forms of this feature or read from files that keep every rule, so their kinds are
known; what may be missing are words, numbers and whole parts.
"""

import hashlib
import json
import re
from collections.abc import Iterable, Mapping
from copy import deepcopy
from dataclasses import dataclass
from typing import Any, TypeAlias

LANGUAGES = ("ja", "en")

_SHOWN = re.compile(r"!\[([^\]]*)\]\(\s*figures/([^\s)]+)\s*\)")

Node: TypeAlias = Any
"""A value of a document: a mapping, a list, a text, a number."""


@dataclass(frozen=True)
class DraftText:
    """What a draft says. ``course`` and ``quiz`` are never changed in place."""

    course: Mapping[str, Node]
    quiz: Mapping[str, Node]
    lessons: Mapping[str, Mapping[str, str]]

    @property
    def slug(self) -> str:
        """The course's name in addresses."""
        return str(self.course.get("slug", ""))

    @property
    def title(self) -> Mapping[str, str]:
        """The title in both languages; either may be empty."""
        return words_or_empty(self.course.get("title"))

    @property
    def lesson_slugs(self) -> tuple[str, ...]:
        """The slugs of the lessons in order."""
        return tuple(lesson["slug"] for lesson in self.course.get("lessons", ()))

    @property
    def question_codes(self) -> tuple[str, ...]:
        """The codes of the questions in order."""
        return tuple(question["code"] for question in self.quiz.get("questions", ()))

    def lesson(self, slug: str) -> Mapping[str, Node]:
        """Return what course.yaml says of a lesson. Raises KeyError."""
        return _by(self.course.get("lessons", ()), "slug", slug)

    def question(self, code: str) -> Mapping[str, Node]:
        """Return a question. Raises KeyError."""
        return _by(self.quiz.get("questions", ()), "code", code)

    def markdown(self, slug: str, language: str) -> str:
        """Return the text of a lesson as it was written."""
        return self.lessons.get(slug, {}).get(language, "")

    def digest(self, figures: Mapping[str, str]) -> str:
        """Return the SHA-256 of everything said and shown; ``figures`` maps names to digests of contents."""
        content = {**stored_text(self), "figures": dict(figures)}
        canonical = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
        return hashlib.sha256(canonical.encode()).hexdigest()


def words_or_empty(words: Mapping[str, str] | None) -> dict[str, str]:
    """Return a bilingual text with both languages, empty where nothing is written."""
    return {language: (words or {}).get(language, "") for language in LANGUAGES}


def stored_text(text: DraftText) -> dict[str, Any]:
    """Return a draft's text as JSON values."""
    return {
        "course": dict(text.course),
        "quiz": dict(text.quiz),
        "lessons": {slug: dict(words) for slug, words in text.lessons.items()},
    }


def text_from(stored: Mapping[str, Any]) -> DraftText:
    """Return the text that ``stored_text`` stored, as a copy of its own."""
    own = deepcopy(dict(stored))
    return DraftText(own["course"], own["quiz"], own["lessons"])


def empty_text(*, slug: str, title: Mapping[str, str]) -> DraftText:
    """Return what a new course says before anything is written."""
    nothing = words_or_empty(None)
    course = {
        "slug": slug,
        "version": "1.0",
        "title": words_or_empty(title),
        "summary": nothing,
        "audience": nothing,
        "serves": [],
        "prerequisites": [],
        "lessons": [],
        "sources": [],
    }
    return text_from(stored_text(DraftText(course, {"pass_mark": 1, "questions": []}, {})))


def next_version(text: DraftText) -> DraftText:
    """Return the same words under the next version's number: 1.0 → 1.1, 2 → 3."""
    head, dot, last = str(text.course["version"]).rpartition(".")
    return DraftText({**text.course, "version": f"{head}{dot}{int(last) + 1}"}, text.quiz, text.lessons)


def figure_words(text: DraftText) -> dict[str, dict[str, str]]:
    """Return by picture the words that lessons show it with; a language that has none takes the other's."""
    found: dict[str, dict[str, str]] = {}
    for lesson in text.lessons.values():
        for language, markdown in lesson.items():
            for words, name in _SHOWN.findall(markdown):
                found.setdefault(name, {}).setdefault(language, words)
    return {
        name: {language: words.get(language) or next(iter(words.values())) for language in LANGUAGES}
        for name, words in found.items()
    }


def free_name(stem: str, taken: Iterable[str]) -> str:
    """Return ``stem-1`` or the first such name after it that is not taken."""
    used, number = set(taken), 1
    while f"{stem}-{number}" in used:
        number += 1
    return f"{stem}-{number}"


def _by(nodes: Iterable[Node], key: str, value: str) -> Mapping[str, Node]:
    for node in nodes:
        if node[key] == value:
            found: Mapping[str, Node] = node
            return found
    raise KeyError(value)
