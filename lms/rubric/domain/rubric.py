"""A stored version, whole: it has a descriptor for every criterion and level."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from lms.rubric.domain.text import Descriptor, Level


@dataclass(frozen=True)
class Criterion:
    """One thing that is judged. ``descriptors`` maps each level's number to its descriptor, lowest first."""

    id: UUID
    code: str
    name: Mapping[str, str]
    definition: Mapping[str, str]
    basis: Mapping[str, str] | None
    descriptors: Mapping[int, Descriptor]

    @property
    def is_draft(self) -> bool:
        """Whether any of its descriptors is still a draft."""
        return any(descriptor.is_draft for descriptor in self.descriptors.values())


@dataclass(frozen=True)
class Domain:
    """A group of criteria."""

    code: str
    name: Mapping[str, str]
    criteria: tuple[Criterion, ...]


@dataclass(frozen=True)
class Rubric:
    """One version of a rubric, as people are judged by it."""

    id: UUID
    code: str
    version: str
    title: Mapping[str, str]
    source: Mapping[str, str]
    drafting: Mapping[str, str]
    levels: tuple[Level, ...]
    domains: tuple[Domain, ...]

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
