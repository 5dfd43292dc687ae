"""What a wording has to keep, and what makes two wordings the same."""

from dataclasses import replace
from datetime import date

import pytest

from lms.kernel.errors import RuleViolation
from lms.plans.domain import (
    LONGEST_TEXT,
    LONGEST_TITLE,
    MOST_MILESTONES,
    MilestoneKind,
    Term,
    check_ready,
    compare_wordings,
    list_term_flaws,
    list_wording_flaws,
)
from tests.factories.plans import TERM, MilestoneFactory, WordingFactory

LEVELS, SLUGS = {"B1": 4}, {"kihon"}


@pytest.fixture
def flaws():
    """Return what is wrong with a wording, as pairs of code and field."""

    def of(**changes) -> list[tuple[str, str | None]]:
        wording = WordingFactory(**changes)
        found = list_wording_flaws(wording, term=TERM, levels=LEVELS, slugs=SLUGS)
        return [(flaw.code, flaw.field) for flaw in found]

    return of


def test_a_sound_wording_has_no_flaw(flaws):
    assert flaws() == []


def test_the_frame_of_a_wording_has_limits(flaws):
    assert flaws(title=" ") == [("plans.title_missing", "title")]
    assert flaws(title="あ" * (LONGEST_TITLE + 1)) == [("plans.title_too_long", "title")]
    assert flaws(goals="あ" * (LONGEST_TEXT + 1)) == [("plans.text_too_long", "goals")]
    many = tuple(MilestoneFactory() for _ in range(MOST_MILESTONES + 1))
    assert flaws(milestones=many) == [("plans.too_many_milestones", None)]


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ({"title": ""}, ("plans.milestone_title_missing", "title_1")),
        ({"title": "あ" * (LONGEST_TITLE + 1)}, ("plans.title_too_long", "title_1")),
        ({"due_on": date(2026, 3, 31)}, ("plans.due_outside", "due_on_1")),
        ({"due_on": date(2027, 4, 1)}, ("plans.due_outside", "due_on_1")),
        ({"kind": MilestoneKind.COURSE}, ("plans.course_missing", "course_1")),
        ({"kind": MilestoneKind.COURSE, "course_slug": "gone"}, ("plans.course_unknown", "course_1")),
        ({"kind": MilestoneKind.PRACTICE}, ("plans.ability_missing", "criterion_1")),
        ({"kind": MilestoneKind.OBSERVATION}, ("plans.ability_missing", "criterion_1")),
        ({"criterion_code": "Z9"}, ("plans.ability_unknown", "criterion_1")),
        ({"criterion_code": "B1", "level": 5}, ("plans.level_unknown", "level_1")),
        ({"level": 1}, ("plans.level_unknown", "level_1")),
    ],
)
def test_a_flaw_of_a_milestone_names_its_place(flaws, facts, expected):
    assert flaws(milestones=(MilestoneFactory(), MilestoneFactory(**facts))) == [expected]


def test_a_milestone_may_be_due_on_the_first_and_the_last_day(flaws):
    days = (TERM.starts_on, TERM.ends_on)
    assert flaws(milestones=tuple(MilestoneFactory(due_on=day) for day in days)) == []


def test_there_has_to_be_something_to_agree_to():
    check_ready(WordingFactory())
    with pytest.raises(RuleViolation) as refused:
        check_ready(WordingFactory(milestones=()))
    assert refused.value.code == "plans.no_milestones"


def test_where_a_milestone_came_from_is_no_part_of_what_is_agreed():
    one = MilestoneFactory()
    before = WordingFactory(milestones=(one,))
    assert WordingFactory(milestones=(replace(one, item_code="visit"),)).digest == before.digest
    assert WordingFactory(milestones=(replace(one, due_on=date(2026, 12, 26)),)).digest != before.digest


def test_milestones_stand_by_their_days():
    late, early = MilestoneFactory(), MilestoneFactory(due_on=date(2026, 5, 1))
    assert WordingFactory(milestones=(late, early)).in_order.milestones == (early, late)


def test_a_plan_has_a_day_at_least_and_three_years_at_most():
    first = date(2026, 4, 1)
    assert list(list_term_flaws(Term(first, first))) == []
    assert list(list_term_flaws(Term(first, date(2029, 3, 31)))) == []
    (reversed_days,) = list_term_flaws(Term(first, date(2026, 3, 31)))
    (too_long,) = list_term_flaws(Term(first, date(2029, 4, 10)))
    assert (reversed_days.code, too_long.code) == ("plans.ends_before_start", "plans.too_long")


def test_what_a_change_makes_different_is_told_milestone_by_milestone():
    kept, moved, gone, new = (MilestoneFactory() for _ in range(4))
    later = replace(moved, due_on=date(2027, 1, 31))
    before = WordingFactory(milestones=(kept, moved, gone))
    after = WordingFactory(milestones=(replace(kept, item_code="visit"), later, new))
    found = compare_wordings(before, after)
    assert (found.added, found.reworded, found.removed) == ({new.key}, {moved.key}, (gone,))
