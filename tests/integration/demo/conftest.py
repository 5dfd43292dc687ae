"""The whole demo, built once for this folder, and a browser for each of its accounts."""

import pytest
from sqlalchemy.orm import Session

from lms.demo import build
from lms.kernel.clock import FrozenClock
from lms.people import commands as people_commands
from lms.people import queries as people
from lms.storage.session import use_database
from tests.at_once import kept_database
from tests.client import browser_for
from tests.conftest import NOW

CLOCK = FrozenClock(NOW)
TODAY = CLOCK.today()


@pytest.fixture(scope="package")
def world(database_url, tmp_path_factory, settings):
    """Build the demo once, in a database of its own: a transaction held so long would keep others waiting."""
    with kept_database(database_url, tmp_path_factory.mktemp("demo"), "demo") as database:
        report = build(seed=1, clock=CLOCK, settings=settings)
        yield database, report


@pytest.fixture
def built(world, the_app) -> Session:
    """Read what was built; the app serves from the same database."""
    database, _report = world
    use_database(database)
    the_app.extensions["clock"] = CLOCK
    with database.writer() as session:
        yield session


@pytest.fixture
def browser_of(built, the_app):
    """Open a browser in which a demo account is signed in."""

    def open_for(account):
        person = people.find_person_by_email(built, f"{account}@example.jp")
        token = people_commands.open_session(built, person_id=person.id, user_agent="test", clock=CLOCK)
        built.commit()
        return browser_for(the_app, token=token)

    return open_for


@pytest.fixture
def actor_of(built):
    """Load a demo account as an actor."""

    def load(account):
        person = people.find_person_by_email(built, f"{account}@example.jp")
        return people.load_actor(built, person_id=person.id, on=TODAY)

    return load


@pytest.fixture
def planner(actor_of):
    return actor_of("hr")
