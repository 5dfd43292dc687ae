"""Reads of drafts; what an actor may not see is not there."""

from lms.authoring.queries.drafts import (
    Draft,
    DraftLine,
    FigureLine,
    ReviewLine,
    get_draft,
    get_figure,
    list_drafts,
    list_figures,
    list_writers,
    read_figures,
    visible_to,
)
from lms.authoring.queries.starting import (
    Publisher,
    WritableCourse,
    list_course_titles,
    list_publishers,
    list_reviewers,
    list_writable_courses,
)

__all__ = [
    "Draft",
    "DraftLine",
    "FigureLine",
    "Publisher",
    "ReviewLine",
    "WritableCourse",
    "get_draft",
    "get_figure",
    "list_course_titles",
    "list_drafts",
    "list_figures",
    "list_publishers",
    "list_reviewers",
    "list_writable_courses",
    "list_writers",
    "read_figures",
    "visible_to",
]
