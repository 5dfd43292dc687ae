"""Nothing typed is lost, nothing sent twice is done twice, nobody overwrites unseen."""

import pytest
from sqlalchemy import func, select

from lms.people.models import Person
from lms.storage.audit import AuditEvent
from tests.client import hidden_fields_of

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
