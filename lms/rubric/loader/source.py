"""What reading the bytes of a format gives, before it is checked as a rubric."""

from dataclasses import dataclass

from lms.rubric.loader.document import Document
from lms.rubric.loader.problem import Problem


@dataclass(frozen=True)
class Source:
    """A document in the shape of a rubric's file.

    ``notes`` tell what the file says and a rubric has no place for. ``is_foreign``: made by another system,
    which has no second language and perhaps no levels; what is missing can be written in a draft.
    """

    document: Document
    notes: tuple[Problem, ...] = ()
    is_foreign: bool = False
