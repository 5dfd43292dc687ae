"""Several requests at one moment, on connections of their own: done once, answered alike, no accident."""

import threading
import time

import pytest
from sqlalchemy import func, select, text

from lms.app import create_app
from lms.people import commands
from lms.people.models import Person
from lms.storage import audit
from lms.storage.audit import AuditEvent
from lms.storage.engine import make_engine
from lms.storage.migrations import upgrade
from lms.storage.session import Database, reading, transaction, use_database
from tests.cast import make_cast
from tests.client import browser_for

AT_ONCE = 5
EDIT = {"name": "青井 あおい", "name_kana": "アオイ", "locale": "ja"}


@pytest.fixture
def own_url(database_url, tmp_path):
    """The address of an empty database that keeps what is committed to it."""
    if database_url.startswith("sqlite"):
        return f"sqlite:///{tmp_path / 'races.sqlite3'}"
    server = make_engine(database_url).execution_options(isolation_level="AUTOCOMMIT")
    with server.connect() as connection:
        connection.execute(text("DROP DATABASE IF EXISTS races WITH (FORCE)"))
        connection.execute(text("CREATE DATABASE races"))
    server.dispose()
    return server.url.set(database="races").render_as_string(hide_password=False)


@pytest.fixture
def browsers(own_url, settings, clock):
    """Browsers of one person, in an app whose units of work really commit."""
    engine = make_engine(own_url)
    upgrade(engine)
    app = create_app(settings, database=Database.of_engine(engine), clock=clock)
    with transaction() as session:
        aoi = make_cast(session).aoi
        token = commands.open_session(session, person_id=aoi.id, user_agent="test", clock=clock)
    yield [browser_for(app, token=token) for _browser in range(AT_ONCE)]
    use_database(None)
    engine.dispose()


@pytest.fixture
def all_at_once(monkeypatch):
    """Send forms to /account from all browsers at one moment, each unit of work held open for a while."""
    record = audit.record

    def record_slowly(*arguments, **facts):
        time.sleep(0.1)
        record(*arguments, **facts)

    def send(browsers, forms):
        answers = {}
        gate = threading.Barrier(len(browsers))

        def send_one(number):
            gate.wait()
            answers[number] = browsers[number].post("/account", data=forms[number])

        monkeypatch.setattr(audit, "record", record_slowly)
        threads = [threading.Thread(target=send_one, args=(number,)) for number in range(len(browsers))]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        return [(answer.status_code, answer.location) for answer in answers.values()]

    return send


@pytest.fixture
def edits():
    def count():
        with reading() as session:
            assert audit.verify(session).faults == ()
            made = select(func.count()).where(AuditEvent.action == "people.edit_profile")
            return session.scalar(made), session.scalar(
                select(Person.version).where(Person.name == EDIT["name"])
            )

    return count


def test_one_form_sent_many_times_at_once_is_done_once_and_answered_alike(browsers, all_at_once, edits):
    sent = {**browsers[0].hidden_fields("/account"), **EDIT}
    for browser in browsers[1:]:
        browser.set_cookie("banso", browsers[0].get_cookie("banso").value)

    answers = all_at_once(browsers, [sent] * AT_ONCE)

    assert answers == [(303, "/account")] * AT_ONCE
    assert edits() == (1, 2)


def test_many_edits_of_one_version_at_once_let_the_first_win(browsers, all_at_once, edits):
    forms = [{**browser.hidden_fields("/account"), **EDIT} for browser in browsers]

    answers = all_at_once(browsers, forms)

    assert sorted(answers) == [(303, "/account")] + [(409, None)] * (AT_ONCE - 1)
    assert edits() == (1, 2)


def test_an_audit_log_that_grows_while_it_is_verified_is_whole(browsers, monkeypatch):
    expected_hash = AuditEvent.expected_hash
    grown = []

    def grow_once(event):
        if not grown:
            grown.append(True)
            browsers[1].submit("/account", EDIT)
        return expected_hash(event)

    browsers[0].submit("/account", {**EDIT, "name": "別の名前"})
    monkeypatch.setattr(AuditEvent, "expected_hash", grow_once)
    with reading() as session:
        assert audit.verify(session).faults == ()


@pytest.mark.sqlite
def test_a_form_is_saved_where_the_rollback_journal_is_used(monkeypatch, tmp_path, settings, clock):
    """A reader there keeps every writer from committing: a request must not wait for itself."""
    monkeypatch.setattr("lms.storage.engine.FIRST_SAFE_WAL_VERSION", (99,))
    monkeypatch.setattr("lms.storage.engine.BUSY_TIMEOUT_S", 1)
    engine = make_engine(f"sqlite:///{tmp_path / 'journal.sqlite3'}")
    upgrade(engine)
    app = create_app(settings, database=Database.of_engine(engine), clock=clock)
    with transaction() as session:
        aoi = make_cast(session).aoi
        token = commands.open_session(session, person_id=aoi.id, user_agent="test", clock=clock)
    try:
        assert browser_for(app, token=token).submit("/account", EDIT).status_code == 303
    finally:
        use_database(None)
        engine.dispose()
