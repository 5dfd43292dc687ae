"""Which profile is a person's on a day, and why.

What somebody assigned to them wins. Else it is one whose audience means them: of the organisation nearest
above their employer, and among that organisation's the one that asks for most; of two that ask for as much,
for a kind of employer before years of service, then for the fewest years, then for the later ones. What is
still alike is told apart by the later first day and the code.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID

from lms.kernel.errors import RuleViolation
from lms.targets.domain.audience import Audience, Situation
from lms.targets.domain.profile import Span


class Ground(StrEnum):
    """Why a profile is somebody's."""

    ASSIGNED = "assigned"
    AUDIENCE = "audience"


class PassedOver(StrEnum):
    """Why a profile that means somebody is not theirs: another is assigned, nearer, or speaks to fewer."""

    ASSIGNED = "assigned"
    FARTHER = "farther"
    BROADER = "broader"


@dataclass(frozen=True)
class Candidate:
    """A profile as it stands on the day in question."""

    profile_id: UUID
    code: str
    organisation_path: str
    span: Span
    audience: Audience | None = None


@dataclass(frozen=True)
class Assignment:
    """A profile somebody was given, from when until when."""

    id: UUID
    profile_id: UUID
    span: Span


@dataclass(frozen=True)
class Choice:
    """The profile that is somebody's: by an ``assignment``, or because its audience means them.

    ``passed_over``: what else means them, nearest and narrowest first, and why it is not theirs.
    """

    profile: Candidate
    ground: Ground
    assignment: Assignment | None
    passed_over: tuple[tuple[Candidate, PassedOver], ...]


def choose(
    candidates: Iterable[Candidate], situation: Situation, assignments: Iterable[Assignment] = ()
) -> Choice | None:
    """Choose the one profile of somebody on a day, whatever the order of what is given; None for none."""
    in_force = [one for one in candidates if one.span.contains(situation.on)]
    meant = sorted((one for one in in_force if _means(one, situation)), key=_rank)
    by_id = {one.profile_id: one for one in in_force}
    given = [one for one in assignments if one.span.contains(situation.on) and one.profile_id in by_id]
    if given:
        latest = max(given, key=lambda one: (one.span.starts_on, one.id))
        chosen = by_id[latest.profile_id]
        rest = tuple((one, PassedOver.ASSIGNED) for one in meant if one != chosen)
        return Choice(chosen, Ground.ASSIGNED, latest, rest)
    if not meant:
        return None
    chosen, *others = meant
    rest = tuple((one, _why_not(one, chosen)) for one in others)
    return Choice(chosen, Ground.AUDIENCE, None, rest)


def settle(span: Span, present: Iterable[Assignment]) -> tuple[Assignment, ...]:
    """Return which of a person's assignments end where a new one begins.

    Raises RuleViolation("targets.assignment_overlaps") when one that begins later, or on the same day, is in
    the way.
    """
    crossing = [one for one in present if one.span.overlaps(span)]
    for one in crossing:
        if one.span.starts_on >= span.starts_on:
            raise RuleViolation(
                "targets.assignment_overlaps", field="starts_on", starts_on=one.span.starts_on
            )
    return tuple(crossing)


def check_assignment(span: Span, *, today: date) -> None:
    """Check for which days somebody is given a profile; what has been stays as it was.

    Raises RuleViolation("targets.starts_in_past" | "targets.ends_before_start").
    """
    if span.starts_on < today:
        raise RuleViolation("targets.starts_in_past", field="starts_on")
    if span.ends_on is not None and span.ends_on <= span.starts_on:
        raise RuleViolation("targets.ends_before_start", field="ends_on")


def _means(candidate: Candidate, situation: Situation) -> bool:
    return (
        candidate.audience is not None
        and situation.employer_path is not None
        and situation.employer_path.startswith(candidate.organisation_path)
        and candidate.audience.means(situation)
    )


def _rank(candidate: Candidate) -> tuple[int, int, bool, int, int, int, str, UUID]:
    """Put the nearest first, then the narrowest, then the later; ids tell apart what nothing else does."""
    audience = candidate.audience or Audience()
    return (
        -len(candidate.organisation_path),
        -audience.n_conditions,
        audience.kind is None,
        audience.n_years,
        -(audience.years_from or 0),
        -candidate.span.starts_on.toordinal(),
        candidate.code,
        candidate.profile_id,
    )


def _why_not(candidate: Candidate, chosen: Candidate) -> PassedOver:
    is_near = candidate.organisation_path == chosen.organisation_path
    return PassedOver.BROADER if is_near else PassedOver.FARTHER
