"""Where the files are that the rules look at."""

from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
PRODUCT = ("lms",)
ALL_CODE = ("lms", "scripts", "benchmarks", "tests", "migrations")


def python_files(*folders: str) -> list[Path]:
    return files("**/*.py", *folders)


def files(pattern: str, *folders: str) -> list[Path]:
    """List files below folders of the repository, in a stable order; a folder may be missing."""
    return sorted(path for folder in folders for path in (ROOT / folder).glob(pattern) if path.is_file())


def shown(path: Path) -> str:
    """Name a file as a reader of the repository would."""
    return str(path.relative_to(ROOT)) if path.is_relative_to(ROOT) else path.name


def features() -> list[Path]:
    """List the packages of lms, which are folders with an __init__.py."""
    return sorted(marker.parent for marker in (ROOT / "lms").glob("*/__init__.py"))
