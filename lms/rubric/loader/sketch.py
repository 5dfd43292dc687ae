"""A rubric's document put together piece by piece, remembering where in the file each piece stands."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

from lms.rubric.loader.document import Document

Spot = int | str
"""A line of a table, or a JSON path."""

Steps = tuple[str | int, ...]


@dataclass
class Sketch:
    """Values by path, in the shape of a rubric's file."""

    value: dict[str, Any] = field(default_factory=dict)
    spots: dict[Steps, Spot] = field(default_factory=dict)

    def put(self, path: Steps, value: object, spot: Spot) -> None:
        """Put a value under a name; lists on the way grow by one when the path leads behind their end."""
        inside: Any = self.value
        for step, following in pairwise(path):
            inside = self._step_into(inside, step, [] if isinstance(following, int) else {})
        inside[path[-1]] = value
        self.spots[path] = spot

    def put_words(self, path: Steps, words: Mapping[str, str], spots: Mapping[str, Spot]) -> None:
        """Put a text in its languages, each with its own spot."""
        self.put(path, dict(words), next(iter(spots.values())))
        self.spots |= {(*path, language): spot for language, spot in spots.items()}

    def next_in(self, path: Steps) -> Steps:
        """Return the path behind the last item of a list, which need not be there yet."""
        inside: Any = self.value
        for step in path:
            inside = inside.get(step, ()) if isinstance(inside, dict) else inside[step]
        return (*path, len(inside))

    def in_lines(self) -> Document:
        """Return the document with lines."""
        return Document(self.value, {(): 1, **{path: int(spot) for path, spot in self.spots.items()}})

    def in_json(self) -> Document:
        """Return the document with JSON paths."""
        names = {path: str(spot) for path, spot in self.spots.items()}
        return Document(self.value, {(): 0}, {(): "", **names})

    @staticmethod
    def _step_into(inside: Any, step: str | int, missing: object) -> Any:  # noqa: ANN401 (lists in dicts in lists)
        if isinstance(step, int):
            if step == len(inside):
                inside.append(missing)
            return inside[step]
        return inside.setdefault(step, missing)
