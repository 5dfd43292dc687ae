"""The way from the plain mean to the estimate: it adds up, and it never tells on one colleague."""

from uuid import UUID

import pytest

from lms.evidence.domain.staircase import Correction, StepKind, climb, correction_to_show

READER, MORI, SATO = UUID(int=1), UUID(int=2), UUID(int=3)


@pytest.mark.parametrize(
    ("raters", "shown"),
    [
        ([MORI, SATO], Correction.SHOWN),
        ([READER, MORI, SATO], Correction.SHOWN),
        ([READER, MORI], Correction.INCLUDED),
        ([MORI, MORI], Correction.INCLUDED),
        ([READER], Correction.INCLUDED),
        ([], Correction.BORROWED),
    ],
)
def test_the_effect_is_shown_only_where_it_speaks_of_two_others(raters, shown):
    found = correction_to_show(reader_id=READER, rater_ids=raters, is_corrected=True, is_linked=True)
    assert found is shown


@pytest.mark.parametrize(("linked", "reason"), [(True, Correction.ALIKE), (False, Correction.UNLINKED)])
def test_without_a_correction_the_reason_is_given(linked, reason):
    found = correction_to_show(reader_id=READER, rater_ids=[MORI, SATO], is_corrected=False, is_linked=linked)
    assert found is reason


def test_the_written_figures_add_up():
    steps = climb(
        plain_mean=7 / 3, average=2.0, severity_points=0.126, estimate=2.4151, correction=Correction.SHOWN
    )
    assert [(step.kind, step.stands, step.change) for step in steps] == [
        (StepKind.MEAN, 2.33, None),
        (StepKind.SEVERITY, 2.46, 0.13),
        (StepKind.EVIDENCE, 2.42, -0.04),
        (StepKind.ESTIMATE, 2.42, None),
    ]


@pytest.mark.parametrize("correction", [Correction.INCLUDED, Correction.ALIKE, Correction.UNLINKED])
def test_an_effect_that_is_not_shown_is_part_of_the_next_step(correction):
    steps = climb(plain_mean=2.5, average=2.0, severity_points=0.2, estimate=2.6, correction=correction)
    assert [(step.kind, step.change) for step in steps] == [
        (StepKind.MEAN, None),
        (StepKind.EVIDENCE, 0.1),
        (StepKind.ESTIMATE, None),
    ]


def test_what_nobody_rated_starts_at_the_average():
    steps = climb(
        plain_mean=None, average=1.9, severity_points=0.2, estimate=2.4, correction=Correction.SHOWN
    )
    assert [(step.kind, step.stands, step.change) for step in steps] == [
        (StepKind.AVERAGE, 1.9, None),
        (StepKind.EVIDENCE, 2.4, 0.5),
        (StepKind.ESTIMATE, 2.4, None),
    ]


def test_a_step_too_small_to_write_is_a_plain_zero():
    steps = climb(
        plain_mean=2.5, average=2.0, severity_points=-0.001, estimate=2.5, correction=Correction.SHOWN
    )
    assert [str(step.change) for step in steps[1:3]] == ["0.0", "0.0"]
