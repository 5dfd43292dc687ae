"""The best plan of a small problem by trying every one: a reference written apart from the solver.

Regular seats come from the published table of seats; the rest is written down again from the documentation.
"""

from collections.abc import Iterator, Mapping
from itertools import product
from statistics import median

from lms.pairing.domain.problem import Advisor, CrossOrganisation, PairingCase, Problem
from lms.pairing.domain.result_file import write_edges

Loads = tuple[float, ...]
Team = tuple[tuple[str, ...], float]
SLACK = 1e-9


def best_objective(problem: Problem, *, forced: tuple[str, str] | None = None) -> float | None:
    """Return the best objective, with ``forced`` = (case, advisor) seated; None where that is impossible."""
    position = {advisor.id: number for number, advisor in enumerate(problem.advisors)}
    plans: dict[Loads, float] = {tuple(0.0 for _ in problem.advisors): 0.0}
    for case in problem.cases:
        teams = list(_teams(problem, case, forced))
        grown: dict[Loads, float] = {}
        for loads, points in plans.items():
            for people, earned in teams:
                then = list(loads)
                for person in people:
                    then[position[person]] += case.load
                if all(load <= a.capacity + SLACK for load, a in zip(then, problem.advisors, strict=True)):
                    key = tuple(then)
                    grown[key] = max(grown.get(key, float("-inf")), points + earned)
        plans = grown
    values = [points - _workload(problem, loads) for loads, points in plans.items()]
    return max(values, default=None)


def _teams(problem: Problem, case: PairingCase, forced: tuple[str, str] | None) -> Iterator[Team]:
    """List every way to seat a case, leaving it open included, each with what it earns."""
    must = forced[1] if forced is not None and forced[0] == case.id else None
    if must is None:
        yield (), 0.0
    seats = _seats(problem)[case.id]
    size = len(problem.seats_of(case))
    if set(seats) != set(range(size)):
        return
    for choice in product(*(seats[seat].items() for seat in range(size))):
        people = tuple(person for person, _ in choice)
        if len(set(people)) < size or (must is not None and must not in people):
            continue
        earned = sum(points for _, points in choice)
        yield people, earned
        for trainee in problem.advisors:
            if trainee.id not in people and _may_learn(problem, case, trainee):
                step = problem.seats_of(case)[0] - trainee.level
                worth = problem.policy.weights.development / step * (1 + _nearness(case, trainee)) / 2
                worth = round(worth * 1000) / 1000
                yield (*people, trainee.id), earned + worth


def _seats(problem: Problem) -> Mapping[str, dict[int, dict[str, float]]]:
    found: dict[str, dict[int, dict[str, float]]] = {case.id: {} for case in problem.cases}
    for line in write_edges(problem).splitlines()[1:]:
        case, seat, advisor, points = line.split(",")
        found[case].setdefault(int(seat), {})[advisor] = float(points)
    return found


def _may_learn(problem: Problem, case: PairingCase, advisor: Advisor) -> bool:
    policy = problem.policy
    rule = policy.cross_organisation
    near = (
        rule is CrossOrganisation.ANYWHERE
        or case.organisation is None
        or advisor.organisation in (None, case.organisation)
        or (
            rule is CrossOrganisation.SAME_REGION
            and case.region is not None
            and case.region == advisor.region
        )
    )
    wanted = policy.allow_stretch and policy.weights.development > 0
    step_up = advisor.level < problem.seats_of(case)[0]
    free = not advisor.unavailable and advisor.id not in case.excluded_advisors
    return wanted and near and step_up and free and advisor.trainee


def _nearness(case: PairingCase, advisor: Advisor) -> float:
    if case.organisation is not None and case.organisation == advisor.organisation:
        return 1.0
    return 0.5 if case.region is not None and case.region == advisor.region else 0.0


def _workload(problem: Problem, loads: Loads) -> float:
    """Price the loads: half the square of the share, straight between whole numbers of ordinary cases."""
    weight = problem.policy.weights.workload
    unit = median([case.load for case in problem.cases if case.load > 0] or [0.0])
    if not weight or not unit:
        return 0.0
    return sum(
        _price(load, advisor.capacity, unit, weight)
        for load, advisor in zip(loads, problem.advisors, strict=True)
    )


def _price(load: float, capacity: float, unit: float, weight: float) -> float:
    if load <= SLACK:
        return 0.0
    below = int(load / unit + SLACK) * unit
    above = min(below + unit, capacity)
    at_below, at_above = (weight * at * at / (2 * capacity * unit) for at in (below, above))
    if above - below <= SLACK:
        return at_below
    return at_below + (at_above - at_below) * (load - below) / (above - below)
