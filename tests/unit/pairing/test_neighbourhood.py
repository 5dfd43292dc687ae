"""The part of a plan that is solved again when somebody is forced onto a case."""

import numpy as np

from lms.pairing.domain.neighbourhood import Neighbourhood
from lms.pairing.domain.search import Block
from lms.pairing.domain.seats import list_seats
from lms.pairing.domain.workload import Workload
from tests.factories.pairing import Shape, seeded_problem


def test_a_seat_outside_what_may_change_cannot_be_forced():
    problem = seeded_problem(Shape(), seed=1)
    table = list_seats(problem)
    block = Block(table, rows=np.array([0]), value=0.0, bound=0.0, relaxation=None)
    nobody_is_busy = np.zeros(len(table.pool.advisors))
    part = Neighbourhood(block, rows=np.array([0, 1]), fixed=nobody_is_busy, is_everything=False)

    assert (
        part.solve(Workload.of(problem.cases, 0.0), forced=np.array([len(table.case) - 1]), seconds=1.0)
        is None
    )
