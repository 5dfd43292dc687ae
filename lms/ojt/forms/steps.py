"""A short page for each later step of an entry."""

from typing import Any

from wtforms import StringField, TextAreaField
from wtforms.validators import InputRequired, Length

from lms.ojt.domain import MAX_TEXT
from lms.ojt.forms.words import SUBMIT
from lms.web.forms import FormBase
from lms.web.i18n import lazy_gettext as _l


class StepForm(FormBase):
    """A step that needs no words."""

    def words(self) -> dict[str, Any]:
        """Return what the command of the step takes beside the entry."""
        return {}


class TextForm(StepForm):
    """A step that needs words."""

    text: TextAreaField

    def words(self) -> dict[str, Any]:
        """Return the words."""
        return {"text": self.text.data}


class AcknowledgeForm(TextForm):
    """The advisor's own words on what was written about them."""

    text = TextAreaField(
        _l("What you take from it"),
        [InputRequired(_l("Write in your own words what you take from it.")), Length(max=MAX_TEXT)],
        description=_l(
            "In your own words: what you will do again, and what you will do differently next time."
        ),
    )


class DisputeForm(TextForm):
    """What the advisor sees differently."""

    text = TextAreaField(
        _l("What you see differently"),
        [InputRequired(_l("Write what you see differently.")), Length(max=MAX_TEXT)],
        description=_l(
            "Say what happened as you saw it. The record goes back to your supervisor, who answers you."
        ),
    )


class AnswerForm(TextForm):
    """The supervisor's answer to a dispute; the button says whether the record is rewritten."""

    text = TextAreaField(
        _l("Your answer to the advisor"),
        [InputRequired(_l("Write an answer to what the advisor sees differently.")), Length(max=MAX_TEXT)],
        description=_l("The advisor reads it together with the record."),
    )
    intent = StringField()

    def words(self) -> dict[str, Any]:
        """Return the answer, and whether the record is rewritten rather than handed in again as it is."""
        return {"text": self.text.data, "rewrite": self.intent.data != SUBMIT}


class VoidForm(StepForm):
    """Why a record no longer holds."""

    text = TextAreaField(
        _l("Reason"),
        [InputRequired(_l("Write why the record no longer holds.")), Length(max=MAX_TEXT)],
        description=_l("It stays with the record, and both of you can read it."),
    )

    def words(self) -> dict[str, Any]:
        """Return the reason."""
        return {"reason": self.text.data}
