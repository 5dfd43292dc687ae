"""Every rule a quiz can break is told with its place."""

from dataclasses import replace
from decimal import Decimal

import pytest

from lms.courses.domain import Pool, Quiz
from lms.courses.domain.quiz import Decision, Item, NearNumber, NearText, Pair, Side, Step, list_quiz_flaws
from tests.factories.courses import SingleChoiceFactory
from tests.factories.quizzes import (
    EveryKindFactory,
    MatchingFactory,
    NumericFactory,
    OrderingFactory,
    ScenarioFactory,
    ShortAnswerFactory,
    words,
)


@pytest.fixture
def flaws():
    """Return the flaws of a quiz, or of one question: path and code."""

    def listed(what):
        quiz = what if isinstance(what, Quiz) else Quiz(1, (what,))
        return [(flaw.path, flaw.code) for flaw in list_quiz_flaws(quiz, lesson_slugs=["first", "second"])]

    return listed


@pytest.fixture
def case():
    """Make a case of steps; each step is its code with the codes its choices lead to, all good."""

    def made(*steps, start="a", is_good=True):
        built = tuple(
            Step(
                code,
                words(code),
                tuple(
                    Decision(letter, words(letter), words("f"), is_good=is_good, to=to)
                    for letter, to in zip("abcdef", tos, strict=False)
                ),
            )
            for code, tos in steps
        )
        return ScenarioFactory(start=start, steps=built)

    return made


def test_a_quiz_of_every_kind_has_no_flaw(flaws):
    assert flaws(EveryKindFactory()) == []


def test_pools_must_be_known_and_large_enough(flaws):
    pooled = SingleChoiceFactory(code="one", pool="p")
    other = SingleChoiceFactory(code="two", pool="q")
    assert flaws(Quiz(1, (pooled,), pools=(Pool("p", 1),))) == []
    assert flaws(Quiz(1, (pooled, other), pools=(Pool("p", 1),))) == [
        (("questions", 1, "pool"), "courses.pool_unknown")
    ]
    assert flaws(Quiz(1, (pooled,), pools=(Pool("p", 2),))) == [(("pools", 0, "draw"), "courses.pool_small")]
    assert flaws(Quiz(1, (pooled,), pools=(Pool("p", 1), Pool("p", 1)))) == [
        (("pools", 1, "code"), "courses.pool_twice")
    ]
    drawn = Quiz(2, (pooled, SingleChoiceFactory(code="two", pool="p")), pools=(Pool("p", 1),))
    assert flaws(drawn) == [(("pass_mark",), "courses.pass_mark_high")]


def test_texts_stand_once(flaws):
    items = (Item("a", words("x")), Item("b", words("y")), Item("c", words("x")))
    twice = "courses.option_twice"
    assert flaws(OrderingFactory(items=items)) == [(("questions", 0, "items", 2), twice)] * 2
    pairs = (Pair("a", words("l"), "a"), Pair("b", words("l"), "b"))
    sides = (Side("a", words("r")), Side("b", words("r")), Side("c", words("r")), Side("d", words("s")))
    assert flaws(MatchingFactory(pairs=pairs, sides=sides)) == [
        *[(("questions", 0, "pairs", 1, "left"), twice)] * 2,
        *[(("questions", 0, "pairs", 1, "right"), twice)] * 2,
        *[(("questions", 0, "distractors", 0), twice)] * 2,
    ]


def test_a_usual_mistake_must_not_be_right(flaws):
    inside = NearNumber(Decimal(12), Decimal(0), words("f"))
    around = NearNumber(Decimal("12.5"), Decimal(3), words("f"))
    assert flaws(NumericFactory(near=(around, inside))) == [
        (("questions", 0, "near", 1, "answer"), "courses.near_right")
    ]
    near = NearText({"ja": ("傾聴。",), "en": ("other",)}, words("f"))
    assert flaws(ShortAnswerFactory(near=(near,))) == [
        (("questions", 0, "near", 0, "accepted", "ja", 0), "courses.near_right")
    ]


def test_an_accepted_word_has_letters(flaws):
    question = ShortAnswerFactory(accepted={"ja": ("傾聴",), "en": ("listening", "…")})
    assert flaws(question) == [(("questions", 0, "accepted", "en", 1), "courses.accepted_empty")]


def test_the_steps_of_a_case_hang_together(flaws, case):
    steps = ("questions", 0, "steps")
    assert flaws(case(("a", ["b", None]), ("b", [None]))) == []
    assert flaws(case(("a", [None]), start="z")) == [(("questions", 0, "start"), "courses.step_unknown")]
    assert flaws(case(("a", ["z"]))) == [((*steps, 0, "choices", 0, "to"), "courses.step_unknown")]
    assert flaws(case(("a", [None]), ("a", [None]))) == [((*steps, 1, "code"), "courses.step_twice")]
    assert flaws(case(("a", ["b"]), ("b", ["a"]))) == [(steps, "courses.step_cycle")]
    assert flaws(case(("a", ["a", None]))) == [(steps, "courses.step_cycle")]
    assert flaws(case(("a", [None]), ("b", [None]))) == [((*steps, 1), "courses.step_unreachable")]
    assert flaws(case(("a", [None]), is_good=False)) == [(steps, "courses.no_good_way")]
    diamond = case(("a", ["b", "c"]), ("b", ["d"]), ("c", ["d"]), ("d", [None]))
    assert flaws(diamond) == []


def test_a_case_has_not_too_many_ways_through(flaws, case):
    many = case(("a", ["b"] * 6), ("b", ["c"] * 6), ("c", [None, None]))
    assert flaws(many) == [(("questions", 0, "steps"), "courses.ways_many")]


def test_choices_of_a_step_differ(flaws):
    question = ScenarioFactory()
    step = question.steps[1]
    same = tuple(replace(choice, text=words("same")) for choice in step.choices)
    broken = replace(question, steps=(question.steps[0], replace(step, choices=same)))
    assert flaws(broken) == [(("questions", 0, "steps", 1, "choices", 1), "courses.option_twice")] * 2
