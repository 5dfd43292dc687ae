"""What holds of agreement whatever raters gave."""

import json

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.evidence.domain.agreement import (
    Metric,
    Reading,
    agreement_document,
    intraclass_correlations,
    krippendorff_alpha,
    mean_kappa,
    measure_agreement,
)
from tests.factories.agreement import units_of

ratings = st.dictionaries(
    st.tuples(st.sampled_from([f"u{n}" for n in range(9)]), st.sampled_from("abcd")),
    st.integers(min_value=1, max_value=4),
    max_size=24,
).map(lambda given: [(unit, rater, level) for (unit, rater), level in given.items()])
matrices = st.integers(min_value=2, max_value=4).flatmap(
    lambda raters: st.lists(
        st.lists(st.integers(min_value=1, max_value=4), min_size=raters, max_size=raters),
        min_size=2,
        max_size=7,
    )
)


@given(ratings)
def test_every_figure_is_a_number_with_its_interval_around_it_or_missing_with_a_reason(rows):
    found = measure_agreement(units_of(rows, n_levels=4))
    json.dumps(agreement_document(found), allow_nan=False)
    for figure in (*found.alpha.values(), *found.kappa.values(), *found.icc.values()):
        assert (figure.value is None or figure.interval is None) == (figure.missing is not None)
        assert figure.value is None or figure.value <= 1 + 1e-9
        if figure.interval is not None:
            assert figure.interval[0] - 1e-9 <= figure.value <= figure.interval[1] + 1e-9
    assert found.reading is Reading.TOO_FEW or (found.n_pairs >= 20 and found.alpha[Metric.ORDINAL].interval)


@given(ratings, st.permutations("abcd"), st.randoms(use_true_random=False))
def test_names_and_order_do_not_matter(rows, names, random):
    renamed = dict(zip("abcd", names, strict=True))
    other = [(unit, renamed[rater], level) for unit, rater, level in rows]
    random.shuffle(other)
    one, two = units_of(rows, n_levels=4), units_of(other, n_levels=4)
    for measure in (krippendorff_alpha, mean_kappa):
        for left, right in zip(measure(one).values(), measure(two).values(), strict=True):
            assert left.value == (None if right.value is None else pytest.approx(right.value))


@given(ratings)
def test_turning_the_scale_round_changes_nothing(rows):
    turned = [(unit, rater, 5 - level) for unit, rater, level in rows]
    one, two = (krippendorff_alpha(units_of(some, n_levels=4)) for some in (rows, turned))
    for metric in Metric:
        left, right = one[metric].value, two[metric].value
        assert left == (None if right is None else pytest.approx(right))


@given(ratings)
def test_a_unit_with_one_rating_changes_no_alpha(rows):
    more = [*rows, ("lonely", "a", 4)]
    before, after = (
        krippendorff_alpha(units_of(rows, n_levels=4)),
        krippendorff_alpha(units_of(more, n_levels=4)),
    )
    assert [one.value for one in before.values()] == pytest.approx([one.value for one in after.values()])


@given(matrices, st.integers(min_value=1, max_value=9))
def test_icc_does_not_depend_on_where_the_scale_begins_or_how_long_a_step_is(matrix, shift):
    one = intraclass_correlations(np.array(matrix, dtype=np.float64))
    two = intraclass_correlations(np.array(matrix, dtype=np.float64) * 2 + shift)
    for form in one:
        left, right = one[form].value, two[form].value
        assert left == (None if right is None else pytest.approx(right, abs=1e-6))
