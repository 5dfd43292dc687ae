"""Reads of courses: what is on offer, one's own way through it, and how far the people in one's reach are."""

from lms.courses.queries.assignments import (
    CandidateFilter,
    Employed,
    GivenAssignment,
    OwnAssignment,
    assignments_visible_to,
    find_own_assignment,
    get_assignment,
    list_candidates,
    list_employed,
    list_missing,
    list_own_assignments,
)
from lms.courses.queries.attempts import AttemptLine, AttemptPage, Draft, QuizPage, get_attempt, get_quiz
from lms.courses.queries.catalogue import (
    CourseCard,
    CourseLink,
    NextStep,
    find_next_step,
    list_courses,
    list_courses_serving,
)
from lms.courses.queries.course import CoursePage, LessonLine, LessonPage, get_course, get_figure, get_lesson
from lms.courses.queries.overview import (
    CourseCount,
    LearnerFilter,
    LearnerRow,
    Overview,
    find_overview,
    list_learners,
    list_place_names,
)
from lms.courses.queries.people import PersonCourse, list_progress, visible_to
from lms.courses.queries.stored import StoredCourse, find_stored_course
from lms.courses.queries.versions import ChosenVersion, courses_visible_to, list_chosen

__all__ = [
    "AttemptLine",
    "AttemptPage",
    "CandidateFilter",
    "ChosenVersion",
    "CourseCard",
    "CourseCount",
    "CourseLink",
    "CoursePage",
    "Draft",
    "Employed",
    "GivenAssignment",
    "LearnerFilter",
    "LearnerRow",
    "LessonLine",
    "LessonPage",
    "NextStep",
    "Overview",
    "OwnAssignment",
    "PersonCourse",
    "QuizPage",
    "StoredCourse",
    "assignments_visible_to",
    "courses_visible_to",
    "find_next_step",
    "find_overview",
    "find_own_assignment",
    "find_stored_course",
    "get_assignment",
    "get_attempt",
    "get_course",
    "get_figure",
    "get_lesson",
    "get_quiz",
    "list_candidates",
    "list_chosen",
    "list_courses",
    "list_courses_serving",
    "list_employed",
    "list_learners",
    "list_missing",
    "list_own_assignments",
    "list_place_names",
    "list_progress",
    "visible_to",
]
