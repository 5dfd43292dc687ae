"""Who reads which rubric, which one is in force, and in how many statements."""

from datetime import timedelta

import pytest

from lms.kernel.actor import Actor
from lms.kernel.clock import FrozenClock
from lms.kernel.errors import NotFound
from lms.kernel.ids import new_id
from lms.rubric import queries
from tests.factories.rubric import (
    RubricTextFactory,
    RubricVersionFactory,
    banso_text,
    following,
    load,
    text_of,
)

PEOPLE = ("aoi", "kaoru", "mori", "sato", "hara", "hojo", "chie")


@pytest.fixture
def later(clock) -> FrozenClock:
    return FrozenClock(clock.now() + timedelta(days=1))


def test_everybody_below_the_publisher_reads_it_and_nobody_else(session, cast, published, foreign):
    codes = {}
    for name in PEOPLE:
        rubric = queries.find_current_rubric(session, cast.actor(getattr(cast, name)))
        codes[name] = rubric and rubric.code
    assert codes == {**dict.fromkeys(PEOPLE, "banso"), "chie": "secret"}


def test_without_a_published_rubric_there_is_none(session, cast, foreign):
    aoi = cast.actor(cast.aoi)
    assert queries.find_current_rubric(session, aoi) is None
    with pytest.raises(NotFound, match=r"rubric\.none_published"):
        queries.get_current_rubric(session, aoi)


def test_a_rubric_published_by_nobody_is_everybodys(session, cast, clock):
    load(session, publisher_id=None, clock=clock)
    for person in (cast.aoi, cast.chie):
        assert queries.get_current_rubric(session, cast.actor(person)).code == "banso"


def test_who_may_not_read_rubrics_finds_none(session, cast, published):
    stranger = Actor(person_id=new_id(), lineage=frozenset({cast.council.id}))
    assert queries.find_current_rubric(session, stranger) is None


def test_the_version_loaded_last_is_in_force_and_the_earlier_one_stays_readable(
    session, cast, published, later
):
    second = load(session, publisher_id=cast.council.id, clock=later, text=following(banso_text()))
    aoi = cast.actor(cast.aoi)
    assert queries.get_current_rubric(session, aoi) == second
    assert queries.get_rubric(session, published.id) == published


def test_an_unknown_version_is_not_found(session, cast, published):
    with pytest.raises(NotFound, match=r"rubric\.not_found"):
        queries.get_rubric(session, new_id())


def test_visible_versions_are_those_of_the_lineage_and_of_nobody(session, cast, clock):
    publishers = {
        "council": cast.council,
        "chamber": cast.chamber,
        "neighbour": cast.neighbour,
        "outside": cast.outside,
        "nobody": None,
    }
    session.add_all(
        RubricVersionFactory(code=name, publisher_id=publisher and publisher.id, loaded_at=clock.now())
        for name, publisher in publishers.items()
    )
    session.flush()
    seen = {
        name: {row.code for row in session.scalars(queries.visible_to(cast.actor(getattr(cast, name))))}
        for name in ("aoi", "hara", "chie")
    }
    assert seen == {
        "aoi": {"council", "chamber", "nobody"},
        "hara": {"council", "nobody"},
        "chie": {"outside", "nobody"},
    }


@pytest.mark.parametrize("text", [RubricTextFactory(), banso_text()], ids=["small", "whole"])
def test_a_rubric_that_was_read_before_takes_one_statement_whatever_its_size(
    session, cast, clock, counting, text
):
    load(session, publisher_id=cast.council.id, clock=clock, text=text)
    aoi = cast.actor(cast.aoi)
    session.expire_all()
    with counting() as statements:
        rubric = queries.get_current_rubric(session, aoi)
    assert text_of(rubric) == text
    assert len(statements) == 1
