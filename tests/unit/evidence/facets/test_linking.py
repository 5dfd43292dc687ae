"""What raters of different offices have rated alike: links between them, and a panel's levels as anchors."""

from dataclasses import replace

import numpy as np
import pytest

from lms.evidence.domain import RaterRole
from lms.evidence.domain.facets import (
    Parameters,
    RatingTable,
    Scale,
    fit,
    linkage_of,
    posteriors_of,
    rater_results,
    resolved_shares,
)
from lms.evidence.domain.facets.anchoring import RATING_VARIANCE, reference_ratings
from lms.evidence.domain.facets.ratings import ANCHOR
from tests.factories.facets import TODAY, Rated, drawn_world

GROUPS = {f"r{number:02}": "east" if number % 2 else "west" for number in range(6)}


@pytest.fixture(scope="module")
def apart():
    """Two offices of three raters and twenty people each, without a common rater; the east is stricter."""
    world = drawn_world(11, people=40, raters=6, visits=3)
    rows = []
    for row in world.rows:
        office = int(row.subject[1:]) % 2
        rows.append(row._replace(rater=f"r{int(row.rater[1:]) // 2 * 2 + office:02}"))
    return world.scale, rows


@pytest.fixture(scope="module")
def table(apart):
    """Put the offices' ratings and those of shared subjects into a table."""
    scale, rows = apart

    def with_shared(shared=(), weights=(), *, as_people=False):
        every = [*rows, *shared]
        return RatingTable.from_columns(
            scale=scale,
            subject=[row.subject for row in every],
            criterion=[row.criterion for row in every],
            level=[row.level for row in every],
            rater=[row.rater for row in every],
            observed_on=[row.on.toordinal() for row in every],
            role=[row.role for row in every],
            as_of=TODAY,
            share=[*([1.0] * len(rows)), *(weights or [1.0] * len(shared))],
            linking=() if as_people else {row.subject for row in shared},
        )

    return with_shared


@pytest.fixture(scope="module")
def learnt(table):
    return fit(table()).parameters


@pytest.fixture(scope="module")
def shared(apart):
    """Give two vignettes that all six raters rated; the west gives a level more than the east."""
    scale, _rows = apart
    return [
        Rated(f"v{vignette}", code, 2 + vignette - (int(rater[1:]) % 2), rater, TODAY)
        for vignette in (0, 1)
        for rater in GROUPS
        for code in scale.criteria
    ]


@pytest.fixture(scope="module")
def panel(apart):
    """Give a panel's levels of the two vignettes as ratings with weights."""
    scale, _rows = apart

    def at(mean, std_error=0.4):
        rows = [
            (Rated(f"v{vignette}", code, level, ANCHOR[0], TODAY), weight)
            for vignette in (0, 1)
            for code in scale.criteria
            for level, weight in reference_ratings(mean + vignette, std_error, highest=scale.levels)
        ]
        return [row for row, _weight in rows], [weight for _row, weight in rows]

    return at


def test_two_vignettes_link_two_offices(table, shared):
    before, after = table(), table(shared)
    assert (linkage_of(before).parts, linkage_of(after).parts) == (2, 1)
    unlinked = resolved_shares(fit(before).parameters, GROUPS)["east"]
    linked = resolved_shares(fit(after).parameters, GROUPS)["east"]
    assert linked > max(unlinked + 0.1, 0.75)


def test_who_is_stricter_with_the_vignettes_is_found_stricter(table, shared):
    found = fit(table(shared)).parameters
    severity = dict(zip((key for key, _role in found.raters), found.severities, strict=True))
    assert min(severity[r] for r in ("r01", "r03", "r05")) > max(severity[r] for r in ("r00", "r02", "r04"))


def test_a_panel_alone_with_its_vignettes_hardly_moves_a_rater(table, panel):
    """It is linked with nobody; only what all criteria share learns a little from its levels."""
    alone, without = table(*panel(2.5)), table()
    moved, before = (
        {result.rater: result.severity for result in rater_results(fit(one), linkage_of(one))}
        for one in (alone, without)
    )
    assert moved.pop(ANCHOR[0]) == pytest.approx(0, abs=0.05)
    assert moved == pytest.approx(before, abs=0.05)


def test_a_vignette_is_nobody_whose_spread_counts(table, shared):
    """The spreads speak of people: vignettes at the ends of the scale make nobody's larger."""
    extreme = [
        row._replace(subject=f"{row.subject}{copy}", level=1 if row.subject == "v0" else 4)
        for row in shared
        for copy in range(6)
    ]
    counted, left_out = (fit(table(extreme, as_people=counts)).parameters for counts in (True, False))
    assert left_out.spreads.ability < 0.8 * counted.spreads.ability


def test_a_panel_tells_all_raters_alike_whether_they_are_lenient(table, shared, panel):
    """Without a reference nobody can know: with one, levels of everybody move."""

    def mean_level(mean):
        references, weights = panel(mean)
        every = table([*shared, *references], [*([1.0] * len(shared)), *weights])
        found = posteriors_of(fit(every))
        return np.mean([one.mean for key, one in found.items() if key.startswith("p")])

    assert mean_level(1.3) < mean_level(2.9) - 0.3


def test_the_panel_stays_neither_strict_nor_lenient_and_is_no_rater_of_the_results(table, shared, panel):
    references, weights = panel(3.0)
    every = table([*shared, *references], [*([1.0] * len(shared)), *weights])
    found = fit(every)
    assert abs(found.parameters.severities[found.parameters.rater_places[ANCHOR]]) < 0.1
    results = {one.rater: one for one in rater_results(found, linkage_of(every))}
    people = [one.severity for name, one in results.items() if name != ANCHOR[0]]
    assert np.mean(people) == pytest.approx(0, abs=1e-9)


@pytest.mark.parametrize(("mean", "std_error"), [(1.0, 0.5), (2.4, 0.3), (3.0, 0.7), (4.0, 0.4)])
def test_a_reference_counts_as_many_ratings_as_make_it_so_sure(mean, std_error):
    rows = list(reference_ratings(mean, std_error, highest=4))
    weight = sum(share for _level, share in rows)
    assert weight == pytest.approx(RATING_VARIANCE / std_error**2)
    assert sum(level * share for level, share in rows) / weight == pytest.approx(mean)
    assert {level for level, _share in rows} <= {1, 2, 3, 4}


class TestMovedTo:
    """What was learnt in one version's words, before anything is fitted in the next one's."""

    def test_the_same_scale_moves_nothing(self, learnt):
        same = {code: code for code in learnt.scale.criteria}
        moved = learnt.moved_to(learnt.scale, same)
        assert np.array_equal(moved.steps, learnt.steps)
        assert np.array_equal(moved.covariance, learnt.covariance)

    def test_steps_go_with_the_meaning_and_others_start_anew(self, learnt):
        first, second = learnt.scale.criteria[:2]
        scale = Scale.of_codes((second, "Z9"), learnt.scale.levels)
        moved = learnt.moved_to(scale, {second: first})
        fresh = Parameters.reference(scale)
        assert np.array_equal(moved.steps[0], learnt.steps[0])
        assert np.array_equal(moved.steps[1], fresh.steps[1])
        assert moved.severities is learnt.severities
        assert (
            moved.covariance.shape == (len(moved.raters) + len(moved.group_means) + 2 * scale.steps + 1,) * 2
        )
        assert np.all(np.linalg.eigvalsh(moved.covariance) > 0)

    def test_with_another_number_of_levels_no_step_is_known(self, learnt):
        scale = replace(learnt.scale, levels=learnt.scale.levels + 1)
        moved = learnt.moved_to(scale, {code: code for code in scale.criteria})
        assert np.array_equal(moved.steps, Parameters.reference(scale).steps)


def test_a_share_of_a_rating_says_a_share_of_what_it_would():
    scale = Scale.of_codes(("A1", "A2", "B1", "B2"), 4)
    columns = {
        "scale": scale,
        "subject": ["p"] * 4,
        "criterion": ["A1", "A2", "B1", "B2"],
        "level": [4] * 4,
        "rater": ["r"] * 4,
        "observed_on": [TODAY.toordinal()] * 4,
        "role": [RaterRole.SUPERVISOR] * 4,
        "as_of": TODAY,
    }
    whole = posteriors_of(fit(RatingTable.from_columns(**columns)))["p"]
    half = posteriors_of(fit(RatingTable.from_columns(**columns, share=[0.5] * 4, changed=[True] * 4)))["p"]
    nobody = np.mean(whole.mean) - np.mean(half.mean)
    assert nobody > 0
    assert (whole.unchanged, half.unchanged) == ((1, 1, 1, 1), (0, 0, 0, 0))
    assert half.covariance[0] > whole.covariance[0]
