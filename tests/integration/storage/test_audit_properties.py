"""Whatever is done to a chain of audit events behind the product's back is found."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from lms.storage import audit
from lms.storage.audit import AuditEvent

START = datetime(2026, 11, 20, 3, tzinfo=UTC)
words = st.text(st.characters(exclude_categories=["C"]), min_size=1, max_size=20)
happenings = st.fixed_dictionaries(
    {
        "action": words,
        "subject_kind": words,
        "subject_id": st.uuids(),
        "details": st.dictionaries(words, st.integers(0, 2**31) | words | st.booleans(), max_size=3),
    }
)
chains = st.lists(happenings, min_size=1, max_size=6)
changes = st.fixed_dictionaries(
    {},
    optional={
        "at": st.just(START + timedelta(days=400)),
        "action": st.just("x" * 21),
        "subject_kind": st.just("x" * 21),
        "subject_id": st.just(UUID(int=0)),
        "details": st.just({"x" * 21: None}),
        "previous_hash": st.just("x" * 64),
        "hash": st.just("x" * 64),
    },
).filter(bool)
many_examples_one_database = settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


@pytest.fixture
def stored(connection):
    """Return a session in which a chain is stored; each chain replaces the one before."""

    def store(chain) -> Session:
        session = Session(connection, join_transaction_mode="create_savepoint")
        session.execute(delete(AuditEvent))
        session.execute(update(audit.AuditHead).values(sequence=0, hash=audit.FIRST_HASH))
        for number, happening in enumerate(chain):
            audit.record(session, actor_id=None, at=START + timedelta(seconds=number), **happening)
        session.flush()
        assert audit.verify(session).faults == ()
        return session

    return store


@many_examples_one_database
@given(chain=chains, change=changes, drawn=st.data())
def test_a_changed_event_is_found_even_when_its_own_hash_is_made_to_fit(stored, chain, change, drawn):
    makes_it_fit = drawn.draw(st.booleans() if change.keys() != {"hash"} else st.just(False))
    with stored(chain) as session:
        place = drawn.draw(st.integers(1, len(chain)))
        event = session.scalars(select(AuditEvent).where(AuditEvent.sequence == place)).one()
        for column, value in change.items():
            setattr(event, column, value)
        if makes_it_fit:
            event.hash = event.expected_hash()
        session.flush()
        assert audit.verify(session).faults != ()


@many_examples_one_database
@given(chain=chains, drawn=st.data())
def test_removed_events_are_found(stored, chain, drawn):
    with stored(chain) as session:
        removed = drawn.draw(st.sets(st.integers(1, len(chain)), min_size=1))
        session.execute(delete(AuditEvent).where(AuditEvent.sequence.in_(removed)))
        session.expire_all()
        assert audit.verify(session).faults != ()


@many_examples_one_database
@given(chain=chains, forged=happenings)
def test_an_event_added_at_the_end_past_the_head_is_found(stored, chain, forged):
    with stored(chain) as session:
        end = audit.verify(session).head_hash
        event = AuditEvent(
            sequence=len(chain) + 1, at=START + timedelta(days=1), actor_id=None, previous_hash=end, **forged
        )
        event.hash = event.expected_hash()
        session.add(event)
        session.flush()
        assert audit.verify(session).faults != ()
