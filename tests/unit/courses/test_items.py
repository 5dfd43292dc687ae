"""Item analysis: what is told of a question, and what is not."""

import pytest

from lms.courses.domain import Quiz, Verdict, grade
from lms.courses.domain.items import analyse_items, correlation
from tests.factories.courses import MultipleChoiceFactory, SingleChoiceFactory
from tests.factories.quizzes import NumericFactory


@pytest.fixture
def quiz() -> Quiz:
    return Quiz(1, (SingleChoiceFactory(), MultipleChoiceFactory(), NumericFactory()))


@pytest.fixture
def figures(quiz):
    """Analyse attempts written as answers per question: single, multiple, number."""

    def analysed(*attempts):
        results = [
            grade(
                quiz,
                {
                    code: given
                    for code, given in zip(("single", "multiple", "number"), attempt, strict=True)
                    if given
                },
            )
            for attempt in attempts
        ]
        return analyse_items(quiz.questions, results)

    return analysed


GOOD, POOR = (("a",), ("a", "b"), ("12.5",)), (("b",), ("a",), ())


def test_shares_and_choices_are_counted(figures):
    single, multiple, number = figures(*[GOOD] * 3, *[POOR] * 2)
    assert (single.n_asked, single.difficulty, single.partly_ratio, single.open_ratio) == (5, 0.6, 0, 0)
    assert (multiple.difficulty, multiple.partly_ratio) == (0.6, 0.4)
    assert (number.difficulty, number.open_ratio, number.choices) == (0.6, 0.4, ())
    assert [(one.choosable.code, one.count) for one in single.choices] == [("a", 3), ("b", 2), ("c", 0)]
    assert [one.code for one in single.never_chosen] == ["c"]
    assert (single.is_told, single.is_worth_a_look) == (True, False)


def test_fewer_than_five_people_are_told_nothing_of(figures):
    single = figures(*[GOOD] * 4)[0]
    assert (single.n_asked, single.is_told, single.choices, single.never_chosen) == (4, False, (), ())
    assert (single.difficulty, single.is_worth_a_look) == (None, False)


def test_discrimination_needs_twenty_people(figures):
    assert figures(*[GOOD] * 10, *[POOR] * 9)[0].discrimination is None
    assert figures(*[GOOD] * 10, *[POOR] * 9)[0].has_few
    single = figures(*[GOOD] * 10, *[POOR] * 10)[0]
    assert single.discrimination == pytest.approx(1)
    assert not single.has_few


def test_a_question_the_good_get_wrong_is_worth_a_look(figures):
    turned = (("b",), ("a", "b"), ("12.5",)), (("a",), ("c",), ())
    single = figures(*[turned[0]] * 10, *[turned[1]] * 10)[0]
    assert single.discrimination == pytest.approx(-1)
    assert single.is_worth_a_look


def test_the_rest_is_a_share_of_what_else_was_asked(quiz):
    alone = Quiz(1, quiz.questions[:1])
    results = [grade(alone, {"single": ("a",)}) for _one in range(25)]
    single = analyse_items(alone.questions, results)[0]
    assert (single.discrimination, single.difficulty, single.is_worth_a_look) == (None, 1, True)
    other = analyse_items(quiz.questions, results)[1]
    assert (other.n_asked, other.is_told) == (0, False)
    assert results[0].results[0].verdict is Verdict.RIGHT


@pytest.mark.parametrize("alike", [[(1.0, 0.2), (1.0, 0.4)], [(0.0, 0.5), (1.0, 0.5)]])
def test_what_does_not_vary_has_no_correlation(alike):
    assert correlation(alike) is None


def test_correlation_is_pearsons():
    assert correlation([(0, 1), (1, 3), (1, 2), (0, 2)]) == pytest.approx(0.7071, abs=1e-4)
