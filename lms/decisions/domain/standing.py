"""Which decision is in force: the newest of a scope that was not reversed, read in today's rubric.

A decision made in the words of an earlier version goes on where the crosswalk says that the meaning stayed.
Where it changed, the decision is still shown, but is in force for nothing until somebody confirms it by
deciding anew.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from lms.decisions.domain.scope import Scope, ScopeKind
from lms.rubric.domain import Rubric


class StandingKind(StrEnum):
    """How a decision stands."""

    IN_FORCE = "in_force"
    EXPIRED = "expired"
    UNCONFIRMED = "unconfirmed"


@dataclass(frozen=True)
class Coverage:
    """What a level was awarded or proposed for, in the words of its own rubric version."""

    rubric_version_id: UUID
    scope: Scope
    criterion_ids: tuple[UUID, ...]
    highest_level: int


@dataclass(frozen=True)
class Award(Coverage):
    """A decision as far as its standing depends on it."""

    id: UUID
    level: int
    decided_on: date
    decided_at: datetime
    expires_on: date | None = None
    reversed_on: date | None = None

    def holds_on(self, day: date) -> bool:
        """Say whether it was made by a day and not reversed by then."""
        return self.decided_on <= day and (self.reversed_on is None or day < self.reversed_on)


@dataclass(frozen=True)
class Standing:
    """A decision as it stands on a day; ``scope`` is in today's rubric, or its own while unconfirmed."""

    award: Award
    scope: Scope
    kind: StandingKind


def stand(awards: Iterable[Award], rubric: Rubric, *, on: date) -> tuple[Standing, ...]:
    """Find what of one person's decisions stands on a day, in the rubric's order; unreadable ones last."""
    newest_first = sorted(
        (award for award in awards if award.holds_on(on)),
        key=lambda award: (award.decided_on, award.decided_at, award.id),
        reverse=True,
    )
    standings: list[Standing] = []
    taken: set[Scope] = set()
    for award in newest_first:
        scope = translate(award, rubric)
        places = {scope} if scope else {award.scope, *_leads_to(award, rubric)}
        if not taken & places:
            standings.append(Standing(award, scope or award.scope, _kind(award, scope, on)))
        taken |= places
    return tuple(sorted(standings, key=_order(rubric)))


def translate(coverage: Coverage, rubric: Rubric) -> Scope | None:
    """Read a scope in a rubric; None where its meaning changed, or the rubric is another one."""
    if coverage.scope.kind is ScopeKind.OVERALL:
        return coverage.scope if _goes_on_overall(coverage, rubric) else None
    carries = [rubric.sources.get(one, ()) for one in coverage.criterion_ids]
    if not all(carries):
        return coverage.scope if coverage.rubric_version_id == rubric.id else None
    if any(len(ways) > 1 or ways[0].is_changed for ways in carries):
        return None
    codes = {ways[0].code for ways in carries}
    if coverage.scope.kind is ScopeKind.CRITERION:
        return Scope(ScopeKind.CRITERION, *codes)
    same = (domain.code for domain in rubric.domains if {one.code for one in domain.criteria} == codes)
    return next((Scope(ScopeKind.DOMAIN, code) for code in same), None)


def _goes_on_overall(coverage: Coverage, rubric: Rubric) -> bool:
    if coverage.rubric_version_id == rubric.id:
        return True
    is_followed = any(one in rubric.sources for one in coverage.criterion_ids)
    return is_followed and coverage.highest_level == len(rubric.levels)


def _leads_to(award: Award, rubric: Rubric) -> set[Scope]:
    """Name the criteria in which a changed criterion lives on: a decision about one of them replaces it."""
    if award.scope.kind is not ScopeKind.CRITERION:
        return set()
    ways = (way for one in award.criterion_ids for way in rubric.sources.get(one, ()))
    return {Scope(ScopeKind.CRITERION, way.code) for way in ways}


def _kind(award: Award, scope: Scope | None, on: date) -> StandingKind:
    if scope is None:
        return StandingKind.UNCONFIRMED
    is_over = award.expires_on is not None and award.expires_on <= on
    return StandingKind.EXPIRED if is_over else StandingKind.IN_FORCE


def _order(rubric: Rubric) -> Callable[[Standing], tuple[bool, int, str]]:
    scopes: list[Scope] = [Scope()]
    for domain in rubric.domains:
        scopes.append(Scope(ScopeKind.DOMAIN, domain.code))
        scopes += [Scope(ScopeKind.CRITERION, one.code) for one in domain.criteria]
    places = {scope: place for place, scope in enumerate(scopes)}

    def place(standing: Standing) -> tuple[bool, int, str]:
        is_unconfirmed = standing.kind is StandingKind.UNCONFIRMED
        return is_unconfirmed, places.get(standing.scope, len(places)), standing.scope.key

    return place
