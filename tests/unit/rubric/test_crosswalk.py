"""A crosswalk says of every criterion what has become of it; each way of not doing so has its flaw."""

from dataclasses import replace

import pytest

from lms.rubric.domain import (
    Change,
    CrosswalkKind,
    CrosswalkLine,
    Succession,
    all_same,
    completed,
    compose,
    list_crosswalk_flaws,
)
from tests.factories.rubric import (
    CriterionTextFactory,
    DescriptorFactory,
    DomainTextFactory,
    LevelFactory,
    RubricTextFactory,
    following,
)

SAME, SPLIT, MERGED, SHIFTED, RETIRED = CrosswalkKind
LINES = ("follows", "crosswalk")
BEFORE = RubricTextFactory()


@pytest.fixture
def now():
    """Make the next version of the small rubric, with these criteria and these lines."""

    def make(*lines, codes=("A1", "A2"), n_levels=2, **changes):
        numbers = range(1, n_levels + 1)
        descriptors = tuple(DescriptorFactory(level_number=n) for n in numbers)
        criteria = tuple(CriterionTextFactory(code=code, descriptors=descriptors) for code in codes)
        return following(
            BEFORE,
            crosswalk=[CrosswalkLine(*line) for line in lines],
            domains=(DomainTextFactory(criteria=criteria),),
            levels=tuple(LevelFactory(number=n) for n in numbers),
            **changes,
        )

    return make


@pytest.fixture
def flaws(now):
    """Return the code of every flaw with its place behind the crosswalk and its facts."""

    def find(*lines, **changes):
        return [
            (flaw.code, flaw.path[2:] if flaw.path[:2] == LINES else flaw.path, dict(flaw.facts))
            for flaw in list_crosswalk_flaws(now(*lines, **changes), BEFORE)
        ]

    return find


A1, A2 = ("A1", SAME, ("A1",)), ("A2", SAME, ("A2",))


@pytest.mark.parametrize(
    ("lines", "codes"),
    [
        ([A1, A2], ("A1", "A2")),
        ([("A1", SAME, ("B1",)), A2], ("B1", "A2", "N1")),
        ([("A1", SPLIT, ("A1", "A3")), A2], ("A1", "A2", "A3")),
        ([("A1", MERGED, ("A1",)), ("A2", MERGED, ("A1",))], ("A1",)),
        ([("A1", SPLIT, ("A1", "A2")), ("A2", SPLIT, ("A1", "A2"))], ("A1", "A2")),
        ([("A1", SHIFTED, ("A1",), {1: 1, 2: 1}), A2], ("A1", "A2")),
        ([("A1", RETIRED), A2], ("A2",)),
        ([("A1", SPLIT, ("A1", "A3"), {1: 1, 2: 1}), A2], ("A1", "A2", "A3")),
    ],
)
def test_whole_crosswalks(flaws, lines, codes):
    assert flaws(*lines, codes=codes) == []


def test_a_criterion_left_nowhere_is_named(flaws):
    assert flaws(A1) == [("rubric.crosswalk_nowhere", (), {"criterion": "A2"})]


def test_nobody_has_two_fates(flaws):
    assert flaws(A1, A2, ("A1", RETIRED)) == [("rubric.crosswalk_twice", (2, "from"), {"criterion": "A1"})]


def test_lines_lead_from_and_to_what_there_is(flaws):
    assert flaws(A1, ("A2", SAME, ("Z9",)), ("X1", RETIRED)) == [
        ("rubric.crosswalk_target", (1, "to"), {"criterion": "A2", "target": "Z9"}),
        ("rubric.crosswalk_source", (2, "from"), {"criterion": "X1"}),
    ]


@pytest.mark.parametrize(
    ("kind", "targets"),
    [
        (SAME, ()),
        (SAME, ("A1", "A3")),
        (SPLIT, ("A1",)),
        (SPLIT, ("A1", "A1")),
        (MERGED, ("A1", "A3")),
        (SHIFTED, ()),
        (RETIRED, ("A1",)),
    ],
)
def test_a_kind_with_the_wrong_number_of_targets(flaws, kind, targets):
    levels = {1: 1, 2: 1} if kind is SHIFTED else None
    found = flaws(("A1", kind, targets, levels), A2, codes=("A1", "A2", "A3"))
    assert (f"rubric.crosswalk_{kind}", (0, "to"), {"criterion": "A1"}) in found


def test_a_target_named_twice(flaws):
    found = flaws(("A1", SPLIT, ("A1", "A3", "A1")), A2, codes=("A1", "A2", "A3"))
    assert found == [("rubric.crosswalk_target_twice", (0, "to"), {"criterion": "A1"})]


def test_one_alone_is_not_merged(flaws):
    facts = {"criterion": "A1", "target": "A1"}
    assert flaws(("A1", MERGED, ("A1",)), A2) == [("rubric.crosswalk_merged_alone", (0, "to"), facts)]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (("A1", SAME, ("A1",)), ("A2", SAME, ("A1",))),
        (("A1", SAME, ("A1",)), ("A2", MERGED, ("A1",))),
        (("A1", SHIFTED, ("A1",), {1: 1, 2: 1}), ("A2", SAME, ("A1",))),
        (("A1", SPLIT, ("A1", "A3")), ("A2", SAME, ("A1",))),
    ],
)
def test_who_shares_a_target_agrees_on_it(flaws, first, second):
    found = flaws(first, second, codes=("A1", "A3"))
    facts = {"criterion": "A2", "target": "A1", "other": "A1"}
    assert ("rubric.crosswalk_shared", (1, "to"), facts) in found
    assert [code for code, _, _ in found] == ["rubric.crosswalk_shared"] * 2


def test_on_another_scale_nothing_is_the_same(flaws):
    facts = {"criterion": "A1", "before": 2, "now": 3}
    levels = {1: 1, 2: 3}
    assert flaws(A1, ("A2", SHIFTED, ("A2",), levels), n_levels=3) == [
        ("rubric.crosswalk_same_scale", (0,), facts)
    ]


@pytest.mark.parametrize("kind", [SPLIT, MERGED])
def test_on_another_scale_every_kind_says_which_level_is_which(flaws, kind):
    targets = ("A1", "A2") if kind is SPLIT else ("A1",)
    levels = {1: 1, 2: 3}
    found = flaws(("A1", kind, targets), ("A2", kind, targets, levels), n_levels=3)
    assert found == [
        ("rubric.crosswalk_level_missing", (0, "levels"), {"criterion": "A1", "level": level})
        for level in (1, 2)
    ]


@pytest.mark.parametrize(
    ("levels", "code", "place", "facts"),
    [
        (None, "rubric.crosswalk_level_missing", (0, "levels"), {"criterion": "A1", "level": 1}),
        ({1: 1}, "rubric.crosswalk_level_missing", (0, "levels"), {"criterion": "A1", "level": 2}),
        (
            {1: 1, 2: 3},
            "rubric.crosswalk_level",
            (0, "levels", "2"),
            {"criterion": "A1", "level": 2, "other": 3},
        ),
        (
            {1: 1, 2: 1, 5: 2},
            "rubric.crosswalk_level",
            (0, "levels", "5"),
            {"criterion": "A1", "level": 5, "other": 2},
        ),
        (
            {1: 2, 2: 1},
            "rubric.crosswalk_levels_fall",
            (0, "levels", "2"),
            {"criterion": "A1", "level": 2, "other": 1},
        ),
        ({1: 1, 2: 2}, "rubric.crosswalk_shifts_nothing", (0, "levels"), {"criterion": "A1"}),
    ],
)
def test_levels_of_a_shift(flaws, levels, code, place, facts):
    assert flaws(("A1", SHIFTED, ("A1",), levels), A2)[0] == (code, place, facts)


def test_levels_that_stay_on_a_longer_scale_are_a_shift_all_the_same(flaws):
    levels = {1: 1, 2: 2}
    lines = [(code, SHIFTED, (code,), levels) for code in ("A1", "A2")]
    assert flaws(*lines, n_levels=3) == []


@pytest.mark.parametrize("line", [("A1", SAME, ("A1",), {1: 1, 2: 2}), ("A1", RETIRED, (), {1: 1, 2: 2})])
def test_levels_where_there_can_be_none(flaws, line):
    assert ("rubric.crosswalk_levels_unneeded", (0, "levels"), {"criterion": "A1"}) in flaws(line, A2)


def test_a_text_that_follows_says_so(now):
    (flaw,) = list_crosswalk_flaws(replace(now(A1, A2), succession=None), BEFORE)
    assert (flaw.code, flaw.path, flaw.facts) == ("rubric.follows_missing", ("follows",), {"version": "1"})


def test_it_follows_the_version_before_under_the_same_code_and_another_number(now):
    text = now(A1, A2)
    succession = replace(text.succession, predecessor="7")
    changed = replace(text, code="other", version="1", succession=succession)
    assert [(flaw.code, flaw.path) for flaw in list_crosswalk_flaws(changed, BEFORE)] == [
        ("rubric.code_changed", ("code",)),
        ("rubric.follows_other", ("follows", "version")),
        ("rubric.version_again", ("version",)),
    ]


def test_an_editorial_revision_needs_no_crosswalk(now):
    text = replace(now(), title={"ja": "新しい題", "en": "New title"})
    assert text.succession.crosswalk == ()
    assert list_crosswalk_flaws(text, BEFORE) == ()
    assert completed(text, BEFORE).succession.crosswalk == all_same(BEFORE)


@pytest.mark.parametrize(
    ("changes", "codes"),
    [
        ({"codes": ("A1", "A2", "A3")}, ["rubric.editorial_new"]),
        ({"n_levels": 3}, ["rubric.crosswalk_same_scale"] * 2 + ["rubric.editorial_levels"]),
        ({"codes": ("A1",)}, ["rubric.crosswalk_target"]),
    ],
)
def test_an_editorial_revision_changes_words_only(flaws, changes, codes):
    assert [code for code, _, _ in flaws(**changes)] == codes


@pytest.mark.parametrize(
    ("line", "codes"),
    [
        (("A2", SAME, ("B2",)), ("A1", "B2")),
        (("A2", RETIRED), ("A1",)),
        (("A2", SHIFTED, ("A2",), {1: 1, 2: 1}), ("A1", "A2")),
    ],
)
def test_an_editorial_revision_leaves_every_criterion_what_it_is(flaws, line, codes):
    lines = tuple(CrosswalkLine(*one) for one in (A1, line))
    succession = Succession("1", Change.EDITORIAL, lines)
    found = flaws(A1, line, codes=codes, succession=succession)
    assert found == [("rubric.editorial_criterion", ("follows", "change"), {"criterion": "A2"})]


def test_additions_are_compared_by_the_levels_they_describe():
    before = RubricTextFactory(extends="banso", levels=())
    assert list_crosswalk_flaws(following(before), before) == ()


def test_a_text_that_follows_nothing_is_left_as_it_is():
    assert completed(BEFORE, BEFORE) is BEFORE


def test_completed_puts_lines_and_targets_in_the_order_of_the_texts(now):
    text = now(("A2", SPLIT, ("A3", "A1")), A1, ("Z9", RETIRED), codes=("A1", "A2", "A3"))
    lines = completed(text, BEFORE).succession.crosswalk
    assert [(line.source, line.targets) for line in lines] == [
        ("A1", ("A1",)),
        ("A2", ("A1", "A3")),
        ("Z9", ()),
    ]


@pytest.mark.parametrize(
    ("first", "second", "joined"),
    [
        ([A1], [A1], A1),
        ([("A1", SAME, ("B1",))], [("B1", SAME, ("C1",))], ("A1", SAME, ("C1",))),
        (
            [("A1", SPLIT, ("A1", "A3"))],
            [A1, ("A3", SPLIT, ("A3", "A4"))],
            ("A1", SPLIT, ("A1", "A3", "A4")),
        ),
        ([("A1", SPLIT, ("A1", "A3"))], [A1, ("A3", RETIRED)], ("A1", MERGED, ("A1",))),
        (
            [("A1", SPLIT, ("A1", "A3"))],
            [("A1", MERGED, ("A1",)), ("A3", MERGED, ("A1",))],
            ("A1", MERGED, ("A1",)),
        ),
        ([("A1", RETIRED)], [], ("A1", RETIRED)),
        ([A1], [("A1", RETIRED)], ("A1", RETIRED)),
        ([A1], [], ("A1", RETIRED)),
        (
            [("A1", SHIFTED, ("A1",), {1: 1, 2: 1, 3: 2})],
            [("A1", SHIFTED, ("A1",), {1: 2, 2: 3})],
            ("A1", SHIFTED, ("A1",), {1: 2, 2: 2, 3: 3}),
        ),
        (
            [("A1", SHIFTED, ("A1",), {1: 1, 2: 9})],
            [("A1", SHIFTED, ("A1",), {1: 2})],
            ("A1", SHIFTED, ("A1",), {1: 2}),
        ),
        ([A1], [("A1", SHIFTED, ("A1",), {1: 1, 2: 1})], ("A1", SHIFTED, ("A1",), {1: 1, 2: 1})),
        ([("A1", SHIFTED, ("A1",), {1: 1, 2: 1})], [A1], ("A1", SHIFTED, ("A1",), {1: 1, 2: 1})),
    ],
)
def test_two_crosswalks_make_one(first, second, joined):
    lines = ([CrosswalkLine(*line) for line in side] for side in (first, second))
    assert compose(*lines) == (CrosswalkLine(*joined),)
