"""Organisations as branches to narrow a list by: those right below a place, dull levels left out."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from posixpath import commonpath


@dataclass(frozen=True)
class Branch:
    """A place in the tree by its path (``/id/id/``), with how much lies there and below."""

    path: str
    count: int


@dataclass(frozen=True)
class Branches:
    """The way down to a place, itself last, and the branches below it."""

    way: tuple[str, ...]
    below: tuple[Branch, ...]


def branch_out(counts: Mapping[str, int], under: str | None = None) -> Branches:
    """Return the branches below ``under`` (None: below what all have in common), and the way down to it.

    ``counts`` says how much lies at each path. A branch of which all lies in one place further down is named
    by that place. What lies at ``under`` itself is no branch.
    """
    top = _common(counts)
    start = under if under is not None and under.startswith(top) else top
    below: dict[str, list[str]] = {}
    for path in counts:
        if path.startswith(start) and path != start:
            below.setdefault(path[: path.index("/", len(start)) + 1], []).append(path)
    branches = (Branch(_common(paths), sum(counts[path] for path in paths)) for paths in below.values())
    return Branches(_way(top, start), tuple(sorted(branches, key=lambda branch: branch.path)))


def _common(paths: Collection[str]) -> str:
    return commonpath(paths).rstrip("/") + "/" if paths else "/"


def _way(top: str, place: str) -> tuple[str, ...]:
    steps, path = [], top
    while path != place:
        path = place[: place.index("/", len(path)) + 1]
        steps.append(path)
    return tuple(steps)
