"""What a device is given to work without a network: nobody's page, files, who is signed in."""

import json
import re
from uuid import uuid4

import pytest

from lms.web import offline


def test_the_service_worker_is_asked_for_anew_and_named_by_what_it_keeps(anonymous, monkeypatch):
    answer = anonymous.get("/service-worker.js")
    assert answer.mimetype == "text/javascript"
    assert answer.headers["Cache-Control"] == "no-cache"
    assert answer.text.startswith('const VERSION = "')
    unchanged = anonymous.get("/service-worker.js", headers={"If-None-Match": answer.headers["ETag"]})
    assert unchanged.status_code == 304
    monkeypatch.setattr(offline, "stylesheet", lambda: "/style.css?v=another")
    assert anonymous.get("/service-worker.js").text.splitlines()[0] != answer.text.splitlines()[0]


@pytest.mark.parametrize("language", ["ja", "en"])
def test_the_page_that_is_kept_is_nobodys(anonymous, language):
    page = anonymous.get(f"/offline?lang={language}")
    assert f'<html lang="{language}"' in page.text
    assert 'data-person=""' in page.text
    assert "csrf_token" not in page.text
    assert re.search(r"offline/shell|enhance/offline-shell", page.text)


def test_every_file_of_the_page_is_named_by_its_content(anonymous):
    page = anonymous.get("/offline").text
    files = set(re.findall(r'/(?:static/[^"\'\s<>]+|style\.css[^"\'\s<>]*)', page))
    assert files
    assert [file for file in files if not re.fullmatch(r"/(static/[\w./-]+|style\.css)\?v=\w+", file)] == []


def test_the_manifest_speaks_the_readers_language(anonymous):
    manifest = json.loads(anonymous.get("/manifest.webmanifest?lang=en").text)
    assert (manifest["lang"], manifest["scope"], manifest["display"]) == ("en", "/", "standalone")
    assert anonymous.get(manifest["icons"][0]["src"]).status_code == 200


def test_a_device_learns_who_is_signed_in_and_nothing_else_about_them(anonymous, client_as, cast):
    assert anonymous.get("/offline/session").json["person"] is None
    told = client_as(cast.aoi).get("/offline/session").json
    assert set(told) == {"person", "protocol", "csrf_token"}
    assert told["person"] == cast.aoi.id.hex


def test_the_token_it_gets_is_good_for_sending(client_as, cast):
    browser = client_as(cast.aoi)
    sent = {
        "csrf_token": browser.get("/offline/session").json["csrf_token"],
        "operation": str(uuid4()),
        "version": browser.hidden_fields("/account")["version"],
        "name": "青井 あおい",
        "name_kana": "アオイ",
        "locale": "ja",
    }
    answer = browser.post("/account", data=sent, headers={"Accept": "application/json"})
    assert answer.json["status"] == "done"


def test_only_so_many_ids_and_nothing_but_ids_are_looked_up(client_as, cast):
    browser = client_as(cast.aoi)
    assert browser.get("/offline/done").json == {}
    assert browser.get("/offline/done?operation=1").status_code == 400
    many = "&".join(f"operation={uuid4()}" for _ in range(offline.MOST_OPERATIONS + 1))
    assert browser.get(f"/offline/done?{many}").status_code == 400


def test_before_signing_out_one_may_go_back(client_as, cast):
    page = client_as(cast.aoi).get("/offline/leaving")
    assert 'action="/sign-out"' in page.text
