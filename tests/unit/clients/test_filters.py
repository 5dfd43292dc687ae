"""What the addresses of lists ask for."""

from uuid import UUID

from lms.clients.domain import CaseState, ClientType, Industry, Topic
from lms.clients.forms import read_case_filter, read_client_filter
from lms.clients.queries import CaseFilter, ClientFilter

AOI, CHAMBER = UUID(int=1), UUID(int=2)


def test_an_address_without_a_wish_asks_for_everything():
    assert read_case_filter({}, own_id=AOI) == CaseFilter()
    assert read_client_filter({}) == ClientFilter()
    assert not read_case_filter({}, own_id=AOI).is_narrow
    assert not read_client_filter({}).is_narrow


def test_every_wish_of_an_address_is_read():
    arguments = {
        "state": "open",
        "organisation": str(CHAMBER),
        "type": "regional_core",
        "topic": "it",
        "whose": "mine",
        "q": "  牡蠣  ",
    }
    assert read_case_filter(arguments, own_id=AOI) == CaseFilter(
        state=CaseState.OPEN,
        organisation_id=CHAMBER,
        client_type=ClientType.REGIONAL_CORE,
        topic=Topic.IT,
        advisor_id=AOI,
        text="牡蠣",
    )
    assert read_client_filter({**arguments, "industry": "retail"}) == ClientFilter(
        organisation_id=CHAMBER, client_type=ClientType.REGIONAL_CORE, industry=Industry.RETAIL, text="牡蠣"
    )


def test_nonsense_in_an_address_asks_for_nothing():
    nonsense = {
        "state": "lost",
        "organisation": "7",
        "type": "x",
        "topic": "",
        "whose": "yours",
        "industry": "?",
    }
    assert read_case_filter(nonsense, own_id=AOI) == CaseFilter()
    assert read_client_filter(nonsense) == ClientFilter()


def test_a_search_text_is_cut_to_a_sensible_length():
    assert len(read_client_filter({"q": "あ" * 500}).text) == 100
