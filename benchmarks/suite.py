"""How long the tests take."""

import subprocess
import time
from collections.abc import Iterator

from benchmarks.demo_site import ROOT


def run() -> Iterator[tuple[str, float, str]]:
    for target in ("check", "test"):
        started = time.perf_counter()
        finished = subprocess.run(
            ["make", target],
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=False,
        )
        assert finished.returncode == 0, f"make {target} failed:\n{finished.stdout[-3000:]}"
        yield f"make {target}", time.perf_counter() - started, "s"
