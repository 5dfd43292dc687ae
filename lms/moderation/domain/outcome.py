"""What a round gave: how the levels spread over each criterion of each vignette. No names, no rows."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np

from lms.evidence.domain.agreement import Figure, Missing, Reading
from lms.evidence.domain.agreement.units import IntArray
from lms.moderation.domain.agreement import AgreementLine, measure_all

TALKING_POINTS = 5
CLOSE_ENOUGH = 0.5
"""Where two raters drawn at random lie less than half a level apart, there is little to talk about."""


@dataclass(frozen=True)
class Cell:
    """One criterion of one vignette: ``counts`` by level from 1 up, ``n_unsure`` who could not judge."""

    number: int
    code: str
    counts: tuple[int, ...]
    n_unsure: int

    @property
    def n(self) -> int:
        """Count the levels given."""
        return sum(self.counts)

    @property
    def total(self) -> int:
        """Count the answers, those that could not judge included."""
        return self.n + self.n_unsure

    @property
    def mean(self) -> float | None:
        """Return the mean level, None where nobody gave one."""
        return sum(level * n for level, n in enumerate(self.counts, start=1)) / self.n if self.n else None

    @property
    def spread(self) -> float:
        """Return how many levels two raters lie apart on average; 0 with fewer than two."""
        if self.n < 2:  # noqa: PLR2004 (it takes two)
            return 0.0
        steps = combinations(enumerate(self.counts), 2)
        apart = sum((higher - lower) * one * other for (lower, one), (higher, other) in steps)
        return apart / (self.n * (self.n - 1) / 2)

    @property
    def range(self) -> tuple[int, int] | None:
        """Return the lowest and the highest level given."""
        given = [level for level, n in enumerate(self.counts, start=1) if n]
        return (given[0], given[-1]) if given else None


@dataclass(frozen=True)
class Outcome:
    """A round's result, fixed when the round ended. ``n_changed``: who gave another level than at first."""

    n_raters: int
    cells: tuple[Cell, ...]
    agreement: tuple[AgreementLine, ...]
    n_changed: int = 0

    @property
    def overall(self) -> AgreementLine:
        """Return agreement on everything together."""
        return self.agreement[0]

    def talking_points(self) -> list[Cell]:
        """List where raters lie furthest apart, the widest first: where a talk begins."""
        apart = [cell for cell in self.cells if cell.spread >= CLOSE_ENOUGH]
        return sorted(apart, key=lambda cell: (-cell.spread, cell.number, cell.code))[:TALKING_POINTS]


@dataclass(frozen=True)
class Sheet:
    """All answers of a round: ``levels``: (raters, units), 0 where one could not judge; rows by rater."""

    units: Sequence[tuple[int, str]]
    levels: IntArray

    @classmethod
    def of_rows(
        cls, rows: Iterable[tuple[int, int, int]], *, units: Sequence[tuple[int, str]], n_raters: int
    ) -> "Sheet":
        """Fill a sheet from rows (rater's place, unit's place, level)."""
        levels = np.zeros((n_raters, len(units)), dtype=np.int64)
        for rater, unit, level in rows:
            levels[rater, unit] = level
        return cls(units, levels)


def work_out(codes: Sequence[str], sheet: Sheet, *, n_levels: int, before: Sheet | None = None) -> Outcome:
    """Work a round out, the second one beside the ``before`` of the same raters, in the same order."""
    unit_codes = [code for _number, code in sheet.units]
    earlier = None if before is None else before.levels
    counted = [(sheet.levels == level).sum(axis=0).tolist() for level in range(n_levels + 1)]
    cells = tuple(
        Cell(
            number, code, tuple(counted[level][place] for level in range(1, n_levels + 1)), counted[0][place]
        )
        for place, (number, code) in enumerate(sheet.units)
    )
    return Outcome(
        n_raters=len(sheet.levels),
        cells=cells,
        agreement=measure_all(codes, unit_codes, sheet.levels, n_levels=n_levels, before=earlier),
        n_changed=0 if earlier is None else int((sheet.levels != earlier).any(axis=1).sum()),
    )


def document_of(outcome: Outcome) -> dict[str, object]:
    """Return an outcome as plain values, to be kept; ``outcome_of`` reads them back."""
    return {
        "n_raters": outcome.n_raters,
        "n_changed": outcome.n_changed,
        "cells": [[cell.number, cell.code, list(cell.counts), cell.n_unsure] for cell in outcome.cells],
        "agreement": [
            {
                "code": line.code,
                "n_pairs": line.n_pairs,
                "n_raters": line.n_raters,
                "reading": line.reading.value,
                **{name: _written(getattr(line, name)) for name in ("same", "alpha", "change")},
            }
            for line in outcome.agreement
        ],
    }


def outcome_of(document: Mapping[str, object]) -> Outcome:
    """Read back what ``document_of`` wrote."""
    given: Mapping[str, list] = document  # type: ignore[assignment,type-arg]  # JSON of our own making
    return Outcome(
        n_raters=int(str(document["n_raters"])),
        n_changed=int(str(document["n_changed"])),
        cells=tuple(
            Cell(number, code, tuple(counts), unsure) for number, code, counts, unsure in given["cells"]
        ),
        agreement=tuple(
            AgreementLine(
                code=line["code"],
                n_pairs=line["n_pairs"],
                n_raters=line["n_raters"],
                reading=Reading(line["reading"]),
                **{name: _read(line[name]) for name in ("same", "alpha", "change")},
            )
            for line in given["agreement"]
        ),
    )


def _written(figure: Figure | None) -> list[object] | None:
    if figure is None:
        return None
    return [figure.value, list(figure.interval) if figure.interval else None, figure.missing]


def _read(written: list[object] | None) -> Figure | None:
    if written is None:
        return None
    value, interval, missing = written
    return Figure(
        None if value is None else float(str(value)),
        None if interval is None else tuple(interval),  # type: ignore[arg-type]  # two numbers, as written above
        Missing(str(missing)) if missing else None,
    )
