"""A draft that was overtaken moves on: its own changes stay, everything else is as in the new version."""

from dataclasses import replace

import pytest

from lms.rubric.domain import Change, CrosswalkKind, CrosswalkLine, LocalExample, list_crosswalk_flaws
from lms.rubric.domain.moving import moved_on
from lms.rubric.domain.starting import next_of
from tests.factories.rubric import CriterionTextFactory, DomainTextFactory, RubricTextFactory, following

SAME, RETIRED = CrosswalkKind.SAME, CrosswalkKind.RETIRED
WORDS = {"ja": "別の言葉", "en": "Other words"}
BEFORE = RubricTextFactory()
FIRST, SECOND = BEFORE.criteria


@pytest.fixture
def renewed():
    """Make the version that was published meanwhile, with these criteria."""

    def make(*criteria, **changes):
        domains = (DomainTextFactory(criteria=criteria),) if criteria else BEFORE.domains
        return following(BEFORE, domains=domains, **changes)

    return make


@pytest.fixture
def drafted():
    """Make the draft of the version after the first, with these criteria."""

    def make(*criteria, **changes):
        domains = (DomainTextFactory(criteria=criteria),) if criteria else BEFORE.domains
        return replace(next_of(BEFORE), domains=domains, **changes)

    return make


def test_what_either_side_changed_is_kept(drafted, renewed):
    mine = drafted(replace(FIRST, definition=WORDS), SECOND)
    theirs = renewed(FIRST, replace(SECOND, name=WORDS), title=WORDS)
    moved = moved_on(mine, before=BEFORE, now=theirs)
    assert moved.criteria == (replace(FIRST, definition=WORDS), replace(SECOND, name=WORDS))
    assert moved.title == WORDS
    assert (moved.version, moved.succession.predecessor) == ("2.1", "2")
    assert list_crosswalk_flaws(moved, theirs) == ()


def test_where_both_changed_the_same_words_the_draft_stands(drafted, renewed):
    mine = drafted(replace(FIRST, name=WORDS), SECOND)
    theirs = renewed(replace(FIRST, name={"ja": "能力A1", "en": "Theirs"}), SECOND)
    assert moved_on(mine, before=BEFORE, now=theirs).criteria[0].name == WORDS
    agreed = renewed(replace(FIRST, name=WORDS), SECOND)
    assert moved_on(mine, before=BEFORE, now=agreed).criteria[0].name == WORDS


def test_words_are_merged_language_by_language_and_level_by_level(drafted, renewed):
    one, two = FIRST.descriptors
    mine = drafted(replace(FIRST, descriptors=(replace(one, text={**one.text, "ja": "私の"}), two)), SECOND)
    theirs = renewed(
        replace(
            FIRST, descriptors=(replace(one, text={**one.text, "en": "Their"}), replace(two, text=WORDS))
        ),
        SECOND,
    )
    merged = moved_on(mine, before=BEFORE, now=theirs).criteria[0].descriptors
    assert [descriptor.text for descriptor in merged] == [{"ja": "私の", "en": "Their"}, WORDS]


def test_criteria_that_came_and_went_on_either_side(drafted, renewed):
    new_here, new_there = CriterionTextFactory(code="M1"), CriterionTextFactory(code="T1")
    mine = drafted(FIRST, SECOND, new_here)
    theirs = renewed(FIRST, new_there)
    moved = moved_on(mine, before=BEFORE, now=theirs)
    assert [criterion.code for criterion in moved.criteria] == ["A1", "M1", "T1"]
    assert moved.succession.crosswalk == (
        CrosswalkLine("A1", SAME, ("A1",)),
        CrosswalkLine("T1", SAME, ("T1",)),
    )


def test_what_the_draft_says_of_a_criterion_goes_on(drafted, renewed):
    lines = (CrosswalkLine("A1", SAME, ("A1",)), CrosswalkLine("A2", RETIRED))
    mine = drafted(FIRST)
    mine = replace(
        mine, succession=replace(mine.succession, change=Change.MEANING, crosswalk=lines, note=WORDS)
    )
    theirs = renewed(title=WORDS)
    moved = moved_on(mine, before=BEFORE, now=theirs)
    assert (moved.succession.crosswalk, moved.succession.note) == (lines, WORDS)
    assert (moved.version, [criterion.code for criterion in moved.criteria]) == ("3", ["A1"])
    assert list_crosswalk_flaws(moved, theirs) == ()


def test_what_the_draft_took_out_comes_back_when_others_worked_on_it(drafted, renewed):
    theirs = renewed(FIRST, replace(SECOND, name=WORDS))
    moved = moved_on(drafted(FIRST), before=BEFORE, now=theirs)
    assert moved.criteria == (FIRST, replace(SECOND, name=WORDS))


def test_what_others_took_out_stays_where_the_draft_worked_on_it(drafted, renewed):
    changed = replace(SECOND, name=WORDS)
    moved = moved_on(drafted(FIRST, changed), before=BEFORE, now=renewed(FIRST))
    assert moved.criteria == (FIRST, changed)


def test_a_draft_with_one_code_twice_keeps_all_its_words(drafted, renewed):
    again = replace(SECOND, name=WORDS)
    moved = moved_on(
        drafted(FIRST, SECOND, again), before=BEFORE, now=renewed(replace(FIRST, name=WORDS), SECOND)
    )
    assert moved.criteria == (FIRST, SECOND, again)


def test_examples_and_switches_follow_the_side_that_changed_them(drafted):
    before = replace(BEFORE, extends="base", examples=(LocalExample("A1", 1, WORDS),))
    theirs = following(before, examples=(), is_public=True)
    assert moved_on(next_of(before), before=before, now=theirs).examples == ()
    kept = replace(next_of(before), examples=(*before.examples, LocalExample("A2", 1, WORDS)))
    moved = moved_on(kept, before=before, now=theirs)
    assert (len(moved.examples), moved.is_public) == (2, True)


def test_a_draft_that_forgot_what_it_follows_is_a_change_of_meaning(renewed):
    mine = replace(BEFORE, version="1.1", title=WORDS)
    moved = moved_on(mine, before=BEFORE, now=renewed())
    assert (moved.title, moved.succession.change, moved.succession.predecessor) == (
        WORDS,
        Change.MEANING,
        "2",
    )
