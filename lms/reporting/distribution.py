"""How many people stand at which level, by organisation, telling nothing about groups too small to hide in.

Terms. A *group* is everybody below an organisation, or everybody it employs itself. A group is *shown* when
it has at least ``SMALLEST_GROUP`` people and what is left of it after taking away the shown groups inside it
is nobody or again at least as many. Shown groups lie inside each other or apart, so whatever one subtracts
from whatever, what remains is a sum of such remainders: nobody, or a group large enough.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID

from sqlalchemy.orm import Session

from lms.evidence.domain import FindingStatus, LevelFinding, PersonFindings
from lms.evidence.queries import list_findings
from lms.kernel.actor import Actor
from lms.people.domain import RoleCode
from lms.reporting.comparing import Gate, find_gate
from lms.reporting.roster import Member, Place, PlaceTree, list_members, list_places, paths_above
from lms.rubric.domain import Rubric
from lms.rubric.queries import find_current_rubric

SMALLEST_GROUP = 5
EVERYTHING = "/"
"""The path above all organisations."""

OVERALL = ""
"""Asked for in the place of a domain or criterion: all criteria together."""


class Veil(StrEnum):
    """Why a group is not shown."""

    SMALL = "small"
    WOULD_REVEAL = "would_reveal"


@dataclass(frozen=True)
class Counts:
    """How many people stand at which level, ``n_unknown`` at none, ``n_sure`` at an established one."""

    by_level: Mapping[int, int]
    n_unknown: int
    n_sure: int

    @property
    def total(self) -> int:
        """Everybody counted."""
        return sum(self.by_level.values()) + self.n_unknown


@dataclass(frozen=True)
class GroupRow:
    """One group: below ``place``, or (``is_direct``) employed by it itself; ``counts`` None behind a veil."""

    place: Place | None
    is_direct: bool
    has_more: bool
    counts: Counts | None
    veil: Veil | None


@dataclass(frozen=True)
class Distribution:
    """The groups directly below ``place``, and all of it together (``whole``)."""

    rubric: Rubric
    of: str
    place: Place | None
    tree: PlaceTree
    whole: GroupRow
    rows: Sequence[GroupRow]
    gate: Gate | None


class Groups:
    """Decides for every group of a tree of organisations whether it is shown, the lowest ones first."""

    def __init__(self, paths: Iterable[str], employers: Iterable[str]) -> None:
        """Take the paths of all organisations, and that of each person's employer."""
        self._employed = Counter(employers)
        self._veils: dict[tuple[str, bool], Veil | None] = {}
        self._size: Counter[str] = Counter()
        self._covered: Counter[str] = Counter()
        known = {*paths, EVERYTHING}
        for path in sorted(known, key=len, reverse=True):
            self._decide(path)
            if path != EVERYTHING:
                above = next(other for other in paths_above(path) if other in known)
                self._size[above] += self._size[path]
                self._covered[above] += self._covered[path]

    def veil_of(self, path: str, *, is_direct: bool = False) -> Veil | None:
        """Say why everybody below an organisation, or whom it employs itself, is not shown."""
        return self._veils[path, is_direct]

    def _decide(self, path: str) -> None:
        own, has_more = self._employed[path], self._size[path] > 0
        self._veils[path, True] = _veil(own, left_over=own)
        if has_more and self._veils[path, True] is None:
            self._covered[path] += own
        self._size[path] += own
        whole = self._size[path]
        self._veils[path, False] = _veil(whole, left_over=whole - self._covered[path])
        if self._veils[path, False] is None:
            self._covered[path] = whole


def _veil(size: int, *, left_over: int) -> Veil | None:
    if size < SMALLEST_GROUP:
        return Veil.SMALL
    return Veil.WOULD_REVEAL if 0 < left_over < SMALLEST_GROUP else None


def count_levels(findings: Iterable[LevelFinding]) -> Counts:
    """Count people by the level found, and on how many of them one may rely."""
    listed = list(findings)
    by_level = Counter(finding.level for finding in listed if finding.level is not None)
    return Counts(
        by_level={level: by_level[level] for level in sorted(by_level)},
        n_unknown=sum(finding.level is None for finding in listed),
        n_sure=sum(finding.status is FindingStatus.ESTABLISHED for finding in listed),
    )


def pick(findings: PersonFindings, of: str) -> LevelFinding:
    """Take the finding of a domain, of a criterion, or of all criteria together."""
    if of == OVERALL:
        return findings.overall
    return findings.domains[of] if of in findings.domains else findings.criteria[of]


def find_distribution(
    session: Session, actor: Actor, *, of: str, organisation_id: UUID | None, on: date
) -> Distribution | None:
    """Count the advisors in reach by level, overall for an unknown ``of``; None without a rubric."""
    rubric = find_current_rubric(session, actor)
    if rubric is None:
        return None
    known = {*(domain.code for domain in rubric.domains), *(one.code for one in rubric.criteria)}
    of = of if of in known else OVERALL
    members = list_members(session, actor, on=on, role=RoleCode.ADVISOR)
    places = list_places(session, actor)
    tree = PlaceTree(places, members)
    place = tree.find(organisation_id)
    found = list_findings(session, actor, [member.id for member in members], on, rubric=rubric)
    groups = Groups((place.path for place in places), (member.place.path for member in members))

    def row(group: Place | None, *, is_direct: bool = False) -> GroupRow:
        path = group.path if group else EVERYTHING
        inside = [
            pick(found[member.id], of)
            for member in members
            if (member.place.path == path if is_direct else member.place.path.startswith(path))
        ]
        veil = groups.veil_of(path, is_direct=is_direct)
        has_more = group is not None and not is_direct and bool(tree.branches(group))
        return GroupRow(group, is_direct, has_more, None if veil else count_levels(inside), veil)

    below = [row(branch.place) for branch in tree.branches(place)]
    direct = [row(place, is_direct=True)] if place and below and tree.employed_by(place) else []
    listed = _places_below(members, place)
    return Distribution(
        rubric, of, place, tree, row(place), [*below, *direct], find_gate(session, rubric, listed)
    )


def _places_below(members: Sequence[Member], place: Place | None) -> list[Place]:
    path = place.path if place else EVERYTHING
    return list(dict.fromkeys(member.place for member in members if member.place.path.startswith(path)))
