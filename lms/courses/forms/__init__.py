"""Forms of courses."""

from lms.courses.forms.learning import StepForm as StepForm
from lms.courses.forms.quiz import QuizForm as QuizForm
from lms.courses.forms.quiz import quiz_form as quiz_form
