"""When the rubric changes, what was observed before is read in today's words, and nothing is rewritten."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from lms.evidence import commands, queries
from lms.evidence.commands.refitting import find_material
from lms.evidence.domain import FindingStatus, Judgement, NotCounted, RaterRole, Rating, Source, SourceKind
from lms.evidence.jobs import Refitter
from lms.evidence.models import (
    LevelEstimateRow,
    LevelFitRow,
    LinkingRatingRow,
    LinkingReferenceRow,
    RaterResultRow,
)
from lms.kernel.clock import FrozenClock
from lms.kernel.errors import RuleViolation
from lms.kernel.ids import new_id
from lms.people.commands import grant_role
from lms.rubric.commands import load_rubric
from lms.rubric.domain import CrosswalkKind, CrosswalkLine, DomainText, LocalExample
from lms.rubric.queries import get_current_rubric, get_rubric
from tests.cast import TODAY
from tests.conftest import NOW
from tests.factories.rubric import (
    CriterionTextFactory,
    DescriptorFactory,
    banso_text,
    following,
    same_lines,
    with_copy,
    without,
)

LATER = FrozenClock(NOW + timedelta(minutes=1))
SHIFT = {1: 1, 2: 1, 3: 2, 4: 3}


@pytest.fixture
def publish(world, session, cast):
    """Publish the next version a minute later, with these lines in the crosswalk besides what stays."""

    def make(text=None, *lines):
        base = banso_text()
        crosswalk = [*same_lines(base, but={line.source for line in lines}), *lines] if lines else ()
        loading = load_rubric(
            session,
            actor_id=None,
            rubric=following(text or base, crosswalk=crosswalk),
            publisher_id=cast.council.id,
            clock=LATER,
        )
        session.flush()
        return get_rubric(session, loading.rubric_version_id)

    return make


@pytest.fixture
def find(world, session):
    def findings(reader, person):
        actor = world.cast.actor(reader)
        return queries.list_findings(session, actor, [person.id], TODAY)[person.id]

    return findings


@pytest.fixture
def judged(world, established):
    """Let everybody have been seen: B1 is established at level 2, C3 once at level 4."""
    established(world.cast.aoi)
    world.observe(world.cast.aoi, "C3", level=4)
    return world.cast.aoi


@pytest.fixture
def same_levels():
    def compare(before, now):
        for code, finding in before.criteria.items():
            assert now.criteria[code].probabilities == pytest.approx(finding.probabilities, abs=1e-6)
            assert now.criteria[code].status is finding.status
            assert now.criteria[code].n_observations == finding.n_observations

    return compare


def test_an_editorial_revision_moves_no_level(judged, world, session, publish, find, same_levels):
    before = find(world.cast.mori, judged)
    revised = publish()
    assert get_current_rubric(session, world.cast.actor(judged)).id == revised.id
    same_levels(before, find(world.cast.mori, judged))
    assert not any(finding.needs_rerating for finding in find(judged, judged).criteria.values())


def test_nobody_moves_when_the_fit_is_in_the_words_of_the_version_before(
    judged, world, session, publish, find, same_levels
):
    commands.refit(session, rubric_version_id=world.rubric.id, clock=world.clock)
    before = find(world.cast.hara, judged)
    publish()
    same_levels(before, find(world.cast.hara, judged))


def test_the_worker_fits_the_new_version_and_estimates_follow(judged, world, session, publish, find):
    commands.refit(session, rubric_version_id=world.rubric.id, clock=world.clock)
    before, revised = find(world.cast.hara, judged), publish()
    Refitter(LATER, "test").follow()
    fits = session.scalars(select(LevelFitRow).where(LevelFitRow.rubric_version_id == revised.id)).all()
    assert [(fit.number, fit.n_observations) for fit in fits] == [(1, 4)]
    stored = session.scalars(select(LevelEstimateRow).where(LevelEstimateRow.fit_id == fits[0].id)).all()
    assert [row.person_id for row in stored] == [judged.id]
    found = find(world.cast.hara, judged)
    assert found.criteria["B1"].level == before.criteria["B1"].level
    Refitter(LATER, "test").follow()
    assert len(session.scalars(select(LevelFitRow)).all()) == 2, "nothing is left to follow"


def test_a_split_criterion_waits_to_be_judged_anew_in_each_part(judged, world, session, publish, find):
    text = with_copy(banso_text(), "B9", "B1")
    split = CrosswalkLine("B1", CrosswalkKind.SPLIT, ("B1", "B9"))
    revised = publish(text, split)
    found = find(world.cast.mori, judged)
    for code in ("B1", "B9"):
        finding = found.criteria[code]
        assert (finding.n_observations, finding.n_changed) == (3, 3)
        assert finding.needs_rerating
        assert finding.status is FindingStatus.PROVISIONAL
        assert finding.wanted.observations >= 1
    world.observe(
        judged, rubric_version_id=revised.id, criterion_id=revised.criterion("B9").id, by=world.cast.sato
    )
    again = find(world.cast.mori, judged)
    assert (again.criteria["B1"].needs_rerating, again.criteria["B9"].needs_rerating) == (True, False)


def test_a_shifted_level_is_read_as_the_one_it_has_become(judged, world, session, publish, find):
    publish(None, CrosswalkLine("B1", CrosswalkKind.SHIFTED, ("B1",), SHIFT))
    explained = queries.explain_criterion(
        session, world.cast.actor(world.cast.mori), person_id=judged.id, code="B1", as_of=TODAY
    )
    assert {item.observation.level for item in explained.counted} == {1}
    assert {item.observation.carried.level for item in explained.counted} == {2}
    assert {item.words[0].id for item in explained.counted} == {world.rubric.id}
    assert {item.words[1].code for item in explained.counted} == {"B1"}


def test_what_was_retired_stays_in_its_own_words_and_counts_no_more(judged, world, session, publish, find):
    publish(without(banso_text(), "B1"), CrosswalkLine("B1", CrosswalkKind.RETIRED))
    assert find(world.cast.mori, judged).overall.n_observations == 1
    explained = queries.explain_overall(
        session, world.cast.actor(world.cast.mori), person_id=judged.id, as_of=TODAY
    )
    left = [item for item in explained.left_out if item.left_out is NotCounted.OTHER_RUBRIC]
    assert [item.words[1].code for item in left] == ["B1"] * 3


def test_the_page_shows_what_was_written_and_what_it_counts(judged, world, publish, client_as):
    publish(with_copy(banso_text(), "B9", "B1"), CrosswalkLine("B1", CrosswalkKind.SPLIT, ("B1", "B9")))
    page = client_as(world.cast.mori).get(f"/people/{judged.id}/criteria/B9")
    assert page.status_code == 200
    assert "第1版の「" in page.text
    assert "50\N{NO-BREAK SPACE}%だけ数えます" in page.text
    assert "今の意味になってからの記録が1件以上" in page.text


def test_what_is_judged_in_the_words_of_an_open_form_counts_in_todays(judged, world, session, publish, find):
    """An entry begun before a publication is signed after it."""
    commands.refit(session, rubric_version_id=world.rubric.id, clock=world.clock)
    revised = publish()
    Refitter(LATER, "test").follow()
    judgement = Judgement(
        trainee_id=judged.id,
        organisation_id=world.cast.chamber.id,
        rater_role=RaterRole.SUPERVISOR,
        rubric_version_id=world.rubric.id,
        observed_on=date(2026, 11, 18),
        source=Source(SourceKind.OJT_ENTRY, new_id()),
        ratings=(Rating("A1", 3),),
    )
    mori = world.cast.actor(world.cast.mori)
    commands.make_observations(session, actor=mori, judgement=judgement, clock=LATER)
    assert find(world.cast.hara, judged).criteria["A1"].n_observations == 1
    stored = session.get_one(LevelEstimateRow, (judged.id, revised.id))
    assert stored.n_observations == 5
    commands.void_observations(session, actor=mori, source=judgement.source, reason="取り違え", clock=LATER)
    session.expire_all()
    assert session.get_one(LevelEstimateRow, (judged.id, revised.id)).n_observations == 4


class TestLocalCriteria:
    """What an organisation adds is found for its own people, and moves nothing that all are judged by."""

    @pytest.fixture
    def local(self, world, session):
        """Let the chamber add a criterion and an example."""
        cast = world.cast
        descriptors = tuple(DescriptorFactory(level_number=number) for number in (1, 2, 3, 4))
        domain = DomainText(
            "L",
            {"ja": "当会の項目", "en": "Ours"},
            (CriterionTextFactory(code="L1", descriptors=descriptors),),
        )
        text = replace(
            banso_text(),
            code="hiroshima",
            version="1",
            levels=(),
            domains=(domain,),
            extends="banso",
            examples=(LocalExample("B1", 2, {"ja": "当会の例", "en": "Our example"}),),
        )
        load_rubric(session, actor_id=None, rubric=text, publisher_id=cast.chamber.id, clock=LATER)
        session.flush()
        return get_current_rubric(session, cast.actor(cast.aoi))

    def test_only_members_see_them(self, world, session, local):
        codes = {
            name: {
                c.code
                for c in get_current_rubric(session, world.cast.actor(getattr(world.cast, name))).criteria
            }
            for name in ("aoi", "mori", "hara", "kaoru")
        }
        assert {name for name, seen in codes.items() if "L1" in seen} == {"aoi", "mori"}
        assert local.id == world.rubric.id
        assert local.criterion("B1").descriptors[2].local_examples == (
            {"ja": "当会の例", "en": "Our example"},
        )

    def test_a_level_is_found_in_them_and_the_shared_ones_stay_as_everybody_sees_them(
        self, judged, world, local, find, same_levels
    ):
        before = find(world.cast.hara, judged)
        for day, rater in ((1, world.cast.mori), (2, world.cast.sato), (3, world.cast.mori)):
            world.observe(
                judged,
                by=rater,
                criterion_id=local.criterion("L1").id,
                level=4,
                observed_on=date(2026, 11, day),
            )
        inside, outside = find(world.cast.mori, judged), find(world.cast.hara, judged)
        assert (inside.criteria["L1"].n_observations, inside.domains["L"].n_observations) == (3, 3)
        assert inside.criteria["L1"].estimate > 2
        assert "L1" not in outside.criteria
        same_levels(before, outside)
        same_levels(before, inside)
        assert inside.overall == outside.overall

    def test_its_level_is_explained(self, judged, world, local, client_as):
        world.observe(judged, criterion_id=local.criterion("L1").id, level=3)
        browser = client_as(world.cast.mori)
        for page in ("criteria/L1", "domains/L"):
            assert browser.get(f"/people/{judged.id}/{page}").status_code == 200
        assert client_as(world.cast.hara).get(f"/people/{judged.id}/criteria/L1").status_code == 404

    @pytest.mark.parametrize(("name", "is_member"), [("aoi", True), ("kaoru", False)])
    def test_they_are_judged_by_for_ones_own_people_only(self, world, session, local, name, is_member):
        person = getattr(world.cast, name)
        judgement = Judgement(
            trainee_id=person.id,
            organisation_id=world.employer(person).id,
            rater_role=RaterRole.SUPERVISOR,
            rubric_version_id=local.id,
            observed_on=date(2026, 11, 18),
            source=Source(SourceKind.OJT_ENTRY, new_id()),
            ratings=(Rating("L1", 2),),
        )
        grant_role(
            session,
            person=world.cast.mori,
            organisation=world.cast.neighbour,
            role_code="supervisor",
            starts_on=date(2026, 4, 1),
        )
        session.flush()
        actor = world.cast.actor(world.cast.mori)
        if is_member:
            made = commands.make_observations(session, actor=actor, judgement=judgement, clock=world.clock)
            assert len(made) == 1
        else:
            with pytest.raises(RuleViolation, match=r"evidence\.unknown_criterion"):
                commands.make_observations(session, actor=actor, judgement=judgement, clock=world.clock)

    def test_they_go_on_when_the_federation_publishes_again(self, judged, world, local, publish, find):
        world.observe(judged, criterion_id=local.criterion("L1").id, level=3)
        publish()
        assert find(world.cast.mori, judged).criteria["L1"].n_observations == 1


class TestLinks:
    """What raters everywhere judged alike is in the fit, and nowhere else."""

    @pytest.fixture
    def link(self, world, session):
        """Let somebody rate a vignette."""

        def rate(person, subject, level, *, source=None):
            commands.add_linking_ratings(
                session,
                actor=world.cast.actor(person),
                source_id=source or new_id(),
                subject_id=subject,
                rubric=world.rubric,
                ratings=[Rating(criterion.code, level) for criterion in world.rubric.criteria],
                clock=world.clock,
            )

        return rate

    @pytest.mark.usefixtures("judged")
    def test_they_are_read_with_a_panels_levels_and_change_the_fit(self, world, session, link):
        subject = new_id()
        link(world.cast.mori, subject, 1)
        link(world.cast.sato, subject, 3)
        commands.set_linking_reference(
            session, subject_id=subject, rubric=world.rubric, levels={"B1": (2.5, 0.4)}
        )
        session.flush()
        material = find_material(session, rubric_version_id=world.rubric.id, clock=world.clock, is_cold=False)
        assert material.columns.linking == {str(subject)}
        assert material.columns.subject.count(str(subject)) == 22 + 2
        commands.refit(session, rubric_version_id=world.rubric.id, clock=world.clock)
        fit = session.scalars(select(LevelFitRow)).one()
        assert (fit.n_persons, fit.n_raters, fit.n_observations) == (1, 2, 4)
        results = {row.rater_id: row for row in session.scalars(select(RaterResultRow))}
        assert set(results) == {world.cast.mori.id, world.cast.sato.id}
        assert results[world.cast.mori.id].severity > results[world.cast.sato.id].severity

    def test_a_reference_is_given_once_and_within_the_scale(self, world, session):
        for level, code in (((0.5, 0.4), "B1"), ((2.0, 0.0), "B1"), ((2.0, 0.4), "Z9")):
            with pytest.raises(RuleViolation):
                commands.set_linking_reference(
                    session, subject_id=new_id(), rubric=world.rubric, levels={code: level}
                )

    def test_a_level_outside_the_scale_is_refused(self, world, link):
        with pytest.raises(RuleViolation, match=r"evidence\.level_out_of_range"):
            link(world.cast.mori, new_id(), 5)

    @pytest.mark.parametrize(
        ("table", "change"), [(LinkingRatingRow, "level"), (LinkingReferenceRow, "mean")]
    )
    def test_a_stored_link_never_changes(self, world, session, link, table, change):
        subject = new_id()
        link(world.cast.mori, subject, 2)
        commands.set_linking_reference(
            session, subject_id=subject, rubric=world.rubric, levels={"B1": (2.5, 0.4)}
        )
        session.flush()
        row = session.scalars(select(table).where(table.subject_id == subject)).first()
        setattr(row, change, 3)
        with pytest.raises(TypeError):
            session.flush()
