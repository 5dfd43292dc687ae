"""Every night one process fits what has changed; the first fit of a month estimates the spreads anew."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from click.testing import CliRunner
from sqlalchemy import select

from lms.cli import lms
from lms.evidence import jobs
from lms.evidence.jobs import LEASE, Refitter
from lms.evidence.models import LevelFitRow
from lms.kernel.clock import FrozenClock
from lms.kernel.errors import Conflict
from lms.storage import lease as leases
from lms.storage.lease import LeaseRow
from tests.conftest import NOW
from tests.factories.rubric import banso_text, load

NIGHT = datetime(2026, 11, 20, 18, 10, tzinfo=UTC)
NEXT_MONTH = datetime(2026, 11, 30, 18, 10, tzinfo=UTC)


@pytest.fixture
def at(session):
    """Return what fits the model at an instant."""
    return lambda instant=NIGHT: Refitter(clock=FrozenClock(instant), holder="worker")


@pytest.fixture
def made(session):
    """Read number, instant and kind of every fit."""

    def read():
        rows = session.scalars(
            select(LevelFitRow).order_by(LevelFitRow.rubric_version_id, LevelFitRow.number)
        )
        return [(row.number, row.fitted_at, row.is_cold) for row in rows]

    return read


@pytest.fixture
def held_elsewhere(session):
    leases.take(session, name=LEASE, holder="other", lasting=timedelta(hours=1))
    session.flush()


def test_what_has_changed_is_fitted_every_night(world, rated, at, made):
    at().refit_nightly()
    at(NIGHT + timedelta(days=1)).refit_nightly()
    world.observe(world.cast.aoi)
    at(NIGHT + timedelta(days=2)).refit_nightly()
    assert made() == [(1, NIGHT, True), (2, NIGHT + timedelta(days=2), False)]


def test_the_first_night_of_a_month_is_cold_in_japan(world, rated, at, made):
    at().refit_nightly()
    world.observe(world.cast.aoi)
    at(NEXT_MONTH).refit_nightly()
    world.observe(world.cast.aoi, observed_on=world.clock.today())
    at(NEXT_MONTH + timedelta(days=1)).refit_nightly()
    assert [is_cold for _number, _at, is_cold in made()] == [True, True, False]


def test_the_spreads_are_estimated_anew_each_month_even_if_nothing_is_new(world, rated, at, made):
    at(NIGHT - timedelta(days=1)).refit_nightly()
    world.observe(world.cast.aoi)
    at().refit_nightly()
    at(NEXT_MONTH).refit_nightly()
    assert [is_cold for _number, _at, is_cold in made()] == [True, False, True]


def test_every_rubric_in_use_is_fitted(world, rated, at, made):
    text = replace(banso_text(), code="other")
    other = load(world.session, publisher_id=world.cast.council.id, clock=world.clock, text=text)
    world.observe(world.cast.aoi, rubric_version_id=other.id, criterion_id=other.criterion("B1").id, level=1)
    at().refit_nightly()
    assert [number for number, _at, _is_cold in made()] == [1, 1]


def test_a_process_that_starts_catches_up_where_no_fit_is(rated, at, made):
    at(NOW).catch_up()
    assert made() == [(1, NOW, True)]


@pytest.mark.parametrize(("hours", "count"), [(35, 1), (37, 2)])
def test_a_process_that_starts_catches_up_when_a_night_was_missed(world, rated, at, made, hours, count):
    at(NOW).catch_up()
    world.observe(world.cast.aoi)
    at(NOW + timedelta(hours=hours)).catch_up()
    assert len(made()) == count


def test_where_nothing_was_ever_observed_nothing_is_done(world, at, made, session):
    at().catch_up()
    at().refit_nightly()
    assert made() == []
    assert session.get(LeaseRow, LEASE) is None


def test_while_another_process_is_at_it_this_one_leaves_it_alone(rated, at, made, held_elsewhere):
    at().refit_nightly()
    assert made() == []
    with pytest.raises(Conflict, match=r"evidence\.fitting_elsewhere"):
        at().refit([])


def test_the_lease_is_given_back(rated, at, session):
    at().refit_nightly()
    at().refit_nightly()
    row = session.get_one(LeaseRow, LEASE, populate_existing=True)
    assert (row.holder, row.epoch) == ("worker", 2)


def test_the_lease_is_given_back_when_fitting_fails(rated, at, made, monkeypatch):
    def fail(_material):
        raise FloatingPointError("overflow")

    with monkeypatch.context() as broken:
        broken.setattr(jobs, "work_out", fail)
        with pytest.raises(FloatingPointError):
            at().refit_nightly()
    at().refit_nightly()
    assert len(made()) == 1


@pytest.fixture
def run(monkeypatch, session):
    """Run the command on the test's database."""
    monkeypatch.setenv("LMS_ENV", "test")
    monkeypatch.setenv("LMS_LOCALE", "en")
    monkeypatch.setattr("lms.cli.levels.open_current_database", lambda _settings: None)
    return lambda *arguments: CliRunner().invoke(lms, ["evidence", "refit", *arguments])


def test_an_operator_can_have_it_done_at_once(world, rated, run, made):
    first, again, cold = run(), run(), run("--cold")
    assert first.stdout == "Fit 1: 132 observations of 4 people by 3 raters.\n"
    assert again.stdout == cold.stdout == "Nothing has changed since the last fit.\n"
    world.observe(world.cast.aoi)
    assert run().stdout.startswith("Fit 2: 133 observations of 4 people by 3 raters. Where nothing was added")
    assert run("--cold").stdout.startswith("Fit 3: ")
    assert [is_cold for _number, _at, is_cold in made()] == [True, False, True]


def test_an_operator_is_told_that_another_process_is_at_it(rated, run, held_elsewhere, made):
    answer = run()
    assert (answer.exit_code, answer.stdout, made()) == (1, "", [])
    assert answer.stderr == "Another process is fitting the levels right now.\n"
