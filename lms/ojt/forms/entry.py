"""The one screen on which a visit is written down."""

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any
from uuid import UUID

from wtforms import (
    DateField,
    IntegerField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length
from wtforms.validators import Optional as MayBeEmpty
from wtforms.widgets import CheckboxInput

from lms.courses.domain.practising import TaskToTry
from lms.evidence.domain import Rating
from lms.kernel.errors import RuleViolation
from lms.ojt.domain import DEFAULT_MINUTES, MAX_NOTE, MAX_TEXT, Activity, EntryDraft, list_gaps
from lms.ojt.forms.words import ACTIVITY_LABELS, SUBMIT
from lms.ojt.queries import Trainee
from lms.rubric.domain import Rubric
from lms.web.errors import describe
from lms.web.forms import FormBase
from lms.web.i18n import lazy_gettext as _l
from lms.web.i18n import localised

if TYPE_CHECKING:
    from lms.clients.models import Case  # a type only: tables are not for the edge
    from lms.ojt.models import OjtEntry  # a type only

SEVERAL = 2


class EntryForm(FormBase):
    """One visit: who, where, what was seen, and levels for one to three criteria of a rubric."""

    rubric: Rubric
    tasks: Sequence[tuple[Trainee, Sequence[TaskToTry]]]
    advisor = SelectField(_l("Advisor"), [InputRequired(_l("Choose whom you were out with."))])
    case = SelectField(_l("Case"))
    activity = RadioField(
        _l("Activity"),
        [InputRequired()],
        choices=[SelectChoice(activity.value, label) for activity, label in ACTIVITY_LABELS.items()],
        default=Activity.ACCOMPANIED_VISIT.value,
    )
    visited_on = DateField(_l("Day"), [InputRequired()])
    minutes = IntegerField(_l("Duration"), [InputRequired()], default=DEFAULT_MINUTES)
    comment = TextAreaField(
        _l("What you saw"),
        [Length(max=MAX_TEXT)],
        description=_l("What the advisor said and did, and what came of it. The advisor reads this."),
    )
    practices = SelectMultipleField(
        _l("Tried on this visit"), option_widget=CheckboxInput(), validate_choice=False
    )
    ratings = StringField(_l("Abilities you saw"))
    intent = StringField()

    @classmethod
    def of(
        cls,
        rubric: Rubric,
        *,
        trainees: Sequence[Trainee],
        cases: Sequence["Case"],
        tasks: Mapping[UUID, Sequence[TaskToTry]],
        **values: object,
    ) -> "EntryForm":
        """Make the form for a rubric, offering these people, cases and, by person, practice tasks."""
        fields = {
            name: field
            for criterion in rubric.criteria
            for name, field in _rating_fields(criterion.code).items()
        }
        offered = [(one, tasks[one.person_id]) for one in trainees if tasks.get(one.person_id)]
        form: EntryForm = type("RubricEntryForm", (cls,), {**fields, "rubric": rubric, "tasks": offered})(
            **values
        )
        form.practices.choices = [
            SelectChoice(str(task.id), localised(task.title)) for _one, own in offered for task in own
        ]
        homes = {trainee.organisation_id: localised(trainee.organisation_name) for trainee in trainees}
        form.advisor.choices = [SelectChoice("", str(_l("Choose"))), *(_advisor_choice(t) for t in trainees)]
        form.case.choices = [
            SelectChoice("", str(_l("No case"))),
            *(_case_choice(case, homes) for case in cases),
        ]
        for criterion in rubric.criteria:
            level = form[f"level_{criterion.code}"]
            level.label.text, level.description = localised(criterion.name), localised(criterion.definition)
            level.choices = [SelectChoice(str(step.number), localised(step.name)) for step in rubric.levels]
            level.choices += [SelectChoice("", str(_l("Not seen on this visit")))]
            form[f"note_{criterion.code}"].label.text = _l(
                "Note on %(criterion)s", criterion=localised(criterion.name)
            )
        return form

    def validate(self, extra_validators: Mapping[str, Any] | None = None) -> bool:
        """Check the fields, that every note has its level, and, to hand in, that nothing is missing."""
        is_valid = bool(super().validate(extra_validators))
        for criterion in self.rubric.criteria:
            level, note = self[f"level_{criterion.code}"], self[f"note_{criterion.code}"]
            if (note.data or "").strip() and not level.data:
                level.errors = [
                    *level.errors,
                    str(_l("Choose the level this note is about, or empty the note.")),
                ]
        for gap in self._gaps() if self.is_handed_in else ():
            field = self[gap.field]
            field.errors = field.errors or [describe(gap)]
        return is_valid and not self.errors

    def _gaps(self) -> Iterator[RuleViolation]:
        return list_gaps(
            case_id=UUID(self.case.data) if self.case.data and not self.case.errors else None,
            activity=Activity(self.activity.data) if not self.activity.errors else Activity.WINDOW,
            comment=self.comment.data or "",
            has_ratings=any(self[f"level_{criterion.code}"].data for criterion in self.rubric.criteria),
        )

    @property
    def is_handed_in(self) -> bool:
        """Say whether the button that hands in was pressed; any other way of sending saves a draft."""
        return bool(self.intent.data == SUBMIT)

    def to_draft(self) -> EntryDraft:
        """Return what was typed, as the commands take it; only after validation."""
        return EntryDraft(
            advisor_id=UUID(self.advisor.data),
            case_id=UUID(self.case.data) if self.case.data else None,
            activity=Activity(self.activity.data),
            visited_on=self.visited_on.data,
            minutes=self.minutes.data,
            comment=self.comment.data or "",
            ratings=tuple(self._ratings()),
            practices=tuple(self._practices()),
        )

    def _practices(self) -> Iterator[UUID]:
        """Yield the tasks chosen for whom the entry is about; those of others were left from before."""
        of_advisor = (tasks for one, tasks in self.tasks if str(one.person_id) == self.advisor.data)
        own = {str(task.id) for tasks in of_advisor for task in tasks}
        yield from (UUID(chosen) for chosen in self.practices.data or () if chosen in own)

    def _ratings(self) -> Iterator[Rating]:
        for criterion in self.rubric.criteria:
            level = self[f"level_{criterion.code}"].data
            if level:
                yield Rating(criterion.code, int(level), self[f"note_{criterion.code}"].data or "")


def values_of(entry: "OjtEntry", draft: EntryDraft) -> dict[str, object]:
    """Return a stored entry as the form's fields."""
    values: dict[str, object] = {
        "version": entry.version,
        "advisor": str(draft.advisor_id),
        "case": str(draft.case_id or ""),
        "activity": draft.activity.value,
        "visited_on": draft.visited_on,
        "minutes": draft.minutes,
        "comment": draft.comment,
        "practices": [str(task_id) for task_id in draft.practices],
    }
    for rating in draft.ratings:
        values[f"level_{rating.criterion_code}"] = str(rating.level)
        values[f"note_{rating.criterion_code}"] = rating.note
    return values


def _rating_fields(code: str) -> dict[str, Any]:
    return {
        f"level_{code}": RadioField(default=""),
        f"note_{code}": StringField(validators=[MayBeEmpty(), Length(max=MAX_NOTE)]),
    }


def _advisor_choice(trainee: Trainee) -> SelectChoice:
    return SelectChoice(
        str(trainee.person_id), trainee.name, render_kw={"data-organisation": str(trainee.organisation_id)}
    )


def _case_choice(case: "Case", homes: Mapping[UUID, str]) -> SelectChoice:
    """Offer a case by its title and client, under its organisation where there are several."""
    title, business = localised(case.title), localised(case.client.business)
    return SelectChoice(
        str(case.id),
        title if business in title else f"{title} – {business}",
        render_kw={"data-organisation": str(case.organisation_id)},
        optgroup=homes.get(case.organisation_id) if len(homes) >= SEVERAL else None,
    )
