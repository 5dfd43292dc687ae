"""How many SQL statements each page sends, with the demo data, signing in included in none."""

import re
from collections.abc import Iterator
from uuid import UUID

from sqlalchemy import event

from benchmarks.demo_site import environment, temporary_folder
from lms.app import configure_logging, create_app
from lms.config import load_settings
from lms.demo import Size, build
from lms.kernel.clock import SystemClock
from lms.people import commands, queries
from lms.storage.engine import make_engine
from lms.storage.migrations import upgrade
from lms.storage.session import Database, reading, transaction, use_database

PAGES = (
    ("advisor@example.jp", ("/", "/me", "/me/overall", "/me/history", "/me/self-assessment", "/courses")),
    ("advisor@example.jp", ("/ojt", "/cases", "/rubric", "/account")),
    ("supervisor@example.jp", ("/", "/me/rating", "/ojt", "/ojt/new", "first /ojt", "/people")),
    ("supervisor@example.jp", ("/cases", "first /cases")),
    ("hr@example.jp", ("/", "/pairing", "first /pairing", "/people", "/organisations", "/clients")),
    ("hr@example.jp", ("/reports/levels", "/reports/distribution", "/reports/agreement")),
)
_UUID = r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"


def first_link(page: str, listing: str) -> str:
    """Return the first address below ``listing`` that ends in an id."""
    found = re.search(rf'href="({re.escape(listing)}/{_UUID})"', page)
    assert found, f"{listing} links to nothing"
    return found[1]


def run() -> Iterator[tuple[str, float, str]]:
    with temporary_folder() as folder:
        settings = load_settings(environment(folder))
        engine = make_engine(settings.database_url)
        upgrade(engine)
        database = Database.of_engine(engine)
        use_database(database)
        build(size=Size.SMALL, seed=1, clock=SystemClock(), settings=settings)
        configure_logging(settings)
        app = create_app(settings, database=database)
        sent: list[str] = []
        event.listen(
            engine, "before_cursor_execute", lambda _c, _cur, statement, *_rest: sent.append(statement)
        )
        for email, paths in PAGES:
            browser = app.test_client()
            with browser.session_transaction() as cookie:
                cookie["token"] = _token_for(email)
            for path in paths:
                address = path
                if path.startswith("first "):
                    listing = path.removeprefix("first ")
                    address = first_link(browser.get(listing).text, listing)
                sent.clear()
                assert browser.get(address).status_code == 200
                count = sum(
                    statement.startswith(("SELECT", "INSERT", "UPDATE", "DELETE")) for statement in sent
                )
                yield (
                    f"statements of {path.replace('first ', 'a page of ')} as {email.split('@')[0]}",
                    count,
                    "1",
                )
        engine.dispose()


def _token_for(email: str) -> str:
    with reading() as session:
        person = queries.find_person_by_email(session, email)
        assert person is not None
        person_id: UUID = person.id
    with transaction() as session:
        return commands.open_session(
            session, person_id=person_id, user_agent="benchmark", clock=SystemClock()
        )
