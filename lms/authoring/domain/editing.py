"""Putting parts into a draft's text. Each function returns another text and leaves the given one alone."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from lms.authoring.domain.text import LANGUAGES, DraftText, Node, free_name, words_or_empty


def put_in_course(text: DraftText, parts: Mapping[str, Node]) -> DraftText:
    """Put parts of course.yaml; those in ``parts`` replace the ones there were."""
    return replace(text, course={**text.course, **parts})


def put_lesson(
    text: DraftText, slug: str, lesson: Mapping[str, Node], markdown: Mapping[str, str]
) -> DraftText:
    """Put what is said of one lesson, and its text. Its slug stays."""
    lessons = [
        {**lesson, "slug": slug} if one["slug"] == slug else one for one in text.course.get("lessons", ())
    ]
    return replace(put_in_course(text, {"lessons": lessons}), lessons={**text.lessons, slug: dict(markdown)})


def add_lesson(text: DraftText) -> tuple[DraftText, str]:
    """Add an empty lesson at the end; return the text and the lesson's slug."""
    slug = free_name("lesson", text.lesson_slugs)
    nothing = words_or_empty(None)
    lesson = {"slug": slug, "minutes": 7, "title": nothing, "objective": nothing}
    grown = put_in_course(text, {"lessons": [*text.course.get("lessons", ()), lesson]})
    return replace(grown, lessons={**text.lessons, slug: nothing}), slug


def put_lessons(text: DraftText, lessons: Sequence[Mapping[str, Node]], was: Sequence[str]) -> DraftText:
    """Put the lessons in order; ``was`` holds the slug that each had before.

    Texts follow their lessons' new slugs, and so do the questions that lead to them.
    """
    now = {before: lesson["slug"] for before, lesson in zip(was, lessons, strict=True)}
    questions = [
        {**question, "lesson": now.get(question.get("lesson", ""), question.get("lesson", ""))}
        for question in text.quiz.get("questions", ())
    ]
    return DraftText(
        {**text.course, "lessons": list(lessons)},
        {**text.quiz, "questions": questions},
        {now[slug]: words for slug, words in text.lessons.items() if slug in now},
    )


def remove_lesson(text: DraftText, slug: str) -> DraftText:
    """Take a lesson out with its text; the questions that lead to it stay, to be led elsewhere."""
    lessons = [lesson for lesson in text.course.get("lessons", ()) if lesson["slug"] != slug]
    rest = {other: words for other, words in text.lessons.items() if other != slug}
    return replace(put_in_course(text, {"lessons": lessons}), lessons=rest)


def append_figure(text: DraftText, slug: str, name: str, alt: Mapping[str, str]) -> DraftText:
    """Show a picture at the end of a lesson, in both languages."""
    words = {
        language: f"{text.markdown(slug, language).rstrip()}\n\n![{alt[language]}](figures/{name})\n".lstrip()
        for language in LANGUAGES
    }
    return replace(text, lessons={**text.lessons, slug: words})


def put_quiz(text: DraftText, quiz: Mapping[str, Node]) -> DraftText:
    """Put the quiz as a whole."""
    return replace(text, quiz=dict(quiz))


def put_question(text: DraftText, code: str, question: Mapping[str, Node]) -> DraftText:
    """Put one question. Its code and its kind stay."""
    questions = [
        {**question, "code": code, "kind": one["kind"]} if one["code"] == code else one
        for one in text.quiz.get("questions", ())
    ]
    return put_quiz(text, {**text.quiz, "questions": questions})


def add_questions(text: DraftText, questions: Sequence[Mapping[str, Node]]) -> tuple[DraftText, list[str]]:
    """Add questions at the end; return the text and their codes, changed where one was taken."""
    taken = list(text.question_codes)
    added: list[dict[str, Any]] = []
    for question in questions:
        code = question.get("code") or ""
        free = code if code and code not in taken else free_name(code or "question", taken)
        taken.append(free)
        added.append({**question, "code": free})
    every = [*text.quiz.get("questions", ()), *added]
    return put_quiz(text, {**text.quiz, "questions": every}), [one["code"] for one in added]


def remove_question(text: DraftText, code: str) -> DraftText:
    """Take a question out."""
    questions = [question for question in text.quiz.get("questions", ()) if question["code"] != code]
    return put_quiz(text, {**text.quiz, "questions": questions})
