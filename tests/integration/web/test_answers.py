"""Forms sent by scripts: done once, refused with reasons, kept to be corrected, never sent to a page."""

from datetime import timedelta
from uuid import uuid4

import pytest
from sqlalchemy import func, select

from lms.kernel.clock import FrozenClock
from lms.people.models import Person
from lms.storage.audit import AuditEvent
from lms.storage.held_form import HeldForm
from lms.storage.idempotency import IdempotencyKey
from tests.conftest import NOW

JSON = {"Accept": "application/json"}
EDIT = {"name": "青井 あおい", "name_kana": "アオイ", "locale": "ja"}


@pytest.fixture
def sent(client_as, cast):
    """A form of a signed-in person, as a device sends it under an id of its own."""
    browser = client_as(cast.aoi)
    fields = {**browser.hidden_fields("/account"), **EDIT, "operation": str(uuid4())}
    return lambda **changes: browser.post("/account", data={**fields, **changes}, headers=JSON)


@pytest.fixture
def edits(session):
    return lambda: session.scalar(select(func.count()).where(AuditEvent.action == "people.edit_profile"))


def test_a_form_is_done_once_and_answered_twice(sent, edits):
    answers = [sent(), sent()]
    assert [(answer.status_code, answer.json) for answer in answers] == [
        (200, {"status": "done", "url": "/account"})
    ] * 2
    assert edits() == 1


def test_no_message_waits_for_the_next_page(client_as, cast):
    browser = client_as(cast.aoi)
    sent = {**browser.hidden_fields("/account"), **EDIT}
    assert browser.post("/account", data=sent, headers=JSON).status_code == 200
    with browser.session_transaction() as cookie:
        assert "_flashes" not in cookie


def test_a_refusal_names_its_fields_and_its_text_waits_on_the_page(sent, client_as, cast, session):
    answer = sent(name="", name_kana="アオイ アオイ")
    assert (answer.status_code, answer.mimetype) == (422, "application/problem+json")
    assert {error["field"] for error in answer.json["errors"]} == {"name"}
    assert all(error["label"] and error["detail"] for error in answer.json["errors"])
    assert session.scalars(select(HeldForm.path)).all() == ["/account"]
    assert 'value="アオイ アオイ"' in client_as(cast.aoi).get("/account").text


def test_what_was_refused_may_be_corrected_under_the_same_id(sent, edits, session, client_as, cast):
    operation = uuid4()
    assert sent(name="", operation=str(operation)).status_code == 422
    browser = client_as(cast.aoi)
    hidden = browser.hidden_fields("/account")
    assert hidden["operation"] == str(operation)
    assert browser.get(f"/offline/done?operation={operation}").json == {}
    assert browser.post("/account", data={**hidden, **EDIT}).status_code == 303
    assert edits() == 1
    assert session.scalars(select(HeldForm.path)).all() == []
    assert browser.get(f"/offline/done?operation={operation}").json == {str(operation): "/account"}
    assert client_as(cast.chie).get(f"/offline/done?operation={operation}").json == {}


def test_a_stale_save_is_refused_and_overwrites_nothing(sent, client_as, cast, session):
    client_as(cast.aoi).submit("/account", {**EDIT, "name": "先に保存した名前"})
    answer = sent(name="後から書いた名前")
    assert answer.status_code == 409
    assert answer.json["errors"][0]["detail"]
    assert session.scalar(select(Person.name).where(Person.id == cast.aoi.id)) == "先に保存した名前"


def test_a_session_that_has_run_out_is_said_and_the_text_is_left_to_the_device(app, sent, edits, session):
    app.extensions["clock"] = FrozenClock(NOW + timedelta(hours=2))
    answer = sent()
    assert (answer.status_code, answer.mimetype) == (401, "application/problem+json")
    assert edits() == 0
    assert session.scalars(select(HeldForm.fields)).all() == []


def test_an_old_token_a_lacking_right_and_a_missing_page_are_told_apart(sent, client_as, cast, session):
    assert sent(csrf_token="old").status_code == 400
    assert client_as(cast.aoi).get("/people", headers=JSON).status_code == 403
    missing = client_as(cast.aoi).get("/cases/00000000-0000-0000-0000-000000000000", headers=JSON)
    assert (missing.status_code, missing.mimetype) == (404, "application/problem+json")
    assert missing.json["detail"] == missing.json["title"]
    assert session.scalars(select(IdempotencyKey.key)).all() == []


@pytest.mark.parametrize("accept", ["*/*", "text/html", "text/html,application/json;q=0.9", ""])
def test_a_browser_is_answered_by_pages(client_as, cast, accept):
    answer = client_as(cast.aoi).get("/no-such-page", headers={"Accept": accept})
    assert (answer.status_code, answer.mimetype) == (404, "text/html")
