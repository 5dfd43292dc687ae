"""Targets follow the crosswalk: split, merged, shifted, retired, new."""

from uuid import UUID

from lms.rubric.domain import Carry
from lms.targets.domain import Target, follow_targets

OLD, OTHER, GONE = UUID(int=1), UUID(int=2), UUID(int=3)


def test_targets_of_the_version_in_force_stay_as_they_are():
    followed = follow_targets({OLD: 3}, {OLD: (Carry("A1"),)})
    assert dict(followed.targets) == {"A1": Target(3)}
    assert (followed.dropped, followed.is_changed) == ((), False)


def test_better_words_for_the_same_meaning_are_no_change():
    followed = follow_targets({OLD: 3}, {OLD: (Carry("A9"),), OTHER: (Carry("B1"),)})
    assert (dict(followed.targets), followed.is_changed) == ({"A9": Target(3)}, False)


def test_both_parts_of_a_split_criterion_take_its_target_over_and_say_so():
    ways = (Carry("A1", weight=0.5, is_changed=True), Carry("A2", weight=0.5, is_changed=True))
    followed = follow_targets({OLD: 3}, {OLD: ways})
    assert dict(followed.targets) == {"A1": Target(3, is_carried=True), "A2": Target(3, is_carried=True)}
    assert followed.is_changed


def test_a_merged_criterion_takes_the_highest_of_its_parts():
    ways = (Carry("A1", weight=0.5, is_changed=True),)
    for levels in ({OLD: 2, OTHER: 3}, {OTHER: 3, OLD: 2}):
        followed = follow_targets(levels, {OLD: ways, OTHER: ways})
        assert dict(followed.targets) == {"A1": Target(3, is_carried=True)}


def test_a_shifted_level_is_the_one_the_crosswalk_leads_to():
    ways = (Carry("A1", levels={1: 1, 2: 1, 3: 2}, is_changed=True),)
    assert follow_targets({OLD: 3}, {OLD: ways}).targets["A1"] == Target(2, is_carried=True)


def test_the_target_of_a_retired_criterion_falls_away():
    followed = follow_targets({OLD: 3, GONE: 2}, {OLD: (Carry("A1"),)})
    assert (set(followed.targets), followed.dropped, followed.is_changed) == ({"A1"}, (GONE,), True)


def test_a_level_that_leads_nowhere_falls_away():
    followed = follow_targets({OLD: 4}, {OLD: (Carry("A1", levels={1: 1}, is_changed=True),)})
    assert (dict(followed.targets), followed.dropped) == ({}, (OLD,))
