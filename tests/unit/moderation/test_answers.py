"""Answers about a vignette, plans, and words that are owed."""

import pytest

from lms.evidence.domain import Rating
from lms.kernel.errors import RuleViolation
from lms.kernel.ids import new_id
from lms.moderation.domain import (
    MAX_NOTE,
    Answer,
    check_answers,
    check_plan,
    check_whole,
    check_words,
    list_open,
    ratings_of,
)
from tests.factories.moderation import PlanFactory

CODES = ("A1", "A2")


def test_answers_may_be_levels_open_or_unsure():
    check_answers([Answer("A1", 2, note="見た"), Answer("A2", is_unsure=True)], codes=CODES, highest=2)
    check_answers([Answer("A1", note="まだ")], codes=CODES, highest=2)


@pytest.mark.parametrize(
    ("answers", "code"),
    [
        ([Answer("Z9", 1)], "moderation.not_rated_here"),
        ([Answer("A1", 1), Answer("A1", 2)], "moderation.answered_twice"),
        ([Answer("A1", 1, is_unsure=True)], "moderation.answered_twice"),
        ([Answer("A1", 3)], "moderation.level_out_of_range"),
        ([Answer("A1", 0)], "moderation.level_out_of_range"),
        ([Answer("A1", 1, note="あ" * (MAX_NOTE + 1))], "moderation.note_too_long"),
    ],
)
def test_answers_that_break_a_rule(answers, code):
    with pytest.raises(RuleViolation) as refusal:
        check_answers(answers, codes=CODES, highest=2)
    assert refusal.value.code == code


def test_what_is_open_is_listed_in_order():
    assert list_open([Answer("A2", 1), Answer("A1", note="考え中")], codes=CODES) == ["A1"]


def test_a_round_is_whole_when_every_vignette_is():
    both = [Answer("A1", 1), Answer("A2", is_unsure=True)]
    check_whole({1: both, 2: both}, {1: CODES, 2: CODES})
    with pytest.raises(RuleViolation) as refusal:
        check_whole({1: both}, {1: CODES, 2: CODES})
    assert refusal.value.code == "moderation.answers_missing"
    assert refusal.value.facts == {"number": 2, "missing": 2}


def test_only_levels_are_ratings():
    answers = [Answer("A1", 2, note="ここだけの話"), Answer("A2", is_unsure=True)]
    assert list(ratings_of(answers)) == [Rating("A1", 2)]


@pytest.mark.parametrize(
    ("facts", "code", "field"),
    [
        ({"title": " "}, "moderation.words_missing", "title"),
        ({"title": "あ" * 101}, "moderation.text_too_long", "title"),
        ({"purpose": ""}, "moderation.words_missing", "purpose"),
        ({"meeting": "あ" * 501}, "moderation.text_too_long", "meeting"),
        ({"vignette_ids": tuple(new_id() for _ in range(9))}, "moderation.too_many_vignettes", "vignettes"),
        ({"vignette_ids": (new_id(),) * 2}, "moderation.vignette_twice", "vignettes"),
    ],
)
def test_plans_that_break_a_rule(facts, code, field):
    check_plan(PlanFactory())
    with pytest.raises(RuleViolation) as refusal:
        check_plan(PlanFactory(**facts))
    assert (refusal.value.code, refusal.value.field) == (code, field)


def test_words_come_back_trimmed():
    assert check_words("  理由 ", field="reason", most=10) == "理由"
