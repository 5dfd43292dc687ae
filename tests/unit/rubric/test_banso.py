"""The shipped rubric: the names of its source, and descriptors one can work with."""

import re

import pytest

from tests.factories.rubric import banso_text

LONGEST_JAPANESE = 90
JAPANESE = r"[\u3040-\u30ff\u4e00-\u9fff、。]"


@pytest.fixture(scope="module")
def texts():
    """Every bilingual text of the rubric."""
    rubric = banso_text()
    found = [rubric.title, rubric.source, rubric.drafting]
    found += [words for level in rubric.levels for words in (level.name, level.summary)]
    found += [domain.name for domain in rubric.domains]
    found += [words for c in rubric.criteria for words in (c.name, c.definition, c.basis)]
    return found + [words for d in rubric.descriptors for words in (d.text, d.sign)]


def test_it_has_three_domains_eleven_criteria_and_four_levels():
    rubric = banso_text()
    assert [[criterion.code for criterion in domain.criteria] for domain in rubric.domains] == [
        ["A1", "A2", "A3", "A4"],
        ["B1", "B2", "B3", "B4"],
        ["C1", "C2", "C3"],
    ]
    assert [level.code for level in rubric.levels] == ["starter", "master", "challenger", "change_maker"]
    assert len(rubric.descriptors) == 44


def test_criteria_carry_the_names_of_the_source():
    assert [[criterion.name["ja"] for criterion in domain.criteria] for domain in banso_text().domains] == [
        ["オーナーシップ", "自己調整能力", "支援内容の抽象力・応用力", "他者との協働力"],
        ["課題発見力", "思考力", "判断力", "創造力"],
        ["知識", "技能", "異なる知識・技能の結合"],
    ]


def test_only_the_criterion_with_levels_in_the_source_is_no_draft():
    drafts = {c.code: {d.is_draft for d in c.descriptors} for c in banso_text().criteria}
    assert drafts == {code: {code != "A1"} for code in drafts}


def test_descriptors_and_signs_are_short_enough_for_a_phone():
    for descriptor in banso_text().descriptors:
        assert len(descriptor.text["ja"]) <= LONGEST_JAPANESE, descriptor.text
        assert len(descriptor.sign["ja"]) <= LONGEST_JAPANESE, descriptor.sign


def test_sentences_end_as_sentences(texts):
    for descriptor in banso_text().descriptors:
        for words in (descriptor.text, descriptor.sign):
            assert words["ja"].endswith("。")
            assert words["en"].endswith((".", '."'))


def test_japanese_is_written_as_japanese(texts):
    for words in texts:
        assert not re.search(f"{JAPANESE} +{JAPANESE}", words["ja"]), words["ja"]
        assert not re.search("[!！?]", words["ja"]), words["ja"]


def test_english_is_english(texts):
    for words in texts:
        assert not re.search(JAPANESE, words["en"]), words["en"]
