from dataclasses import replace
from datetime import date

import pytest

from lms.reporting.drawing import (
    BAR_EDGE,
    BAR_WIDTH,
    RADAR_RADIUS,
    RADAR_SIZE,
    TIMELINE_FLOOR,
    TIMELINE_LEFT,
    TIMELINE_RIGHT,
    TIMELINE_TOP,
    Measured,
    Reading,
    draw_bar,
    draw_radar,
    draw_timeline,
)

MIDDLE = RADAR_SIZE / 2
DAYS = [date(2026, 1, 1), date(2026, 1, 11), date(2026, 1, 21)]


@pytest.fixture
def known():
    """Four abilities whose estimates are known, at the levels 4, 2, 1 and 3."""
    return [
        Reading(label, estimate=level, lower=level - 0.5, upper=level + 0.5, is_sure=True)
        for label, level in (("A", 4.0), ("B", 2.0), ("C", 1.0), ("D", 3.0))
    ]


def test_the_first_spoke_points_up_and_the_next_ones_follow_clockwise(known):
    picture = draw_radar(known, highest=4)
    assert [spoke.end for spoke in picture.spokes] == [
        (MIDDLE, MIDDLE - RADAR_RADIUS),
        (MIDDLE + RADAR_RADIUS, MIDDLE),
        (MIDDLE, MIDDLE + RADAR_RADIUS),
        (MIDDLE - RADAR_RADIUS, MIDDLE),
    ]
    assert [spoke.anchor for spoke in picture.spokes] == ["middle", "start", "middle", "end"]


def test_a_dot_lies_as_far_out_as_its_level(known):
    dots = [spoke.dot for spoke in draw_radar(known, highest=4).spokes]
    assert dots[0] == (MIDDLE, MIDDLE - RADAR_RADIUS)
    assert dots[1] == (MIDDLE + RADAR_RADIUS / 2, MIDDLE)
    assert dots[2] == (MIDDLE, MIDDLE + round(RADAR_RADIUS / 4, 1))


def test_there_is_a_ring_for_each_level(known):
    rings = draw_radar(known, highest=4).rings
    assert len(rings) == 4
    assert (
        rings[3] == f"M160 {MIDDLE - 122:g}L{MIDDLE + 122:g} 160L160 {MIDDLE + 122:g}L{MIDDLE - 122:g} 160Z"
    )


def test_targets_are_joined_where_neighbours_have_one(known):
    whole = draw_radar([replace(one, target=2) for one in known], highest=4)
    assert whole.targets.endswith("Z")
    assert whole.target_dots[0] == (MIDDLE, MIDDLE - RADAR_RADIUS / 2)
    part = draw_radar([replace(known[0], target=4), replace(known[1], target=4), *known[2:]], highest=4)
    assert (part.targets.count("M"), part.targets.endswith("Z"), len(part.target_dots)) == (1, False, 2)
    none = draw_radar(known, highest=4)
    assert (none.targets, none.target_dots) == ("", ())


def test_a_bar_has_a_flag_where_the_target_is():
    assert draw_bar(Reading("A", target=1), highest=4).target_path.startswith("M8 ")
    assert draw_bar(Reading("A", target=4), highest=4).target_path.startswith("M152 ")
    assert draw_bar(Reading("A"), highest=4).target_path == ""


def test_the_line_is_closed_only_when_everything_is_known(known):
    whole = draw_radar(known, highest=4)
    assert whole.is_closed
    assert whole.outline.endswith("Z")
    gap = draw_radar([known[0], Reading("B"), *known[2:]], highest=4)
    assert not gap.is_closed
    assert "Z" not in gap.outline
    assert gap.outline.count("M") == 1, "C, D and A are neighbours all the way round"
    assert gap.outline.count("L") == 2


def test_what_is_not_known_has_neither_dot_nor_range():
    spoke = draw_radar([Reading("A"), Reading("B"), Reading("C")], highest=4).spokes[0]
    assert (spoke.dot, spoke.range_path, spoke.own_path, spoke.is_sure) == (None, "", "", False)


def test_one_known_ability_between_unknown_ones_draws_no_line(known):
    picture = draw_radar([known[0], Reading("B"), Reading("C")], highest=4)
    assert picture.outline == ""
    assert picture.spokes[0].dot is not None


def test_an_own_view_is_a_triangle_even_where_nothing_was_found():
    spoke = draw_radar([Reading("A", own=2), Reading("B"), Reading("C")], highest=4).spokes[0]
    assert spoke.own_path.count("L") == 2
    assert spoke.own_path.endswith("Z")


def test_a_bar_reaches_from_the_lowest_to_the_highest_level():
    picture = draw_bar(Reading("A", estimate=2.5, lower=1.0, upper=4.0, is_sure=True, own=1), highest=4)
    assert picture.ticks == (BAR_EDGE, 56.0, 104.0, BAR_WIDTH - BAR_EDGE)
    assert (picture.range_from, picture.range_width) == (BAR_EDGE, BAR_WIDTH - 2 * BAR_EDGE)
    assert picture.dot == BAR_WIDTH / 2
    assert picture.own_path.startswith(f"M{BAR_EDGE:g} ")


def test_a_bar_of_nothing_is_an_empty_scale():
    picture = draw_bar(Reading("A"), highest=4)
    assert (picture.range_width, picture.dot, picture.own_path) == (0, None, "")


def test_time_runs_from_edge_to_edge_and_levels_upwards():
    measured = [Measured(day, 1.0 + place, 1.0, 4.0) for place, day in enumerate(DAYS)]
    picture = draw_timeline(measured, highest=4, seen_on=())
    middle = (TIMELINE_LEFT + TIMELINE_RIGHT) / 2
    assert picture.days == (TIMELINE_LEFT, middle, TIMELINE_RIGHT)
    assert (picture.levels[0], picture.levels[-1]) == (TIMELINE_FLOOR, TIMELINE_TOP)
    assert picture.dots[0] == (TIMELINE_LEFT, TIMELINE_FLOOR)
    assert picture.dots[2][1] < picture.dots[1][1] < picture.dots[0][1]
    assert picture.band.count("L") == 5
    assert picture.line.count("L") == 2


def test_days_before_anything_was_known_are_left_open():
    picture = draw_timeline(
        [Measured(DAYS[0]), *(Measured(day, 2.0, 1.5, 2.5) for day in DAYS[1:])], highest=4, seen_on=()
    )
    assert [x for x, _y in picture.dots] == list(picture.days[1:])


def test_each_day_of_observations_is_marked_once_within_the_time_shown():
    seen = [DAYS[1], DAYS[1], date(2025, 12, 31), date(2026, 1, 22)]
    picture = draw_timeline([Measured(day) for day in DAYS], highest=4, seen_on=seen)
    assert picture.seen == (picture.days[1],)
    assert (picture.band, picture.line) == ("", "")
