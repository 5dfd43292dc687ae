"""How fast a pairing is solved and proven, and how much better than greed it is: medians of three seeds."""

import time
from collections.abc import Iterator
from dataclasses import dataclass
from statistics import median

from lms.pairing.domain.checking import violations
from lms.pairing.domain.matching import greedy_objective, solve
from lms.pairing.domain.problem import CrossOrganisation, Problem
from lms.pairing.domain.result import Result, Status
from tests.factories.pairing import Shape, seeded_problem

SEEDS = (1, 2, 3)
SHAPES = {
    "20 x 200": Shape(),
    "200 x 4000, own organisations": Shape(200, 4000, 20, 4, CrossOrganisation.NEVER),
    "200 x 4000, four regions": Shape(200, 4000, 20, 4),
    "200 x 4000, one pool": Shape(200, 4000, 20, 4, CrossOrganisation.ANYWHERE),
}


@dataclass(frozen=True)
class Measured:
    """One instance: the plan, the seconds it took with alternatives, and the objective of the greedy plan."""

    result: Result
    seconds: float
    greedy: float


def run() -> Iterator[tuple[str, float, str]]:
    for name, shape in SHAPES.items():
        measured = [_measure(seeded_problem(shape, seed=seed)) for seed in SEEDS]
        yield f"pairing {name}: proven plan", median(one.result.elapsed_s for one in measured), "s"
        yield f"pairing {name}: with exact alternatives", median(one.seconds for one in measured), "s"
        yield f"pairing {name}: alternatives a case", median(map(_alternatives_a_case, measured)), "people"
        yield f"pairing {name}: gap", 100 * max(one.result.gap_ratio for one in measured), "%"
        yield f"pairing {name}: greedy plan", median(map(_greedy_share, measured)), "% of the plan"


def _measure(problem: Problem) -> Measured:
    started = time.perf_counter()
    result = solve(problem)
    seconds = time.perf_counter() - started
    assert result.status is Status.OPTIMAL
    assert violations(problem, result) == ()
    return Measured(result, seconds, greedy_objective(problem))


def _alternatives_a_case(measured: Measured) -> float:
    named = measured.result.alternatives.values()
    return sum(map(len, named)) / max(len(named), 1)


def _greedy_share(measured: Measured) -> float:
    return 100 * measured.greedy / measured.result.objective
