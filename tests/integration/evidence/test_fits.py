"""What is read of fits: the policy in force, a rater's own result, which organisations may be compared."""

from dataclasses import fields
from datetime import timedelta

import pytest
from sqlalchemy import delete, insert, select, update
from sqlalchemy.exc import IntegrityError

from lms.evidence import queries
from lms.evidence.domain import RaterRole
from lms.evidence.domain.facets import Parameters, Scale
from lms.evidence.domain.facets.linkage import Comparison
from lms.evidence.models import LevelEstimateRow, LevelFitRow, RaterResultRow
from lms.evidence.queries import fits
from lms.kernel.clock import FrozenClock
from lms.kernel.ids import new_id
from lms.people.models import Person
from lms.storage.constraints import violated_constraint
from tests.conftest import NOW


@pytest.fixture
def add_fit(world, session):
    """Store a fit of next to nothing, with these facts about it."""

    def add(**facts):
        parameters = Parameters.reference(Scale.of_outline(queries.outline_of(world.rubric)))
        values = {
            "id": new_id(),
            "rubric_version_id": world.rubric.id,
            "number": 1,
            "model_version": fits.MODEL_VERSION,
            "fitted_at": NOW,
            "watermark_at": NOW,
            "is_cold": True,
            "rounds": 1,
            "n_recorded": 1,
            "n_voided": 0,
            "n_observations": 1,
            "n_persons": 1,
            "n_raters": 1,
            "parameters": parameters.to_payload(),
            "covariance": parameters.covariance_bytes(),
            "linkage": {"parts": 1, "is_linked": False, "resolved": {}, "comparisons": {}},
            **facts,
        }
        session.execute(insert(LevelFitRow), [values])
        return values["id"]

    return add


def test_before_any_fit_what_is_known_from_elsewhere_is_the_policy(world, session):
    policy = queries.current_policy(session, world.rubric)
    assert policy.parameters.n_ratings == 0
    assert policy is queries.current_policy(session, world.rubric)
    assert queries.find_fit(session, world.rubric) is None


def test_the_policy_is_that_of_the_latest_fit(world, session, rated, refit):
    refit()
    world.observe(world.cast.aoi)
    latest = refit(FrozenClock(NOW + timedelta(days=1)))
    assert queries.find_fit(session, world.rubric).id == latest
    policy = queries.current_policy(session, world.rubric)
    assert policy.parameters.n_ratings == len(rated) * 3 * len(world.rubric.criteria) + 1


def test_parameters_are_read_once_a_process(world, session, rated, refit, count_statements):
    refit()
    counts = [count_statements(lambda: queries.current_policy(session, world.rubric)) for _time in range(2)]
    assert counts == [2, 1]


def test_a_process_keeps_the_parameters_of_the_fits_asked_for_last(world, session, add_fit):
    ids = [add_fit(number=number) for number in range(1, fits.KEPT + 2)]
    policies = [fits.policy_of(session, world.rubric, fit_id) for fit_id in ids]
    assert fits.policy_of(session, world.rubric, ids[-1]) is policies[-1]
    assert fits.policy_of(session, world.rubric, ids[0]) is not policies[0]


def test_a_fit_of_another_model_is_not_the_policy(world, session, add_fit):
    add_fit(model_version="facets_0")
    assert queries.find_fit(session, world.rubric) is None
    assert queries.current_policy(session, world.rubric).parameters.n_ratings == 0


def test_what_is_known_of_a_fit_are_the_facts_of_its_row(world, session, rated, refit):
    row = session.get_one(LevelFitRow, refit())
    fit = queries.find_fit(session, world.rubric)
    assert {field.name: getattr(fit, field.name) for field in fields(fit)} == {
        field.name: getattr(row, field.name) for field in fields(fit)
    }


def test_fits_are_listed_in_their_order(world, session, add_fit):
    ids = [add_fit(number=number) for number in (1, 2, 3)]
    assert [fit.number for fit in queries.list_fits(session, [ids[2], ids[0]])] == [1, 3]


def test_raters_read_their_own_result_and_nobody_elses(world, session, rated, refit):
    fit_id = refit()
    fit = queries.find_fit(session, world.rubric)
    for rater in (world.cast.mori, world.cast.sato):
        result = queries.find_rater_result(session, world.cast.actor(rater), fit)
        row = session.get_one(RaterResultRow, (fit_id, rater.id, RaterRole.SUPERVISOR))
        assert (result.rater, result.n, result.severity) == (str(rater.id), row.n, row.severity)
        assert (result.used, result.expected) == (tuple(row.used), tuple(row.expected))
    for other in (world.cast.aoi, world.cast.chie):
        assert queries.find_rater_result(session, world.cast.actor(other), fit) is None


def test_the_strict_rater_is_found_to_be_strict(world, session, rated, refit):
    refit()
    fit = queries.find_fit(session, world.rubric)
    strict = queries.find_rater_result(session, world.cast.actor(world.cast.sato), fit)
    others = queries.find_rater_result(session, world.cast.actor(world.cast.mori), fit)
    assert strict.severity > 2 * strict.std_error > 0 > others.severity


def test_organisations_may_be_compared_as_far_as_their_raters_are_linked(world, session, rated, refit):
    assert queries.find_comparisons(session, world.rubric) == {}
    refit()
    found = queries.find_comparisons(session, world.rubric)
    assert found.keys() == {world.cast.chamber.id, world.cast.council.id}
    assert found[world.cast.chamber.id] in {Comparison.FREE, Comparison.CAUTION}


def test_a_rater_whom_nobody_employs_belongs_to_no_organisation(world, session, rated, refit):
    guest = Person(email="guest@example.jp", name="客員 評子")
    session.add(guest)
    session.flush()
    world.observe(world.cast.aoi, by=guest)
    refit()
    assert queries.find_comparisons(session, world.rubric).keys() == {
        world.cast.chamber.id,
        world.cast.council.id,
    }


def test_an_organisation_whose_raters_share_nobody_with_the_others_stays_by_itself(
    world, session, rated, refit
):
    for day in range(1, 9):
        world.observe(world.cast.mori, by=world.cast.kaoru, observed_on=NOW.date().replace(day=day))
    refit()
    found = queries.find_comparisons(session, world.rubric)
    assert found[world.cast.neighbour.id] is Comparison.WITHIN
    assert queries.find_fit(session, world.rubric).linkage["parts"] == 2


@pytest.mark.parametrize("table", [LevelFitRow, RaterResultRow])
def test_a_fit_and_its_results_are_never_changed_or_deleted(session, rated, refit, table):
    refit()
    row = session.scalars(select(table)).first()
    if table is LevelFitRow:
        row.rounds += 1
    else:
        row.severity += 1
    with pytest.raises(TypeError, match="a fit is never changed"):
        session.flush()
    session.rollback()


@pytest.mark.parametrize("table", [LevelFitRow, RaterResultRow])
def test_a_fit_and_its_results_are_never_deleted(session, rated, refit, table):
    refit()
    session.delete(session.scalars(select(table)).first())
    with pytest.raises(TypeError, match="a fit is never changed"):
        session.flush()
    session.rollback()


@pytest.mark.parametrize(
    ("facts", "constraint"),
    [
        ({"number": 0}, "ck_level_fit_number_from_one"),
        ({"shift_points": 0.1}, "ck_level_fit_first_shifts_nobody"),
        ({"n_persons": 0}, "ck_level_fit_counts"),
        ({"n_raters": 0}, "ck_level_fit_counts"),
        ({"n_voided": -1}, "ck_level_fit_counts"),
        ({"n_observations": 0, "n_recorded": 0}, "ck_level_fit_counts"),
        ({"n_persons": 2}, "ck_level_fit_counts"),
        ({"n_raters": 2}, "ck_level_fit_counts"),
        ({"n_voided": 1}, "ck_level_fit_counts"),
    ],
)
def test_the_database_refuses_a_fit_that_cannot_be(add_fit, session, facts, constraint):
    with pytest.raises(IntegrityError) as refusal:
        add_fit(**facts)
    assert violated_constraint(refusal.value) == constraint
    session.rollback()


def test_a_number_is_given_once(add_fit, session):
    add_fit()
    with pytest.raises(IntegrityError) as refusal:
        add_fit()
    assert violated_constraint(refusal.value) == "uq_level_fit_rubric_version_id_number"
    session.rollback()


@pytest.mark.parametrize(
    ("change", "constraint"),
    [
        (update(RaterResultRow).values(n=0), "ck_rater_result_has_rated"),
        (update(RaterResultRow).values(std_error=-1), "ck_rater_result_std_error"),
        (update(LevelEstimateRow).values(n_observations=0), "ck_level_estimate_rests_on_something"),
    ],
)
def test_the_database_refuses_results_and_estimates_from_nothing(session, rated, refit, change, constraint):
    refit()
    with pytest.raises(IntegrityError) as refusal:
        session.execute(change)
    assert violated_constraint(refusal.value) == constraint
    session.rollback()


def test_the_database_keeps_a_fit_that_something_rests_on(session, rated, refit):
    refit()
    with pytest.raises(IntegrityError):
        session.execute(delete(LevelFitRow))
    session.rollback()
