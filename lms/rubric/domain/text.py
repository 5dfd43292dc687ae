"""What a rubric file says. Such a text may still break the rules of ``flaws``."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field

from lms.rubric.domain.succession import Succession

LANGUAGES = ("ja", "en")

_OPTIONAL = frozenset({"succession", "is_locked", "is_public", "extends", "examples"})


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
class LocalExample:
    """An example a member adds to one level of a criterion of its federation's rubric."""

    criterion: str
    level: int
    text: Mapping[str, str]


@dataclass(frozen=True)
class RubricText:
    """A whole version. ``source``: where it comes from; ``drafting``: what its authors wrote themselves.

    ``succession``: how it follows from the version before, None for a first one. ``is_locked``: members may
    add to it, and change nothing. ``is_public``: anyone may fetch it as a CASE document. ``extends``: the
    code of the rubric an organisation adds to; such a text has no levels, and ``examples`` for the other's
    descriptors. ``identifiers``: UUIDs that came with it, by place: "" for the whole, "levels/1",
    "domains/A", "criteria/A1", "criteria/A1/2" for a descriptor.
    """

    code: str
    version: str
    title: Mapping[str, str]
    source: Mapping[str, str]
    drafting: Mapping[str, str]
    levels: tuple[Level, ...]
    domains: tuple[DomainText, ...]
    succession: Succession | None = None
    is_locked: bool = False
    is_public: bool = False
    extends: str | None = None
    examples: tuple[LocalExample, ...] = ()
    identifiers: Mapping[str, str] = field(default_factory=dict)

    @property
    def criteria(self) -> tuple[CriterionText, ...]:
        """The criteria of all domains, in order."""
        return tuple(criterion for domain in self.domains for criterion in domain.criteria)

    @property
    def descriptors(self) -> tuple[Descriptor, ...]:
        """The descriptors of all criteria, in order."""
        return tuple(descriptor for criterion in self.criteria for descriptor in criterion.descriptors)

    def digest(self) -> str:
        """Return the SHA-256 of the content: equal for files that say the same, however they are laid out.

        What a text does not use leaves no trace in it: digests of before these things existed stay true.
        Identifiers are names for the content, not content.
        """
        content = {name: part for name, part in asdict(self).items() if part or name not in _OPTIONAL}
        content.pop("identifiers", None)
        for domain in content["domains"]:
            for criterion in domain["criteria"]:
                criterion["descriptors"] = sorted(
                    criterion["descriptors"], key=lambda descriptor: descriptor["level_number"]
                )
        canonical = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
        return hashlib.sha256(canonical.encode()).hexdigest()
