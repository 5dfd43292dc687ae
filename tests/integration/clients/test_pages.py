"""The four pages, for those who may see them and those who must not."""

import pytest

from lms.clients.messages import MAILS
from lms.kernel.ids import new_id
from tests.factories.clients import CaseAdvisorFactory


@pytest.fixture
def page(client_as):
    """Open a page as somebody and return its status and text."""

    def show(person, path):
        answer = client_as(person).get(path)
        return answer.status_code, answer.text

    return show


def test_the_chamber_reads_its_case_with_team_reason_and_history(session, cast, oyster, page):
    session.add(CaseAdvisorFactory(case_id=oyster.id, advisor_id=cast.aoi.id, assigned_by_id=cast.hara.id))
    session.flush()

    status, text = page(cast.aoi, f"/cases/{oyster.id}?lang=en")

    assert status == 200
    for words in (
        "Shells anew",
        "Oyster shells",
        "Trade and transactions",
        "青井 葵",
        "同じ業種を長く見ている",
        "原 はるか",
    ):
        assert words in text


def test_a_supervisor_can_start_from_the_case_what_an_advisor_cannot(session, cast, oyster, page, clock):
    address = f"/ojt/new?case={oyster.id}"
    assert address in page(cast.mori, f"/cases/{oyster.id}")[1]
    assert address not in page(cast.aoi, f"/cases/{oyster.id}")[1]
    oyster.state, oyster.closed_on = "closed", clock.today()
    session.flush()
    assert address not in page(cast.mori, f"/cases/{oyster.id}")[1]


def test_a_client_page_lists_its_cases_and_says_why_its_type(cast, oyster, page):
    status, text = page(cast.aoi, f"/clients/{oyster.client_id}?lang=en")
    assert status == 200
    for words in ("Oyster shells", "Shells anew", "A local family firm", "Nobody yet"):
        assert words in text


def test_lists_speak_japanese_too(cast, oyster, page):
    assert "殻の再生" in page(cast.mori, "/cases")[1]
    assert "1件の案件" in page(cast.mori, "/cases")[1]
    assert "牡蠣殻の肥料" in page(cast.mori, "/clients")[1]


@pytest.mark.parametrize("name", ["chie", "kaoru"])
def test_outsider_and_neighbour_find_nothing_of_it(cast, oyster, page, name):
    person = getattr(cast, name)
    for path in ("/cases", "/clients"):
        status, text = page(person, path)
        assert status == 200
        assert "殻の再生" not in text
        assert "牡蠣殻の肥料" not in text
    assert page(person, f"/cases/{oyster.id}")[0] == 404
    assert page(person, f"/clients/{oyster.client_id}")[0] == 404


def test_the_outsiders_own_stay_with_the_outsider(cast, oyster, secret, page):
    assert "秘密の案件" in page(cast.chie, "/cases")[1]
    for person in (cast.aoi, cast.hara):
        for path in ("/cases", "/clients"):
            assert "秘密" not in page(person, path)[1]
        assert page(person, f"/cases/{secret.id}")[0] == 404


def test_who_reads_no_cases_is_refused_and_who_is_not_signed_in_is_sent_to_sign_in(
    cast, oyster, page, anonymous
):
    for path in ("/cases", "/clients", f"/cases/{oyster.id}", f"/clients/{oyster.client_id}"):
        assert page(cast.hojo, path)[0] == 403
        assert anonymous.get(path).status_code == 303


def test_a_case_that_does_not_exist_is_not_found(cast, page):
    assert page(cast.hara, f"/cases/{new_id()}")[0] == 404
    assert page(cast.hara, f"/cases?organisation={new_id()}")[0] == 404
    assert page(cast.hara, "/clients/nonsense")[0] == 404


def test_filters_live_in_the_address_and_an_empty_answer_says_why(cast, oyster, furniture, page):
    chosen = f"state=open&type=community_rooted&topic=trade&organisation={cast.neighbour.id}&q=brand"
    text = page(cast.hara, f"/cases?lang=en&{chosen}")[1]
    assert "Own furniture brand" in text
    assert "Shells anew" not in text
    assert "No case fits" in page(cast.hara, "/cases?lang=en&q=nothing")[1]
    assert "No case fits" in page(cast.hara, "/cases?lang=en&whose=mine")[1]
    assert "No client fits" in page(cast.hara, "/clients?lang=en&industry=retail")[1]
    assert "1 client<" in page(cast.hara, "/clients?lang=en&q=Oyster")[1]


def test_a_place_without_cases_says_so(cast, page):
    assert "No cases yet" in page(cast.aoi, "/cases?lang=en")[1]
    assert "No clients yet" in page(cast.aoi, "/clients?lang=en")[1]


def test_a_closed_case_shows_when_it_ended(session, cast, oyster, page, clock):
    oyster.state, oyster.closed_on = "closed", clock.today()
    session.flush()
    text = page(cast.aoi, f"/cases/{oyster.id}?lang=en")[1]
    assert "finished on Fri 20 Nov 2026" in text
    assert "The case is finished." in text
    assert "Finished" in page(cast.aoi, "/cases?lang=en")[1]


def test_mails_name_the_case_and_lead_to_a_page_their_reader_may_open(app, client_as, cast, oyster):
    payload = {"case_id": str(oyster.id), "code": oyster.code}
    assert set(MAILS) == {"clients.case_assigned", "clients.case_left"}
    for text in MAILS.values():
        with app.test_request_context():
            address = text.link(payload)
            assert oyster.code in str(text.subject) % payload
            assert str(text.body) % payload
        assert client_as(cast.aoi).get(address).status_code == 200


def test_pages_take_as_many_statements_for_three_rows_as_for_one(
    session, cast, oyster, add_case, client_as, counting
):
    browser = client_as(cast.mori)

    def statements(path):
        session.flush()
        with counting() as seen:
            assert browser.get(path).status_code == 200
        return len(seen)

    paths = ("/cases", "/clients", f"/cases/{oyster.id}", f"/clients/{oyster.client_id}")
    session.add(CaseAdvisorFactory(case_id=oyster.id, advisor_id=cast.aoi.id, assigned_by_id=cast.hara.id))
    browser.get("/cases")
    with_one = [statements(path) for path in paths]
    for person in (cast.mori, cast.sato):
        case = add_case(cast.chamber)
        role = "member"
        session.add(CaseAdvisorFactory(case_id=case.id, advisor_id=person.id, assigned_by_id=cast.hara.id))
        session.add(
            CaseAdvisorFactory(
                case_id=oyster.id, advisor_id=person.id, assigned_by_id=cast.hara.id, role=role
            )
        )

    assert with_one == [statements(path) for path in paths]
    assert max(with_one) <= 15
