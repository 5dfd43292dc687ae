"""What every answer carries, and how failures look."""

import gzip
import re

import pytest

from lms.app import PACKAGE
from lms.web import assets
from lms.web.request import current_session


@pytest.mark.parametrize(
    "path", ["/sign-in", "/no-such-page", "/account", "/healthz", "/static/css/main.css"]
)
def test_every_answer_carries_the_protective_headers(anonymous, path):
    headers = anonymous.get(path).headers
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert "default-src 'none'" in headers["Content-Security-Policy"]
    assert "'unsafe" not in headers["Content-Security-Policy"]
    assert headers["X-Request-Id"]


def test_a_refused_method_names_those_that_are_taken(anonymous):
    answer = anonymous.get("/sign-out")
    assert (answer.status_code, answer.headers["Allow"]) == (405, "OPTIONS, POST")


def test_personal_pages_are_kept_by_no_cache(client_as, cast):
    assert client_as(cast.aoi).get("/account").headers["Cache-Control"] == "no-store"


def test_an_accident_shows_a_calm_page_with_a_request_id(app, client_as, cast, monkeypatch):
    browser = client_as(cast.aoi)

    def fail(*_args, **_kwargs):
        raise ZeroDivisionError("secret detail")

    monkeypatch.setattr("lms.people.queries.list_open_sessions", fail)
    answer = browser.get("/account")
    assert answer.status_code == 500
    assert "secret detail" not in answer.text
    assert "ZeroDivisionError" not in answer.text
    assert answer.headers["X-Request-Id"] in answer.text


def test_an_accident_of_the_database_shows_the_same_page(app, client_as, cast, monkeypatch):
    browser = client_as(cast.aoi)

    def fail():
        raise OSError("database gone")

    monkeypatch.setattr("lms.web.request.open_reader", fail)
    answer = browser.get("/account")
    assert answer.status_code == 500
    assert "database gone" not in answer.text


def test_language_is_switched_by_address_and_remembered(anonymous):
    assert '<html lang="ja"' in anonymous.get("/sign-in").text
    assert '<html lang="en"' in anonymous.get("/sign-in?lang=en").text
    assert '<html lang="en"' in anonymous.get("/sign-in").text
    assert '<html lang="ja"' in anonymous.get("/sign-in?lang=ja").text


def test_reading_session_is_the_same_within_a_request(app):
    with app.test_request_context("/"):
        assert current_session() is current_session()


def test_the_style_sheet_is_one_file_that_browsers_may_keep(anonymous):
    plain = anonymous.get("/style.css")
    packed = anonymous.get("/style.css", headers={"Accept-Encoding": "gzip"})
    assert plain.headers["Cache-Control"] == "public, max-age=31536000"
    assert gzip.decompress(packed.data) == plain.data
    assert plain.data.index(b"@layer tokens") < plain.data.index(b".button")


def test_every_style_is_in_the_style_sheet_or_linked_by_a_page():
    joined = {f"{name}.css" for name in assets._STYLES}
    pages = "".join(page.read_text(encoding="utf-8") for page in PACKAGE.rglob("templates/**/*.html"))
    linked = set(re.findall(r"asset\('(css/[^']+)'\)", pages))
    files = {str(file.relative_to(assets.STATIC)) for file in (assets.STATIC / "css").rglob("*.css")}
    assert files | {"vendor/tokens.css"} == joined | linked
    assert not joined & linked
