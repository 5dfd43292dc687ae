"""Forms of authoring: each for one part of a draft, or one step."""

from lms.authoring.forms.base import Part, PartForm
from lms.authoring.forms.course import Offered, about_part, aims_part, sources_part
from lms.authoring.forms.labels import label_of
from lms.authoring.forms.lessons import LessonsForm, lesson_part, lessons_part, tasks_part
from lms.authoring.forms.questions import (
    KIND_LABELS,
    KIND_TEXTS,
    KindForm,
    QuizForm,
    blank_question,
    question_part,
    quiz_part,
)
from lms.authoring.forms.steps import (
    MAX_ZIP,
    PUBLISH,
    GiftForm,
    Offer,
    PictureForm,
    ReviewForm,
    SendForm,
    StartForm,
    StepForm,
    UploadForm,
    ZipForm,
)

__all__ = [
    "KIND_LABELS",
    "KIND_TEXTS",
    "MAX_ZIP",
    "PUBLISH",
    "GiftForm",
    "KindForm",
    "LessonsForm",
    "Offer",
    "Offered",
    "Part",
    "PartForm",
    "PictureForm",
    "QuizForm",
    "ReviewForm",
    "SendForm",
    "StartForm",
    "StepForm",
    "UploadForm",
    "ZipForm",
    "about_part",
    "aims_part",
    "blank_question",
    "label_of",
    "lesson_part",
    "lessons_part",
    "question_part",
    "quiz_part",
    "sources_part",
    "tasks_part",
]
