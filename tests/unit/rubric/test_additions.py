"""What members may add to a federation's rubric, and every way of weakening it that is refused."""

from dataclasses import replace

import pytest

from lms.rubric.domain import (
    Codes,
    LocalExample,
    additions_in,
    list_addition_flaws,
    list_code_clashes,
    list_flaws,
    list_lock_flaws,
)
from tests.factories.rubric import (
    CriterionTextFactory,
    DescriptorFactory,
    DomainTextFactory,
    LevelFactory,
    RubricTextFactory,
)

WORDS = {"ja": "例", "en": "Example"}
SIGN = {"ja": "場面", "en": "Sign"}
BASE = RubricTextFactory()
OWN = DomainTextFactory(code="L")


@pytest.fixture
def additions():
    """Make what a member adds to the small rubric."""

    def make(**changes):
        default = {"code": "ours", "extends": "small", "levels": (), "domains": (OWN,)}
        return RubricTextFactory(**(default | changes))

    return make


@pytest.fixture
def weakened():
    """Repeat the small rubric with its first criterion changed, and return what is wrong with it."""

    def change(**changes):
        first, second = BASE.criteria
        criteria = (replace(first, **changes), second)
        text = RubricTextFactory(domains=(DomainTextFactory(criteria=criteria),))
        return [(flaw.code, flaw.path, dict(flaw.facts)) for flaw in list_lock_flaws(text, BASE)]

    return change


def test_own_criteria_and_examples_are_whole(additions):
    text = additions(examples=(LocalExample("A1", 2, WORDS),))
    assert list_flaws(text) == ()
    assert list_addition_flaws(text, BASE) == ()


def test_examples_alone_are_whole(additions):
    text = additions(domains=(), examples=(LocalExample("A1", 2, WORDS),))
    assert (list_flaws(text), list_addition_flaws(text, BASE)) == ((), ())


def test_nothing_added_is_said(additions):
    (flaw,) = list_flaws(additions(domains=()))
    assert (flaw.code, flaw.path, flaw.facts) == ("rubric.addition_empty", (), {"rubric_code": "small"})


@pytest.mark.parametrize(
    ("changes", "code", "path"),
    [
        ({"levels": (LevelFactory(),)}, "rubric.addition_levels", ("levels",)),
        ({"is_locked": True}, "rubric.addition_locked", ("locked",)),
        (
            {"examples": (LocalExample("A1", 1, {"ja": "例"}),)},
            "rubric.missing_language",
            ("examples", 0, "text"),
        ),
    ],
)
def test_additions_only_add(additions, changes, code, path):
    assert [(flaw.code, flaw.path) for flaw in list_flaws(additions(**changes))] == [(code, path)]


def test_examples_are_added_to_another_rubric_only():
    text = RubricTextFactory(examples=(LocalExample("A1", 1, WORDS),))
    assert [(flaw.code, flaw.path) for flaw in list_flaws(text)] == [("rubric.examples_alone", ("examples",))]


@pytest.mark.parametrize(
    ("changes", "code", "path"),
    [
        ({"extends": "other"}, "rubric.extends_other", ("extends",)),
        ({"code": "small"}, "rubric.addition_code", ("code",)),
        (
            {"examples": (LocalExample("Z9", 1, WORDS),)},
            "rubric.example_criterion",
            ("examples", 0, "criterion"),
        ),
        ({"examples": (LocalExample("A1", 9, WORDS),)}, "rubric.example_level", ("examples", 0, "level")),
        (
            {
                "domains": (
                    DomainTextFactory(
                        code="L",
                        criteria=(CriterionTextFactory(code="L1", descriptors=(DescriptorFactory(),)),),
                    ),
                )
            },
            "rubric.missing_descriptor",
            ("domains", 0, "criteria", 0, "descriptors"),
        ),
    ],
)
def test_additions_fit_what_they_add_to(additions, changes, code, path):
    flaws = list_addition_flaws(additions(**changes), BASE)
    assert [(flaw.code, flaw.path) for flaw in flaws] == [(code, path)]


def test_codes_of_the_rubric_are_taken(additions):
    text = additions(domains=(DomainTextFactory(code="A"),))
    assert [(flaw.code, flaw.path, flaw.facts["found"]) for flaw in list_addition_flaws(text, BASE)] == [
        ("rubric.code_taken", ("domains", 0, "code"), "A"),
        ("rubric.code_taken", ("domains", 0, "criteria", 0, "code"), "A1"),
        ("rubric.code_taken", ("domains", 0, "criteria", 1, "code"), "A2"),
    ]


def test_codes_that_others_add_are_taken(additions):
    taken = Codes(domains=frozenset({"L"}), criteria=frozenset({"L2"}))
    expected = [("domains", 0, "code"), ("domains", 0, "criteria", 1, "code")]
    assert [flaw.path for flaw in list_addition_flaws(additions(), BASE, taken)] == expected
    assert [flaw.path for flaw in list_code_clashes(additions(), taken)] == expected


def test_a_repeated_rubric_weakens_nothing():
    assert list_lock_flaws(BASE, BASE) == ()


@pytest.mark.parametrize("field", ["name", "definition"])
def test_a_reworded_criterion(weakened, field):
    said = getattr(BASE.criteria[0], field)
    facts = {"rubric_code": "small", "found": "Better", "expected": said["en"]}
    path = ("domains", 0, "criteria", 0, field, "en")
    assert weakened(**{field: {**said, "en": "Better"}}) == [("rubric.weakens_lock", path, facts)]


def test_a_basis_that_was_not_there(weakened):
    assert [path[-2:] for _, path, _ in weakened(basis=WORDS)] == [("basis", "en"), ("basis", "ja")]


def test_a_reworded_and_a_missing_descriptor(weakened):
    other = DescriptorFactory(text={"ja": "別", "en": "Behaviour 1"})
    path = ("domains", 0, "criteria", 0, "descriptors")
    assert weakened(descriptors=(other,)) == [
        (
            "rubric.weakens_lock",
            (*path, 0, "text", "ja"),
            {"rubric_code": "small", "found": "別", "expected": "行動1"},
        ),
        (
            "rubric.weakens_lock_descriptor",
            path,
            {"rubric_code": "small", "criterion": "A1", "level": 2},
        ),
    ]


def test_a_draft_is_not_made_final(weakened):
    first, second = BASE.criteria[0].descriptors
    (flaw,) = weakened(descriptors=(replace(first, is_draft=True), second))
    assert flaw[:2] == ("rubric.weakens_lock", ("domains", 0, "criteria", 0, "descriptors", 0, "draft"))


def test_long_words_are_told_in_part(weakened):
    (flaw,) = weakened(name={"ja": BASE.criteria[0].name["ja"], "en": "x" * 500})
    assert len(flaw[2]["found"]) == 60


@pytest.mark.parametrize(
    ("changes", "codes"),
    [
        ({"domains": ()}, ["domain", "criterion", "criterion"]),
        ({"domains": (DomainTextFactory(criteria=BASE.criteria[:1]),)}, ["criterion"]),
        (
            {
                "domains": (
                    DomainTextFactory(criteria=()),
                    DomainTextFactory(code="B", criteria=BASE.criteria),
                )
            },
            ["move", "move"],
        ),
        ({"levels": BASE.levels[:1]}, ["level"]),
        ({"levels": (*BASE.levels, LevelFactory(number=3))}, ["new_level"]),
    ],
)
def test_what_is_dropped_or_moved(changes, codes):
    flaws = list_lock_flaws(RubricTextFactory(**changes), BASE)
    assert [flaw.code for flaw in flaws] == [f"rubric.weakens_lock_{code}" for code in codes]


@pytest.mark.parametrize(
    ("changes", "place"),
    [
        (
            {"levels": (LevelFactory(code="other"), LevelFactory(number=2))},
            ("levels", 0, "code"),
        ),
        (
            {"levels": (LevelFactory(), LevelFactory(number=2, name={"ja": "段階2", "en": "Two"}))},
            ("levels", 1, "name", "en"),
        ),
        ({"domains": (DomainTextFactory(name={"ja": "領域A", "en": "New"}),)}, ("domains", 0, "name", "en")),
    ],
)
def test_renamed_levels_and_domains(changes, place):
    flaws = list_lock_flaws(RubricTextFactory(**changes), BASE)
    assert [(flaw.code, flaw.path) for flaw in flaws] == [("rubric.weakens_lock", place)]


def test_own_criteria_stand_in_domains_of_their_own():
    criteria = (*BASE.criteria, CriterionTextFactory(code="A3"))
    text = RubricTextFactory(domains=(DomainTextFactory(criteria=criteria), OWN))
    (flaw,) = list_lock_flaws(text, BASE)
    assert (flaw.code, flaw.path) == ("rubric.own_domain", ("domains", 0, "criteria", 2))
    assert flaw.facts == {"criterion": "A3", "domain": "A", "rubric_code": "small"}


def test_what_a_whole_text_adds_is_taken_out_of_it():
    first, second = BASE.criteria
    signed = replace(first, descriptors=(replace(first.descriptors[0], sign=SIGN), first.descriptors[1]))
    text = RubricTextFactory(
        domains=(DomainTextFactory(criteria=(signed, second)), OWN),
        is_locked=True,
        identifiers={"": "u0", "criteria/A1": "u1", "criteria/L1/2": "u2", "domains/L": "u3"},
    )
    assert list_lock_flaws(text, BASE) == ()
    added = additions_in(text, BASE, code="ours")
    assert (added.code, added.extends, added.levels, added.domains) == ("ours", "small", (), (OWN,))
    assert added.examples == (LocalExample("A1", 1, SIGN),)
    assert (added.is_locked, added.title) == (False, text.title)
    assert added.identifiers == {"": "u0", "criteria/L1/2": "u2", "domains/L": "u3"}
    assert list_addition_flaws(added, BASE) == ()


def test_signs_that_were_there_are_not_added():
    first, second = BASE.criteria
    signed = replace(first, descriptors=tuple(replace(one, sign=SIGN) for one in first.descriptors))
    base = RubricTextFactory(domains=(DomainTextFactory(criteria=(signed, second)),))
    text = replace(base, domains=(*base.domains, OWN))
    assert additions_in(text, base, code="ours").examples == ()
    other = replace(first, descriptors=tuple(replace(one, sign=WORDS) for one in first.descriptors))
    reworded = replace(base, domains=(DomainTextFactory(criteria=(other, second)),))
    assert [flaw.path[-2:] for flaw in list_lock_flaws(reworded, base)] == [
        ("sign", "en"),
        ("sign", "ja"),
    ] * 2
