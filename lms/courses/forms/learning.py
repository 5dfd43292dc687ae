"""Forms of learners, and of who publishes for them."""

from flask import request
from wtforms import TextAreaField

from lms.web.forms import FormBase
from lms.web.i18n import lazy_gettext as _l

AUTOSAVE = "autosave"


class StepForm(FormBase):
    """Nothing to fill in: begin a course, note a lesson as read, move on, offer a course again."""


class ReflectionForm(FormBase):
    """What somebody writes for themselves; ``intent`` says whether a script saves it meanwhile."""

    text = TextAreaField(_l("Your thoughts"))

    @property
    def is_saved_by_script(self) -> bool:
        """Whether this was sent while its reader goes on writing."""
        return bool(request.form.get("intent") == AUTOSAVE)


class WithdrawalForm(FormBase):
    """Why a course is withdrawn."""

    reason = TextAreaField(
        _l("Why is it withdrawn?"),
        description=_l("Whoever is in the course reads this, such as which course to take instead."),
    )
