"""Reads of courses: what is on offer, one's own way through it, and how far the people in one's reach are."""

from lms.courses.queries.attempts import AttemptPage, QuizPage, get_attempt, get_quiz
from lms.courses.queries.catalogue import (
    CourseCard,
    CourseLink,
    NextStep,
    find_next_step,
    list_courses,
    list_courses_serving,
)
from lms.courses.queries.course import CoursePage, LessonLine, LessonPage, get_course, get_figure, get_lesson
from lms.courses.queries.people import PersonCourse, list_progress, visible_to
from lms.courses.queries.stored import StoredCourse, find_stored_course
from lms.courses.queries.versions import ChosenVersion, courses_visible_to, list_chosen

__all__ = [
    "AttemptPage",
    "ChosenVersion",
    "CourseCard",
    "CourseLink",
    "CoursePage",
    "LessonLine",
    "LessonPage",
    "NextStep",
    "PersonCourse",
    "QuizPage",
    "StoredCourse",
    "courses_visible_to",
    "find_next_step",
    "find_stored_course",
    "get_attempt",
    "get_course",
    "get_figure",
    "get_lesson",
    "get_quiz",
    "list_chosen",
    "list_courses",
    "list_courses_serving",
    "list_progress",
    "visible_to",
]
