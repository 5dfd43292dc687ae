"""Any whole rubric in words as odd as words may be, with everything else a version may say."""

from dataclasses import replace

from hypothesis import strategies as st

from lms.rubric.domain import (
    Change,
    CriterionText,
    CrosswalkKind,
    CrosswalkLine,
    LocalExample,
    RubricText,
    Succession,
)
from lms.rubric.loader.places import places_with_rows
from tests.properties.rubric.strategies import LETTERS, codes, rubrics

# Letters of any kind, and what the formats themselves are made of.
odd = st.text(
    LETTERS | st.sampled_from("\n\n\t\"'=+-@＝＋－＠,;:#|>%&*!?{}[]\\~`</\u2028\x85"), min_size=1, max_size=30
)
sentences = odd.map(str.strip).filter(bool)
words = st.fixed_dictionaries({"ja": sentences, "en": sentences})


@st.composite
def reworded(draw: st.DrawFn) -> RubricText:
    """A whole rubric whose texts are as odd as texts may be."""
    text = draw(rubrics())
    domains = tuple(
        replace(domain, name=draw(words), criteria=tuple(draw(odd_criteria(c)) for c in domain.criteria))
        for domain in text.domains
    )
    return replace(text, title=draw(words), source=draw(words), drafting=draw(words), domains=domains)


@st.composite
def odd_criteria(draw: st.DrawFn, criterion: CriterionText) -> CriterionText:
    """The same criterion in odd words; its descriptors stay different."""
    descriptors = tuple(
        replace(
            descriptor,
            text={language: f"{said} {draw(odd)}".strip() for language, said in descriptor.text.items()},
            sign=draw(st.none() | words),
        )
        for descriptor in criterion.descriptors
    )
    marked = tuple(
        replace(one, text={language: f"{said}{one.level_number}" for language, said in one.text.items()})
        for one in descriptors
    )
    return replace(criterion, name=draw(words), definition=draw(words), descriptors=marked)


@st.composite
def successions(draw: st.DrawFn, text: RubricText) -> Succession:
    """Any crosswalk that can be written down, whether or not it fits the version before."""
    here = st.sampled_from([criterion.code for criterion in text.criteria])
    targets = st.lists(here, max_size=3, unique=True).map(tuple)
    levels = st.none() | st.dictionaries(st.integers(1, 9), st.integers(1, 9), min_size=1, max_size=4)
    lines = st.builds(CrosswalkLine, codes, st.sampled_from(CrosswalkKind), targets, levels)
    change = draw(st.sampled_from([Change.EDITORIAL, Change.MEANING]))
    version = draw(st.from_regex(r"[0-9]{1,3}(\.[0-9]{1,3})?", fullmatch=True))
    crosswalk = draw(st.lists(lines, max_size=4, unique_by=lambda line: line.source))
    return Succession(version, change, tuple(crosswalk), draw(st.none() | words))


@st.composite
def whole_texts(draw: st.DrawFn) -> RubricText:
    """Everything a version may hold: how it follows, what is locked and public, identifiers of elsewhere."""
    text = draw(reworded())
    places = sorted({*places_with_rows(text), *(f"levels/{level.number}" for level in text.levels)})
    identifiers = st.dictionaries(st.sampled_from(places), st.uuids(version=4).map(str), max_size=5)
    return replace(
        text,
        succession=draw(st.none() | successions(text)),
        is_locked=draw(st.booleans()),
        is_public=draw(st.booleans()),
        identifiers=draw(identifiers),
    )


@st.composite
def additions(draw: st.DrawFn) -> RubricText:
    """What a member adds: examples, and perhaps domains of its own."""
    text = draw(reworded())
    level = st.integers(1, 4)
    examples = draw(st.lists(st.builds(LocalExample, codes, level, words), min_size=1, max_size=3))
    domains = text.domains if draw(st.booleans()) else ()
    return replace(text, levels=(), domains=domains, extends="banso", examples=tuple(examples))
