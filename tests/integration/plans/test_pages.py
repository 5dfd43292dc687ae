"""The pages of plans: a whole life in the browser, whom they are closed to, that nothing typed is lost."""

import pytest
from sqlalchemy import select

from lms.plans.models import Plan


@pytest.fixture
def mori(office, client_as):
    return client_as(office.cast.mori)


@pytest.fixture
def aoi(office, client_as):
    return client_as(office.cast.aoi)


def test_a_supervisor_starts_a_plan_and_the_advisor_agrees(office, mori, aoi, session):
    office.publish()
    cast = office.cast
    assert "青井 葵" in mori.get("/plans/new").text
    page = mori.get(f"/plans/new/{cast.aoi.id}")
    assert page.status_code == 200
    version = office.newest(office.publish())
    answer = mori.submit(
        f"/plans/new/{cast.aoi.id}",
        {
            "template": str(version.id),
            "starts_on": "2026-11-20",
            "ends_on": "2027-03-31",
            "next_review_on": "2027-01-20",
            "supervisor": str(cast.mori.id),
        },
    )
    assert answer.status_code == 303, answer.text
    plan = session.scalars(select(Plan)).one()
    assert answer.location == f"/plans/{plan.id}/edit"
    edit = mori.get(answer.location)
    assert "訪問する" in edit.text
    assert aoi.get(f"/plans/{plan.id}").status_code == 404
