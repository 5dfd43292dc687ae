"""The chain of audit events breaks visibly."""

from datetime import timedelta

import pytest
from sqlalchemy import delete, update

from lms.kernel.ids import new_id
from lms.storage import audit
from lms.storage.audit import AuditEvent
from tests.conftest import NOW


@pytest.fixture
def chain(session):
    for number in range(5):
        audit.record(
            session,
            actor_id=None,
            action="test.happened",
            subject_kind="thing",
            subject_id=new_id(),
            at=NOW + timedelta(seconds=number),
            details={"number": number, "名": "値"},
        )
    session.flush()
    session.expire_all()
    return session


def test_untouched_chain_verifies(chain):
    report = audit.verify(chain)
    assert (report.events, report.faults) == (5, ())
    assert audit.contains_hash(chain, report.head_hash)


@pytest.mark.parametrize(
    "values",
    [
        {"details": {"number": 99}},
        {"action": "test.other"},
        {"at": NOW + timedelta(days=1)},
        {"subject_kind": "other"},
        {"subject_id": new_id()},
        {"hash": "0" * 64},
        {"previous_hash": "f" * 64},
    ],
)
def test_any_changed_column_is_found(chain, values):
    chain.execute(update(AuditEvent).where(AuditEvent.sequence == 3).values(**values))
    chain.expire_all()
    assert any("event 3" in fault for fault in audit.verify(chain).faults)


def test_a_removed_event_is_found(chain):
    chain.execute(delete(AuditEvent).where(AuditEvent.sequence == 3))
    chain.expire_all()
    assert "event 3: missing, the next one stored is 4" in audit.verify(chain).faults


def test_a_cut_off_tail_is_found_against_the_head(chain):
    chain.execute(delete(AuditEvent).where(AuditEvent.sequence == 5))
    chain.expire_all()
    assert audit.verify(chain).faults == ("the end is cut off: event 4 is the last one stored",)


def test_an_empty_log_is_whole(session):
    assert audit.verify(session).faults == ()
    assert not audit.contains_hash(session, "a" * 64)
