"""The pages of pairing: what HR reads, what HR sends, and who must not see any of it."""

import re

import pytest
from sqlalchemy import func, select

from lms.clients import commands as client_commands
from lms.clients.domain import AdvisorRole, ClientType, TeamMember
from lms.clients.models import CaseAdvisor
from lms.kernel.ids import new_id
from lms.pairing import commands
from lms.pairing.models import PairingDecision, PairingRun


@pytest.fixture
def hara(client_as, cast):
    return client_as(cast.hara)


@pytest.fixture
def run(team, simple, complex_case, make_run):
    return make_run()


@pytest.fixture
def address(run, simple):
    return f"/pairing/{run.id}/cases/{simple.id}"


@pytest.fixture
def asked(cast):
    """What the form of a new run is sent with."""
    return {
        "organisation": str(cast.council.id),
        "which": "all",
        "reach": "never",
        "cases_each": "12",
        "allow_stretch": "y",
    }


def test_the_list_counts_what_is_open_and_says_why_it_is_empty(hara, team, simple):
    text = hara.get("/pairing?lang=en").text
    assert "1 open case. 1 of them has no lead yet." in text
    assert "No proposal yet" in text
    assert "進行中の案件は1件です。" in hara.get("/pairing?lang=ja").text


def test_one_press_makes_a_run_with_sensible_conditions(session, cast, hara, team, simple, asked):
    answer = hara.submit("/pairing", asked)
    run = session.scalars(select(PairingRun)).one()
    assert (answer.status_code, answer.location) == (303, f"/pairing/{run.id}")
    assert run.policy["cross_organisation"] == "never"
    text = hara.get("/pairing?lang=en").text
    assert "1 to be decided" in text
    assert "made by 原 はるか" in text


def test_sending_the_run_twice_makes_one(session, hara, team, simple, asked):
    fields = {**hara.hidden_fields("/pairing"), **asked}
    first, second = hara.post("/pairing", data=fields), hara.post("/pairing", data=fields)
    assert first.location == second.location
    assert session.scalar(select(func.count()).select_from(PairingRun)) == 1


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("cases_each", "0", "Enter between 1 and 200 cases."),
        ("cases_each", "twelve", "Not a valid integer value"),
        ("reach", "moon", "Not a valid choice"),
        ("organisation", "nowhere", "Not a valid choice"),
    ],
)
def test_impossible_conditions_are_refused_where_they_stand(hara, team, simple, asked, field, value, words):
    hara.get("/pairing?lang=en")
    answer = hara.submit("/pairing", {**asked, field: value})
    assert answer.status_code == 422
    assert words in answer.text


def test_no_open_case_is_said_at_the_field(hara, team, asked):
    hara.get("/pairing?lang=en")
    answer = hara.submit("/pairing", asked)
    assert answer.status_code == 422
    assert "There is no such open case." in answer.text


def test_a_run_shows_who_why_and_who_else(hara, run, team):
    text = hara.get(f"/pairing/{run.id}?lang=en").text
    for words in (
        "Somebody is proposed for all 2 cases.",
        "Mend the shop",
        "Mend the company",
        "青井 葵",
        "変 革男 is exactly at the level this seat needs: 4.",
        "100 points",
        "Next best",
        "the whole plan loses 13.3 points",
        "It is proven that no other plan is worth more.",
        "To be decided",
    ):
        assert words in text


def test_a_run_speaks_japanese_too(hara, run):
    text = hara.get(f"/pairing/{run.id}?lang=ja").text
    for words in ("店を直す", "主担当", "次点", "計画全体の合計点が13.3点下がります", "決定待ち"):
        assert words in text


def test_a_case_nobody_can_take_says_why(hara, cast, levels, complex_case, make_run):
    run = make_run()
    for path in (f"/pairing/{run.id}?lang=en", f"/pairing/{run.id}/cases/{complex_case.id}?lang=en"):
        assert "No advisor has reached the level 4." in hara.get(path).text


def test_filters_live_in_the_address(hara, run, simple, complex_case):
    base = f"/pairing/{run.id}?lang=en"
    text = hara.get(f"{base}&type=complex_analysis").text
    assert "Mend the company" in text
    assert "Mend the shop" not in text
    for narrow in ("state=confirmed", "result=open", "type=regional_core"):
        assert "No case fits" in hara.get(f"{base}&{narrow}").text
    assert "2 cases" in hara.get(f"{base}&state=nonsense&result=seated&page=0").text


def test_one_press_takes_a_proposal_and_returns_to_it(session, hara, run, team, simple):
    answer = hara.submit(f"/pairing/{run.id}/cases/{simple.id}/confirm?state=undecided")
    assert answer.status_code == 303
    assert answer.location == f"/pairing/{run.id}?state=undecided#case-{simple.id}"
    text = hara.get(f"/pairing/{run.id}?lang=en").text
    assert "took the proposal: 青井 葵 (Lead)" in text
    lead = session.scalars(select(CaseAdvisor.advisor_id).where(CaseAdvisor.case_id == simple.id)).one()
    assert lead == team.starter.id


def test_the_button_on_a_card_is_enough(session, hara, run, simple):
    from tests.client import _Hidden  # noqa: PLC0415 (the parser behind submit, for a page with many forms)

    parser = _Hidden()
    parser.feed(hara.get(f"/pairing/{run.id}").text)
    card = next(form for form in parser.forms if "operation" in form)
    answer = hara.post(f"/pairing/{run.id}/cases/{simple.id}/confirm", data=card)
    assert answer.status_code == 303
    assert session.scalar(select(func.count()).select_from(PairingDecision)) == 1


def test_sending_a_decision_twice_decides_once(session, hara, run, address):
    fields = {**hara.hidden_fields(address), "choice": "confirmed"}
    first, second = hara.post(address, data=fields), hara.post(address, data=fields)
    assert (first.status_code, second.status_code) == (303, 303)
    assert session.scalar(select(func.count()).select_from(PairingDecision)) == 1


def test_others_are_chosen_with_a_reason(hara, run, address, team):
    answer = hara.submit(
        address,
        {
            "choice": "changed",
            "lead": str(team.master.id),
            "member": "",
            "trainee": str(team.starter.id),
            "reason": "They know each other.",
        },
    )
    assert answer.status_code == 303
    text = hara.get(f"{address}?lang=en").text
    assert "chose 増田 学 (Lead), 青井 葵 (Trainee) instead" in text
    assert "They know each other." in text
    assert "Leave the case as it is" not in text


def test_a_case_is_left_open_with_a_reason(hara, run, address):
    assert (
        hara.submit(address, {"choice": "left_open", "reason": "The owner asks to wait."}).status_code == 303
    )
    assert "left the case as it was" in hara.get(f"{address}?lang=en").text


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"choice": "changed", "lead": "", "reason": "x"}, "Choose who leads the case."),
        ({"choice": "left_open", "reason": " "}, "Write the reason"),
        ({"choice": "left_open", "reason": "x" * 1001}, "longer than 1000 characters"),
        ({"choice": "changed", "lead": str(new_id()), "reason": "x"}, "Not a valid choice"),
        ({"choice": "given away"}, "Not a valid choice"),
    ],
)
def test_an_unsound_decision_is_refused_and_nothing_typed_is_lost(hara, run, address, fields, words):
    hara.get("/pairing?lang=en")
    answer = hara.submit(address, fields)
    assert answer.status_code == 422
    assert words in answer.text
    assert fields.get("reason", "") in answer.text


def test_the_same_person_twice_is_refused_at_the_lead(hara, run, address, team):
    hara.get("/pairing?lang=en")
    twice = {"lead": str(team.master.id), "member": str(team.master.id), "reason": "x"}
    answer = hara.submit(address, {"choice": "changed", **twice})
    assert answer.status_code == 422
    assert "Nobody can take two seats of one case." in answer.text


def test_an_alternative_can_be_chosen_from_the_table(hara, run, address, team):
    text = hara.get(f"{address}?lead={team.master.id}").text
    assert f'<option selected value="{team.master.id}">' in text
    chosen = re.findall(r"<input[^>]*checked[^>]*>", text)
    assert [re.search(r'value="(\w+)"', box)[1] for box in chosen] == ["changed"]


def test_a_decided_case_begins_with_who_was_decided_on(hara, run, address, team):
    hara.submit(address, {"choice": "changed", "lead": str(team.master.id), "reason": "x"})
    text = hara.get(address).text
    assert f'<option selected value="{team.master.id}">' in text
    assert "checked" not in text
    assert hara.submit(address, {}).status_code == 422


def test_a_stale_page_gets_409_with_how_it_stands_now(session, cast, hara, run, address, simple, team, clock):
    fields = {
        **hara.hidden_fields(f"{address}?lang=en"),
        "choice": "changed",
        "lead": str(team.maker.id),
        "reason": "Mine.",
    }
    client_commands.assign_case(
        session,
        actor=cast.actor(cast.hara),
        case_id=simple.id,
        members=[TeamMember(team.master.id, AdvisorRole.LEAD)],
        reason="by hand",
        clock=clock,
    )
    session.flush()

    answer = hara.post(address, data=fields)

    assert answer.status_code == 409
    for words in ("Somebody else decided about this case meanwhile.", "増田 学", "変 革男", "Mine."):
        assert words in answer.text
    assert "The case changed since the proposal was made" in hara.get(f"{address}/confirm?lang=en").text


def test_all_are_taken_at_once_after_a_page_that_says_what_happens(session, hara, run):
    page = hara.get(f"/pairing/{run.id}/confirm?lang=en").text
    assert "2 cases that wait for a decision are given to the people proposed for them." in page
    answer = hara.submit(f"/pairing/{run.id}/confirm")
    assert answer.location == f"/pairing/{run.id}"
    text = hara.get(f"/pairing/{run.id}?lang=en").text
    assert "2 cases are decided." in text
    assert "Nothing waits here" in hara.get(f"/pairing/{run.id}/confirm?lang=en").text
    assert "All decided" in hara.get("/pairing?lang=en").text


def test_what_was_left_alone_is_said(session, cast, hara, run, simple, team, clock):
    client_commands.assign_case(
        session,
        actor=cast.actor(cast.hara),
        case_id=simple.id,
        members=[TeamMember(team.master.id, AdvisorRole.LEAD)],
        reason="by hand",
        clock=clock,
    )
    session.flush()
    hara.get("/pairing?lang=en")
    hara.submit(f"/pairing/{run.id}/confirm")
    text = hara.get(f"/pairing/{run.id}?lang=en").text
    assert "1 case is decided." in text
    assert "1 case changed since the run and was left alone." in text


def test_a_finished_case_shows_no_form(session, hara, run, address, simple, clock):
    simple.state, simple.closed_on = "closed", clock.today()
    session.flush()
    assert "Your decision" not in hara.get(f"{address}?lang=en").text


def test_outsiders_find_nothing_of_it(client_as, cast, run, simple, address):
    chie = client_as(cast.chie)
    text = chie.get("/pairing?lang=en").text
    assert "0 open cases." in text
    assert "No proposal yet" in text
    for path in (f"/pairing/{run.id}", f"/pairing/{run.id}/confirm", address, f"{address}/confirm"):
        assert chie.get(path).status_code == 404


def test_others_have_no_business_there(client_as, anonymous, cast, run, address):
    for person in (cast.aoi, cast.mori, cast.hojo):
        for path in ("/pairing", f"/pairing/{run.id}", address):
            assert client_as(person).get(path).status_code == 403
    assert anonymous.get(address).status_code == 303


def test_unknown_addresses_are_not_found(hara, run):
    for path in (f"/pairing/{new_id()}", f"/pairing/{run.id}/cases/{new_id()}", "/pairing/nonsense"):
        assert hara.get(path).status_code == 404


def test_pages_take_as_many_statements_for_three_cases_as_for_one(
    session, cast, hara, levels, team, add_case, clock, choices, count_statements
):
    def make(first_code):
        add_case(ClientType.COMPLEX_ANALYSIS, code=first_code)
        run = commands.run_pairing(session, actor=cast.actor(cast.hara), choices=choices(), clock=clock)
        commands.confirm_all(
            session, actor=cast.actor(cast.hara), run_id=run.id, note="As proposed.", clock=clock
        )
        session.flush()
        return run

    def statements(path):
        session.expire_all()
        return count_statements(lambda: hara.get(path))

    hara.get("/pairing")
    first = make("a300")
    case_id = first.proposals[0].case_id
    one = [statements(path) for path in ("/pairing", f"/pairing/{first.id}")]
    case_page = statements(f"/pairing/{first.id}/cases/{case_id}")
    for code in ("a301", "a302"):
        run = make(code)
    three = [statements(path) for path in ("/pairing", f"/pairing/{run.id}")]

    assert three == one
    assert max([*three, case_page]) <= 15, (three, case_page)
