"""A test client like a browser without JavaScript: it opens a form's page, fills it in, sends it."""

from html.parser import HTMLParser

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from lms.web.request import TOKEN


class _Hidden(HTMLParser):
    """Collects the hidden inputs of the page's main form (the last one that carries an operation id)."""

    def __init__(self) -> None:
        super().__init__()
        self.current: dict[str, str] = {}
        self.forms: list[dict[str, str]] = []

    def handle_starttag(self, tag, attrs):
        attributes = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.current = {}
            self.forms.append(self.current)
        elif tag == "input" and attributes.get("type") == "hidden" and "name" in attributes:
            self.current[attributes["name"]] = attributes.get("value", "")


class Browser(FlaskClient):
    """``submit`` does what a person does; ``get`` and ``post`` stay what they are."""

    def open(self, *args, **options) -> TestResponse:
        """Read the whole answer at once, so that no file stays open behind it."""
        return super().open(*args, buffered=True, **options)

    def hidden_fields(self, url: str) -> dict[str, str]:
        """Return the hidden fields (security token, operation, version) of the form at ``url``."""
        return hidden_fields_of(self.get(url))

    def submit(self, url: str, fields: dict | None = None) -> TestResponse:
        """Open the form at ``url`` and send it with ``fields`` filled in."""
        return self.post(url, data={**self.hidden_fields(url), **(fields or {})})


def hidden_fields_of(response: TestResponse) -> dict[str, str]:
    """Return the hidden fields of the form on a page just received."""
    assert response.status_code in {200, 409, 422}, f"no form at {response.request.path}: {response.status}"
    parser = _Hidden()
    parser.feed(response.get_data(as_text=True))
    forms = [form for form in parser.forms if "operation" in form]
    assert forms, f"{response.request.path} has no form with an operation id"
    return forms[-1]


def browser_for(app: Flask, *, token: str | None) -> Browser:
    """Open a browser; with a token, somebody is signed in."""
    browser = Browser(app, use_cookies=True)
    if token is not None:
        with browser.session_transaction() as cookie:
            cookie[TOKEN] = token
    return browser
