"""Follows links from home the way a curious person would, until it has seen enough of each kind of page."""

import io
import zipfile
from collections import Counter, deque
from html.parser import HTMLParser
from urllib.parse import urlsplit

from werkzeug.test import TestResponse

from tests.client import Browser

ENOUGH = 15
"""Pages of one kind; the pages of 140 people with 14 levels each are all made alike."""
_SKIPPED = ("/static/", "/sign-out", "/sign-in")


class _Links(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag, attrs):
        if tag == "a":
            self.found.extend(value for name, value in attrs if name == "href" and value)


def crawl_from(browser: Browser) -> dict[str, str]:
    """Return the pages that links lead to from home, by address; pages of other languages are left out."""
    routes = browser.application.url_map.bind("")
    pages: dict[str, str] = {}
    seen, kinds, waiting = {"/"}, Counter[str](), deque(["/"])
    while waiting:
        address = waiting.popleft()
        kind = routes.match(urlsplit(address).path)[0]
        kinds[kind] += 1
        if kinds[kind] > ENOUGH:
            continue
        answer = browser.get(address)
        assert answer.status_code in {200, 302, 303}, f"{address}: {answer.status}"
        pages[address] = _text(answer)
        found = [link for link in _links(pages[address], address) if link not in seen]
        seen.update(found)
        waiting.extend(dict.fromkeys(found))
    return pages


def _text(answer: TestResponse) -> str:
    """Return what an answer says: a workbook or another archive by its parts, anything else as it is."""
    content = answer.get_data()
    if zipfile.is_zipfile(io.BytesIO(content)):
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return "".join(archive.read(name).decode("utf-8", "replace") for name in archive.namelist())
    return content.decode("utf-8", "replace")


def _links(page: str, address: str) -> list[str]:
    parser = _Links()
    parser.feed(page)
    links = []
    for href in parser.found:
        parts = urlsplit(href)
        if parts.scheme or parts.netloc or "lang=" in parts.query or parts.path.startswith(_SKIPPED):
            continue
        path = parts.path or urlsplit(address).path
        links.append(f"{path}?{parts.query}" if parts.query else path)
    return links
