"""Writing and reading RESULT.json, and the table of admissible seats as CSV."""

from __future__ import annotations

import csv
import io
import json

from lms.pairing.domain.points import ReasonCode
from lms.pairing.domain.problem import Problem, Role
from lms.pairing.domain.reading import InputProblem, Reader, RefusedDocument, read_json
from lms.pairing.domain.result import (
    Alternative,
    Member,
    OpenReason,
    Pair,
    Reason,
    Result,
    Status,
    Unassigned,
)
from lms.pairing.domain.seats import list_seats

MOST_POINTS = 1e15
MOST_SEATS = 1_000
EDGE_COLUMNS = ("case", "seat", "advisor", "points")


def write_result(result: Result) -> str:
    """Write RESULT.json; reading it back gives an equal result."""
    document = {
        "status": result.status,
        "objective": result.objective,
        "bound": result.bound,
        "gap_ratio": result.gap_ratio,
        "workload_cost": result.workload_cost,
        "elapsed_s": result.elapsed_s,
        "pairs": [_write_pair(pair) for pair in result.pairs],
        "unassigned": [
            {"case": one.case, "reason": one.reason, "facts": dict(one.facts)} for one in result.unassigned
        ],
        "alternatives": {
            case: [
                {"advisor": one.advisor, "seat": one.seat, "points": one.points, "cost": one.cost}
                for one in several
            ]
            for case, several in result.alternatives.items()
        },
    }
    return json.dumps(document, ensure_ascii=False, indent=1) + "\n"


def _write_pair(pair: Pair) -> dict[str, object]:
    return {
        "case": pair.case,
        "members": [{"advisor": member.advisor, "role": member.role} for member in pair.members],
        "points": pair.points,
        "reasons": [
            {"code": reason.code, "points": reason.points, "facts": dict(reason.facts)}
            for reason in pair.reasons
        ],
    }


def parse_result(text: str) -> Result:
    """Read RESULT.json.

    Raises RefusedDocument with every problem found.
    """
    problems: list[InputProblem] = []
    root = Reader(read_json(text), "$", problems)
    alternatives = root.child("alternatives")
    result = Result(
        status=root.choice("status", Status),
        objective=_points(root, "objective"),
        bound=_points(root, "bound"),
        gap_ratio=root.number("gap_ratio"),
        workload_cost=_points(root, "workload_cost") if root.has("workload_cost") else 0.0,
        elapsed_s=root.number("elapsed_s"),
        pairs=tuple(_read_pair(reader) for reader in root.children("pairs")),
        unassigned=tuple(_read_unassigned(reader) for reader in root.children("unassigned")),
        alternatives={
            case: tuple(_read_alternative(reader) for reader in alternatives.children(case))
            for case in alternatives.names()
        },
    )
    if problems:
        raise RefusedDocument(tuple(problems))
    return result


def _points(reader: Reader, key: str) -> float:
    return reader.number(key, low=-MOST_POINTS, high=MOST_POINTS)


def _read_pair(reader: Reader) -> Pair:
    return Pair(
        case=reader.text("case"),
        members=tuple(
            Member(one.text("advisor"), one.choice("role", Role)) for one in reader.children("members")
        ),
        points=_points(reader, "points"),
        reasons=tuple(
            Reason(one.choice("code", ReasonCode), _points(one, "points"), one.facts("facts"))
            for one in reader.children("reasons")
        ),
    )


def _read_unassigned(reader: Reader) -> Unassigned:
    return Unassigned(reader.text("case"), reader.choice("reason", OpenReason), reader.facts("facts"))


def _read_alternative(reader: Reader) -> Alternative:
    return Alternative(
        advisor=reader.text("advisor"),
        seat=reader.whole("seat", low=0, high=MOST_SEATS, default=0),
        points=_points(reader, "points"),
        cost=_points(reader, "cost"),
    )


def write_edges(problem: Problem) -> str:
    """Write EDGES.csv: every admissible seat with its points, in the order of ids."""
    table = list_seats(problem)
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(EDGE_COLUMNS)
    for row in range(len(table.case)):
        if not table.is_trainee[row]:
            case, advisor = table.cases[table.case[row]], table.pool.advisors[table.advisor[row]]
            writer.writerow((case.id, int(table.seat[row]), advisor.id, f"{table.points[row]:.3f}"))
    return text.getvalue()
