"""How long 200 courses take to check and to load: new ones, and again when nothing has changed."""

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from benchmarks.demo_site import ROOT, environment, temporary_folder
from lms.config import load_settings
from lms.storage.engine import make_engine
from lms.storage.migrations import upgrade

COURSES = 200
MODEL = ROOT / "content" / "bansou-shien-kihon"


def run() -> Iterator[tuple[str, float, str]]:
    with temporary_folder() as folder:
        content = folder / "content"
        _fill(content)
        variables = {**environment(folder), "LMS_CONTENT_DIR": str(content)}
        engine = make_engine(load_settings(variables).database_url)
        upgrade(engine)
        engine.dispose()
        yield f"content: check {COURSES} courses", _timed(variables, "check"), "s"
        yield f"content: load {COURSES} courses", _timed(variables, "load"), "s"
        yield f"content: load {COURSES} courses again, unchanged", _timed(variables, "load"), "s"


def _fill(content: Path) -> None:
    """Write as many courses as are loaded, each as long as the one the product ships with."""
    content.mkdir()
    for schema in MODEL.parent.glob("*.schema.json"):
        shutil.copy(schema, content)
    for number in range(COURSES):
        folder = content / f"course-{number:03d}"
        shutil.copytree(MODEL, folder)
        file = folder / "course.yaml"
        text = file.read_text(encoding="utf-8").replace(f"slug: {MODEL.name}", f"slug: {folder.name}", 1)
        before = f"[course-{number - 1:03d}]" if number % 5 else "[]"
        file.write_text(text.replace("prerequisites: []", f"prerequisites: {before}", 1), encoding="utf-8")


def _timed(variables: dict[str, str], command: str) -> float:
    started = time.perf_counter()
    subprocess.run(
        [sys.executable, "-m", "lms.cli", "content", command],
        check=True,
        cwd=ROOT,
        env={**os.environ, **variables},
        stdout=subprocess.DEVNULL,
    )
    return time.perf_counter() - started
