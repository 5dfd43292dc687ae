"""Draws, whatever the quiz and the seed."""

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from lms.courses.domain import ask_again, draw_questions
from lms.courses.domain.quiz import list_quiz_flaws
from lms.courses.loader.quiz_shape import quiz_document, quiz_from_document
from tests.properties.courses.strategies import quizzes

seeds = st.text(max_size=20)


@given(quizzes(), seeds)
def test_a_draw_asks_all_outside_pools_and_as_many_of_each_pool_as_it_says(quiz, seed):
    asked = draw_questions(quiz, seed)
    codes = Counter(one.question.pool for one in asked)
    assert codes[None] == sum(question.pool is None for question in quiz.questions)
    assert all(codes[pool.code] == pool.draw for pool in quiz.pools)
    assert len({one.question.code for one in asked}) == len(asked) == quiz.n_asked
    if not quiz.shuffle:
        order = [question.code for question in quiz.questions]
        assert [one.question.code for one in asked] == sorted(
            (one.question.code for one in asked), key=order.index
        )


@given(quizzes(), seeds)
def test_a_draw_is_the_same_each_time_and_can_be_shown_again(quiz, seed):
    asked = draw_questions(quiz, seed)
    assert asked == draw_questions(quiz, seed)
    assert asked == ask_again(quiz, [one.question.code for one in asked], seed)


@given(quizzes(), seeds)
def test_everything_is_shown_and_an_order_is_never_given_away(quiz, seed):
    for one in draw_questions(quiz, seed):
        assert sorted(one.order) == sorted(one.question.movable)
        if one.question.is_order_telling:
            assert one.order != one.question.movable
        elif not quiz.shuffle:
            assert one.order == one.question.movable


@given(quizzes())
def test_a_quiz_written_out_and_read_again_says_the_same(quiz):
    document = quiz_document(quiz)
    once = quiz_from_document(document)
    assert quiz_document(once) == document
    assert quiz_from_document(quiz_document(once)) == once
    assert [question.kind for question in once.questions] == [question.kind for question in quiz.questions]


@given(quizzes())
def test_what_can_be_drawn_has_no_flaw(quiz):
    found = {flaw.code for flaw in list_quiz_flaws(quiz, lesson_slugs=["lesson"])}
    assert found <= {"courses.near_right"}
