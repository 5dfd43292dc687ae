"""Verbs of courses: load a version, enrol, read a lesson, answer the quiz."""

from lms.courses.commands.assigning import (
    Assigned,
    assign_courses,
    change_assignment,
    withdraw_assignment,
)
from lms.courses.commands.attempts import discard_attempt_draft, save_attempt_draft, submit_attempt
from lms.courses.commands.learning import complete_lesson, enrol
from lms.courses.commands.loading import Loading, load_course, load_courses
from lms.courses.commands.moving import Moving, move_on
from lms.courses.commands.reflecting import save_reflection
from lms.courses.commands.reminding import Reminded, is_remindable, remind_learners, send_due_reminders
from lms.courses.commands.withdrawing import offer_course_again, withdraw_course

__all__ = [
    "Assigned",
    "Loading",
    "Moving",
    "Reminded",
    "assign_courses",
    "change_assignment",
    "complete_lesson",
    "discard_attempt_draft",
    "enrol",
    "is_remindable",
    "load_course",
    "load_courses",
    "move_on",
    "offer_course_again",
    "remind_learners",
    "save_attempt_draft",
    "save_reflection",
    "send_due_reminders",
    "submit_attempt",
    "withdraw_assignment",
    "withdraw_course",
]
