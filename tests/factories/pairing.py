"""Pairing problems for tests and benchmarks: a seeded instance of any size, shaped like the field."""

from __future__ import annotations

import random
from dataclasses import dataclass

from lms.pairing.domain.problem import (
    Advisor,
    ClientType,
    CrossOrganisation,
    PairingCase,
    Policy,
    Problem,
    Weights,
)

CLIENT_TYPES = (
    ClientType("community_rooted", (1,)),
    ClientType("regional_core", (4,)),
    ClientType("complex_analysis", (4, 2)),
)
DEFAULT_WEIGHTS = Weights()
TYPE_SHARES = (78, 13, 9)
LEVEL_SHARES = (46, 30, 14, 10)
TOPIC_SHARES = {
    "general_management": 43,
    "tax": 13,
    "finance": 11,
    "other": 15,
    "management_innovation": 6,
    "labour": 6,
    "start_up": 2,
    "trade": 2,
    "it": 1,
    "succession": 1,
}


@dataclass(frozen=True)
class Shape:
    """How large a seeded instance is and how its people and cases are spread."""

    advisors: int = 20
    cases: int = 200
    organisations: int = 4
    regions: int = 2
    cross_organisation: CrossOrganisation = CrossOrganisation.SAME_REGION
    weights: Weights = DEFAULT_WEIGHTS
    allow_stretch: bool = True
    capacity: int = 12
    teams: bool = True


def seeded_problem(shape: Shape, *, seed: int) -> Problem:
    """Make the same instance for the same shape and seed; cases cluster in large organisations."""
    draw = random.Random(seed)
    sizes = [1.0 / (rank + 1) ** 0.5 for rank in range(shape.organisations)]
    advisors = tuple(_draw_advisor(draw, number, shape, sizes) for number in range(shape.advisors))
    cases = tuple(_draw_case(draw, number, shape, sizes, advisors) for number in range(shape.cases))
    policy = Policy(shape.cross_organisation, allow_stretch=shape.allow_stretch, weights=shape.weights)
    return Problem(policy, CLIENT_TYPES, advisors, cases)


def _draw_place(draw: random.Random, shape: Shape, sizes: list[float]) -> tuple[str, str]:
    organisation = draw.choices(range(shape.organisations), sizes)[0]
    return f"o{organisation:03}", f"r{organisation % shape.regions:02}"


def _draw_advisor(draw: random.Random, number: int, shape: Shape, sizes: list[float]) -> Advisor:
    organisation, region = _draw_place(draw, shape, sizes)
    level = draw.choices((1, 2, 3, 4), LEVEL_SHARES)[0]
    known = draw.choices(list(TOPIC_SHARES), list(TOPIC_SHARES.values()), k=3)
    return Advisor(
        id=f"a{number:05}",
        level=level,
        capacity=draw.randint(shape.capacity // 2, shape.capacity * 3 // 2),
        organisation=organisation,
        region=region,
        criteria={"B1": round(draw.uniform(max(level - 0.6, 1), min(level + 0.6, 4)), 1)},
        topics={topic: round(draw.uniform(0.2, 1.0), 1) for topic in known},
        trainee=level == 1 and draw.random() < 0.3,
        unavailable=draw.random() < 0.03,
    )


def _draw_case(
    draw: random.Random, number: int, shape: Shape, sizes: list[float], advisors: tuple[Advisor, ...]
) -> PairingCase:
    organisation, region = _draw_place(draw, shape, sizes)
    kind = draw.choices(CLIENT_TYPES, TYPE_SHARES)[0] if shape.teams else CLIENT_TYPES[0]
    topics = draw.choices(list(TOPIC_SHARES), list(TOPIC_SHARES.values()), k=draw.randint(1, 3))
    return PairingCase(
        id=f"c{number:06}",
        client_type=kind.code,
        organisation=organisation,
        region=region,
        topics=tuple(dict.fromkeys(topics)),
        needs={"B1": 1.5} if draw.random() < 0.1 else {},
        priority=draw.choice((1, 1, 1, 1, 2)),
        previous_advisor=draw.choice(advisors).id if draw.random() < 0.2 else None,
        excluded_advisors=frozenset({draw.choice(advisors).id}) if draw.random() < 0.05 else frozenset(),
    )
