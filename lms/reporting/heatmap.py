"""People × criteria: who stands where, narrowed and put in order by what the address asks for."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID

from sqlalchemy.orm import Session

from lms.evidence.domain import FindingStatus, PersonFindings
from lms.evidence.queries import list_findings
from lms.kernel.actor import Actor
from lms.people.domain import RoleCode
from lms.reporting.comparing import Gate, find_gate
from lms.reporting.roster import Member, Place, PlaceTree, list_members, list_places
from lms.rubric.domain import Rubric
from lms.rubric.queries import find_current_rubric

UNKNOWN = 0
"""Asked for in the place of a level: nothing can be said of it yet."""


class Freshness(StrEnum):
    """How recent what is known of a person is."""

    FRESH = "fresh"
    STALE = "stale"
    NEVER = "never"


class Order(StrEnum):
    """In what order people stand. None of them is by level: across organisations that would rank raters."""

    NAME = "name"
    ORGANISATION = "organisation"
    LEAST_KNOWN = "least_known"


@dataclass(frozen=True)
class MapFilter:
    """Whom a map shows, and in what order; ``role`` None = whatever role, ``level`` None = whatever level."""

    organisation_id: UUID | None = None
    role: str | None = RoleCode.ADVISOR
    level: int | None = None
    freshness: Freshness | None = None
    text: str = ""
    order: Order = Order.NAME

    @property
    def asks_for_levels(self) -> bool:
        """Say whether everybody's levels have to be known before a page of people can be cut out."""
        return self.level is not None or self.freshness is not None or self.order is Order.LEAST_KNOWN


@dataclass(frozen=True)
class HeatRow:
    """One person with everything found about them."""

    member: Member
    findings: PersonFindings


@dataclass(frozen=True)
class HeatMap:
    """One page of people with their levels; ``total`` and ``gate`` speak of all pages."""

    rubric: Rubric
    rows: Sequence[HeatRow]
    total: int
    place: Place | None
    tree: PlaceTree
    gate: Gate | None


def find_heat_map(
    session: Session, actor: Actor, wish: MapFilter, *, on: date, first: int = 0, limit: int | None = None
) -> HeatMap | None:
    """Put a map together; None where the actor's organisations publish no rubric."""
    rubric = find_current_rubric(session, actor)
    if rubric is None:
        return None

    def find(members: Iterable[Member]) -> Mapping[UUID, PersonFindings]:
        return list_findings(session, actor, [member.id for member in members], on, rubric=rubric)

    members = list_members(session, actor, on=on, role=wish.role, text=wish.text)
    tree = PlaceTree(list_places(session, actor), members)
    place = tree.find(wish.organisation_id)
    below = [member for member in members if place is None or member.place.path.startswith(place.path)]
    known = find(below) if wish.asks_for_levels else None
    listed = _narrow(below, wish, known)
    shown = listed[first : None if limit is None else first + limit]
    found = find(shown) if known is None else known
    return HeatMap(
        rubric=rubric,
        rows=[HeatRow(member, found[member.id]) for member in shown],
        total=len(listed),
        place=place,
        tree=tree,
        gate=find_gate(session, rubric, list(dict.fromkeys(member.place for member in listed))),
    )


def fits(findings: PersonFindings, wish: MapFilter) -> bool:
    """Say whether what was found about a person is what the filter asks for."""
    overall = findings.overall
    if wish.level == UNKNOWN and overall.level is not None:
        return False
    if wish.level and (overall.level or UNKNOWN) < wish.level:
        return False
    return wish.freshness is None or wish.freshness is freshness_of(findings)


def freshness_of(findings: PersonFindings) -> Freshness:
    """Say how recent the latest observation of a person is."""
    overall = findings.overall
    if overall.latest_on is None:
        return Freshness.NEVER
    return Freshness.STALE if overall.is_stale else Freshness.FRESH


def _narrow(
    members: Sequence[Member], wish: MapFilter, known: Mapping[UUID, PersonFindings] | None
) -> Sequence[Member]:
    """Leave whom the filter asks for, in its order; whoever is alike stays in reading order."""
    if known is not None:
        members = [member for member in members if fits(known[member.id], wish)]
        if wish.order is Order.LEAST_KNOWN:
            return sorted(members, key=lambda member: _how_much_is_known(known[member.id]))
    if wish.order is Order.ORGANISATION:
        return sorted(members, key=lambda member: member.place.path)
    return members


def _how_much_is_known(findings: PersonFindings) -> tuple[int, int, int]:
    statuses = [finding.status for finding in findings.criteria.values()]
    return (
        len(statuses) - statuses.count(FindingStatus.INSUFFICIENT),
        statuses.count(FindingStatus.ESTABLISHED),
        findings.overall.n_observations,
    )
