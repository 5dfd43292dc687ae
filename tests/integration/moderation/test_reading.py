"""Who sees which session; lists and pages cost the same for one as for many."""

from dataclasses import replace
from datetime import date
from itertools import product

import pytest

from lms.kernel.errors import NotFound
from lms.moderation.access import can_read
from lms.moderation.domain import SHARED, State, Step
from lms.moderation.models import VignetteReference
from lms.moderation.queries import (
    count_calibrations,
    facts_of,
    find_outcomes,
    find_own_result,
    find_part,
    get_calibration,
    get_vignette,
    list_calibrations,
    list_raters,
    list_waiting,
    rated_by,
    visible_to,
)
from lms.rubric.domain import Criterion
from lms.rubric.domain.translation import Carry
from tests.factories.moderation import DAYS

EVERYBODY = ("aoi", "kaoru", "mori", "sato", "hara", "hojo", "chie")


@pytest.fixture
def listed(session, world):
    def lines(person, *, limit=50, offset=0):
        session.flush()
        return list_calibrations(session, world.cast.actor(person), limit=limit, offset=offset)

    return lines


def test_who_may_read_and_what_is_listed_agree(session, world):
    keys = [
        world.draft(),
        world.opened(raters=world.raters[1:]),
        world.shared(),
        world.draft(by=world.cast.mori, raters=[world.cast.sato]),
    ]
    cancelled = world.draft(raters=[world.cast.mori])
    world.step(cancelled, Step.CANCEL, reason="やめる")
    for key, name in product([key for key in (*keys, cancelled) if key], EVERYBODY):
        person = getattr(world.cast, name)
        actor, row = world.cast.actor(person), world.row(key)
        visible = {one.id for one in session.scalars(visible_to(actor))}
        invited = {rater.person_id for rater in list_raters(session, key)}
        part = find_part(session, actor, row)
        facts = replace(facts_of(row, row.organisation, part.rater, part.tally))
        assert facts.is_rater == (person.id in invited)
        assert (key in visible) == can_read(actor, facts), (row.state, name)


@pytest.mark.parametrize("name", ["aoi", "chie", "kaoru"])
def test_outsiders_and_colleagues_without_the_permission_see_nothing(session, world, listed, name):
    person = getattr(world.cast, name)
    key = world.shared()
    assert listed(person) == []
    assert count_calibrations(session, world.cast.actor(person)) == 0
    with pytest.raises(NotFound):
        get_calibration(session, world.cast.actor(person), key)


def test_a_rater_does_not_see_a_session_that_is_being_prepared(session, world):
    key = world.draft()
    with pytest.raises(NotFound):
        get_calibration(session, world.cast.actor(world.cast.mori), key)


def test_a_colleague_in_reach_who_does_not_rate_may_lead_it(session, world):
    key = world.draft(by=world.cast.mori, raters=[world.cast.mori])
    for person, manages in ((world.cast.mori, True), (world.cast.sato, True), (world.cast.hara, True)):
        actor = world.cast.actor(person)
        assert find_part(session, actor, get_calibration(session, actor, key)).is_manager is manages


def test_what_waits_comes_first_and_what_is_over_last(world, listed):
    over, prepared, waiting = world.closed(), world.draft(), world.opened()
    assert [line.calibration.id for line in listed(world.cast.mori)] == [waiting, over]
    (first, last) = listed(world.cast.mori)
    assert (first.waits, first.is_rater, first.is_manager) == (True, True, False)
    assert not last.waits
    assert [line.calibration.id for line in listed(world.cast.hara)] == [waiting, prepared, over]
    assert [(line.n_raters, line.n_answered) for line in listed(world.cast.hara)] == [(4, 0), (4, 0), (4, 3)]


def test_what_waits_for_home_is_what_is_open_and_unanswered(session, world):
    later = world.opened(dates=replace(DAYS, first_closes_on=date(2026, 12, 1)))
    sooner, mori = world.opened(), world.cast.actor(world.cast.mori)
    world.draft()
    session.flush()
    assert [one.id for one in list_waiting(session, mori)] == [sooner, later]
    world.answer(sooner, world.cast.mori)
    assert [one.id for one in list_waiting(session, mori)] == [later]
    assert list_waiting(session, world.cast.actor(world.cast.hara)) == []


def test_lists_cost_the_same_for_one_and_three(world, listed, count_statements):
    world.closed()
    hara, mori = world.cast.actor(world.cast.hara), world.cast.actor(world.cast.mori)
    session = world.session
    session.expire_all()
    one = count_statements(lambda: list_calibrations(session, hara, limit=50, offset=0))
    own = count_statements(lambda: list_calibrations(session, mori, limit=50, offset=0))
    world.opened()
    world.shared()
    session.expire_all()
    assert count_statements(lambda: list_calibrations(session, hara, limit=50, offset=0)) == one == 1
    assert count_statements(lambda: list_calibrations(session, mori, limit=50, offset=0)) == own == 1


def test_a_session_is_read_in_a_few_statements(session, world, count_statements):
    key, mori = world.shared(), world.cast.actor(world.cast.mori)
    session.expire_all()

    def read():
        calibration = get_calibration(session, mori, key)
        find_part(session, mori, calibration)
        outcome = find_outcomes(session, key)[1]
        find_own_result(session, mori, calibration, world.rubric, outcome)

    assert count_statements(read) == 7


def test_ones_own_result_stands_beside_everybodys(session, world):
    key, actor = world.shared(), world.cast.actor(world.raters[1])
    calibration = get_calibration(session, actor, key)
    own = find_own_result(session, actor, calibration, world.rubric, find_outcomes(session, key)[1])
    assert [line.code for line in own.lines] == ["A1", "A2"]
    first = own.lines[0].cells[0]
    assert (first.level, first.others_mean, first.reference) == (2, 1, (1.6, 0.4))
    assert (own.lines[0].from_others.mean, own.lines[1].from_others.mean) == (1, 0)


def test_a_vignette_is_shown_to_who_may_choose_it(session, world):
    key = world.vignette_ids[0]
    assert get_vignette(session, world.cast.actor(world.cast.hara), key).slug == "first-case"
    with pytest.raises(NotFound):
        get_vignette(session, world.cast.actor(world.cast.chie), key)


def test_a_criterion_that_came_to_mean_something_else_is_rated_no_more(session, world):
    vignette = get_vignette(session, world.cast.actor(world.cast.hara), world.vignette_ids[0])
    ids = {criterion.code: criterion.id for criterion in world.rubric.criteria}
    renamed = [
        Criterion(one.id, "B" + one.code[1:], one.name, one.definition, one.basis, one.descriptors)
        for one in world.rubric.criteria
    ]
    domains = (replace(world.rubric.domains[0], criteria=tuple(renamed)),)
    later = replace(
        world.rubric,
        domains=domains,
        earlier={},
    )
    later.__dict__["sources"] = {
        ids["A1"]: (Carry("B1"),),
        ids["A2"]: (Carry("B2", is_changed=True),),
    }
    found = rated_by(vignette, later)
    assert list(found) == ["B1"]
    assert isinstance(vignette.reference[0], VignetteReference)


def test_states_that_share_results_come_after_the_opening():
    assert State.OPEN not in SHARED
