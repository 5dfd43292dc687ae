"""A level to be decided, or proposed to a committee."""

from collections.abc import Sequence
from datetime import timedelta
from typing import TYPE_CHECKING
from uuid import UUID

from wtforms import DateField, RadioField, SelectMultipleField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, ValidationError
from wtforms.validators import Optional as MayBeEmpty

from lms.decisions.domain import LevelDraft, ScopeWords
from lms.decisions.forms.voting import reason_field
from lms.decisions.queries import CitedObservation
from lms.kernel.ids import read_id
from lms.rubric.domain import Rubric
from lms.web.forms import FormBase
from lms.web.i18n import lazy_gettext as _l
from lms.web.i18n import localised

if TYPE_CHECKING:
    from lms.decisions.models import Committee  # a type only: tables are not for the edge

ALONE = "alone"
DAY = timedelta(days=1)


class LevelForm(FormBase):
    """A level for one part of the rubric, what it rests on, who decides, and why."""

    level = RadioField(_l("Level"), [InputRequired(_l("Choose the level."))])
    citations = SelectMultipleField(_l("Observations it rests on"), validate_choice=False)
    way = RadioField(_l("Who decides"), [InputRequired(_l("Choose who decides."))])
    vote_by = DateField(
        _l("Vote by"), [MayBeEmpty()], description=_l("Only where a committee decides: its last day to vote.")
    )
    reason = reason_field(
        _l(
            "What the observations show, and why it is this level. The committee reads it; if you decide,"
            " the person does."
        ),
    )
    last_day = DateField(
        _l("Holds until"),
        [MayBeEmpty()],
        description=_l("Leave it empty if the level is to hold until a newer decision."),
    )

    @classmethod
    def of(
        cls,
        rubric: Rubric,
        *,
        observations: Sequence[CitedObservation],
        committees: Sequence["Committee"],
        **values: object,
    ) -> "LevelForm":
        """Make the form for one part of a rubric, offering these observations and committees."""
        form = cls(**values)
        form.level.choices = [SelectChoice(str(one.number), localised(one.name)) for one in rubric.levels]
        form.citations.choices = [SelectChoice(str(one.id), one.comment) for one in observations]
        form.way.choices = [
            SelectChoice(ALONE, str(_l("I decide"))),
            *(SelectChoice(str(one.id), localised(one.name)) for one in committees),
        ]
        return form

    def validate_citations(self, field: SelectMultipleField) -> None:
        """Refuse none, and what is no observation; whether it may be cited is for the command to say."""
        if not field.data:
            raise ValidationError(_l("Choose at least one observation that the level rests on."))
        if any(read_id(key) is None for key in field.data or ()):
            raise ValidationError(_l("Choose the observations from the list."))

    @property
    def committee_id(self) -> UUID | None:
        """The committee it is put before; None when its writer decides."""
        return None if self.way.data == ALONE else UUID(self.way.data)

    def to_draft(self, person_id: UUID, words: ScopeWords) -> LevelDraft:
        """Return what was typed, as the commands take it; only after validation."""
        return LevelDraft(
            person_id=person_id,
            scope=words.scope,
            level=int(self.level.data),
            reason=self.reason.data or "",
            citations=frozenset(UUID(key) for key in self.citations.data or ()),
            expires_on=self.last_day.data + DAY if self.last_day.data else None,
        )
