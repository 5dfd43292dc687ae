"""Which format a file is in: by what it is called, else by how it begins."""

import codecs
import json
import re
from enum import StrEnum
from pathlib import PurePath


class Format(StrEnum):
    """A format that rubrics are read from; the first three are written, too."""

    YAML = "yaml"
    CSV = "csv"
    CASE = "case"
    MOODLE = "moodle"
    MATRIX = "matrix"


WRITTEN = (Format.YAML, Format.CSV, Format.CASE)
SUFFIXES = {Format.YAML: "yaml", Format.CSV: "csv", Format.CASE: "json"}
"""What a written file is called."""

_BY_SUFFIX = {".yaml": Format.YAML, ".yml": Format.YAML, ".matrix": Format.MATRIX}
_TABLES, _JSON = {".csv", ".tsv"}, {".json"}
_LOOKED_AT = 4000


def find_format(name: str, content: bytes) -> Format:
    """Tell a file's format. What looks like nothing else is taken for YAML."""
    suffix = PurePath(name).suffix.lower()
    if suffix in _BY_SUFFIX:
        return _BY_SUFFIX[suffix]
    start = content[:_LOOKED_AT].removeprefix(codecs.BOM_UTF8).lstrip()
    if suffix in _TABLES or _is_table(start):
        return Format.MOODLE if b"is framework" in _first_line(start).lower() else Format.CSV
    if suffix in _JSON or start.startswith(b"{"):
        return Format.MATRIX if _has_framework(content) else Format.CASE
    return Format.YAML


def _first_line(start: bytes) -> bytes:
    return start.splitlines()[0] if start else b""


def _is_table(start: bytes) -> bool:
    line = _first_line(start).lower()
    return re.match(rb'"?row"?[,;\t]', line) is not None or b"is framework" in line


def _has_framework(content: bytes) -> bool:
    try:
        value = json.loads(content.removeprefix(codecs.BOM_UTF8))
    except (ValueError, RecursionError):
        return False
    return isinstance(value, dict) and "framework" in value and "CFDocument" not in value
