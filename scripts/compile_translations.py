"""Compile each lms/<feature>/translations/<language>/LC_MESSAGES/*.po to a .mo beside it, where newer."""

import sys
from collections.abc import Iterator
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import PoFileError, read_po

ROOT = Path(__file__).resolve().parent.parent


def main() -> int:
    failures = 0
    for catalogue in stale_catalogues(ROOT / "lms"):
        try:
            compile_catalogue(catalogue)
        except PoFileError as error:
            print(f"{catalogue.relative_to(ROOT)}:{error.lineno + 1}: {error}", file=sys.stderr)
            failures += 1
    return 1 if failures else 0


def stale_catalogues(package: Path) -> Iterator[Path]:
    for catalogue in sorted(package.glob("**/translations/*/LC_MESSAGES/*.po")):
        compiled = catalogue.with_suffix(".mo")
        if not compiled.exists() or compiled.stat().st_mtime < catalogue.stat().st_mtime:
            yield catalogue


def compile_catalogue(catalogue: Path) -> None:
    """Write the compiled catalogue in one step, so that a reader never sees half of it."""
    language = catalogue.parts[-3]
    with catalogue.open("rb") as source:
        messages = read_po(source, locale=language, abort_invalid=True)
    partial = catalogue.with_suffix(".mo.partial")
    with partial.open("wb") as target:
        write_mo(target, messages)
    partial.replace(catalogue.with_suffix(".mo"))


if __name__ == "__main__":
    sys.exit(main())
