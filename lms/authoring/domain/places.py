"""Where in a draft something stands: the page it is written on, and the field there."""

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias

from lms.authoring.domain.text import LANGUAGES, DraftText

Path: TypeAlias = tuple[str | int, ...]

COURSE_FILE, QUIZ_FILE = "course.yaml", "quiz.yaml"

_LESSON_FILE = re.compile(r"lessons/[0-9]+-(?P<slug>.+)\.(?P<language>[a-z]{2})\.md")


class Page(StrEnum):
    """The pages on which a draft is written. Those of lessons and questions are one for each."""

    ABOUT = "about"
    AIMS = "aims"
    SOURCES = "sources"
    LESSONS = "lessons"
    LESSON = "lesson"
    TASKS = "tasks"
    QUIZ = "quiz"
    QUESTION = "question"


@dataclass(frozen=True)
class Place:
    """A page, the lesson or question it is about, and the path of the field within the page's part."""

    page: Page
    key: str = ""
    path: Path = ()

    @property
    def field(self) -> str:
        """The name of the field; what lies within one is that field."""
        names = [str(step) for step in self.path]
        last = next((at for at, name in enumerate(names) if name in LANGUAGES), len(names))
        return "-".join(names[: last + 1])


def place_of(text: DraftText, file: str, path: Path) -> Place:
    """Return the place of a problem in a course's files, named as the loader names them."""
    match = _LESSON_FILE.fullmatch(file)
    if match is not None:
        return Place(Page.LESSON, match["slug"], ("text", match["language"]))
    return _in_quiz(text, path) if file == QUIZ_FILE else _in_course(text, path)


def _in_course(text: DraftText, path: Path) -> Place:
    match path:
        case ("lessons", int(number), ("practices" | "reflections"), *_):
            return Place(Page.TASKS, text.lesson_slugs[number], path[2:])
        case ("lessons", int(number), str(name), *_) if name != "slug":
            return Place(Page.LESSON, text.lesson_slugs[number], path[2:])
        case ("lessons", *_):
            return Place(Page.LESSONS, path=path)
        case ("serves", *_):
            return Place(Page.AIMS, path=path)
        case ("sources", *_):
            return Place(Page.SOURCES, path=path)
    return Place(Page.ABOUT, path=path)


def _in_quiz(text: DraftText, path: Path) -> Place:
    match path:
        case ("questions", int(number), *rest) if rest and rest[0] != "code":
            return Place(Page.QUESTION, text.question_codes[number], path[2:])
        case ("questions", int(number)):
            return Place(Page.QUESTION, text.question_codes[number])
    return Place(Page.QUIZ, path=path)
