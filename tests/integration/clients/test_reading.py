"""Who finds which clients and cases, and in how many statements."""

import pytest

from lms.clients import queries
from lms.clients.access import can_edit_case, can_read_case, can_read_client
from lms.clients.domain import CaseState, ClientType, Industry, Topic
from lms.clients.queries import CaseFilter, ClientFilter
from lms.kernel.errors import NotFound
from lms.kernel.permission import Permission
from tests.factories.clients import CaseAdvisorFactory, ClientFactory

PEOPLE = ("aoi", "kaoru", "mori", "hara", "hojo", "chie")


@pytest.fixture
def seen(session, cast):
    """Say what somebody finds: the titles of cases, and how many clients."""

    def look(person, wanted=None):
        actor = cast.actor(person)
        cases = queries.list_cases(session, actor, wanted or CaseFilter())
        assert queries.count_cases(session, actor, wanted or CaseFilter()) == len(cases)
        return [case.title["en"] for case in cases]

    return look


def test_everybody_sees_the_cases_within_reach_only(cast, seen, oyster, furniture, secret):
    assert seen(cast.aoi) == ["Shells anew"]
    assert seen(cast.kaoru) == ["Own furniture brand"]
    assert seen(cast.hara) == ["Shells anew", "Own furniture brand"]
    assert seen(cast.hojo) == []
    assert seen(cast.chie) == ["Secret case"]


def test_who_is_on_a_case_sees_it_and_its_client_as_long_as_they_are_on_it(
    session, cast, seen, oyster, clock
):
    row = CaseAdvisorFactory(case_id=oyster.id, advisor_id=cast.kaoru.id, assigned_by_id=cast.hara.id)
    session.add(row)
    session.flush()
    kaoru = cast.actor(cast.kaoru)
    assert seen(cast.kaoru) == ["Shells anew"]
    assert queries.get_client(session, kaoru, oyster.client_id).business["en"] == "Oyster shells"

    row.ends_on = clock.today()
    session.flush()

    assert seen(cast.kaoru) == []
    with pytest.raises(NotFound):
        queries.get_client(session, kaoru, oyster.client_id)


@pytest.mark.parametrize("name", PEOPLE)
def test_predicates_and_selects_agree(session, cast, oyster, furniture, secret, name):
    session.add(CaseAdvisorFactory(case_id=furniture.id, advisor_id=cast.aoi.id, assigned_by_id=cast.hara.id))
    session.flush()
    actor = cast.actor(getattr(cast, name))
    paths = {oyster: cast.chamber.path, furniture: cast.neighbour.path, secret: cast.outside.path}
    on_case = {case: case is furniture and name == "aoi" for case in paths}

    cases = {case.id for case in session.scalars(queries.visible_to(actor))}
    clients = {client.id for client in session.scalars(queries.clients_visible_to(actor))}

    assert cases == {
        case.id
        for case, path in paths.items()
        if can_read_case(actor, organisation_path=path, is_on_case=on_case[case])
    }
    assert clients == {
        case.client_id
        for case, path in paths.items()
        if can_read_client(actor, organisation_path=path, is_on_case=on_case[case])
    }


def test_only_planners_edit_and_only_below_them(cast):
    assert can_edit_case(cast.actor(cast.hara), organisation_path=cast.chamber.path)
    assert not can_edit_case(cast.actor(cast.hara), organisation_path=cast.outside.path)
    assert not can_edit_case(cast.actor(cast.mori), organisation_path=cast.chamber.path)
    assert can_edit_case(cast.actor(cast.chie), organisation_path=cast.outside.path)


@pytest.mark.parametrize(
    ("wanted", "titles"),
    [
        (CaseFilter(state=CaseState.OPEN), ["Shells anew", "Own furniture brand"]),
        (CaseFilter(state=CaseState.CLOSED), []),
        (CaseFilter(client_type=ClientType.REGIONAL_CORE), []),
        (CaseFilter(topic=Topic.TRADE), ["Shells anew", "Own furniture brand"]),
        (CaseFilter(topic=Topic.IT), []),
        (CaseFilter(text="牡蠣"), ["Shells anew"]),
        (CaseFilter(text="furniture"), ["Own furniture brand"]),
        (CaseFilter(text="100%"), []),
    ],
)
def test_a_filter_narrows_the_list(cast, seen, oyster, furniture, secret, wanted, titles):
    assert seen(cast.hara, wanted) == titles


def test_a_list_is_narrowed_to_a_place_a_client_a_person_or_a_code(session, cast, seen, oyster, furniture):
    session.add(CaseAdvisorFactory(case_id=oyster.id, advisor_id=cast.aoi.id, assigned_by_id=cast.hara.id))
    session.flush()
    assert seen(cast.hara, CaseFilter(organisation_id=cast.neighbour.id)) == ["Own furniture brand"]
    assert seen(cast.hara, CaseFilter(client_id=oyster.client_id)) == ["Shells anew"]
    assert seen(cast.hara, CaseFilter(advisor_id=cast.aoi.id)) == ["Shells anew"]
    assert seen(cast.hara, CaseFilter(text=furniture.code)) == ["Own furniture brand"]


def test_clients_are_narrowed_and_paged(session, cast, oyster, secret):
    session.add(
        ClientFactory(
            organisation_id=cast.neighbour.id,
            code="k000",
            industry=Industry.RETAIL,
            client_type=ClientType.REGIONAL_CORE,
        )
    )
    session.flush()
    hara = cast.actor(cast.hara)

    def found(**wishes):
        clients = queries.list_clients(session, hara, ClientFilter(**wishes))
        assert queries.count_clients(session, hara, ClientFilter(**wishes)) == len(clients)
        return [client.organisation.code for client in clients]

    assert found() == ["fuchu", "hiroshima"]
    assert found(industry=Industry.RETAIL) == ["fuchu"]
    assert found(client_type=ClientType.REGIONAL_CORE) == ["fuchu"]
    assert found(organisation_id=cast.chamber.id) == ["hiroshima"]
    assert found(text="牡蠣") == ["hiroshima"]
    assert found(text="k000") == ["fuchu"]
    second = queries.list_clients(session, hara, ClientFilter(), limit=1, offset=1)
    assert [client.id for client in second] == [oyster.client_id]


def test_pairing_gets_open_cases_where_the_permission_reaches_with_place_and_people(
    session, cast, oyster, furniture, secret, add_case, clock
):
    add_case(cast.chamber, state=CaseState.CLOSED, closed_on=clock.today())
    session.add(CaseAdvisorFactory(case_id=oyster.id, advisor_id=cast.aoi.id, assigned_by_id=cast.hara.id))
    session.flush()
    session.expire_all()

    found = queries.list_open_cases(session, cast.actor(cast.hara), Permission.PAIRING_RUN)

    assert [(case.id, case.organisation.region, case.organisation.path) for case in found] == [
        (oyster.id, "中国", cast.chamber.path),
        (furniture.id, "中国", cast.neighbour.path),
    ]
    assert [row.advisor.name for row in found[0].advisors] == ["青井 葵"]
    assert queries.list_open_cases(session, cast.actor(cast.mori), Permission.PAIRING_RUN) == []


def test_the_choices_of_a_form_are_the_open_cases_of_its_organisations(
    session, cast, oyster, furniture, secret, add_case, clock
):
    add_case(cast.chamber, state=CaseState.CLOSED, closed_on=clock.today())
    hara, ids = cast.actor(cast.hara), [cast.chamber.id, cast.outside.id]
    found = queries.list_cases_of_organisations(session, hara, ids)
    assert [(case.id, case.client.business["en"]) for case in found] == [(oyster.id, "Oyster shells")]


def test_lists_take_as_many_statements_for_three_rows_as_for_one(session, cast, oyster, add_case, counting):
    hara = cast.actor(cast.hara)

    def statements():
        session.flush()
        session.expire_all()
        with counting() as seen:
            queries.list_cases(session, hara, CaseFilter())
            queries.list_clients(session, hara, ClientFilter())
            queries.list_open_cases(session, hara, Permission.PAIRING_RUN)
        return len(seen)

    session.add(CaseAdvisorFactory(case_id=oyster.id, advisor_id=cast.aoi.id, assigned_by_id=cast.hara.id))
    with_one = statements()
    for person in (cast.kaoru, cast.mori):
        case = add_case(cast.neighbour)
        session.add(CaseAdvisorFactory(case_id=case.id, advisor_id=person.id, assigned_by_id=cast.hara.id))

    assert with_one == statements() == 5
