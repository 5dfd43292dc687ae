"""Two people publish at one moment, on connections of their own: one is first, the other is told so."""

import threading
from dataclasses import replace

import pytest
from sqlalchemy import func, select, text

from lms.kernel.errors import Conflict, DomainError
from lms.rubric import commands, models
from lms.storage import audit
from lms.storage.engine import make_engine
from lms.storage.migrations import upgrade
from lms.storage.session import Database, reading, retrying, transaction, use_database
from tests.cast import make_cast
from tests.factories.rubric import DomainTextFactory, RubricTextFactory, following, load

ROUNDS = 4
SMALL = RubricTextFactory(is_locked=True)


@pytest.fixture
def own_database(database_url, tmp_path):
    """An empty database that keeps what is committed to it."""
    if database_url.startswith("sqlite"):
        url = f"sqlite:///{tmp_path / 'at-once.sqlite3'}"
    else:
        server = make_engine(database_url).execution_options(isolation_level="AUTOCOMMIT")
        with server.connect() as connection:
            connection.execute(text("DROP DATABASE IF EXISTS publishing WITH (FORCE)"))
            connection.execute(text("CREATE DATABASE publishing"))
        server.dispose()
        url = server.url.set(database="publishing").render_as_string(hide_password=False)
    engine = make_engine(url)
    upgrade(engine)
    use_database(Database.of_engine(engine))
    yield
    use_database(None)
    engine.dispose()


@pytest.fixture
def office(own_database, clock):
    """The cast with a locked rubric of the council's; ids and actors only."""
    with transaction() as session:
        cast = make_cast(session)
        rubric = load(session, publisher_id=cast.council.id, clock=clock, text=SMALL)
        return cast, rubric, cast.actor(cast.hara)


@pytest.fixture
def at_once():
    """Do several units of work at one moment; return what each gave: nothing, or the code of its refusal."""

    def run(*works):
        starting = threading.Barrier(len(works))
        given: dict[int, str | None] = {}

        def do(number, work):
            starting.wait()
            try:
                retrying(lambda: unit(work))
                given[number] = None
            except DomainError as refused:
                given[number] = refused.code

        def unit(work):
            with transaction() as session:
                work(session)

        threads = [threading.Thread(target=do, args=pair) for pair in enumerate(works)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        return [given[number] for number in range(len(works))]

    return run


@pytest.fixture
def start(office, clock):
    """Start a draft of the version after one."""
    cast, _, hara = office

    def begin(version_id):
        with transaction() as session:
            return commands.start_draft(
                session, actor=hara, publisher_id=cast.council.id, follows=version_id, clock=clock
            )

    return begin


def test_of_two_who_publish_after_one_version_one_is_told_that_she_was_overtaken(
    office, clock, start, at_once
):
    cast, rubric, hara = office
    latest, said = rubric.id, SMALL
    for number in range(2, 2 + ROUNDS):
        draft_id = start(latest)
        file = following(said, version=str(number))
        given = at_once(
            lambda session, draft_id=draft_id: commands.publish_draft(
                session, actor=hara, draft_id=draft_id, version=1, clock=clock
            ),
            lambda session, file=file: commands.load_rubric(
                session, actor_id=None, rubric=file, publisher_id=cast.council.id, clock=clock
            ),
        )
        assert sorted(given, key=str) == [None, "rubric.overtaken"]
        with transaction() as session:
            successor = session.scalars(
                select(models.RubricVersion).where(models.RubricVersion.predecessor_id == latest)
            ).one()
            latest, said = successor.id, replace(said, version=successor.version)
            for draft in session.scalars(select(models.RubricDraft)):
                session.delete(draft)
    with reading() as session:
        assert session.scalar(select(func.count()).select_from(models.RubricVersion)) == 1 + ROUNDS
        assert audit.verify(session).faults == ()


def test_a_draft_is_published_once(office, clock, start, at_once):
    _, rubric, hara = office
    draft_id = start(rubric.id)

    def publish(session):
        commands.publish_draft(session, actor=hara, draft_id=draft_id, version=1, clock=clock)

    given = at_once(publish, publish, publish)
    assert sorted(given, key=str) == [None, "rubric.published_already", "rubric.published_already"]


def test_of_two_who_add_under_one_code_one_chooses_another(office, clock, at_once):
    cast, _, _ = office
    added = RubricTextFactory(extends="small", levels=(), domains=(DomainTextFactory(code="L"),))

    def add(code, publisher_id):
        return lambda session: commands.load_rubric(
            session,
            actor_id=None,
            rubric=replace(added, code=code),
            publisher_id=publisher_id,
            clock=clock,
        )

    given = at_once(add("first", cast.chamber.id), add("second", cast.chamber.parent_id))
    assert sorted(given, key=str) == [None, "rubric.code_taken"]


@pytest.mark.postgresql
def test_judging_goes_on_while_somebody_publishes(office, clock, start):
    """A row that names the version can be added while its successor is being published."""
    _, rubric, hara = office
    draft_id = start(rubric.id)
    with transaction() as publishing:
        commands.publish_draft(publishing, actor=hara, draft_id=draft_id, version=1, clock=clock)
        publishing.flush()  # the rows are locked from here on
        with transaction() as other:
            other.execute(text("SET LOCAL lock_timeout = '2s'"))
            other.execute(
                text("SELECT 1 FROM rubric_version WHERE id = :id FOR KEY SHARE"), {"id": rubric.id}
            )


def test_the_database_itself_refuses_a_second_successor(office, clock):
    cast, rubric, _ = office
    rows = [
        models.RubricVersion(
            code="small",
            version=number,
            title=SMALL.title,
            source=SMALL.source,
            drafting=SMALL.drafting,
            publisher_id=cast.council.id,
            content_digest="0" * 64,
            loaded_at=clock.now(),
            predecessor_id=rubric.id,
            change="editorial",
        )
        for number in ("2", "3")
    ]
    with (
        pytest.raises(Conflict, match=r"constraint\.uq_rubric_version_predecessor_id"),
        transaction() as session,
    ):
        session.add_all(rows)
