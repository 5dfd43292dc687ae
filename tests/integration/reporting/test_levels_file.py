"""The table of levels says in each row how far they may be compared: a file outlives the page's warning."""

import csv
import io

import pytest

from lms.evidence.domain.facets.linkage import Comparison

COLUMN = "Levels may be compared"


@pytest.fixture
def column(office, client_as):
    """Read what the planner's file says of each person."""

    def read() -> dict[str, str]:
        text = client_as(office.cast.hara).get("/reports/levels.csv?lang=en").get_data(as_text=True)
        rows = csv.DictReader(io.StringIO(text.removeprefix("\ufeff")))
        return {row["Name"]: row[COLUMN] for row in rows}

    return read


def test_before_the_first_fit_nothing_is_compared_with_other_organisations(office, column):
    assert set(column().values()) == {"within the organisation only"}


@pytest.mark.parametrize(
    ("comparison", "words"),
    [
        (Comparison.FREE, "with other organisations too"),
        (Comparison.CAUTION, "with other organisations only with care"),
        (Comparison.WITHIN, "within the organisation only"),
    ],
)
def test_each_row_says_how_far_its_organisation_is_linked(office, column, monkeypatch, comparison, words):
    known = {office.cast.chamber.id: comparison}
    monkeypatch.setattr("lms.reporting.views.levels.find_comparisons", lambda _session, _rubric: known)
    found = column()
    assert found[office.cast.aoi.name] == words
    assert found[office.cast.kaoru.name] == "with other organisations too"


@pytest.mark.parametrize("sign", ["=", "+", "-", "@", "＝", "＋", "－", "＠"])
def test_no_name_becomes_a_formula(office, client_as, sign):
    office.hire("formula", f"{sign}1+1", office.cast.chamber)
    assert f"\n'{sign}1+1," in client_as(office.cast.hara).get("/reports/levels.csv?q=formula").text
