"""Finding one's way in a stored rubric, and telling two texts apart."""

from dataclasses import replace

import pytest

from lms.rubric.domain import DomainText
from tests.factories.rubric import (
    CriterionTextFactory,
    DescriptorFactory,
    DomainTextFactory,
    RubricTextFactory,
    stored,
)


@pytest.fixture
def rubric():
    return stored(RubricTextFactory(domains=(DomainTextFactory(), DomainTextFactory(code="B"))))


def test_criteria_stand_in_the_order_of_their_domains(rubric):
    assert [criterion.code for criterion in rubric.criteria] == ["A1", "A2", "B1", "B2"]


def test_a_criterion_is_found_by_its_code(rubric):
    assert rubric.criterion("B1") is rubric.domains[1].criteria[0]
    assert rubric.find_criterion("B1") is rubric.criterion("B1")


def test_what_a_member_adds_counts_for_nobody_else(rubric):
    here = stored(RubricTextFactory(domains=(DomainTextFactory(code="L"),))).domains[0]
    whole = replace(rubric, domains=(*rubric.domains, replace(here, is_local=True)))
    assert [criterion.code for criterion in whole.criteria] == ["A1", "A2", "B1", "B2", "L1", "L2"]
    assert whole.sources.keys() > whole.shared_sources.keys()
    assert whole.shared_sources == rubric.sources


def test_an_unknown_code_is_none_or_an_error(rubric):
    assert rubric.find_criterion("Z9") is None
    with pytest.raises(KeyError, match="Z9"):
        rubric.criterion("Z9")


def test_a_level_is_found_by_its_number(rubric):
    assert rubric.level(2) is rubric.levels[1]
    with pytest.raises(KeyError, match="3"):
        rubric.level(3)


def test_a_criterion_knows_its_domain(rubric):
    assert rubric.domain_of("B2") is rubric.domains[1]


@pytest.mark.parametrize(
    ("code", "expected"), [("A1", (None, "A2")), ("A2", ("A1", "B1")), ("B2", ("B1", None))]
)
def test_neighbours_cross_domains_and_end_at_the_ends(rubric, code, expected):
    before, after = rubric.neighbours(code)
    assert (before and before.code, after and after.code) == expected


def test_one_draft_descriptor_makes_a_criterion_a_draft(rubric):
    final, draft = DescriptorFactory(), DescriptorFactory(level_number=2, is_draft=True)
    criterion = rubric.criterion("A1")
    assert not criterion.is_draft
    assert replace(criterion, descriptors={1: final, 2: draft}).is_draft


def test_the_digest_does_not_depend_on_the_order_of_descriptors():
    forwards = CriterionTextFactory()
    backwards = replace(forwards, descriptors=forwards.descriptors[::-1])
    texts = [
        RubricTextFactory(domains=(DomainTextFactory(criteria=(criterion,)),))
        for criterion in (forwards, backwards)
    ]
    assert texts[0].digest() == texts[1].digest()


def test_the_digest_changes_with_one_word():
    domain: DomainText = DomainTextFactory()
    renamed = replace(domain, name={**domain.name, "en": "Another"})
    texts = [RubricTextFactory(domains=(domain,)), RubricTextFactory(domains=(renamed,))]
    assert texts[0].digest() != texts[1].digest()


def test_the_digest_tells_a_draft_from_its_approved_form():
    texts = [
        RubricTextFactory(
            domains=(
                DomainTextFactory(
                    criteria=(
                        CriterionTextFactory(
                            descriptors=(
                                DescriptorFactory(is_draft=draft),
                                DescriptorFactory(level_number=2),
                            )
                        ),
                    )
                ),
            )
        )
        for draft in (True, False)
    ]
    assert texts[0].digest() != texts[1].digest()


def test_a_text_counts_its_descriptors():
    assert len(RubricTextFactory().descriptors) == 4
