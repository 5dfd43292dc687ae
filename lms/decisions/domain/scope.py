"""What a decision is about: everything together, one domain, or one criterion of a rubric version."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from lms.kernel.errors import RuleViolation
from lms.rubric.domain import Rubric


class ScopeKind(StrEnum):
    """How much of the rubric a decision speaks of."""

    OVERALL = "overall"
    DOMAIN = "domain"
    CRITERION = "criterion"


@dataclass(frozen=True)
class Scope:
    """A part of a rubric; ``code`` is the domain's or criterion's, empty for everything together."""

    kind: ScopeKind = ScopeKind.OVERALL
    code: str = ""

    @property
    def key(self) -> str:
        """Write the scope as one word, for addresses and forms."""
        return f"{self.kind}:{self.code}" if self.code else str(self.kind)

    @classmethod
    def from_key(cls, key: str) -> "Scope | None":
        """Read a scope written by ``key``; None for anything else."""
        kind, _, code = key.partition(":")
        if kind not in set(ScopeKind) or (kind == ScopeKind.OVERALL) is bool(code):
            return None
        return cls(ScopeKind(kind), code)


@dataclass(frozen=True)
class ScopeWords:
    """A scope of one rubric: its ``name`` (None for everything together) and the criteria it covers.

    ``criterion_ids`` are those of the version itself; ``citable_ids`` also those of earlier versions whose
    ratings count there today.
    """

    scope: Scope
    name: Mapping[str, str] | None
    codes: tuple[str, ...]
    criterion_ids: tuple[UUID, ...]
    citable_ids: frozenset[UUID]


def list_scopes(rubric: Rubric) -> tuple[ScopeWords, ...]:
    """List what can be decided about in a rubric: everything, then each domain with its criteria."""
    codes = tuple(criterion.code for criterion in rubric.criteria)
    scopes = [_words(rubric, Scope(), None, codes)]
    for domain in rubric.domains:
        own = tuple(criterion.code for criterion in domain.criteria)
        scopes.append(_words(rubric, Scope(ScopeKind.DOMAIN, domain.code), domain.name, own))
        scopes += [
            _words(rubric, Scope(ScopeKind.CRITERION, one.code), one.name, (one.code,))
            for one in domain.criteria
        ]
    return tuple(scopes)


def words_of(rubric: Rubric, scope: Scope) -> ScopeWords:
    """Find a scope in a rubric. Raises RuleViolation("decisions.scope_unknown")."""
    found = next((words for words in list_scopes(rubric) if words.scope == scope), None)
    if found is None:
        raise RuleViolation("decisions.scope_unknown", field="scope")
    return found


def _words(
    rubric: Rubric, scope: Scope, name: Mapping[str, str] | None, codes: tuple[str, ...]
) -> ScopeWords:
    return ScopeWords(
        scope=scope,
        name=name,
        codes=codes,
        criterion_ids=tuple(rubric.criterion(code).id for code in codes),
        citable_ids=frozenset(
            key for key, carries in rubric.sources.items() if any(carry.code in codes for carry in carries)
        ),
    )
