"""What a rubric file says. Such a text may still break the rules of ``flaws``."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass

LANGUAGES = ("ja", "en")


@dataclass(frozen=True)
class Level:
    """One step of the scale, counted from 1; ``summary`` says what it means for every criterion."""

    number: int
    code: str
    name: Mapping[str, str]
    summary: Mapping[str, str]


@dataclass(frozen=True)
class Descriptor:
    """What a criterion looks like at one level; ``sign`` is an example of it on a visit."""

    level_number: int
    text: Mapping[str, str]
    sign: Mapping[str, str] | None = None
    is_draft: bool = False


@dataclass(frozen=True)
class CriterionText:
    """One thing that is judged; ``basis`` says what its wording was drawn from."""

    code: str
    name: Mapping[str, str]
    definition: Mapping[str, str]
    descriptors: tuple[Descriptor, ...]
    basis: Mapping[str, str] | None = None


@dataclass(frozen=True)
class DomainText:
    """A group of criteria."""

    code: str
    name: Mapping[str, str]
    criteria: tuple[CriterionText, ...]


@dataclass(frozen=True)
class RubricText:
    """A whole version. ``source``: where it comes from; ``drafting``: what its authors wrote themselves."""

    code: str
    version: str
    title: Mapping[str, str]
    source: Mapping[str, str]
    drafting: Mapping[str, str]
    levels: tuple[Level, ...]
    domains: tuple[DomainText, ...]

    @property
    def criteria(self) -> tuple[CriterionText, ...]:
        """The criteria of all domains, in order."""
        return tuple(criterion for domain in self.domains for criterion in domain.criteria)

    @property
    def descriptors(self) -> tuple[Descriptor, ...]:
        """The descriptors of all criteria, in order."""
        return tuple(descriptor for criterion in self.criteria for descriptor in criterion.descriptors)

    def digest(self) -> str:
        """Return the SHA-256 of the content: equal for files that say the same, however they are laid out."""
        content = asdict(self)
        for domain in content["domains"]:
            for criterion in domain["criteria"]:
                criterion["descriptors"] = sorted(
                    criterion["descriptors"], key=lambda descriptor: descriptor["level_number"]
                )
        canonical = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
        return hashlib.sha256(canonical.encode()).hexdigest()
