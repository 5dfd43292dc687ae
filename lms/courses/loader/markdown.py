"""Lessons from Markdown to clean HTML.

Allowed beside plain Markdown: tables, footnotes, and blocks between ``/// name | title`` and ``///`` (see
``docs/content-format.md``). Everything else is cut away by nh3, whatever the Markdown let through. Ids get a
prefix, so that headings and footnotes of a lesson never meet those of the page around it.
"""

import re
from collections.abc import Mapping

import nh3
from markdown import Markdown

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


def render(source: str, *, language: str) -> str:
    """Return the clean HTML of a lesson's Markdown."""
    converter = Markdown(
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
    return _frame_tables(clean(converter.convert(source)), language)


def clean(html: str) -> str:
    """Keep what a lesson may hold and drop the rest."""
    return nh3.clean(
        html,
        tags=_TAGS,
        attributes=_ATTRIBUTES,
        allowed_classes=_CLASSES,
        attribute_filter=_follow_prefix,
        url_schemes={"http", "https", "mailto"},
        id_prefix=ID_PREFIX,
    )


def _follow_prefix(tag: str, attribute: str, value: str) -> str:
    if (tag, attribute) == ("a", "href") and value.startswith("#"):
        return f"#{ID_PREFIX}{value[1:]}"
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
