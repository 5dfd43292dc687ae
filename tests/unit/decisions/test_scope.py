"""What a decision can be about, and how that is written in an address."""

from dataclasses import replace
from uuid import UUID

import pytest

from lms.decisions.domain import Scope, ScopeKind, list_scopes, words_of
from lms.kernel.errors import RuleViolation
from lms.rubric.domain.translation import Carry
from tests.factories.rubric import RubricTextFactory, stored

OLD = UUID(int=7)


@pytest.mark.parametrize("scope", [Scope(), Scope(ScopeKind.DOMAIN, "A"), Scope(ScopeKind.CRITERION, "A1")])
def test_a_scope_is_read_back_from_its_key(scope):
    assert Scope.from_key(scope.key) == scope


@pytest.mark.parametrize("key", ["", "overall:A", "domain", "domain:", "criteria:A1", "A1"])
def test_what_is_no_scope_is_read_as_none(key):
    assert Scope.from_key(key) is None


def test_a_rubric_offers_everything_then_each_domain_with_its_criteria():
    rubric = stored(RubricTextFactory())
    assert [words.scope.key for words in list_scopes(rubric)] == [
        "overall",
        "domain:A",
        "criterion:A1",
        "criterion:A2",
    ]
    overall, domain, first, _second = list_scopes(rubric)
    assert (overall.name, domain.name, first.name) == (
        None,
        rubric.domains[0].name,
        rubric.criterion("A1").name,
    )
    assert overall.criterion_ids == tuple(one.id for one in rubric.criteria)
    assert first.codes == ("A1",)


def test_observations_of_earlier_versions_can_be_cited_where_they_count_today():
    rubric = replace(stored(RubricTextFactory()), earlier={OLD: (Carry("A1", is_changed=True),)})
    by_key = {words.scope.key: words for words in list_scopes(rubric)}
    assert OLD in by_key["criterion:A1"].citable_ids
    assert OLD not in by_key["criterion:A2"].citable_ids
    assert OLD not in by_key["criterion:A1"].criterion_ids


def test_an_unknown_scope_is_refused():
    rubric = stored(RubricTextFactory())
    assert words_of(rubric, Scope()).scope == Scope()
    with pytest.raises(RuleViolation) as refusal:
        words_of(rubric, Scope(ScopeKind.CRITERION, "Z9"))
    assert (refusal.value.code, refusal.value.field) == ("decisions.scope_unknown", "scope")
