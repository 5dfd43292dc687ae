"""The database itself refuses what no entry may be."""

import pytest
from sqlalchemy.exc import IntegrityError

from lms.kernel.ids import new_id
from lms.ojt.domain import Action, EntryState
from lms.ojt.models import OjtEvent, OjtRating
from lms.storage.constraints import violated_constraint
from tests.conftest import NOW
from tests.factories.ojt import OjtEntryFactory


@pytest.fixture
def store(world, session):
    def store_entry(**facts):
        row = OjtEntryFactory(
            **{
                "organisation_id": world.cast.chamber.id,
                "rubric_version_id": world.rubric.id,
                "advisor_id": world.cast.aoi.id,
                "supervisor_id": world.cast.mori.id,
                **facts,
            }
        )
        session.add(row)
        session.flush()
        return row

    return store_entry


@pytest.fixture
def stamps(world):
    """Complete stamps of every step, to be taken away or bent one at a time."""
    aoi, mori = world.cast.aoi.id, world.cast.mori.id
    return {
        "submitted": {"submitted_at": NOW, "submitted_by_id": mori},
        "acknowledged": {"acknowledged_at": NOW, "acknowledged_by_id": aoi, "acknowledged_text": "はい"},
        "disputed": {"disputed_at": NOW, "disputed_by_id": aoi, "disputed_text": "いいえ"},
        "signed": {"signed_at": NOW, "signed_by_id": mori, "signed_name": "森", "signed_digest": "0" * 64},
        "voided": {"voided_at": NOW, "voided_by_id": mori, "voided_text": "理由"},
    }


@pytest.mark.parametrize(
    ("state", "given", "bent", "constraint"),
    [
        ("draft", [], {"minutes": 0}, "minutes"),
        ("draft", [], {"minutes": 1441}, "minutes"),
        ("draft", [], {"supervisor_id": "aoi"}, "nobody_for_themselves"),
        ("draft", [], {"submitted_at": NOW}, "submitted_by_whom"),
        ("submitted", [], {}, "submitted"),
        ("submitted", ["submitted"], {"submitted_by_id": "sato"}, "submitted_by_supervisor"),
        ("acknowledged", ["submitted"], {}, "acknowledged"),
        ("acknowledged", ["submitted", "acknowledged"], {"acknowledged_text": None}, "acknowledged_in_words"),
        (
            "acknowledged",
            ["submitted", "acknowledged"],
            {"acknowledged_by_id": "mori"},
            "acknowledged_by_advisor",
        ),
        ("disputed", ["submitted"], {}, "disputed"),
        ("disputed", ["submitted", "disputed"], {"disputed_text": None}, "disputed_in_words"),
        ("disputed", ["submitted", "disputed"], {"disputed_by_id": "mori"}, "disputed_by_advisor"),
        ("draft", [], {"answered_at": NOW, "answered_text": "答え"}, "answered_in_words"),
        ("signed", ["submitted", "acknowledged"], {}, "signed"),
        ("acknowledged", ["submitted", "acknowledged", "signed"], {}, "signed"),
        ("signed", ["submitted", "acknowledged", "signed"], {"signed_digest": None}, "signed_by_whom"),
        ("signed", ["submitted", "acknowledged", "signed"], {"signed_by_id": "sato"}, "signed_by_supervisor"),
        ("voided", [], {}, "voided"),
        ("draft", ["voided"], {}, "voided"),
        ("voided", ["voided"], {"voided_text": None}, "voided_with_reason"),
        ("voided", ["voided"], {"voided_by_id": "aoi"}, "not_voided_by_advisor"),
    ],
)
def test_an_entry_that_breaks_a_rule_is_refused(
    world, session, store, stamps, state, given, bent, constraint
):
    facts = {"state": EntryState(state)}
    for step in given:
        facts |= stamps[step]
    facts |= {
        name: getattr(world.cast, value).id if name.endswith("_id") else value for name, value in bent.items()
    }
    with pytest.raises(IntegrityError) as refusal:
        store(**facts)
    assert violated_constraint(refusal.value) == f"ck_ojt_entry_{constraint}"
    session.rollback()


def test_a_criterion_is_judged_once_an_entry(world, session, store):
    entry, criterion = store(), world.rubric.criterion("B1")
    session.add_all(
        OjtRating(id=new_id(), entry_id=entry.id, criterion_id=criterion.id, level=2) for _ in range(2)
    )
    with pytest.raises(IntegrityError) as refusal:
        session.flush()
    assert violated_constraint(refusal.value) == "uq_ojt_rating_entry_id_criterion_id"
    session.rollback()


def test_a_rating_has_a_level(world, session, store):
    entry, criterion = store(), world.rubric.criterion("B1")
    session.add(OjtRating(id=new_id(), entry_id=entry.id, criterion_id=criterion.id, level=0))
    with pytest.raises(IntegrityError) as refusal:
        session.flush()
    assert violated_constraint(refusal.value) == "ck_ojt_rating_level_from_one"
    session.rollback()


def test_a_place_in_the_history_is_taken_once(world, session, store):
    entry = store()
    step = {"entry_id": entry.id, "number": 1, "at": NOW, "actor_id": world.cast.mori.id}
    session.add_all(
        OjtEvent(id=new_id(), action=Action.RECORD, state=EntryState.DRAFT, **step) for _ in range(2)
    )
    with pytest.raises(IntegrityError) as refusal:
        session.flush()
    assert violated_constraint(refusal.value) == "uq_ojt_event_entry_id_number"
    session.rollback()
