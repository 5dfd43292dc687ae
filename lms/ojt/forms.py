"""Forms of entries: one screen to write, one short page for each later step; and the words they share."""

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
from lms.kernel.ids import read_id
from lms.ojt.domain import (
    DEFAULT_MINUTES,
    MAX_NOTE,
    MAX_TEXT,
    Action,
    Activity,
    EntryDraft,
    EntryState,
    list_gaps,
)
from lms.ojt.queries import EntryFilter, Trainee
from lms.rubric.domain import Rubric
from lms.web.errors import describe
from lms.web.forms import FormBase
from lms.web.i18n import LazyString, localised
from lms.web.i18n import lazy_gettext as _l

if TYPE_CHECKING:
    from lms.clients.models import Case  # a type only: tables are not for the edge
    from lms.ojt.models import OjtEntry  # a type only

SUBMIT, SAVE = "submit", "save"
SEVERAL = 2

ACTIVITY_LABELS: dict[Activity, LazyString] = {
    Activity.ACCOMPANIED_VISIT: _l("Accompanied visit"),
    Activity.ATTENDED_CONSULTATION: _l("Attended consultation"),
    Activity.WINDOW: _l("At the window"),
    Activity.VISIT: _l("Round of visits"),
}

STATE_LABELS: dict[EntryState, LazyString] = {
    EntryState.DRAFT: _l("Draft"),
    EntryState.SUBMITTED: _l("To be acknowledged"),
    EntryState.ACKNOWLEDGED: _l("To be signed"),
    EntryState.DISPUTED: _l("Disputed"),
    EntryState.SIGNED: _l("Signed"),
    EntryState.VOIDED: _l("Voided"),
}

STATE_TONES: dict[EntryState, str] = {
    EntryState.DRAFT: "neutral",
    EntryState.SUBMITTED: "active",
    EntryState.ACKNOWLEDGED: "active",
    EntryState.DISPUTED: "warning",
    EntryState.SIGNED: "locked",
    EntryState.VOIDED: "bad",
}

DONE: dict[Action, LazyString] = {
    Action.RECORD: _l("began the record"),
    Action.REVISE: _l("rewrote it"),
    Action.SUBMIT: _l("handed it in"),
    Action.TAKE_BACK: _l("took it back to rewrite it"),
    Action.ACKNOWLEDGE: _l("acknowledged it"),
    Action.DISPUTE: _l("disputed it"),
    Action.REWRITE: _l("answered, and rewrites it"),
    Action.RESUBMIT: _l("answered, and handed it in again"),
    Action.SIGN: _l("signed it"),
    Action.VOID: _l("voided it"),
}


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


def read_filter(arguments: Mapping[str, str]) -> EntryFilter:
    """Read which entries an address asks for; what makes no sense asks for nothing."""
    state = arguments.get("state")
    return EntryFilter(
        state=EntryState(state) if state in set(EntryState) else None,
        advisor_id=read_id(arguments.get("advisor")),
    )


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
