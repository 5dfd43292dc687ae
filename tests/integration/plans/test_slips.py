"""Slips and forged fields: refused in words, and nobody else's page breaks by them."""

import pytest
from sqlalchemy import select

from lms.plans import commands
from lms.plans.models import Plan, PlanTemplate, PlanTemplateItem
from tests.client import hidden_fields_of


def test_who_agrees_to_what_was_taken_back_meanwhile_is_told(office, aoi):
    plan = office.propose(office.start())
    page = aoi.get(f"/plans/{plan.id}/agree")
    office.take(commands.send_back, plan, office.cast.mori, note="")
    answer = aoi.post(f"/plans/{plan.id}/agree", data=hidden_fields_of(page))
    assert answer.status_code == 409
    assert f"/plans/{plan.id}" in answer.text


@pytest.mark.parametrize(
    ("starts_on", "ends_on"),
    [("0026-11-20", "0027-03-31"), ("1726-11-20", "1727-03-31"), ("9999-11-20", "9999-12-31")],
)
def test_a_year_far_away_is_no_plan(office, mori, session, starts_on, ends_on):
    office.publish()
    cast, version = office.cast, office.newest(session.scalars(select(PlanTemplate.id)).one())
    days = {"starts_on": starts_on, "ends_on": ends_on, "next_review_on": "", "template": str(version.id)}
    start = {**days, "supervisor": str(cast.mori.id)}
    answer = mori.submit(f"/plans/new/{cast.aoi.id}", start)
    assert answer.status_code == 422
    assert 'id="starts_on-error"' in answer.text
    address = f"/plans/cohort?person={cast.aoi.id}&person={cast.sato.id}"
    assert mori.submit(address, start).status_code == 422
    assert session.scalars(select(Plan)).all() == []
    assert mori.get("/plans").status_code == 200


def test_an_item_of_a_template_is_named_by_the_program_alone(office, hara, session):
    template_id = office.publish()
    frame = {"name_ja": "ひな形", "months": "12", "review_months": "3", "note": "直した"}
    row = {"key_0": "x" * 5000, "kind_0": "free", "title_ja_0": "一歩", "due_month_0": "1"}
    answer = hara.submit(f"/plans/templates/{template_id}/edit", {**frame, **row})
    assert answer.status_code == 303
    session.expire_all()
    assert all(len(code) <= 40 for code in session.scalars(select(PlanTemplateItem.code)))


def test_what_a_stranger_puts_into_the_address_goes_into_no_link(office, client_as):
    address = "/plans?endpoint=x&values=x&_external=1&_scheme=javascript&_anchor=x&state=agreed"

    page = client_as(office.cast.mori).get(address).text

    assert 'href="/plans/export.csv?state=agreed"' in page
    assert "javascript:" not in page
