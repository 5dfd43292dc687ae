"""The pages of entries as people use them: written, answered, signed, and refused without losing a word."""

import re
from urllib.parse import urlsplit
from uuid import UUID

import pytest
from sqlalchemy import func, select

from lms.kernel.clock import FrozenClock
from lms.ojt import commands
from lms.ojt.domain import EntryState
from lms.ojt.models import OjtEntry
from lms.people.commands import grant_role
from lms.people.models import Membership
from tests.cast import JOINED, TODAY
from tests.client import hidden_fields_of
from tests.conftest import NOW


@pytest.fixture
def visit(world) -> dict[str, str]:
    """What a supervisor types about a visit."""
    return {
        "advisor": str(world.cast.aoi.id),
        "case": str(world.case.id),
        "activity": "accompanied_visit",
        "visited_on": "2026-11-18",
        "minutes": "75",
        "comment": "社長の話を最後まで聴き、在庫の山に気づいた。",
        "level_B1": "2",
        "note_B1": "原価の話に結びつけた",
        "level_A4": "3",
        "intent": "submit",
    }


@pytest.fixture
def only_entry(session):
    def found() -> OjtEntry:
        return session.scalars(select(OjtEntry).execution_options(populate_existing=True)).one()

    return found


@pytest.fixture
def as_aoi(world, client_as):
    return client_as(world.cast.aoi)


@pytest.fixture
def as_mori(world, client_as):
    return client_as(world.cast.mori)


def test_a_visit_is_recorded_acknowledged_and_signed(world, visit, as_mori, as_aoi, only_entry):
    handed_in = as_mori.submit("/ojt/new", visit)
    page = urlsplit(handed_in.location).path
    assert (handed_in.status_code, page) == (303, f"/ojt/{only_entry().id}")
    assert "在庫の山に気づいた" in as_aoi.get(page).text
    assert as_aoi.submit(f"{page}/acknowledge", {"text": "次は数字で確かめます"}).status_code == 303
    assert "次は数字で確かめます" in as_mori.get(page).text
    assert as_mori.submit(f"{page}/sign").status_code == 303
    entry = only_entry()
    assert (entry.state, entry.signed_name) == (EntryState.SIGNED, "森 真理")
    assert entry.signed_digest in as_aoi.get(page).text


def test_a_draft_is_saved_and_finished_later(world, visit, as_mori, as_aoi, only_entry):
    begun = {
        **visit,
        "case": "",
        "comment": "",
        "level_A4": "",
        "level_B1": "",
        "note_B1": "",
        "intent": "save",
    }
    page = urlsplit(as_mori.submit("/ojt/new", begun).location).path
    assert only_entry().state is EntryState.DRAFT
    assert as_aoi.get(page).status_code == 404
    assert as_mori.submit(f"{page}/edit", visit).status_code == 303
    assert only_entry().state is EntryState.SUBMITTED


def test_a_disagreement_is_answered_and_the_record_rewritten(world, visit, as_mori, as_aoi, only_entry):
    page = urlsplit(as_mori.submit("/ojt/new", visit).location).path
    as_aoi.submit(f"{page}/dispute", {"text": "在庫の話は私からしました"})
    assert "在庫の話は私からしました" in as_mori.get(f"{page}/answer").text
    as_mori.submit(f"{page}/answer", {"text": "書き直します", "intent": "save"})
    assert only_entry().state is EntryState.DRAFT
    as_mori.submit(f"{page}/edit", {**visit, "level_B1": "3"})
    assert only_entry().state is EntryState.SUBMITTED
    shown = as_aoi.get(page).text
    assert "書き直します" in shown
    assert "原価の話に結びつけた" in shown


def test_an_answer_can_hand_the_record_in_as_it_is(world, as_mori, only_entry):
    page = f"/ojt/{world.disputed()}"
    as_mori.submit(f"{page}/answer", {"text": "その前の問いを見ています", "intent": "submit"})
    assert only_entry().state is EntryState.SUBMITTED


def test_a_record_is_taken_back_handed_in_and_voided(world, as_mori, only_entry):
    page = f"/ojt/{world.record()}"
    as_mori.submit(f"{page}/take-back")
    assert only_entry().state is EntryState.DRAFT
    as_mori.submit(f"{page}/submit")
    assert only_entry().state is EntryState.SUBMITTED
    as_mori.submit(f"{page}/void", {"text": "別の日の記録でした"})
    assert only_entry().state is EntryState.VOIDED
    assert "別の日の記録でした" in as_mori.get(page).text


def test_sending_twice_makes_one_record(visit, as_mori, only_entry):
    fields = {**as_mori.hidden_fields("/ojt/new"), **visit}
    first, second = as_mori.post("/ojt/new", data=fields), as_mori.post("/ojt/new", data=fields)
    assert (first.status_code, second.status_code) == (303, 303)
    assert first.location == second.location
    assert only_entry().comment == visit["comment"]


def test_signing_twice_signs_once(world, as_mori, session):
    page = f"/ojt/{world.acknowledged()}"
    fields = as_mori.hidden_fields(f"{page}/sign")
    answers = [as_mori.post(f"{page}/sign", data=fields) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [303, 303]


def test_a_stale_draft_shows_both_texts_and_keeps_what_was_typed(world, visit, as_mori, only_entry):
    entry_id = world.record(and_submit=False)
    stale = as_mori.hidden_fields(f"/ojt/{entry_id}/edit")
    saved = {**visit, "comment": "別の画面で書いた文", "level_B1": "4", "intent": "save"}
    as_mori.submit(f"/ojt/{entry_id}/edit", saved)
    answer = as_mori.post(f"/ojt/{entry_id}/edit", data={**stale, **visit, "comment": "こちらで書いた文"})
    assert answer.status_code == 409
    for words in ("別の画面で書いた文", "こちらで書いた文", "チェンジ・メイカー"):
        assert words in answer.text
    again = {**hidden_fields_of(answer), **visit, "comment": "二つを合わせた文"}
    assert as_mori.post(f"/ojt/{entry_id}/edit", data=again).status_code == 303
    assert only_entry().comment == "二つを合わせた文"


def test_a_step_on_a_page_that_is_out_of_date_is_refused_with_the_text_kept(world, visit, as_mori, as_aoi):
    page = f"/ojt/{world.record()}"
    stale = as_aoi.hidden_fields(f"{page}/acknowledge")
    as_mori.submit(f"{page}/take-back")
    as_mori.submit(f"{page}/edit", {**visit, "comment": "書き直した文"})
    answer = as_aoi.post(f"{page}/acknowledge", data={**stale, "text": "先に打った言葉"})
    assert answer.status_code == 409
    assert "先に打った言葉" in answer.text
    assert "書き直した文" in answer.text


def test_a_step_that_is_over_is_refused_with_the_text_kept(world, as_mori, as_aoi):
    page = f"/ojt/{world.record()}"
    fields = as_aoi.hidden_fields(f"{page}/acknowledge")
    as_mori.submit(f"{page}/take-back")
    answer = as_aoi.post(f"{page}/acknowledge", data={**fields, "text": "先に打った言葉"})
    assert answer.status_code == 422
    assert "先に打った言葉" in answer.text


@pytest.mark.parametrize(
    ("changes", "anchor"),
    [
        ({"visited_on": "2026-11-21"}, "#visited_on"),
        ({"visited_on": "きのう"}, "#visited_on"),
        ({"minutes": "-5"}, "#minutes"),
        ({"minutes": "1441"}, "#minutes"),
        ({"minutes": "一時間"}, "#minutes"),
        ({"comment": ""}, "#comment"),
        ({"case": ""}, "#case"),
        ({"advisor": ""}, "#advisor"),
        ({"advisor": "00000000-0000-0000-0000-000000000001"}, "#advisor"),
        ({"level_B1": "", "note_B1": "", "level_A4": ""}, "#ratings"),
        ({"level_A1": "1", "level_A2": "1"}, "#ratings"),
        ({"level_B1": ""}, "#level_B1-0"),
        ({"level_B1": "9"}, "#level_B1-0"),
    ],
)
def test_a_refused_record_says_where_and_keeps_every_word(visit, as_mori, session, changes, anchor):
    typed = {**visit, **changes}
    answer = as_mori.submit("/ojt/new", typed)
    assert answer.status_code == 422
    assert f'href="{anchor}"' in answer.text
    assert typed["comment"] in answer.text
    assert session.scalar(select(func.count()).select_from(OjtEntry)) == 0


def test_everything_missing_is_said_at_once(visit, as_mori):
    nothing = {"activity": "visit", "visited_on": "", "minutes": "", "intent": "submit"}
    shown = as_mori.submit("/ojt/new", nothing).text
    for anchor in ("#case", "#visited_on", "#minutes", "#comment", "#ratings"):
        assert f'href="{anchor}"' in shown


def test_text_typed_into_an_expired_session_comes_back(world, visit, as_mori, client_as, app, only_entry):
    fields = as_mori.hidden_fields("/ojt/new")
    app.extensions["clock"] = FrozenClock(NOW.replace(hour=6))
    sent = as_mori.post("/ojt/new", data={**fields, **visit})
    assert (sent.status_code, urlsplit(sent.location).path) == (303, "/sign-in")
    app.extensions["clock"] = FrozenClock(NOW)
    again = client_as(world.cast.mori)
    shown = again.get("/ojt/new").text
    assert visit["comment"] in shown
    assert visit["note_B1"] in shown
    assert again.submit("/ojt/new", visit).status_code == 303
    assert only_entry().comment == visit["comment"]


def test_the_address_preselects_advisor_and_case(world, as_mori):
    shown = as_mori.get(f"/ojt/new?advisor={world.cast.aoi.id}&case={world.case.id}").text
    for chosen in (world.cast.aoi.id, world.case.id):
        assert re.search(rf'<option[^>]*selected[^>]*value="{chosen}"', shown)


def test_an_address_that_makes_no_sense_asks_for_nothing(world, as_mori):
    assert as_mori.get("/ojt/new?advisor=nobody&case=7").status_code == 200
    assert as_mori.get("/ojt?state=lost&advisor=x&page=-3").status_code == 200


@pytest.mark.parametrize("person", ["kaoru", "hojo", "chie"])
def test_others_find_no_trace_of_a_record(world, client_as, person):
    world.signed()
    browser = client_as(getattr(world.cast, person))
    listed = browser.get("/ojt").text
    assert "青井 葵" not in listed
    entry_id = world.entry(world.record()).id
    for step in ("", "/acknowledge", "/dispute"):
        assert browser.get(f"/ojt/{entry_id}{step}").status_code == 404


def test_a_supervisor_elsewhere_gets_not_found_for_every_step(world, client_as):
    entry_id = world.record()
    chie = client_as(world.cast.chie)
    for step in (
        "",
        "/edit",
        "/submit",
        "/take-back",
        "/acknowledge",
        "/dispute",
        "/answer",
        "/sign",
        "/void",
    ):
        assert chie.get(f"/ojt/{entry_id}{step}").status_code == 404


def test_an_unknown_record_is_not_found(as_mori):
    assert as_mori.get(f"/ojt/{UUID(int=1)}").status_code == 404


def test_only_supervisors_write(world, client_as, as_aoi):
    assert as_aoi.get("/ojt/new").status_code == 403
    assert client_as(world.cast.hara).get("/ojt/new").status_code == 403


def test_a_supervisor_without_a_rubric_or_without_trainees_is_told_why(world, client_as, session):
    chie = client_as(world.cast.chie)
    page = chie.get("/ojt/new?lang=en")
    assert page.status_code == 200
    assert "There is no rubric to judge by" in page.text


def test_a_supervisor_with_nobody_to_accompany_is_told_why(world, client_as, session):
    world.cast.aoi.disabled_at = NOW
    session.flush()
    assert "There is nobody to record a visit with" in client_as(world.cast.mori).get("/ojt/new?lang=en").text


def test_a_step_that_is_not_open_leads_back_to_the_record(world, as_mori, as_aoi):
    entry_id = world.signed()
    for browser, step in ((as_mori, "edit"), (as_mori, "sign"), (as_aoi, "acknowledge"), (as_aoi, "dispute")):
        answer = browser.get(f"/ojt/{entry_id}/{step}")
        assert (answer.status_code, urlsplit(answer.location).path) == (303, f"/ojt/{entry_id}")


def test_a_step_of_somebody_else_is_refused(world, as_aoi, client_as):
    entry_id = world.record()
    fields = as_aoi.hidden_fields(f"/ojt/{entry_id}/acknowledge")
    sato = client_as(world.cast.sato)
    token = {"csrf_token": sato.hidden_fields("/ojt/new")["csrf_token"]}
    answer = sato.post(f"/ojt/{entry_id}/acknowledge", data={**fields, **token, "text": "代わりに"})
    assert answer.status_code == 403


def test_the_list_puts_first_what_waits_for_the_reader(world, as_mori, as_aoi):
    waiting, signed = world.record(comment="待つ"), world.signed()
    shown = as_aoi.get("/ojt?lang=en").text
    assert shown.index("Waiting for you") < shown.index(f"/ojt/{waiting}") < shown.index(f"/ojt/{signed}")
    assert "Waiting for you" not in as_mori.get("/ojt?lang=en").text


def test_the_list_is_narrowed_by_state_and_by_advisor(world, as_mori):
    draft, signed = world.record(and_submit=False), world.signed()
    narrowed = as_mori.get(f"/ojt?state=signed&advisor={world.cast.aoi.id}").text
    assert f"/ojt/{signed}" in narrowed
    assert f"/ojt/{draft}" not in narrowed
    assert "No record fits" in as_mori.get("/ojt?state=voided&lang=en").text


def test_several_trainees_are_offered_as_a_filter(world, as_mori, session):
    grant_role(
        session,
        person=world.cast.sato,
        organisation=world.cast.chamber,
        role_code="advisor",
        starts_on=JOINED,
    )
    session.flush()
    assert f"/ojt?advisor={world.cast.sato.id}" in as_mori.get("/ojt").text


def test_empty_lists_say_why(world, as_mori, as_aoi):
    assert "After your next visit together" in as_mori.get("/ojt?lang=en").text
    assert "it appears here" in as_aoi.get("/ojt?lang=en").text


def test_an_edit_keeps_a_case_that_is_closed_by_now(world, visit, as_mori, session, only_entry):
    entry_id = world.record(and_submit=False)
    world.case.state, world.case.closed_on = "closed", NOW.date()
    session.flush()
    assert as_mori.submit(f"/ojt/{entry_id}/edit", visit).status_code == 303
    assert only_entry().case_id == world.case.id


def test_what_was_handed_in_before_stays_readable(world, as_aoi):
    entry_id = world.disputed()
    world.step(commands.answer_dispute, entry_id, world.cast.mori, text="書き直します", rewrite=True)
    draft = world.draft(comment="あとの文")
    world.step(commands.revise_entry, entry_id, world.cast.mori, draft=draft, and_submit=True)
    shown = as_aoi.get(f"/ojt/{entry_id}").text
    assert "あとの文" in shown
    assert world.draft().comment in shown


def test_ones_own_record_stays_readable_after_one_has_left(world, client_as, session):
    entry_id = world.signed()
    for membership in session.scalars(select(Membership).where(Membership.person_id == world.cast.aoi.id)):
        membership.ends_on = TODAY
    session.flush()

    page = client_as(world.cast.aoi).get(f"/ojt/{entry_id}")

    assert page.status_code == 200
    assert world.entry(entry_id).comment in page.text
