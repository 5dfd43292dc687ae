"""Drafts in any state, and any next version of a whole rubric."""

from dataclasses import replace

from hypothesis import strategies as st

from lms.rubric.domain import (
    Change,
    CriterionText,
    CrosswalkKind,
    CrosswalkLine,
    Descriptor,
    DomainText,
    Level,
    LocalExample,
    RubricText,
    Succession,
)
from tests.properties.rubric.strategies import criteria, words

CODES = ("A1", "A2", "A3", "B1")
SAME, SPLIT, MERGED, SHIFTED, RETIRED = CrosswalkKind
levels = st.none() | st.dictionaries(st.integers(0, 4), st.integers(0, 4), max_size=4)
lines = st.builds(
    CrosswalkLine,
    st.sampled_from(CODES),
    st.sampled_from(CrosswalkKind),
    st.lists(st.sampled_from(CODES), max_size=3).map(tuple),
    levels,
)
texts = st.dictionaries(st.sampled_from(["ja", "en"]), st.text(max_size=3).map(str.strip))


@st.composite
def half_written(draw: st.DrawFn) -> RubricText:
    """Any draft: words, levels, codes and lines may be missing, doubled or wrong."""
    descriptors = st.builds(Descriptor, st.integers(0, 4), texts, st.none() | texts, st.booleans())
    some_criteria = st.builds(
        CriterionText, st.sampled_from(CODES), texts, texts, st.lists(descriptors, max_size=3).map(tuple)
    )
    domains = st.builds(
        DomainText, st.sampled_from(["", "A", "B"]), texts, st.lists(some_criteria, max_size=3).map(tuple)
    )
    successions = st.builds(
        Succession,
        st.sampled_from(["", "1"]),
        st.sampled_from([Change.EDITORIAL, Change.MEANING]),
        st.lists(lines, max_size=5).map(tuple),
        st.none() | texts,
    )
    return RubricText(
        code=draw(st.sampled_from(["", "small", "Ä"])),
        version=draw(st.sampled_from(["", "1", "2"])),
        title=draw(texts),
        source=draw(texts),
        drafting=draw(texts),
        levels=tuple(
            draw(st.lists(st.builds(Level, st.integers(0, 4), st.text(max_size=2), texts, texts), max_size=3))
        ),
        domains=tuple(draw(st.lists(domains, max_size=2))),
        succession=draw(st.none() | successions),
        is_locked=draw(st.booleans()),
        extends=draw(st.none() | st.just("small")),
        examples=tuple(
            draw(
                st.lists(
                    st.builds(LocalExample, st.sampled_from(CODES), st.integers(0, 4), texts), max_size=2
                )
            )
        ),
        identifiers=draw(st.dictionaries(st.sampled_from(["", "criteria/A1", "x"]), st.text(), max_size=2)),
    )


@st.composite
def successors(draw: st.DrawFn, before: RubricText) -> RubricText:
    """A next version of a whole text whose criteria have had any fate, in a crosswalk that tells it."""
    codes = [criterion.code for criterion in before.criteria]
    numbers = [level.number for level in before.levels]
    falling = dict.fromkeys(numbers, 1)
    crosswalk: list[CrosswalkLine] = []
    targets: list[str] = []
    while codes:
        source, fate = codes.pop(0), draw(st.sampled_from(CrosswalkKind))
        new = f"N{len(crosswalk)}"
        if fate is MERGED and codes:
            crosswalk += [CrosswalkLine(one, MERGED, (new,)) for one in (source, codes.pop(0))]
            targets.append(new)
        elif fate is SPLIT:
            crosswalk.append(CrosswalkLine(source, SPLIT, (new, f"{new}b")))
            targets += [new, f"{new}b"]
        elif fate is RETIRED and targets:
            crosswalk.append(CrosswalkLine(source, RETIRED))
        elif fate is SHIFTED:
            crosswalk.append(CrosswalkLine(source, SHIFTED, (new,), falling))
            targets.append(new)
        else:
            crosswalk.append(CrosswalkLine(source, SAME, (new,)))
            targets.append(new)
    now = tuple(draw(criteria(code, len(numbers))) for code in targets)
    return replace(
        before,
        version=f"{before.version.split('.')[0]}.9999",
        domains=(DomainText("N", draw(words), now),),
        succession=Succession(before.version, Change.MEANING, tuple(draw(st.permutations(crosswalk)))),
    )


def said(criterion: CriterionText | None, field: str, level: int | None, language: str) -> str:
    """Return what a criterion says in one of its texts, nothing where it has no such text."""
    descriptors = () if criterion is None else criterion.descriptors
    at_level = next((one for one in descriptors if one.level_number == level), None)
    words = getattr(criterion if level is None else at_level, field, None)
    return (words or {}).get(language, "")
