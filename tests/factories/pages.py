"""What a browser would send back from a page: the fields of its main form as they stand."""

from html.parser import HTMLParser
from typing import Any

from werkzeug.test import TestResponse


class _Fields(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.forms: list[dict[str, Any]] = []
        self._area = ""
        self._select = ""

    def handle_starttag(self, tag, attrs):
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.forms.append({})
        elif not self.forms or given.get("form") not in {None, ""}:
            return
        elif tag == "input" and given.get("name"):
            self._input(given)
        elif tag == "textarea":
            self._area = given.get("name", "")
            self.forms[-1][self._area] = ""
        elif tag == "select":
            self._select = given.get("name", "")
        elif tag == "option" and "selected" in given:
            self.forms[-1][self._select] = given.get("value", "")

    def _input(self, given):
        name, value = given["name"], given.get("value", "")
        if given.get("type") in {"checkbox", "radio"}:
            if "checked" in given:
                self.forms[-1].setdefault(name, []).append(value)
        elif given.get("type") != "file":
            self.forms[-1][name] = value

    def handle_endtag(self, tag):
        if tag == "textarea":
            self._area = ""

    def handle_data(self, data):
        if self._area:
            self.forms[-1][self._area] += data.removeprefix("\r\n").removeprefix("\n")


def fields_of(response: TestResponse) -> dict[str, Any]:
    """Return the fields of the page's form that carries an operation."""
    parser = _Fields()
    parser.feed(response.text)
    return next(form for form in reversed(parser.forms) if "operation" in form)
