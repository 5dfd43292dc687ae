"""One process at a time holds a lease; who held it too long is told so."""

from datetime import timedelta

import pytest

from lms.storage import lease as leases
from lms.storage.lease import Lease, LeaseRow

HOUR = timedelta(hours=1)


@pytest.fixture
def take(session):
    return lambda holder, lasting=HOUR: leases.take(session, name="work", holder=holder, lasting=lasting)


def test_one_at_a_time_has_it(take):
    assert take("first") == Lease("work", 1)
    assert take("second") is None
    assert take("first") is None


def test_who_takes_it_after_it_ran_out_gets_a_higher_epoch_and_the_one_before_is_told(take, session):
    first = take("first", -HOUR)
    second = take("second")
    assert (first, second) == (Lease("work", 1), Lease("work", 2))
    assert leases.is_held(session, second)
    assert not leases.is_held(session, first)


def test_given_back_it_is_free_again(take, session):
    leases.give_back(session, take("first"))
    assert take("second") == Lease("work", 2)


def test_nobody_gives_back_what_is_somebody_elses_by_now(take, session):
    first = take("first", -HOUR)
    second = take("second")
    leases.give_back(session, first)
    assert leases.is_held(session, second)
    assert take("third") is None


def test_leases_of_other_work_do_not_matter(take, session):
    take("first")
    assert leases.take(session, name="other", holder="second", lasting=HOUR) == Lease("other", 1)


def test_the_row_says_who_has_it(take, session):
    take("first")
    assert session.get_one(LeaseRow, "work").holder == "first"
