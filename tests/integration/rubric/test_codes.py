"""Whose a rubric's code is: nobody elsewhere takes the numbers of its next versions."""

from dataclasses import replace

import pytest

from lms.kernel.errors import RuleViolation
from tests.factories.rubric import CriterionTextFactory, DomainTextFactory, RubricTextFactory, following, load

TEXT = RubricTextFactory()
OTHER = (DomainTextFactory(criteria=(CriterionTextFactory(code="A9"),)),)


@pytest.fixture
def publish(session, cast, clock):
    def run(organisation, text=TEXT):
        publisher_id = None if organisation is None else organisation.id
        return load(session, publisher_id=publisher_id, clock=clock, text=text)

    return run


def test_an_unrelated_organisation_does_not_take_the_next_version(cast, publish):
    publish(cast.council)
    with pytest.raises(RuleViolation) as refused:
        publish(cast.outside, replace(TEXT, version="2"))
    assert (refused.value.code, refused.value.facts["rubric_code"]) == ("rubric.code_elsewhere", TEXT.code)
    assert publish(cast.council, following(TEXT, version="2")).version == "2"


@pytest.mark.parametrize("owner", ["council", "chamber", None])
def test_those_above_and_below_may_go_their_own_way(cast, publish, owner):
    publish(getattr(cast, owner) if owner else None)
    reworded = replace(TEXT, version="9", domains=OTHER)
    assert publish(cast.chamber if owner != "chamber" else cast.council, reworded).version == "9"


def test_what_everybody_is_to_read_may_have_any_code(cast, publish):
    publish(cast.council)
    assert publish(None, replace(TEXT, version="2")).version == "2"
