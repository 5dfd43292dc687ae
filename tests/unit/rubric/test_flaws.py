"""Each rule of a whole rubric has a text that breaks it alone."""

from dataclasses import replace

import pytest

from lms.rubric.domain import RubricText, flaws, list_flaws
from lms.rubric.domain.starting import empty_rubric
from tests.factories.rubric import (
    CriterionTextFactory,
    DescriptorFactory,
    DomainTextFactory,
    LevelFactory,
    RubricTextFactory,
    following,
    shipped_schema,
)

DESCRIPTORS = ("domains", 0, "criteria", 0, "descriptors")


@pytest.fixture
def with_descriptors():
    """Make a rubric whose first criterion has the given descriptors."""

    def make(*descriptors) -> RubricText:
        criteria = (CriterionTextFactory(descriptors=descriptors), CriterionTextFactory(code="A2"))
        return RubricTextFactory(domains=(DomainTextFactory(criteria=criteria),))

    return make


def test_a_whole_rubric_has_no_flaw():
    assert list_flaws(RubricTextFactory()) == ()


def test_a_missing_descriptor_is_found_at_its_criterion(with_descriptors):
    (flaw,) = list_flaws(with_descriptors(DescriptorFactory(level_number=1)))
    assert (flaw.code, flaw.path) == ("rubric.missing_descriptor", DESCRIPTORS)
    assert flaw.facts == {"criterion": "A1", "level": 2, "levels": 2}


def test_a_second_descriptor_for_a_level_is_found(with_descriptors):
    twice = DescriptorFactory(level_number=2, text={"ja": "別", "en": "Other"})
    (flaw,) = list_flaws(with_descriptors(DescriptorFactory(), DescriptorFactory(level_number=2), twice))
    assert (flaw.code, flaw.path) == ("rubric.duplicate_descriptor", (*DESCRIPTORS, 2, "level"))


def test_a_descriptor_outside_the_scale_is_found(with_descriptors):
    (flaw,) = list_flaws(with_descriptors(*(DescriptorFactory(level_number=n) for n in (1, 2, 3))))
    assert (flaw.code, flaw.path) == ("rubric.unknown_level", (*DESCRIPTORS, 2, "level"))
    assert flaw.facts == {"criterion": "A1", "level": 3}


@pytest.mark.parametrize("english", ["Same words", " Same \n words "])
def test_two_levels_with_the_same_words_are_found(with_descriptors, english):
    first = DescriptorFactory(text={"ja": "同じ", "en": "Same words"})
    second = DescriptorFactory(level_number=2, text={"ja": "違う", "en": english})
    (flaw,) = list_flaws(with_descriptors(first, second))
    assert (flaw.code, flaw.path) == ("rubric.same_descriptor", (*DESCRIPTORS, 1, "text", "en"))
    assert flaw.facts == {"criterion": "A1", "level": 2, "other": 1}


@pytest.mark.parametrize("words", [{"ja": "行動"}, {"ja": "行動", "en": " "}])
def test_a_descriptor_in_one_language_is_found(with_descriptors, words):
    found = list_flaws(with_descriptors(DescriptorFactory(text=words), DescriptorFactory(level_number=2)))
    assert [(flaw.code, flaw.path, flaw.facts) for flaw in found] == [
        ("rubric.missing_language", (*DESCRIPTORS, 0, "text"), {"language": "en"})
    ]


@pytest.mark.parametrize(
    ("broken", "path"),
    [
        (RubricTextFactory(title={"en": "x"}), ("title",)),
        (RubricTextFactory(source={"en": "x"}), ("source",)),
        (RubricTextFactory(drafting={"en": "x"}), ("drafting",)),
        (
            RubricTextFactory(levels=(LevelFactory(name={"en": "x"}), LevelFactory(number=2))),
            ("levels", 0, "name"),
        ),
        (
            RubricTextFactory(levels=(LevelFactory(summary={"en": "x"}), LevelFactory(number=2))),
            ("levels", 0, "summary"),
        ),
        (RubricTextFactory(domains=(DomainTextFactory(name={"en": "x"}),)), ("domains", 0, "name")),
    ],
)
def test_every_text_needs_both_languages(broken, path):
    assert [(flaw.code, flaw.path) for flaw in list_flaws(broken)] == [("rubric.missing_language", path)]


@pytest.mark.parametrize("field", ["name", "definition", "basis"])
def test_a_criterion_needs_both_languages(field):
    criterion = CriterionTextFactory(**{field: {"en": "x"}})
    broken = RubricTextFactory(domains=(DomainTextFactory(criteria=(criterion,)),))
    assert [flaw.path for flaw in list_flaws(broken)] == [("domains", 0, "criteria", 0, field)]


def test_a_sign_needs_both_languages(with_descriptors):
    broken = with_descriptors(DescriptorFactory(sign={"en": "x"}), DescriptorFactory(level_number=2))
    assert [flaw.path for flaw in list_flaws(broken)] == [(*DESCRIPTORS, 0, "sign")]


def test_levels_must_count_from_one_without_a_gap():
    levels = (LevelFactory(number=1), LevelFactory(number=3))
    criterion = CriterionTextFactory(descriptors=tuple(DescriptorFactory(level_number=n) for n in (1, 3)))
    (flaw,) = list_flaws(
        RubricTextFactory(levels=levels, domains=(DomainTextFactory(criteria=(criterion,)),))
    )
    assert (flaw.code, flaw.path) == ("rubric.level_gap", ("levels", 1, "number"))
    assert flaw.facts == {"number": 3, "expected": 2}


@pytest.mark.parametrize(
    ("broken", "path"),
    [
        (
            RubricTextFactory(levels=(LevelFactory(code="same"), LevelFactory(number=2, code="same"))),
            ("levels", 1, "code"),
        ),
        (
            RubricTextFactory(
                domains=(DomainTextFactory(), DomainTextFactory(criteria=(CriterionTextFactory(code="B1"),)))
            ),
            ("domains", 1, "code"),
        ),
        (
            RubricTextFactory(
                domains=(
                    DomainTextFactory(),
                    DomainTextFactory(code="B", criteria=(CriterionTextFactory(code="A2"),)),
                )
            ),
            ("domains", 1, "criteria", 0, "code"),
        ),
    ],
)
def test_codes_are_used_once(broken, path):
    assert [(flaw.code, flaw.path) for flaw in list_flaws(broken)] == [("rubric.duplicate_code", path)]


def test_a_domain_may_share_its_code_with_a_criterion():
    whole = RubricTextFactory(domains=(DomainTextFactory(code="A1", criteria=(CriterionTextFactory(),)),))
    assert list_flaws(whole) == ()


def test_all_flaws_are_reported_together(with_descriptors):
    broken = replace(with_descriptors(), title={"ja": "題"})
    assert [flaw.code for flaw in list_flaws(broken)] == [
        "rubric.missing_language",
        "rubric.missing_descriptor",
        "rubric.missing_descriptor",
    ]


@pytest.mark.parametrize(
    ("broken", "code", "path"),
    [
        (RubricTextFactory(code=""), "rubric.bad_rubric_code", ("code",)),
        (RubricTextFactory(code="Small"), "rubric.bad_rubric_code", ("code",)),
        (RubricTextFactory(code="s" * 41), "rubric.bad_rubric_code", ("code",)),
        (RubricTextFactory(version="eins"), "rubric.bad_version", ("version",)),
        (RubricTextFactory(version="1\n"), "rubric.bad_version", ("version",)),
        (
            RubricTextFactory(levels=(LevelFactory(code="One"), LevelFactory(number=2))),
            "rubric.bad_level_code",
            ("levels", 0, "code"),
        ),
        (
            RubricTextFactory(domains=(DomainTextFactory(code="1", criteria=DomainTextFactory().criteria),)),
            "rubric.bad_code",
            ("domains", 0, "code"),
        ),
        (
            RubricTextFactory(domains=(DomainTextFactory(criteria=(CriterionTextFactory(code="能力"),)),)),
            "rubric.bad_code",
            ("domains", 0, "criteria", 0, "code"),
        ),
        (RubricTextFactory(domains=()), "rubric.no_domain", ("domains",)),
        (
            RubricTextFactory(domains=(DomainTextFactory(), DomainTextFactory(code="B", criteria=()))),
            "rubric.empty_domain",
            ("domains", 1, "criteria"),
        ),
        (
            RubricTextFactory(title={"ja": "題" * 1001, "en": "Title"}),
            "rubric.shape_long",
            ("title", "ja"),
        ),
        (RubricTextFactory(identifiers={"criteria/Z9": "u"}), "rubric.identifier_place", None),
    ],
)
def test_what_a_schema_would_refuse_is_found_in_drafts_as_well(broken, code, path):
    expected = ("identifiers", "criteria/Z9") if path is None else path
    assert [(flaw.code, flaw.path) for flaw in list_flaws(broken)] == [(code, expected)]


@pytest.mark.parametrize("n_levels", [0, 1, 10])
def test_a_scale_has_two_to_nine_levels(n_levels):
    numbers = range(1, n_levels + 1)
    descriptors = tuple(DescriptorFactory(level_number=n) for n in numbers)
    criterion = CriterionTextFactory(descriptors=descriptors)
    text = RubricTextFactory(
        levels=tuple(LevelFactory(number=n) for n in numbers),
        domains=(DomainTextFactory(criteria=(criterion,)),),
    )
    (flaw,) = list_flaws(text)
    assert (flaw.code, flaw.facts) == (
        "rubric.number_of_levels",
        {"levels": n_levels, "fewest": 2, "most": 9},
    )


def test_there_are_bounds_to_how_much_there_is():
    many = tuple(CriterionTextFactory(code=f"A{n}") for n in range(51))
    domains = (DomainTextFactory(criteria=many), *(DomainTextFactory(code=f"D{n}") for n in range(20)))
    found = [flaw for flaw in list_flaws(RubricTextFactory(domains=domains)) if "duplicate" not in flaw.code]
    assert [(flaw.code, flaw.path, flaw.facts) for flaw in found] == [
        ("rubric.shape_many", ("domains",), {"expected": 20}),
        ("rubric.shape_many", ("domains", 0, "criteria"), {"expected": 50}),
    ]


def test_every_part_can_carry_an_identifier():
    text = RubricTextFactory()
    places = ("", "levels/2", "domains/A", "criteria/A1", "criteria/A1/2")
    assert list_flaws(replace(text, identifiers=dict.fromkeys(places, "u"))) == ()


def test_a_note_needs_both_languages():
    text = following(RubricTextFactory())
    noted = replace(text, succession=replace(text.succession, note={"ja": "文言を直した"}))
    assert [(flaw.code, flaw.path) for flaw in list_flaws(noted)] == [
        ("rubric.missing_language", ("follows", "note"))
    ]


def test_the_bounds_are_those_of_the_schema():
    schema = shipped_schema()["properties"]
    levels, domains, examples = (schema[name] for name in ("levels", "domains", "examples"))
    definitions = shipped_schema()["$defs"]
    assert (levels["minItems"], levels["maxItems"]) == (flaws.MIN_LEVELS, flaws.MAX_LEVELS)
    assert (domains["maxItems"], examples["maxItems"]) == (flaws.MAX_DOMAINS, flaws.MAX_EXAMPLES)
    assert definitions["domain"]["properties"]["criteria"]["maxItems"] == flaws.MAX_CRITERIA
    assert definitions["words"]["maxLength"] == flaws.MAX_WORDS
    assert schema["code"]["pattern"] == f"^{flaws.RUBRIC_CODE.pattern}$"


def test_a_text_without_a_word_has_flaws_and_is_no_accident():
    codes = [flaw.code for flaw in list_flaws(empty_rubric())]
    assert codes == [
        "rubric.bad_rubric_code",
        "rubric.number_of_levels",
        "rubric.no_domain",
        *["rubric.missing_language"] * 6,
    ]
