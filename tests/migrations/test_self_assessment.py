"""The revision that adds self-assessment rebuilds a table that holds judgements."""

from uuid import UUID

import pytest
import sqlalchemy as sa
from alembic import command
from sqlalchemy.exc import IntegrityError

from lms.storage.constraints import violated_constraint

SUPERVISOR, ADVISOR, ANY = UUID(int=1), UUID(int=2), UUID(int=3)
PARENTS = {
    "organisation": {"id": ANY, "code": "o", "name": {}, "kind": "chamber", "path": "/o/", "version": 1},
    "rubric_version": {
        "id": ANY,
        "code": "r",
        "version": "1",
        "title": {},
        "source": {},
        "drafting": {},
        "content_digest": "",
        "loaded_at": sa.func.now(),
    },
    "rubric_domain": {"id": ANY, "rubric_version_id": ANY, "code": "A", "position": 1, "name": {}},
    "criterion": {
        "id": ANY,
        "rubric_version_id": ANY,
        "domain_id": ANY,
        "code": "A1",
        "position": 1,
        "name": {},
        "definition": {},
    },
}
OWN = {"rater_id": ADVISOR, "rater_role": "self", "source_kind": "self_assessment"}


@pytest.fixture
def insert(empty_engine):
    """Put a row into a table by its columns alone: the product's own tables may have moved on."""

    def row(table: str, values: dict) -> None:
        types = {name: sa.Uuid() if name == "id" or name.endswith("_id") else None for name in values}
        types |= {name: sa.JSON() for name, value in values.items() if isinstance(value, dict)}
        columns = [sa.column(name, type_) for name, type_ in types.items()]
        with empty_engine.begin() as connection:
            connection.execute(sa.insert(sa.table(table, *columns)).values(**values))

    return row


@pytest.fixture
def observe(insert):
    def observation(number: int, **facts) -> None:
        insert(
            "observation",
            {
                "id": UUID(int=number),
                "organisation_id": ANY,
                "trainee_id": ADVISOR,
                "rater_id": SUPERVISOR,
                "rater_role": "supervisor",
                "rubric_version_id": ANY,
                "criterion_id": ANY,
                "level": 3,
                "observed_on": sa.func.current_date(),
                "recorded_at": sa.func.now(),
                "comment": "見た",
                "source_kind": "ojt_entry",
                "source_id": UUID(int=number),
                **facts,
            },
        )

    return observation


@pytest.fixture
def stored(empty_engine):
    def list_sources() -> list[tuple]:
        with empty_engine.connect() as connection:
            rows = connection.execute(
                sa.text(
                    "SELECT level, rater_role, source_kind, source_id IS NULL FROM observation ORDER BY id"
                )
            )
            return [(level, role, kind, bool(is_without)) for level, role, kind, is_without in rows]

    return list_sources


@pytest.fixture
def judged(migrate, insert, observe):
    """The schema before, with one supervisor's judgement in it."""
    migrate(command.upgrade, "0007")
    for person in (SUPERVISOR, ADVISOR):
        facts = {"name": "氏名", "name_kana": "シメイ", "locale": "ja", "version": 1}
        insert("person", {"id": person, "email": f"{person}@example.jp", **facts})
    for table, values in PARENTS.items():
        insert(table, values)
    observe(1)


def test_judgements_stay_and_own_views_may_come(judged, migrate, observe, stored):
    with pytest.raises(IntegrityError) as refusal:
        observe(2, **OWN)
    assert violated_constraint(refusal.value) == "ck_observation_source_kind"
    migrate(command.upgrade, "0008")
    observe(2, **OWN)
    assert stored() == [
        (3, "supervisor", "ojt_entry", False),
        (3, "self", "self_assessment", False),
    ]


@pytest.mark.parametrize(
    ("facts", "constraint"),
    [
        ({"source_kind": "self_assessment"}, "ck_observation_own_source"),
        ({"source_kind": "hearsay"}, "ck_observation_source_kind"),
        ({"rater_role": "boss"}, "ck_observation_rater_role"),
        ({"source_id": None}, "ck_observation_source"),
        ({"level": 0}, "ck_observation_level_from_one"),
        ({"source_id": UUID(int=1)}, "uq_observation_source"),
    ],
)
def test_the_rebuilt_table_refuses_what_it_refused_before(judged, migrate, observe, facts, constraint):
    migrate(command.upgrade, "0008")
    with pytest.raises(IntegrityError) as refusal:
        observe(2, **facts)
    assert violated_constraint(refusal.value) == constraint


def test_on_the_way_back_the_judgements_stay_and_the_sittings_go(judged, migrate, observe, stored):
    migrate(command.upgrade, "0008")
    observe(2, **OWN)
    observe(3, **OWN | {"criterion_id": ANY, "source_id": UUID(int=9)})
    migrate(command.downgrade, "0007")
    assert stored() == [
        (3, "supervisor", "ojt_entry", False),
        (3, "self", "past_record", True),
        (3, "self", "past_record", True),
    ]
    with pytest.raises(IntegrityError) as refusal:
        observe(4, **OWN)
    assert violated_constraint(refusal.value) == "ck_observation_source_kind"
    migrate(command.upgrade, "0008")
