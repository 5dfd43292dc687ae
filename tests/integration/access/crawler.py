"""Follows every link from home the way a curious person would."""

from html.parser import HTMLParser
from urllib.parse import urlsplit

from tests.client import Browser

LIMIT = 1500
_SKIPPED = ("/static/", "/sign-out", "/sign-in")


class _Links(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag, attrs):
        if tag == "a":
            self.found.extend(value for name, value in attrs if name == "href" and value)


def crawl_from(browser: Browser) -> dict[str, str]:
    """Return every page that links lead to from home, by address; pages of other languages are left out."""
    pages: dict[str, str] = {}
    waiting = ["/"]
    while waiting and len(pages) < LIMIT:
        address = waiting.pop()
        if address in pages:
            continue
        answer = browser.get(address)
        assert answer.status_code in {200, 302, 303}, f"{address}: {answer.status}"
        pages[address] = answer.get_data(as_text=True)
        waiting.extend(link for link in _links(pages[address], address) if link not in pages)
    return pages


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
