"""Writes a rubric as the YAML that lies in ``rubrics/``: in its order, long texts folded, lines kept."""

import re
from typing import Any

import yaml

from lms.rubric.domain import RubricText, document_of

_WIDTH = 110
_OTHER_BREAKS = re.compile("[\x85\u2028\u2029\ufeff]")
"""What YAML takes for the end of a line, or for nothing, where it stands as it is."""


class _Dumper(yaml.SafeDumper):
    """Indents lists below their names, and writes texts of several lines as blocks."""

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:  # noqa: ARG002, FBT001, FBT002 (PyYAML's signature)
        super().increase_indent(flow, indentless=False)


def _represent_text(dumper: yaml.SafeDumper, text: str) -> yaml.ScalarNode:
    style = "|" if "\n" in text else None
    if _OTHER_BREAKS.search(text):
        style = '"'
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style=style)


_Dumper.add_representer(str, _represent_text)


def write_yaml(text: RubricText) -> bytes:
    """Write a whole version. Reading it gives the same text again."""
    document: Any = document_of(text)
    written = yaml.dump(document, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=_WIDTH)
    return written.encode()
