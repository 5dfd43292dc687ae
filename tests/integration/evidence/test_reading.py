"""Who reads which levels, and that many people's levels take no more statements than one's."""

import itertools
from datetime import date
from functools import partial

import pytest

from lms.evidence import commands, queries
from lms.evidence.access import can_read
from lms.evidence.domain import FindingStatus, NotCounted
from lms.evidence.models import ObservationRow
from lms.kernel.actor import Actor
from lms.kernel.errors import NotFound
from tests.cast import TODAY
from tests.conftest import NOW


@pytest.fixture
def find(world, session):
    def find_as(reader, *people):
        actor = world.cast.actor(reader)
        return queries.list_findings(session, actor, [person.id for person in people], TODAY)

    return find_as


def test_a_level_is_found_from_stored_observations(world, find, established):
    established(world.cast.aoi)
    finding = find(world.cast.mori, world.cast.aoi)[world.cast.aoi.id].criteria["B1"]
    assert (finding.level, finding.n_observations, finding.n_raters) == (2, 3, 2)
    assert finding.latest_on == date(2026, 11, 3)


def test_voided_observations_do_not_count(world, find):
    gone = {"voided_at": NOW, "voided_by_id": world.cast.mori.id, "voided_reason": "違う人"}
    world.observe(world.cast.aoi, **gone)
    assert find(world.cast.aoi, world.cast.aoi)[world.cast.aoi.id].overall.n_observations == 0


def test_everybody_asked_for_has_findings_even_if_empty(world, find):
    found = find(world.cast.mori, world.cast.aoi, world.cast.sato)
    assert found.keys() == {world.cast.aoi.id, world.cast.sato.id}
    assert found[world.cast.sato.id].overall.status is FindingStatus.INSUFFICIENT


def test_without_a_rubric_there_are_no_findings(world, find, established):
    established(world.cast.aoi)
    assert find(world.cast.chie, world.cast.aoi) == {}


def test_levels_stay_with_those_who_may_read_them(world, find, established, session):
    established(world.cast.aoi)
    for reader, n_seen in (("aoi", 3), ("mori", 3), ("hara", 3), ("kaoru", 0), ("hojo", 0)):
        found = find(getattr(world.cast, reader), world.cast.aoi)
        assert found[world.cast.aoi.id].overall.n_observations == n_seen, reader


def test_can_read_agrees_with_visible_to_for_every_pair(world, session):
    people = (
        world.cast.aoi,
        world.cast.kaoru,
        world.cast.mori,
        world.cast.hara,
        world.cast.hojo,
        world.cast.chie,
    )
    rows = {person: world.observe(person, by=world.cast.sato) for person in people}
    for reader, person in itertools.product(people, people):
        actor = world.cast.actor(reader)
        listed = session.scalar(queries.visible_to(actor).where(ObservationRow.id == rows[person].id))
        path = world.employer(person).path
        allowed = can_read(actor, trainee_id=person.id, organisation_path=path)
        assert (listed is not None) is allowed, f"{reader.name} and {person.name}"


def test_three_people_take_as_many_statements_as_one(world, established, count_statements, session):
    actor = world.cast.actor(world.cast.hara)
    everybody = [world.cast.aoi, world.cast.kaoru, world.cast.sato]
    for person in everybody:
        world.observe(person)
    counts = [
        count_statements(
            lambda n=n: queries.list_findings(session, actor, [p.id for p in everybody[:n]], TODAY)
        )
        for n in (1, 3)
    ]
    assert counts == [3, 3]


def test_an_explanation_lists_what_counted_and_what_did_not(world, session, established):
    established(world.cast.aoi)
    world.observe(world.cast.aoi, by=world.cast.aoi, level=4)
    world.observe(world.cast.aoi, observed_on=date(2024, 5, 1), level=1)
    gone = {"voided_at": NOW, "voided_by_id": world.cast.mori.id, "voided_reason": "違う人"}
    world.observe(world.cast.aoi, observed_on=date(2026, 10, 1), **gone)
    explanation = queries.explain_criterion(
        session,
        world.cast.actor(world.cast.mori),
        person_id=world.cast.aoi.id,
        code="B1",
        as_of=TODAY,
    )
    assert [(item.rater_name, item.observation.observed_on.day) for item in explanation.counted] == [
        ("森 真理", 3),
        ("佐藤 聡", 2),
        ("森 真理", 1),
        ("森 真理", 1),
    ]
    assert [item.left_out for item in explanation.left_out] == [
        NotCounted.OWN,
        NotCounted.VOIDED,
    ]
    assert (explanation.person_name, explanation.finding.level) == ("青井 葵", 2)


@pytest.mark.parametrize("is_fitted", [False, True])
def test_an_explanation_is_of_the_very_level_that_other_pages_show(
    world, session, established, find, is_fitted
):
    established(world.cast.aoi)
    world.observe(world.cast.aoi, "C1", by=world.cast.hara, level=3)
    if is_fitted:
        commands.refit(session, rubric_version_id=world.rubric.id, clock=world.clock)
    shown = find(world.cast.mori, world.cast.aoi)[world.cast.aoi.id]
    actor = world.cast.actor(world.cast.mori)
    facts = {"person_id": world.cast.aoi.id, "as_of": TODAY}
    explained = queries.explain_criterion(session, actor, code="B1", **facts)
    for finding, explanation in (
        (shown.criteria["B1"], explained),
        (shown.domains["B"], queries.explain_domain(session, actor, code="B", **facts)),
        (shown.overall, queries.explain_overall(session, actor, **facts)),
    ):
        assert explanation.finding.estimate == pytest.approx(finding.estimate)
        assert explanation.finding.probabilities == pytest.approx(finding.probabilities)
        assert explanation.finding.wanted == finding.wanted
        assert explanation.parts.estimate == pytest.approx(finding.estimate)
        assert explanation.steps[-1].stands == pytest.approx(finding.estimate, abs=0.005)
    assert explained.provenance.fitted_at == (world.clock.now() if is_fitted else None)


def test_everything_together_is_explained_from_all_criteria(world, session, established):
    established(world.cast.aoi)
    world.observe(world.cast.aoi, "C1", level=3)
    explanation = queries.explain_overall(
        session, world.cast.actor(world.cast.aoi), person_id=world.cast.aoi.id, as_of=TODAY
    )
    assert (explanation.name, explanation.elsewhere, len(explanation.counted)) == (None, None, 4)


def test_what_others_rated_is_summed_up(world, session, established):
    established(world.cast.aoi)
    world.observe(world.cast.aoi, "C1", level=3)
    world.observe(world.cast.aoi, "C2", level=4)
    actor, facts = world.cast.actor(world.cast.aoi), {"person_id": world.cast.aoi.id, "as_of": TODAY}
    explanation = queries.explain_criterion(session, actor, code="B1", **facts)
    assert (explanation.elsewhere.n, explanation.elsewhere.mean) == (2, 3.5)
    nothing = queries.explain_criterion(session, actor, code="A1", **facts)
    assert (nothing.elsewhere.n, nothing.has_anything) == (5, True)


def test_a_domain_is_explained_from_all_its_criteria(world, session, established):
    established(world.cast.aoi)
    world.observe(world.cast.aoi, "B2", level=3)
    world.observe(world.cast.aoi, "C1", level=3)
    explanation = queries.explain_domain(
        session,
        world.cast.actor(world.cast.aoi),
        person_id=world.cast.aoi.id,
        code="B",
        as_of=TODAY,
    )
    assert (explanation.criterion, len(explanation.counted)) == (None, 4)


@pytest.mark.parametrize("reader", ["kaoru", "hojo", "chie"])
def test_a_level_one_may_not_see_is_not_there(world, session, established, reader):
    established(world.cast.aoi)
    actor = world.cast.actor(getattr(world.cast, reader))
    facts = {"person_id": world.cast.aoi.id, "as_of": TODAY}
    for explain in (
        partial(queries.explain_criterion, code="B1"),
        partial(queries.explain_domain, code="B"),
        queries.explain_overall,
    ):
        with pytest.raises(NotFound, match=r"evidence\.level_unknown"):
            explain(session, actor, **facts)


@pytest.mark.parametrize("code", ["Z9", "B"])
def test_an_unknown_criterion_has_no_level(world, session, code):
    actor = world.cast.actor(world.cast.aoi)
    with pytest.raises(NotFound, match=r"evidence\.level_unknown"):
        queries.explain_criterion(session, actor, person_id=world.cast.aoi.id, code=code, as_of=TODAY)


def test_an_unknown_domain_or_person_has_no_level(world, session):
    actor = world.cast.actor(world.cast.aoi)
    with pytest.raises(NotFound, match=r"evidence\.level_unknown"):
        queries.explain_domain(session, actor, person_id=world.cast.aoi.id, code="Z", as_of=TODAY)
    with pytest.raises(NotFound, match=r"evidence\.level_unknown"):
        queries.explain_domain(session, actor, person_id=world.rubric.id, code="A", as_of=TODAY)


def test_who_was_judged_in_ones_reach_stays_readable_after_leaving(world, session, established):
    established(world.cast.kaoru)
    moved = world.observe(world.cast.kaoru, organisation_id=world.cast.chamber.id)
    explanation = queries.explain_criterion(
        session,
        world.cast.actor(world.cast.mori),
        person_id=world.cast.kaoru.id,
        code="B1",
        as_of=TODAY,
    )
    assert [item.observation.id for item in explanation.counted] == [moved.id]
    stranger = Actor(world.cast.mori.id)
    with pytest.raises(NotFound, match=r"evidence\.level_unknown"):
        queries.explain_criterion(session, stranger, person_id=world.cast.kaoru.id, code="B1", as_of=TODAY)
