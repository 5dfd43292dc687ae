"""Who may read courses and follow the progress of others."""

import pytest

from lms.courses.access import can_assign, can_read_course, can_read_progress
from lms.kernel.actor import Actor, Grant
from lms.kernel.ids import new_id
from lms.kernel.permission import Permission

COUNCIL, OUTSIDE = new_id(), new_id()
CHAMBER_PATH = f"/{COUNCIL.hex}/{new_id().hex}/"


@pytest.fixture
def reader() -> Actor:
    grants = frozenset({Grant(Permission.COURSE_READ, CHAMBER_PATH)})
    return Actor(person_id=new_id(), grants=grants, lineage=frozenset({COUNCIL}))


@pytest.fixture
def supervisor() -> Actor:
    return Actor(person_id=new_id(), grants=frozenset({Grant(Permission.ENROLMENT_READ, CHAMBER_PATH)}))


@pytest.mark.parametrize(("publisher", "expected"), [(None, True), (COUNCIL, True), (OUTSIDE, False)])
def test_courses_published_above_are_read(reader, publisher, expected):
    assert can_read_course(reader, publisher_id=publisher) is expected


def test_without_the_right_no_course_is_read(supervisor):
    assert not can_read_course(supervisor, publisher_id=None)


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        (CHAMBER_PATH, True),
        (f"{CHAMBER_PATH}{new_id().hex}/", True),
        (f"/{COUNCIL.hex}/", False),
        (None, False),
    ],
    ids=["here", "below", "above", "nowhere"],  # the ids made above differ in each process
)
def test_progress_is_followed_within_reach(supervisor, path, expected):
    assert can_read_progress(supervisor, person_id=new_id(), organisation_path=path) is expected


def test_ones_own_progress_needs_no_right(reader):
    assert can_read_progress(reader, person_id=reader.person_id, organisation_path=None)


@pytest.mark.parametrize(
    ("path", "expected"),
    [(CHAMBER_PATH, True), (f"{CHAMBER_PATH}{new_id().hex}/", True), (f"/{COUNCIL.hex}/", False)],
    ids=["here", "below", "above"],
)
def test_courses_are_assigned_within_reach(path, expected):
    grants = frozenset({Grant(Permission.ENROLMENT_ASSIGN, CHAMBER_PATH)})
    assert can_assign(Actor(person_id=new_id(), grants=grants), employer_path=path) is expected


def test_following_progress_is_not_assigning(supervisor):
    assert not can_assign(supervisor, employer_path=CHAMBER_PATH)
