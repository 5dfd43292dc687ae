"""Verbs of courses: load a version, enrol, read a lesson, answer the quiz."""

from lms.courses.commands.attempts import submit_attempt
from lms.courses.commands.learning import complete_lesson, enrol
from lms.courses.commands.loading import Loading, load_course

__all__ = ["Loading", "complete_lesson", "enrol", "load_course", "submit_attempt"]
