"""What members and proposers do with a proposal, and the end of a decision."""

from wtforms import RadioField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length

from lms.decisions.domain import DECLARED, MAX_TEXT
from lms.decisions.forms.words import INTEREST_LABELS, VOTE_LABELS
from lms.web.forms import FormBase
from lms.web.i18n import LazyString
from lms.web.i18n import lazy_gettext as _l


def reason_field(hint: LazyString) -> TextAreaField:
    checks = [InputRequired(_l("Write the reason.")), Length(max=MAX_TEXT)]
    return TextAreaField(_l("Reason"), checks, description=hint)


class VoteForm(FormBase):
    """A member's vote."""

    choice = RadioField(
        _l("Your vote"),
        [InputRequired(_l("Choose one of the three votes."))],
        choices=[SelectChoice(choice.value, label) for choice, label in VOTE_LABELS.items()],
    )
    reason = TextAreaField(
        _l("Your reason"),
        [Length(max=MAX_TEXT)],
        description=_l("Needed unless you vote for the award. The members read it; the person never does."),
    )


class RecuseForm(FormBase):
    """Why a member takes no part."""

    interest = RadioField(
        _l("Conflict of interest"),
        [InputRequired(_l("Choose what the conflict of interest is."))],
        choices=[SelectChoice(one.value, INTEREST_LABELS[one]) for one in DECLARED],
    )
    reason = TextAreaField(
        _l("In words"),
        [Length(max=MAX_TEXT)],
        description=_l("Needed only for something else. Say no more than you want to."),
    )


class CloseForm(FormBase):
    """The chair's words at the end of a vote."""

    reason = reason_field(
        _l(
            "The person reads this. Say what the committee saw in the observations and what would help next;"
            " leave out who voted how."
        ),
    )


class WithdrawForm(FormBase):
    """Why a proposal is taken back."""

    reason = reason_field(_l("It stays with the proposal; the person and the committee read it."))


class ReverseForm(FormBase):
    """Why a decision is taken back."""

    reason = reason_field(
        _l("It stays with the decision for good; the person and those who decided read it.")
    )
