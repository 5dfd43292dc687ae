"""A rater saves and hands in on two screens at one moment: nothing is lost, nothing counts twice."""

from functools import partial

import pytest
from sqlalchemy import func, select

from lms.evidence.models import LinkingRatingRow
from lms.moderation import commands
from lms.moderation.domain import Answer
from lms.moderation.models import CalibrationAnswer, CalibrationDraft
from lms.storage.session import reading
from tests.at_once import do_at_once, kept_database
from tests.cast import make_cast

ANSWERS = [Answer("A1", 1), Answer("A2", 2)]


@pytest.fixture
def database(database_url, tmp_path):
    with kept_database(database_url, tmp_path, "rating") as kept:
        yield kept


@pytest.fixture
def session(database):
    """A session of its own, in the place of the one that is rolled back: the others must see what it did."""
    with database.writer() as opened:
        yield opened


@pytest.fixture
def cast(session):
    return make_cast(session)


@pytest.fixture
def at_once(world):
    def run(*works):
        world.session.commit()
        return do_at_once(works)

    return run


@pytest.fixture
def count():
    def rows(model) -> int:
        with reading() as session:
            return session.scalar(select(func.count()).select_from(model))

    return rows


def test_what_two_screens_save_first_is_shown_to_the_second(world, at_once, count):
    facts = {"calibration_id": world.opened(), "actor": world.cast.actor(world.cast.mori)}
    save = partial(commands.save_answers, number=1, answers=ANSWERS, version=0, clock=world.clock, **facts)
    assert at_once(*[save] * 6) == [None, *["moderation.answers_stale"] * 5]
    assert count(CalibrationDraft) == 1


def test_a_round_is_handed_in_once_and_nothing_is_saved_after_it(world, at_once, count):
    key = world.opened()
    for number in (1, 2):
        world.save(key, world.cast.mori, number)
    facts = {"calibration_id": key, "actor": world.cast.actor(world.cast.mori), "clock": world.clock}
    hand_in = partial(commands.hand_in, **facts)
    save = partial(commands.save_answers, number=1, answers=ANSWERS, version=1, **facts)
    given = at_once(hand_in, save, hand_in, save)
    assert set(given) == {None, "moderation.round_closed"}
    assert (count(CalibrationAnswer), count(LinkingRatingRow), count(CalibrationDraft)) == (4, 4, 0)
