"""What a decision has to rest on."""

from uuid import UUID

import pytest

from lms.decisions.domain import check_basis
from lms.kernel.errors import RuleViolation
from tests.factories.decisions import CitationFactory

PERSON, CRITERION = UUID(int=1), UUID(int=11)


@pytest.fixture
def check():
    def run(found, wanted=None, *, is_alone=False):
        ids = {one.observation_id for one in found} if wanted is None else wanted
        return check_basis(ids, found, person_id=PERSON, criterion_ids={CRITERION}, is_alone=is_alone)

    return run


@pytest.fixture
def refusal(check):
    def run(found, wanted=None, *, is_alone=False):
        with pytest.raises(RuleViolation) as refused:
            check(found, wanted, is_alone=is_alone)
        assert refused.value.field == "citations"
        return refused.value.code

    return run


def test_one_observation_is_enough_for_a_committee(check):
    one = CitationFactory()
    assert check([one]) == (one,)


def test_two_raters_are_enough_alone(check):
    both = [CitationFactory(), CitationFactory()]
    assert check(both, is_alone=True) == tuple(both)


def test_two_observations_of_one_rater_are_not_enough_alone(refusal):
    one = UUID(int=5)
    both = [CitationFactory(rater_id=one), CitationFactory(rater_id=one)]
    assert refusal(both, is_alone=True) == "decisions.one_rater"


def test_what_was_found_but_not_wanted_is_not_cited(check):
    one, other = CitationFactory(), CitationFactory()
    assert check([one, other], {one.observation_id}) == (one,)


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        ({"person_id": UUID(int=2)}, "decisions.citation_foreign"),
        ({"criterion_id": UUID(int=12)}, "decisions.citation_foreign"),
        ({"is_voided": True}, "decisions.citation_voided"),
        ({"rater_id": PERSON}, "decisions.citation_own"),
    ],
)
def test_what_cannot_carry_a_decision_is_refused(refusal, facts, code):
    assert refusal([CitationFactory(), CitationFactory(**facts)]) == code


def test_nothing_cited_is_refused(refusal):
    assert refusal([CitationFactory()], set()) == "decisions.nothing_cited"


def test_what_the_decider_may_not_read_is_refused(refusal):
    one = CitationFactory()
    assert refusal([one], {one.observation_id, UUID(int=99)}) == "decisions.citation_foreign"
