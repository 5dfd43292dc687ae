"""A draft as its readers will see it, whole or not."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from itertools import count
from uuid import UUID

from lms.rubric.domain.rubric import Additions, Criterion, DescriptorInUse, Domain, Rubric
from lms.rubric.domain.text import CriterionText, DomainText, Level, RubricText

NOWHERE = UUID(int=0)
"""The id of what is not stored."""

_EMPTY: Mapping[str, str] = {"ja": "", "en": ""}


def preview_of(text: RubricText, base: RubricText | None = None) -> Rubric:
    """Show a text as a rubric; additions to ``base`` among what they are added to. Gaps stay empty."""
    if base is None:
        return _rubric(text, text.levels)
    whole = _rubric(base, base.levels)
    ids = {criterion.code: criterion.id for criterion in whole.criteria}
    examples: dict[tuple[UUID, int], tuple[Mapping[str, str], ...]] = defaultdict(tuple)
    for example in text.examples:
        if example.criterion in ids:
            examples[ids[example.criterion], example.level] += (example.text,)
    domains = _domains(text.domains, base.levels, is_local=True, first=len(ids))
    return whole.with_additions([Additions(NOWHERE, domains, examples, {})])


def preview_criterion(criterion: CriterionText, levels: Sequence[Level], number: int = 0) -> Criterion:
    """Show one criterion with a descriptor for every level, empty where there is none."""
    by_level = {descriptor.level_number: descriptor for descriptor in criterion.descriptors}
    descriptors = {
        level.number: DescriptorInUse(
            level.number, descriptor.text, descriptor.sign, is_draft=descriptor.is_draft
        )
        if (descriptor := by_level.get(level.number))
        else DescriptorInUse(level.number, _EMPTY)
        for level in levels
    }
    return Criterion(
        id=UUID(int=number),
        code=criterion.code,
        name=criterion.name,
        definition=criterion.definition,
        basis=criterion.basis,
        descriptors=descriptors,
    )


def _rubric(text: RubricText, levels: Sequence[Level]) -> Rubric:
    return Rubric(
        id=NOWHERE,
        code=text.code,
        version=text.version,
        title=text.title,
        source=text.source,
        drafting=text.drafting,
        levels=tuple(levels),
        domains=_domains(text.domains, levels),
        note=text.succession.note if text.succession is not None else None,
        is_locked=text.is_locked,
    )


def _domains(
    domains: Sequence[DomainText], levels: Sequence[Level], *, is_local: bool = False, first: int = 0
) -> tuple[Domain, ...]:
    numbers = count(first + 1)
    return tuple(
        Domain(
            domain.code,
            domain.name,
            tuple(preview_criterion(criterion, levels, next(numbers)) for criterion in domain.criteria),
            is_local=is_local,
        )
        for domain in domains
    )
