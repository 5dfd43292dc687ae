"""Reading files of other formats, told in plain sentences."""

import json

import pytest

from lms.rubric.loader import Format, Reading, read_file
from tests.factories.rubric import shipped_schema


@pytest.fixture
def read():
    """Read bytes, text or plain values of a format."""

    def reading(content: object, kind: Format, **options: object) -> Reading:
        if isinstance(content, dict | list):
            content = json.dumps(content)
        data = content.encode() if isinstance(content, str) else content
        return read_file(data, schema=shipped_schema(), kind=kind, **options)

    return reading


@pytest.fixture
def refused(read):
    """Read what must be refused; return the line and the sentence of every problem."""

    def reading(content: object, kind: Format, **options: object) -> list[tuple[int, str]]:
        found = read(content, kind, **options)
        assert found.rubric is None
        return [(problem.line, problem.sentence()) for problem in found.problems]

    return reading
