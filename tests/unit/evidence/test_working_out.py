"""What a fit says of organisations: whose levels may be laid beside whose."""

from collections.abc import Callable
from datetime import UTC, datetime
from uuid import NAMESPACE_OID, uuid5

import numpy as np
import pytest

from lms.evidence.commands.working_out import WorkedOut, work_out
from lms.evidence.domain import RaterRole
from lms.evidence.domain.facets import Comparison
from lms.evidence.queries.material import Columns, Material
from tests.factories.evidence import TODAY
from tests.factories.rubric import banso_text, stored

CODES = ("A1", "A2", "B1", "B2")


@pytest.fixture(scope="module")
def key() -> Callable[..., str]:
    return lambda *words: str(uuid5(NAMESPACE_OID, " ".join(map(str, words))))


@pytest.fixture(scope="module")
def found_for(key: Callable[..., str]) -> Callable[..., WorkedOut]:
    """Fit the ratings of so many people by the raters of each office; nobody is rated by two offices."""

    def fit_of(people: dict[str, int], raters: int = 3) -> WorkedOut:
        random, columns, employers = np.random.default_rng(1), Columns(), {}
        for office, count in people.items():
            for person in range(count):
                standing = random.normal(2.5, 0.8)
                for rater in range(raters):
                    for code in CODES:
                        columns.subject.append(key("person", office, person))
                        columns.criterion.append(code)
                        columns.level.append(int(np.clip(round(random.normal(standing, 0.5)), 1, 4)))
                        columns.rater.append(key("rater", office, rater))
                        employers[columns.rater[-1]] = key("office", office)
                        columns.observed_on.append(TODAY.toordinal())
                        columns.role.append(RaterRole.SUPERVISOR)
        return work_out(
            Material(
                rubric=stored(banso_text()),
                read_at=datetime.combine(TODAY, datetime.min.time(), UTC),
                as_of=TODAY,
                is_cold=True,
                number_before=0,
                before=None,
                start=None,
                columns=columns,
                tallies={},
                employers=employers,
            )
        )

    return fit_of


@pytest.mark.parametrize(
    ("people", "is_linked"),
    [({"east": 60}, True), ({"east": 2, "west": 1}, False)],
    ids=["three raters of the same sixty people", "two offices with next to nobody"],
)
def test_raters_are_linked_once_the_ratings_tell_them_apart(found_for, people, is_linked):
    assert found_for(people).linkage["is_linked"] is is_linked


def test_a_rater_alone_is_linked_with_nobody(found_for):
    """There is nobody to be stricter than: no page may say that strictness was evened out."""
    assert found_for({"only": 12}, raters=1).linkage["is_linked"] is False


def test_an_office_apart_stays_by_itself_however_well_its_raters_are_known(found_for, key):
    """Many people on either side resolve the contrast only as far as both offices' people are alike."""
    linkage = found_for({"east": 200, "west": 150}).linkage
    east, west = key("office", "east"), key("office", "west")
    assert linkage["resolved"][west] > 0.5
    assert linkage["comparisons"] == {east: Comparison.CAUTION, west: Comparison.WITHIN}
