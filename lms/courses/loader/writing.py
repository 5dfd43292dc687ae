"""Writes a course as the files that lie in ``content/``: YAML in its order, long texts folded; Markdown."""

import re
from decimal import Decimal

import yaml

from lms.courses.domain import LANGUAGES, CourseFile, CourseText
from lms.courses.loader.figures import FIGURES_FOLDER
from lms.courses.loader.files import Files
from lms.courses.loader.lessons import lesson_file
from lms.courses.loader.shape import document_of

_WIDTH = 110
_OTHER_BREAKS = re.compile("[\x85\u2028\u2029\ufeff]")
"""What YAML takes for the end of a line, or for nothing, where it stands as it is."""
_HEADS = {
    CourseFile.COURSE: "# yaml-language-server: $schema=../course.schema.json\n",
    CourseFile.QUIZ: "# yaml-language-server: $schema=../quiz.schema.json\n",
}


class _Dumper(yaml.SafeDumper):
    """Indents lists below their names, writes short lists of numbers in one line, and never an exponent."""

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:  # noqa: ARG002, FBT001, FBT002 (PyYAML's signature)
        super().increase_indent(flow, indentless=False)

    def ignore_aliases(self, data: object) -> bool:  # noqa: ARG002 (PyYAML's signature)
        return True


def _represent_text(dumper: yaml.SafeDumper, text: str) -> yaml.ScalarNode:
    style = "|" if "\n" in text else None
    if _OTHER_BREAKS.search(text):
        style = '"'
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style=style)


def _represent_list(dumper: yaml.SafeDumper, values: list[object]) -> yaml.SequenceNode:
    is_short = all(isinstance(value, int) for value in values)
    return dumper.represent_sequence("tag:yaml.org,2002:seq", values, flow_style=is_short)


def _represent_decimal(dumper: yaml.SafeDumper, number: float) -> yaml.ScalarNode:
    written = f"{Decimal(repr(number)):f}"
    return dumper.represent_scalar("tag:yaml.org,2002:float", written if "." in written else f"{written}.0")


_Dumper.add_representer(str, _represent_text)
_Dumper.add_representer(list, _represent_list)
_Dumper.add_representer(float, _represent_decimal)


def write_files(course: CourseText) -> Files:
    """Write a whole course as files by their path in its folder. Reading them gives the same course again."""
    documents = document_of(course)
    texts = {
        str(CourseFile.COURSE): _HEADS[CourseFile.COURSE] + _yaml(documents["course"]),
        str(CourseFile.QUIZ): quiz_yaml(documents["quiz"]),
        **{
            lesson_file(position, lesson.slug, language): lesson.markdown[language]
            for position, lesson in enumerate(course.lessons, start=1)
            for language in LANGUAGES
        },
    }
    figures = {f"{FIGURES_FOLDER}/{name}": content for name, content in documents["figures"].items()}
    return {name: text.encode() for name, text in texts.items()} | figures


def quiz_yaml(document: object) -> str:
    """Write the document of a quiz as a quiz.yaml."""
    return _HEADS[CourseFile.QUIZ] + _yaml(document)


def _yaml(document: object) -> str:
    written: str = yaml.dump(document, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=_WIDTH)
    return written
