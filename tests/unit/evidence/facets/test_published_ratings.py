"""Severities of seven raters of essays against two other programs.

Data: Robitzsch & Steinfeld 2018, Psychological Test and Assessment Modeling 60(1); programs: sirt, TAM. The
files are kept outside the repository.
"""

import csv
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from lms.evidence.domain.facets import Fit, Scale, fit
from tests.factories.facets import Rated, severities, table_from

FOLDER = Path(__file__).parents[5] / "shared" / "reference" / "ratings"
Reading = Callable[[str], list[dict[str, str]]]

pytestmark = pytest.mark.skipif(not FOLDER.is_dir(), reason=f"the published ratings are missing: {FOLDER}")


@pytest.fixture(scope="module")
def read() -> Reading:
    def rows_of(name: str) -> list[dict[str, str]]:
        with (FOLDER / name).open(encoding="utf-8", newline="") as file:
            return list(csv.DictReader(file))

    return rows_of


@pytest.fixture(scope="module")
def essays(read: Reading) -> Fit:
    rows = [
        Rated(sheet["idstud"], code, int(points) + 1, sheet["rater"], None)
        for sheet in read("sirt_data.ratings1.csv")
        for code, points in sheet.items()
        if code.startswith("k") and points.isdecimal()
    ]
    assert len(rows) == 1370
    return fit(table_from(rows, Scale.of_codes([row.criterion for row in rows], 4)))


@pytest.mark.parametrize(
    ("name", "key", "value"),
    [
        ("ref_ratings1_rmfacets_rater.csv", "rater", "b.cent"),
        ("ref_ratings1_TAM_xsi.csv", "parameter", "xsi"),
    ],
)
def test_severities_agree_with_another_program(
    read: Reading, essays: Fit, name: str, key: str, value: str
) -> None:
    found = severities(essays)
    reference = {
        row[key].removeprefix("rater"): float(row[value])
        for row in read(name)
        if row.get("facet", "rater") == "rater"
    }
    assert found.keys() == reference.keys()
    pairs = np.array([(found[rater], reference[rater]) for rater in sorted(found)]).T
    assert np.corrcoef(pairs)[0, 1] >= 0.999
    assert np.polyfit(pairs[1], pairs[0], 1)[0] == pytest.approx(0.9, abs=0.05)


def test_the_fit_settles(essays: Fit) -> None:
    assert essays.rounds < 60
