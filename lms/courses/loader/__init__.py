"""Course folders: from files to a ``CourseText``, or to problems that each name a file and a line.

Bad input never raises: whatever is wrong with the files becomes a ``Problem``.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from lms.courses.domain import CourseFile, CourseText, list_flaws
from lms.courses.loader.files import RefusedError, read_yaml
from lms.courses.loader.lessons import read_lessons
from lms.courses.loader.problem import Problem
from lms.courses.loader.schema import Schema, list_shape_problems, read_schema
from lms.courses.loader.shape import course_text, sources_of
from lms.courses.loader.wording import PROBLEMS, REFUSALS
from lms.rubric.loader.document import Document

__all__ = [
    "PROBLEMS",
    "REFUSALS",
    "Problem",
    "Reading",
    "Schemas",
    "list_course_folders",
    "read_course",
    "read_schemas",
]

Schemas = Mapping[CourseFile, Schema]


@dataclass(frozen=True)
class Reading:
    """What reading a folder gave: a whole course, or else every problem found."""

    course: CourseText | None
    problems: tuple[Problem, ...]


def read_schemas(folder: Path) -> Schemas:
    """Read the JSON Schemas that stand beside the courses. Raises OSError when one is not there."""
    return {
        CourseFile.COURSE: read_schema(folder, "course.schema.json"),
        CourseFile.QUIZ: read_schema(folder, "quiz.schema.json"),
    }


def list_course_folders(path: Path) -> list[Path]:
    """Return the course folders at ``path``: itself, or those directly below it."""
    if (path / CourseFile.COURSE).is_file():
        return [path]
    return sorted(file.parent for file in path.glob(f"*/{CourseFile.COURSE}"))


def read_course(folder: Path, *, schemas: Schemas, levels: Mapping[str, int]) -> Reading:
    """Read a course's folder: YAML first, then its shape, then lessons and figures, then the domain's rules.

    ``levels`` maps each criterion's code in the rubric to its highest level.
    """
    try:
        documents = _read_documents(folder, schemas)
    except RefusedError as error:
        return Reading(None, error.problems)
    course: Any = documents[CourseFile.COURSE].value
    files = read_lessons(folder, [lesson["slug"] for lesson in course["lessons"]], sources_of(course))
    text = course_text(course, documents[CourseFile.QUIZ].value, files)
    problems = (*_rule_problems(folder, text, documents, levels), *files.problems)
    return Reading(None if problems else text, problems)


def _read_documents(folder: Path, schemas: Schemas) -> dict[CourseFile, Document]:
    documents: dict[CourseFile, Document] = {}
    problems: list[Problem] = []
    for file in CourseFile:
        try:
            documents[file] = read_yaml(folder, file)
            problems += list_shape_problems(file, documents[file], schemas[file])
        except RefusedError as error:
            problems += error.problems
    if problems:
        raise RefusedError(*problems)
    return documents


def _rule_problems(
    folder: Path, text: CourseText, documents: Mapping[CourseFile, Document], levels: Mapping[str, int]
) -> tuple[Problem, ...]:
    course = documents[CourseFile.COURSE]
    problems = [
        Problem(flaw.file, documents[flaw.file].line(flaw.path), flaw.code, flaw.facts)
        for flaw in list_flaws(text, levels=levels)
    ]
    name = folder.resolve().name
    if text.slug != name:
        facts = {"slug": text.slug, "folder": name}
        problems.append(Problem(CourseFile.COURSE, course.line(("slug",)), "courses.slug_folder", facts))
    for position, slug in enumerate(text.prerequisites):
        if slug != text.slug and not (folder.resolve().parent / slug / CourseFile.COURSE).is_file():
            line = course.line(("prerequisites", position))
            problems.append(Problem(CourseFile.COURSE, line, "courses.prerequisite_unknown", {"slug": slug}))
    return tuple(sorted(problems, key=lambda problem: (problem.file, problem.line)))
