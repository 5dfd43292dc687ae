"""Who can be compared with whom."""

from dataclasses import replace

import numpy as np
import pytest

from lms.evidence.domain import FindingStatus, RaterRole
from lms.evidence.domain.facets import (
    Comparison,
    Parameters,
    comparison,
    estimates_of,
    fit,
    linkage_of,
    resolved_shares,
    worst_of,
)
from tests.factories.facets import SCALE, Rated, drawn_world, table_from

GROUPS = {f"r{number:02}": "east" if number % 2 else "west" for number in range(6)}


class Parted:
    """Two offices of three raters and twenty people each; some people are seen by the other office too."""

    def __init__(self, common: int) -> None:
        world = drawn_world(11, people=40, raters=6, visits=3)
        rows = []
        for row in world.rows:
            office = int(row.subject[1:]) % 2
            rater = int(row.rater[1:]) // 2 * 2 + office
            rows.append(row._replace(rater=f"r{rater:02}"))
        for number in range(common):
            rows += [
                Rated(f"p{number:03}", code, 2 + number % 2, f"r{rater:02}")
                for code in world.scale.criteria
                for rater in range(6)
            ]
        self.rows = rows
        self.table = table_from(rows, world.scale)
        self.shares = resolved_shares(fit(self.table).parameters, GROUPS)


@pytest.fixture(scope="module")
def parted() -> dict[int, Parted]:
    return {common: Parted(common) for common in (0, 1, 5)}


def test_parts_are_the_connected_ones_the_one_with_most_ratings_first() -> None:
    rows = [
        Rated("a", "A1", 1, "r"),
        Rated("b", "A1", 1, "s"),
        Rated("b", "A2", 1, "s"),
        Rated("c", "A1", 1, "t"),
        Rated("d", "A1", 1, "s"),
        Rated("e", "A1", 1, "e", role=RaterRole.SELF),
    ]
    linkage = linkage_of(table_from(rows))
    assert linkage.parts == 3
    assert linkage.of_subjects.tolist() == [1, 0, 2, 0, -1]
    assert linkage.of_raters.tolist() == [1, 0, 2]


def test_no_ratings_no_parts() -> None:
    linkage = linkage_of(table_from([]))
    assert (linkage.parts, linkage.of_subjects.tolist(), linkage.of_raters.tolist()) == (0, [], [])


def test_people_rated_by_both_offices_link_them(parted: dict[int, Parted]) -> None:
    assert {common: linkage_of(one.table).parts for common, one in parted.items()} == {0: 2, 1: 1, 5: 1}


def test_levels_outside_the_reference_part_are_not_linked(parted: dict[int, Parted]) -> None:
    for common, n_parts in ((0, 2), (1, 1)):
        table = parted[common].table
        linkage = linkage_of(table)
        status = estimates_of(fit(table), linkage).status
        for row, part, counts in zip(status, linkage.of_subjects, table.counts(), strict=True):
            for one, count in zip(row, counts, strict=True):
                assert (one is FindingStatus.NOT_LINKED) == (part > 0 and count > 0)
        assert any(FindingStatus.NOT_LINKED in row for row in status) == (n_parts > 1)


def test_the_more_common_people_the_more_is_resolved(parted: dict[int, Parted]) -> None:
    shares = [parted[common].shares for common in (0, 1, 5)]
    for group in ("east", "west"):
        found = [share[group] for share in shares]
        assert found == sorted(found)
        assert 0 <= found[0] < found[2] - 0.15 < 0.85
    assert all(share["east"] == pytest.approx(share["west"]) for share in shares)


def test_a_group_of_all_raters_has_nothing_to_be_compared_with() -> None:
    found = fit(table_from([Rated("a", "A1", 1, "r"), Rated("a", "A1", 2, "s")])).parameters
    assert resolved_shares(found, {"r": "g", "s": "g"}) == {"g": 1.0}
    assert set(resolved_shares(found, {"r": "g", "x": "h"})) == {"g"}
    assert resolved_shares(Parameters.reference(SCALE), GROUPS) == {}


def test_the_share_is_what_the_contrast_has_lost_of_its_variance() -> None:
    found = fit(
        table_from([Rated(f"p{n}", "A1", 1 + n % 4, rater) for n in range(6) for rater in ("r", "s", "t")])
    ).parameters
    covariance = found.covariance
    prior = found.spreads.severity_of(RaterRole.SUPERVISOR) ** 2
    left = covariance[0, 0] + (covariance[1, 1] + covariance[2, 2] + 2 * covariance[1, 2]) / 4
    left -= covariance[0, 1] + covariance[0, 2]
    assert resolved_shares(found, {"r": "alone"}) == {"alone": pytest.approx(1 - left / (1.5 * prior))}


def test_a_share_is_never_below_nothing() -> None:
    """As it could be where a fit's covariance is larger than what was assumed before."""
    keys = (("r", RaterRole.SUPERVISOR), ("s", RaterRole.SUPERVISOR))
    known = Parameters.reference(SCALE)
    unsure = replace(known, raters=keys, severities=np.zeros(2), covariance=9.0 * np.eye(12))
    assert resolved_shares(unsure, {"r": "east", "s": "west"}) == {"east": 0.0, "west": 0.0}


def test_two_cases_rated_by_everybody_link_offices_that_share_nobody(parted: dict[int, Parted]) -> None:
    apart = parted[0]
    vignettes = [
        Rated(f"case {number}", code, 2 + number, f"r{rater:02}")
        for number in range(2)
        for code in apart.table.scale.criteria
        for rater in range(6)
    ]
    linked = table_from([*apart.rows, *vignettes], apart.table.scale)
    assert linkage_of(linked).parts == 1
    shares = resolved_shares(fit(linked).parameters, GROUPS)
    assert shares["east"] > apart.shares["east"] + 0.1


@pytest.mark.parametrize(
    ("share", "is_in_reference", "how"),
    [
        (1.0, True, Comparison.FREE),
        (0.75, True, Comparison.FREE),
        (0.74, True, Comparison.CAUTION),
        (0.5, True, Comparison.CAUTION),
        (0.49, True, Comparison.WITHIN),
        (1.0, False, Comparison.WITHIN),
    ],
)
def test_how_far_a_group_may_be_compared(share: float, is_in_reference: bool, how: Comparison) -> None:
    assert comparison(share, is_in_reference=is_in_reference) is how


def test_the_worst_group_decides_how_far_people_compare() -> None:
    known = {"free": Comparison.FREE, "caution": Comparison.CAUTION, "within": Comparison.WITHIN}
    assert worst_of(known, ["within", "within"]) is Comparison.FREE
    assert worst_of({}, ["free", "caution"]) is Comparison.WITHIN
    assert worst_of(known, ["free", "never rated"]) is Comparison.FREE
    assert worst_of(known, ["free", "caution"]) is Comparison.CAUTION
    assert worst_of(known, ["free", "caution", "within"]) is Comparison.WITHIN
