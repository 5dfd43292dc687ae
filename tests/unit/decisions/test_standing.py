"""Which decision is in force, also after the rubric has moved on."""

from dataclasses import replace
from datetime import date
from uuid import UUID

import pytest

from lms.decisions.domain import Scope, ScopeKind, StandingKind, stand
from lms.rubric.domain.translation import Carry
from tests.factories.decisions import TODAY, AwardFactory
from tests.factories.rubric import DomainTextFactory, RubricTextFactory, stored

RUBRIC = stored(RubricTextFactory(domains=(DomainTextFactory(), DomainTextFactory(code="B"))))
A1, A2 = (RUBRIC.criterion(code).id for code in ("A1", "A2"))
OLD, OLD2, BEFORE = UUID(int=51), UUID(int=52), UUID(int=50)
CRITERION = Scope(ScopeKind.CRITERION, "A1")
DOMAIN = Scope(ScopeKind.DOMAIN, "A")
IN_FORCE, EXPIRED, UNCONFIRMED = StandingKind.IN_FORCE, StandingKind.EXPIRED, StandingKind.UNCONFIRMED


@pytest.fixture
def award():
    def make(scope=CRITERION, ids=(A1,), **facts):
        return AwardFactory(**{"scope": scope, "criterion_ids": ids, "rubric_version_id": RUBRIC.id, **facts})

    return make


@pytest.fixture
def standing():
    def find(*awards, rubric=RUBRIC, on=TODAY):
        return [(one.award.id, one.scope.key, one.kind) for one in stand(awards, rubric, on=on)]

    return find


@pytest.fixture
def renewed():
    """The rubric as the next version of another one, with these ways from the old criteria."""

    def make(**ways):
        ids = {"old": OLD, "old2": OLD2}
        return replace(RUBRIC, earlier={ids[name]: carries for name, carries in ways.items()})

    return make


def test_the_newest_decision_of_a_scope_is_in_force(award, standing):
    older, newer = award(decided_on=date(2026, 10, 1)), award(level=1)
    other = award(DOMAIN, (A1, A2))
    assert standing(older, newer, other) == [
        (other.id, "domain:A", IN_FORCE),
        (newer.id, "criterion:A1", IN_FORCE),
    ]


def test_a_reversed_decision_lets_the_one_before_stand_again(award, standing):
    older, newer = award(decided_on=date(2026, 10, 1)), award(reversed_on=date(2026, 11, 15))
    assert standing(older, newer) == [(older.id, "criterion:A1", IN_FORCE)]
    assert standing(older, newer, on=date(2026, 11, 14)) == [(newer.id, "criterion:A1", IN_FORCE)]


def test_a_decision_stands_from_the_day_it_was_made(award, standing):
    one = award()
    assert standing(one, on=date(2026, 10, 31)) == []
    assert standing(one, on=date(2026, 11, 1)) == [(one.id, "criterion:A1", IN_FORCE)]


def test_a_decision_that_has_run_out_is_not_followed_by_an_older_one(award, standing):
    older, newer = award(decided_on=date(2026, 10, 1)), award(expires_on=TODAY)
    assert standing(older, newer) == [(newer.id, "criterion:A1", EXPIRED)]
    assert standing(older, newer, on=date(2026, 11, 19)) == [(newer.id, "criterion:A1", IN_FORCE)]


def test_a_criterion_goes_on_where_its_meaning_stayed(award, standing, renewed):
    one = award(ids=(OLD,), rubric_version_id=BEFORE)
    assert standing(one, rubric=renewed(old=(Carry("A2"),))) == [(one.id, "criterion:A2", IN_FORCE)]


@pytest.mark.parametrize(
    "ways",
    [
        (Carry("A1", is_changed=True),),
        (Carry("A1", weight=0.5, is_changed=True), Carry("A2", weight=0.5, is_changed=True)),
    ],
)
def test_a_criterion_whose_meaning_changed_has_to_be_confirmed(award, standing, renewed, ways):
    one = award(ids=(OLD,), rubric_version_id=BEFORE)
    assert standing(one, rubric=renewed(old=ways)) == [(one.id, "criterion:A1", UNCONFIRMED)]


def test_a_decision_in_the_new_words_confirms_it(award, standing, renewed):
    ways = (Carry("A1", is_changed=True), Carry("A2", is_changed=True))
    old = award(ids=(OLD,), rubric_version_id=BEFORE, decided_on=date(2026, 10, 1))
    new = award(Scope(ScopeKind.CRITERION, "A2"), (A2,))
    assert standing(old, new, rubric=renewed(old=ways)) == [(new.id, "criterion:A2", IN_FORCE)]


def test_a_retired_criterion_leads_nowhere(award, standing, renewed):
    one = award(ids=(OLD,), rubric_version_id=BEFORE)
    assert standing(one, rubric=renewed()) == [(one.id, "criterion:A1", UNCONFIRMED)]


def test_what_must_be_confirmed_comes_last(award, standing, renewed):
    old = award(Scope(), (OLD,), rubric_version_id=BEFORE, highest_level=3)
    new = award()
    found = standing(old, new, rubric=renewed(old=(Carry("A1"),)))
    assert found == [(new.id, "criterion:A1", IN_FORCE), (old.id, "overall", UNCONFIRMED)]


@pytest.mark.parametrize(("highest", "kind"), [(2, IN_FORCE), (3, UNCONFIRMED)])
def test_an_overall_decision_goes_on_where_the_scale_has_as_many_levels(
    award, standing, renewed, highest, kind
):
    one = award(Scope(), (OLD, OLD2), rubric_version_id=BEFORE, highest_level=highest)
    assert standing(one, rubric=renewed(old=(Carry("A1", is_changed=True),))) == [(one.id, "overall", kind)]


def test_an_overall_decision_by_another_rubric_opens_nothing(award, standing):
    one = award(Scope(), (OLD,), rubric_version_id=BEFORE)
    assert standing(one) == [(one.id, "overall", UNCONFIRMED)]


@pytest.mark.parametrize(
    ("ways", "kind"),
    [
        ({"old": (Carry("A1"),), "old2": (Carry("A2"),)}, IN_FORCE),
        ({"old": (Carry("A1"),), "old2": (Carry("B1"),)}, UNCONFIRMED),
        ({"old": (Carry("A1"),), "old2": (Carry("A2", is_changed=True),)}, UNCONFIRMED),
        ({"old": (Carry("A1"),)}, UNCONFIRMED),
    ],
)
def test_a_domain_goes_on_where_all_of_it_does_and_nothing_else(award, standing, renewed, ways, kind):
    one = award(DOMAIN, (OLD, OLD2), rubric_version_id=BEFORE)
    assert standing(one, rubric=renewed(**ways)) == [(one.id, "domain:A", kind)]


def test_a_local_criterion_the_reader_has_no_words_for_stays_as_it_was_decided(award, standing):
    local = award(Scope(ScopeKind.CRITERION, "L1"), (UUID(int=77),))
    first = award()
    assert standing(local, first) == [
        (first.id, "criterion:A1", IN_FORCE),
        (local.id, "criterion:L1", IN_FORCE),
    ]
