"""Forms of sessions, and the words they share with the pages."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID

from wtforms import DateField, RadioField, SelectField, SelectMultipleField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length
from wtforms.validators import Optional as MayBeEmpty

from lms.kernel.errors import RuleViolation
from lms.kernel.ids import read_id
from lms.moderation.domain import (
    MAX_NOTE,
    MAX_PURPOSE,
    MAX_TEXT,
    MAX_TITLE,
    PREPARED,
    Answer,
    Dates,
    Plan,
    State,
    Step,
)
from lms.moderation.queries import CandidateFilter, RaterLine, Task, dates_of
from lms.rubric.domain import Criterion, Rubric
from lms.web.errors import describe
from lms.web.forms import FormBase
from lms.web.i18n import LazyString, localised
from lms.web.i18n import lazy_gettext as _l

if TYPE_CHECKING:
    from lms.moderation.models import Calibration, CalibrationMinutes, Vignette  # types only

AUTOSAVE, NEXT, EVERYBODY = "autosave", "next", "everybody"
UNSURE = 0
"""The choice "cannot be judged", beside the numbers of the levels."""
FIRST_ROUND, TALK, SECOND_ROUND = timedelta(days=10), timedelta(days=14), timedelta(days=17)

STATE_LABELS: dict[State, LazyString] = {
    State.DRAFT: _l("In preparation"),
    State.SCHEDULED: _l("Scheduled"),
    State.OPEN: _l("First round"),
    State.DISCUSSION: _l("Discussion"),
    State.SECOND_ROUND: _l("Second round"),
    State.CLOSED: _l("Finished"),
    State.CANCELLED: _l("Cancelled"),
}
STATE_TONES: dict[State, str] = {
    State.DRAFT: "neutral",
    State.SCHEDULED: "neutral",
    State.OPEN: "active",
    State.DISCUSSION: "active",
    State.SECOND_ROUND: "active",
    State.CLOSED: "locked",
    State.CANCELLED: "bad",
}
STEP_LABELS: dict[Step, LazyString] = {
    Step.SCHEDULE: _l("Schedule the opening"),
    Step.TAKE_BACK: _l("Take the schedule back"),
    Step.OPEN: _l("Open now"),
    Step.DISCUSS: _l("Open the discussion"),
    Step.RATE_AGAIN: _l("Begin the second round"),
    Step.CLOSE: _l("Finish"),
    Step.CANCEL: _l("Cancel the session"),
}


class PlanForm(FormBase):
    """What an organiser plans. Once a session is open, only what is still to come can be changed."""

    title = StringField(
        _l("Title"),
        [InputRequired(_l("Give the session a title.")), Length(max=MAX_TITLE)],
        description=_l("Raters read it in the invitation."),
    )
    purpose = TextAreaField(
        _l("Purpose"),
        [InputRequired(_l("Write what the session is for.")), Length(max=MAX_PURPOSE)],
        description=_l("What you want to read alike afterwards. Raters see it."),
    )
    vignettes = SelectMultipleField(_l("Vignettes"), validate_choice=False)
    opens_on = DateField(_l("Opens"), [InputRequired()])
    first_closes_on = DateField(_l("First round until"), [InputRequired()])
    discussion_on = DateField(_l("Discussion on"), [InputRequired()])
    second_closes_on = DateField(_l("Second round until"), [InputRequired()])
    meeting = TextAreaField(
        _l("Time and place of the discussion"),
        [Length(max=MAX_PURPOSE)],
        description=_l("A room, or the address of an online meeting. May be empty."),
    )
    scribe = SelectField(
        _l("Scribe"),
        description=_l("One of the raters who writes down, beside you, what is agreed."),
        validate_choice=False,
    )

    @classmethod
    def to_begin(cls, today: date) -> "PlanForm":
        """Make the form of a new session, with usual days."""
        form = cls(
            opens_on=today,
            first_closes_on=today + FIRST_ROUND,
            discussion_on=today + TALK,
            second_closes_on=today + SECOND_ROUND,
        )
        del form.scribe
        return form

    @classmethod
    def of(cls, calibration: "Calibration", raters: Sequence[RaterLine]) -> "PlanForm":
        """Make the form of a session as it stands, without what can no longer be changed."""
        form = cls(
            version=calibration.version,
            title=calibration.title,
            purpose=calibration.purpose,
            meeting=calibration.meeting,
            vignettes=[str(place.vignette_id) for place in calibration.places],
            scribe=str(calibration.scribe_id or ""),
            **{name: getattr(calibration, name) for name in fixed_after()},
        )
        form.scribe.choices = [
            SelectChoice("", str(_l("Nobody"))),
            *(SelectChoice(str(rater.person_id), rater.name) for rater in raters),
        ]
        for name, states in fixed_after().items():
            if calibration.state in states:
                del form[name]
        if calibration.state not in PREPARED:
            del form.vignettes
        return form

    def to_plan(self, calibration: "Calibration | None" = None) -> Plan:
        """Return what was typed; what the form no longer asks for stays as it is saved."""
        saved = dates_of(calibration) if calibration else None
        days = {name: self[name].data if name in self else getattr(saved, name) for name in fixed_after()}
        chosen = (
            [UUID(value) for value in self.vignettes.data or ()]
            if "vignettes" in self
            else [place.vignette_id for place in calibration.places]
            if calibration
            else []
        )
        return Plan(
            title=self.title.data or "",
            purpose=self.purpose.data or "",
            dates=Dates(**days),
            meeting=self.meeting.data or "",
            vignette_ids=tuple(chosen),
        )

    def scribe_id(self) -> UUID | None:
        """Return who writes."""
        return UUID(self.scribe.data) if self.scribe.data else None

    def validate(self, extra_validators: Mapping[str, Any] | None = None) -> bool:
        """Check the fields, and that what was chosen are ids of ours."""
        is_valid = bool(super().validate(extra_validators))
        if "vignettes" in self and None in map(read_id, self.vignettes.data or ()):
            self.vignettes.errors = [describe(RuleViolation("moderation.vignette_unknown"))]
            self.vignettes.data = []
        if "scribe" in self and self.scribe.data and read_id(self.scribe.data) is None:
            self.scribe.errors = [describe(RuleViolation("moderation.scribe_unknown"))]
        return is_valid and not self.errors


class RatersForm(FormBase):
    """Whom to invite: those ticked, or with ``intent`` everybody whom the filter found."""

    people = SelectMultipleField(_l("People"), validate_choice=False)
    intent = StringField()

    @property
    def is_everybody(self) -> bool:
        """Say whether the button for all was pressed."""
        return bool(self.intent.data == EVERYBODY)

    def person_ids(self) -> list[UUID]:
        """Return who was ticked."""
        return [found for value in self.people.data or () if (found := read_id(value))]


class StepForm(FormBase):
    """A step that needs no words."""

    def reason_given(self) -> str:
        """Return the words, if the step asks for some."""
        return ""


class CancelForm(StepForm):
    """Why a session does not take place."""

    reason = TextAreaField(
        _l("Reason"),
        [InputRequired(_l("Write why it is cancelled.")), Length(max=MAX_PURPOSE)],
        description=_l("All who were invited read it."),
    )

    def reason_given(self) -> str:
        """Return the reason."""
        return self.reason.data or ""


class NamesForm(FormBase):
    """What somebody needs names for."""

    purpose = TextAreaField(
        _l("What you need the names for"),
        [InputRequired(_l("Write what you need the names for.")), Length(max=MAX_PURPOSE)],
        description=_l("All raters read this, with your name and the day."),
    )


class RatingForm(FormBase):
    """What a rater says about one vignette. Any way of sending keeps it; nothing is handed in here."""

    task: Task
    rubric: Rubric
    intent = StringField()

    @classmethod
    def of(cls, task: Task, rubric: Rubric) -> "RatingForm":
        """Make the form of a vignette, with what is saved of it."""
        fields = {name: field for code in task.criteria for name, field in _rating_fields(code).items()}
        values: dict[str, object] = {"version": task.version}
        for code, answer in task.by_criterion.items():
            values[f"note_{code}"] = answer.note
            if answer.is_given:
                values[f"level_{code}"] = answer.level or UNSURE
        facts = {"task": task, "rubric": rubric}
        form: RatingForm = type("VignetteRatingForm", (cls,), {**fields, **facts})(**values)
        for field in (form.operation, form.version):
            # A script renews these two while it saves; a browser must not bring the old ones back.
            field.render_kw = {"autocomplete": "off"}
        choices = [SelectChoice(step.number, localised(step.name)) for step in rubric.levels]
        choices.append(SelectChoice(UNSURE, str(_l("Cannot be judged from this"))))
        for code, rated in task.criteria.items():
            level, note = form[f"level_{code}"], form[f"note_{code}"]
            level.choices, level.label.text = choices, localised(rated.criterion.name)
            level.description = localised(rated.criterion.definition)
            note.label.text = _l("Your reason for %(criterion)s", criterion=localised(rated.criterion.name))
        return form

    @property
    def is_saved_by_script(self) -> bool:
        """Say whether a script sent the form while the person went on."""
        return bool(self.intent.data == AUTOSAVE)

    @property
    def leads_on(self) -> bool:
        """Say whether the button that leads on was pressed."""
        return bool(self.intent.data == NEXT)

    @property
    def n_answered(self) -> int:
        """Count the criteria answered in the form as it stands."""
        return sum(answer.is_given for answer in self.to_answers())

    def to_answers(self) -> tuple[Answer, ...]:
        """Return what was said, as the commands take it."""
        return tuple(self._answers())

    def _answers(self) -> Iterator[Answer]:
        for code in self.task.criteria:
            level = self[f"level_{code}"].data
            note = (self[f"note_{code}"].data or "").strip()
            if level is not None or note:
                yield Answer(code, level or None, is_unsure=level == UNSURE, note=note)


class MinutesForm(FormBase):
    """What was agreed, for all and by criterion."""

    @classmethod
    def of(cls, criteria: Sequence[Criterion], minutes: "CalibrationMinutes | None") -> "MinutesForm":
        """Make the form for the criteria a session is about."""
        labels = {"": _l("For all abilities"), **{one.code: localised(one.name) for one in criteria}}
        fields = {
            f"text_{code}": TextAreaField(label, [MayBeEmpty(), Length(max=MAX_TEXT)])
            for code, label in labels.items()
        }
        saved = minutes.texts if minutes else {}
        values = {f"text_{code}": saved.get(code, "") for code in labels}
        version = minutes.version if minutes else 0
        form: MinutesForm = type("SessionMinutesForm", (cls,), fields)(version=version, **values)
        return form

    def texts(self) -> dict[str, str]:
        """Return the texts by criterion code."""
        return {
            name.removeprefix("text_"): field.data or ""
            for name, field in self._fields.items()
            if name.startswith("text_")
        }


def fixed_after() -> dict[str, frozenset[State]]:
    """Return in which states each day is behind."""
    running = [State.OPEN, State.DISCUSSION, State.SECOND_ROUND]
    return {
        "opens_on": frozenset(running),
        "first_closes_on": frozenset(running[1:]),
        "discussion_on": frozenset(running[2:]),
        "second_closes_on": frozenset(),
    }


def read_filter(arguments: Mapping[str, str]) -> CandidateFilter:
    """Read which candidates an address asks for; what makes no sense asks for nothing."""
    return CandidateFilter(read_id(arguments.get("organisation")), arguments.get("q", "").strip()[:100])


def vignette_choices(vignettes: Sequence["Vignette"], chosen: Sequence[str]) -> list[tuple["Vignette", bool]]:
    """Pair each vignette with whether it is chosen, those chosen first in their order."""
    rank = {value: place for place, value in enumerate(chosen)}
    in_order = sorted(vignettes, key=lambda one: rank.get(str(one.id), len(rank)))
    return [(vignette, str(vignette.id) in rank) for vignette in in_order]


def _rating_fields(code: str) -> dict[str, Any]:
    return {
        f"level_{code}": RadioField(validators=[MayBeEmpty()], coerce=_level, validate_choice=False),
        f"note_{code}": TextAreaField(validators=[MayBeEmpty(), Length(max=MAX_NOTE)]),
    }


def _level(value: object) -> int | None:
    """Read a choice; the scale itself is the rubric's, and checked by the commands."""
    return None if value in (None, "") else int(str(value))
