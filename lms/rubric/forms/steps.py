"""Forms of single steps: begin a draft, publish it, throw it away, withdraw a version."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from wtforms import RadioField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length

from lms.web.forms import FormBase
from lms.web.i18n import lazy_gettext as _l

MAX_REASON = 1000


@dataclass(frozen=True)
class Offer:
    """One draft that could be begun: the next version of a rubric, additions to one, or a new one."""

    key: str
    label: str
    text: str
    action: str
    publisher_id: UUID
    follows: UUID | None = None
    extends: UUID | None = None


class StartForm(FormBase):
    """Which draft to begin."""

    what = RadioField(_l("What do you want to write?"), [InputRequired(_l("Choose what you want to write."))])

    @classmethod
    def of(cls, offers: Sequence[Offer], *, wanted: str) -> "StartForm":
        """Make the form for what may be begun; the wanted one, else the first, is chosen."""
        keys = [offer.key for offer in offers]
        form = cls(what=wanted if wanted in keys else keys[0])
        form.what.choices = [SelectChoice(offer.key, offer.label) for offer in offers]
        return form


class StepForm(FormBase):
    """A step that needs no words, only the version of the draft it was decided on."""


class ArchiveForm(FormBase):
    """Why a version is no longer in force."""

    reason = TextAreaField(
        _l("Reason"),
        [InputRequired(_l("Write why the version is withdrawn.")), Length(max=MAX_REASON)],
        description=_l("It stays in the record of what was done."),
    )
