"""The short forms: one for each step, for a meeting, for what is shared and what is kept to oneself."""

from uuid import UUID

from wtforms import (
    BooleanField,
    DateField,
    HiddenField,
    RadioField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length
from wtforms.validators import Optional as MayBeEmpty

from lms.plans.domain import LONGEST_TEXT, Marking, Meeting, Result
from lms.plans.forms.labels import RESULT_LABELS
from lms.plans.queries import Offer
from lms.web.forms import FormBase
from lms.web.i18n import lazy_gettext as _l

DONE, NOT_DONE = "done", "not_done"


class StepForm(FormBase):
    """A step that needs no words."""


class AgreeForm(FormBase):
    """Agreement to the words on the page, known by their digest."""

    digest = HiddenField()


class SendBackForm(FormBase):
    """What should be worded differently."""

    note = TextAreaField(_l("What should be different"), [Length(max=LONGEST_TEXT)])


class MarkForm(FormBase):
    """Whether a milestone is done, since when."""

    state = RadioField(
        _l("Where it stands"),
        [InputRequired()],
        choices=[SelectChoice(DONE, _l("Done")), SelectChoice(NOT_DONE, _l("Not done yet"))],
        default=DONE,
    )
    done_on = DateField(_l("On which day"), [InputRequired(_l("Say on which day."))])
    note = StringField(_l("Note"), [Length(max=400)], description=_l("Both of you read this."))

    def to_marking(self) -> Marking:
        """Return what was said."""
        return Marking(self.state.data == DONE, self.done_on.data, self.note.data or "")


class ReviewForm(FormBase):
    """A review meeting: when, who, what was said, when next."""

    held_on = DateField(_l("Held on"), [InputRequired(_l("Say on which day."))])
    attendees = StringField(_l("Who took part"), [InputRequired(_l("Say who took part.")), Length(max=200)])
    notes = TextAreaField(
        _l("What was said and settled"),
        [InputRequired(_l("Write down what was said.")), Length(max=LONGEST_TEXT)],
        description=_l("Both of you read this. It stays as written; a correction is added beside it."),
    )
    next_review_on = DateField(
        _l("Next meeting"), [MayBeEmpty()], description=_l("Both of you are reminded a week before.")
    )

    def to_meeting(self, corrects_id: UUID | None) -> Meeting:
        """Return what was typed."""
        return Meeting(
            self.held_on.data,
            self.attendees.data or "",
            self.notes.data or "",
            self.next_review_on.data,
            corrects_id,
        )


class SummaryForm(FormBase):
    """What the person of a plan shares."""

    text = TextAreaField(
        _l("Your summary"),
        [InputRequired(_l("Write something first.")), Length(max=LONGEST_TEXT)],
        description=_l("Where you stand, what worked, what you need. Your supervisors read this."),
    )


class ReflectionForm(FormBase):
    """What the person of a plan notes for themselves."""

    text = TextAreaField(
        _l("For you only"),
        [InputRequired(_l("Write something first.")), Length(max=LONGEST_TEXT)],
        description=_l("Nobody else can read this: not your supervisors, not HR."),
    )


class RewriteReflectionForm(FormBase):
    """A private note, to be rewritten or removed."""

    text = TextAreaField(_l("For you only"), [Length(max=LONGEST_TEXT)])
    is_removed = BooleanField(_l("Remove this note for good"))


class CloseForm(FormBase):
    """How a plan ended."""

    result = RadioField(
        _l("How it ended"),
        [InputRequired(_l("Say how it ended."))],
        choices=[SelectChoice(result.value, label) for result, label in RESULT_LABELS.items()],
    )
    text = TextAreaField(
        _l("What came of it"),
        [InputRequired(_l("Say what came of it: the person reads it.")), Length(max=LONGEST_TEXT)],
        description=_l("The person reads it, and it stays with the plan."),
    )

    @property
    def chosen_result(self) -> Result:
        """Return how it ended."""
        return Result(self.result.data)


class OfferForm(FormBase):
    """Which changes of a template are taken over, and why not the others."""

    template_version = HiddenField()
    chosen = SelectMultipleField(_l("Take over"))
    reason = TextAreaField(
        _l("Reason"),
        [Length(max=LONGEST_TEXT)],
        description=_l("Needed when you do not take over everything."),
    )

    @classmethod
    def of(cls, offer: Offer, *, version: int) -> "OfferForm":
        """Make the form for an offer, everything ticked."""
        codes = [change.code for change in offer.changes]
        form = cls(version=version, template_version=str(offer.version_id), chosen=codes)
        form.chosen.choices = [SelectChoice(code, code) for code in codes]
        return form
