"""A rater's strictness in points of the scale."""

import math

import numpy as np
import pytest

from lms.evidence.domain.strictness import Stance, strictness_of

STEPS = np.tile(np.array([-1.5, 0.0, 1.5]), (3, 1))
EXPECTED = (20.0, 50.0, 50.0, 20.0)


@pytest.fixture
def read():
    def strictness(severity, std_error=0.1, spread=0.5, expected=EXPECTED):
        return strictness_of(
            severity=severity, std_error=std_error, spread=spread, expected=expected, steps=STEPS
        )

    return strictness


@pytest.mark.parametrize(
    ("severity", "stance"),
    [(0.21, Stance.STRICTER), (-0.21, Stance.MILDER), (0.2, Stance.ALIKE), (-0.2, Stance.ALIKE)],
)
def test_a_stance_needs_two_standard_errors(read, severity, stance):
    assert read(severity).stance is stance


def test_a_stricter_rater_gives_fewer_points(read):
    stricter, milder = read(0.5), read(-0.5)
    assert stricter.lower90 < stricter.effect < stricter.upper90 < 0
    assert stricter.effect == pytest.approx(-milder.effect)
    assert stricter.lower90 == pytest.approx(-milder.upper90)


def test_an_average_rater_has_no_effect(read):
    found = read(0.0)
    assert found.effect == 0
    assert found.lower90 == pytest.approx(-found.upper90)


def test_the_effect_is_that_on_the_people_seen(read):
    middle, top = read(0.5), read(0.5, expected=(0.0, 0.0, 1.0, 99.0))
    worked_out_by_hand = (math.e + 2 * math.exp(0.5) + 3 * math.exp(-1.5)) / (
        1 + math.e + math.exp(0.5) + math.exp(-1.5)
    ) - 1.5
    assert middle.effect == pytest.approx(worked_out_by_hand, abs=1e-3)
    assert -0.02 < top.effect < 0


@pytest.mark.parametrize(("spread", "usual"), [(0.31, True), (0.30, False)])
def test_nine_in_ten_raters_are_usual(read, spread, usual):
    assert read(0.5, spread=spread).is_usual is usual
    assert read(-0.5, spread=spread).is_usual is usual
