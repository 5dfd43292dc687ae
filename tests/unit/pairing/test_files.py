"""Result files and the table of seats."""

import json

import pytest

from lms.pairing.domain.matching import solve
from lms.pairing.domain.problem import (
    Advisor,
    ClientType,
    CrossOrganisation,
    PairingCase,
    Policy,
    Problem,
    Weights,
)
from lms.pairing.domain.reading import RefusedDocument
from lms.pairing.domain.result_file import parse_result, write_edges, write_result
from tests.factories.pairing import Shape, seeded_problem

TYPES = (ClientType("team", (4, 2)),)
PEOPLE = (
    Advisor("b", 4, 1.0, "o1"),
    Advisor("a", 2, 1.0, "o1", trainee=True),
    Advisor("c", 4, 1.0, "o2"),
    Advisor("d", 4, 0.0, "o1"),
)


@pytest.fixture
def written():
    return json.loads(write_result(solve(seeded_problem(Shape(advisors=6, cases=8), seed=1))))


@pytest.fixture
def refused():
    def read(document):
        with pytest.raises(RefusedDocument) as refusal:
            parse_result(json.dumps(document))
        return {(one.path, one.wrong.code) for one in refusal.value.problems}

    return read


def test_the_table_lists_every_admissible_seat_in_the_order_of_ids_and_no_trainees():
    case = PairingCase("c1", "team", "o1", priority=2.0)
    problem = Problem(Policy(CrossOrganisation.NEVER, weights=Weights()), TYPES, PEOPLE, (case,))
    assert write_edges(problem).splitlines() == [
        "case,seat,advisor,points",
        "c1,0,b,250.000",
        "c1,0,d,250.000",
        "c1,1,a,50.000",
        "c1,1,b,23.333",
        "c1,1,d,23.333",
    ]


def test_a_table_of_nothing_has_its_heading():
    assert write_edges(Problem(Policy(), TYPES, PEOPLE, ())) == "case,seat,advisor,points\n"


def test_ids_with_commas_stay_whole():
    problem = Problem(Policy(), TYPES, (Advisor('x,"y', 4, 1.0),), (PairingCase("c,1", "team"),))
    assert write_edges(problem).splitlines()[1] == '"c,1",0,"x,""y",140.000'


def test_a_written_result_has_the_shape_others_rely_on(written):
    assert list(written) == [
        "status",
        "objective",
        "bound",
        "gap_ratio",
        "workload_cost",
        "elapsed_s",
        "pairs",
        "unassigned",
        "alternatives",
    ]
    assert set(written["pairs"][0]) == {"case", "members", "points", "reasons"}
    assert set(written["pairs"][0]["members"][0]) == {"advisor", "role"}
    assert set(written["pairs"][0]["reasons"][0]) == {"code", "points", "facts"}
    assert set(written["unassigned"][0]) == {"case", "reason", "facts"}
    several = next(iter(written["alternatives"].values()))
    assert set(several[0]) == {"advisor", "seat", "points", "cost"}


def test_a_result_without_workload_cost_and_seats_is_read(written):
    del written["workload_cost"]
    for several in written["alternatives"].values():
        for one in several:
            del one["seat"]
    result = parse_result(json.dumps(written))
    assert result.workload_cost == 0.0
    assert all(one.seat == 0 for several in result.alternatives.values() for one in several)


def test_each_mistake_in_a_result_is_named(written, refused):
    written["status"] = "perfect"
    written["objective"] = "much"
    del written["bound"]
    written["pairs"][0]["members"][0]["role"] = "chief"
    written["pairs"][0]["reasons"][0]["facts"] = 7
    written["unassigned"][0]["reason"] = "luck"
    case = next(iter(written["alternatives"]))
    written["alternatives"][case][0]["seat"] = -1
    assert refused(written) == {
        ("$.status", "is"),
        ("$.objective", "is"),
        ("$.bound", "is_missing"),
        ("$.pairs[0].members[0].role", "is"),
        ("$.pairs[0].reasons[0].facts", "is"),
        ("$.unassigned[0].reason", "is"),
        (f"$.alternatives.{case}[0].seat", "is"),
    }
    assert refused([]) >= {("$", "is_list")}
