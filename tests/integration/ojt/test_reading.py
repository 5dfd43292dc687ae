"""Who reads which entries, what waits for whom, and that lists take no more statements when they grow."""

import itertools
from datetime import date

import pytest
from sqlalchemy import update

from lms.ojt import commands, queries
from lms.ojt.access import can_read
from lms.ojt.models import OjtEntry
from lms.people.commands import grant_role
from lms.people.models import Employment
from tests.cast import JOINED, TODAY


@pytest.fixture
def waiting_for(world, session):
    def ids(person):
        return [entry.id for entry in queries.list_waiting(session, world.cast.actor(person))]

    return ids


def test_can_read_agrees_with_visible_to_for_every_pair(world, session):
    entries = [world.record(and_submit=False), world.record(), world.acknowledged(), world.signed()]
    cast = world.cast
    readers = (cast.aoi, cast.kaoru, cast.mori, cast.sato, cast.hara, cast.hojo, cast.chie)
    for entry_id, reader in itertools.product(entries, readers):
        actor, entry = cast.actor(reader), world.entry(entry_id)
        listed = session.scalar(queries.visible_to(actor).where(OjtEntry.id == entry_id))
        allowed = can_read(actor, queries.facts_of(entry, cast.chamber))
        assert (listed is not None) is allowed, f"{reader.name} and a {entry.state} entry"


def test_each_state_waits_for_the_one_whose_step_it_is(world, waiting_for):
    draft, submitted = world.record(and_submit=False), world.record()
    acknowledged, disputed, _signed = world.acknowledged(), world.disputed(), world.signed()
    assert set(waiting_for(world.cast.mori)) == {draft, acknowledged, disputed}
    assert waiting_for(world.cast.aoi) == [submitted]
    assert waiting_for(world.cast.sato) == []


def test_recent_are_ones_own_the_latest_visit_first_without_the_voided(world, session):
    older = world.record(visited_on=date(2026, 11, 1))
    newer = world.record(visited_on=date(2026, 11, 19))
    voided = world.record(visited_on=date(2026, 11, 20))
    world.step(commands.void_entry, voided, world.cast.mori, reason="別の人の記録でした")
    for person in (world.cast.aoi, world.cast.mori):
        found = queries.list_recent(session, world.cast.actor(person), limit=5)
        assert [entry.id for entry in found] == [newer, older]
    assert queries.list_recent(session, world.cast.actor(world.cast.hara), limit=5) == []
    assert len(queries.list_recent(session, world.cast.actor(world.cast.aoi), limit=1)) == 1


def test_trainees_are_those_in_reach_the_longest_unseen_first(world, session):
    cast = world.cast
    grant_role(session, person=cast.sato, organisation=cast.chamber, role_code="advisor", starts_on=JOINED)
    session.flush()
    world.record(visited_on=date(2026, 11, 2))
    world.record(visited_on=date(2026, 11, 9), by=cast.sato)
    found = queries.list_trainees(session, cast.actor(cast.mori), on=TODAY)
    assert [(t.name, t.last_seen_on, t.last_seen_by_me_on) for t in found] == [
        ("佐藤 聡", None, None),
        ("青井 葵", date(2026, 11, 9), date(2026, 11, 2)),
    ]
    assert found[1].organisation_id == cast.chamber.id
    assert [t.name for t in queries.list_trainees(session, cast.actor(cast.sato), on=TODAY)] == ["青井 葵"]
    assert queries.list_trainees(session, cast.actor(cast.hara), on=TODAY) == []


def test_an_advisor_without_an_employer_is_no_trainee(world, session):
    mine = Employment.person_id == world.cast.aoi.id
    session.execute(update(Employment).where(mine).values(ends_on=TODAY))
    assert queries.list_trainees(session, world.cast.actor(world.cast.mori), on=TODAY) == []


@pytest.mark.parametrize("page", ["/ojt", "/ojt/new"])
def test_lists_take_as_many_statements_for_three_as_for_one(world, client_as, count_statements, page):
    browser = client_as(world.cast.mori)
    world.signed()
    world.record(and_submit=False)
    one = count_statements(lambda: browser.get(page))
    for _ in range(2):
        world.signed()
        world.record(and_submit=False)
    three = count_statements(lambda: browser.get(page))
    assert one == three
    assert three <= 15


@pytest.mark.parametrize("step", ["", "/void"])
def test_a_record_takes_few_statements(world, client_as, count_statements, step):
    entry_id = world.signed()
    browser = client_as(world.cast.mori)
    assert count_statements(lambda: browser.get(f"/ojt/{entry_id}{step}")) <= 10


def test_what_waits_and_what_was_last_are_read_at_once_as_each_for_itself(world):
    world.record()
    world.acknowledged()
    world.signed(visited_on=date(2026, 11, 2))
    world.record(and_submit=False)
    for person in (world.cast.aoi, world.cast.mori, world.cast.kaoru):
        actor = world.cast.actor(person)
        for limit in (0, 2, 9):
            waiting, recent = queries.list_waiting_and_recent(world.session, actor, limit)
            assert list(waiting) == list(queries.list_waiting(world.session, actor))
            assert list(recent) == list(queries.list_recent(world.session, actor, limit))
