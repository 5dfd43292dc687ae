"""The level that opens a door: what people decided, else what the evidence proves.

An overall decision in force rules, also where it is lower than the estimate's: somebody looked at the
person's work and answers for the level with their name, and a gate is where that counts. Nothing else about
the person follows from it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy.orm import Session

from lms.decisions.queries import list_overall_in_force
from lms.evidence.domain import PersonFindings
from lms.kernel.actor import Actor
from lms.rubric.domain import Rubric


@dataclass(frozen=True)
class GateLevel:
    """Somebody's level at a gate (None: none proven); ``decided_on``: when, where people decided it."""

    level: int | None
    decided_on: date | None = None


def list_gate_levels(
    session: Session,
    actor: Actor,
    findings: Mapping[UUID, PersonFindings],
    on: date,
    *,
    rubric: Rubric | None,
) -> Mapping[UUID, GateLevel]:
    """Find the gate level of everybody with findings, in one statement; none without a rubric."""
    if rubric is None:
        return {person_id: GateLevel(found.gate_level()) for person_id, found in findings.items()}
    decided = list_overall_in_force(session, actor, findings, on, rubric=rubric)
    return {
        person_id: GateLevel(decided[person_id].level, decided[person_id].decided_on)
        if person_id in decided
        else GateLevel(found.gate_level())
        for person_id, found in findings.items()
    }
