"""The rules of authoring: a draft's life, its text, putting parts into it. Nothing but values."""

from lms.authoring.domain.comparing import Change, PartCompared, compare_texts
from lms.authoring.domain.editing import (
    add_lesson,
    add_questions,
    append_figure,
    put_in_course,
    put_lesson,
    put_lessons,
    put_question,
    put_quiz,
    remove_lesson,
    remove_question,
)
from lms.authoring.domain.life import (
    OPEN_STATES,
    DraftState,
    ReviewVerdict,
    require_in_review,
    require_other_eyes,
    require_writable,
)
from lms.authoring.domain.places import Page, Path, Place, place_of
from lms.authoring.domain.text import (
    LANGUAGES,
    DraftText,
    Node,
    empty_text,
    figure_words,
    free_name,
    next_version,
    stored_text,
    text_from,
    words_or_empty,
)
from lms.authoring.domain.whole import Whole

__all__ = [
    "LANGUAGES",
    "OPEN_STATES",
    "Change",
    "DraftState",
    "DraftText",
    "Node",
    "Page",
    "PartCompared",
    "Path",
    "Place",
    "ReviewVerdict",
    "Whole",
    "add_lesson",
    "add_questions",
    "append_figure",
    "compare_texts",
    "empty_text",
    "figure_words",
    "free_name",
    "next_version",
    "place_of",
    "put_in_course",
    "put_lesson",
    "put_lessons",
    "put_question",
    "put_quiz",
    "remove_lesson",
    "remove_question",
    "require_in_review",
    "require_other_eyes",
    "require_writable",
    "stored_text",
    "text_from",
    "words_or_empty",
]
