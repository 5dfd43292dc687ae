"""Tables of courses and of what people do in them. Content and attempts are only ever added."""

from lms.courses.models.assigning import CourseAssignment as CourseAssignment
from lms.courses.models.assigning import CourseReminder as CourseReminder
from lms.courses.models.attempts import Attempt as Attempt
from lms.courses.models.attempts import AttemptDraft as AttemptDraft
from lms.courses.models.certificate import CourseCertificate as CourseCertificate
from lms.courses.models.content import AssessmentItem as AssessmentItem
from lms.courses.models.content import Course as Course
from lms.courses.models.content import CourseAim as CourseAim
from lms.courses.models.content import CourseFigure as CourseFigure
from lms.courses.models.content import CourseVersion as CourseVersion
from lms.courses.models.content import Lesson as Lesson
from lms.courses.models.content import PracticeTask as PracticeTask
from lms.courses.models.learning import Enrolment as Enrolment
from lms.courses.models.learning import LessonProgress as LessonProgress
from lms.courses.models.reflecting import LessonReflection as LessonReflection
