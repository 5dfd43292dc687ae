"""A text from a file beside what is published: what follows what, and what an edited copy becomes."""

from dataclasses import replace

import pytest

from lms.rubric.domain import Change, CrosswalkKind, CrosswalkLine, Succession
from lms.rubric.domain.importing import crosswalk_to, follows, going_on
from lms.rubric.domain.starting import next_of
from tests.factories.rubric import CriterionTextFactory, DomainTextFactory, RubricTextFactory

SAME = tuple(CrosswalkLine(code, CrosswalkKind.SAME, (code,)) for code in ("A1", "A2"))


@pytest.fixture
def first():
    return RubricTextFactory(identifiers={"": "0c9d5a4e-3f50-4a7b-9d4f-6a0f2a1b7c11"})


@pytest.fixture
def without_a2(first):
    return replace(first, domains=(DomainTextFactory(criteria=(CriterionTextFactory(code="A1"),)),))


def test_a_text_follows_the_version_it_names(first):
    second = replace(first, version="2", succession=Succession("1", Change.EDITORIAL))
    assert follows(second, first)
    assert not follows(first, second)
    assert not follows(second, replace(first, version="1.5"))
    assert not follows(second, replace(first, code="other"))


def test_its_crosswalk_is_the_way_from_there_even_where_it_is_left_out(first):
    second = replace(first, version="2", succession=Succession("1", Change.EDITORIAL))
    assert crosswalk_to(second, first) == SAME
    split = CrosswalkLine("A1", CrosswalkKind.RETIRED)
    told = replace(second, succession=Succession("1", Change.MEANING, (split, SAME[1])))
    assert crosswalk_to(told, first) == (split, SAME[1])


def test_without_one_criteria_go_on_by_their_codes(first, without_a2):
    assert crosswalk_to(without_a2, first) == (SAME[0], CrosswalkLine("A2", CrosswalkKind.RETIRED))


def test_an_edited_copy_of_the_version_in_force_becomes_the_next_one(first, without_a2):
    draft = going_on(replace(without_a2, title={"ja": "新", "en": "New"}), next_of(first), first)
    assert (draft.version, draft.title["en"]) == ("1.1", "New")
    assert draft.succession == Succession("1", Change.EDITORIAL, SAME[:1])
    assert draft.identifiers == {}


def test_a_file_with_a_number_of_its_own_keeps_it(first):
    draft = going_on(replace(first, version="3"), next_of(first), first)
    assert (draft.version, draft.identifiers) == ("3", first.identifiers)
    assert draft.succession == Succession("1", Change.EDITORIAL, SAME)


def test_a_file_that_says_what_it_follows_keeps_its_word(first):
    told = replace(first, version="2", succession=Succession("1", Change.MEANING, SAME))
    assert going_on(told, next_of(first), first) == told
    assert going_on(first, first, first) == first
