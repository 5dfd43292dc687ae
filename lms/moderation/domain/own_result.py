"""One rater's levels beside those of the others and beside the panel's: for that rater alone."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from math import sqrt
from statistics import fmean, variance

from scipy.special import stdtrit

from lms.evidence.domain.agreement import CONFIDENCE
from lms.moderation.domain.outcome import Cell

FEWEST_JUDGEMENTS = 5
"""A difference from fewer judgements is chance."""
WIDE = 1.0
"""A whole level away from the others, on average, is worth a look."""
FEW_LEVELS = 2


class Direction(StrEnum):
    """Which way one's levels lie from the others', as far as that can be told."""

    STRICTER = "stricter"
    MILDER = "milder"
    UNCLEAR = "unclear"


class Advice(StrEnum):
    """What to try."""

    READ_HIGHER = "read_higher"
    READ_LOWER = "read_lower"
    USE_THE_SCALE = "use_the_scale"
    COMPARE_CRITERIA = "compare_criteria"
    GO_ON = "go_on"


@dataclass(frozen=True)
class OwnCell:
    """One criterion of one vignette: one's own levels, and everybody's ``cell``, one's own among them.

    ``reference``: the panel's mean and standard error. ``again``: one's level of the second round.
    """

    cell: Cell
    level: int | None
    again: int | None = None
    reference: tuple[float, float] | None = None

    @property
    def others_mean(self) -> float | None:
        """Return the mean of the others' levels."""
        n, mean = self.cell.n, self.cell.mean
        if mean is None or self.level is None:
            return mean
        return (mean * n - self.level) / (n - 1) if n > 1 else None

    @property
    def from_others(self) -> float | None:
        """Return how far one's level lies above the others' mean (below: negative)."""
        mean = self.others_mean
        return None if self.level is None or mean is None else self.level - mean

    @property
    def from_reference(self) -> float | None:
        """Return how far one's level lies above the panel's."""
        return None if self.level is None or self.reference is None else self.level - self.reference[0]


@dataclass(frozen=True)
class Difference:
    """A mean difference in levels over ``n`` judgements; the interval is None for fewer than five."""

    n: int
    mean: float
    interval: tuple[float, float] | None

    @property
    def direction(self) -> Direction:
        """Say which way it goes, once zero lies outside its interval."""
        if self.interval is None or self.interval[0] <= 0 <= self.interval[1]:
            return Direction.UNCLEAR
        return Direction.STRICTER if self.mean < 0 else Direction.MILDER


@dataclass(frozen=True)
class OwnLine:
    """One criterion over all vignettes."""

    code: str
    cells: tuple[OwnCell, ...]
    from_others: Difference | None
    from_reference: Difference | None

    @property
    def is_wide(self) -> bool:
        """Say whether one lies a whole level from the others here."""
        return self.from_others is not None and abs(self.from_others.mean) >= WIDE


@dataclass(frozen=True)
class OwnResult:
    """The whole of it. ``n_changed``: how many levels one gave otherwise in the second round."""

    lines: tuple[OwnLine, ...]
    from_others: Difference | None
    from_reference: Difference | None
    n_changed: int
    advice: tuple[Advice, ...]


def compare(cells: Sequence[OwnCell], codes: Iterable[str]) -> OwnResult:
    """Put one's answers of a session beside the others'. Lines come in the order of ``codes``."""
    lines = tuple(_line(code, tuple(one for one in cells if one.cell.code == code)) for code in codes)
    from_others = _difference(cells, lambda one: one.from_others)
    return OwnResult(
        lines=lines,
        from_others=from_others,
        from_reference=_from_reference(cells),
        n_changed=sum(one.again is not None and one.again != one.level for one in cells),
        advice=tuple(_advise(cells, lines, from_others)),
    )


def _line(code: str, cells: tuple[OwnCell, ...]) -> OwnLine:
    return OwnLine(code, cells, _difference(cells, lambda one: one.from_others), _from_reference(cells))


def _from_reference(cells: Sequence[OwnCell]) -> Difference | None:
    """Measure against the panel; what the panel is not sure of widens the interval."""
    doubts = [one.reference[1] for one in cells if one.reference is not None and one.level is not None]
    return _difference(cells, lambda one: one.from_reference, doubt=sqrt(sum(one**2 for one in doubts)))


def _difference(
    cells: Sequence[OwnCell], of: Callable[[OwnCell], float | None], *, doubt: float = 0.0
) -> Difference | None:
    """Take the mean of differences; ``doubt``: a standard error of their sum that they do not show."""
    values = [value for one in cells if (value := of(one)) is not None]
    n = len(values)
    if not n:
        return None
    mean = fmean(values)
    if n < FEWEST_JUDGEMENTS:
        return Difference(n, mean, None)
    error = sqrt(variance(values) / n + (doubt / n) ** 2)
    half = float(stdtrit(n - 1, (1 + CONFIDENCE) / 2)) * error
    return Difference(n, mean, (mean - half, mean + half))


def _advise(
    cells: Sequence[OwnCell], lines: Sequence[OwnLine], difference: Difference | None
) -> Iterable[Advice]:
    found: list[Advice] = []
    if difference is not None and difference.direction is Direction.STRICTER:
        found.append(Advice.READ_HIGHER)
    if difference is not None and difference.direction is Direction.MILDER:
        found.append(Advice.READ_LOWER)
    if _uses_few_levels(cells):
        found.append(Advice.USE_THE_SCALE)
    if any(line.is_wide for line in lines):
        found.append(Advice.COMPARE_CRITERIA)
    return found or [Advice.GO_ON]


def _uses_few_levels(cells: Sequence[OwnCell]) -> bool:
    """Say whether one kept to two levels or fewer where the others' means ask for more."""
    own = {one.level for one in cells if one.level is not None}
    others = {round(one.others_mean) for one in cells if one.others_mean is not None}
    return len(cells) >= 2 * FEWEST_JUDGEMENTS and 0 < len(own) <= FEW_LEVELS < len(others)
