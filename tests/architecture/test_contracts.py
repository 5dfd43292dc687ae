"""The import contracts hold, and each of them dies of the violation it is there for."""

import subprocess
import sys
import tomllib
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.architecture.rules.tree import ROOT, features

CONTRACTS = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"]
INSIDE = next(contract for contract in CONTRACTS["contracts"] if contract["name"].startswith("Inside"))
FEATURES = [name.removeprefix("lms.") for name in INSIDE["containers"]]
WITHOUT_RULES = {
    "api",
    "cli",
    "demo",
    "interop",
    "jobs",
    "kernel",
    "notifications",
    "reporting",
    "storage",
    "web",
}
MODULES = [
    "views",
    "cli",
    "jobs",
    "messages",
    "forms",
    "loader",
    "commands",
    "queries",
    "models",
    "access",
    "domain",
]

Lint = Callable[[Path], subprocess.CompletedProcess[str]]


@pytest.fixture(scope="session")
def lint() -> Lint:
    def run(folder: Path) -> subprocess.CompletedProcess[str]:
        command = "from importlinter.cli import lint_imports; raise SystemExit(lint_imports(no_cache=True))"
        return subprocess.run(
            [sys.executable, "-c", command],
            cwd=folder,
            env={"PYTHONPATH": str(folder)},
            capture_output=True,
            text=True,
            check=False,
        )

    return run


@pytest.fixture
def skeleton(tmp_path: Path) -> Path:
    """Return a tree with every package and module the contracts name, and no import in it."""
    packages = [*FEATURES, "demo", "jobs", "reporting", "web", "storage", "kernel"]
    empty = ["lms/app", "lms/cli", "lms/config", *(f"lms/{package}/__init__" for package in ["", *packages])]
    empty += [f"lms/{feature}/{module}" for feature in FEATURES for module in MODULES]
    for name in empty:
        path = tmp_path / f"{name}.py"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()
    (tmp_path / "pyproject.toml").write_bytes((ROOT / "pyproject.toml").read_bytes())
    return tmp_path


def test_the_contracts_hold(lint: Lint):
    done = lint(ROOT)
    assert done.returncode == 0, done.stdout + done.stderr


def test_every_feature_is_under_the_inner_contract():
    assert {feature.name for feature in features()} - WITHOUT_RULES == set(FEATURES)


def test_a_tree_without_violations_keeps_all(skeleton: Path, lint: Lint):
    (skeleton / "lms/ojt/views.py").write_text("from lms.ojt import commands, queries\nimport flask\n")
    (skeleton / "lms/ojt/commands.py").write_text("from lms.evidence import commands\nimport sqlalchemy\n")
    (skeleton / "lms/reporting/__init__.py").write_text("from lms.evidence import models\n")
    (skeleton / "lms/demo/__init__.py").write_text("from lms.pairing import commands\n")
    done = lint(skeleton)
    assert f"{len(CONTRACTS['contracts'])} kept, 0 broken" in done.stdout, done.stdout + done.stderr


@pytest.mark.parametrize(
    ("path", "line", "contract"),
    [
        ("lms/people/commands.py", "import lms.ojt.commands", "Features stack in one order"),
        ("lms/courses/queries.py", "import lms.clients.queries", "Features stack in one order"),
        ("lms/web/__init__.py", "import lms.people.queries", "Features stack in one order"),
        ("lms/pairing/jobs.py", "import lms.jobs", "Features stack in one order"),
        ("lms/surprise/__init__.py", "", "Features stack in one order"),
        ("lms/ojt/utils.py", "", "Inside a feature, imports point inwards"),
        ("lms/ojt/queries.py", "import lms.ojt.commands", "Inside a feature, imports point inwards"),
        ("lms/ojt/domain.py", "import lms.ojt.models", "Inside a feature, imports point inwards"),
        ("lms/ojt/views.py", "import lms.ojt.messages", "Inside a feature, imports point inwards"),
        ("lms/ojt/domain.py", "import sqlalchemy", "The domain is pure"),
        ("lms/ojt/access.py", "import lms.storage", "The domain is pure"),
        ("lms/kernel/__init__.py", "import flask", "The domain is pure"),
        ("lms/ojt/commands.py", "import flask", "Only the edge knows HTTP"),
        ("lms/storage/__init__.py", "import wtforms", "Only the edge knows HTTP"),
        (
            "lms/ojt/views.py",
            "import lms.ojt.models",
            "Tables are touched by models, queries and commands only",
        ),
        (
            "lms/demo/__init__.py",
            "import lms.people.models",
            "Tables are touched by models, queries and commands only",
        ),
    ],
)
def test_a_violation_breaks_its_contract(skeleton: Path, lint: Lint, path: str, line: str, contract: str):
    (skeleton / path).parent.mkdir(exist_ok=True)
    (skeleton / path).write_text(line)
    done = lint(skeleton)
    assert done.returncode == 1
    assert f"{contract} BROKEN" in done.stdout
