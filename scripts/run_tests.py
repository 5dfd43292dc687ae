"""Run every test, part by part, and close with one line that adds the parts up in pytest's own form.

A part that fails does not stop the others; anything failed, missing or below its coverage fails the whole.
With --fast only what needs no database and no browser runs.
"""

import os
import shutil
import subprocess
import sys
import time
import xml.etree.ElementTree as ET
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from scripts.install_chromium import find_chromium

ROOT = Path(__file__).resolve().parent.parent
RESULTS = ROOT / ".cache" / "tests"
COVERAGE = ROOT / ".cache" / "coverage"

# Rules, permissions and verbs are covered branch by branch; the rest mostly.
STRICTLY_COVERED = ",".join(
    f"lms/*/{module}{rest}" for module in ("domain", "access", "commands") for rest in (".py", "/*")
)
STRICT_PERCENT = 100
OVERALL_PERCENT = 90


@dataclass(frozen=True)
class Part:
    """One pytest process: its folders and what it is run with."""

    name: str
    folders: tuple[str, ...]
    options: tuple[str, ...] = ()
    is_measured: bool = False

    @property
    def results(self) -> Path:
        return RESULTS / f"{self.name}.xml"


ALL_CORES = ("--numprocesses=auto",)
DATABASE_FOLDERS = ("tests/integration", "tests/migrations")
FAST = Part("fast", ("tests/unit", "tests/architecture"), ALL_CORES)
EVERYTHING = (
    Part("pure", ("tests/unit", "tests/properties", "tests/architecture"), ALL_CORES, is_measured=True),
    Part("sqlite", DATABASE_FOLDERS, (*ALL_CORES, "--db=sqlite"), is_measured=True),
    Part("postgresql", DATABASE_FOLDERS, (*ALL_CORES, "--db=postgresql"), is_measured=True),
)
BROWSER = Part("browser", ("tests/browser",), ALL_CORES)


def main(arguments: Sequence[str]) -> int:
    started = time.monotonic()
    forget_earlier_runs()
    if "--fast" in arguments:
        return run(FAST)
    exit_codes = [run(part) for part in EVERYTHING]
    exit_codes += check_coverage()
    counts = Counter[str]()
    for part in EVERYTHING:
        counts.update(count_outcomes(part.results))
    if find_chromium():
        exit_codes.append(run(BROWSER))
        counts.update(count_outcomes(BROWSER.results))
    else:
        counts.update(skipped=skip_browser_tests())
    print(closing_line(counts, time.monotonic() - started))
    return 1 if any(exit_codes) else 0


def forget_earlier_runs() -> None:
    for folder in (RESULTS, COVERAGE):
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)


def run(part: Part) -> int:
    print(f"\n--- {part.name}: {' '.join(part.folders)} {' '.join(part.options)}", flush=True)
    command = [sys.executable, "-m", "pytest", "--quiet", *part.options, f"--junitxml={part.results}"]
    if part.is_measured:
        command += ["--cov", "--cov-append", "--cov-report="]
    return subprocess.run([*command, *part.folders], cwd=ROOT, check=False, env=environment()).returncode


def environment() -> dict[str, str]:
    """Keep a developer's own settings from changing what the tests see."""
    return {name: value for name, value in os.environ.items() if not name.startswith("LMS_")}


def check_coverage() -> list[int]:
    report = [sys.executable, "-m", "coverage", "report"]
    print(f"\n--- coverage: {STRICT_PERCENT} % of domain, access and commands", flush=True)
    strict = subprocess.run(
        [*report, f"--include={STRICTLY_COVERED}", f"--fail-under={STRICT_PERCENT}"], cwd=ROOT, check=False
    )
    print(f"\n--- coverage: {OVERALL_PERCENT} % of everything", flush=True)
    overall = subprocess.run([*report, f"--fail-under={OVERALL_PERCENT}"], cwd=ROOT, check=False)
    return [strict.returncode, overall.returncode]


def count_outcomes(results: Path) -> Counter[str]:
    """Read one part's results; a part that died before writing them is one error."""
    if not results.exists():
        return Counter(error=1)
    counts = Counter[str]()
    for suite in ET.parse(results).getroot().iter("testsuite"):  # noqa: S314  written by our own pytest run
        figures = {key: int(suite.get(key, "0")) for key in ("tests", "failures", "errors", "skipped")}
        counts["failed"] += figures["failures"]
        counts["error"] += figures["errors"]
        counts["skipped"] += figures["skipped"]
        counts["passed"] += figures["tests"] - figures["failures"] - figures["errors"] - figures["skipped"]
    return counts


def skip_browser_tests() -> int:
    """Count the tests that are left out for want of a browser, and say so."""
    command = [sys.executable, "-m", "pytest", "--quiet", "--collect-only", *BROWSER.folders]
    listed = subprocess.run(command, cwd=ROOT, check=False, capture_output=True, text=True)
    skipped = sum("::" in line for line in listed.stdout.splitlines())
    print(f"\n!!! {skipped} BROWSER TESTS SKIPPED: this machine has no Chromium")
    return skipped


def closing_line(counts: Counter[str], seconds: float) -> str:
    order = ("failed", "passed", "skipped", "error")
    told = ", ".join(f"{counts[outcome]} {outcome}" for outcome in order if counts[outcome])
    return "\n" + f" {told or 'no tests ran'} in {seconds:.2f}s ".center(80, "=")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
