"""Courses for tests: small texts of two lessons and two questions, stored courses, and folders on disk."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from uuid import UUID

import factory
import yaml
from sqlalchemy.orm import Session

from lms.courses.commands import load_course
from lms.courses.domain import (
    CourseText,
    Figure,
    LessonText,
    MultipleChoice,
    Option,
    Quiz,
    Serves,
    SingleChoice,
    Source,
)
from lms.courses.loader import Schemas, read_schemas
from lms.kernel.clock import Clock

CONTENT = Path(__file__).resolve().parents[2] / "content"
LEVELS: Mapping[str, int] = {"A1": 2, "A2": 2}
SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"><rect width="1" height="1"/></svg>'


class OptionFactory(factory.Factory[Option]):
    """A wrong option ``b``."""

    class Meta:
        model = Option

    code = "b"
    text = factory.LazyAttribute(lambda o: {"ja": f"選択肢{o.code}", "en": f"Option {o.code}"})
    feedback = factory.LazyAttribute(lambda o: {"ja": f"{o.code}の説明", "en": f"About {o.code}"})
    is_right = False


class SingleChoiceFactory(factory.Factory[SingleChoice]):
    """One of three; ``a`` is right."""

    class Meta:
        model = SingleChoice

    code = "single"
    lesson_slug = "first"
    prompt = factory.LazyAttribute(lambda o: {"ja": f"問い{o.code}", "en": f"Question {o.code}"})
    options = factory.LazyFunction(
        lambda: tuple(OptionFactory(code=code, is_right=code == "a") for code in "abc")
    )


class MultipleChoiceFactory(factory.Factory[MultipleChoice]):
    """``a`` and ``b`` of three are right."""

    class Meta:
        model = MultipleChoice

    code = "multiple"
    lesson_slug = "second"
    prompt = factory.LazyAttribute(lambda o: {"ja": f"問い{o.code}", "en": f"Question {o.code}"})
    options = factory.LazyFunction(
        lambda: tuple(OptionFactory(code=code, is_right=code in "ab") for code in "abc")
    )


class QuizFactory(factory.Factory[Quiz]):
    """Two questions, both needed."""

    class Meta:
        model = Quiz

    pass_mark = 2
    questions = factory.LazyFunction(lambda: (SingleChoiceFactory(), MultipleChoiceFactory()))


class LessonTextFactory(factory.Factory[LessonText]):
    class Meta:
        model = LessonText

    slug = "first"
    title = factory.LazyAttribute(lambda o: {"ja": f"レッスン{o.slug}", "en": f"Lesson {o.slug}"})
    objective = factory.LazyAttribute(lambda o: {"ja": f"{o.slug}のねらい", "en": f"Aim of {o.slug}"})
    minutes = 5
    markdown = factory.LazyAttribute(lambda o: {"ja": f"{o.slug}の本文", "en": f"Text of {o.slug}"})
    html = factory.LazyAttribute(lambda o: {lang: f"<p>{text}</p>" for lang, text in o.markdown.items()})


class CourseTextFactory(factory.Factory[CourseText]):
    """Two lessons and a quiz, serving A1 from level 1 to 2."""

    class Meta:
        model = CourseText

    slug = "small"
    version = "1.0"
    title = factory.LazyAttribute(lambda o: {"ja": f"研修{o.slug}", "en": f"Course {o.slug}"})
    summary = factory.LazyAttribute(lambda o: {"ja": f"{o.slug}の要約", "en": f"Summary of {o.slug}"})
    audience = {"ja": "対象者", "en": "The audience"}
    minutes = 20
    serves = factory.LazyFunction(
        lambda: (Serves("A1", (1, 2), {"ja": "できること", "en": "What one can do"}),)
    )
    prerequisites = ()
    lessons = factory.LazyFunction(
        lambda: tuple(LessonTextFactory(slug=slug) for slug in ("first", "second"))
    )
    sources = factory.LazyFunction(
        lambda: (Source("paper", {"ja": "資料", "en": "Paper"}, date(2026, 11, 20)),)
    )
    quiz = factory.SubFactory(QuizFactory)
    figures = factory.LazyFunction(lambda: (Figure("path.svg", "image/svg+xml", SVG.encode()),))


def publish(
    session: Session, *, publisher_id: UUID | None, clock: Clock, text: CourseText | None = None
) -> CourseText:
    """Load a course as an operator would and return its text."""
    course = text or CourseTextFactory()
    load_course(session, actor_id=None, course=course, levels=LEVELS, publisher_id=publisher_id, clock=clock)
    session.flush()
    return course


def schemas() -> Schemas:
    """Return the schemas that ship with the content."""
    return read_schemas(CONTENT)


class _WithoutAnchors(yaml.SafeDumper):
    def ignore_aliases(self, _data):
        return True


class CourseFolder:
    """A course on disk that has nothing wrong; tests change one piece of it."""

    def __init__(self, parent: Path, slug: str = "small") -> None:
        self.path = parent / slug
        self.path.mkdir(parents=True)
        words = {"ja": "言葉", "en": "Words"}
        self.course: dict[str, object] = {
            "slug": slug,
            "version": "1.0",
            "title": words,
            "summary": words,
            "audience": words,
            "minutes": 20,
            "serves": [{"criterion": "A1", "levels": [2, 1], "objective": words}],
            "prerequisites": [],
            "lessons": [
                {"slug": "first", "minutes": 5, "title": words, "objective": words},
                {"slug": "second", "minutes": 5, "title": words, "objective": words},
            ],
            "sources": [{"key": "paper", "title": {"ja": "資料", "en": "Paper"}, "checked": "2026-11-20"}],
        }
        self.quiz: dict[str, object] = {
            "pass_mark": 1,
            "questions": [
                {
                    "code": "one",
                    "kind": "single",
                    "lesson": "first",
                    "prompt": words,
                    "options": [
                        {"text": {"ja": "甲", "en": "A"}, "correct": True, "feedback": words},
                        {"text": {"ja": "乙", "en": "B"}, "feedback": words},
                    ],
                }
            ],
        }
        for number, name in ((1, "first"), (2, "second")):
            for language in ("ja", "en"):
                self.write(f"lessons/{number:02d}-{name}.{language}.md", "本文です[^paper]。\n")
        self.save()

    def save(self) -> None:
        """Write course.yaml and quiz.yaml as they are now."""
        for name, value in (("course.yaml", self.course), ("quiz.yaml", self.quiz)):
            self.write(name, yaml.dump(value, Dumper=_WithoutAnchors, allow_unicode=True, sort_keys=False))

    def write(self, name: str, content: str | bytes) -> Path:
        """Write a file of the course."""
        file = self.path / name
        file.parent.mkdir(exist_ok=True)
        file.write_bytes(content if isinstance(content, bytes) else content.encode())
        return file
