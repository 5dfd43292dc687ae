"""A client with a case at the chamber, one at the neighbour, and Chie's own."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from sqlalchemy import event

from lms.clients.models import Case, Client
from tests.factories.clients import CaseFactory, ClientFactory


@pytest.fixture
def add_case(session):
    """Store a client with one case at an organisation."""

    def add(organisation, *, client=None, **facts) -> Case:
        kept = client or ClientFactory(organisation_id=organisation.id)
        case = CaseFactory(client_id=kept.id, organisation_id=organisation.id, **facts)
        session.add_all([kept, case])
        session.flush()
        return case

    return add


@pytest.fixture
def oyster(session, cast, add_case) -> Case:
    client = ClientFactory(
        organisation_id=cast.chamber.id, business={"ja": "牡蠣殻の肥料", "en": "Oyster shells"}
    )
    return add_case(cast.chamber, client=client, title={"ja": "殻の再生", "en": "Shells anew"})


@pytest.fixture
def furniture(cast, add_case) -> Case:
    return add_case(cast.neighbour, title={"ja": "家具の自社ブランド", "en": "Own furniture brand"})


@pytest.fixture
def secret(session, cast, add_case) -> Case:
    client = ClientFactory(
        organisation_id=cast.outside.id, business={"ja": "秘密の商い", "en": "Secret trade"}
    )
    return add_case(cast.outside, client=client, title={"ja": "秘密の案件", "en": "Secret case"})


@pytest.fixture
def client_of(session):
    return lambda case: session.get_one(Client, case.client_id)


@pytest.fixture
def counting(connection):
    """Count the statements of a block."""

    @contextmanager
    def count() -> Iterator[list[str]]:
        seen: list[str] = []

        def note(_connection, _cursor, statement, *_rest):
            if statement.startswith("SELECT"):
                seen.append(statement)

        event.listen(connection, "before_cursor_execute", note)
        yield seen
        event.remove(connection, "before_cursor_execute", note)

    return count
