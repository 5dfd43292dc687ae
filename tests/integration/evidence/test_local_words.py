"""Two organisations add a criterion under one code: neither reads the other's words as its own."""

from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import update

from lms.evidence.queries import explain_criterion, explain_overall, list_findings
from lms.people.commands import grant_role
from lms.people.models import Employment, Membership
from lms.rubric.commands import load_rubric
from lms.rubric.domain import DomainText
from lms.rubric.queries import get_current_rubric
from tests.cast import TODAY
from tests.factories.rubric import CriterionTextFactory, DescriptorFactory, banso_text


@pytest.fixture
def add(world, session, clock):
    """Let an organisation add a criterion L1 of its own; return the criterion's id."""

    def local(organisation, name, reader):
        descriptors = tuple(DescriptorFactory(level_number=number) for number in (1, 2, 3, 4))
        criterion = CriterionTextFactory(code="L1", name={"ja": name, "en": name}, descriptors=descriptors)
        text = replace(
            banso_text(),
            code=organisation.code,
            levels=(),
            domains=(DomainText("L", {"ja": "当会の項目", "en": "Ours"}, (criterion,)),),
            extends="banso",
        )
        load_rubric(session, actor_id=None, rubric=text, publisher_id=organisation.id, clock=clock)
        session.flush()
        return get_current_rubric(session, world.cast.actor(reader)).criterion("L1").id

    return local


@pytest.fixture
def moved(world, session, add):
    """Aoi was seen by the chamber's own criterion, and works next door since today."""
    cast = world.cast
    ours = add(cast.chamber, "地元の言葉", cast.aoi)
    add(cast.neighbour, "隣の言葉", cast.kaoru)
    world.observe(cast.aoi, criterion_id=ours, level=4, observed_on=date(2026, 11, 1))
    for table in (Employment, Membership):
        session.execute(update(table).where(table.person_id == cast.aoi.id).values(ends_on=TODAY))
    session.add(Employment(person_id=cast.aoi.id, organisation_id=cast.neighbour.id, starts_on=TODAY))
    grant_role(session, person=cast.aoi, organisation=cast.neighbour, role_code="advisor", starts_on=TODAY)
    session.flush()
    return cast.actor(cast.aoi)


def test_the_page_of_a_level_counts_what_its_list_counts(session, moved):
    found = list_findings(session, moved, [moved.person_id], TODAY)[moved.person_id]
    explained = explain_criterion(session, moved, person_id=moved.person_id, code="L1", as_of=TODAY)
    assert explained.name["ja"] == "隣の言葉"
    assert explained.finding.n_observations == found.criteria["L1"].n_observations == 0
    assert (explained.counted, explained.left_out) == ((), ())


def test_what_was_seen_stays_readable_in_its_own_words(session, moved, client_as, world):
    everything = explain_overall(session, moved, person_id=moved.person_id, as_of=TODAY)
    (seen,) = everything.left_out
    assert seen.words is not None
    assert seen.words[1].name["ja"] == "地元の言葉"
    page = client_as(world.cast.aoi).get("/me/overall").text
    assert "地元の言葉" in page
    assert "隣の言葉" not in page
