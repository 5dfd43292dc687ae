"""The form of a practice task: one of three buttons."""

from wtforms import StringField

from lms.courses.domain.practising import Outcome
from lms.web.forms import FormBase


class PracticeForm(FormBase):
    """What became of a task; any other button than the two outcomes takes back what was noted."""

    intent = StringField()

    @property
    def outcome(self) -> Outcome | None:
        """Return what is to be noted; None to take it back."""
        return Outcome(self.intent.data) if self.intent.data in set(Outcome) else None
