"""Runs the benchmarks named on the command line, else all, and prints each figure as it comes."""

import argparse
import json
import sys
from collections.abc import Callable, Iterable

from benchmarks import (
    calibration,
    certificates,
    content,
    offline,
    pages,
    pairing,
    publishing,
    search,
    start,
    statements,
    suite,
)
from benchmarks.levels import run as levels
from benchmarks.levels import vignettes

Figure = tuple[str, float, str]
Note = str

BENCHMARKS: dict[str, Callable[[], Iterable[Figure | Note]]] = {
    "start": start.run,
    "statements": statements.run,
    "pages": pages.run,
    "pairing": pairing.run,
    "levels": levels.run,
    "vignettes": vignettes.run,
    "publishing": publishing.run,
    "calibration": calibration.run,
    "content": content.run,
    "search": search.run,
    "certificates": certificates.run,
    "offline": offline.run,
    "suite": suite.run,
}


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"one of: {', '.join(BENCHMARKS)}")
    names = parser.parse_args().names or list(BENCHMARKS)
    unknown = [name for name in names if name not in BENCHMARKS]
    if unknown:
        parser.error(f"no such benchmark: {', '.join(unknown)}; there are {', '.join(BENCHMARKS)}")
    for name in names:
        for found in BENCHMARKS[name]():
            _show(found)


def _show(found: Figure | Note) -> None:
    """Print a figure as a line of JSON; what has to be known to read it goes where people look."""
    if isinstance(found, str):
        print(found, file=sys.stderr, flush=True)
        return
    bench, value, unit = found
    print(
        json.dumps({"bench": bench, "value": round(value, 3), "unit": unit}, ensure_ascii=False), flush=True
    )


main()
