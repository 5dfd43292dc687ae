"""The pages of plans: a whole life in the browser, whom they are closed to, that nothing typed is lost."""

from sqlalchemy import select

from lms.plans.domain import PlanState
from lms.plans.messages import MAILS
from lms.plans.models import PlanReflection, PlanReview
from lms.plans.queries import find_own_plan, list_plan_lines
from tests.cast import TODAY
from tests.client import hidden_fields_of
from tests.factories.plans import TemplateItemFactory, TemplateTextFactory


def test_what_is_wrong_is_told_at_its_field_and_nothing_typed_is_lost(office, mori, session, typed):
    plan = office.start()
    url = f"/plans/{plan.id}/edit"
    page = mori.get(url)
    fields = {**hidden_fields_of(page), **typed(page.text)}
    wrong = {
        "title": "題",
        "due_on_0": "2028-01-01",
        "title_1": "",
        "kind_1": "practice",
        "criterion_1": "B1",
        "title_2": "足した節目",
        "due_on_2": "",
        "kind_2": "free",
    }
    answer = mori.post(url, data={**fields, **wrong, "intent": "save"})
    assert answer.status_code == 422
    assert 'id="due_on_2-error"' in answer.text
    answer = mori.post(
        url,
        data={**fields, **hidden_fields_of(answer), **wrong, "due_on_2": "2027-01-01", "kind_3": "course"},
    )
    assert answer.status_code == 422
    assert 'id="due_on_0-error"' in answer.text
    assert 'value="足した節目"' in answer.text
    good = {"due_on_0": "2026-09-01", "due_on_2": "2027-01-01", "drop_0": "y"}
    answer = mori.post(url, data={**fields, **hidden_fields_of(answer), **wrong, **good})
    assert answer.status_code == 303
    session.expire_all()
    titles = [one.title for one in office.last(plan).milestones]
    assert titles == ["「課題発見力」を実践で伸ばす", "足した節目"]


def test_a_stale_page_overwrites_nothing(office, mori, typed):
    plan = office.start()
    page = mori.get(f"/plans/{plan.id}/edit")
    fields = {**hidden_fields_of(page), **typed(page.text)}
    office.propose(plan)
    answer = mori.post(f"/plans/{plan.id}/edit", data={**fields, "intent": "save"})
    assert answer.status_code == 409


def test_a_plan_is_followed_and_closed_in_the_browser(office, mori, aoi, session, words):
    plan = office.agreed()
    key = office.last(plan).milestones[0].key
    done = {"state": "done", "done_on": TODAY.isoformat(), "note": "報告した"}
    assert aoi.submit(f"/plans/{plan.id}/milestones/{key}", done).status_code == 303
    meeting = {"held_on": "2026-11-18", "attendees": "青井、森", "notes": "続ける", "next_review_on": ""}
    assert mori.submit(f"/plans/{plan.id}/review", meeting).status_code == 303
    review = session.scalars(select(PlanReview)).one()
    correction = {**meeting, "notes": "続けて、書く"}
    assert mori.submit(f"/plans/{plan.id}/reviews/{review.id}", correction).status_code == 303
    assert mori.get(f"/plans/{plan.id}/reviews/{plan.id}").status_code == 404
    assert aoi.submit(f"/plans/{plan.id}/summary", {"text": "三件で聴けた"}).status_code == 303
    page = words(mori.get(f"/plans/{plan.id}").text)
    for part in ("報告した", "青井 葵さんが記録", "続けて、書く", "最初に書いた内容", "三件で聴けた"):
        assert part in page, part
    printed = words(mori.get(f"/plans/{plan.id}/print").text)
    assert "2026年度（令和8年度）" in printed
    assert "三件で聴けた" in printed
    end = {"result": "partly", "text": "半分できた"}
    assert mori.submit(f"/plans/{plan.id}/close", end).status_code == 303
    page = words(aoi.get(f"/plans/{plan.id}").text)
    assert "一部達成" in page
    assert "半分できた" in page
    assert mori.get(f"/plans/{plan.id}/review").status_code == 303


def test_a_private_note_is_on_no_page_of_anybody_else(office, aoi, mori, hara, client_as, session, words):
    plan, secret = office.agreed(), "黙っているのがこわかった"
    assert aoi.submit(f"/plans/{plan.id}/reflection", {"text": secret}).status_code == 303
    note = session.scalars(select(PlanReflection)).one()
    assert secret in words(aoi.get(f"/plans/{plan.id}/reflection").text)
    assert secret in words(aoi.get(f"/plans/{plan.id}").text)
    for browser in (mori, hara, client_as(office.cast.sato)):
        for address in ("", "/print", "/review", "/edit"):
            assert secret not in browser.get(f"/plans/{plan.id}{address}").text
        assert browser.get(f"/plans/{plan.id}/reflection").status_code == 403
        assert browser.get(f"/plans/reflections/{note.id}").status_code == 404
    rewrite = f"/plans/reflections/{note.id}"
    assert aoi.submit(rewrite, {"text": "三つ数える"}).status_code == 303
    assert aoi.submit(rewrite, {"text": "三つ数える", "is_removed": "y"}).status_code == 303
    session.expire_all()
    assert session.scalars(select(PlanReflection)).all() == []


def test_a_proposal_is_sent_back_taken_back_and_a_change_dropped(office, aoi, mori, session, words, typed):
    plan = office.propose(office.start())
    assert aoi.submit(f"/plans/{plan.id}/return", {"note": "秋は難しい"}).status_code == 303
    page = words(mori.get(f"/plans/{plan.id}").text)
    assert "青井 葵さんの希望：秋は難しい" in page
    assert mori.submit(f"/plans/{plan.id}/propose").status_code == 303
    assert mori.submit(f"/plans/{plan.id}/return").status_code == 303
    assert mori.submit(f"/plans/{plan.id}/propose").status_code == 303
    assert aoi.submit(f"/plans/{plan.id}/agree").status_code == 303
    page = aoi.get(f"/plans/{plan.id}/edit")
    change = {**hidden_fields_of(page), **typed(page.text), "title": "別の題", "reason": "案件が変わった"}
    assert aoi.post(f"/plans/{plan.id}/edit", data={**change, "intent": "save"}).status_code == 303
    assert "変更の下書き" in words(aoi.get(f"/plans/{plan.id}").text)
    assert "別の題" not in mori.get(f"/plans/{plan.id}").text
    assert aoi.submit(f"/plans/{plan.id}/discard").status_code == 303
    session.expire_all()
    assert plan.state is PlanState.AGREED


def test_the_list_is_narrowed_and_taken_along(office, mori, words):
    office.agreed()
    page = words(mori.get("/plans").text)
    for part in ("青井 葵", "期限切れ1件", "2件中0件が完了"):
        assert part in page, part
    for query, is_there in (
        ("state=late", True),
        ("state=agreed", True),
        ("state=closed", False),
        ("q=青井", True),
        ("q=香川", False),
        ("year=2026", True),
        ("year=1999", False),
        ("year=later", True),
        (f"organisation={office.cast.chamber.id}", True),
        (f"organisation={office.cast.council.id}", False),
    ):
        assert ("二年目の育成計画" in mori.get(f"/plans?{query}").text) == is_there, query
    lines = mori.get("/plans/export.csv?state=late").get_data().decode("utf-8-sig").splitlines()
    assert len(lines) == 2
    assert "青井 葵" in lines[1]
    assert mori.get("/plans/export.xlsx").data[:2] == b"PK"
    assert mori.get("/plans/export.exe").status_code == 404


def test_pages_say_why_they_are_empty(aoi, mori, words):
    assert "育成計画はまだありません" in words(aoi.get("/me/plan").text)
    assert "育成計画はまだありません" in words(mori.get("/plans").text)
    assert "ひな形はまだありません" in words(mori.get("/plans/templates").text)
    assert "その名前の人は見つかりません" in words(mori.get("/plans/new?q=だれか").text)


def test_strangers_find_nothing(office, client_as, anonymous):
    plan, cast = office.agreed(), office.cast
    chie = client_as(cast.chie)
    for address in ("", "/print", "/edit", "/agree", "/review", "/close", "/offer"):
        for browser in (chie, client_as(cast.kaoru)):
            assert browser.get(f"/plans/{plan.id}{address}").status_code == 404
    assert "青井" not in chie.get("/plans").text
    assert "青井" not in chie.get("/plans/new").text
    assert chie.get(f"/plans/new/{cast.aoi.id}").status_code == 404
    assert anonymous.get(f"/plans/{plan.id}").status_code in {302, 303}


def test_pages_cost_as_much_for_three_as_for_one(office, mori, count_statements):
    many = [TemplateItemFactory() for _ in range(8)]
    version = office.newest(office.publish(TemplateTextFactory(items=tuple(many))))
    plan = office.agreed(template_version_id=version.id)
    addresses = ("/plans", "/plans/new", f"/plans/{plan.id}", f"/plans/{plan.id}/edit")
    once = [count_statements(lambda address=address: mori.get(address)) for address in addresses]
    assert max(once) <= 20, once
    office.start(office.cast.kaoru, by=office.cast.hara)
    assert [count_statements(lambda address=address: mori.get(address)) for address in addresses] == once


def test_a_line_costs_two_statements(office, count_statements, session):
    office.agreed()
    cast = office.cast
    aoi, hara = cast.actor(cast.aoi), cast.actor(cast.hara)
    other = office.start(cast.kaoru, by=cast.hara)
    assert count_statements(lambda: find_own_plan(session, aoi, TODAY)) == 2
    people = [cast.aoi.id, cast.kaoru.id]
    assert count_statements(lambda: list_plan_lines(session, hara, people, TODAY)) == 2
    office.propose(other, by=cast.hara)
    assert count_statements(lambda: list_plan_lines(session, hara, people, TODAY)) == 2
    lines = list_plan_lines(session, hara, people, TODAY)
    assert [lines[one].state for one in people] == [PlanState.AGREED, PlanState.PROPOSED]


def test_a_mail_leads_to_the_plan(app):
    with app.test_request_context():
        links = {mail.link({"plan_id": "01a1fab5-70c6-72a9-9206-dfaca5c249fc"}) for mail in MAILS.values()}
    assert links == {"/plans/01a1fab5-70c6-72a9-9206-dfaca5c249fc"}


def test_who_agrees_to_a_change_sees_what_is_different(office, mori, aoi, words, typed):
    plan = office.agreed()
    page = mori.get(f"/plans/{plan.id}/edit")
    change = {**hidden_fields_of(page), **typed(page.text), "due_on_0": "2026-09-30", "drop_1": "y"}
    added = {"title_2": "書いて返す", "due_on_2": "2027-01-15", "kind_2": "free", "intent": "propose"}
    assert mori.post(f"/plans/{plan.id}/edit", data={**change, **added}).status_code == 303
    page = words(aoi.get(f"/plans/{plan.id}/agree").text)
    for part in ("夏の研修の報告 変更", "書いて返す 追加", "この計画からなくなる節目： 秋の訪問をふり返る"):
        assert part in page, part
    assert "書いて返す 追加" in words(mori.get(f"/plans/{plan.id}").text)
