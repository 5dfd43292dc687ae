"""Rubrics in files: from the bytes of any format to a ``RubricText`` and back; bad input never raises.

YAML is the format of ``rubrics/``. CSV, for spreadsheets, and CASE 1.1 hold as much; frameworks of Moodle and
Mahara are read as far as they carry.
"""

import json
from pathlib import Path

from lms.rubric.loader.case import AdoptionStatus, Edition
from lms.rubric.loader.document import MAX_BYTES
from lms.rubric.loader.edition import edition_of
from lms.rubric.loader.formats import SUFFIXES, WRITTEN, Format
from lms.rubric.loader.json_document import MAX_BYTES as LARGEST_FILE
from lms.rubric.loader.problem import Problem
from lms.rubric.loader.reading import Reading, read_file
from lms.rubric.loader.schema import Schema
from lms.rubric.loader.wording import PROBLEMS, REFUSALS
from lms.rubric.loader.writing import write_rubric

__all__ = [
    "LARGEST_FILE",
    "MAX_BYTES",
    "PROBLEMS",
    "REFUSALS",
    "SCHEMA_FILE",
    "SUFFIXES",
    "WRITTEN",
    "AdoptionStatus",
    "Edition",
    "Format",
    "Problem",
    "Reading",
    "Schema",
    "edition_of",
    "read_file",
    "read_rubric",
    "read_schema",
    "write_rubric",
]

SCHEMA_FILE = "rubric.schema.json"


def read_schema(file: Path) -> Schema:
    """Read the JSON Schema that stands beside the rubrics. Raises OSError or ValueError when it cannot."""
    schema: Schema = json.loads(file.read_text(encoding="utf-8"))
    return schema


def read_rubric(data: bytes, *, schema: Schema) -> Reading:
    """Read the bytes of a rubric in YAML."""
    return read_file(data, schema=schema, kind=Format.YAML)
