"""Tables of drafts of courses and of their reviews."""

from lms.authoring.models.drafts import CourseDraft as CourseDraft
from lms.authoring.models.drafts import CourseDraftFigure as CourseDraftFigure
from lms.authoring.models.drafts import CourseDraftWriter as CourseDraftWriter
from lms.authoring.models.reviews import CourseReview as CourseReview
