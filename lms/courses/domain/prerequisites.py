"""Which course comes before which, and where that goes round in a circle."""

from collections import deque
from collections.abc import Callable, Sequence


def find_circle(slug: str, before: Callable[[str], Sequence[str]]) -> tuple[str, ...] | None:
    """Return a shortest way from a course through prerequisites back to itself, both ends named; else None.

    ``before`` gives the courses to take before one; of a course nobody knows, none.
    """
    waiting: deque[tuple[str, ...]] = deque([(slug,)])
    seen: set[str] = set()
    while waiting:
        way = waiting.popleft()
        for earlier in before(way[-1]):
            if earlier == slug:
                return (*way, slug)
            if earlier not in seen:
                seen.add(earlier)
                waiting.append((*way, earlier))
    return None
