"""``lms rubric check|load``: exit codes, one line per problem, and never a traceback."""

import pytest
from click.testing import CliRunner
from sqlalchemy import outerjoin, select
from sqlalchemy.orm import Session

from lms.people.commands import add_organisation
from lms.people.domain import OrganisationKind
from lms.people.models import Organisation
from lms.rubric.cli import rubric
from lms.rubric.models import RubricVersion
from lms.storage import migrations
from lms.storage.engine import make_engine
from lms.storage.session import use_database
from tests.factories.rubric import BANSO_FILE

TITLE = "Rubric of capabilities for business advisors"
CHECKED = "banso version 1: 3 domains, 11 criteria, 4 levels, 44 descriptors (40 drafts)"


@pytest.fixture
def environment(tmp_path, database_url) -> dict[str, str]:
    return {
        "LMS_ENV": "test",
        "LMS_SECRET_KEY": "s" * 32,
        "LMS_LOCALE": "en",
        "LMS_DATABASE_URL": database_url,
        "LMS_VAR_DIR": str(tmp_path),
    }


@pytest.fixture
def run(environment):
    """Run ``lms rubric`` with arguments; return exit code, standard output and standard error."""

    def command(*arguments, **settings):
        answer = CliRunner().invoke(rubric, [str(a) for a in arguments], env={**environment, **settings})
        assert answer.exception is None or isinstance(answer.exception, SystemExit), answer.exception
        return answer.exit_code, answer.stdout, answer.stderr

    return command


@pytest.fixture
def changed(tmp_path):
    """Write the shipped file with one piece replaced."""

    def write(old: str, new: str):
        text = BANSO_FILE.read_text(encoding="utf-8")
        assert text.count(old) == 1
        file = tmp_path / "changed.yaml"
        file.write_text(text.replace(old, new), encoding="utf-8")
        return file

    return write


def test_the_shipped_file_is_whole(run):
    assert run("check", BANSO_FILE) == (0, f"{BANSO_FILE}: {CHECKED}\n", "")


def test_checking_needs_neither_a_secret_nor_a_database(run):
    settings = {
        "LMS_ENV": "production",
        "LMS_SECRET_KEY": "",
        "LMS_DATABASE_URL": "sqlite:////nowhere/x.sqlite3",
    }
    assert run("check", BANSO_FILE, **settings)[0] == 0


def test_a_missing_descriptor_is_one_line_with_file_line_and_what_is_expected(run, changed):
    text = BANSO_FILE.read_text(encoding="utf-8")
    start = text.index("          - level: 4\n", text.index("code: B1"))
    end = text.index("      - code: B2")
    file = changed(text[start:end], "\n")
    line = 1 + text[: text.index("descriptors:", text.index("code: B1"))].count("\n")
    code, out, err = run("check", file)
    assert (code, out) == (1, "")
    assert err == (
        f"{file}:{line}: domains › B › criteria › B1 › descriptors: "
        "B1 has no descriptor for level 4; each of 4 levels needs one.\n"
    )


def test_messages_speak_the_configured_language(run, changed):
    file = changed('version: "1"', "version: 1")
    line = 1 + BANSO_FILE.read_text(encoding="utf-8").split("version:")[0].count("\n")
    expected = "version：整数になっています。文字列が必要です（数字だけのときは引用符で囲みます）。"
    assert run("check", file, LMS_LOCALE="ja") == (1, "", f"{file}:{line}: {expected}\n")


def test_good_files_are_told_beside_bad_ones(run, tmp_path):
    (tmp_path / "binary.yaml").write_bytes(bytes(range(256)))
    code, out, err = run("check", BANSO_FILE, tmp_path / "binary.yaml", tmp_path, tmp_path / "none.yaml")
    assert code == 1
    assert out == f"{BANSO_FILE}: {CHECKED}\n"
    assert err.splitlines() == [
        f"{tmp_path / 'binary.yaml'}:2: This is not text in UTF-8; save the file in UTF-8.",
        f"{tmp_path}: cannot be read: Is a directory",
        f"{tmp_path / 'none.yaml'}: cannot be read: No such file or directory",
    ]


@pytest.mark.parametrize("schema", [None, "{"])
def test_a_schema_that_cannot_be_read_is_said(run, tmp_path, schema):
    if schema is not None:
        (tmp_path / "rubric.schema.json").write_text(schema)
    code, out, err = run("check", BANSO_FILE, LMS_RUBRICS_DIR=str(tmp_path))
    assert (code, out) == (1, "")
    assert err.startswith(f"{tmp_path / 'rubric.schema.json'}: the schema cannot be read: ")
    assert err.count("\n") == 1


def test_wrong_usage_exits_with_2(run):
    assert run("check")[0] == 2
    assert run("load")[0] == 2
    assert run("load", BANSO_FILE, "--publisher")[0] == 2


@pytest.fixture
def ready(tmp_path, environment):
    """A database file of this release's schema, of the command's own."""
    environment["LMS_DATABASE_URL"] = f"sqlite:///{tmp_path / 'own.sqlite3'}"
    engine = make_engine(environment["LMS_DATABASE_URL"])
    migrations.upgrade(engine)
    yield engine
    use_database(None)
    engine.dispose()


@pytest.fixture
def stored(ready):
    """Return publisher code and title of every stored version."""

    def rows() -> list[tuple[str | None, str]]:
        publishers = outerjoin(RubricVersion, Organisation, RubricVersion.publisher_id == Organisation.id)
        with Session(ready) as session:
            query = select(Organisation.code, RubricVersion.title).select_from(publishers)
            return [(code, title["en"]) for code, title in session.execute(query)]

    return rows


@pytest.fixture
def council(ready) -> str:
    with Session(ready) as session, session.begin():
        add_organisation(
            session, code="council", name={"ja": "協議会", "en": "Council"}, kind=OrganisationKind.COUNCIL
        )
    return "council"


def test_loading_twice_stores_once(run, stored, council):
    assert run("load", BANSO_FILE, "--publisher", council) == (0, f"{BANSO_FILE}: loaded. {CHECKED}\n", "")
    again = f"{BANSO_FILE}: unchanged, loaded before. {CHECKED}\n"
    assert run("load", BANSO_FILE, "--publisher", council) == (0, again, "")
    assert stored() == [("council", TITLE)]


def test_without_a_publisher_it_is_everybodys(run, stored):
    assert run("load", BANSO_FILE)[0] == 0
    assert stored() == [(None, TITLE)]


def test_other_content_under_a_loaded_version_is_refused(run, stored, changed):
    run("load", BANSO_FILE)
    file = changed(TITLE, "Another title")
    expected = (
        "Version 1 of “banso” is loaded with other content and never changes; "
        "give the file a new version number."
    )
    assert run("load", file) == (1, "", f"{file}: {expected}\n")
    assert stored() == [(None, TITLE)]


def test_an_unknown_publisher_is_refused(run, stored):
    expected = f"{BANSO_FILE}: There is no organisation with the code “nobody”.\n"
    assert run("load", BANSO_FILE, "--publisher", "nobody") == (1, "", expected)
    assert stored() == []


def test_a_bad_file_is_not_loaded(run, stored, changed):
    file = changed('version: "1"', "version: 1")
    code, out, err = run("load", file)
    assert (code, out, err.count("\n")) == (1, "", 1)
    assert stored() == []


def test_a_database_without_tables_is_said(run, tmp_path):
    empty = f"sqlite:///{tmp_path / 'empty.sqlite3'}"
    expected = "The database has not the schema of this release: run `lms db upgrade` first.\n"
    assert run("load", BANSO_FILE, LMS_DATABASE_URL=empty) == (1, "", expected)
