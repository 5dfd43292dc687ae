"""From a ``RubricText`` to the bytes of a format."""

import json

from lms.rubric.domain import RubricText
from lms.rubric.loader.case import Edition, case_package
from lms.rubric.loader.formats import Format
from lms.rubric.loader.table import write_table
from lms.rubric.loader.yaml_writer import write_yaml


def write_rubric(text: RubricText, kind: Format, edition: Edition) -> bytes:
    """Write a whole version in one of ``WRITTEN``; ``edition`` is what CASE says beside its words."""
    if kind is Format.CSV:
        return write_table(text)
    if kind is Format.CASE:
        package = json.dumps(case_package(text, edition), ensure_ascii=False, indent=2)
        return f"{package}\n".encode()
    return write_yaml(text)
