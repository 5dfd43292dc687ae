"""A stored level is the one worked out from the same observations, for whoever may read them all."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import select, update

from lms.evidence import queries
from lms.evidence.models import LevelEstimateRow
from lms.kernel.clock import FrozenClock
from tests.cast import TODAY
from tests.conftest import NOW

APPROXIMATE = {
    "probabilities": (),
    "certainty_ratio": 0.0,
    "estimate": None,
    "lower90": None,
    "upper90": None,
}
"""Numbers that are compared to six digits; all the rest of a finding is equal."""


@pytest.fixture
def find(world, session):
    def find_as(reader, *people, on=TODAY):
        ids = [person.id for person in people]
        actor = world.cast.actor(reader)
        return queries.list_findings(session, actor, ids, on, rubric=world.rubric)

    return find_as


@pytest.fixture
def work_out(world, session):
    """Work out the levels of people from what a reader may see, without any stored estimate."""

    def work_out_as(reader, *people, on=TODAY):
        actor, outline = world.cast.actor(reader), queries.outline_of(world.rubric)
        policy = queries.current_policy(session, world.rubric)
        found = {}
        for person in people:
            listed = queries.list_observations(
                session,
                actor,
                person_id=person.id,
                rubric=world.rubric,
            )
            seen = [item.observation for item in listed]
            found[person.id] = policy.assess(person.id, seen, outline=outline, as_of=on)
        return found

    return work_out_as


@pytest.fixture
def same():
    def check(one, other):
        assert one.keys() == other.keys()
        for person_id, findings in one.items():
            others = other[person_id]
            for left, right in zip(
                (*findings.criteria.values(), *findings.domains.values(), findings.overall),
                (*others.criteria.values(), *others.domains.values(), others.overall),
                strict=True,
            ):
                assert replace(left, **APPROXIMATE) == replace(right, **APPROXIMATE)
                for name in APPROXIMATE:
                    assert getattr(left, name) == pytest.approx(getattr(right, name), abs=1e-6)

    return check


@pytest.mark.parametrize("reader", ["aoi", "kaoru", "mori", "hara", "hojo", "chie"])
def test_stored_or_worked_out_a_level_is_the_same_for_every_reader(
    world, rated, refit, find, work_out, same, reader
):
    world.observe(world.cast.aoi, organisation_id=world.cast.neighbour.id, level=4)
    world.observe(world.cast.kaoru, organisation_id=world.cast.chamber.id, level=1)
    world.observe(world.cast.aoi, by=world.cast.aoi, level=4)
    refit()
    somebody, people = getattr(world.cast, reader), [*rated, world.cast.sato]
    same(find(somebody, *people), work_out(somebody, *people))


def test_who_may_read_a_part_finds_a_level_from_that_part(world, rated, refit, find):
    world.observe(world.cast.aoi, organisation_id=world.cast.neighbour.id, level=4)
    refit()
    counts = {
        reader: find(getattr(world.cast, reader), world.cast.aoi)[world.cast.aoi.id].overall.n_observations
        for reader in ("aoi", "hara", "mori", "kaoru", "chie")
    }
    assert counts == {"aoi": 34, "hara": 34, "mori": 33, "kaoru": 0, "chie": 0}


def test_on_an_earlier_day_a_level_rests_on_what_was_seen_by_then(world, rated, refit, find, work_out, same):
    refit()
    then = date(2026, 5, 1)
    found = find(world.cast.aoi, world.cast.aoi, on=then)
    same(found, work_out(world.cast.aoi, world.cast.aoi, on=then))
    overall = found[world.cast.aoi.id].overall
    assert overall.latest_on <= then
    assert 0 < overall.n_observations < 33


def test_on_a_later_day_the_interval_is_wider(world, rated, refit, find):
    refit()
    today, later = (
        find(world.cast.aoi, world.cast.aoi, on=day)[world.cast.aoi.id].overall
        for day in (TODAY, TODAY + timedelta(days=400))
    )
    assert later.upper90 - later.lower90 > today.upper90 - today.lower90
    assert later.is_stale


def test_a_stored_level_is_believed_without_a_look_at_the_observations(world, session, rated, refit, find):
    refit()
    payload = select(LevelEstimateRow.payload).where(LevelEstimateRow.person_id == world.cast.hojo.id)
    session.execute(
        update(LevelEstimateRow)
        .where(LevelEstimateRow.person_id == world.cast.aoi.id)
        .values(payload=session.scalars(payload).one())
    )
    found = find(world.cast.hara, world.cast.aoi, world.cast.hojo)
    assert found[world.cast.aoi.id].overall == found[world.cast.hojo.id].overall


def test_an_estimate_of_an_earlier_fit_is_not_believed(world, session, rated, refit, find, same):
    first = refit()
    world.observe(world.cast.kaoru, level=4)
    refit(FrozenClock(NOW + timedelta(days=1)))
    before = find(world.cast.aoi, world.cast.aoi)
    session.execute(
        update(LevelEstimateRow)
        .where(LevelEstimateRow.person_id == world.cast.aoi.id)
        .values(fit_id=first, payload={"never": "read"})
    )
    same(find(world.cast.aoi, world.cast.aoi), before)


def test_many_people_take_as_many_statements_as_one(world, session, rated, refit, count_statements):
    refit()
    world.observe(world.cast.mori)
    actor = world.cast.actor(world.cast.hara)

    def count(*people):
        ids = [person.id for person in people]
        return count_statements(
            lambda: queries.list_findings(session, actor, ids, TODAY, rubric=world.rubric)
        )

    queries.current_policy(session, world.rubric)
    assert count(world.cast.aoi) == 2
    assert count(world.cast.aoi, world.cast.mori) == count(*rated, world.cast.mori, world.cast.sato) == 3
    own = world.cast.actor(world.cast.aoi)
    assert (
        count_statements(
            lambda: queries.list_findings(session, own, [own.person_id], TODAY, rubric=world.rubric)
        )
        == 1
    )
