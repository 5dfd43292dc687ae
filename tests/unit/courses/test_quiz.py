"""Grading: what an answer is worth, when a quiz is passed, and what a learner is told."""

import pytest

from lms.courses.domain import (
    Verdict,
    answers_from,
    grade,
    question_from,
    stored_answers,
    stored_question,
)
from lms.kernel.errors import RuleViolation
from tests.factories.courses import MultipleChoiceFactory, QuizFactory, SingleChoiceFactory


@pytest.fixture
def verdicts():
    """Grade answers written as text per question, e.g. ("a", "bc")."""

    def of(*answers, quiz=None):
        quiz = quiz or QuizFactory()
        given = {
            question.code: tuple(answer) for question, answer in zip(quiz.questions, answers, strict=True)
        }
        return grade(quiz, given)

    return of


@pytest.fixture
def told_codes():
    """Return the options of which something is told."""

    def of(result):
        options = zip(result.question.options, result.lines, strict=True)
        return "".join(option.code for option, line in options if line.feedback and line.is_right is not None)

    return of


@pytest.mark.parametrize(
    ("answers", "expected"),
    [
        (("a", "ab"), (Verdict.RIGHT, Verdict.RIGHT)),
        (("b", "a"), (Verdict.WRONG, Verdict.PARTLY)),
        (("b", "abc"), (Verdict.WRONG, Verdict.PARTLY)),
        (("c", "c"), (Verdict.WRONG, Verdict.WRONG)),
        (("", ""), (Verdict.UNANSWERED, Verdict.UNANSWERED)),
    ],
)
def test_an_answer_is_right_only_when_exactly_the_right_options_are_chosen(verdicts, answers, expected):
    result = verdicts(*answers)
    assert tuple(one.verdict for one in result.results) == expected
    assert result.n_right == expected.count(Verdict.RIGHT)
    assert result.n_questions == 2


def test_a_question_that_is_not_among_the_answers_is_unanswered():
    result = grade(QuizFactory(), {})
    assert [one.verdict for one in result.results] == [Verdict.UNANSWERED] * 2
    assert [one.given for one in result.results] == [()] * 2


@pytest.mark.parametrize(("pass_mark", "passed"), [(1, True), (2, False)])
def test_the_pass_mark_counts_right_answers_only(verdicts, pass_mark, passed):
    result = verdicts("a", "a", quiz=QuizFactory(pass_mark=pass_mark))
    assert (result.n_right, result.is_passed) == (1, passed)


@pytest.mark.parametrize(
    ("answers", "shown"),
    [
        (("b", "a"), ("b", "a")),
        (("a", "a"), ("abc", "a")),
        (("", ""), ("", "")),
        (("a", "ab"), ("abc", "abc")),
    ],
)
def test_feedback_gives_no_answer_away_before_it_was_found(verdicts, told_codes, answers, shown):
    result = verdicts(*answers)
    assert tuple(told_codes(one) for one in result.results) == shown


def test_a_passed_quiz_tells_everything_of_what_was_wrong(verdicts, told_codes):
    result = verdicts("b", "ab", quiz=QuizFactory(pass_mark=1))
    assert result.is_passed
    assert told_codes(result.results[0]) == "abc"


@pytest.mark.parametrize(
    ("answers", "code", "field"),
    [
        ({"nothing": ("a",)}, "courses.answer_unknown", None),
        ({"single": ("z",)}, "courses.answer_unknown", None),
        ({"single": ("a", "b")}, "courses.answer_too_many", "single"),
    ],
)
def test_answers_the_quiz_cannot_take_are_refused(answers, code, field):
    with pytest.raises(RuleViolation) as refusal:
        grade(QuizFactory(), answers)
    assert (refusal.value.code, refusal.value.field) == (code, field)


@pytest.mark.parametrize("factory", [SingleChoiceFactory, MultipleChoiceFactory])
def test_a_question_comes_back_as_it_was_stored(factory):
    question = factory()
    again = question_from(
        question.kind, code=question.code, lesson_slug=question.lesson_slug, stored=stored_question(question)
    )
    assert again == question


def test_unanswered_questions_are_not_stored():
    answers = {"multiple": ("a", "b"), "single": ()}
    assert stored_answers(answers) == {"multiple": ["a", "b"]}
    assert answers_from(stored_answers(answers)) == {"multiple": ("a", "b")}
