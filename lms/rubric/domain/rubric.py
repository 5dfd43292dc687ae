"""A stored version, whole: it has a descriptor for every criterion and level.

What an organisation adds stands in domains of its own, after all others, and among the examples.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cached_property
from uuid import UUID

from lms.rubric.domain.succession import Change
from lms.rubric.domain.text import Descriptor, Level
from lms.rubric.domain.translation import Carry, Sources


@dataclass(frozen=True)
class DescriptorInUse(Descriptor):
    """A descriptor with the examples that organisations have added to it."""

    local_examples: tuple[Mapping[str, str], ...] = ()


@dataclass(frozen=True)
class Criterion:
    """One thing that is judged. ``descriptors`` maps each level's number to its descriptor, lowest first."""

    id: UUID
    code: str
    name: Mapping[str, str]
    definition: Mapping[str, str]
    basis: Mapping[str, str] | None
    descriptors: Mapping[int, DescriptorInUse]

    @property
    def is_draft(self) -> bool:
        """Whether any of its descriptors is still a draft."""
        return any(descriptor.is_draft for descriptor in self.descriptors.values())


@dataclass(frozen=True)
class Domain:
    """A group of criteria; ``is_local``: an organisation's own, which nobody else judges by."""

    code: str
    name: Mapping[str, str]
    criteria: tuple[Criterion, ...]
    is_local: bool = False


@dataclass(frozen=True)
class Additions:
    """What one organisation adds to its federation's rubric.

    ``examples``: by the id of the federation's criterion, of whatever version, and the level. ``earlier``:
    how ratings by its own criteria's earlier versions count today.
    """

    id: UUID
    domains: tuple[Domain, ...]
    examples: Mapping[tuple[UUID, int], tuple[Mapping[str, str], ...]]
    earlier: Sources


@dataclass(frozen=True)
class Rubric:
    """One version of a rubric, as people are judged by it; ``id`` is the federation's, whatever was added.

    ``earlier``: how ratings made in the words of earlier versions count in this one; ``earlier_ids``: those
    versions, the latest first.
    """

    id: UUID
    code: str
    version: str
    title: Mapping[str, str]
    source: Mapping[str, str]
    drafting: Mapping[str, str]
    levels: tuple[Level, ...]
    domains: tuple[Domain, ...]
    publisher_id: UUID | None = None
    predecessor_id: UUID | None = None
    change: Change = Change.INITIAL
    note: Mapping[str, str] | None = None
    published_at: datetime | None = None
    is_locked: bool = False
    earlier: Sources = field(default_factory=dict)
    earlier_ids: tuple[UUID, ...] = ()
    additions_ids: tuple[UUID, ...] = ()

    @cached_property
    def sources(self) -> Sources:
        """Say how ratings count in this version, by the id of the criterion that was rated."""
        return {**self.earlier, **{one.id: (Carry(one.code),) for one in self.criteria}}

    @cached_property
    def shared_sources(self) -> Sources:
        """Say the same of what all organisations judge by, without anybody's additions."""
        local = {one.code for domain in self.domains if domain.is_local for one in domain.criteria}
        return {key: ways for key, ways in self.sources.items() if ways[0].code not in local}

    def with_additions(self, additions: Iterable[Additions]) -> "Rubric":
        """Give the rubric as members who add to it see it. Examples stay where the meaning stayed."""
        whole = self
        for one in additions:
            domains = tuple(whole._with_examples(domain, one) for domain in whole.domains)
            whole = replace(
                whole,
                domains=(*domains, *one.domains),
                earlier={**whole.earlier, **one.earlier},
                additions_ids=(*whole.additions_ids, one.id),
            )
        return whole

    def _with_examples(self, domain: Domain, additions: Additions) -> Domain:
        by_place: dict[tuple[str, int], tuple[Mapping[str, str], ...]] = {}
        for (criterion_id, level), texts in additions.examples.items():
            for carry in self.sources.get(criterion_id, ()):
                if not carry.is_changed:
                    by_place[carry.code, level] = (*by_place.get((carry.code, level), ()), *texts)
        criteria = tuple(
            replace(criterion, descriptors=_with_local(criterion, by_place)) for criterion in domain.criteria
        )
        return replace(domain, criteria=criteria) if by_place else domain

    @property
    def criteria(self) -> tuple[Criterion, ...]:
        """The criteria of all domains, in order."""
        return tuple(criterion for domain in self.domains for criterion in domain.criteria)

    def find_criterion(self, code: str) -> Criterion | None:
        """Return the criterion with this code, if there is one."""
        return next((criterion for criterion in self.criteria if criterion.code == code), None)

    def criterion(self, code: str) -> Criterion:
        """Return the criterion with this code. Raises KeyError for an unknown one."""
        found = self.find_criterion(code)
        if found is None:
            raise KeyError(code)
        return found

    def level(self, number: int) -> Level:
        """Return the level with this number. Raises KeyError outside the scale."""
        found = next((level for level in self.levels if level.number == number), None)
        if found is None:
            raise KeyError(number)
        return found

    def domain_of(self, criterion_code: str) -> Domain:
        """Return the domain a criterion belongs to. Raises KeyError for an unknown one."""
        found = self.criterion(criterion_code)
        return next(domain for domain in self.domains if found in domain.criteria)

    def neighbours(self, criterion_code: str) -> tuple[Criterion | None, Criterion | None]:
        """Return the criteria before and after one. Raises KeyError for an unknown one."""
        criteria = self.criteria
        position = criteria.index(self.criterion(criterion_code))
        before = criteria[position - 1] if position > 0 else None
        after = criteria[position + 1] if position + 1 < len(criteria) else None
        return before, after


def _with_local(
    criterion: Criterion, by_place: Mapping[tuple[str, int], tuple[Mapping[str, str], ...]]
) -> dict[int, DescriptorInUse]:
    return {
        number: replace(
            descriptor,
            local_examples=(*descriptor.local_examples, *by_place.get((criterion.code, number), ())),
        )
        for number, descriptor in criterion.descriptors.items()
    }
