"""What can be wrong with a vignette that no schema sees."""

from dataclasses import replace

import pytest

from lms.moderation.domain import VignetteSource, list_flaws
from tests.factories.moderation import WORDS, ReferenceLevelFactory, VignetteTextFactory

SMALL = {"small": {"A1": 2, "A2": 2}}


@pytest.fixture
def found():
    def codes(text):
        return [(flaw.path, flaw.code) for flaw in list_flaws(text, rubrics=SMALL)]

    return codes


def test_a_whole_vignette_has_no_flaw(found):
    assert found(VignetteTextFactory()) == []


def test_an_unknown_rubric_is_named_with_those_there_are():
    (flaw,) = list_flaws(VignetteTextFactory(rubric="other"), rubrics=SMALL)
    assert (flaw.code, flaw.facts) == ("moderation.unknown_rubric", {"rubric": "other", "known": "small"})


def test_a_criterion_the_rubric_does_not_have(found):
    text = VignetteTextFactory(criteria=("A1", "Z9"))
    assert (("criteria", 1), "moderation.unknown_criterion") in found(text)


def test_a_criterion_named_twice(found):
    text = VignetteTextFactory(criteria=("A1", "A1"))
    assert found(text) == [(("criteria", 1), "moderation.criterion_twice")]


def test_a_vignette_without_reference_names_each_missing_level():
    flaws = list_flaws(VignetteTextFactory(reference=()), rubrics=SMALL)
    assert [(flaw.code, flaw.facts["criterion"]) for flaw in flaws] == [
        ("moderation.reference_missing", "A1"),
        ("moderation.reference_missing", "A2"),
    ]


def test_a_level_for_what_is_not_rated(found):
    text = VignetteTextFactory(criteria=("A1",))
    more = replace(text, reference=(*text.reference, ReferenceLevelFactory(criterion="A2")))
    assert found(more) == [(("reference", "levels", 1), "moderation.reference_of_nothing")]


def test_a_second_level_for_one_criterion(found):
    text = VignetteTextFactory()
    more = replace(text, reference=(*text.reference, ReferenceLevelFactory(criterion="A1")))
    assert found(more) == [(("reference", "levels", 2), "moderation.reference_twice")]


@pytest.mark.parametrize("mean", [0.9, 2.1, -1.0])
def test_a_level_outside_the_scale(found, mean):
    text = VignetteTextFactory(criteria=("A1",), reference=(ReferenceLevelFactory(mean=mean),))
    assert found(text) == [(("reference", "levels", 0, "mean"), "moderation.mean_out_of_range")]


@pytest.mark.parametrize("std_error", [0.0, 0.05, 1.1, -0.4])
def test_an_error_nobody_has(found, std_error):
    text = VignetteTextFactory(criteria=("A1",), reference=(ReferenceLevelFactory(std_error=std_error),))
    assert found(text) == [(("reference", "levels", 0, "std_error"), "moderation.std_error_out_of_range")]


@pytest.mark.parametrize(("mean", "std_error"), [(1.0, 0.1), (2.0, 1.0)])
def test_the_ends_of_the_ranges_are_within(found, mean, std_error):
    level = ReferenceLevelFactory(mean=mean, std_error=std_error)
    assert found(VignetteTextFactory(criteria=("A1",), reference=(level,))) == []


@pytest.mark.parametrize("day", ["2026-13-01", "yesterday", "2026/11/20"])
def test_a_day_that_is_none(found, day):
    text = VignetteTextFactory(sources=(VignetteSource(WORDS, day),))
    assert found(text) == [(("sources", 0, "checked"), "moderation.not_a_day")]


def test_the_digest_tells_content_from_content_and_not_the_order_of_levels():
    text = VignetteTextFactory()
    assert replace(text, reference=text.reference[::-1]).digest() == text.digest()
    assert replace(text, minutes=4).digest() != text.digest()
