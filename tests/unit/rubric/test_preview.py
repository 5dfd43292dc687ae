"""A draft as its readers will see it: gaps stay empty, additions stand among what they are added to."""

from dataclasses import replace

from lms.rubric.domain import LocalExample
from lms.rubric.domain.preview import NOWHERE, preview_criterion, preview_of
from lms.rubric.domain.starting import additions_to, next_of
from tests.factories.rubric import CriterionTextFactory, DomainTextFactory, LevelFactory, RubricTextFactory

WORDS = {"ja": "当会の例", "en": "Our example"}


def test_a_whole_text_is_shown_as_it_stands():
    text = RubricTextFactory(is_locked=True)
    rubric = preview_of(text)
    assert (rubric.id, rubric.title, rubric.levels, rubric.is_locked) == (
        NOWHERE,
        text.title,
        text.levels,
        True,
    )
    assert [criterion.name for criterion in rubric.criteria] == [one.name for one in text.criteria]
    assert len({criterion.id for criterion in rubric.criteria}) == len(text.criteria)
    assert rubric.note is None


def test_the_note_of_a_next_version_is_shown():
    draft = next_of(RubricTextFactory())
    noted = replace(draft, succession=replace(draft.succession, note=WORDS))
    assert preview_of(noted).note == WORDS


def test_a_level_without_a_descriptor_is_empty():
    criterion = CriterionTextFactory(code="A1")
    shown = preview_criterion(criterion, [LevelFactory(number=n) for n in (1, 2, 3)])
    assert shown.descriptors[2].text == criterion.descriptors[1].text
    assert shown.descriptors[3].text == {"ja": "", "en": ""}


def test_additions_stand_among_the_words_they_are_added_to():
    base = RubricTextFactory()
    added = replace(
        additions_to(base, code="small-x", organisation={"ja": "当会", "en": "Ours"}),
        domains=(DomainTextFactory(code="X"),),
        examples=(LocalExample("A1", 2, WORDS), LocalExample("Z9", 1, WORDS)),
    )
    rubric = preview_of(added, base)
    assert [(domain.code, domain.is_local) for domain in rubric.domains] == [("A", False), ("X", True)]
    assert rubric.criterion("A1").descriptors[2].local_examples == (WORDS,)
    assert rubric.criterion("A1").descriptors[1].local_examples == ()
    assert rubric.levels == base.levels
