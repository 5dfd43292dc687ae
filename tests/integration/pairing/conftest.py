"""A chamber with an open case of every client type, and people whose levels are known."""

from types import SimpleNamespace

import pytest

from lms.clients.domain import ClientType
from lms.pairing import commands, queries
from lms.pairing.domain.problem import CrossOrganisation
from lms.pairing.domain.situation import RunChoices
from lms.people import commands as people_commands
from lms.people.domain import RoleCode
from tests.cast import JOINED
from tests.factories.clients import CaseFactory, ClientFactory


@pytest.fixture
def levels(monkeypatch):
    """Say at which level somebody may be relied on; nobody else's level is proven."""
    known = {}

    def findings(_session, _actor, person_ids, _as_of, **_rubric):
        return {
            person_id: SimpleNamespace(gate_level=lambda person_id=person_id: known[person_id])
            for person_id in person_ids
            if person_id in known
        }

    monkeypatch.setattr("lms.pairing.queries.situation.list_findings", findings)
    return known


@pytest.fixture
def add_advisor(session):
    """Register an advisor at an organisation."""

    def add(organisation, login, name):
        person = people_commands.register_person(
            session,
            email=f"{login}@example.jp",
            name=name,
            name_kana=login,
            employer=organisation,
            employed_on=JOINED,
        )
        people_commands.grant_role(
            session, person=person, organisation=organisation, role_code=RoleCode.ADVISOR, starts_on=JOINED
        )
        session.flush()
        return person

    return add


@pytest.fixture
def team(cast, levels, add_advisor):
    """Aoi is a Starter at the chamber; beside her a Master and a Change-Maker."""
    master = add_advisor(cast.chamber, "masuda", "増田 学")
    maker = add_advisor(cast.chamber, "hen", "変 革男")
    levels.update({cast.aoi.id: 1, master.id: 2, maker.id: 4})
    return SimpleNamespace(starter=cast.aoi, master=master, maker=maker)


@pytest.fixture
def add_case(session, cast):
    """Open a case for a client of its own."""

    def add(client_type=ClientType.COMMUNITY_ROOTED, *, organisation=None, **facts):
        owner = organisation or cast.chamber
        client = ClientFactory(organisation_id=owner.id, client_type=client_type)
        case = CaseFactory(client_id=client.id, organisation_id=owner.id, **facts)
        session.add_all([client, case])
        session.flush()
        return case

    return add


@pytest.fixture
def simple(add_case):
    return add_case(code="a100", title={"ja": "店を直す", "en": "Mend the shop"})


@pytest.fixture
def complex_case(add_case):
    return add_case(
        ClientType.COMPLEX_ANALYSIS, code="a200", title={"ja": "会社を直す", "en": "Mend the company"}
    )


@pytest.fixture
def choices(cast):
    def choose(**facts):
        return RunChoices(cast.council.id, **{"cross_organisation": CrossOrganisation.NEVER, **facts})

    return choose


@pytest.fixture
def make_run(session, cast, clock, choices):
    def make(**facts):
        run = commands.run_pairing(
            session, actor=cast.actor(cast.hara), choices=choices(**facts), clock=clock
        )
        session.flush()
        return run

    return make


@pytest.fixture
def proposal_of(session, cast):
    """Read a proposal again, with everything that belongs to it."""

    def read(run, case):
        session.expire_all()
        kept = queries.get_run(session, cast.actor(cast.hara), run.id)
        return queries.get_proposal(session, kept, case.id)

    return read
