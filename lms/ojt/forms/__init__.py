"""Forms of entries: one screen to write, one short page for each later step; and the words they share."""

from lms.ojt.forms.entry import EntryForm as EntryForm
from lms.ojt.forms.entry import values_of as values_of
from lms.ojt.forms.filter import read_filter as read_filter
from lms.ojt.forms.steps import AcknowledgeForm as AcknowledgeForm
from lms.ojt.forms.steps import AnswerForm as AnswerForm
from lms.ojt.forms.steps import DisputeForm as DisputeForm
from lms.ojt.forms.steps import StepForm as StepForm
from lms.ojt.forms.steps import VoidForm as VoidForm
from lms.ojt.forms.words import ACTIVITY_LABELS as ACTIVITY_LABELS
from lms.ojt.forms.words import DONE as DONE
from lms.ojt.forms.words import STATE_LABELS as STATE_LABELS
from lms.ojt.forms.words import STATE_TONES as STATE_TONES
