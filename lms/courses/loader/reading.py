"""Reading a course: documents first, then their shape, texts and figures, and the domain's rules."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from lms.courses.domain import CourseFile, CourseText, find_circle, list_flaws
from lms.courses.loader.figures import FIGURES_FOLDER
from lms.courses.loader.files import (
    CourseFiles,
    Files,
    FolderFiles,
    GivenFiles,
    RefusedError,
    read_yaml,
)
from lms.courses.loader.lessons import lesson_file, read_lessons
from lms.courses.loader.neighbours import SiblingFolders
from lms.courses.loader.problem import Problem
from lms.courses.loader.schema import Schema, list_shape_problems
from lms.courses.loader.shape import CourseDocuments, course_text, sources_of
from lms.rubric.loader.document import Document
from lms.rubric.loader.plain import find_control_character

Schemas = Mapping[CourseFile, Schema]
Neighbours = Mapping[str, Sequence[str]]
"""The other courses that are known, each with its prerequisites."""


@dataclass(frozen=True)
class Reading:
    """What reading gave: a whole course, or else every problem found."""

    course: CourseText | None
    problems: tuple[Problem, ...]


@dataclass(frozen=True)
class _Context:
    """What a course is held against; ``folder`` is the name its slug should have."""

    schemas: Schemas
    levels: Mapping[str, int]
    neighbours: Neighbours | None
    folder: str | None = None


def read_course(
    source: Path | Files, *, schemas: Schemas, levels: Mapping[str, int], neighbours: Neighbours | None = None
) -> Reading:
    """Read a course from its folder, or from its files by their path within it.

    ``levels`` maps each criterion's code in the rubric to its highest level. ``neighbours`` are the courses
    that can be prerequisites: for a folder those beside it unless others are given, for files at hand none
    are looked at unless given.
    """
    if isinstance(source, Path):
        folder = source.resolve()
        beside = SiblingFolders(folder.parent) if neighbours is None else neighbours
        context = _Context(schemas, levels, beside, folder.name)
        return _read(FolderFiles(source), lambda file: read_yaml(FolderFiles(source), file), context)
    files = GivenFiles(source)
    return _read(files, lambda file: read_yaml(files, file), _Context(schemas, levels, neighbours))


def read_documents(
    documents: CourseDocuments,
    *,
    schemas: Schemas,
    levels: Mapping[str, int],
    neighbours: Neighbours | None = None,
) -> Reading:
    """Read a course from plain values, as ``document_of`` gives them; see ``read_course``.

    Problems name the place by ``path`` in what stands for ``file``: course.yaml is ``documents["course"]``.
    """
    course = documents["course"]
    texts = {
        lesson_file(position, slug, language): text.encode(errors="surrogatepass")
        for position, slug in enumerate(_slugs(course), start=1)
        for language, text in documents["lessons"].get(slug, {}).items()
    }
    figures = {f"{FIGURES_FOLDER}/{name}": content for name, content in documents["figures"].items()}
    values = {CourseFile.COURSE: course, CourseFile.QUIZ: documents["quiz"]}
    return _read(
        GivenFiles(texts | figures),
        lambda file: _document(file, values[file]),
        _Context(schemas, levels, neighbours),
    )


def _slugs(course: object) -> Iterator[str]:
    """Return the slugs of the lessons, as far as a document has the shape to hold any."""
    lessons = course.get("lessons") if isinstance(course, dict) else None
    for lesson in lessons if isinstance(lessons, list) else ():
        yield str(lesson.get("slug")) if isinstance(lesson, dict) else ""


def _document(file: CourseFile, value: object) -> Document:
    """Return plain values as a document of one line. Raises RefusedError for what no file could hold."""
    problems = [
        Problem(file, 1, "courses.file_control_character", path=path)
        for path, text in _texts(value, ())
        if find_control_character(text) is not None
    ]
    if problems:
        raise RefusedError(*problems)
    return Document(value, {(): 1})


def _texts(value: object, path: tuple[str | int, ...]) -> Iterator[tuple[tuple[str | int, ...], str]]:
    if isinstance(value, str):
        yield path, value
    elif isinstance(value, dict):
        for key, part in value.items():
            yield from _texts(part, (*path, key))
    elif isinstance(value, list):
        for position, part in enumerate(value):
            yield from _texts(part, (*path, position))


def _read(files: CourseFiles, open_document: Callable[[CourseFile], Document], context: _Context) -> Reading:
    documents: dict[CourseFile, Document] = {}
    problems: list[Problem] = []
    for file in CourseFile:
        try:
            documents[file] = open_document(file)
            problems += list_shape_problems(file, documents[file], context.schemas[file])
        except RefusedError as error:
            problems += error.problems
    if problems:
        return Reading(None, tuple(problems))
    course: Any = documents[CourseFile.COURSE].value
    lessons = read_lessons(files, [lesson["slug"] for lesson in course["lessons"]], sources_of(course))
    text = course_text(course, documents[CourseFile.QUIZ].value, lessons)
    found = sorted(_rule_problems(text, documents, context), key=lambda problem: (problem.file, problem.line))
    whole = (*found, *lessons.problems)
    return Reading(None if whole else text, whole)


def _rule_problems(
    text: CourseText, documents: Mapping[CourseFile, Document], context: _Context
) -> Iterator[Problem]:
    course = documents[CourseFile.COURSE]
    for flaw in list_flaws(text, levels=context.levels):
        yield Problem(flaw.file, documents[flaw.file].line(flaw.path), flaw.code, flaw.facts, flaw.path)
    if context.folder not in {None, text.slug}:
        facts: dict[str, object] = {"slug": text.slug, "folder": context.folder}
        yield Problem(CourseFile.COURSE, course.line(("slug",)), "courses.slug_folder", facts, ("slug",))
    if context.neighbours is not None:
        for position, code, told in _order_problems(text, context.neighbours):
            path = ("prerequisites", position)
            yield Problem(CourseFile.COURSE, course.line(path), code, told, path)


def _order_problems(text: CourseText, neighbours: Neighbours) -> Iterator[tuple[int, str, dict[str, object]]]:
    """Find prerequisites that are not there, and those that wait for this very course."""
    for position, slug in enumerate(text.prerequisites):
        if slug != text.slug and slug not in neighbours:
            yield position, "courses.prerequisite_unknown", {"slug": slug}
    own = {text.slug: text.prerequisites}
    circle = find_circle(text.slug, lambda slug: own.get(slug) or neighbours.get(slug, ()))
    if circle is not None and len(circle) > 2:  # noqa: PLR2004 (a course before itself is told as that)
        yield (
            text.prerequisites.index(circle[1]),
            "courses.prerequisite_circle",
            {"circle": " → ".join(circle)},
        )
