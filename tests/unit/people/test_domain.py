"""Passwords, sessions, throttling, roles."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from lms.kernel.actor import Actor, Grant
from lms.kernel.errors import RuleViolation
from lms.kernel.permission import Permission
from lms.people.access import can_edit_profile, can_read_person
from lms.people.domain import (
    FAILURES_FROM_ONE_ADDRESS,
    FAILURES_PER_ACCOUNT,
    FAILURES_PER_ADDRESS,
    STANDARD_ROLES,
    RoleCode,
    child_path,
    ids_on_path,
    is_throttled,
    require_good_password,
    session_is_open,
)

NOW = datetime(2026, 11, 20, tzinfo=UTC)
ROOT, CHILD = UUID(int=1), UUID(int=2)
ME, OTHER = UUID(int=8), UUID(int=9)


@pytest.mark.parametrize(
    ("password", "code"),
    [
        ("a" * 11, "people.password_short"),
        ("a" * 201, "people.password_long"),
        ("Someone@Example.jp", "people.password_is_email"),
    ],
)
def test_poor_passwords_are_refused_at_their_field(password, code):
    with pytest.raises(RuleViolation) as refusal:
        require_good_password(password, email="someone@example.jp")
    assert (refusal.value.code, refusal.value.field) == (code, "new_password")


@pytest.mark.parametrize("password", ["a" * 12, "a" * 200, "日本語の長い合言葉でもよい"])
def test_long_enough_passwords_need_nothing_else(password):
    require_good_password(password, email="someone@example.jp")


@pytest.mark.parametrize(
    ("started", "seen", "ended", "is_open"),
    [
        (timedelta(hours=1), timedelta(minutes=59), None, True),
        (timedelta(hours=2), timedelta(minutes=60), None, False),
        (timedelta(hours=12), timedelta(0), None, False),
        (timedelta(minutes=1), timedelta(0), NOW, False),
    ],
)
def test_session_is_open_until_idle_old_or_ended(started, seen, ended, is_open):
    assert session_is_open(started_at=NOW - started, seen_at=NOW - seen, ended_at=ended, now=NOW) is is_open


@pytest.mark.parametrize(
    ("pair", "account", "address", "waits"),
    [
        (FAILURES_FROM_ONE_ADDRESS - 1, FAILURES_PER_ACCOUNT - 1, FAILURES_PER_ADDRESS - 1, False),
        (FAILURES_FROM_ONE_ADDRESS, 0, 0, True),
        (0, FAILURES_PER_ACCOUNT, 0, True),
        (0, 0, FAILURES_PER_ADDRESS, True),
    ],
)
def test_each_way_of_failing_too_often_makes_wait(pair, account, address, waits):
    assert is_throttled(pair_failures=pair, account_failures=account, address_failures=address) is waits


def test_path_names_all_organisations_from_the_root_down():
    path = child_path(child_path(None, ROOT), CHILD)
    assert path == f"/{ROOT.hex}/{CHILD.hex}/"
    assert ids_on_path(path) == {ROOT, CHILD}


def test_nobody_who_plans_also_records_or_signs_ojt():
    planning = STANDARD_ROLES[RoleCode.HR].permissions
    assert Permission.OJT_ENTRY_RECORD not in planning
    assert Permission.OJT_ENTRY_SIGN not in planning


def test_an_advisor_may_read_nobody_but_themselves():
    path = child_path(None, ROOT)
    advisor = Actor(ME, frozenset(Grant(p, path) for p in STANDARD_ROLES[RoleCode.ADVISOR].permissions))
    assert can_read_person(advisor, person_id=ME, organisation_paths=[])
    assert not can_read_person(advisor, person_id=OTHER, organisation_paths=[path])


def test_a_supervisor_reads_people_of_their_subtree_only():
    path, below = child_path(None, ROOT), child_path(child_path(None, ROOT), CHILD)
    supervisor = Actor(ME, frozenset({Grant(Permission.PERSON_READ, below)}))
    assert can_read_person(supervisor, person_id=OTHER, organisation_paths=[below])
    assert not can_read_person(supervisor, person_id=OTHER, organisation_paths=[path])


def test_people_edit_their_own_profile_only():
    assert can_edit_profile(Actor(ME), person_id=ME)
    assert not can_edit_profile(Actor(ME), person_id=OTHER)
