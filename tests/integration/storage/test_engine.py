"""Engine rules that data safety rests on, on real files and real connections."""

import threading
from datetime import UTC, datetime

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError, StatementError

from lms.kernel.errors import Conflict
from lms.people.models import Role
from lms.storage.base import Base
from lms.storage.engine import DatabaseUnusableError, check_usable, make_engine
from lms.storage.outbox import OutboxMessage
from lms.storage.session import Database, reading, retrying, transaction, use_database

WRITERS, ROUNDS = 6, 20


@pytest.fixture
def file_engine(tmp_path):
    engine = make_engine(f"sqlite:///{tmp_path / 'rules.sqlite3'}")
    Base.metadata.create_all(engine)
    use_database(Database.of_engine(engine))
    yield engine
    use_database(None)
    engine.dispose()


def test_sqlite_is_durable_and_checks_foreign_keys(file_engine):
    with file_engine.connect() as connection:
        pragma = {
            name: connection.execute(text(f"PRAGMA {name}")).scalar()
            for name in ("foreign_keys", "synchronous")
        }
    assert pragma == {"foreign_keys": 1, "synchronous": 2}


def test_writers_that_read_first_never_find_the_database_locked(file_engine):
    with transaction() as session:
        session.add(Role(code="counter", name={"ja": "0", "en": "0"}, permissions=[]))
    failures = []

    def count():
        try:
            for _round in range(ROUNDS):
                with transaction() as session:
                    role = session.query(Role).one()
                    role.name = {"ja": str(int(role.name["ja"]) + 1), "en": ""}
        except Exception as error:
            failures.append(error)
            raise

    threads = [threading.Thread(target=count) for _writer in range(WRITERS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert failures == []
    with reading() as session:
        assert session.query(Role).one().name["ja"] == str(WRITERS * ROUNDS)


def test_a_refused_constraint_is_named_on_both_databases(cast, session):
    with pytest.raises(Conflict) as conflict, transaction() as writing:
        writing.add(Role(code="advisor", name={"ja": "", "en": ""}, permissions=[]))
    assert conflict.value.code == "constraint.uq_role_code"


def test_a_naive_time_is_refused_and_an_aware_one_comes_back_in_utc(cast, session, clock):
    message = OutboxMessage(
        key="k", kind="k", recipient_id=cast.aoi.id, payload={}, created_at=clock.now(), due_at=clock.now()
    )
    session.add(message)
    session.flush()
    session.expire(message)
    assert message.due_at == clock.now()
    assert message.due_at.tzinfo is UTC
    message.due_at = datetime(2026, 1, 1)  # noqa: DTZ001 (naive on purpose)
    with pytest.raises(StatementError, match="naive"):
        session.flush()
    session.rollback()


def test_an_unwritable_place_is_named(tmp_path):
    (tmp_path / "file").write_text("not a folder")
    with pytest.raises(DatabaseUnusableError, match="LMS_DATABASE_URL"):
        make_engine(f"sqlite:///{tmp_path / 'file' / 'lms.sqlite3'}")


def test_a_file_that_is_no_database_is_named(tmp_path):
    (tmp_path / "lms.sqlite3").write_bytes(b"this is not a database, whatever its name says" * 100)
    engine = make_engine(f"sqlite:///{tmp_path / 'lms.sqlite3'}")
    with pytest.raises(DatabaseUnusableError, match="not a database"):
        check_usable(engine)


@pytest.mark.parametrize("url", ["mysql://host/db", "no url at all", "postgresql+nodriver://host/db"])
def test_other_databases_are_refused_by_name(url):
    with pytest.raises(DatabaseUnusableError, match="LMS_DATABASE_URL"):
        make_engine(url)


@pytest.mark.postgresql
def test_a_deadlocked_unit_of_work_is_run_again(engine):
    use_database(Database.of_engine(engine))
    try:
        with transaction() as session:
            session.add_all(
                Role(code=code, name={"ja": code, "en": "0"}, permissions=[]) for code in ("one", "two")
            )
        barrier = threading.Barrier(2)
        runs = []

        def swap(first, second):
            def work():
                runs.append(first)
                with transaction() as session:
                    session.execute(text("UPDATE role SET name = name WHERE code = :code"), {"code": first})
                    if len(runs) <= 2:
                        barrier.wait(timeout=10)
                    session.execute(text("UPDATE role SET name = name WHERE code = :code"), {"code": second})

            retrying(work)

        threads = [threading.Thread(target=swap, args=pair) for pair in (("one", "two"), ("two", "one"))]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert len(runs) in {3, 4}  # PostgreSQL may break the deadlock at both ends
    finally:
        with engine.begin() as connection:
            connection.execute(text("DELETE FROM role"))
        use_database(None)


def test_an_error_does_not_repeat_the_words_that_were_to_be_stored(engine):
    with pytest.raises(DBAPIError) as refused, engine.connect() as connection:
        connection.execute(text("INSERT INTO no_such_table VALUES (:words)"), {"words": "personal words"})
    assert "personal words" not in str(refused.value)
