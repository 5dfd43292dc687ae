from collections import Counter

import pytest

from lms.reporting.distribution import EVERYTHING, Groups, Veil

TOP, LEFT, RIGHT, LOW, LAST = "/t/", "/t/l/", "/t/r/", "/t/l/a/", "/t/l/b/"
PATHS = [TOP, LEFT, RIGHT, LOW, LAST]


@pytest.fixture
def groups():
    """Groups by how many people each organisation employs itself."""

    def made(**sizes: int) -> Groups:
        by_path = {"top": TOP, "left": LEFT, "right": RIGHT, "low": LOW, "last": LAST}
        return Groups(PATHS, Counter({by_path[name]: size for name, size in sizes.items()}).elements())

    return made


@pytest.fixture
def shown():
    """The paths of the groups below organisations that are shown."""
    return lambda made: {path for path in (EVERYTHING, *PATHS) if made.veil_of(path) is None}


@pytest.mark.parametrize(("size", "veil"), [(0, Veil.SMALL), (4, Veil.SMALL), (5, None), (6, None)])
def test_five_people_are_a_group(groups, size, veil):
    assert groups(right=size).veil_of(RIGHT) is veil


def test_a_group_whose_rest_would_be_small_is_not_shown(groups, shown):
    made = groups(low=6, last=3)
    assert shown(made) == {LOW}
    assert made.veil_of(LEFT) is Veil.WOULD_REVEAL
    assert made.veil_of(LAST) is Veil.SMALL


def test_small_groups_that_are_large_together_leave_the_whole_to_be_shown(groups, shown):
    assert shown(groups(low=6, last=3, right=2)) == {LOW, TOP, EVERYTHING}
    assert groups(low=6, last=3, right=2).veil_of(LEFT) is Veil.WOULD_REVEAL


def test_what_an_organisation_employs_itself_is_a_group_of_its_own(groups):
    made = groups(left=5, low=7)
    assert made.veil_of(LEFT, is_direct=True) is None
    assert made.veil_of(LEFT) is None
    few = groups(left=2, low=7)
    assert few.veil_of(LEFT, is_direct=True) is Veil.SMALL
    assert few.veil_of(LEFT) is Veil.WOULD_REVEAL


def test_one_organisation_alone_is_the_same_as_everything(groups, shown):
    assert shown(groups(right=5)) == {RIGHT, TOP, EVERYTHING}
    assert shown(groups(right=4)) == set()


def test_an_organisation_of_a_stranger_tree_counts_into_everything():
    made = Groups(["/x/", "/y/"], ["/x/"] * 3 + ["/y/"] * 3)
    assert [made.veil_of(path) for path in ("/x/", "/y/", EVERYTHING)] == [Veil.SMALL, Veil.SMALL, None]
