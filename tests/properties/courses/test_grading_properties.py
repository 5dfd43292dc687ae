"""Grading, whatever the quiz and whatever is answered."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.courses.domain import (
    MultipleChoice,
    Option,
    Quiz,
    SingleChoice,
    Verdict,
    answers_from,
    grade,
    question_from,
    stored_answers,
    stored_question,
)
from lms.kernel.errors import RuleViolation

WORDS = {"ja": "言葉", "en": "words"}


@st.composite
def questions(draw, code):
    """Draw a question that has no flaw."""
    letters = "abcdefgh"[: draw(st.integers(2, 8))]
    is_single = draw(st.booleans())
    most = 1 if is_single else len(letters) - 1
    right = draw(st.sets(st.sampled_from(letters), min_size=1, max_size=most))
    options = tuple(Option(letter, WORDS, WORDS, letter in right) for letter in letters)
    return (SingleChoice if is_single else MultipleChoice)(code, "lesson", WORDS, options)


@st.composite
def answered(draw):
    """Draw a quiz and answers it can take; some questions stay unanswered."""
    drawn = tuple(draw(questions(f"q{number}")) for number in range(draw(st.integers(1, 6))))
    quiz = Quiz(draw(st.integers(1, len(drawn))), drawn)
    answers = {}
    for question in drawn:
        chosen = st.frozensets(st.sampled_from(sorted(question.option_codes)), max_size=question.most_chosen)
        answers |= draw(st.one_of(st.just({}), chosen.map(lambda codes, q=question: {q.code: codes})))
    return quiz, answers


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
