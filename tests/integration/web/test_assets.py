"""Static files: addresses that follow the content, kept for a year, style sheets in one answer."""

import gzip
import os
import re

import pytest

from lms.web import assets

YEAR = 365 * 24 * 3600


@pytest.fixture
def a_static_folder(tmp_path, monkeypatch):
    monkeypatch.setattr(assets, "STATIC", tmp_path)
    return tmp_path


def test_every_file_a_page_asks_for_is_there_and_may_be_kept(anonymous):
    page = anonymous.get("/sign-in").text
    addresses = set(re.findall(r'(?:href|src)="(/(?:static|style)[^"]+)"', page))
    assert any(address.startswith("/style.css?v=") for address in addresses)
    for address in addresses:
        answer = anonymous.get(address.replace("&amp;", "&"))
        assert answer.status_code == 200, address
        assert f"max-age={YEAR}" in answer.headers["Cache-Control"]


def test_another_content_has_another_address(app, a_static_folder):
    file = a_static_folder / "mark.svg"
    addresses = []
    for seconds, content in enumerate(("<svg/>", "<svg />", "<svg/>")):
        file.write_text(content)
        os.utime(file, (seconds, seconds))
        with app.test_request_context():
            addresses.append(assets.asset("mark.svg"))
    first, second, third = addresses
    assert first != second
    assert first == third


def test_style_sheets_come_as_one_compressed_for_who_can_read_it(anonymous):
    plain = anonymous.get("/style.css", headers={"Accept-Encoding": "identity"})
    packed = anonymous.get("/style.css", headers={"Accept-Encoding": "gzip"})
    assert "Content-Encoding" not in plain.headers
    assert packed.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.data) == plain.data
    assert len(packed.data) < len(plain.data)
    assert plain.mimetype == "text/css"
    for answer in (plain, packed):
        assert "Accept-Encoding" in answer.vary
