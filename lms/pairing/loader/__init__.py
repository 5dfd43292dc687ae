"""Pairing files: what an instance and a result say, and what is wrong with them in the reader's language."""

from lms.pairing.loader.files import FileRefused, read_instance, read_result
from lms.pairing.loader.wording import problem_sentence, unreadable_sentence, violation_sentence

__all__ = [
    "FileRefused",
    "problem_sentence",
    "read_instance",
    "read_result",
    "unreadable_sentence",
    "violation_sentence",
]
