"""Reading targets in today's words: they follow the crosswalk, as ratings do.

The parts of a split criterion take its target over; a merged one takes the highest of its parts'; a shifted
one takes the level that the crosswalk leads to. The target of a retired criterion falls away, and criteria
that nothing leads to have none.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from lms.rubric.domain import Sources


@dataclass(frozen=True)
class Target:
    """The level wanted in one criterion; ``is_carried``: its meaning changed since the target was set."""

    level: int
    is_carried: bool = False


@dataclass(frozen=True)
class Followed:
    """Targets by the code of today's criterion, and the criteria whose targets fell away."""

    targets: Mapping[str, Target]
    dropped: tuple[UUID, ...] = ()

    @property
    def is_changed(self) -> bool:
        """Say whether anything does not mean today what it meant when the targets were set."""
        return bool(self.dropped) or any(target.is_carried for target in self.targets.values())


def follow_targets(levels: Mapping[UUID, int], sources: Sources) -> Followed:
    """Read targets, set for criteria of whatever version, in the words that ``sources`` lead to."""
    targets: dict[str, Target] = {}
    dropped: list[UUID] = []
    for criterion_id, level in levels.items():
        found = [(carry, today) for carry in sources.get(criterion_id, ()) if (today := carry.level(level))]
        if not found:
            dropped.append(criterion_id)
        for carry, today in found:
            known = targets.get(carry.code, Target(0))
            is_carried = known.is_carried or carry.is_changed
            targets[carry.code] = Target(max(known.level, today), is_carried)
    return Followed(targets, tuple(dropped))
