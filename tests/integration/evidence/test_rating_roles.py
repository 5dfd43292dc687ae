"""A rater's page compares supervisors: who is linked with them in another role is nobody to hide among."""

from datetime import date, timedelta

import pytest

from lms.evidence import commands, queries
from lms.evidence.domain import RaterRole

FIRST = date(2026, 1, 5)


@pytest.fixture
def two_and_a_crowd(world, session):
    """Mori and Sato alone rate Aoi as supervisors; as a colleague Mori rates Hojo, as many others do."""
    cast = world.cast
    crowd = (cast.mori, cast.kaoru, cast.hara, cast.chie)
    for turn in range(11):
        code, day = world.rubric.criteria[turn].code, FIRST + timedelta(days=7 * turn)
        for rater, level in ((cast.mori, 1 + turn % 3), (cast.sato, 2 + turn % 3)):
            world.observe(cast.aoi, code, by=rater, level=level, observed_on=day)
        for place, rater in enumerate(crowd):
            facts = {"level": 1 + (turn + place) % 4, "observed_on": day, "rater_role": RaterRole.PEER}
            world.observe(cast.hojo, code, by=rater, **facts)
    commands.refit(session, rubric_version_id=world.rubric.id, clock=world.clock)


def test_colleagues_in_another_role_do_not_hide_the_only_other_supervisor(world, session, two_and_a_crowd):
    reading = queries.read_own_rating(session, world.cast.actor(world.cast.mori)).reading
    assert (reading.n, reading.n_linked, reading.comparison) == (11, 2, None)


def test_a_third_rater_of_hardly_anything_hides_nobody(world, session, client_as):
    cast = world.cast
    for turn in range(11):
        code, day = world.rubric.criteria[turn].code, FIRST + timedelta(days=7 * turn)
        for rater, level in ((cast.mori, 1 + turn % 3), (cast.sato, 2 + turn % 3)):
            world.observe(cast.aoi, code, by=rater, level=level, observed_on=day)
    world.observe(cast.aoi, "B1", by=cast.hara, level=2, observed_on=FIRST)
    commands.refit(session, rubric_version_id=world.rubric.id, clock=world.clock)
    reading = queries.read_own_rating(session, cast.actor(cast.mori)).reading
    assert (reading.n_linked, reading.comparison) == (3, None)
    shown = client_as(cast.mori).get("/me/rating?lang=en").text
    assert "Nearly all ratings of the others are by one colleague" in shown
    assert "logits" not in shown
