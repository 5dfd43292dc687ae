"""How long ``make run`` takes until the product answers: in a fresh clone with empty caches, and again."""

import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

from benchmarks.demo_site import ROOT, serve, temporary_folder


def run() -> Iterator[tuple[str, float, str]]:
    with temporary_folder() as folder:
        clone = folder / "clone"
        subprocess.run(["git", "clone", "--quiet", str(ROOT), str(clone)], check=True)
        command = _make_run_with_own_caches(folder)
        with serve(folder, command, cwd=clone) as site:
            yield "make run, fresh clone and no caches, until it answers", site.seconds_to_answer, "s"
        with serve(folder, command, cwd=clone) as site:
            yield "make run, second start, until it answers", site.seconds_to_answer, "s"


def _make_run_with_own_caches(folder: Path) -> list[str]:
    caches = {
        "UV_CACHE_DIR": folder / "uv-cache",
        "npm_config_cache": folder / "npm-cache",
        "PIP_NO_CACHE_DIR": "1",
    }
    settings = [f"{name}={value}" for name, value in caches.items()]
    unset = [name for name in ("VIRTUAL_ENV", "PYTHONPATH") if name in os.environ]
    return ["env", *(word for name in unset for word in ("-u", name)), *settings, "make", "run"]
