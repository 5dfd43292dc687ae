"""Grading, whatever the quiz and whatever is answered."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.courses.domain import (
    Quiz,
    Verdict,
    answers_from,
    grade,
    question_from,
    stored_answers,
    stored_question,
)
from lms.kernel.errors import RuleViolation
from tests.properties.courses.strategies import answered


@given(answered())
def test_right_means_exactly_the_right_options(drawn):
    quiz, answers = drawn
    result = grade(quiz, answers)
    for one in result.results:
        assert (one.verdict is Verdict.RIGHT) == (one.chosen == one.question.right_codes)
        assert (one.verdict is Verdict.UNANSWERED) == (not one.chosen)
    assert result.n_right == sum(one.chosen == one.question.right_codes for one in result.results)
    assert result.is_passed == (result.n_right >= quiz.pass_mark)


@given(answered())
def test_nothing_is_given_away_before_it_is_found(drawn):
    quiz, answers = drawn
    result = grade(quiz, answers)
    for one in result.results:
        shown = {option.code for option in one.shown_options}
        tells_all = result.is_passed or one.verdict is Verdict.RIGHT
        assert shown == (one.question.option_codes if tells_all else one.chosen)


@given(answered())
def test_knowing_everything_passes_and_one_more_right_answer_never_harms(drawn):
    quiz, answers = drawn
    before = grade(quiz, answers)
    assert grade(quiz, {question.code: question.right_codes for question in quiz.questions}).is_passed
    for question in quiz.questions:
        after = grade(quiz, {**answers, question.code: question.right_codes})
        assert after.n_right >= before.n_right
        assert after.is_passed >= before.is_passed


@given(answered())
def test_an_attempt_graded_again_from_what_was_stored_is_the_same(drawn):
    quiz, answers = drawn
    stored = Quiz(
        quiz.pass_mark,
        tuple(
            question_from(one.kind, code=one.code, lesson_slug=one.lesson_slug, stored=stored_question(one))
            for one in quiz.questions
        ),
    )
    assert grade(stored, answers_from(stored_answers(answers))) == grade(quiz, answers)


@given(answered(), st.sampled_from(["", "i", "A", "q0"]))
def test_an_option_the_quiz_does_not_have_is_refused(drawn, option):
    quiz, answers = drawn
    first = quiz.questions[0]
    with pytest.raises(RuleViolation):
        grade(quiz, {**answers, first.code: first.right_codes | {option}})
