"""The form of a quiz: one field for each question."""

from collections.abc import Sequence
from typing import ClassVar, cast

from wtforms import Field, RadioField, SelectChoice, SelectMultipleField
from wtforms.widgets import CheckboxInput

from lms.courses.domain import Answers, Question, QuestionKind, Quiz
from lms.web.forms import FormBase
from lms.web.i18n import lazy_gettext as _l
from lms.web.i18n import localised

_PREFIX = "answer_"


class QuizForm(FormBase):
    """A quiz to answer; ``quiz_form`` makes the class for one quiz."""

    questions: ClassVar[Sequence[Question]] = ()

    def fields_by_question(self) -> list[Field]:
        """Return the fields in the order of the questions."""
        return [self._fields[_PREFIX + question.code] for question in self.questions]

    def answers(self) -> Answers:
        """Return what was chosen, as the command takes it."""
        pairs = zip(self.questions, self.fields_by_question(), strict=True)
        return {question.code: _chosen(field) for question, field in pairs}

    def _refuse(self, field_name: str | None, text: str) -> None:
        super()._refuse(_PREFIX + field_name if field_name else None, text)


def quiz_form(quiz: Quiz) -> type[QuizForm]:
    """Make the form class of a quiz, with the words of the reader's language.

    What can be chosen is checked by the command: a quiz that changed meanwhile is refused as a whole.
    """
    fields: dict[str, object] = {_PREFIX + question.code: _field(question) for question in quiz.questions}
    return cast("type[QuizForm]", type("QuizForm", (QuizForm,), {**fields, "questions": quiz.questions}))


def _field(question: Question) -> Field:
    label = localised(question.prompt)
    choices = [SelectChoice(option.code, localised(option.text)) for option in question.options]
    if question.kind is QuestionKind.MULTIPLE:
        return SelectMultipleField(
            label,
            choices=choices,
            option_widget=CheckboxInput(),
            validate_choice=False,
            description=_l("Choose all that apply."),
        )
    return RadioField(label, choices=choices, validate_choice=False)


def _chosen(field: Field) -> tuple[str, ...]:
    if isinstance(field, SelectMultipleField):
        return tuple(sorted(field.data or ()))
    return (field.data,) if field.data else ()
