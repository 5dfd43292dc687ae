"""The quiz as forms: its rules and order, and one question of each kind."""

from collections.abc import Callable, Mapping

from wtforms import RadioField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired

from lms.authoring.domain import DraftText, Node, put_question, put_quiz
from lms.authoring.forms.base import Part, PartForm
from lms.authoring.forms.course import SLUG, SLUG_MESSAGE
from lms.authoring.forms.lessons import refuse_twins
from lms.authoring.forms.spec import Choice, Flag, Lines, Number, Spec, Text, Words
from lms.authoring.forms.tree import Group, Rows
from lms.courses.domain import QuestionKind
from lms.web.forms import FormBase
from lms.web.i18n import LazyString, localised
from lms.web.i18n import lazy_gettext as _l

MOST_QUESTIONS, MOST_POOLS = 60, 10

KIND_LABELS: dict[QuestionKind, LazyString] = {
    QuestionKind.SINGLE: _l("One right answer"),
    QuestionKind.MULTIPLE: _l("Several right answers"),
    QuestionKind.ORDERING: _l("Put in order"),
    QuestionKind.MATCHING: _l("Put together"),
    QuestionKind.NUMERIC: _l("A number"),
    QuestionKind.SHORT: _l("A word or two"),
    QuestionKind.SCENARIO: _l("A case that branches"),
}
KIND_TEXTS: dict[str, LazyString] = {
    QuestionKind.SINGLE: _l("One of the options is right."),
    QuestionKind.MULTIPLE: _l("All right options must be chosen, and no other."),
    QuestionKind.ORDERING: _l("Steps or things are brought into the right order."),
    QuestionKind.MATCHING: _l("To each on the left belongs one on the right; some may fit nothing."),
    QuestionKind.NUMERIC: _l("A number is typed; you say how far it may be away."),
    QuestionKind.SHORT: _l("A term is typed; you list the forms that count as right."),
    QuestionKind.SCENARIO: _l("One decides step by step, and each decision leads somewhere else."),
}


class QuizForm(PartForm):
    """The rules of the quiz and the order of its questions."""

    def validate(self, extra_validators: object = None) -> bool:
        """Refuse names that two questions would share."""
        is_valid = bool(super().validate(extra_validators))
        return refuse_twins(self, "questions", "code") and is_valid


def quiz_part() -> Part:
    """Return the rules of the quiz, and its questions in order."""
    code = Text(_l("Short name"), "", SLUG, SLUG_MESSAGE)
    pool = Group({"code": code, "draw": Number(_l("How many of them are asked"), is_whole=True, lowest=1)})
    pass_mark = Number(
        _l("Right answers needed to pass"), _l("Usually three quarters."), is_whole=True, lowest=1
    )
    questions = Rows(
        _l("Questions"),
        _l("Question %(number)s"),
        Group({"code": code}),
        _l("Add a question"),
        MOST_QUESTIONS,
        is_fixed=True,
    )
    pools = Rows(
        _l("Pools"),
        _l("Pool %(number)s"),
        pool,
        _l("Add a pool"),
        MOST_POOLS,
        _l("Of the questions put into a pool, every attempt asks only some, drawn anew."),
        code="code",
        stem="pool",
        is_optional=True,
    )
    shuffle = Flag(_l("Mix the order of questions and options for every attempt"))
    spec = Group({"pass_mark": pass_mark, "shuffle": shuffle, "questions": questions, "pools": pools})
    return Part(spec, lambda text: {"questions": [], **text.quiz}, put_quiz)


class KindForm(FormBase):
    """Which kind of question to add."""

    question_kind = RadioField(
        _l("What kind of question?"),
        [InputRequired(_l("Choose a kind."))],
        choices=[SelectChoice(kind.value, label) for kind, label in KIND_LABELS.items()],
    )


def question_part(text: DraftText, code: str) -> Part:
    """Return one question of a draft, with the fields of its kind. Raises KeyError."""
    question = text.question(code)
    kind = QuestionKind(question["kind"])
    spec = Group({"prompt": Words(_l("Question")), **_OF_KIND[kind](question), **_common(text)})
    return Part(spec, lambda text: text.question(code), lambda text, value: put_question(text, code, value))


def blank_question(kind: QuestionKind, text: DraftText) -> dict[str, Node]:
    """Return a new question of a kind, with as many empty rows as it needs at least."""
    spec = Group({"prompt": Words(""), **_OF_KIND[kind]({})})
    question: dict[str, Node] = {**spec.blank(), "kind": kind.value, "lesson": _last_lesson(text)}
    for step, part in spec.parts.items():
        if isinstance(part, Rows) and not part.is_optional:
            for _ in range(_FIRST_ROWS.get(kind, 2)):
                question[step].append(part.blank_row(question[step]))
    if kind is QuestionKind.SCENARIO:
        question["start"] = question["steps"][0]["code"]
    return question


def _common(text: DraftText) -> dict[str, Spec]:
    lessons = [
        SelectChoice(lesson["slug"], localised(lesson["title"]) or lesson["slug"])
        for lesson in text.course.get("lessons", ())
    ]
    pools = [SelectChoice(pool["code"], pool["code"]) for pool in text.quiz.get("pools", ())]
    pool = Choice(_l("Pool"), pools, nothing=_l("Always asked"), is_optional=True)
    return {
        "lesson": Choice(_l("Lesson to read again"), lessons, _l("Whoever answers wrongly is led there.")),
        **({"pool": pool} if pools else {}),
    }


def _last_lesson(text: DraftText) -> str:
    return text.lesson_slugs[-1] if text.lesson_slugs else ""


_FEEDBACK = Words(_l("Feedback"), _l("Say why it is right; or why one would choose it, and what it misses."))
_AFTERWARDS = Words(
    _l("Explanation"),
    _l("Read once the question is right or the quiz is passed."),
    is_optional=True,
)


def _choices(_question: Mapping[str, Node]) -> dict[str, Spec]:
    option = Group(
        {"text": Words(_l("What it says")), "correct": Flag(_l("This is right")), "feedback": _FEEDBACK}
    )
    return {
        "options": Rows(_l("Options"), _l("Option %(number)s"), option, _l("Add an option"), 10),
        "keep_order": Flag(_l("Keep the order of the options even where the quiz is mixed")),
    }


def _ordering(_question: Mapping[str, Node]) -> dict[str, Spec]:
    item = Group({"text": Words(_l("What it says")), "feedback": _optional(_l("Why it stands here"))})
    hint = _l("Write them in the right order; learners see them mixed.")
    rows = Rows(_l("Items in the right order"), _l("Item %(number)s"), item, _l("Add an item"), 8, hint)
    return {"items": rows, "feedback": _AFTERWARDS}


def _matching(_question: Mapping[str, Node]) -> dict[str, Spec]:
    pair = Group(
        {
            "left": Words(_l("Left side")),
            "right": Words(_l("What goes with it")),
            "feedback": _optional(_l("Why they belong together")),
        }
    )
    distractors = Rows(
        _l("What fits nothing"),
        _l("Fits nothing %(number)s"),
        Words(_l("Right side without a partner")),
        _l("Add one that fits nothing"),
        5,
        is_optional=True,
    )
    pairs = Rows(_l("Pairs"), _l("Pair %(number)s"), pair, _l("Add a pair"), 8)
    return {"pairs": pairs, "distractors": distractors, "feedback": _AFTERWARDS}


def _numeric(_question: Mapping[str, Node]) -> dict[str, Spec]:
    answer = Number(_l("Number"))
    tolerance = Number(_l("How far it may be away"), _l("0 where it must be exact."), lowest=0)
    near = Group({"answer": answer, "tolerance": tolerance, "feedback": _FEEDBACK})
    return {
        "answer": Number(_l("Right number")),
        "tolerance": tolerance,
        "unit": Words(_l("Unit"), is_short=True, is_optional=True),
        "near": _mistakes(near),
        "feedback": _AFTERWARDS,
    }


def _short(_question: Mapping[str, Node]) -> dict[str, Spec]:
    accepted = Lines(
        _l("Forms that count as right"),
        _l("One on a line. Width, case, spaces and punctuation do not matter; any language’s form counts."),
    )
    near = Group({"accepted": Lines(_l("Forms of this mistake")), "feedback": _FEEDBACK})
    return {"accepted": accepted, "near": _mistakes(near), "feedback": _AFTERWARDS}


def _scenario(question: Mapping[str, Node]) -> dict[str, Spec]:
    codes = [step["code"] for step in question.get("steps", ())]
    steps = [
        SelectChoice(code, _l("Step %(number)s", number=number)) for number, code in enumerate(codes, start=1)
    ]
    choice = Group(
        {
            "text": Words(_l("What one could do")),
            "good": Flag(_l("A good way"), keeps_no=True),
            "to": Choice(_l("Leads to"), steps, nothing=_l("The case ends here"), is_optional=True),
            "feedback": _FEEDBACK,
        }
    )
    choices = Rows(_l("Choices"), _l("Choice %(number)s"), choice, _l("Add a choice"), 5, first=2)
    step = Group({"situation": Words(_l("Situation")), "choices": choices})
    rows = Rows(
        _l("Steps of the case"), _l("Step %(number)s"), step, _l("Add a step"), 12, code="code", stem="step"
    )
    return {"start": Choice(_l("First step"), steps), "steps": rows}


def _optional(label: LazyString) -> Words:
    return Words(label, is_optional=True)


def _mistakes(item: Group) -> Rows:
    return Rows(
        _l("Usual mistakes"),
        _l("Mistake %(number)s"),
        item,
        _l("Add a usual mistake"),
        5,
        _l("Whoever gives such an answer reads what you say about it."),
        is_optional=True,
    )


_OF_KIND: Mapping[QuestionKind, Callable[[Mapping[str, Node]], dict[str, Spec]]] = {
    QuestionKind.SINGLE: _choices,
    QuestionKind.MULTIPLE: _choices,
    QuestionKind.ORDERING: _ordering,
    QuestionKind.MATCHING: _matching,
    QuestionKind.NUMERIC: _numeric,
    QuestionKind.SHORT: _short,
    QuestionKind.SCENARIO: _scenario,
}
_FIRST_ROWS: Mapping[QuestionKind, int] = {
    QuestionKind.SINGLE: 4,
    QuestionKind.MULTIPLE: 4,
    QuestionKind.ORDERING: 3,
    QuestionKind.MATCHING: 3,
    QuestionKind.SCENARIO: 1,
}
"""How many rows a new question begins with."""
