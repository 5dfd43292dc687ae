"""Lessons from Markdown to clean HTML.

Allowed beside plain Markdown: tables, footnotes, and blocks between ``/// name | title`` and ``///`` (see
``docs/content-format.md``). Everything else is cut away by nh3, whatever the Markdown let through. Ids get a
prefix, so that headings and footnotes of a lesson never meet those of the page around it.
"""

import html as markup
import re
import threading
from collections.abc import Iterator, Mapping

import nh3
from markdown import Markdown

from lms.courses.loader.figures import FIGURE_NAME, FIGURES_FOLDER

CALLOUTS = ("note", "caution", "practice", "decision", "takeaway")
REVEALS = ("choice",)
BLOCKS = (*CALLOUTS, *REVEALS, "caption")

ID_PREFIX = "c-"

_BACK_TO_TEXT = {"ja": "本文の注{}へ戻る", "en": "Back to note {} in the text"}
_TABLE = {"ja": "表{}", "en": "Table {}"}

_TAGS = {
    *("p", "br", "hr", "h2", "h3", "h4", "strong", "em", "code", "pre", "blockquote"),
    *("ul", "ol", "li", "dl", "dt", "dd", "a", "sup", "table", "thead", "tbody", "tr", "th", "td"),
    *("div", "details", "summary", "figure", "figcaption", "img"),
}
_ATTRIBUTES = {
    "a": {"href", "title"},
    "img": {"src", "alt"},
    "li": {"id"},
    "ol": {"start"},
    "sup": {"id"},
    "h2": {"id"},
    "h3": {"id"},
    "h4": {"id"},
}
_CLASSES = {
    "div": {"admonition", "footnote", *CALLOUTS},
    "p": {"admonition-title"},
    "details": set(REVEALS),
    "a": {"footnote-ref", "footnote-backref"},
}
_COLUMN_HEAD = re.compile(r"<th>")
_TABLE_START = re.compile(r"<table>")


_SCHEMES = {"http", "https", "mailto"}
_TARGET = re.compile(r'<(a|img)\b[^>]*?\s(?:href|src)="([^"]*)"')
_SCHEME = re.compile(r"([a-z][a-z0-9+.-]*):", re.IGNORECASE)
_UNSEEN = re.compile(r"[\s\x00-\x20\x7f-\xa0\u200b-\u200f\u2028-\u202f\u2060\ufeff]+")
"""What browsers overlook in an address."""


class TooDeepError(Exception):
    """Markdown nested deeper than anything that could be read."""


class Renderer:
    """Makes the clean HTML of lessons in one language. Not for several threads at once."""

    def __init__(self, language: str) -> None:
        self._language = language
        self._idle: Markdown | None = None

    def convert(self, source: str) -> str:
        """Return the HTML that the Markdown stands for, not clean yet. Raises TooDeepError."""
        converter, self._idle = self._idle or _converter(self._language), None
        converter.reset()
        try:
            converted = converter.convert(source)
        except RecursionError:
            raise TooDeepError from None
        self._idle = converter  # one that broke off in the middle is not used again
        return converted

    def finish(self, converted: str) -> str:
        """Return converted HTML as a page may show it."""
        return _frame_tables(clean(converted), self._language)


def _converter(language: str) -> Markdown:
    return Markdown(
        extensions=[
            "footnotes",
            "sane_lists",
            "tables",
            "pymdownx.blocks.admonition",
            "pymdownx.blocks.caption",
            "pymdownx.blocks.details",
        ],
        extension_configs={
            "footnotes": {"BACKLINK_TITLE": _BACK_TO_TEXT[language]},
            "pymdownx.blocks.admonition": {"types": list(CALLOUTS)},
            "pymdownx.blocks.caption": {"types": ["caption"]},
            "pymdownx.blocks.details": {"types": list(REVEALS)},
        },
        output_format="html",
    )


_OWN = threading.local()


def renderer_for(language: str) -> Renderer:
    """Return this thread's renderer for a language; making one takes as long as a lesson."""
    made: dict[str, Renderer] | None = getattr(_OWN, "renderers", None)
    if made is None:
        made = _OWN.renderers = {}
    if language not in made:
        made[language] = Renderer(language)
    return made[language]


def render(source: str, *, language: str) -> str:
    """Return the clean HTML of a lesson's Markdown. Raises TooDeepError."""
    renderer = renderer_for(language)
    return renderer.finish(renderer.convert(source))


def list_refused_targets(converted: str) -> Iterator[tuple[str, str]]:
    """Return the links and pictures of converted HTML that cleaning drops: the kind, and where it leads."""
    for kind, escaped in _TARGET.findall(converted):
        target = markup.unescape(escaped)
        if kind == "img":
            if not _is_figure(target):
                yield kind, target
        elif not _is_followed(target):
            yield kind, target


def _is_figure(target: str) -> bool:
    folder, _, name = target.partition("/")
    return folder == FIGURES_FOLDER and FIGURE_NAME.fullmatch(name) is not None


def _is_followed(target: str) -> bool:
    scheme = _SCHEME.match(_UNSEEN.sub("", target))
    return scheme is None or scheme[1].lower() in _SCHEMES


def clean(html: str) -> str:
    """Keep what a lesson may hold and drop the rest."""
    return nh3.clean(
        html,
        tags=_TAGS,
        attributes=_ATTRIBUTES,
        allowed_classes=_CLASSES,
        attribute_filter=_attribute,
        url_schemes=_SCHEMES,
        id_prefix=ID_PREFIX,
    )


def _attribute(tag: str, attribute: str, value: str) -> str | None:
    """Let links within the lesson follow its prefix, and pictures come from its figures only."""
    if (tag, attribute) == ("a", "href") and value.startswith("#"):
        return f"#{ID_PREFIX}{value[1:]}"
    if (tag, attribute) == ("img", "src") and not _is_figure(value):
        return None
    return value


def _frame_tables(html: str, language: str) -> str:
    """Let wide tables scroll within a frame of their own that the keyboard can reach."""
    labels: Mapping[str, str] = _TABLE
    counter = iter(range(1, html.count("<table>") + 1))

    def framed(_match: re.Match[str]) -> str:
        label = labels[language].format(next(counter))
        return f'<div class="table-frame" role="region" tabindex="0" aria-label="{label}"><table>'

    with_heads = _COLUMN_HEAD.sub('<th scope="col">', html)
    return _TABLE_START.sub(framed, with_heads).replace("</table>", "</table></div>")
