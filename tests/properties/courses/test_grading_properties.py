"""Grading, whatever the quiz and whatever is answered."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.courses.domain import (
    Verdict,
    answers_from,
    grade,
    question_from,
    quiz_from,
    stored_answers,
    stored_question,
    stored_rules,
)
from lms.courses.domain.quiz import MultipleChoice, SingleChoice
from lms.kernel.errors import RuleViolation
from tests.properties.courses.strategies import answered, quizzes


@given(answered())
def test_only_what_was_answered_counts(drawn):
    quiz, answers = drawn
    result = grade(quiz, answers)
    for one in result.results:
        assert (one.verdict is Verdict.UNANSWERED) == (one.question.code not in answers)
    assert result.n_right == [one.verdict for one in result.results].count(Verdict.RIGHT)
    assert result.is_passed == (result.n_right >= quiz.pass_mark)


@given(answered())
def test_nothing_is_given_away_before_it_is_found(drawn):
    quiz, answers = drawn
    result = grade(quiz, answers)
    for one in result.results:
        if result.is_passed or one.verdict is Verdict.RIGHT:
            continue
        assert all(line.is_taken or (line.is_right, line.feedback) == (None, None) for line in one.lines)
        assert one.remark in (None, *(near.feedback for near in getattr(one.question, "near", ())))
        if one.question.is_order_telling and not hasattr(one.question, "pairs"):
            assert all(line.is_right is None and line.feedback is None for line in one.lines)


@given(answered())
def test_what_was_chosen_is_always_told(drawn):
    quiz, answers = drawn
    for one in grade(quiz, answers).results:
        if isinstance(one.question, SingleChoice | MultipleChoice):
            told = [line for line in one.lines if line.is_taken]
            assert len(told) == len(set(one.given))
            assert all(line.feedback for line in told)


@given(answered())
def test_knowing_everything_passes_and_one_more_right_answer_never_harms(drawn):
    quiz, answers = drawn
    before = grade(quiz, answers)
    best = grade(quiz, {question.code: question.right_answer for question in quiz.questions})
    assert {one.verdict for one in best.results} == {Verdict.RIGHT}
    assert best.is_passed
    for question in quiz.questions:
        after = grade(quiz, {**answers, question.code: question.right_answer})
        assert after.n_right >= before.n_right
        assert after.is_passed >= before.is_passed


@given(answered())
def test_an_attempt_graded_again_from_what_was_stored_is_the_same(drawn):
    quiz, answers = drawn
    again = (
        question_from(one.kind, code=one.code, lesson_slug=one.lesson_slug, stored=stored_question(one))
        for one in quiz.questions
    )
    stored = quiz_from(quiz.pass_mark, again, stored_rules(quiz))
    assert stored == quiz
    assert grade(stored, answers_from(stored_answers(answers))) == grade(quiz, answers)


@given(quizzes(), st.sampled_from(["i", "A", "q0=a", "s9.a"]))
def test_a_code_the_quiz_does_not_have_is_refused(quiz, code):
    for question in quiz.questions:
        if question.kind not in {"numeric", "short"}:
            with pytest.raises(RuleViolation) as refusal:
                grade(quiz, {question.code: (*question.right_answer, code)})
            assert refusal.value.code == "courses.answer_unknown"
