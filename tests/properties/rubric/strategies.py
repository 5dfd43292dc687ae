"""Any whole rubric of a size that stays quick, and how it is written down."""

from typing import Any

import yaml
from hypothesis import strategies as st

from lms.rubric.domain import CriterionText, Descriptor, DomainText, Level, RubricText

LETTERS = st.characters(codec="utf-8", exclude_categories=["Cc", "Cn", "Co", "Cs", "Zl", "Zp"])
sentences = st.text(LETTERS, min_size=1, max_size=30).map(str.strip).filter(bool)
words = st.fixed_dictionaries({"ja": sentences, "en": sentences})
codes = st.from_regex(r"[A-Za-z][A-Za-z0-9_-]{0,5}", fullmatch=True)
level_codes = st.from_regex(r"[a-z][a-z0-9_]{0,5}", fullmatch=True)


def lists_of(elements: st.SearchStrategy, n: int, **unique: object) -> st.SearchStrategy:
    """Exactly ``n`` different elements."""
    return st.lists(elements, min_size=n, max_size=n, **(unique or {"unique": True}))


@st.composite
def criteria(draw: st.DrawFn, code: str, n_levels: int) -> CriterionText:
    """A criterion whose descriptors differ in both languages and stand in any order."""
    differing = (lambda w: " ".join(w["ja"].split()), lambda w: " ".join(w["en"].split()))
    descriptors = [
        Descriptor(number, text, draw(st.none() | words), draw(st.booleans()))
        for number, text in enumerate(draw(lists_of(words, n_levels, unique_by=differing)), start=1)
    ]
    in_any_order = tuple(draw(st.permutations(descriptors)))
    return CriterionText(code, draw(words), draw(words), in_any_order, draw(st.none() | words))


@st.composite
def rubrics(draw: st.DrawFn) -> RubricText:
    """A rubric of two to four levels and up to six criteria."""
    n_levels = draw(st.integers(2, 4))
    sizes = draw(st.lists(st.integers(1, 2), min_size=1, max_size=3))
    criterion_codes = iter(draw(lists_of(codes, sum(sizes))))
    levels = enumerate(draw(lists_of(level_codes, n_levels)), start=1)
    return RubricText(
        code=draw(st.from_regex(r"[a-z][a-z0-9_-]{0,10}", fullmatch=True)),
        version=draw(st.from_regex(r"[0-9]{1,3}(\.[0-9]{1,3})?", fullmatch=True)),
        title=draw(words),
        source=draw(words),
        drafting=draw(words),
        levels=tuple(Level(number, code, draw(words), draw(words)) for number, code in levels),
        domains=tuple(
            DomainText(
                code, draw(words), tuple(draw(criteria(next(criterion_codes), n_levels)) for _ in range(size))
            )
            for code, size in zip(draw(lists_of(codes, len(sizes))), sizes, strict=True)
        ),
    )


def document_of(rubric: RubricText) -> dict[str, Any]:
    """Return a rubric as the plain values of a file."""
    return {
        "code": rubric.code,
        "version": rubric.version,
        "title": dict(rubric.title),
        "source": dict(rubric.source),
        "drafting": dict(rubric.drafting),
        "levels": [
            {
                "number": level.number,
                "code": level.code,
                "name": dict(level.name),
                "summary": dict(level.summary),
            }
            for level in rubric.levels
        ],
        "domains": [
            {
                "code": domain.code,
                "name": dict(domain.name),
                "criteria": [_criterion(criterion) for criterion in domain.criteria],
            }
            for domain in rubric.domains
        ],
    }


def _criterion(criterion: CriterionText) -> dict[str, Any]:
    written: dict[str, Any] = {
        "code": criterion.code,
        "name": dict(criterion.name),
        "definition": dict(criterion.definition),
        "descriptors": [
            {"level": descriptor.level_number, "text": dict(descriptor.text), "draft": descriptor.is_draft}
            | ({"sign": dict(descriptor.sign)} if descriptor.sign is not None else {})
            for descriptor in criterion.descriptors
        ],
    }
    return written | ({"basis": dict(criterion.basis)} if criterion.basis is not None else {})


def written(document: object) -> str:
    """Write plain values as YAML, in the order they are in."""
    return yaml.safe_dump(document, allow_unicode=True, sort_keys=False, width=10_000)


def line_of(text: str, path: tuple[str | int, ...]) -> int:
    """Return the line of a key or item, found by PyYAML's own composer and not by the code under test."""
    node, line = yaml.compose(text, Loader=yaml.SafeLoader), 1
    for step in path:
        if isinstance(step, int):
            node = node.value[step]
            line = node.start_mark.line + 1
        else:
            key, node = next(pair for pair in node.value if pair[0].value == step)
            line = key.start_mark.line + 1
    return line
