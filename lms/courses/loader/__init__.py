"""Courses in files: from a folder, a ZIP file or plain values to a ``CourseText``, and back.

Bad input never raises beyond ``RefusedError``: whatever is wrong becomes a ``Problem`` that names file, line
and place.
"""

from pathlib import Path

from lms.courses.domain import CourseFile
from lms.courses.loader.archive import ARCHIVE, MAX_ARCHIVE_BYTES, read_zip, write_zip
from lms.courses.loader.figures import FIGURE_NAME, MAX_PICTURE_BYTES, figure_of
from lms.courses.loader.files import Files, RefusedError
from lms.courses.loader.gift import GiftReading, read_gift
from lms.courses.loader.lessons import MAX_LESSON_BYTES, LessonReader, LessonReading
from lms.courses.loader.neighbours import SiblingFolders
from lms.courses.loader.problem import Problem
from lms.courses.loader.reading import Reading, Schemas, read_course, read_documents
from lms.courses.loader.schema import read_schema
from lms.courses.loader.shape import CourseDocuments, document_of, sources_of
from lms.courses.loader.wording import PROBLEMS, REFUSALS
from lms.courses.loader.writing import quiz_yaml, write_files

__all__ = [
    "ARCHIVE",
    "FIGURE_NAME",
    "MAX_ARCHIVE_BYTES",
    "MAX_LESSON_BYTES",
    "MAX_PICTURE_BYTES",
    "PROBLEMS",
    "REFUSALS",
    "CourseDocuments",
    "Files",
    "GiftReading",
    "LessonReader",
    "LessonReading",
    "Problem",
    "Reading",
    "RefusedError",
    "Schemas",
    "SiblingFolders",
    "document_of",
    "figure_of",
    "list_course_folders",
    "quiz_yaml",
    "read_course",
    "read_documents",
    "read_gift",
    "read_schemas",
    "read_zip",
    "sources_of",
    "write_files",
    "write_zip",
]


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
