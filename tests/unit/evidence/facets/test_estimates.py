"""Levels of everybody in a table at once: the same as those found one by one."""

from datetime import timedelta
from uuid import UUID

import numpy as np
import pytest

from lms.evidence.domain import FindingStatus, RubricOutline
from lms.evidence.domain.facets import (
    Estimates,
    FacetPolicy,
    Fit,
    Thresholds,
    estimates_of,
    fit,
    linkage_of,
    posteriors_of,
)
from tests.factories.evidence import TODAY
from tests.factories.facets import Rated, World, drawn_world, table_from

OUTLINE = RubricOutline(UUID(int=1), {"A": ("A1", "A2", "A3"), "B": ("B1", "B2", "B3")}, 4)


@pytest.fixture(scope="module")
def found() -> Fit:
    world: World = drawn_world(21, people=20, raters=6, visits=5, years=2.5)
    old = [
        Rated(f"{person:032x}", "A1", 3, f"r{person % 3:02}", TODAY - timedelta(days=700))
        for person in range(3)
    ]
    alone = [Rated(f"{99:032x}", "B2", 4, "stranger") for _time in range(2)]
    rows = [row._replace(subject=f"{int(row.subject[1:]):032x}") for row in world.rows]
    return fit(table_from([*rows, *old, *alone], world.scale))


@pytest.fixture(scope="module")
def estimates(found: Fit) -> Estimates:
    return estimates_of(found, linkage_of(found.table))


def test_they_are_the_findings_of_the_product(found: Fit, estimates: Estimates) -> None:
    posteriors = {UUID(key): one for key, one in posteriors_of(found).items()}
    findings = FacetPolicy(found.parameters).findings(posteriors, outline=OUTLINE, as_of=TODAY)
    seen = set()
    for row, key in enumerate(found.table.subjects):
        for column, finding in enumerate(findings[UUID(key)].criteria.values()):
            assert estimates.n_observations[row, column] == finding.n_observations
            assert estimates.n_raters[row, column] == finding.n_raters
            assert estimates.probabilities[row, column] == pytest.approx(finding.probabilities)
            status = estimates.status[row][column]
            seen.add(status)
            if status is not FindingStatus.NOT_LINKED:
                assert status is finding.status
            if finding.level is not None:
                assert estimates.level[row, column] == finding.level
                said = [estimates.estimate, estimates.lower90, estimates.upper90]
                expected = [finding.estimate, finding.lower90, finding.upper90]
                assert [one[row, column] for one in said] == pytest.approx(expected)
    assert seen == set(FindingStatus)


def test_nothing_is_out_of_the_scale(estimates: Estimates) -> None:
    assert (estimates.lower90 >= 1).all()
    assert (estimates.upper90 <= 4).all()
    assert (estimates.lower90 < estimates.estimate).all()
    assert (estimates.estimate < estimates.upper90).all()
    assert estimates.probabilities.sum(axis=-1) == pytest.approx(1)
    assert (estimates.level == estimates.probabilities.argmax(axis=-1) + 1).all()
    assert (estimates.std_error > 0).all()


def test_stricter_limits_establish_less(found: Fit, estimates: Estimates) -> None:
    strict = estimates_of(
        found, linkage_of(found.table), thresholds=Thresholds(established_certainty=0.9, min_observations=4)
    )
    counted = [
        np.array([[one is FindingStatus.ESTABLISHED for one in row] for row in who.status])
        for who in (estimates, strict)
    ]
    assert (counted[1] <= counted[0]).all()
    assert counted[1].sum() < counted[0].sum()
    few = (estimates.n_observations > 1) & (estimates.n_observations < 4)
    assert {strict.status[row][column] for row, column in np.argwhere(few)} <= {
        FindingStatus.INSUFFICIENT,
        FindingStatus.NOT_LINKED,
    }


@pytest.mark.parametrize(
    ("people", "visits", "levels"), [(1, 3, (4,)), (9, 3, (1, 4)), (40, 4, (3,))], ids=str
)
def test_too_few_or_all_the_same_establish_nothing(people: int, visits: int, levels: tuple[int, ...]) -> None:
    rows = [
        Rated(f"{person:032x}", "A1", levels[person % len(levels)], f"r{visit % 2}")
        for person in range(people)
        for visit in range(visits)
    ]
    table = table_from(rows)
    found = estimates_of(fit(table), linkage_of(table))
    assert found.n_observations[:, 0].tolist() == [visits] * people
    assert FindingStatus.ESTABLISHED not in {status for row in found.status for status in row}
