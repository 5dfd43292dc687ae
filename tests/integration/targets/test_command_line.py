"""``lms targets check|load``: exit codes, one line per problem, all of a file or nothing."""

import pytest
from click.testing import CliRunner
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from lms.kernel.clock import SystemClock
from lms.people.commands import add_organisation, add_standard_roles
from lms.people.domain import OrganisationKind
from lms.storage import migrations
from lms.storage.engine import make_engine
from lms.storage.session import use_database
from lms.targets.cli import targets
from lms.targets.models import TargetProfile, TargetRevision
from tests.factories.rubric import load
from tests.factories.targets import TARGETS

FILE = TARGETS / "banso-v1.yaml"
CHECKED = f"{FILE}: 4 profiles (4 drafts) in the words of banso version 1\n"
CODES = ("year-1", "year-3", "supervisor", "yorozu-coordinator")


@pytest.fixture
def environment(tmp_path) -> dict[str, str]:
    return {
        "LMS_ENV": "test",
        "LMS_SECRET_KEY": "s" * 32,
        "LMS_LOCALE": "en",
        "LMS_DATABASE_URL": f"sqlite:///{tmp_path / 'own.sqlite3'}",
        "LMS_VAR_DIR": str(tmp_path),
    }


@pytest.fixture
def run(environment):
    """Run ``lms targets`` with arguments; return exit code, standard output and standard error."""

    def command(*arguments, **settings):
        answer = CliRunner().invoke(targets, [str(a) for a in arguments], env={**environment, **settings})
        assert answer.exception is None or isinstance(answer.exception, SystemExit), answer.exception
        return answer.exit_code, answer.stdout, answer.stderr

    return command


@pytest.fixture
def changed(tmp_path):
    """Write the shipped file with one piece replaced."""

    def write(old: str, new: str):
        text = FILE.read_text(encoding="utf-8")
        assert text.count(old) == 1
        file = tmp_path / "changed.yaml"
        file.write_text(text.replace(old, new), encoding="utf-8")
        return file

    return write


@pytest.fixture
def ready(environment):
    """A database of this release's schema with a council that publishes the rubric, and a Yorozu centre."""
    engine = make_engine(environment["LMS_DATABASE_URL"])
    migrations.upgrade(engine)
    with Session(engine) as session, session.begin():
        add_standard_roles(session)
        facts = {"code": "council", "name": {"ja": "協議会"}, "kind": OrganisationKind.COUNCIL}
        council = add_organisation(session, **facts)
        session.flush()
        facts = {"code": "yorozu", "name": {"ja": "よろず"}, "kind": OrganisationKind.YOROZU}
        add_organisation(session, parent=council, **facts)
        load(session, publisher_id=council.id, clock=SystemClock())
    yield engine
    use_database(None)
    engine.dispose()


@pytest.fixture
def counts(ready):
    """Count stored profiles and revisions."""

    def now() -> tuple[int, int]:
        with Session(ready) as session:
            profiles, revisions = (
                session.scalar(select(func.count()).select_from(table))
                for table in (TargetProfile, TargetRevision)
            )
            return profiles, revisions

    return now


def test_the_shipped_file_is_whole(run):
    assert run("check", FILE) == (0, CHECKED, "")


def test_good_files_are_told_beside_bad_ones(run, changed, tmp_path):
    file = changed("levels: {A1: 2, A2: 1,", "levels: {A1: 5, A2: 1,")
    line = 1 + FILE.read_text(encoding="utf-8").split("levels: {A1: 2, A2: 1,")[0].count("\n")
    code, out, err = run("check", FILE, file, tmp_path / "none.yaml")
    assert (code, out) == (1, CHECKED)
    assert err.splitlines() == [
        f"{file}:{line}: profiles › year-1 › levels › A1: Levels go from 1 to 4.",
        f"{tmp_path / 'none.yaml'}: cannot be read: No such file or directory",
    ]


def test_without_its_rubric_a_file_cannot_be_checked(run, tmp_path):
    code, out, err = run("check", FILE, LMS_RUBRICS_DIR=str(tmp_path))
    assert (code, out) == (1, "")
    assert "the schema cannot be read: " in err


def test_loading_twice_publishes_once(run, counts):
    lines = "".join(f"{FILE}: {code}: published\n" for code in CODES)
    assert run("load", FILE, "--publisher", "council") == (0, lines, "")
    again = "".join(f"{FILE}: {code}: unchanged\n" for code in CODES)
    assert run("load", FILE, "--publisher", "council") == (0, again, "")
    assert counts() == (4, 4)


def test_a_changed_file_makes_a_revision_of_what_has_changed(run, counts, changed):
    run("load", FILE, "--publisher", "council")
    file = changed("levels: {A1: 2, A2: 1,", "levels: {A1: 3, A2: 1,")
    code, out, err = run("load", file, "--publisher", "council")
    assert (code, out.splitlines()[:2], err) == (
        0,
        [f"{file}: year-1: published with changes", f"{file}: year-3: unchanged"],
        "",
    )
    assert counts() == (4, 5)


@pytest.mark.parametrize(
    ("old", "new", "refusal"),
    [
        ("{role: supervisor}", "{role: chief}", "supervisor: There is no role “chief”"),
        ("kind: yorozu", "kind: bank", "yorozu-coordinator: There is no organisation of this kind below"),
    ],
)
def test_one_refused_profile_keeps_all_of_a_file_out(old, new, refusal, run, counts, changed):
    file = changed(old, new)
    code, out, err = run("load", file, "--publisher", "council")
    assert (code, out, err.startswith(f"{file}: {refusal}"), err.count("\n")) == (1, "", True, 1)
    assert counts() == (0, 0)


def test_an_unknown_publisher_and_a_missing_rubric_are_refused(run, counts, ready):
    expected = f"{FILE}: There is no organisation with the code “nobody”.\n"
    assert run("load", FILE, "--publisher", "nobody") == (1, "", expected)
    with Session(ready) as session, session.begin():
        session.connection().exec_driver_sql("UPDATE rubric_version SET version = '0'")
    expected = f"{FILE}: Version 1 of the rubric “banso” is not loaded; load it first.\n"
    assert run("load", FILE, "--publisher", "council") == (1, "", expected)
    assert counts() == (0, 0)


def test_a_bad_file_is_not_loaded(run, counts, changed):
    file = changed("code: year-1", "code: Year 1")
    code, out, err = run("load", file, "--publisher", "council")
    assert (code, out, err.count("\n"), counts()) == (1, "", 1, (0, 0))


def test_wrong_usage_exits_with_2(run):
    assert run("check")[0] == 2
    assert run("load", FILE)[0] == 2
