"""What drafts begin with."""

import pytest

from lms.rubric.domain import Change, list_crosswalk_flaws, list_flaws
from lms.rubric.domain.starting import additions_to, empty_rubric, next_of, next_version
from tests.factories.rubric import RubricTextFactory


def test_the_next_version_says_the_same_and_can_be_published_as_it_is():
    text = RubricTextFactory(identifiers={"": "0" * 36})
    draft = next_of(text)
    assert (draft.version, draft.succession.predecessor, draft.succession.change) == (
        "1.1",
        "1",
        Change.EDITORIAL,
    )
    assert (list_flaws(draft), list_crosswalk_flaws(draft, text)) == ((), ())
    assert draft.identifiers == {}


@pytest.mark.parametrize(
    ("version", "change", "proposed"),
    [
        ("1", Change.EDITORIAL, "1.1"),
        ("1.9", Change.EDITORIAL, "1.10"),
        ("1", Change.MEANING, "2"),
        ("2.3", Change.MEANING, "3"),
    ],
)
def test_better_words_get_a_smaller_number_than_another_meaning(version, change, proposed):
    assert next_version(version, change) == proposed


def test_a_new_rubric_begins_without_a_word():
    text = empty_rubric()
    assert (text.code, text.version, dict(text.title), text.levels) == ("", "1", {"ja": "", "en": ""}, ())


@pytest.mark.parametrize(
    ("name", "en"), [({"ja": "広島", "en": "Hiroshima"}, "Hiroshima"), ({"ja": "広島"}, "広島")]
)
def test_additions_begin_with_a_title_and_lack_only_what_is_added(name, en):
    text = additions_to(RubricTextFactory(), code="small-hiroshima", organisation=name)
    assert text.title == {"ja": "広島の追加項目", "en": f"Additions of {en}"}
    assert [flaw.code for flaw in list_flaws(text)] == ["rubric.addition_empty"]
