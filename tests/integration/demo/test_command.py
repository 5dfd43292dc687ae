"""``lms demo data`` as somebody at the machine meets it."""

import pytest
from click.testing import CliRunner

from lms.demo.cli import data
from lms.storage.session import use_database


@pytest.fixture
def run(tmp_path, monkeypatch):
    """Run the command on an empty database of its own."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("LMS_ENV", "demo")
    monkeypatch.setenv("LMS_LOCALE", "en")
    monkeypatch.setenv("LMS_DATABASE_URL", f"sqlite:///{tmp_path / 'demo.sqlite3'}")
    yield lambda *arguments: CliRunner().invoke(data, arguments)
    use_database(None)


@pytest.mark.sqlite
def test_an_empty_database_is_filled_once(run):
    first, second = run("--seed", "7"), run("--seed", "7")
    assert first.exit_code == 0
    assert first.stdout.startswith("75 organisations, 143 people, 37 cases")
    assert second.exit_code == 1
    assert second.stderr == "There are people in this database already: demo data is for an empty one.\n"


@pytest.mark.sqlite
@pytest.mark.parametrize("size", ["region", "national"])
def test_a_size_of_a_later_release_is_refused_in_one_line(run, size):
    answer = run("--size", size)
    assert answer.exit_code == 1
    assert answer.stderr == f"--size {size}: this release makes only the size small.\n"


@pytest.mark.sqlite
@pytest.mark.parametrize("arguments", [("--size", "huge"), ("--seed", "-1"), ("--seed", "x")])
def test_wrong_usage_is_named(run, arguments):
    assert run(*arguments).exit_code == 2


@pytest.mark.sqlite
def test_production_is_no_place_for_it(run, monkeypatch):
    monkeypatch.setenv("LMS_ENV", "production")
    monkeypatch.setenv("LMS_SECRET_KEY", "s" * 32)
    answer = run()
    assert answer.exit_code == 1
    assert "LMS_ENV=production" in answer.stderr


@pytest.mark.sqlite
def test_an_unsound_course_is_named(run, monkeypatch, tmp_path):
    course = tmp_path / "content" / "broken"
    course.mkdir(parents=True)
    (course / "course.yaml").write_text("slug: [", encoding="utf-8")
    for name in ("course.schema.json", "quiz.schema.json"):
        (tmp_path / "content" / name).write_text("{}", encoding="utf-8")
    monkeypatch.setenv("LMS_CONTENT_DIR", str(tmp_path / "content"))
    answer = run()
    assert answer.exit_code == 1
    assert "broken: this course is not sound" in answer.stderr
