"""The form of a self-assessment: every criterion of a rubric in one sitting, kept as a draft at any time."""

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from wtforms import HiddenField, RadioField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Length
from wtforms.validators import Optional as MayBeEmpty

from lms.evidence.domain import MAX_NOTE, OwnAnswer, OwnView, list_unanswered
from lms.kernel.errors import RuleViolation
from lms.rubric.domain import Rubric
from lms.web.errors import describe
from lms.web.forms import FormBase
from lms.web.i18n import lazy_gettext as _l
from lms.web.i18n import localised

if TYPE_CHECKING:
    from lms.evidence.queries import OwnDraft  # a type only: the form shapes, it does not read

SUBMIT, SAVE, AUTOSAVE = "submit", "save", "autosave"
UNSURE = 0
"""The choice "I cannot say yet", beside the numbers of the levels."""


class OwnViewForm(FormBase):
    """What a person says of themselves. Any way of sending but the submitting button saves a draft."""

    rubric: Rubric
    is_renewed: bool
    rubric_version = HiddenField()
    intent = StringField()

    @classmethod
    def of(cls, rubric: Rubric, draft: "OwnDraft | None") -> "OwnViewForm":
        """Make the form for a rubric, with what the draft says.

        ``is_renewed``: the draft was begun in the words of another version, so that only its notes are kept.
        """
        fields = {
            name: field
            for criterion in rubric.criteria
            for name, field in _fields_of_criterion(criterion.code).items()
        }
        is_renewed = draft is not None and draft.view.rubric_version_id != rubric.id
        facts = {"rubric": rubric, "is_renewed": is_renewed}
        values = {"rubric_version": str(rubric.id), **_values_of(draft, with_levels=not is_renewed)}
        form: OwnViewForm = type("RubricOwnViewForm", (cls,), {**fields, **facts})(**values)
        for field in (form.operation, form.version):
            # A script renews these two while it saves; a browser must not bring the old ones back.
            field.render_kw = {"autocomplete": "off"}
        choices = [SelectChoice(step.number, localised(step.name)) for step in rubric.levels]
        choices.append(SelectChoice(UNSURE, str(_l("I cannot say yet"))))
        for criterion in rubric.criteria:
            level, note = form[f"level_{criterion.code}"], form[f"note_{criterion.code}"]
            level.choices, level.label.text = choices, localised(criterion.name)
            level.description = localised(criterion.definition)
            note.label.text = _l("Note to myself on %(criterion)s", criterion=localised(criterion.name))
        return form

    @property
    def is_submitted_for_good(self) -> bool:
        """Say whether the button that submits was pressed."""
        return bool(self.intent.data == SUBMIT)

    @property
    def is_saved_by_script(self) -> bool:
        """Say whether a script sent the form while the person went on."""
        return bool(self.intent.data == AUTOSAVE)

    @property
    def n_answered(self) -> int:
        """Count the criteria answered in the form as it stands."""
        return self.to_view().n_answered

    def validate(self, extra_validators: Mapping[str, Any] | None = None) -> bool:
        """Check the fields, that they speak of this version, and, to submit, that no answer is missing."""
        is_valid = bool(super().validate(extra_validators))
        if self.rubric_version.data != str(self.rubric.id):
            self._start_levels_again()
        elif self.is_submitted_for_good:
            for code in list_unanswered(self.to_view(), codes=[c.code for c in self.rubric.criteria]):
                level = self[f"level_{code}"]
                level.errors = level.errors or [str(_l("No answer yet"))]
        return is_valid and not self.errors

    def to_view(self) -> OwnView:
        """Return what was said, as the commands take it."""
        return OwnView(self.rubric.id, tuple(self._answers()))

    def _answers(self) -> Iterator[OwnAnswer]:
        for criterion in self.rubric.criteria:
            level = self[f"level_{criterion.code}"].data
            note = (self[f"note_{criterion.code}"].data or "").strip()
            if level is not None or note:
                yield OwnAnswer(criterion.code, level or None, is_unsure=level == UNSURE, note=note)

    def _start_levels_again(self) -> None:
        self.rubric_version.data, self.rubric_version.raw_data = str(self.rubric.id), None
        for criterion in self.rubric.criteria:
            self[f"level_{criterion.code}"].data = None
        self.form_errors.append(describe(RuleViolation("evidence.rubric_renewed")))


def _fields_of_criterion(code: str) -> dict[str, Any]:
    return {
        f"level_{code}": RadioField(validators=[MayBeEmpty()], coerce=_level, validate_choice=False),
        f"note_{code}": TextAreaField(validators=[MayBeEmpty(), Length(max=MAX_NOTE)]),
    }


def _level(value: object) -> int | None:
    """Read a choice; the scale itself is the rubric's, and checked by the commands."""
    return None if value in (None, "") else int(str(value))


def _values_of(draft: "OwnDraft | None", *, with_levels: bool) -> dict[str, object]:
    """Return a draft as the form's fields."""
    values: dict[str, object] = {"version": draft.version if draft else 0}
    for answer in draft.view.answers if draft else ():
        values[f"note_{answer.criterion_code}"] = answer.note
        if with_levels and answer.is_given:
            values[f"level_{answer.criterion_code}"] = answer.level or UNSURE
    return values
