"""Runs the benchmarks named on the command line, else all, and prints each figure as it comes."""

import argparse
import json
import sys
from collections.abc import Callable, Iterable

from benchmarks import pages, pairing, start, statements, suite

Figure = tuple[str, float, str]

BENCHMARKS: dict[str, Callable[[], Iterable[Figure]]] = {
    "start": start.run,
    "statements": statements.run,
    "pages": pages.run,
    "pairing": pairing.run,
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
        for bench, value, unit in BENCHMARKS[name]():
            print(json.dumps({"bench": bench, "value": round(value, 3), "unit": unit}))
            sys.stdout.flush()


main()
