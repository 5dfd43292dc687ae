import json
import re
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.architecture.rules.tree import ROOT, files, shown

PYTHON_LOCKS = files("*.txt", "requirements")
NPM_LOCK = ROOT / "package-lock.json"
PLACE = re.compile(r"://|file:|(?:^|[\s\"'=@])(?:/|~/|[A-Za-z]:\\)\w", re.MULTILINE)
PINNED = re.compile(r"^([A-Za-z0-9._-]+)(?:\[[^\]]*\])?==([^\s;]+)", re.MULTILINE)
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
DEVELOPED_WITH = PROJECT["project"]["optional-dependencies"]["postgres"] + PROJECT["dependency-groups"]["dev"]


@pytest.fixture
def pins(request: pytest.FixtureRequest) -> dict[str, set[str]]:
    """Return the versions that a lock names; one package may have several, for several Pythons."""
    found: dict[str, set[str]] = {}
    for name, version in PINNED.findall((ROOT / "requirements" / request.param).read_text()):
        found.setdefault(canonicalize_name(name), set()).add(version)
    return found


@pytest.mark.parametrize("path", [*PYTHON_LOCKS, NPM_LOCK], ids=shown)
def test_a_lock_names_no_host_and_no_path(path: Path):
    assert PLACE.findall(path.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    "line",
    [
        "#    uv pip compile /home/a/b.toml",
        "--find-links /opt/x",
        "# via -r ~/x.in",
        "a @ file:b",
        "https://x",
    ],
)
def test_a_host_or_a_path_is_found(line: str):
    assert PLACE.search(line)


@pytest.mark.parametrize("path", PYTHON_LOCKS, ids=shown)
def test_every_pin_has_hashes(path: Path):
    entries = re.split(r"\n(?=[A-Za-z0-9])", path.read_text(encoding="utf-8"))
    pinned = [entry for entry in entries if PINNED.match(entry)]
    assert pinned
    assert [entry.splitlines()[0] for entry in pinned if "--hash=sha256:" not in entry] == []


@pytest.mark.parametrize(
    ("pins", "wanted"),
    [
        ("runtime.txt", PROJECT["project"]["dependencies"]),
        ("postgres.txt", PROJECT["project"]["optional-dependencies"]["postgres"]),
        ("dev.txt", PROJECT["project"]["dependencies"] + DEVELOPED_WITH),
        ("uv.txt", PROJECT["dependency-groups"]["setup"]),
        ("node.txt", PROJECT["dependency-groups"]["node"]),
    ],
    indirect=["pins"],
)
def test_the_lock_fits_what_the_project_asks_for(pins: dict[str, set[str]], wanted: list[str]):
    asked = [Requirement(text) for text in wanted]
    unfit = [
        str(one)
        for one in asked
        if not pins.get(canonicalize_name(one.name))
        or not all(map(one.specifier.contains, pins[canonicalize_name(one.name)]))
    ]
    assert unfit == []


@pytest.mark.parametrize("pins", ["dev.txt"], indirect=True)
def test_developers_run_what_users_run(pins: dict[str, set[str]]):
    runtime = PINNED.findall((ROOT / "requirements/runtime.txt").read_text())
    assert [
        name for name, version in runtime if version not in pins.get(canonicalize_name(name), set())
    ] == []


def test_every_dependency_says_why_and_is_bounded():
    lines = (ROOT / "pyproject.toml").read_text(encoding="utf-8").splitlines()
    dependencies = [line for line in lines if re.match(r'\s+"[A-Za-z0-9_.\[\]-]+[<>=]', line)]
    assert len(dependencies) > len(PROJECT["project"]["dependencies"])
    assert [line for line in dependencies if not re.search(r'",\s+# \w+.* \w+', line)] == []
    assert [line.strip() for line in dependencies if "<" not in line and "no upper bound" not in line] == []


def test_every_npm_package_is_checked_and_comes_from_any_registry():
    packages = json.loads(NPM_LOCK.read_text(encoding="utf-8"))["packages"]
    installed = {name: entry for name, entry in packages.items() if name}
    assert installed
    assert [
        name for name, entry in installed.items() if not entry.get("integrity", "").startswith("sha512-")
    ] == []
    assert [name for name, entry in installed.items() if "resolved" in entry] == []


def test_npm_packages_are_asked_for_by_exact_version():
    asked = json.loads((ROOT / "package.json").read_text(encoding="utf-8"))
    versions = {**asked["dependencies"], **asked["devDependencies"]}
    locked = json.loads(NPM_LOCK.read_text(encoding="utf-8"))["packages"]
    assert versions == {name: locked[f"node_modules/{name}"]["version"] for name in versions}
