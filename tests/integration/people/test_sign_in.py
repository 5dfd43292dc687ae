"""Signing in, its limits, and what ends a session."""

from datetime import timedelta

from lms.kernel.clock import FrozenClock
from lms.people import commands
from lms.people.domain import FAILURES_FROM_ONE_ADDRESS
from tests.conftest import NOW

PASSWORD = "correct horse battery"


def test_right_password_leads_to_the_page_asked_for(anonymous, cast, session):
    cast.aoi.password_digest = commands.hash_password(PASSWORD)
    session.flush()

    answer = anonymous.submit("/sign-in?next=/account", {"email": "AOI@example.jp", "password": PASSWORD})

    assert (answer.status_code, answer.location) == (303, "/account")
    assert "青井 葵" in anonymous.get("/account").text


def test_wrong_password_says_so_and_keeps_the_address(anonymous, cast, session):
    cast.aoi.password_digest = commands.hash_password(PASSWORD)
    session.flush()

    answer = anonymous.submit("/sign-in", {"email": "aoi@example.jp", "password": "not the password"})

    assert answer.status_code == 422
    assert "aoi@example.jp" in answer.text
    assert "not the password" not in answer.text
    assert anonymous.get("/account").status_code == 303


def test_unknown_account_gets_the_same_answer_as_a_wrong_password(anonymous, cast, session):
    cast.aoi.password_digest = commands.hash_password(PASSWORD)
    session.flush()

    known = anonymous.submit("/sign-in", {"email": "aoi@example.jp", "password": "x" * 12})
    unknown = anonymous.submit("/sign-in", {"email": "nobody@example.jp", "password": "x" * 12})

    assert known.status_code == unknown.status_code == 422
    assert known.text.count("field__error") == unknown.text.count("field__error")


def test_too_many_failures_make_even_the_right_password_wait(anonymous, cast, session):
    cast.aoi.password_digest = commands.hash_password(PASSWORD)
    session.flush()
    for _attempt in range(FAILURES_FROM_ONE_ADDRESS):
        anonymous.submit("/sign-in", {"email": "aoi@example.jp", "password": "wrong password"})

    answer = anonymous.submit("/sign-in", {"email": "aoi@example.jp", "password": PASSWORD})

    assert answer.status_code == 422
    assert "15" in answer.text


def test_no_redirect_leaves_the_product(anonymous, cast, session):
    cast.aoi.password_digest = commands.hash_password(PASSWORD)
    session.flush()
    for target in ("https://evil.example/", "//evil.example/", "/\\evil.example", "/no-such-page"):
        answer = anonymous.submit(
            f"/sign-in?next={target}", {"email": "aoi@example.jp", "password": PASSWORD}
        )
        assert answer.location == "/"
        anonymous.delete_cookie("banso")


def test_session_ends_after_an_hour_without_use(client_as, cast, app):
    browser = client_as(cast.aoi)
    app.extensions["clock"] = FrozenClock(NOW + timedelta(minutes=59))
    assert browser.get("/account").status_code == 200
    app.extensions["clock"] = FrozenClock(NOW + timedelta(minutes=59 + 61))
    assert browser.get("/account").status_code == 303


def test_text_typed_into_an_expired_session_comes_back_to_its_author_only(
    client_as, anonymous, cast, session, app
):
    cast.aoi.password_digest = commands.hash_password(PASSWORD)
    cast.mori.password_digest = commands.hash_password(PASSWORD)
    session.flush()
    browser = client_as(cast.aoi)
    hidden = browser.hidden_fields("/account")
    app.extensions["clock"] = FrozenClock(NOW + timedelta(hours=2))

    answer = browser.post("/account", data={**hidden, "name": "青井 あおい", "name_kana": "", "locale": "ja"})

    assert answer.status_code == 303
    assert answer.location == "/sign-in?next=/account"
    anonymous.submit("/sign-in", {"email": "mori@example.jp", "password": PASSWORD})
    assert "青井 あおい" not in anonymous.get("/account").text
    signed_in = browser.submit(answer.location, {"email": "aoi@example.jp", "password": PASSWORD})
    page = browser.get(signed_in.location)
    assert "青井 あおい" in page.text
    saved = browser.submit("/account", {"name": "青井 あおい", "name_kana": "", "locale": "ja"})
    assert saved.status_code == 303
    assert "青井 あおい" in browser.get("/account").text


def test_signing_out_ends_the_session_for_a_stolen_cookie_too(client_as, cast):
    browser = client_as(cast.aoi)
    with browser.session_transaction() as cookie:
        token = cookie["token"]
    hidden = browser.hidden_fields("/account")

    browser.post("/sign-out", data={"csrf_token": hidden["csrf_token"]})
    with browser.session_transaction() as cookie:
        cookie["token"] = token

    assert browser.get("/account").status_code == 303


def test_new_password_ends_other_sessions_and_keeps_this_one(client_as, cast, session):
    cast.aoi.password_digest = commands.hash_password(PASSWORD)
    session.flush()
    here, elsewhere = client_as(cast.aoi), client_as(cast.aoi)
    new = {
        "current_password": PASSWORD,
        "new_password": "another fine phrase",
        "repeated": "another fine phrase",
    }

    assert here.submit("/account/password", new).status_code == 303

    assert here.get("/account").status_code == 200
    assert elsewhere.get("/account").status_code == 303


def test_post_without_a_token_is_refused_and_shows_what_was_typed(client_as, cast):
    browser = client_as(cast.aoi)
    answer = browser.post("/account", data={"name": "長い文章", "locale": "ja"})
    assert answer.status_code == 400
    assert "長い文章" in answer.text


def test_failures_elsewhere_do_not_keep_somebody_out(anonymous, cast, session):
    cast.aoi.password_digest = commands.hash_password(PASSWORD)
    session.flush()
    elsewhere = {"REMOTE_ADDR": "192.0.2.7"}
    fields = {**anonymous.hidden_fields("/sign-in"), "email": "aoi@example.jp", "password": "wrong password"}
    for _attempt in range(FAILURES_FROM_ONE_ADDRESS + 1):
        refused = anonymous.post("/sign-in", data=fields, environ_overrides=elsewhere)
    assert "15" in refused.text

    answer = anonymous.submit("/sign-in", {"email": "aoi@example.jp", "password": PASSWORD})

    assert answer.status_code == 303
