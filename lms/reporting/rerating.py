"""Who has to be judged anew since the rubric came to mean something else, and in what."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from lms.evidence.queries import list_findings
from lms.kernel.actor import Actor
from lms.reporting.roster import Member, list_members
from lms.rubric.domain import Criterion, Rubric
from lms.rubric.queries import find_current_rubric


@dataclass(frozen=True)
class Rerating:
    """One person, the criteria in which all that is known was said in other words, and since when it is."""

    member: Member
    criteria: tuple[Criterion, ...]
    latest_on: date | None


@dataclass(frozen=True)
class ReratingQueue:
    """Everybody in reach who has something to be judged anew, who has most of it first.

    ``n_criteria``: how many levels wait in all; ``n_people``: how many people were looked at.
    """

    rubric: Rubric
    rows: Sequence[Rerating]
    n_criteria: int
    n_people: int

    @property
    def has_changed(self) -> bool:
        """Say whether the version in force follows another one."""
        return self.rubric.predecessor_id is not None


def find_rerating_queue(session: Session, actor: Actor, *, on: date) -> ReratingQueue | None:
    """Find what waits to be judged anew; None where the actor's organisations publish no rubric.

    A level waits as long as nothing it rests on was said since its words changed their meaning: it counts,
    with less weight, and stays provisional until somebody judges in the new words.
    """
    rubric = find_current_rubric(session, actor)
    if rubric is None:
        return None
    members = list_members(session, actor, on=on, role=None)
    if rubric.predecessor_id is None:
        return ReratingQueue(rubric, (), 0, len(members))
    found = list_findings(session, actor, [member.id for member in members], on, rubric=rubric)
    rows = []
    for member in members:
        findings = found[member.id].criteria
        due = tuple(one for one in rubric.criteria if findings[one.code].needs_rerating)
        if due:
            latest = max((day for one in due if (day := findings[one.code].latest_on)), default=None)
            rows.append(Rerating(member, due, latest))
    rows.sort(key=lambda row: -len(row.criteria))
    return ReratingQueue(rubric, rows, sum(len(row.criteria) for row in rows), len(members))
