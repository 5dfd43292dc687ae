"""Verbs of courses: load a version, enrol, read a lesson, answer the quiz."""

from lms.courses.commands.assigning import (
    Assigned,
    assign_courses,
    change_assignment,
    withdraw_assignment,
)
from lms.courses.commands.attempts import discard_attempt_draft, save_attempt_draft, submit_attempt
from lms.courses.commands.learning import complete_lesson, enrol
from lms.courses.commands.loading import Loading, load_course
from lms.courses.commands.reminding import Reminded, remind_learners, send_due_reminders

__all__ = [
    "Assigned",
    "Loading",
    "Reminded",
    "assign_courses",
    "change_assignment",
    "complete_lesson",
    "discard_attempt_draft",
    "enrol",
    "load_course",
    "remind_learners",
    "save_attempt_draft",
    "send_due_reminders",
    "submit_attempt",
    "withdraw_assignment",
]
