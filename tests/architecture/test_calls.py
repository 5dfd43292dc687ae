from pathlib import Path

import pytest

from tests.architecture.rules import calls
from tests.architecture.rules.tree import ROOT, files, python_files, shown

CLOCK = ROOT / "lms/kernel/clock.py"
EDGE = (
    files("*/views.py", "lms")
    + files("*/views/**/*.py", "lms")
    + files("*/cli.py", "lms")
    + files("*/jobs.py", "lms")
)
BELOW_THE_EDGE = [
    path
    for module in ("domain", "access", "models", "queries", "commands")
    for path in files(f"*/{module}.py", "lms") + files(f"*/{module}/**/*.py", "lms")
]


@pytest.mark.parametrize("path", [path for path in python_files("lms") if path != CLOCK], ids=shown)
def test_only_the_clock_reads_the_time(path: Path):
    assert list(calls.clock_calls(path.read_text(encoding="utf-8"))) == []


@pytest.mark.parametrize("path", EDGE, ids=shown)
def test_the_edge_writes_no_queries(path: Path):
    assert list(calls.select_calls(path.read_text(encoding="utf-8"))) == []


@pytest.mark.parametrize("path", BELOW_THE_EDGE, ids=shown)
def test_only_the_edge_ends_a_transaction(path: Path):
    assert list(calls.session_endings(path.read_text(encoding="utf-8"))) == []


def test_clock_calls_are_found():
    source = (
        "datetime.now(UTC)\ndatetime.datetime.utcnow()\ndt.date.today()\nclock.now()\nself.clock.today()\n"
        "date.fromisoformat(text)\n"
    )
    assert list(calls.clock_calls(source)) == [(1, "datetime.now"), (2, "datetime.utcnow"), (3, "date.today")]


def test_queries_are_found():
    assert list(calls.select_calls("select(Person)\nsa.select(Person)\nselected(1)\n")) == [
        (1, "select"),
        (2, "sa.select"),
    ]


def test_ended_transactions_are_found():
    source = "session.commit()\nself.session.rollback()\nsession.add(row)\n"
    assert list(calls.session_endings(source)) == [(1, "session.commit"), (2, "self.session.rollback")]
