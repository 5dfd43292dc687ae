"""Starting plans in the browser: from templates, from gaps, for one person and for several."""

import re
from datetime import date

from sqlalchemy import select

from lms.plans.domain import PlanState
from lms.plans.models import Plan, PlanTemplate
from lms.rubric.queries import get_current_rubric
from tests.client import hidden_fields_of
from tests.factories.courses import publish
from tests.factories.evidence import ObservationRowFactory
from tests.factories.targets import publish_profile

START = {"starts_on": "2026-11-20", "ends_on": "2027-03-31", "next_review_on": "2027-01-20"}


def test_a_plan_is_started_proposed_and_agreed_in_five_pages(office, mori, aoi, session, words, typed):
    office.publish()
    cast = office.cast
    assert "青井 葵" in words(mori.get("/plans/new").text)
    first = mori.get(f"/plans/new/{cast.aoi.id}")
    assert re.search(r'<option selected value="[0-9a-f-]+">三年目のひな形', first.text), (
        "the fitting template"
    )
    version = office.newest(session.scalars(select(PlanTemplate.id)).one())
    start = {**START, "template": str(version.id), "supervisor": str(cast.mori.id)}
    answer = mori.submit(f"/plans/new/{cast.aoi.id}", start)
    assert answer.status_code == 303, words(answer.text)
    plan = session.scalars(select(Plan)).one()
    assert aoi.get(f"/plans/{plan.id}").status_code == 404
    page = mori.get(answer.location).text
    fields = {**hidden_fields_of(mori.get(answer.location)), **typed(page)}
    extra = {"title_2": "自分で足した一歩", "due_on_2": "2027-02-01", "kind_2": "free"}
    answer = mori.post(answer.location, data={**fields, **extra, "intent": "propose"})
    assert answer.status_code == 303, words(answer.text)
    session.expire_all()
    assert plan.state is PlanState.PROPOSED
    assert aoi.get("/me/plan").location == f"/plans/{plan.id}"
    page = words(aoi.get(f"/plans/{plan.id}").text)
    assert "この計画があなたの合意を待っています" in page
    assert "自分で足した一歩" in page
    assert aoi.submit(f"/plans/{plan.id}/agree").status_code == 303
    session.expire_all()
    assert plan.state is PlanState.AGREED


def test_several_plans_are_made_after_a_look_at_the_list(office, hara, session, words):
    office.publish()
    office.start()
    cast = office.cast
    people = f"person={cast.aoi.id}&person={cast.kaoru.id}"
    version = office.newest(session.scalars(select(PlanTemplate.id)).one())
    url = f"/plans/cohort?{people}&template={version.id}"
    page = hara.get(url)
    assert "対象外：計画があります" in words(page.text)
    assert "1件の計画を作る" in words(page.text)
    choice = {
        **START,
        "template": str(version.id),
        "supervisor": str(cast.hara.id),
        "next_review_on": "2027-02-20",
    }
    other = {**hidden_fields_of(page), **choice, "template": ""}
    answer = hara.post("/plans/cohort", data=other)
    assert answer.status_code == 422
    assert "一覧が変わりました" in words(answer.text)
    assert len(session.scalars(select(Plan)).all()) == 1
    as_shown = {**hidden_fields_of(answer), **choice, "template": "", "is_proposed": "y"}
    assert hara.post("/plans/cohort", data=as_shown).status_code == 422, "a plan without milestones"
    answer = hara.get(url)
    answer = hara.post("/plans/cohort", data={**hidden_fields_of(answer), **choice, "is_proposed": "y"})
    assert answer.status_code == 303
    states = {one.person_id: one.state for one in session.scalars(select(Plan))}
    assert states[cast.kaoru.id] is PlanState.PROPOSED
    assert hara.get(f"/plans/cohort?person={cast.kaoru.id}").status_code == 303
    assert hara.get("/plans/cohort").status_code == 200
    assert hara.get("/plans/cohort?person=x&template=y").status_code == 200


def test_a_template_is_made_revised_and_answered_in_the_browser(office, hara, mori, session, words):
    new = {
        "organisation": str(office.cast.council.id),
        "name_ja": "一年目",
        "months": "12",
        "review_months": "3",
        "title_ja_0": "聴く",
        "kind_0": "free",
        "due_month_0": "3",
    }
    answer = hara.submit("/plans/templates/new", {**new, "years_from": "99"})
    assert answer.status_code == 422
    answer = hara.submit("/plans/templates/new", new)
    assert answer.status_code == 303, words(answer.text)
    template_id = session.scalars(select(PlanTemplate.id)).one()
    url = f"/plans/templates/{template_id}"
    assert "聴く" in words(hara.get(url).text)
    assert "一年目" in words(mori.get("/plans/templates").text)
    version = office.newest(template_id)
    plan = office.agreed(
        template_version_id=version.id,
    )
    code = version.items[0].code
    revised = {**new, "note": "書くことを足した", "key_0": code, "title_ja_1": "書く", "kind_1": "free"}
    assert hara.submit(f"{url}/edit", {**revised, "due_month_1": "40"}).status_code == 422
    answer = hara.submit(f"{url}/edit", {**revised, "due_month_1": "6"})
    assert answer.status_code == 303, words(answer.text)
    assert "第2版で変わったこと" in words(hara.get(url).text)
    page = words(mori.get(f"/plans/{plan.id}").text)
    assert "ひな形に新しい版（第2版）があります" in page
    write = office.newest(template_id).items[1].code
    assert mori.submit(f"/plans/{plan.id}/offer", {"chosen": [], "reason": ""}).status_code == 422
    assert mori.submit(f"/plans/{plan.id}/offer", {"chosen": [write]}).status_code == 303
    assert "書く" in mori.get(f"/plans/{plan.id}/edit").text
    assert mori.get(f"/plans/{plan.id}/offer").status_code == 303
    assert hara.submit(f"{url}/end").status_code == 303
    assert hara.get(f"{url}/edit").status_code == 303
    assert hara.get(f"{url}/end").status_code == 303
    assert "使用終了" in words(mori.get("/plans/templates").text)


def test_milestones_are_offered_for_the_gaps_to_the_target(office, mori, session, words):
    cast = office.cast
    course = publish(session, publisher_id=cast.council.id, clock=office.clock)
    publish_profile(
        session,
        actor=cast.actor(cast.hara),
        organisation_id=cast.council.id,
        clock=office.clock,
        levels={"A1": 3, "B1": 2},
    )
    rubric = get_current_rubric(session, cast.actor(cast.hara))
    session.add_all(
        ObservationRowFactory(
            organisation_id=cast.chamber.id,
            trainee_id=cast.aoi.id,
            rater_id=rater.id,
            rubric_version_id=rubric.id,
            criterion_id=rubric.criterion("A1").id,
            level=1,
            observed_on=date(2026, 11, 10),
        )
        for rater in (cast.mori, cast.sato, cast.mori)
    )
    session.flush()
    page = mori.get(f"/plans/new/{cast.aoi.id}")
    for part in (
        "「オーナーシップ」を「マスター」まで実践で伸ばす",
        "研修「研修small」を修了する",
        "「課題発見力」を観察してもらう",
    ):
        assert part in words(page.text), part
    chosen = ["practice-A1", f"course-{course.slug}"]
    start = {**START, "template": "", "supervisor": str(cast.mori.id), "goals": chosen}
    answer = mori.submit(f"/plans/new/{cast.aoi.id}", start)
    assert answer.status_code == 303, words(answer.text)
    plan = session.scalars(select(Plan)).one()
    rows = office.last(plan).milestones
    assert {(one.kind.value, one.criterion_code, one.level) for one in rows} == {
        ("practice", "A1", 2),
        ("course", "A1", 2),
    }
    assert office.last(plan).title == "2026年度の育成計画"


def test_what_nobody_titled_is_named_after_what_it_is_about(office, mori, session, typed):
    course = publish(session, publisher_id=office.cast.council.id, clock=office.clock)
    plan = office.start()
    page = mori.get(f"/plans/{plan.id}/edit")
    rows = {
        "title_0": "",
        "kind_0": "observation",
        "criterion_0": "B1",
        "title_1": "",
        "kind_1": "course",
        "course_1": course.slug,
        "title_2": "",
        "kind_2": "practice",
        "criterion_2": "B2",
        "level_2": "2",
    }
    answer = mori.post(
        f"/plans/{plan.id}/edit",
        data={**hidden_fields_of(page), **typed(page.text), **rows, "intent": "save"},
    )
    assert answer.status_code == 303
    session.expire_all()
    assert {one.title for one in office.last(plan).milestones} == {
        "「課題発見力」を観察してもらう",
        "研修「研修small」を修了する",
        "「思考力」を「マスター」まで実践で伸ばす",
    }
