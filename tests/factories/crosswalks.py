"""Crosswalks between four versions, drawn at random; a criterion's id says its version and number."""

from uuid import UUID

from hypothesis import strategies as st

from lms.rubric.domain import CrosswalkKind
from lms.rubric.domain.translation import Link

SIZE, LEVELS = 4, 4
CRITERIA = st.integers(0, SIZE - 1)
MAPS = st.lists(st.integers(1, LEVELS), min_size=LEVELS, max_size=LEVELS).map(
    lambda levels: dict(enumerate(sorted(levels), start=1))
)


@st.composite
def crosswalks(draw: st.DrawFn) -> list[list[Link]]:
    """Draw three versions' crosswalks, the latest first; a criterion's id says its version and number."""
    found = []
    for version in (2, 1, 0):
        links = []
        for number in range(SIZE):
            targets = draw(st.lists(CRITERIA, unique=True, max_size=3))
            kind = CrosswalkKind.SAME if len(targets) == 1 else CrosswalkKind.SPLIT
            levels = draw(st.none() | MAPS) if targets else None
            if levels is not None:
                kind = CrosswalkKind.SHIFTED
            source = UUID(int=version * 10 + number)
            links += [Link(source, UUID(int=(version + 1) * 10 + one), kind, levels) for one in targets]
            if not targets:
                links.append(Link(source, None, CrosswalkKind.RETIRED))
        found.append(links)
    return found
