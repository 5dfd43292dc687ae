"""``lms content check|load``: exit codes, one line per problem, and never a traceback."""

import shutil

import pytest
from click.testing import CliRunner
from sqlalchemy import outerjoin, select
from sqlalchemy.orm import Session

from lms.courses.cli import content
from lms.courses.models import Course, CourseVersion
from lms.people.commands import add_organisation
from lms.people.domain import OrganisationKind
from lms.people.models import Organisation
from lms.storage import migrations
from lms.storage.engine import make_engine
from lms.storage.session import use_database
from tests.factories.courses import CONTENT, CourseFolder

CHECKED = "small version 1.0: lessons 2, questions 1, figures 0"


@pytest.fixture
def folder(tmp_path) -> CourseFolder:
    for schema in CONTENT.glob("*.schema.json"):
        (tmp_path / "content").mkdir(exist_ok=True)
        shutil.copy(schema, tmp_path / "content")
    return CourseFolder(tmp_path / "content")


@pytest.fixture
def environment(tmp_path, folder) -> dict[str, str]:
    return {
        "LMS_ENV": "test",
        "LMS_SECRET_KEY": "s" * 32,
        "LMS_LOCALE": "en",
        "LMS_DATABASE_URL": f"sqlite:///{tmp_path / 'own.sqlite3'}",
        "LMS_VAR_DIR": str(tmp_path),
        "LMS_CONTENT_DIR": str(tmp_path / "content"),
    }


@pytest.fixture
def run(environment):
    """Run ``lms content`` with arguments; return exit code, standard output and standard error."""

    def command(*arguments, **settings):
        answer = CliRunner().invoke(content, [str(a) for a in arguments], env={**environment, **settings})
        assert answer.exception is None or isinstance(answer.exception, SystemExit), answer.exception
        return answer.exit_code, answer.stdout, answer.stderr

    return command


@pytest.fixture
def ready(environment):
    """A database file of this release's schema, with a council."""
    engine = make_engine(environment["LMS_DATABASE_URL"])
    migrations.upgrade(engine)
    with Session(engine) as session, session.begin():
        add_organisation(
            session, code="council", name={"ja": "協議会", "en": "Council"}, kind=OrganisationKind.COUNCIL
        )
    yield engine
    use_database(None)
    engine.dispose()


@pytest.fixture
def stored(ready):
    """Return publisher code, slug and version of everything stored."""

    def rows() -> list[tuple[str | None, str, str]]:
        publishers = outerjoin(Course, Organisation, Course.publisher_id == Organisation.id)
        with Session(ready) as session:
            query = (
                select(Organisation.code, Course.slug, CourseVersion.version)
                .select_from(publishers)
                .join(CourseVersion, CourseVersion.course_id == Course.id)
                .order_by(Course.slug, CourseVersion.ordinal)
            )
            return [tuple(row) for row in session.execute(query)]

    return rows


def test_a_sound_course_is_told_in_one_line_wherever_it_is_named(run, folder):
    line = f"{folder.path}: {CHECKED}\n"
    assert run("check") == run("check", folder.path) == run("check", folder.path.parent) == (0, line, "")


def test_checking_needs_neither_a_secret_nor_a_database(run):
    settings = {
        "LMS_ENV": "production",
        "LMS_SECRET_KEY": "",
        "LMS_DATABASE_URL": "sqlite:////nowhere/x.sqlite3",
    }
    assert run("check", **settings)[0] == 0


def test_each_problem_is_one_line_with_file_line_and_what_is_expected(run, folder):
    del folder.quiz["questions"][0]["options"][0]["correct"]
    folder.course["serves"][0]["criterion"] = "Z9"
    folder.save()
    (folder.path / "lessons/02-second.en.md").unlink()
    code, out, err = run("check")
    options = (folder.path / "quiz.yaml").read_text().splitlines().index("  options:") + 1
    mark = "“correct: true”"
    known = "A1, A2, A3, A4, B1, B2, B3, B4, C1, C2, C3"
    assert (code, out) == (1, "")
    assert err.splitlines() == [
        f"{folder.path}/{line}"
        for line in (
            f"course.yaml:14: The rubric has no criterion “Z9”; expected is one of {known}.",
            f"quiz.yaml:{options}: The question “one” has no right option; mark at least one with {mark}.",
            "lessons/02-second.en.md:1: The file is missing; it is expected at this place.",
        )
    ]


def test_messages_speak_the_configured_language(run, folder):
    folder.quiz["pass_mark"] = "all"
    folder.save()
    expected = f"{folder.path}/quiz.yaml:1: pass_mark：文字列"
    code, _out, err = run("check", LMS_LOCALE="ja")
    assert code == 1
    assert err.startswith(expected)
    assert "整数が必要です。" in err


def test_one_bad_course_among_good_ones_loads_none(run, folder, stored, tmp_path):
    bad = CourseFolder(tmp_path / "content", "bad")
    bad.write("quiz.yaml", "pass_mark: 1")
    code, out, err = run("load")
    assert (code, out, err.count("\n")) == (1, "", 1)
    assert err.startswith(f"{bad.path}/quiz.yaml:1: ")
    assert stored() == []


def test_loading_twice_stores_once_and_a_new_version_beside(run, folder, stored):
    assert run("load", "--publisher", "council") == (0, f"{folder.path}: loaded. {CHECKED}\n", "")
    again = f"{folder.path}: unchanged, loaded before. {CHECKED}\n"
    assert run("load", folder.path, "--publisher", "council") == (0, again, "")
    folder.course["version"] = "1.1"
    folder.save()
    assert run("load", "--publisher", "council")[0] == 0
    assert stored() == [("council", "small", "1.0"), ("council", "small", "1.1")]


def test_without_a_publisher_it_is_everybodys(run, stored):
    assert run("load")[0] == 0
    assert stored() == [(None, "small", "1.0")]


def test_other_content_under_a_loaded_version_loads_nothing_at_all(run, folder, stored, tmp_path):
    run("load")
    folder.course["minutes"] = 21
    folder.save()
    CourseFolder(tmp_path / "content", "another")
    expected = "Other content is stored as version 1.0 of “small”; raise the version in course.yaml.\n"
    assert run("load") == (1, "", expected)
    assert stored() == [(None, "small", "1.0")]


def test_another_publisher_and_an_unknown_one_are_refused(run, stored):
    expected = "There is no organisation with the code “nobody”.\n"
    assert run("load", "--publisher", "nobody") == (1, "", expected)
    run("load")
    code, _out, err = run("load", "--publisher", "council")
    assert code == 1
    assert err.startswith("The course “small” belongs to another publisher; ")
    assert stored() == [(None, "small", "1.0")]


def test_a_database_without_tables_is_said(run, tmp_path):
    empty = f"sqlite:///{tmp_path / 'empty.sqlite3'}"
    expected = "The database has not the schema of this release: run `lms db upgrade` first.\n"
    assert run("load", LMS_DATABASE_URL=empty) == (1, "", expected)


def test_a_place_without_courses_is_said(run, tmp_path):
    (tmp_path / "empty").mkdir()
    expected = f"{tmp_path / 'empty'}: no course here; a folder with a course.yaml is expected\n"
    assert run("check", tmp_path / "empty") == (1, "", expected)


@pytest.mark.parametrize("schema", [None, "{"])
def test_schemas_that_cannot_be_read_are_said(run, tmp_path, folder, schema):
    file = tmp_path / "content" / "quiz.schema.json"
    if schema is None:
        file.unlink()
    else:
        file.write_text(schema)
    code, out, err = run("check")
    assert (code, out, err.count("\n")) == (1, "", 1)
    assert err.startswith(f"{tmp_path / 'content'}: the schema cannot be read: ")
    code, out, err = run("check", LMS_RUBRICS_DIR=str(tmp_path / "none"), LMS_CONTENT_DIR=str(CONTENT))
    assert (code, out, err.count("\n")) == (1, "", 1)


def test_rubrics_that_say_nothing_are_said(run, tmp_path):
    rubrics = tmp_path / "rubrics"
    shutil.copytree(CONTENT.parent / "rubrics", rubrics)
    for file in rubrics.glob("*.yaml"):
        file.write_text("code: broken")
    expected = f"{rubrics}: no rubric here that could be read; courses serve its levels\n"
    assert run("check", LMS_RUBRICS_DIR=str(rubrics)) == (1, "", expected)


def test_wrong_usage_exits_with_2(run):
    assert run("check", "nowhere")[0] == 2
    assert run("load", "--publisher")[0] == 2
    assert run("lose")[0] == 2


# ---- ZIP files, and what is stored


@pytest.fixture
def zipped(folder, tmp_path):
    """Pack the course's folder into a ZIP file."""

    def packed(name="small.zip"):
        archive = shutil.make_archive(str(tmp_path / "packed"), "zip", folder.path.parent, folder.path.name)
        return shutil.move(archive, tmp_path / name)

    return packed


def test_a_zip_file_is_checked_and_loaded_like_a_folder(run, zipped, stored):
    file = zipped()
    assert run("check", file) == (0, f"{file}: {CHECKED}\n", "")
    assert run("load", file)[:2] == (0, f"{file}: loaded. {CHECKED}\n")
    assert stored() == [(None, "small", "1.0")]


def test_a_zip_file_that_cannot_be_trusted_is_refused(run, tmp_path, zipped, folder):
    (tmp_path / "bad.zip").write_bytes(b"no zip")
    code, out, err = run("check", tmp_path / "bad.zip")
    assert (code, out) == (1, "")
    assert err.startswith(f"{tmp_path / 'bad.zip'}: This cannot be read as a ZIP file: ")
    folder.quiz["pass_mark"] = 9
    folder.save()
    file = zipped()
    assert run("check", file)[2].startswith(f"{file}/quiz.yaml:1: The pass mark is 9")


def test_a_stored_course_can_be_a_prerequisite_but_not_one_that_waits_for_it(run, folder, stored, tmp_path):
    run("load")
    other = CourseFolder(tmp_path / "elsewhere", "other")
    other.course["prerequisites"] = ["small"]
    other.save()
    assert run("load", other.path)[0] == 0
    folder.course |= {"version": "1.1", "prerequisites": ["other"]}
    folder.save()
    code, _out, err = run("load", folder.path)
    assert code == 1
    assert err.startswith(f"{folder.path}/course.yaml:22: ")
    assert "small → other → small" in err
    assert [row[1:] for row in stored()] == [("other", "1.0"), ("small", "1.0")]


def test_a_stored_course_is_written_out_and_loads_as_the_same(run, folder, stored, tmp_path):
    run("load")
    file = tmp_path / "out.zip"
    assert run("export", "small", "-o", file) == (0, f"{file}: written.\n", "")
    again = f"{file}: unchanged, loaded before. {CHECKED}\n"
    assert run("load", file) == (0, again, "")
    target = tmp_path / "out" / "small"
    assert (
        run("export", "small", "--edition", "1.0", "--output", tmp_path / "out")[1] == f"{target}: written.\n"
    )
    assert run("load", target)[1] == f"{target}: unchanged, loaded before. {CHECKED}\n"
    code, _out, err = run("export", "small", "-o", tmp_path / "out")
    assert (code, err.startswith(f"{tmp_path / 'out'}: cannot be written: ")) == (1, True)
    assert run("export", "small", "-o", tmp_path / "none" / "x.zip")[0] == 1
    assert run("export", "small", "--edition", "9") == (
        1,
        "",
        "There is no course “small” in this version.\n",
    )
    assert run("export", "nobody")[0] == 1


def test_without_a_place_the_zip_lies_where_one_stands(run, folder, stored, tmp_path, monkeypatch):
    run("load")
    monkeypatch.chdir(tmp_path)
    assert run("export", "small")[1] == "small-1.0.zip: written.\n"
    assert (tmp_path / "small-1.0.zip").is_file()


def test_a_course_is_withdrawn_with_a_reason_and_offered_again(run, folder, stored):
    run("load")
    assert run("withdraw", "small", "--reason", " ")[2] == "Say why: whoever is in the course reads it.\n"
    told = "small: withdrawn. Whoever is in it can finish.\n"
    assert run("withdraw", "small", "--reason", "Outdated.") == (0, told, "")
    assert run("withdraw", "small", "--reason", "x") == (1, "", "This course is withdrawn already.\n")
    again = f"{folder.path}: unchanged, loaded before. {CHECKED} It is withdrawn; `lms content offer small`"
    assert run("load")[1] == f"{again} offers it again.\n"
    assert run("offer", "small") == (0, "small: offered again.\n", "")
    assert run("offer", "small")[0] == 1
    assert run("withdraw", "nobody", "--reason", "x")[0] == 1
    assert run("withdraw", "small")[0] == 2
