"""The console script as somebody at the machine meets it: exit codes, one clear line, no traceback."""

import io
import os
import socket
import subprocess
import sys
from contextlib import redirect_stderr, redirect_stdout
from unittest import mock

import pytest
from click.testing import CliRunner
from sqlalchemy import select, text

from lms.cli import lms as console
from lms.cli import main
from lms.kernel.clock import SystemClock
from lms.people import commands
from lms.people.models import Person
from lms.storage.engine import make_engine
from lms.storage.session import Database, use_database

SECRET = "s" * 32
ADMIN = [
    "--organisation-name",
    "試験連合会",
    "--admin-email",
    "first@example.jp",
    "--admin-name",
    "最初 管理",
]


@pytest.fixture
def environment(tmp_path):
    """The settings of an empty folder with a database of its own."""
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("LMS_")}
    database_url = f"sqlite:///{tmp_path / 'lms.sqlite3'}"
    return {**inherited, "LMS_SECRET_KEY": SECRET, "LMS_DATABASE_URL": database_url, "LMS_LOCALE": "en"}


@pytest.fixture
def lms(environment, tmp_path, monkeypatch):
    """Run ``lms`` within this process, from its very entry: starting a process takes seconds."""
    monkeypatch.chdir(tmp_path)

    def run(*words: str, **extra: str) -> subprocess.CompletedProcess[str]:
        out, err = io.StringIO(), io.StringIO()
        with (
            mock.patch.dict(os.environ, {**environment, **extra}, clear=True),
            mock.patch.object(sys, "argv", ["lms", *words]),
            redirect_stdout(out),
            redirect_stderr(err),
            pytest.raises(SystemExit) as ended,
        ):
            main()
        return subprocess.CompletedProcess(words, ended.value.code or 0, out.getvalue(), err.getvalue())

    yield run
    use_database(None)


@pytest.fixture
def refused():
    def check(finished: subprocess.CompletedProcess[str], *words: str) -> None:
        assert finished.returncode == 1, finished.stderr
        assert "Traceback" not in finished.stderr
        assert all(word in finished.stderr for word in words), finished.stderr

    return check


def test_every_command_explains_itself():
    expected = {"init", "demo", "serve", "worker", "db", "audit", "rubric", "content", "pairing"}
    assert expected <= set(console.commands)
    for name, command in console.commands.items():
        for words in ([name], *([name, below] for below in getattr(command, "commands", {}))):
            answer = CliRunner().invoke(console, [*words, "--help"])
            assert (answer.exit_code, "Usage:" in answer.output) == (0, True), words


def test_wrong_usage_is_2(lms):
    assert lms("db", "upgrade", "--no-such-option").returncode == 2


def test_a_refusal_leaves_the_process_by_its_exit_code(environment, refused, tmp_path):
    words = [sys.executable, "-m", "lms.cli", "db", "upgrade"]
    bad = {**environment, "LMS_LOCALE": "fr"}
    finished = subprocess.run(
        words, cwd=tmp_path, env=bad, capture_output=True, text=True, timeout=60, check=False
    )
    refused(finished, "LMS_LOCALE")
    assert finished.stderr.count("\n") == 1


def test_a_port_in_use_is_said_in_one_line(lms, refused):
    assert lms("db", "upgrade").returncode == 0
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        refused(lms("serve", "--port", str(port)), f"Port {port} is in use", f"PORT={port + 1}")
        refused(
            lms("serve", "--port", str(port), LMS_LOCALE="ja"),
            f"ポート{port}は使用中です",
            f"PORT={port + 1}",
        )


def test_a_database_without_this_schema_is_not_served(lms, refused, free_port):
    refused(lms("serve", "--port", str(free_port)), "lms db upgrade")
    refused(lms("db", "check"), "lms db upgrade")


def test_a_database_that_cannot_be_written_is_named(lms, refused, tmp_path):
    (tmp_path / "file").write_text("not a folder")
    url = f"sqlite:///{tmp_path / 'file' / 'lms.sqlite3'}"
    refused(lms("db", "upgrade", LMS_DATABASE_URL=url), "LMS_DATABASE_URL", str(tmp_path / "file"))


def test_a_server_that_is_not_there_is_named(lms, refused, free_port):
    url = f"postgresql+psycopg://nobody:secret@127.0.0.1:{free_port}/none"
    finished = lms("db", "upgrade", LMS_DATABASE_URL=url)
    refused(finished, "LMS_DATABASE_URL", "127.0.0.1")
    assert "secret" not in finished.stderr


def test_a_bad_setting_is_named(lms, refused):
    refused(lms("db", "upgrade", LMS_SECRET_KEY="short"), "LMS_SECRET_KEY")
    refused(lms("serve", LMS_LOCALE="fr"), "LMS_LOCALE")


def test_an_empty_installation_gets_one_administrator_and_no_second(lms, refused):
    refused(lms("init", *ADMIN, "--admin-password", "short"), "--admin-password")
    assert lms("init", *ADMIN, "--admin-password", "a phrase long enough").returncode == 0
    refused(lms("init", *ADMIN, "--admin-password", "a phrase long enough"), "empty")
    assert lms("db", "check").returncode == 0


def test_the_first_administrator_can_sign_in(installed):
    with Database.of_engine(installed).reader() as session:
        person = session.scalars(select(Person)).one()
    assert (person.email, person.name) == ("first@example.jp", "最初 管理")
    assert commands.password_matches(person.password_digest, "a phrase long enough")


def test_a_tampered_audit_log_is_found(lms, refused, tmp_path, installed):
    whole = lms("audit", "verify")
    assert whole.returncode == 0
    head = whole.stdout.split()[-1]
    assert lms("audit", "verify", "--expect-head", head).returncode == 0
    refused(lms("audit", "verify", "--expect-head", "f" * 64), "noted end")
    with installed.begin() as connection:
        connection.execute(text("UPDATE audit_event SET action = 'people.other' WHERE sequence = 1"))
    refused(lms("audit", "verify"), "event 1: was changed")


@pytest.fixture
def installed(lms, tmp_path):
    """An installation with one audit event: somebody asked for a new password."""
    assert lms("init", *ADMIN, "--admin-password", "a phrase long enough").returncode == 0
    engine = make_engine(f"sqlite:///{tmp_path / 'lms.sqlite3'}")
    with Database.of_engine(engine).writer() as session, session.begin():
        commands.request_password_reset(session, email="first@example.jp", clock=SystemClock())
    yield engine
    engine.dispose()


def test_demo_data_is_refused_in_production(lms, refused):
    refused(lms("demo", "data", "--size", "small", LMS_ENV="production"), "production")
