"""Forms of courses."""

from lms.courses.forms.assigning import EVERYBODY as EVERYBODY
from lms.courses.forms.assigning import AssignForm as AssignForm
from lms.courses.forms.assigning import ChangeForm as ChangeForm
from lms.courses.forms.assigning import ConfirmForm as ConfirmForm
from lms.courses.forms.learning import ReflectionForm as ReflectionForm
from lms.courses.forms.learning import StepForm as StepForm
from lms.courses.forms.learning import WithdrawalForm as WithdrawalForm
from lms.courses.forms.quiz import QuizForm as QuizForm
from lms.courses.forms.quiz import quiz_form as quiz_form
