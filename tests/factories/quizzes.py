"""Questions of every kind, a quiz that has them all, and its document."""

from decimal import Decimal

import factory

from lms.courses.domain import Quiz
from lms.courses.domain.quiz import (
    Decision,
    Item,
    Matching,
    NearNumber,
    NearText,
    Numeric,
    Ordering,
    Pair,
    Scenario,
    ShortAnswer,
    Side,
    Step,
)
from lms.courses.models import AttemptDraft
from tests.factories.courses import MultipleChoiceFactory, SingleChoiceFactory


def words(text: str) -> dict[str, str]:
    """Return a text in both languages."""
    return {"ja": f"{text}（日）", "en": f"{text} (en)"}


class _QuestionFactory(factory.Factory):
    class Meta:
        abstract = True

    lesson_slug = "first"
    prompt = factory.LazyAttribute(lambda o: {"ja": f"問い{o.code}", "en": f"Question {o.code}"})


class OrderingFactory(_QuestionFactory):
    """``listen``, ``sum up``, ``agree``, in this order: c, a, b."""

    class Meta:
        model = Ordering

    code = "order"
    items = factory.LazyFunction(
        lambda: (
            Item("c", words("listen"), words("about listening")),
            Item("a", words("sum up")),
            Item("b", words("agree")),
        )
    )
    feedback = words("why this order")


class MatchingFactory(_QuestionFactory):
    """``sight`` goes with ``look`` (b), ``hearing`` with ``listen`` (a); ``smell`` (c) fits nothing."""

    class Meta:
        model = Matching

    code = "match"
    pairs = factory.LazyFunction(
        lambda: (Pair("a", words("sight"), "b", words("about sight")), Pair("b", words("hearing"), "a"))
    )
    sides = factory.LazyFunction(
        lambda: (Side("b", words("look")), Side("a", words("listen")), Side("c", words("smell")))
    )
    feedback = words("why these")


class NumericFactory(_QuestionFactory):
    """12.5 with half a point of tolerance; 1250 is a usual mistake."""

    class Meta:
        model = Numeric

    code = "number"
    answer = Decimal("12.5")
    tolerance = Decimal("0.5")
    unit = {"ja": "万円", "en": "10,000 yen"}
    near = factory.LazyFunction(lambda: (NearNumber(Decimal(1250), Decimal(0), words("about the hundred")),))
    feedback = words("how to reckon")


class ShortAnswerFactory(_QuestionFactory):
    """``傾聴`` or ``listening``; ``聞く`` is near."""

    class Meta:
        model = ShortAnswer

    code = "word"
    accepted = {"ja": ("傾聴", "ケイチョウ"), "en": ("listening", "active listening")}
    near = factory.LazyFunction(
        lambda: (NearText({"ja": ("聞く",), "en": ("hearing",)}, words("about hearing")),)
    )
    feedback = words("what listening is")


class ScenarioFactory(_QuestionFactory):
    """Two steps: ``ask`` is good and leads on to ``wait``; ``tell`` ends badly."""

    class Meta:
        model = Scenario

    code = "case"
    start = "door"
    steps = factory.LazyFunction(
        lambda: (
            Step(
                "door",
                words("An owner comes in"),
                (
                    Decision("a", words("tell"), words("about telling"), is_good=False),
                    Decision("b", words("ask"), words("about asking"), is_good=True, to="talk"),
                ),
            ),
            Step(
                "talk",
                words("The owner thinks"),
                (
                    Decision("a", words("wait"), words("about waiting"), is_good=True),
                    Decision("b", words("hurry"), words("about hurrying"), is_good=False),
                ),
            ),
        )
    )


class EveryKindFactory(factory.Factory[Quiz]):
    """One question of each kind; all are needed."""

    class Meta:
        model = Quiz

    pass_mark = 7
    questions = factory.LazyFunction(
        lambda: (
            SingleChoiceFactory(),
            MultipleChoiceFactory(),
            OrderingFactory(),
            MatchingFactory(),
            NumericFactory(),
            ShortAnswerFactory(),
            ScenarioFactory(),
        )
    )


class AttemptDraftFactory(factory.Factory[AttemptDraft]):
    """One option chosen."""

    class Meta:
        model = AttemptDraft

    draw = 1
    fields = factory.LazyFunction(lambda: {"answer_single": ["a"]})


ALL_RIGHT = {question.code: question.right_answer for question in EveryKindFactory().questions}
