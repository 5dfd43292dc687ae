"""``lms content reindex|correct-certificate``."""

import pytest
from click.testing import CliRunner
from sqlalchemy import select
from sqlalchemy.orm import Session

from lms.courses import commands
from lms.courses.cli import content
from lms.courses.models import CourseCertificate
from lms.kernel.clock import FrozenClock
from lms.people.queries import load_actor
from lms.storage import migrations
from lms.storage.engine import make_engine
from lms.storage.search import SearchDocument
from lms.storage.session import use_database
from tests.cast import TODAY, make_cast
from tests.conftest import NOW
from tests.factories.courses import publish
from tests.integration.courses.conftest import RIGHT


@pytest.fixture
def environment(tmp_path) -> dict[str, str]:
    return {
        "LMS_ENV": "test",
        "LMS_SECRET_KEY": "s" * 32,
        "LMS_DATABASE_URL": f"sqlite:///{tmp_path / 'own.sqlite3'}",
        "LMS_VAR_DIR": str(tmp_path),
    }


@pytest.fixture
def run(environment):
    """Run ``lms content`` with arguments; return exit code, standard output and standard error."""

    def command(*arguments, locale="en"):
        answer = CliRunner().invoke(content, arguments, env={**environment, "LMS_LOCALE": locale})
        assert answer.exception is None or isinstance(answer.exception, SystemExit), answer.exception
        return answer.exit_code, answer.stdout, answer.stderr

    return command


@pytest.fixture
def stored(environment):
    """A database file with a course that Aoi has finished; return a session on it."""
    engine = make_engine(environment["LMS_DATABASE_URL"])
    migrations.upgrade(engine)
    clock = FrozenClock(NOW)
    with Session(engine) as session:
        with session.begin():
            cast = make_cast(session)
            publish(session, publisher_id=cast.council.id, clock=clock)
            aoi = load_actor(session, person_id=cast.aoi.id, on=TODAY)
            for lesson in ("first", "second"):
                commands.complete_lesson(session, actor=aoi, slug="small", lesson_slug=lesson, clock=clock)
            commands.submit_attempt(session, actor=aoi, slug="small", answers=RIGHT, clock=clock)
        yield session
    use_database(None)
    engine.dispose()


def test_the_index_is_made_anew(run, stored):
    stored.query(SearchDocument).delete()
    stored.commit()
    assert run("reindex") == (0, "The search finds 1 course.\n", "")
    assert len(stored.scalars(select(SearchDocument.id)).all()) == 6
    stored.rollback()
    assert run("reindex", locale="ja")[1] == "検索の対象になる研修は1件です。\n"


def test_a_certificate_gets_another_name(run, stored):
    code = stored.scalars(select(CourseCertificate.code)).one()
    stored.rollback()
    grouped = "-".join(code[start : start + 4] for start in range(0, 16, 4))
    assert run("correct-certificate", code.lower(), "--name", "靑井 葵") == (
        *(0, f"{grouped} now names 靑井 葵.\n", ""),
    )
    assert stored.scalars(select(CourseCertificate.name)).one() == "靑井 葵"


@pytest.mark.parametrize(
    ("code", "name", "said"),
    [("0000", "青井", "There is no such certificate"), ("0000", " ", "Give the name")],
)
def test_what_cannot_be_corrected_is_refused_in_one_line(run, stored, code, name, said):
    exit_code, output, error = run("correct-certificate", code, "--name", name)
    assert (exit_code, output) == (1, "")
    assert error.startswith(said)
    assert error.count("\n") == 1


def test_a_name_is_asked_for(run, stored):
    assert run("correct-certificate", "0000")[0] == 2
