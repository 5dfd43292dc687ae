"""Two texts side by side: what has become of each criterion, and which words."""

from dataclasses import replace

import pytest

from lms.rubric.domain import CrosswalkKind, CrosswalkLine, RunKind, all_same, compare_texts
from lms.rubric.domain.comparing import compare_words
from tests.factories.rubric import (
    CriterionTextFactory,
    DescriptorFactory,
    DomainTextFactory,
    LevelFactory,
    RubricTextFactory,
)

SAME, SPLIT, MERGED, SHIFTED, RETIRED = CrosswalkKind
OLD = RubricTextFactory()
MARKS = {RunKind.KEPT: "{}", RunKind.REMOVED: "[-{}-]", RunKind.ADDED: "[+{}+]"}


@pytest.fixture
def marked():
    """Return both sides of a comparison with what was removed and added in brackets."""

    def mark(old: str, new: str) -> tuple[str, str]:
        compared = compare_words(old, new)
        sides = (compared.old, compared.new)
        before, now = ("".join(MARKS[run.kind].format(run.text) for run in side) for side in sides)
        return before, now

    return mark


@pytest.mark.parametrize(
    ("old", "new", "before", "now"),
    [
        ("Same words.", "Same words.", "Same words.", "Same words."),
        ("", "", "", ""),
        ("", "New", "", "[+New+]"),
        ("Gone", "", "[-Gone-]", ""),
        (
            "Carries everyday cases alone.",
            "Carries most cases alone.",
            "Carries [-everyday-] cases alone.",
            "Carries [+most+] cases alone.",
        ),
        ("one of it", "two of us", "[-one of it-]", "[+two of us+]"),
        (
            "日常の案件を、自分の力で進める。",
            "日常の案件を、仲間と進める。",
            "日常の案件を、[-自分の力で-]進める。",
            "日常の案件を、[+仲間と+]進める。",
        ),
        (
            "オーナーシップを持つ",
            "パートナーシップを持つ",
            "[-オーナーシップ-]を持つ",
            "[+パートナーシップ+]を持つ",
        ),
        (
            "don’t ask\nyet",
            "do ask\nyet",
            "[-don’t-] ask\nyet",
            "[+do+] ask\nyet",
        ),
    ],
)
def test_words_are_marked_as_phrases(marked, old, new, before, now):
    assert marked(old, new) == (before, now)


def test_equal_texts_are_unchanged():
    compared = compare_texts(OLD, OLD, all_same(OLD))
    assert not compared.is_changed
    assert [(row.kind, row.old.code, row.new.code, row.is_changed) for row in compared.criteria] == [
        (SAME, "A1", "A1", False),
        (SAME, "A2", "A2", False),
    ]


def test_one_word_is_found_where_it_was_changed():
    first, second = OLD.criteria
    reworded = replace(first, definition={**first.definition, "en": "What A1 means"})
    new = RubricTextFactory(domains=(DomainTextFactory(criteria=(reworded, second)),))
    compared = compare_texts(OLD, new, all_same(OLD))
    assert compared.is_changed
    assert [row.is_changed for row in compared.criteria] == [True, False]
    changed = [field for field in compared.criteria[0].fields if field.is_changed]
    assert [(field.field, field.level) for field in changed] == [("definition", None)]
    assert [language for language, words in changed[0].languages.items() if words.is_changed] == ["en"]


def test_fields_that_neither_side_has_are_left_out():
    (first, _) = compare_texts(OLD, OLD, all_same(OLD)).criteria
    assert [(field.field, field.level) for field in first.fields] == [
        ("name", None),
        ("definition", None),
        ("text", 1),
        ("text", 2),
    ]


def test_criteria_stand_in_the_order_of_now_and_retired_ones_after_them():
    criteria = tuple(CriterionTextFactory(code=code) for code in ("A1", "A2", "A3"))
    old = RubricTextFactory(domains=(DomainTextFactory(criteria=criteria),))
    now = tuple(CriterionTextFactory(code=code) for code in ("N1", "A2", "A3"))
    new = RubricTextFactory(domains=(DomainTextFactory(criteria=now),))
    crosswalk = [
        CrosswalkLine("A1", RETIRED),
        CrosswalkLine("A2", SPLIT, ("A2", "A3")),
        CrosswalkLine("A3", SPLIT, ("A3", "A2")),
        CrosswalkLine("Z9", SAME, ("A2",)),
        CrosswalkLine("Z8", RETIRED),
    ]
    rows = compare_texts(old, new, crosswalk).criteria
    assert [(row.kind, row.old and row.old.code, row.new and row.new.code) for row in rows] == [
        (None, None, "N1"),
        (SPLIT, "A2", "A2"),
        (SPLIT, "A3", "A2"),
        (SPLIT, "A2", "A3"),
        (SPLIT, "A3", "A3"),
        (RETIRED, "A1", None),
    ]
    assert all(row.is_changed for row in rows)


def test_levels_and_domains_are_compared_by_number_and_code():
    descriptors = tuple(DescriptorFactory(level_number=n) for n in (1, 2, 3))
    criterion = CriterionTextFactory(code="B1", descriptors=descriptors)
    new = RubricTextFactory(
        levels=(*OLD.levels, LevelFactory(number=3)),
        domains=(DomainTextFactory(code="B", criteria=(criterion,)),),
    )
    levels = {1: 1, 2: 3}
    compared = compare_texts(OLD, new, [CrosswalkLine("A1", SHIFTED, ("B1",), levels)])
    changed = [(field.field, field.level) for field in compared.levels if field.is_changed]
    assert changed == [("name", 3), ("summary", 3)]
    names = {domain.code: domain.name.languages["ja"] for domain in compared.domains}
    assert [(code, bool(words.old), bool(words.new)) for code, words in names.items()] == [
        ("B", False, True),
        ("A", True, False),
    ]
    (row,) = compared.criteria
    assert (row.kind, row.levels) == (SHIFTED, levels)
    assert ("text", 3) in [(field.field, field.level) for field in row.fields]


def test_the_title_of_the_whole_is_compared():
    compared = compare_texts(OLD, replace(OLD, title={"ja": "題", "en": "A small rubric"}), all_same(OLD))
    assert [field.field for field in compared.about if field.is_changed] == ["title"]
    assert compared.is_changed
