"""Reading judgements made in the words of earlier versions: what each of them says in today's words.

A rating of a criterion that was split says something about each part, and less than a rating of the part
would; one of a criterion that was merged is about a part of the whole. Both count, with a share of a rating's
weight: 1/n for n parts.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TypeAlias
from uuid import UUID

from lms.rubric.domain.succession import CrosswalkKind


@dataclass(frozen=True)
class Carry:
    """How a rating counts today: for the criterion ``code``, with ``weight`` (0–1) of one made today.

    ``levels`` maps each level it was given in to one of today's; None where they are the same.
    ``is_changed``: the meaning changed on the way.
    """

    code: str
    levels: Mapping[int, int] | None = None
    weight: float = 1.0
    is_changed: bool = False

    def level(self, given: int) -> int | None:
        """Read a level in today's words; None when today's scale has nothing for it."""
        return given if self.levels is None else self.levels.get(given)


@dataclass(frozen=True)
class Link:
    """One row of a crosswalk between two stored versions: ``target_id`` is None for a retired criterion."""

    source_id: UUID
    target_id: UUID | None
    kind: CrosswalkKind
    levels: Mapping[int, int] | None = None


Sources: TypeAlias = Mapping[UUID, tuple[Carry, ...]]
"""For each criterion, of whatever version, how its ratings count today."""


def follow(current: Mapping[UUID, str], crosswalks: Iterable[Iterable[Link]]) -> Sources:
    """Find how ratings in earlier versions count for the criteria of ``current`` (id to code).

    ``crosswalks``: the one into the current version first, then the one into the version before, and so on.
    """
    sources: dict[UUID, tuple[Carry, ...]] = {key: (Carry(code),) for key, code in current.items()}
    for crosswalk in crosswalks:
        links = list(crosswalk)
        splits, merges = Counter(link.source_id for link in links), Counter(link.target_id for link in links)
        found: defaultdict[UUID, list[Carry]] = defaultdict(list)
        for link in links:
            parts = max(splits[link.source_id], merges[link.target_id])
            for later in sources.get(link.target_id, ()) if link.target_id else ():
                found[link.source_id].append(_before(later, link, parts))
        sources |= {key: _one_each(carries) for key, carries in found.items()}
    return sources


def _before(later: Carry, link: Link, parts: int) -> Carry:
    """Put a link in front of the way a rating takes."""
    is_changed = link.kind is not CrosswalkKind.SAME
    return Carry(
        code=later.code,
        levels=_chained(link.levels, later.levels),
        weight=later.weight / parts if is_changed else later.weight,
        is_changed=later.is_changed or is_changed,
    )


def _chained(first: Mapping[int, int] | None, second: Mapping[int, int] | None) -> Mapping[int, int] | None:
    if first is None or second is None:
        return first or second
    return {given: second[between] for given, between in first.items() if between in second}


def _one_each(carries: Iterable[Carry]) -> tuple[Carry, ...]:
    """Let a rating count once for a criterion, whatever ways lead there: by the heaviest of them."""
    best: dict[str, Carry] = {}
    for carry in carries:
        known = best.get(carry.code)
        if known is None or carry.weight > known.weight:
            best[carry.code] = carry
    return tuple(best[code] for code in sorted(best))
