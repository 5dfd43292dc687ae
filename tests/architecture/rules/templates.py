"""What a template may hold: no inline style or script, and no words outside gettext."""

import re
from collections.abc import Iterator
from html.parser import HTMLParser

COMMENT = re.compile(r"\{#.*?#\}", re.DOTALL)
STATEMENT = re.compile(r"\{%.*?%\}", re.DOTALL)
EXPRESSION = re.compile(r"\{\{.*?\}\}", re.DOTALL)
JAPANESE = re.compile(r"[\u3005-\u30ff\u3400-\u9fff\uf900-\ufaff\uff01-\uffef]+")
WORD = re.compile(r"[A-Za-z]{2,}")
URL_FOR = re.compile(r"url_for\(\s*['\"]([\w.]+)['\"]")
ENHANCE = re.compile(r"data-enhance=\"([a-z-]+)\"")

# Languages are named in their own words, and e-mail addresses and file kinds are the same in both.
SPOKEN_EVERYWHERE = {"日本語", "English", "CSV", "JSON", "PDF"}
READ_ALOUD = {"alt", "aria-label", "aria-description", "label", "placeholder", "title"}
FORBIDDEN_ATTRIBUTES = re.compile(r"^(style|on\w+|hx-on.*|hx-boost)$")
SILENT_TAGS = {"script", "style", "code", "kbd"}


def inline_code(source: str) -> Iterator[tuple[int, str]]:
    """Yield inline styles, scripts and handlers, which the content security policy would refuse."""
    yield from _Markup(_blank(source, COMMENT, STATEMENT, EXPRESSION)).inline


def bare_words(source: str) -> Iterator[tuple[int, str]]:
    """Yield words that a reader sees and that no catalogue translates."""
    for line, text in _lines(_blank(source, COMMENT)):
        for words in JAPANESE.findall(text):
            if words not in SPOKEN_EVERYWHERE:
                yield line, words
    for line, text in _Markup(_blank(source, COMMENT, STATEMENT, EXPRESSION)).words:
        for word in WORD.findall(text):
            if word not in SPOKEN_EVERYWHERE:
                yield line, word


def endpoints(source: str) -> Iterator[tuple[int, str]]:
    """Yield the endpoints that a template links to by name."""
    return _matches(source, URL_FOR)


def enhancements(source: str) -> Iterator[tuple[int, str]]:
    """Yield the names of the script modules that a template asks for."""
    return _matches(source, ENHANCE)


def _matches(source: str, pattern: re.Pattern[str]) -> Iterator[tuple[int, str]]:
    for line, text in _lines(_blank(source, COMMENT)):
        for name in pattern.findall(text):
            yield line, name


def _lines(source: str) -> Iterator[tuple[int, str]]:
    return enumerate(source.splitlines(), start=1)


def _blank(source: str, *patterns: re.Pattern[str]) -> str:
    """Take parts out and keep the lines; what prints something leaves a digit, which is not a word."""
    for pattern in patterns:
        source = pattern.sub(_blanked, source)
    return source


def _blanked(found: re.Match[str]) -> str:
    opens_a_tag = found.string[: found.start()].endswith(("<", "</"))
    printed = "x" if opens_a_tag else "0"
    return (printed if found[0].startswith("{{") else " ") + "\n" * found[0].count("\n")


class _Markup(HTMLParser):
    """Reads markup once and keeps what the rules ask about."""

    def __init__(self, source: str) -> None:
        super().__init__(convert_charrefs=True)
        self.inline: list[tuple[int, str]] = []
        self.words: list[tuple[int, str]] = []
        self._silent: list[str] = []
        self.feed(source)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        line = self.getpos()[0]
        values = dict(attrs)
        for name, value in attrs:
            if FORBIDDEN_ATTRIBUTES.match(name) or (value or "").strip().lower().startswith("javascript:"):
                self.inline.append((line, f"{name}={value}"))
            if name in READ_ALOUD and value:
                self.words.append((line, value))
        if tag == "style" or (tag == "script" and "src" not in values and values.get("type") != "importmap"):
            self.inline.append((line, f"<{tag}>"))
        if tag in SILENT_TAGS:
            self._silent.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if self._silent and self._silent[-1] == tag:
            self._silent.pop()

    def handle_data(self, data: str) -> None:
        if not self._silent:
            for offset, text in enumerate(data.splitlines()):
                self.words.append((self.getpos()[0] + offset, text))
