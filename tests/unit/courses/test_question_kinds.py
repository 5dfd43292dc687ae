"""Each kind of question: what is right, what is partly right, what is refused, what is told."""

from decimal import Decimal

import pytest

from lms.courses.domain import QuestionKind, Verdict, grade, question_from, stored_question
from lms.courses.domain.quiz.typed import folded, read_number
from lms.kernel.errors import RuleViolation
from tests.factories.quizzes import (
    ALL_RIGHT,
    EveryKindFactory,
    MatchingFactory,
    NumericFactory,
    OrderingFactory,
    ScenarioFactory,
    ShortAnswerFactory,
    words,
)

RIGHT, PARTLY, WRONG = Verdict.RIGHT, Verdict.PARTLY, Verdict.WRONG


@pytest.fixture
def refused():
    """Return why an answer is refused: code and field."""

    def code(question, *given):
        with pytest.raises(RuleViolation) as refusal:
            question.require_answerable(given)
        return refusal.value.code, refusal.value.field

    return code


@pytest.mark.parametrize(
    ("question", "given", "verdict"),
    [
        (OrderingFactory(), ("c", "a", "b"), RIGHT),
        (OrderingFactory(), ("a", "c", "b"), PARTLY),
        (OrderingFactory(), ("b", "a", "c"), WRONG),
        (MatchingFactory(), ("a=b", "b=a"), RIGHT),
        (MatchingFactory(), ("a=b",), PARTLY),
        (MatchingFactory(), ("a=b", "b=c"), PARTLY),
        (MatchingFactory(), ("a=a", "b=b"), WRONG),
        (NumericFactory(), ("12",), RIGHT),
        (NumericFactory(), ("13.0",), RIGHT),
        (NumericFactory(), ("13.01",), WRONG),
        (NumericFactory(), ("１２．５万円",), RIGHT),
        (ShortAnswerFactory(), ("傾聴",), RIGHT),
        (ShortAnswerFactory(), (" ｹｲﾁｮｳ。",), RIGHT),
        (ShortAnswerFactory(), ("Active-Listening",), RIGHT),
        (ShortAnswerFactory(), ("聞く",), WRONG),
        (ShortAnswerFactory(), ("。",), WRONG),
        (ScenarioFactory(), ("door.b", "talk.a"), RIGHT),
        (ScenarioFactory(), ("door.b", "talk.b"), PARTLY),
        (ScenarioFactory(), ("door.a",), WRONG),
    ],
)
def test_an_answer_is_judged(question, given, verdict):
    question.require_answerable(given)
    assert question.verdict(given) is verdict


def test_what_a_question_cannot_take_is_refused(refused):
    unknown = ("courses.answer_unknown", None)
    assert refused(OrderingFactory(), "a", "b") == unknown
    assert refused(OrderingFactory(), "a", "b", "b") == unknown
    for given in (("a=z",), ("z=a",), ("a",), ("a=b", "a=c"), ("a=b=c",)):
        assert refused(MatchingFactory(), *given) == unknown
    assert refused(NumericFactory(), "about 12") == ("courses.answer_not_a_number", "number")
    assert refused(NumericFactory(), "1", "2") == ("courses.answer_too_many", "number")
    assert refused(ShortAnswerFactory(), "x" * 201) == ("courses.answer_long", "word")
    for given in (("talk.a",), ("door.z",), ("door.b", "door.b"), ("door.a", "talk.a"), ("door",)):
        assert refused(ScenarioFactory(), *given) == unknown
    assert refused(ScenarioFactory(), "door.b") == ("courses.answer_unfinished", "case")


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("1,250", 1250),
        ("１，２５０", 1250),
        ("−3.5", Decimal("-3.5")),
        (".5", Decimal("0.5")),
        ("+4", 4),
        ("１２　３", 123),
        ("12,5", None),
        ("1e3", None),
        ("", None),
        ("nan", None),
        ("12 yen", 12),
        ("12円", 12),
    ],
)
def test_numbers_are_read_as_people_type_them(text, number):
    assert read_number(text, ("円", "yen")) == number


def test_width_case_spaces_and_punctuation_do_not_matter():
    assert folded("「ＡＢＣ　ｶﾀｶﾅ」・") == "abcカタカナ"
    assert folded("C++") == "c++"


def test_every_kind_takes_its_right_answer():
    result = grade(EveryKindFactory(), ALL_RIGHT)
    assert [one.verdict for one in result.results] == [RIGHT] * 7
    assert {one.question.kind for one in result.results} == set(QuestionKind)
    assert result.is_passed


def test_every_kind_comes_back_as_it_was_stored():
    for question in EveryKindFactory().questions:
        stored = stored_question(question)
        again = question_from(question.kind, code=question.code, lesson_slug="first", stored=stored)
        assert stored_question(again) == stored
        assert (
            question_from(question.kind, code=question.code, lesson_slug=question.lesson_slug, stored=stored)
            == question
        )


def test_an_order_tells_nothing_before_it_may():
    question = OrderingFactory()
    hidden = question.lines(("a", "c", "b"), shows_all=False)
    assert [(line.place, line.text["en"], line.is_right, line.feedback) for line in hidden] == [
        (1, "sum up (en)", None, None),
        (2, "listen (en)", None, None),
        (3, "agree (en)", None, None),
    ]
    told = question.lines(("a", "c", "b"), shows_all=True)
    assert [(line.place, line.text["en"], line.is_right) for line in told] == [
        (1, "listen (en)", False),
        (2, "sum up (en)", False),
        (3, "agree (en)", True),
    ]
    assert told[0].feedback == words("about listening")
    assert [line.is_taken for line in question.lines((), shows_all=True)] == [False] * 3
    assert question.remark((), shows_all=False) is None
    assert question.remark((), shows_all=True) == words("why this order")


def test_a_matching_tells_what_was_paired_and_the_rest_once_it_may():
    question = MatchingFactory()
    given = ("a=b", "b=c")
    hidden = question.lines(given, shows_all=False)
    assert [(line.lead["en"], line.text["en"], line.is_right, line.feedback) for line in hidden] == [
        ("sight (en)", "look (en)", True, words("about sight")),
        ("hearing (en)", "smell (en)", False, None),
    ]
    told = question.lines(given, shows_all=True)
    assert [(line.text["en"], line.is_taken, line.is_right) for line in told] == [
        ("look (en)", True, True),
        ("smell (en)", True, False),
        ("listen (en)", False, True),
    ]
    assert question.lines((), shows_all=False) == ()
    assert question.remark(given, shows_all=False) is None
    assert question.remark(given, shows_all=True) == words("why these")


def test_a_usual_mistake_with_a_number_is_talked_about():
    question = NumericFactory()
    assert question.remark(("1250",), shows_all=False) == words("about the hundred")
    assert question.remark(("1,250",), shows_all=True) == words("how to reckon")
    assert question.remark(("3",), shows_all=False) is None
    assert question.remark(("12.5",), shows_all=False) is None
    assert question.remark((), shows_all=False) is None
    assert NumericFactory(feedback=None).remark(("12.5",), shows_all=True) is None
    lines = question.lines(("3",), shows_all=True)
    assert [(line.text["en"], line.is_right) for line in lines] == [
        ("3", False),
        ("12.5 ± 0.5 10,000 yen", True),
    ]
    assert question.lines(("3",), shows_all=False) == lines[:1]
    exact = NumericFactory(unit=None, tolerance=Decimal(0), answer=Decimal(1500))
    assert exact.shown_answer == {"ja": "1,500", "en": "1,500"}
    assert len(exact.lines(("1500",), shows_all=True)) == 1


def test_a_word_that_comes_near_is_talked_about():
    question = ShortAnswerFactory()
    assert question.remark(("hearing!",), shows_all=False) == words("about hearing")
    assert question.remark(("hearing",), shows_all=True) == words("what listening is")
    assert question.remark(("talk",), shows_all=False) is None
    assert question.remark((), shows_all=False) is None
    assert ShortAnswerFactory(feedback=None).remark(("傾聴",), shows_all=True) is None
    lines = question.lines(("聞く",), shows_all=True)
    assert [line.text for line in lines] == [
        {"ja": "聞く", "en": "聞く"},
        {"ja": "傾聴", "en": "listening"},
    ]
    assert len(question.lines(("傾聴",), shows_all=True)) == 1


def test_a_case_tells_what_came_of_each_choice_taken():
    question = ScenarioFactory()
    hidden = question.lines(("door.b", "talk.b"), shows_all=False)
    assert [(line.lead["en"], line.text["en"], line.is_right) for line in hidden] == [
        ("An owner comes in (en)", "ask (en)", True),
        ("The owner thinks (en)", "hurry (en)", False),
    ]
    told = question.lines(("door.b", "talk.b"), shows_all=True)
    assert [(line.text["en"], line.is_taken) for line in told] == [
        ("tell (en)", False),
        ("ask (en)", True),
        ("wait (en)", False),
        ("hurry (en)", True),
    ]
    assert question.remark(("door.a",), shows_all=True) is None


def test_what_can_be_chosen_can_be_counted():
    by_kind = {question.kind: question.choosable for question in EveryKindFactory().questions}
    assert [one.code for one in by_kind[QuestionKind.SINGLE]] == ["a", "b", "c"]
    assert [(one.code, one.text["en"]) for one in by_kind[QuestionKind.MATCHING]] == [
        ("a=b", "sight (en) → look (en)"),
        ("b=a", "hearing (en) → listen (en)"),
    ]
    assert [(one.code, one.is_right) for one in by_kind[QuestionKind.SCENARIO]] == [
        ("door.a", False),
        ("door.b", True),
        ("talk.a", True),
        ("talk.b", False),
    ]
    assert (
        by_kind[QuestionKind.NUMERIC] == by_kind[QuestionKind.SHORT] == by_kind[QuestionKind.ORDERING] == ()
    )


def test_a_quiz_finds_its_questions():
    quiz = EveryKindFactory()
    assert quiz.find("case") == quiz.questions[-1]
    assert quiz.find("none") is None
