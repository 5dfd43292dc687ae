from uuid import UUID

import pytest

from lms.evidence.domain.facets.linkage import Comparison
from lms.reporting.comparing import gate_for
from lms.reporting.roster import Place

HERE, THERE, ELSEWHERE = (
    Place(UUID(int=number), {"ja": name, "en": name}, f"/{number}/")
    for number, name in ((1, "岡山"), (2, "呉"), (3, "府中"))
)


@pytest.mark.parametrize("comparisons", [{}, {HERE.id: Comparison.WITHIN}])
def test_within_one_organisation_everybody_may_be_compared(comparisons):
    assert gate_for([HERE], comparisons) is None
    assert gate_for([], comparisons) is None


def test_before_anything_is_known_nothing_may_be_compared():
    gate = gate_for([HERE, THERE], {})
    assert (gate.comparison, gate.apart, gate.n_places) == (Comparison.WITHIN, None, 2)


def test_organisations_with_too_few_common_raters_are_named():
    comparisons = {HERE.id: Comparison.WITHIN, THERE.id: Comparison.CAUTION, ELSEWHERE.id: Comparison.FREE}
    gate = gate_for([HERE, THERE, ELSEWHERE], comparisons)
    assert (gate.comparison, gate.apart, gate.n_places) == (Comparison.WITHIN, (HERE,), 3)


def test_where_care_is_enough_care_is_asked_for():
    gate = gate_for([HERE, THERE], {HERE.id: Comparison.FREE, THERE.id: Comparison.CAUTION})
    assert (gate.comparison, gate.apart) == (Comparison.CAUTION, (THERE,))


def test_who_has_rated_nobody_stands_in_nobodys_way():
    assert gate_for([HERE, THERE], {HERE.id: Comparison.FREE}) is None
