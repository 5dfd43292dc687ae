"""A course on disk with nothing wrong, and how to read it."""

import pytest

from lms.courses.loader import read_course
from tests.factories.courses import LEVELS, CourseFolder, schemas


@pytest.fixture
def folder(tmp_path) -> CourseFolder:
    return CourseFolder(tmp_path / "content")


@pytest.fixture
def read(folder):
    """Save the folder and read it."""

    def reading():
        return read_course(folder.path, schemas=schemas(), levels=LEVELS)

    return reading


@pytest.fixture
def problems(read):
    """Read the folder and return file, line and code of each problem."""

    def found():
        reading = read()
        assert (reading.course is None) == bool(reading.problems)
        return [(problem.file, problem.line, problem.code) for problem in reading.problems]

    return found
