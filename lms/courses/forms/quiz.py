"""The form of a quiz: a few fields for each question, whatever its kind, that work without a script.

Names of fields: ``answer_<question>`` for what is chosen or typed and for the first step of a case,
``answer_<question>_<item>`` for the place of an item or the side that goes with a left side, and
``answer_<question>_<step.choice…>`` for the step of a case that follows these choices.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, cast

from wtforms import (
    Field,
    HiddenField,
    IntegerField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
)
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Length, Optional
from wtforms.widgets import CheckboxInput, HiddenInput

from lms.courses.domain import Answers, AskedQuestion, Given, QuestionKind
from lms.courses.domain.quiz import Matching, Ordering, Scenario, Step
from lms.courses.domain.quiz.terms import MAX_TYPED
from lms.courses.queries import QuizPage
from lms.kernel.errors import Conflict, RuleViolation
from lms.web.errors import describe
from lms.web.forms import ConflictingField, FormBase, shown_value
from lms.web.i18n import lazy_gettext as _l
from lms.web.i18n import localised

SAVE, AUTOSAVE, DISCARD = "save", "autosave", "discard"
"""What a button asks for; without any, the answers are handed in."""

_PREFIX = "answer_"
_TYPED = frozenset({QuestionKind.NUMERIC, QuestionKind.SHORT})


@dataclass(frozen=True)
class StepFields:
    """A step of a case as the form asks it: the field of its choices, and by choice the step that follows."""

    step: Step
    field: Field
    number: int
    following: Mapping[str, "StepFields"]


class QuizForm(FormBase):
    """A quiz to answer; ``quiz_form`` makes the class for one set of questions."""

    asked: ClassVar[Sequence[AskedQuestion]] = ()

    edition = HiddenField()
    draw = IntegerField(widget=HiddenInput(), validators=[Optional()])
    intent = StringField()

    @property
    def is_saved_by_script(self) -> bool:
        """Say whether a script sent the form while the person went on."""
        return bool(self.intent.data == AUTOSAVE)

    @property
    def is_draft(self) -> bool:
        """Say whether the answers are to be kept for later."""
        return self.intent.data in {SAVE, AUTOSAVE}

    @property
    def is_discarded(self) -> bool:
        """Say whether the answers are to be thrown away."""
        return bool(self.intent.data == DISCARD)

    @property
    def n_answered(self) -> int:
        """Count the questions that something was answered to, as the form stands."""
        return sum(any(field.data for field in self.fields_of(one)) for one in self.asked)

    def fields_of(self, asked: AskedQuestion) -> list[Field]:
        """Return the fields of a question, first to last."""
        return [self[name] for name in _names(asked)]

    def steps_of(self, asked: AskedQuestion) -> StepFields:
        """Return the steps of a case, each with those that follow it."""
        scenario = cast("Scenario", asked.question)
        return self._step_fields(scenario, scenario.start, _name(asked), 1)

    def answers(self) -> Answers:
        """Return what was answered, as the command takes it."""
        return {one.question.code: self._given(one) for one in self.asked}

    def kept_fields(self) -> dict[str, list[str]]:
        """Return the fields as they stand, for a draft; those that hold nothing are left out."""
        fields = (field for one in self.asked for field in self.fields_of(one))
        values = {
            field.name: field.data if isinstance(field.data, list) else [field.data] for field in fields
        }
        return {name: [str(one) for one in some if one] for name, some in values.items() if any(some)}

    def validate(self, extra_validators: Mapping[str, Any] | None = None) -> bool:
        """Tell at once all that a person can put right, each at its question; a draft may be unfinished."""
        is_valid = bool(super().validate(extra_validators))
        if self.is_draft or self.is_discarded:
            return is_valid
        refused = [one for one in self.asked if not self._can_be_handed_in(one)]
        return is_valid and not refused

    def _can_be_handed_in(self, asked: AskedQuestion) -> bool:
        if asked.question.kind is QuestionKind.ORDERING and not self._is_order(asked):
            return False
        given = () if any(field.errors for field in self.fields_of(asked)) else self._given(asked)
        try:
            if given:
                asked.question.require_answerable(given)
        except RuleViolation as refusal:
            if refusal.field is None:
                return True  # tampered with, or of another version: the command refuses all of it
            self.fields_of(asked)[0].errors = [describe(refusal)]
            return False
        return True

    def _is_order(self, asked: AskedQuestion) -> bool:
        fields = self.fields_of(asked)
        places = [field.data for field in fields if field.data]
        if not places or sorted(places) == [str(place) for place in range(1, len(fields) + 1)]:
            return True
        fields[0].errors = [_l("Give each item a place of its own, or leave all of them open.")]
        return False

    def _given(self, asked: AskedQuestion) -> Given:
        question, fields = asked.question, self.fields_of(asked)
        if isinstance(question, Ordering):
            places = [
                (field.data, code) for field, code in zip(fields, asked.order, strict=True) if field.data
            ]
            return tuple(code for _place, code in sorted(places))
        if isinstance(question, Matching):
            pairs = zip(question.pairs, fields, strict=True)
            return tuple(f"{pair.code}={field.data}" for pair, field in pairs if field.data)
        if isinstance(question, Scenario):
            return tuple(self._way(question, _name(asked)))
        return tuple(_chosen(fields[0]))

    def _way(self, scenario: Scenario, name: str) -> Iterator[str]:
        """Follow the choices from the first step; what was chosen off the way does not count."""
        here: str | None = scenario.start
        while here is not None and name in self and self[name].data:
            taken = f"{here}.{self[name].data}"
            yield taken
            choice = scenario.steps_by_code[here].find(self[name].data)
            here = choice.to if choice else None
            name = _following(name, taken)

    def _step_fields(self, scenario: Scenario, code: str, name: str, number: int) -> StepFields:
        step = scenario.steps_by_code[code]
        following = {
            choice.code: self._step_fields(
                scenario, choice.to, _following(name, f"{code}.{choice.code}"), number + 1
            )
            for choice in step.choices
            if choice.to is not None
        }
        return StepFields(step, self[name], number, following)

    def _show_conflict(self, conflict: Conflict) -> None:
        """Lay what was typed here beside what another window or device saved, where the two differ."""
        self.form_errors.append(describe(conflict))
        saved = conflict.facts.get("current")
        if not isinstance(saved, Mapping):
            return
        self.version.data, self.version.raw_data = conflict.facts["version"], None
        typed = self.kept_fields()
        fields = (field for one in self.asked for field in self.fields_of(one))
        pairs = ((field, typed.get(field.name, []), saved.get(field.name, [])) for field in fields)
        self.conflict = tuple(
            ConflictingField(field, mine=_words_of(field, mine), saved=_words_of(field, theirs))
            for field, mine, theirs in pairs
            if mine != theirs
        )

    def _refuse(self, field_name: str | None, text: str) -> None:
        super()._refuse(self._field_name(field_name), text)

    def _field_name(self, question_code: str | None) -> str | None:
        return next((_names(one)[0] for one in self.asked if one.question.code == question_code), None)


def quiz_form(page: QuizPage) -> QuizForm:
    """Make the form of a set of questions, with what is saved of it, in the words of the reader's language.

    What can be chosen is checked by the command: a quiz that changed meanwhile is refused as a whole.
    """
    fields = {name: field for one in page.asked for name, field in _fields(one).items()}
    form_class = cast("type[QuizForm]", type("AskedQuizForm", (QuizForm,), {**fields, "asked": page.asked}))
    form = form_class(**_saved(page, fields))
    if form.restored:
        form.edition.data, form.draw.data = page.edition, page.draw
    for field in (form.operation, form.version):
        # A script renews these two while it saves; a browser must not bring the old ones back.
        field.render_kw = {"autocomplete": "off"}
    return form


def _saved(page: QuizPage, fields: Mapping[str, Field]) -> dict[str, object]:
    values: dict[str, object] = {"edition": page.edition, "draw": page.draw, "version": 0}
    if page.draft is not None:
        values["version"] = page.draft.version
        for name, saved in page.draft.fields.items():
            if name in fields:
                is_several = fields[name].field_class is SelectMultipleField
                values[name] = list(saved) if is_several else saved[0]
    return values


def _name(asked: AskedQuestion) -> str:
    return _PREFIX + asked.question.code


def _following(name: str, taken: str) -> str:
    return f"{name}_{taken}"


def _names(asked: AskedQuestion) -> list[str]:
    question, name = asked.question, _name(asked)
    if isinstance(question, Ordering):
        return [f"{name}_{code}" for code in asked.order]
    if isinstance(question, Matching):
        return [f"{name}_{pair.code}" for pair in question.pairs]
    if isinstance(question, Scenario):
        return [found for found, _step in _walk(question, question.start, name)]
    return [name]


def _walk(scenario: Scenario, code: str, name: str) -> Iterator[tuple[str, Step]]:
    step = scenario.steps_by_code[code]
    yield name, step
    for choice in step.choices:
        if choice.to is not None:
            yield from _walk(scenario, choice.to, _following(name, f"{code}.{choice.code}"))


def _fields(asked: AskedQuestion) -> dict[str, Field]:
    question, name = asked.question, _name(asked)
    label = localised(question.prompt)
    if isinstance(question, Ordering):
        places = [str(place) for place in range(1, len(question.items) + 1)]
        texts = {item.code: item.text for item in question.items}
        choices = [("", "–"), *((place, place) for place in places)]
        return {f"{name}_{code}": _select(localised(texts[code]), choices) for code in asked.order}
    if isinstance(question, Matching):
        texts = {side.code: side.text for side in question.sides}
        choices = [("", "–"), *((code, localised(texts[code])) for code in asked.order)]
        return {f"{name}_{pair.code}": _select(localised(pair.left), choices) for pair in question.pairs}
    if isinstance(question, Scenario):
        return {
            found: _radio(
                localised(step.situation), [(one.code, localised(one.text)) for one in step.choices]
            )
            for found, step in _walk(question, question.start, name)
        }
    if question.kind in _TYPED:
        too_long = _l("At most %(limit)s characters fit here.", limit=MAX_TYPED)
        return {name: StringField(label, [Optional(), Length(max=MAX_TYPED, message=too_long)])}
    options = {option.code: localised(option.text) for option in question.options}  # type: ignore[union-attr]  # the two kinds left have options
    choices = [(code, options[code]) for code in asked.order or options]
    return {
        name: _boxes(label, choices) if question.kind is QuestionKind.MULTIPLE else _radio(label, choices)
    }


def _select(label: str, choices: Sequence[tuple[str, str]]) -> Field:
    return SelectField(label, choices=[SelectChoice(*one) for one in choices], validate_choice=False)


def _radio(label: str, choices: Sequence[tuple[str, str]]) -> Field:
    return RadioField(label, choices=[SelectChoice(*one) for one in choices], validate_choice=False)


def _boxes(label: str, choices: Sequence[tuple[str, str]]) -> Field:
    return SelectMultipleField(
        label,
        choices=[SelectChoice(*one) for one in choices],
        option_widget=CheckboxInput(),
        validate_choice=False,
    )


def _words_of(field: Field, values: Sequence[str]) -> str:
    return str(_l(", ")).join(shown_value(field, value) for value in values)


def _chosen(field: Field) -> list[str]:
    if isinstance(field, SelectMultipleField):
        return sorted(field.data or ())
    text = (field.data or "").strip()
    return [text] if text else []
