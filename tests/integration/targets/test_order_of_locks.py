"""Whoever changes something holds the end of the audit log before any row: two orders would be a deadlock."""

from functools import partial

import pytest
from sqlalchemy import event

from lms.targets import commands
from tests.cast import TODAY


@pytest.fixture
def first_read(connection):
    """Name which of the tables that somebody may wait for a piece of work reads first."""

    def run(work) -> str:
        found: list[str] = []

        def note(_connection, _cursor, statement, *_rest) -> None:
            places = {statement.find(f"FROM {name}"): name for name in ("audit_head", "target_")}
            found.extend(name for place, name in sorted(places.items()) if place >= 0)

        event.listen(connection, "before_cursor_execute", note)
        try:
            work()
        finally:
            event.remove(connection, "before_cursor_execute", note)
        return found[0]

    return run


def test_the_log_is_held_before_an_assignment_is_ended(school, first_read):
    assignment_id = school.give(school.publish(audience=None), school.cast.aoi)
    facts = {"assignment_id": assignment_id, "ends_on": TODAY, "reason": "異動がなくなった"}
    hara = school.cast.actor(school.cast.hara)
    work = partial(commands.end_assignment, school.session, actor=hara, clock=school.clock, **facts)
    assert first_read(work) == "audit_head"


def test_the_log_is_held_before_a_profile_is_ended(school, first_read):
    profile_id = school.publish()
    facts = {"profile_id": profile_id, "ends_on": TODAY, "reason": "年度の途中で改める", "version": 1}
    hara = school.cast.actor(school.cast.hara)
    work = partial(commands.end_profile, school.session, actor=hara, clock=school.clock, **facts)
    assert first_read(work) == "audit_head"
