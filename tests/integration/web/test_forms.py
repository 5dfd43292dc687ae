"""Nothing typed is lost, nothing sent twice is done twice, nobody overwrites unseen."""

import json
from datetime import timedelta
from hashlib import sha256

import pytest
from sqlalchemy import func, select

from lms.kernel.clock import FrozenClock
from lms.people.models import Person
from lms.storage.audit import AuditEvent
from lms.storage.held_form import LONGEST_PATH, HeldForm
from lms.storage.idempotency import IdempotencyKey
from tests.client import hidden_fields_of
from tests.conftest import NOW

NEW_PASSWORD = "a brand new phrase"
EDIT = {"name": "青井 あおい", "name_kana": "アオイ", "locale": "ja"}


@pytest.fixture
def edits(session):
    return lambda: session.scalar(select(func.count()).where(AuditEvent.action == "people.edit_profile"))


def test_the_same_form_sent_twice_is_done_once_and_answered_twice(client_as, cast, edits):
    browser = client_as(cast.aoi)
    sent = {**browser.hidden_fields("/account"), **EDIT}

    first, second = browser.post("/account", data=sent), browser.post("/account", data=sent)

    assert (first.status_code, first.location) == (second.status_code, second.location) == (303, "/account")
    assert edits() == 1


def test_a_used_form_with_other_content_is_refused(client_as, cast, edits):
    browser = client_as(cast.aoi)
    sent = {**browser.hidden_fields("/account"), **EDIT}
    browser.post("/account", data=sent)

    answer = browser.post("/account", data={**sent, "name": "別の名前"})

    assert answer.status_code == 422
    assert "別の名前" in answer.text
    assert edits() == 1


def test_a_stale_save_shows_both_texts_and_overwrites_nothing(client_as, cast, session):
    slow, quick = client_as(cast.aoi), client_as(cast.aoi)
    slow_form = slow.hidden_fields("/account")
    quick.submit("/account", {**EDIT, "name": "先に保存した名前"})

    answer = slow.post("/account", data={**slow_form, **EDIT, "name": "後から書いた名前"})

    assert answer.status_code == 409
    assert "先に保存した名前" in answer.text
    assert "後から書いた名前" in answer.text
    assert session.scalar(select(Person.name).where(Person.id == cast.aoi.id)) == "先に保存した名前"


def test_after_seeing_both_texts_one_may_save_again(client_as, cast, session):
    slow, quick = client_as(cast.aoi), client_as(cast.aoi)
    slow_form = slow.hidden_fields("/account")
    quick.submit("/account", {**EDIT, "name": "先に保存した名前"})
    conflict = slow.post("/account", data={**slow_form, **EDIT, "name": "後から書いた名前"})

    answer = slow.post("/account", data={**hidden_fields_of(conflict), **EDIT, "name": "後から書いた名前"})

    assert answer.status_code == 303
    assert session.scalar(select(Person.name).where(Person.id == cast.aoi.id)) == "後から書いた名前"


def test_a_refused_form_keeps_what_was_typed_and_says_what_is_missing(client_as, cast):
    answer = client_as(cast.aoi).submit(
        "/account", {"name": "", "name_kana": "アオイ アオイ", "locale": "ja"}
    )
    assert answer.status_code == 422
    assert 'value="アオイ アオイ"' in answer.text
    assert 'aria-invalid="true"' in answer.text


def test_a_request_from_another_site_is_refused(client_as, cast, edits):
    browser = client_as(cast.aoi)
    sent = {**browser.hidden_fields("/account"), **EDIT}
    for headers in ({"Origin": "https://evil.example"}, {"Sec-Fetch-Site": "cross-site"}):
        assert browser.post("/account", data=sent, headers=headers).status_code == 400
    assert edits() == 0


def test_nothing_of_a_password_form_outlives_the_session(app, client_as, cast, session):
    browser = client_as(cast.aoi)
    words = {"current_password": "old phrase here", "new_password": NEW_PASSWORD, "repeated": NEW_PASSWORD}
    sent = {**browser.hidden_fields("/account/password"), **words}
    app.extensions["clock"] = FrozenClock(NOW + timedelta(hours=2))

    assert browser.post("/account/password", data=sent).status_code == 303
    assert session.scalars(select(HeldForm.fields)).all() == []


def test_a_refused_password_form_is_not_read_out(client_as, cast):
    words = {"current_password": "old phrase here", "new_password": NEW_PASSWORD, "repeated": NEW_PASSWORD}
    answer = client_as(cast.aoi).post("/account/password", data=words)
    assert answer.status_code == 400
    assert NEW_PASSWORD not in answer.text


def test_what_is_kept_of_a_sent_form_does_not_help_to_guess_its_content(client_as, cast, session):
    browser = client_as(cast.aoi)
    browser.submit("/account", EDIT)
    content = json.dumps(
        ["/account", {name: [EDIT[name]] for name in sorted(EDIT)}], ensure_ascii=False, separators=(",", ":")
    )
    assert (
        session.scalars(select(IdempotencyKey.payload_digest)).one() != sha256(content.encode()).hexdigest()
    )


def test_text_typed_at_an_address_too_long_to_keep_is_let_go(app, client_as, cast, session):
    browser = client_as(cast.aoi)
    token = browser.hidden_fields("/account")["csrf_token"]
    app.extensions["clock"] = FrozenClock(NOW + timedelta(hours=2))

    answer = browser.post(f"/courses/{'a' * LONGEST_PATH}", data={"csrf_token": token, "word": "x"})

    assert answer.status_code == 303
    assert session.scalars(select(HeldForm.fields)).all() == []
