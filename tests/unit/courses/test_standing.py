"""How somebody stands with a course, when mails go out, and by where lists are narrowed."""

from datetime import UTC, date, datetime, timedelta

import pytest

from lms.courses.domain.places import Branch, branch_out
from lms.courses.domain.progress import Progress
from lms.courses.domain.standing import (
    Asked,
    Reminding,
    Standing,
    check_due,
    check_note,
    may_remind,
    missing_prerequisites,
    reminding_due,
    standings,
)
from lms.kernel.errors import RuleViolation

TODAY = date(2026, 11, 20)
BEGUN = datetime(2026, 10, 1, tzinfo=UTC)
JUST_NOW = datetime(2026, 11, 19, tzinfo=UTC)
YESTERDAY, TOMORROW = TODAY - timedelta(days=1), TODAY + timedelta(days=1)


@pytest.mark.parametrize(
    ("progress", "active_at", "due_on", "expected"),
    [
        ({}, None, None, (Standing.NOT_STARTED,)),
        ({}, None, TODAY, (Standing.NOT_STARTED,)),
        ({}, None, YESTERDAY, (Standing.LATE, Standing.NOT_STARTED)),
        ({"enrolled_at": BEGUN}, JUST_NOW, TOMORROW, (Standing.UNDER_WAY,)),
        ({"enrolled_at": BEGUN}, JUST_NOW, YESTERDAY, (Standing.LATE, Standing.UNDER_WAY)),
        ({"enrolled_at": BEGUN}, BEGUN, YESTERDAY, (Standing.LATE, Standing.STUCK, Standing.UNDER_WAY)),
        ({"enrolled_at": BEGUN, "n_attempts": 2}, JUST_NOW, None, (Standing.UNDER_WAY,)),
        ({"enrolled_at": BEGUN, "n_attempts": 3}, JUST_NOW, None, (Standing.STUCK, Standing.UNDER_WAY)),
        ({"enrolled_at": BEGUN, "n_attempts": 4, "is_passed": True}, JUST_NOW, None, (Standing.UNDER_WAY,)),
        ({"enrolled_at": BEGUN, "finished_at": JUST_NOW}, BEGUN, YESTERDAY, (Standing.FINISHED,)),
    ],
)
def test_how_somebody_stands(progress, active_at, due_on, expected):
    found = standings(Progress(n_lessons=4, **progress), active_at=active_at, due_on=due_on, today=TODAY)
    assert found == expected


@pytest.mark.parametrize(
    ("active_at", "is_stuck"),
    [
        (datetime(2026, 11, 6, 14, 59, tzinfo=UTC), True),  # 23:59 of 6 November in Japan, two weeks ago
        (datetime(2026, 11, 6, 15, 0, tzinfo=UTC), False),
    ],
)
def test_two_weeks_are_days_in_japan(active_at, is_stuck):
    progress = Progress(n_lessons=4, enrolled_at=BEGUN)
    found = standings(progress, active_at=active_at, due_on=None, today=TODAY)
    assert (Standing.STUCK in found) is is_stuck


@pytest.mark.parametrize(
    ("due_in", "assigned_ago", "expected"),
    [
        (4, 10, None),
        (3, 10, Reminding.SOON),
        (0, 10, Reminding.SOON),
        (3, 0, None),
        (2, 0, None),
        (-1, 10, Reminding.OVERDUE),
        (-7, 10, Reminding.OVERDUE),
        (-8, 10, None),
    ],
)
def test_which_mail_is_due(due_in, assigned_ago, expected):
    asked = Asked(TODAY + timedelta(days=due_in), TODAY - timedelta(days=assigned_ago))
    assert reminding_due(asked, today=TODAY) is expected


@pytest.mark.parametrize(
    ("last_at", "may"),
    [
        (None, True),
        (datetime(2026, 11, 13, 3, tzinfo=UTC), True),
        (datetime(2026, 11, 13, 15, tzinfo=UTC), False),  # 14 November in Japan
    ],
)
def test_nobody_is_reminded_twice_a_week(last_at, may):
    assert may_remind(last_at, today=TODAY) is may


@pytest.mark.parametrize(
    ("due_on", "code"),
    [(YESTERDAY, "courses.due_in_past"), (date(2206, 11, 20), "courses.due_too_far")],
)
def test_a_day_that_cannot_be_meant_is_refused(due_on, code):
    with pytest.raises(RuleViolation) as refused:
        check_due(due_on, today=TODAY)
    assert (refused.value.code, refused.value.field) == (code, "due_on")


def test_today_may_be_the_day():
    check_due(TODAY, today=TODAY)


def test_a_note_is_short():
    check_note("あ" * 500 + "\n ")
    with pytest.raises(RuleViolation, match=r"courses\.note_too_long"):
        check_note("あ" * 501)


def test_what_has_to_be_finished_first():
    missing = missing_prerequisites(["one", "two", "gone"], {"one": False, "two": True, "three": False})
    assert missing == ("one",)


@pytest.mark.parametrize(
    ("counts", "under", "way", "below"),
    [
        ({}, None, (), ()),
        ({"/a/": 3}, None, (), ()),
        ({"/a/b/": 3}, None, (), ()),
        ({"/a/b/": 3, "/a/c/d/": 1}, None, (), (("/a/b/", 3), ("/a/c/d/", 1))),
        ({"/a/": 2, "/a/c/d/": 1, "/a/c/e/": 4}, None, (), (("/a/c/", 5),)),
        ({"/a/": 2, "/a/c/d/": 1, "/a/c/e/": 4}, "/a/c/", ("/a/c/",), (("/a/c/d/", 1), ("/a/c/e/", 4))),
        ({"/a/b/": 1, "/a/c/d/": 1}, "/a/c/d/", ("/a/c/", "/a/c/d/"), ()),
        ({"/a/b/": 1, "/a/c/": 1}, "/elsewhere/", (), (("/a/b/", 1), ("/a/c/", 1))),
        ({"/a/b/": 1, "/ab/": 1}, None, (), (("/a/b/", 1), ("/ab/", 1))),
    ],
)
def test_places_branch_out(counts, under, way, below):
    found = branch_out(counts, under)
    assert found.way == way
    assert found.below == tuple(Branch(path, count) for path, count in below)
