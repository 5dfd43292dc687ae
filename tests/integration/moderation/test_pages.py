"""The pages of a session as people use them: who leads, who rates, and who is only near."""

import re
from urllib.parse import urlsplit

import pytest
from sqlalchemy import select

from lms.moderation.domain import Answer, State, Step
from lms.moderation.models import Calibration, CalibrationDraft
from tests.client import hidden_fields_of

FIRST = {"level_A1": "1", "note_A1": "最後まで聴いた", "level_A2": "0"}


@pytest.fixture
def as_hara(world, client_as):
    return client_as(world.cast.hara)


@pytest.fixture
def as_mori(world, client_as):
    return client_as(world.cast.mori)


@pytest.fixture
def plan(world) -> dict[str, object]:
    """What an organiser types."""
    return {
        "title": "秋のすり合わせ",
        "purpose": "課題発見の読み方をそろえる",
        "opens_on": "2026-11-20",
        "first_closes_on": "2026-11-30",
        "discussion_on": "2026-12-04",
        "second_closes_on": "2026-12-07",
        "meeting": "13:30から第2会議室",
        "vignettes": [str(vignette_id) for vignette_id in world.vignette_ids],
    }


@pytest.fixture
def only(session):
    def found() -> Calibration:
        return session.scalars(select(Calibration).execution_options(populate_existing=True)).one()

    return found


def test_a_session_from_the_first_page_to_the_summary(world, plan, as_hara, client_as, only):
    made = as_hara.submit("/calibration/new", plan)
    assert made.status_code == 303
    raters = urlsplit(made.location).path
    page = raters.removesuffix("/raters")
    assert raters.endswith("/raters")
    ids = [str(person.id) for person in world.raters[:3]]
    assert as_hara.submit(raters, {"people": ids, "intent": "chosen"}).location.endswith(page)
    assert as_hara.submit(f"{page}/steps/open").status_code == 303
    for person in world.raters[:3]:
        browser = client_as(person)
        assert "秋のすり合わせ" in browser.get("/").text
        first = browser.submit(f"{page}/rate/1", {**FIRST, "intent": "next"})
        assert first.location.endswith(f"{page}/rate/2")
        second = browser.submit(f"{page}/rate/2", {"level_A1": "2", "level_A2": "2", "intent": "next"})
        assert second.location.endswith(f"{page}/hand-in")
        assert browser.submit(f"{page}/hand-in").location.endswith(page)
        assert browser.get(f"{page}/results").status_code == 303
        assert "すり合わせの評価" not in browser.get("/").text
    assert as_hara.submit(f"{page}/steps/discuss").status_code == 303
    assert "ここから話し合う" in as_hara.get(f"{page}/results").text
    cell = as_hara.get(f"{page}/results/1/A1").text
    assert "最後まで聴いた" in cell
    assert as_hara.submit(f"{page}/minutes", {"text_A1": "話を引き取らない"}).status_code == 303
    assert as_hara.submit(f"{page}/steps/rate_again").status_code == 303
    browser = client_as(world.raters[0])
    assert browser.submit(f"{page}/rate/1", {**FIRST, "level_A1": "2", "intent": "save"}).status_code == 303
    assert browser.submit(f"{page}/hand-in").status_code == 303
    assert as_hara.submit(f"{page}/steps/close").status_code == 303
    assert only().state is State.CLOSED
    summary = browser.get(f"{page}/summary").text.split("<main")[1]
    assert "話を引き取らない" in summary
    assert not any(person.name in summary for person in world.raters)
    assert "2回目" in browser.get(f"{page}/mine").text


def test_a_plan_that_is_refused_keeps_what_was_typed(plan, as_hara):
    refused = as_hara.submit("/calibration/new", {**plan, "discussion_on": "2026-11-21", "title": ""})
    assert refused.status_code == 422
    assert "課題発見の読み方をそろえる" in refused.text
    assert refused.text.count("checked") == 2
    assert "題名を入力してください" in refused.text
    refused = as_hara.submit("/calibration/new", {**plan, "discussion_on": "2026-11-21"})
    assert "上の日より前にはできません" in refused.text


@pytest.mark.parametrize("value", ["nonsense", "00000000-0000-0000-0000-000000000000"])
def test_a_vignette_from_nowhere_is_refused(plan, as_hara, value):
    refused = as_hara.submit("/calibration/new", {**plan, "vignettes": [value]})
    assert refused.status_code == 422
    assert "選べる事例の中にありません" in refused.text


def test_without_a_rubric_the_page_says_so(world, client_as):
    assert "ルーブリックはまだありません" in client_as(world.cast.chie).get("/calibration/new").text


def test_what_is_missing_is_said_before_it_is_opened(world, as_hara):
    key = world.draft(raters=world.raters[:1])
    assert "評価者は1人です" in as_hara.get(f"/calibration/{key}").text
    assert "評価者は1人です" in as_hara.get(f"/calibration/{key}/steps/open").text
    refused = as_hara.submit(f"/calibration/{key}/steps/open")
    assert (refused.status_code, world.row(key).state) == (422, State.DRAFT)


def test_raters_are_found_by_name_and_organisation_and_invited_all_at_once(world, as_hara):
    key = world.draft(raters=[])
    page = f"/calibration/{key}/raters"
    place = world.cast.neighbour.id
    found = as_hara.get(f"{page}?organisation={place}").text
    assert "kita 太郎" in found
    assert "森 真理" not in found
    assert "該当する人がいません" in as_hara.get(f"{page}?q=nobody").text
    as_hara.submit(f"{page}?organisation={place}", {"intent": "everybody"})
    assert set(re.findall("(kita|naka) 太郎", as_hara.get(f"/calibration/{key}").text)) == {"kita", "naka"}
    refused = as_hara.submit(page, {"intent": "chosen"})
    assert (refused.status_code, "1人以上選んでください" in refused.text) == (422, True)
    refused = as_hara.submit(page, {"intent": "chosen", "people": ["nonsense", "", str(world.cast.aoi.id)]})
    assert "権限の及ばない人" in refused.text


def test_a_filter_that_makes_no_sense_asks_for_everybody(world, as_hara):
    key = world.draft(raters=[])
    assert "森 真理" in as_hara.get(f"/calibration/{key}/raters?organisation=nonsense&page=x").text


@pytest.mark.parametrize("value", ["nonsense", "00000000-0000-0000-0000-000000000000"])
def test_a_scribe_from_nowhere_is_refused(world, plan, as_hara, value):
    key = world.draft()
    refused = as_hara.submit(f"/calibration/{key}/edit", {**plan, "scribe": value})
    assert refused.status_code == 422
    assert "書記は評価者の中から選んでください" in refused.text


def test_a_session_is_changed_and_shows_only_what_can_be(world, plan, as_hara):
    key = world.draft()
    page = f"/calibration/{key}/edit"
    changed = as_hara.submit(page, {**plan, "title": "冬のすり合わせ", "scribe": str(world.cast.sato.id)})
    assert changed.status_code == 303
    assert "冬のすり合わせ" in as_hara.get(f"/calibration/{key}").text
    assert "佐藤 聡" in as_hara.get(f"/calibration/{key}").text
    world.step(key, Step.OPEN)
    form = as_hara.get(page).text
    assert 'name="opens_on"' not in form
    assert 'name="vignettes"' not in form
    assert 'name="first_closes_on"' in form
    moved = as_hara.submit(page, {**plan, "first_closes_on": "2026-12-01", "scribe": ""})
    assert moved.status_code == 303
    assert world.row(key).first_closes_on.isoformat() == "2026-12-01"
    refused = as_hara.submit(page, {**plan, "scribe": "nonsense"})
    assert refused.status_code == 422


def test_a_session_changed_in_two_windows_shows_both(world, plan, as_hara):
    key = world.draft()
    page = f"/calibration/{key}/edit"
    stale = as_hara.hidden_fields(page)
    as_hara.submit(page, {**plan, "title": "先の題", "scribe": ""})
    answer = as_hara.post(page, data={**stale, **plan, "title": "後の題", "scribe": ""})
    assert answer.status_code == 409
    assert "先の題" in answer.text
    assert "後の題" in answer.text


def test_pages_of_what_is_over_lead_back(world, as_hara):
    key = world.closed()
    for page in ("edit", "raters", "steps/discuss"):
        assert as_hara.get(f"/calibration/{key}/{page}").location.endswith(f"/calibration/{key}")


def test_a_rater_is_taken_off_and_others_reminded(world, as_hara):
    key = world.opened()
    page = f"/calibration/{key}/raters/{world.cast.sato.id}/withdraw"
    assert as_hara.submit(page).status_code == 303
    assert "佐藤 聡" not in as_hara.get(f"/calibration/{key}").text
    assert as_hara.get(page).status_code == 404
    assert as_hara.submit(f"/calibration/{key}/remind").status_code == 303
    again = as_hara.submit(f"/calibration/{key}/remind")
    assert (again.status_code, "今日はすでに催促しました" in again.text) == (422, True)
    assert world.cast.sato.id not in world.mails("reminder")


def test_a_cancelled_session_says_why(world, as_hara, as_mori):
    key = world.opened()
    page = f"/calibration/{key}/steps/cancel"
    assert as_hara.submit(page, {"reason": ""}).status_code == 422
    assert as_hara.submit(page, {"reason": "台風のため"}).status_code == 303
    assert "台風のため" in as_mori.get(f"/calibration/{key}").text


def test_a_step_after_another_window_went_on_is_told(world, as_hara):
    key = world.shared()
    page = f"/calibration/{key}/steps/close"
    stale = as_hara.hidden_fields(page)
    world.step(key, Step.RATE_AGAIN)
    answer = as_hara.post(page, data=stale)
    assert (answer.status_code, "変更がありました" in answer.text) == (409, True)


def test_a_draft_saves_itself_and_answers_with_the_next_version(session, world, as_mori):
    key = world.opened()
    page = f"/calibration/{key}/rate/1"
    sent = as_mori.submit(page, {**FIRST, "intent": "autosave"})
    saved = as_mori.get(sent.location)
    assert 'data-version="1"' in saved.text
    assert "保存しました 12:00" in saved.text
    assert session.scalars(select(CalibrationDraft)).one().answers["A1"]["level"] == 1
    form = as_mori.get(page).text
    assert "最後まで聴いた" in form
    assert "2項目のうち2項目を回答" in form or "2 of 2" in form


def test_two_devices_show_both_answers(world, as_mori):
    key = world.opened()
    page = f"/calibration/{key}/rate/1"
    stale = as_mori.hidden_fields(page)
    as_mori.submit(page, {**FIRST, "intent": "save"})
    answer = as_mori.post(page, data={**stale, "level_A1": "2", "intent": "save"})
    assert answer.status_code == 409
    assert "別の画面か端末で" in answer.text
    kept = as_mori.post(page, data={**hidden_fields_of(answer), "level_A1": "2", "intent": "save"})
    assert kept.status_code == 303


@pytest.mark.parametrize("level", ["9", "x", "-1"])
def test_a_level_off_the_scale_is_refused_and_nothing_lost(world, as_mori, level):
    key = world.opened()
    answer = as_mori.submit(f"/calibration/{key}/rate/1", {**FIRST, "level_A1": level, "intent": "save"})
    assert answer.status_code == 422
    assert "最後まで聴いた" in answer.text


def test_handing_in_with_gaps_names_them(world, as_mori):
    key = world.opened()
    world.save(key, world.cast.mori, 1, [Answer("A1", 1)])
    page = as_mori.get(f"/calibration/{key}/hand-in").text
    assert "まだ回答していない項目があります" in page
    refused = as_mori.submit(f"/calibration/{key}/hand-in")
    assert (refused.status_code, "事例1：1項目" in refused.text) == (422, True)


def test_a_round_that_is_over_leads_back(world, as_mori):
    key = world.shared()
    for page in ("rate/1", "hand-in"):
        assert as_mori.get(f"/calibration/{key}/{page}").location.endswith(f"/calibration/{key}")


def test_before_the_discussion_nothing_of_others_is_shown(world, client_as, as_mori):
    key = world.opened()
    world.answer(key, world.cast.sato, [Answer("A1", 2, note="佐藤だけの理由"), Answer("A2", 2)])
    world.answer(key, world.cast.mori)
    for page in ("", "/results", "/results/1/A1", "/mine", "/summary"):
        answer = as_mori.get(f"/calibration/{key}{page}")
        assert "佐藤だけの理由" not in answer.text
        assert (answer.status_code == 200) == (page == "")


def test_who_did_not_answer_does_not_see_the_distribution(world, client_as):
    key = world.shared()
    late = client_as(world.raters[3])
    assert "分布は表示しません" in late.get(f"/calibration/{key}").text
    for page in ("results", "results/1/A1", "mine", "summary"):
        assert late.get(f"/calibration/{key}/{page}").status_code == 303


def test_fewer_than_three_answers_are_withheld_with_a_reason(session, world, as_hara, client_as):
    key = world.shared()
    session.delete(world.rater(key, world.raters[3]))
    rater = world.rater(key, world.raters[2])
    rater.answered_at = None
    session.flush()
    said = "回答が3人に満たないため"
    for browser in (as_hara, client_as(world.raters[0])):
        assert said in browser.get(f"/calibration/{key}").text
        assert browser.get(f"/calibration/{key}/results").status_code == 303


def test_names_need_a_purpose_and_raters_are_told(world, as_hara, as_mori):
    key = world.closed()
    page = f"/calibration/{key}/names"
    assert "森 真理" not in as_hara.get(page).text.split("<main")[1]
    assert as_hara.submit(page, {"purpose": ""}).status_code == 422
    assert as_hara.submit(page, {"purpose": "本人の希望で説明するため"}).status_code == 303
    names = as_hara.get(page).text
    assert "森 真理" in names
    assert as_hara.get(f"{page}?vignette=2").status_code == 200
    assert as_hara.get(f"{page}?vignette=99").status_code == 200
    told = as_mori.get(f"/calibration/{key}").text
    assert "本人の希望で説明するため" in told
    assert "原 はるか" in told
    assert as_mori.get(page).status_code == 303


def test_who_leads_sees_who_has_answered_but_not_what(world, as_hara):
    key = world.opened()
    world.answer(key, world.cast.mori, [Answer("A1", 1, note="森だけの理由"), Answer("A2", 2)])
    page = as_hara.get(f"/calibration/{key}").text
    assert "森 真理" in page
    assert "森だけの理由" not in page


def test_the_scribe_writes_and_two_who_write_see_both(world, as_hara, client_as):
    key = world.shared()
    world.row(key).scribe_id = world.cast.sato.id
    sato = client_as(world.cast.sato)
    page = f"/calibration/{key}/minutes"
    stale = as_hara.hidden_fields(page)
    assert sato.submit(page, {"text_A1": "書記の文"}).status_code == 303
    answer = as_hara.post(page, data={**stale, "text_A1": "進行役の文"})
    assert answer.status_code == 409
    assert "書記の文" in answer.text
    assert "進行役の文" in answer.text
    assert client_as(world.cast.mori).get(page).status_code == 403


@pytest.mark.parametrize("page", ["edit", "raters", "remind", "steps/cancel"])
def test_a_rater_with_the_permission_does_not_lead(world, as_mori, page):
    key = world.opened()
    assert as_mori.get(f"/calibration/{key}/{page}").status_code == 403


@pytest.mark.parametrize("name", ["aoi", "chie"])
@pytest.mark.parametrize("page", ["", "/results", "/mine", "/summary", "/minutes", "/rate/1", "/hand-in"])
def test_for_everybody_else_there_is_no_such_session(world, client_as, name, page):
    key = world.shared()
    assert client_as(getattr(world.cast, name)).get(f"/calibration/{key}{page}").status_code == 404


def test_unknown_places_of_a_session_are_not_found(world, as_hara, as_mori):
    key = world.shared()
    assert as_hara.get(f"/calibration/{key}/results/9/A1").status_code == 404
    assert as_hara.get(f"/calibration/{key}/results/1/Z9").status_code == 404
    assert as_hara.get(f"/calibration/{key}/steps/dance").status_code == 404
    assert as_mori.get(f"/calibration/{world.opened()}/rate/9").status_code == 404


def test_a_vignette_is_read_without_its_levels(world, as_hara):
    page = as_hara.get(f"/calibration/vignettes/{world.vignette_ids[0]}").text
    assert "店の話" in page
    assert "1.6" not in page


def test_lists_say_what_there_is_and_what_to_do(world, as_hara, client_as):
    assert "すり合わせはまだありません" in as_hara.get("/calibration").text
    assert "すり合わせはまだありません" in client_as(world.cast.aoi).get("/calibration").text
    waiting, draft, over = world.opened(), world.draft(), world.closed()
    again = world.shared()
    world.step(again, Step.RATE_AGAIN)
    cancelled = world.opened()
    world.step(cancelled, Step.CANCEL, reason="やめる")
    page = as_hara.get("/calibration").text
    assert all(str(key) in page for key in (waiting, draft, over, again, cancelled))


def test_a_scheduled_session_says_when_it_opens(world, as_hara, plan):
    made = as_hara.submit("/calibration/new", {**plan, "opens_on": "2026-11-25"})
    page = urlsplit(made.location).path.removesuffix("/raters")
    ids = [str(person.id) for person in world.raters]
    as_hara.submit(f"{page}/raters", {"people": ids, "intent": "chosen"})
    assert as_hara.submit(f"{page}/steps/schedule").status_code == 303
    assert "2026年11月25日(水)に自動で始まります" in as_hara.get(page).text
    assert as_hara.submit(f"{page}/steps/take_back").status_code == 303


@pytest.mark.parametrize("language", ["ja", "en"])
def test_every_page_speaks_both_languages(world, as_hara, client_as, language):
    key = world.shared()
    world.step(key, Step.RATE_AGAIN)
    world.answer(key, world.raters[0], [Answer("A1", 2), Answer("A2", 1)])
    rater = client_as(world.raters[0])
    again = client_as(world.raters[1])
    for page in ("", "/results", "/results/1/A1", "/summary", "/minutes", "/names", "/edit"):
        assert as_hara.get(f"/calibration/{key}{page}?lang={language}").status_code == 200
    for page in ("", "/mine", "/summary"):
        assert rater.get(f"/calibration/{key}{page}?lang={language}").status_code == 200
    for page in ("/rate/1", "/hand-in"):
        assert again.get(f"/calibration/{key}{page}?lang={language}").status_code == 200


def test_pages_cost_the_same_for_three_raters_and_four(world, as_hara, count_statements):
    three, four = world.shared(n=3), world.shared(n=4)
    for page, most in (("", 12), ("/results", 10), ("/results/1/A1", 11), ("/summary", 11)):
        few = count_statements(lambda page=page: as_hara.get(f"/calibration/{three}{page}"))
        many = count_statements(lambda page=page: as_hara.get(f"/calibration/{four}{page}"))
        assert few == many <= most, page


def test_reports_and_ones_own_rating_lead_here(world, as_hara):
    assert 'href="/calibration"' in as_hara.get("/reports").text
