"""What may be said in a self-assessment, when, and how it lies to what supervisors found."""

from datetime import date, timedelta

import pytest

from lms.evidence.domain import (
    MAX_NOTE,
    REST,
    Contrast,
    FindingStatus,
    OwnAnswer,
    OwnView,
    OwnViewStanding,
    Rating,
    check_own_view,
    check_rested,
    check_whole,
    contrast,
    list_unanswered,
    next_sitting_on,
    standing_of,
)
from lms.kernel.errors import RuleViolation
from tests.factories.evidence import OUTLINE, RUBRIC_ID, TODAY, ObservedFactory, every_finding

WHOLE = (OwnAnswer("A1", 2), OwnAnswer("A2", is_unsure=True), OwnAnswer("B1", 4, note="次は価格の話を"))


@pytest.fixture
def view():
    return lambda *answers: OwnView(RUBRIC_ID, tuple(answers))


@pytest.fixture
def finding():
    """The first criterion's finding after observations of these levels."""
    return lambda *levels: every_finding([ObservedFactory(level=level) for level in levels])[0]


def test_a_view_gives_its_levels_and_keeps_its_notes(view):
    whole = view(*WHOLE, OwnAnswer("A3", note="まだ考え中"))
    assert whole.ratings == (Rating("A1", 2), Rating("B1", 4))
    assert whole.n_answered == 3
    assert whole.by_criterion["B1"].note == "次は価格の話を"


def test_a_whole_view_and_half_of_one_may_be_kept(view):
    check_own_view(view(*WHOLE), outline=OUTLINE)
    check_own_view(view(OwnAnswer("A1", note="まだ")), outline=OUTLINE)
    check_whole(view(*WHOLE), outline=OUTLINE)


@pytest.mark.parametrize(
    ("answers", "code"),
    [
        ([OwnAnswer("A1", 2, is_unsure=True)], "evidence.own_view_two_answers"),
        ([OwnAnswer("A1", 2), OwnAnswer("A1", 3)], "evidence.own_view_two_answers"),
        ([OwnAnswer("A1", 5)], "evidence.level_out_of_range"),
        ([OwnAnswer("A1", 0)], "evidence.level_out_of_range"),
        ([OwnAnswer("Z9", is_unsure=True)], "evidence.unknown_criterion"),
        ([OwnAnswer("A1", note="あ" * (MAX_NOTE + 1))], "evidence.own_view_long_note"),
    ],
)
def test_what_no_view_may_say_is_refused(view, answers, code):
    with pytest.raises(RuleViolation) as refusal:
        check_own_view(view(*answers), outline=OUTLINE)
    assert refusal.value.code == code


def test_a_note_may_be_as_long_as_the_limit(view):
    check_own_view(view(OwnAnswer("A1", note="あ" * MAX_NOTE)), outline=OUTLINE)


def test_only_a_whole_view_with_a_level_is_submitted(view):
    with pytest.raises(RuleViolation) as refusal:
        check_whole(view(OwnAnswer("A1", 2), OwnAnswer("B1", note="まだ")), outline=OUTLINE)
    assert (refusal.value.code, refusal.value.facts) == ("evidence.own_view_incomplete", {"missing": 2})
    unsure = [OwnAnswer(code, is_unsure=True) for code in OUTLINE.criteria]
    with pytest.raises(RuleViolation) as refusal:
        check_whole(view(*unsure), outline=OUTLINE)
    assert refusal.value.code == "evidence.own_view_says_nothing"


def test_what_is_unanswered_comes_in_the_order_asked(view):
    assert list_unanswered(view(OwnAnswer("A2", 1)), codes=OUTLINE.criteria) == ("A1", "B1")


def test_the_next_sitting_may_begin_once_the_last_is_a_month_ago():
    last = TODAY - REST
    check_rested(None, today=TODAY)
    check_rested(last, today=TODAY)
    assert next_sitting_on(last) == TODAY
    assert next_sitting_on(None) is None
    with pytest.raises(RuleViolation) as refusal:
        check_rested(last + timedelta(days=2), today=TODAY)
    assert (refusal.value.code, refusal.value.facts) == ("evidence.own_view_too_soon", {"days": 2})


@pytest.mark.parametrize(
    ("has_draft", "submitted_on", "standing"),
    [
        (False, None, OwnViewStanding.NEVER),
        (True, None, OwnViewStanding.DRAFT),
        (True, date(2024, 1, 1), OwnViewStanding.DRAFT),
        (False, date(2026, 5, 21), OwnViewStanding.SUBMITTED),
        (False, date(2026, 5, 20), OwnViewStanding.DUE_AGAIN),
    ],
)
def test_half_a_year_later_another_look_is_due(has_draft, submitted_on, standing):
    assert standing_of(has_draft=has_draft, submitted_on=submitted_on, today=TODAY) is standing


@pytest.mark.parametrize(
    ("level", "expected"),
    [
        (2, Contrast.AGREE),
        (3, Contrast.HIGHER),
        (1, Contrast.LOWER),
        (None, Contrast.UNSURE),
    ],
)
def test_a_view_lies_above_below_or_at_what_was_found(finding, level, expected):
    assert contrast(level, finding(2, 2, 2)) is expected


@pytest.mark.parametrize("level", [3, None])
def test_where_too_little_was_seen_there_is_nothing_to_compare(finding, level):
    seldom = finding(2)
    assert seldom.status is FindingStatus.INSUFFICIENT
    assert contrast(level, seldom) is Contrast.UNOBSERVED
