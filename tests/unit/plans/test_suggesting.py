"""What a plan should hold for somebody's gaps."""

from datetime import date

import pytest

from lms.evidence.domain import FindingStatus, Wanted
from lms.plans.domain import MilestoneKind, suggest
from lms.targets.domain import Target, gap_of
from tests.factories.plans import TERM
from tests.factories.targets import FindingFactory

LOW = (0.9, 0.08, 0.02, 0.0)
LOWER = (0.97, 0.02, 0.01, 0.0)
UNSURE = (0.4, 0.4, 0.1, 0.1)


@pytest.fixture
def short():
    """Return a gap that is surely one: level 1, and the target is 3."""

    def of(code, probabilities=LOW):
        return gap_of(code, Target(3), FindingFactory(level=1, probabilities=probabilities))

    return of


@pytest.fixture
def unsure():
    def of(code, wanted):
        finding = FindingFactory(
            status=FindingStatus.INSUFFICIENT,
            level=None,
            probabilities=UNSURE,
            n_observations=1,
            n_raters=1,
            wanted=Wanted(wanted, 0),
        )
        return gap_of(code, Target(2), finding)

    return of


def test_the_next_level_is_practised_and_its_course_read_first(short):
    serving = {("B1", 2): ["kihon", "other"], ("B1", 3): ["late"]}
    practice, course = suggest([short("B1")], serving, set(), term=TERM)
    assert (practice.kind, practice.criterion_code, practice.level) == (MilestoneKind.PRACTICE, "B1", 2)
    assert (course.kind, course.course_slug, course.level) == (MilestoneKind.COURSE, "kihon", 2)
    assert TERM.starts_on < course.due_on < practice.due_on <= TERM.ends_on
    assert (practice.code, course.code) == ("practice-B1", "course-kihon")


def test_a_finished_course_is_not_read_again(short):
    found = suggest([short("B1")], {("B1", 2): ["kihon", "other"]}, {"kihon"}, term=TERM)
    assert [one.course_slug for one in found if one.course_slug] == ["other"]


def test_a_course_for_two_gaps_is_suggested_once(short):
    serving = {("B1", 2): ["kihon"], ("B2", 2): ["kihon"]}
    found = suggest([short("B1"), short("B2")], serving, set(), term=TERM)
    assert [one.code for one in found] == ["practice-B1", "course-kihon", "practice-B2"]


def test_the_three_surest_gaps_are_learnt(short):
    gaps = [short("A1"), short("A2"), short("A3"), short("A4", LOWER)]
    found = suggest(gaps, {}, set(), term=TERM)
    assert [one.criterion_code for one in found] == ["A4", "A1", "A2"]


def test_what_is_unsure_is_observed_the_nearest_to_an_answer_first(unsure):
    found = suggest([unsure("A1", 3), unsure("A2", 1), unsure("A3", 2)], {}, set(), term=TERM)
    assert [(one.kind, one.criterion_code, one.level) for one in found] == [
        (MilestoneKind.OBSERVATION, "A2", 2),
        (MilestoneKind.OBSERVATION, "A3", 2),
    ]
    assert all(date(2026, 9, 1) < one.due_on < date(2026, 11, 1) for one in found)


def test_what_is_reached_asks_for_nothing():
    reached = gap_of("B1", Target(2), FindingFactory())
    assert suggest([reached], {("B1", 2): ["kihon"]}, set(), term=TERM) == ()
