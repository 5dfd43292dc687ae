"""What ratings in the words of earlier versions say in today's."""

from uuid import UUID, uuid5

import pytest

from lms.rubric.domain import Carry, CrosswalkKind
from lms.rubric.domain.translation import Link, follow

SPACE = UUID(int=7)


@pytest.fixture(scope="module")
def key():
    return lambda name: uuid5(SPACE, name)


@pytest.fixture(scope="module")
def link(key):
    def make(source, target, kind="same", levels=None):
        return Link(key(source), key(target) if target else None, CrosswalkKind(kind), levels)

    return make


def test_what_stayed_counts_in_full_and_what_was_retired_counts_no_more(key, link):
    found = follow({key("new A1"): "A1"}, [[link("old A1", "new A1"), link("old A2", None, "retired")]])
    assert found == {key("new A1"): (Carry("A1"),), key("old A1"): (Carry("A1"),)}


def test_a_split_criterion_says_half_of_each_part(key, link):
    current = {key("new A1"): "A1", key("new A2"): "A2"}
    found = follow(current, [[link("old A1", "new A1", "split"), link("old A1", "new A2", "split")]])
    assert found[key("old A1")] == (
        Carry("A1", weight=0.5, is_changed=True),
        Carry("A2", weight=0.5, is_changed=True),
    )


def test_each_of_three_merged_criteria_says_a_third_of_the_whole(key, link):
    links = [link(f"old A{number}", "new A1", "merged") for number in (1, 2, 3)]
    found = follow({key("new A1"): "A1"}, [links])
    for number in (1, 2, 3):
        assert found[key(f"old A{number}")] == (Carry("A1", weight=1 / 3, is_changed=True),)


def test_a_shifted_scale_is_read_level_by_level_through_two_versions(key, link):
    into_three = [link("2 A1", "3 A1", "shifted", {1: 1, 2: 1, 3: 2, 4: 3})]
    into_two = [link("1 A1", "2 A1", "shifted", {1: 2, 2: 3, 3: 3, 4: 4})]
    carry = follow({key("3 A1"): "A1"}, [into_three, into_two])[key("1 A1")][0]
    assert [carry.level(given) for given in (1, 2, 3, 4)] == [1, 2, 2, 3]
    assert carry.is_changed
    assert carry.weight == 1


def test_a_level_without_a_counterpart_says_nothing(key, link):
    carry = follow({key("new A1"): "A1"}, [[link("old A1", "new A1", "shifted", {1: 1})]])[key("old A1")][0]
    assert (carry.level(1), carry.level(2)) == (1, None)


def test_what_was_split_and_merged_again_counts_once(key, link):
    into_two = [link("1 A1", "2 A1", "split"), link("1 A1", "2 A2", "split")]
    into_three = [link("2 A1", "3 A1", "merged"), link("2 A2", "3 A1", "merged")]
    found = follow({key("3 A1"): "A1"}, [into_three, into_two])
    assert found[key("1 A1")] == (Carry("A1", weight=0.25, is_changed=True),)


def test_a_retired_way_is_not_taken_up_again(key, link):
    found = follow({key("3 A1"): "A1"}, [[link("2 A1", None, "retired")], [link("1 A1", "2 A1")]])
    assert set(found) == {key("3 A1")}
