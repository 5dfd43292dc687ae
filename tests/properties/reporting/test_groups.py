"""Nobody can be singled out by adding and subtracting the groups a distribution shows."""

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from lms.reporting.distribution import EVERYTHING, SMALLEST_GROUP, Groups

PATHS = ["/a/", "/a/b/", "/a/b/c/", "/a/b/d/", "/a/e/", "/a/e/f/", "/g/", "/g/h/"]
SIZES = st.lists(st.integers(0, 9), min_size=len(PATHS), max_size=len(PATHS))


@given(sizes=SIZES)
def test_whatever_lies_between_shown_groups_is_nobody_or_large_enough(sizes):
    employed = Counter(dict(zip(PATHS, sizes, strict=True)))
    groups = Groups(PATHS, employed.elements())
    every_group = [(path, False) for path in (EVERYTHING, *PATHS)] + [(path, True) for path in PATHS]
    shown = {(path, direct) for path, direct in every_group if groups.veil_of(path, is_direct=direct) is None}

    def shown_around(employer: str) -> frozenset[tuple[str, bool]]:
        around = {(path, False) for path in (EVERYTHING, *PATHS) if employer.startswith(path)}
        return frozenset((around | {(employer, True)}) & shown)

    atoms = Counter()
    for employer, size in employed.items():
        atoms[shown_around(employer)] += size
    assert all(size == 0 or size >= SMALLEST_GROUP for around, size in atoms.items() if around)
