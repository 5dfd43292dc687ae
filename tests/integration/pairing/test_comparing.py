"""Levels of people of different employers stand side by side only with a word about how far they compare."""

from types import SimpleNamespace

import pytest

from lms.evidence.domain.facets import Comparison
from lms.kernel.ids import new_id
from lms.pairing import queries
from tests.factories.rubric import load

HERE, THERE, FAR = new_id(), new_id(), new_id()
WORDS = {
    Comparison.WITHIN: "too few raters in common",
    Comparison.CAUTION: "have few raters in common",
}


@pytest.fixture
def known(monkeypatch):
    """Say what the latest fit says of organisations."""
    comparisons = {}
    monkeypatch.setattr(
        "lms.pairing.queries.candidates.find_comparisons", lambda _session, _rubric: comparisons
    )
    return comparisons


@pytest.fixture
def of(known):
    """Compare people of these employers."""

    def find(*employers):
        cards = [
            queries.PersonCard(new_id(), "誰か", organisation_id=one, organisation_name=None, region=None)
            for one in employers
        ]
        return queries.find_comparison(None, SimpleNamespace(id=new_id()), cards)

    return find


def test_people_of_one_employer_compare_freely_whatever_is_known(of, known):
    known[HERE] = Comparison.WITHIN
    assert of(HERE, HERE, None) is Comparison.FREE


def test_before_the_first_fit_nothing_compares(of):
    assert of(HERE, THERE) is Comparison.WITHIN


def test_the_worst_employer_decides_and_one_that_rated_nobody_stands_in_nobodys_way(of, known):
    known |= {HERE: Comparison.FREE, THERE: Comparison.CAUTION, FAR: Comparison.WITHIN}
    assert of(HERE, new_id()) is Comparison.FREE
    assert of(HERE, THERE) is Comparison.CAUTION
    assert of(HERE, THERE, FAR) is Comparison.WITHIN


@pytest.mark.parametrize("comparison", list(Comparison))
def test_the_page_of_a_case_says_it_where_it_lists_others(
    comparison, monkeypatch, session, clock, client_as, cast, team, simple, make_run
):
    load(session, publisher_id=cast.council.id, clock=clock)
    run = make_run()
    monkeypatch.setattr("lms.pairing.queries.find_comparison", lambda *_args: comparison)
    browser = client_as(cast.hara)
    page = browser.get(f"/pairing/{run.id}/cases/{simple.id}?lang=en").text
    said = {one for one, words in WORDS.items() if words in page}
    assert said == {comparison} & WORDS.keys()
