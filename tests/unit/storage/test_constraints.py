"""Which constraint a database complains about, whatever it tells of it."""

from types import SimpleNamespace

import pytest
from sqlalchemy import Column, Index, Integer, Table, UniqueConstraint
from sqlalchemy.exc import IntegrityError

from lms.storage.base import Base
from lms.storage.constraints import violated_constraint


@pytest.fixture
def house_table():
    """A table of the product's metadata for the time of a test."""
    table = Table(
        "house",
        Base.metadata,
        Column("street", Integer, primary_key=True),
        Column("number", Integer, primary_key=True),
        Column("owner", Integer),
        Column("key", Integer),
        UniqueConstraint("owner", "key"),
        Index("uq_house_key_once", "key", unique=True),
        Index("ix_house_owner", "owner"),
    )
    yield table
    Base.metadata.remove(table)


@pytest.mark.usefixtures("house_table")
@pytest.mark.parametrize(
    ("told", "name"),
    [
        ("CHECK constraint failed: ck_house_colour", "ck_house_colour"),
        ("UNIQUE constraint failed: index 'uq_house_lower'", "uq_house_lower"),
        ("UNIQUE constraint failed: house.owner, house.key", "uq_house_owner_key"),
        ("UNIQUE constraint failed: house.key", "uq_house_key_once"),
        ("UNIQUE constraint failed: house.number, house.street", "pk_house"),
        ("UNIQUE constraint failed: house.owner", None),
        ("UNIQUE constraint failed: castle.number", None),
        ("FOREIGN KEY constraint failed", None),
    ],
)
def test_sqlite_names_checks_and_tells_columns_of_the_others(told, name):
    assert violated_constraint(IntegrityError("", {}, Exception(told))) == name


def test_postgresql_tells_the_name():
    class Refusal(Exception):
        diag = SimpleNamespace(constraint_name="uq_house_key")

    assert violated_constraint(IntegrityError("", {}, Refusal())) == "uq_house_key"
