"""The model is fitted to what is stored; what it finds is stored with all it rests on."""

from dataclasses import replace
from datetime import date, timedelta
from itertools import compress
from statistics import fmean

import pytest
from sqlalchemy import func, select

from lms.evidence import commands, queries
from lms.evidence.commands.refitting import find_material, store_fit
from lms.evidence.commands.working_out import work_out
from lms.evidence.domain import Judgement, RaterRole, Rating, Source, SourceKind
from lms.evidence.domain.facets import FacetPolicy, Parameters, Posterior, Scale
from lms.evidence.models import LevelEstimateRow, LevelFitRow, ObservationRow, RaterResultRow
from lms.evidence.queries.columns import list_dossiers
from lms.evidence.queries.material import Columns
from lms.kernel.clock import FrozenClock
from lms.kernel.errors import Conflict
from lms.kernel.ids import new_id
from lms.storage import audit
from lms.storage import lease as leases
from tests.cast import TODAY
from tests.conftest import NOW

TOMORROW, LATER = (FrozenClock(NOW + timedelta(days=days)) for days in (1, 2))


@pytest.fixture
def judge(world, session):
    """Let Mori judge somebody of the chamber; return what the observations are made from."""

    def make(person, *ratings, clock=world.clock):
        source = Source(SourceKind.OJT_ENTRY, new_id())
        judgement = Judgement(
            trainee_id=person.id,
            organisation_id=world.cast.chamber.id,
            rater_role=RaterRole.SUPERVISOR,
            rubric_version_id=world.rubric.id,
            observed_on=date(2026, 11, 18),
            source=source,
            ratings=ratings,
        )
        mori = world.cast.actor(world.cast.mori)
        commands.make_observations(session, actor=mori, judgement=judgement, clock=clock)
        return source

    return make


@pytest.fixture
def read_for_fit(world, session):
    def read(clock=world.clock, *, is_cold=False):
        return find_material(session, rubric_version_id=world.rubric.id, clock=clock, is_cold=is_cold)

    return read


@pytest.fixture
def stored(session):
    """Read the stored estimates by person."""

    def read():
        rows = session.scalars(select(LevelEstimateRow).execution_options(populate_existing=True))
        return {row.person_id: row for row in rows}

    return read


@pytest.fixture
def worked_out(world, session):
    """Work out everybody's posterior from their observations, by the policy in force."""

    def read(*conditions):
        policy = queries.current_policy(session, world.rubric)
        dossiers = list_dossiers(session, world.rubric, select(ObservationRow).where(*conditions))
        outline = queries.outline_of(world.rubric)
        return {
            person_id: policy.posterior(person_id, dossier.observations, outline=outline, as_of=TODAY)
            for person_id, dossier in dossiers.items()
        }

    return read


@pytest.fixture
def agree():
    def check(estimates, posteriors):
        assert estimates.keys() == posteriors.keys()
        for person_id, row in estimates.items():
            one, other = Posterior.from_payload(row.payload), posteriors[person_id]
            assert one.mean == pytest.approx(other.mean, abs=1e-6)
            assert one.covariance == pytest.approx(other.covariance, abs=1e-6)
            assert (one.observations, one.raters, one.latest_on) == (
                other.observations,
                other.raters,
                other.latest_on,
            )

    return check


@pytest.fixture
def estimates(world, session):
    """Read people's own estimates by person and criterion, as they find them on a day."""

    def read(people, day):
        return {
            (person.id, code): finding.estimate
            for person in people
            for code, finding in queries.list_findings(
                session, world.cast.actor(person), [person.id], day, rubric=world.rubric
            )[person.id].criteria.items()
        }

    return read


@pytest.fixture
def known_then(world, session):
    """List what was known of Aoi at an instant, as if nothing had been voided since."""

    def read(watermark_at, computed_at):
        listed = queries.list_observations(
            session,
            world.cast.actor(world.cast.hara),
            person_id=world.cast.aoi.id,
            rubric=world.rubric,
        )
        return [
            replace(one, voiding=None)
            for one in (item.observation for item in listed)
            if one.recorded_at <= watermark_at and (one.voiding is None or one.voiding.at > computed_at)
        ]

    return read


def test_the_first_fit_is_cold_and_says_what_it_rests_on(world, session, rated, refit):
    row = session.get_one(LevelFitRow, refit())
    count = len(rated) * 3 * len(world.rubric.criteria)
    assert (row.number, row.is_cold, row.shift_points) == (1, True, None)
    assert (row.n_recorded, row.n_voided, row.n_observations) == (count, 0, count)
    assert (row.n_persons, row.n_raters) == (4, 3)
    assert (row.fitted_at, row.model_version) == (NOW, "facets_1")
    assert row.watermark_at == session.scalar(select(func.max(ObservationRow.recorded_at)))


def test_a_fit_stands_in_the_audit_log(session, rated, refit):
    fit_id = refit()
    event = session.scalars(select(audit.AuditEvent).where(audit.AuditEvent.action == "evidence.refit")).one()
    assert (event.subject_id, event.actor_id, event.at) == (fit_id, None, NOW)


def test_own_views_are_learnt_from_but_nobody_is_found_by_them(world, session, rated, refit, stored):
    for criterion in world.rubric.criteria:
        world.observe(world.cast.aoi, criterion.code, by=world.cast.aoi, level=4)
    world.observe(world.cast.mori, by=world.cast.mori, level=4)
    row = session.get_one(LevelFitRow, refit())
    assert (row.n_recorded - row.n_observations, row.n_persons) == (len(world.rubric.criteria) + 1, 4)
    assert stored().keys() == {person.id for person in rated}
    assert queries.current_policy(session, world.rubric).parameters.own_mean > 0
    assert set(session.scalars(select(RaterResultRow.role))) == {RaterRole.SUPERVISOR}


@pytest.mark.parametrize("what", ["nothing", "own view", "voided"])
def test_without_anything_that_counts_there_is_no_fit(world, refit, session, what):
    if what == "own view":
        world.observe(world.cast.aoi, by=world.cast.aoi)
    elif what == "voided":
        gone = {"voided_at": NOW, "voided_by_id": world.cast.mori.id, "voided_reason": "違う人"}
        world.observe(world.cast.aoi, **gone)
    assert refit() is None
    assert session.scalar(select(func.count()).select_from(LevelFitRow)) == 0


def test_one_observation_alone_is_enough_for_a_fit(world, refit, stored):
    world.observe(world.cast.aoi)
    assert refit() is not None
    assert stored().keys() == {world.cast.aoi.id}


def test_nothing_is_fitted_twice(rated, refit):
    assert refit() is not None
    assert refit(TOMORROW) is None
    assert refit(TOMORROW, is_cold=True) is None


def test_what_is_new_leads_to_a_warm_fit_that_keeps_the_spreads(world, session, rated, refit):
    refit()
    before = queries.current_policy(session, world.rubric).parameters.spreads
    world.observe(world.cast.aoi, level=4)
    row = session.get_one(LevelFitRow, refit(TOMORROW))
    assert (row.number, row.is_cold) == (2, False)
    assert queries.current_policy(session, world.rubric).parameters.spreads == before


def test_spreads_are_estimated_anew_when_asked_even_if_nothing_is_new_since_a_warm_fit(
    world, session, rated, refit
):
    refit()
    world.observe(world.cast.aoi, level=4)
    refit(TOMORROW)
    row = session.get_one(LevelFitRow, refit(TOMORROW, is_cold=True))
    assert (row.number, row.is_cold) == (3, True)
    assert refit(TOMORROW, is_cold=True) is None


def test_a_voided_observation_is_a_reason_for_a_new_fit(world, session, rated, judge, refit, stored):
    source = judge(world.cast.aoi, Rating("B1", 4))
    first = session.get_one(LevelFitRow, refit())
    commands.void_observations(
        session, actor=world.cast.actor(world.cast.mori), source=source, reason="違う人", clock=TOMORROW
    )
    second = session.get_one(LevelFitRow, refit(TOMORROW))
    assert (first.n_voided, second.n_voided) == (0, 1)
    assert (first.n_observations - second.n_observations, first.n_recorded) == (1, second.n_recorded)


def test_stored_estimates_are_what_the_observations_give(rated, refit, stored, worked_out, agree):
    fit_id = refit()
    agree(stored(), worked_out())
    assert {row.fit_id for row in stored().values()} == {fit_id}


def test_raters_of_one_person_who_are_taken_together_keep_results_and_estimates_of_their_own(
    world, session, rated, refit, stored, worked_out, agree, monkeypatch
):
    monkeypatch.setattr("lms.evidence.domain.facets.fitting.MOST_RATERS", 2)
    for rater, code in ((world.cast.kaoru, "A1"), (world.cast.chie, "B1")):
        world.observe(world.cast.aoi, code, by=rater, rater_role=RaterRole.CLIENT, level=3)
    row = session.get_one(LevelFitRow, refit())
    assert row.n_raters == 5
    assert set(session.scalars(select(RaterResultRow.rater_id))) > {world.cast.kaoru.id, world.cast.chie.id}
    agree(stored(), worked_out())


def test_an_estimate_says_what_it_rests_on(world, rated, refit, stored):
    world.observe(world.cast.aoi, organisation_id=world.cast.neighbour.id)
    world.observe(world.cast.aoi, by=world.cast.aoi, organisation_id=world.cast.council.id)
    refit()
    row = stored()[world.cast.aoi.id]
    assert row.n_observations == 3 * len(world.rubric.criteria) + 1
    assert row.organisation_ids == sorted(map(str, (world.cast.chamber.id, world.cast.neighbour.id)))


def test_a_judgement_moves_the_persons_estimate_at_once_and_nobody_elses(
    world, rated, refit, judge, stored, worked_out, agree
):
    fit_id = refit()
    before = {person_id: row.payload for person_id, row in stored().items()}
    judge(world.cast.aoi, Rating("B1", 4), Rating("A1", 4), clock=TOMORROW)
    after = stored()
    agree(after, worked_out())
    moved = {person_id for person_id, row in after.items() if row.payload != before[person_id]}
    assert moved == {world.cast.aoi.id}
    row = after[world.cast.aoi.id]
    assert (row.fit_id, row.computed_at, row.watermark_at) == (fit_id, TOMORROW.now(), TOMORROW.now())


def test_somebody_first_judged_after_the_fit_gets_an_estimate(world, rated, refit, judge, stored):
    refit()
    judge(world.cast.sato, Rating("B1", 2))
    assert stored()[world.cast.sato.id].n_observations == 1


def test_what_is_voided_leaves_the_estimate_and_with_the_last_the_estimate_goes(
    world, session, rated, refit, judge, stored, worked_out, agree
):
    refit()
    sources = [judge(world.cast.aoi, Rating("B1", 4)), judge(world.cast.sato, Rating("B1", 4))]
    mori = world.cast.actor(world.cast.mori)
    for source in sources:
        commands.void_observations(session, actor=mori, source=source, reason="違う人", clock=TOMORROW)
    assert stored().keys() == {person.id for person in rated}
    agree(stored(), worked_out())


def test_before_the_first_fit_no_estimate_is_stored(world, rated, judge, stored):
    judge(world.cast.aoi, Rating("B1", 4))
    assert stored() == {}


def test_the_mean_move_of_those_about_whom_nothing_is_new_is_kept(
    world, session, rated, refit, judge, estimates
):
    world.observe(world.cast.sato)  # too little for a level: there is nothing that could move
    refit()
    others = [person for person in rated if person is not world.cast.aoi]
    before = estimates(others, TOMORROW.today())
    judge(world.cast.aoi, *(Rating(criterion.code, 4) for criterion in world.rubric.criteria), clock=TOMORROW)
    row = session.get_one(LevelFitRow, refit(TOMORROW))
    after = estimates(others, TOMORROW.today())
    assert row.shift_points == pytest.approx(
        fmean(after[key] - value for key, value in before.items()), abs=1e-6
    )
    assert row.shift_points != 0


def test_who_was_voided_between_the_two_looks_is_left_to_the_storing(world, rated, read_for_fit):
    material = read_for_fit()
    kept = [key != str(world.cast.aoi.id) for key in material.columns.subject]
    columns = Columns(
        **{name: list(compress(values, kept)) for name, values in vars(material.columns).items()}
    )
    late = work_out(replace(material, columns=columns))
    assert {one.person_id for one in late.estimates} == {person.id for person in rated} - {world.cast.aoi.id}


def test_where_something_is_new_about_everybody_no_move_is_told(world, session, judge, refit):
    judge(world.cast.aoi, Rating("B1", 2))
    refit()
    judge(world.cast.aoi, Rating("B1", 3), clock=TOMORROW)
    assert session.get_one(LevelFitRow, refit(TOMORROW)).shift_points is None


def test_a_fit_that_was_overtaken_is_not_stored(session, rated, refit, read_for_fit):
    late = work_out(read_for_fit())
    refit()
    with pytest.raises(Conflict, match=r"evidence\.fit_overtaken"):
        store_fit(session, worked_out=late, clock=TOMORROW)


def test_a_fit_whose_lease_was_lost_is_not_stored(session, rated, read_for_fit, clock):
    lease = leases.take(session, name="work", holder="slow", lasting=-timedelta(hours=1))
    late = work_out(read_for_fit())
    leases.take(session, name="work", holder="quick", lasting=timedelta(hours=1))
    with pytest.raises(Conflict, match=r"evidence\.fit_overtaken"):
        store_fit(session, worked_out=late, clock=clock, lease=lease)


def test_who_was_judged_meanwhile_is_worked_out_again_with_the_new_fit(
    world, session, rated, read_for_fit, judge, stored, worked_out, agree
):
    late = work_out(read_for_fit())
    judge(world.cast.aoi, Rating("B1", 4), clock=TOMORROW)
    judge(world.cast.sato, Rating("B1", 4), clock=TOMORROW)
    fit_id = store_fit(session, worked_out=late, clock=TOMORROW)
    agree(stored(), worked_out())
    assert {row.fit_id for row in stored().values()} == {fit_id}
    assert {key for key, row in stored().items() if row.computed_at == TOMORROW.now()} == {
        world.cast.aoi.id,
        world.cast.sato.id,
    }
    assert session.get_one(LevelFitRow, fit_id).n_persons == 4


def test_a_shown_level_is_found_again_from_its_fit_and_its_watermark(
    world, session, rated, refit, judge, known_then
):
    fit_id = refit()
    source = judge(world.cast.aoi, Rating("B1", 4), clock=TOMORROW)
    hara = world.cast.actor(world.cast.hara)
    shown = queries.list_findings(session, hara, [world.cast.aoi.id], TODAY)[world.cast.aoi.id]
    estimate = session.get_one(LevelEstimateRow, (world.cast.aoi.id, world.rubric.id))
    watermark_at, computed_at, n_observations = (
        estimate.watermark_at,
        estimate.computed_at,
        estimate.n_observations,
    )

    judge(world.cast.aoi, *(Rating(code, 1) for code in ("A1", "B1", "C1")), clock=LATER)
    commands.void_observations(
        session, actor=world.cast.actor(world.cast.mori), source=source, reason="違う人", clock=LATER
    )
    refit(LATER)

    outline = queries.outline_of(world.rubric)
    row = session.get_one(LevelFitRow, fit_id)
    parameters = Parameters.from_payload(Scale.of_outline(outline), row.parameters, row.covariance)
    known = known_then(watermark_at, computed_at)
    found = FacetPolicy(parameters).assess(world.cast.aoi.id, known, outline=outline, as_of=TODAY)
    assert len(known) == n_observations
    for code, finding in found.criteria.items():
        other = shown.criteria[code]
        assert (finding.status, finding.level, finding.wanted) == (other.status, other.level, other.wanted)
        assert finding.probabilities == pytest.approx(other.probabilities, abs=1e-6)
        assert finding.estimate == pytest.approx(other.estimate, abs=1e-6)


def test_the_same_observations_give_the_same_fit_again(session, rated, read_for_fit):
    first, second = work_out(read_for_fit()), work_out(read_for_fit())
    assert first.parameters.to_payload() == second.parameters.to_payload()
    assert first.parameters.covariance_bytes() == second.parameters.covariance_bytes()
    assert first.estimates == second.estimates
