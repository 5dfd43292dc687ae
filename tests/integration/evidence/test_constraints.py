"""The database itself refuses what no observation may be."""

from uuid import UUID

import pytest
from sqlalchemy.exc import IntegrityError

from lms.evidence.domain import RaterRole, SourceKind
from lms.storage.constraints import violated_constraint
from tests.conftest import NOW


@pytest.mark.parametrize(
    ("facts", "constraint"),
    [
        ({"level": 0}, "ck_observation_level_from_one"),
        ({"rater_role": RaterRole.SELF}, "ck_observation_own_means_self"),
        ({"voided_at": NOW}, "ck_observation_voided_by_whom_and_why"),
        ({"voided_at": NOW, "voided_reason": "理由"}, "ck_observation_voided_by_whom_and_why"),
        ({"source_kind": SourceKind.OJT_ENTRY}, "ck_observation_source"),
    ],
)
def test_a_row_that_breaks_a_rule_is_refused(world, session, facts, constraint):
    with pytest.raises(IntegrityError) as refusal:
        world.observe(world.cast.aoi, **facts)
    assert violated_constraint(refusal.value) == constraint
    session.rollback()


def test_the_same_source_is_observed_once_per_criterion(world, session):
    source = {"source_kind": SourceKind.OJT_ENTRY, "source_id": UUID(int=5)}
    world.observe(world.cast.aoi, **source)
    world.observe(world.cast.aoi, "A1", **source)
    with pytest.raises(IntegrityError) as refusal:
        world.observe(world.cast.aoi, **source)
    assert violated_constraint(refusal.value) == "uq_observation_source"
    session.rollback()
