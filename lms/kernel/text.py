"""Text as a search compares it: the same for half-width and full-width signs, for capitals and small letters.

Japanese puts no spaces between words, so a piece of a text is found wherever it stands; a word of letters and
digits is found from its beginning. Both follow from one form: in it ``_`` stands before each word of letters,
one space wherever signs separate, and a piece is found exactly when its form is part of the text's form.
"""

import re
import unicodedata
from html.parser import HTMLParser

LONGEST_QUERY = 200
"""Characters of a query that count; what is typed beyond them narrows nothing down."""

_JAPANESE = (
    "\u3005-\u3007\u3021-\u3029\u3031-\u3035\u303b\u3041-\u3096\u3099\u309a\u309d-\u309f\u30a1-\u30fa"
    "\u30fc-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
)
_RUN = re.compile(f"([{_JAPANESE}]+)|([^\\W_{_JAPANESE}]+)")
_LINE_BREAK = re.compile(f"(?<=[{_JAPANESE}、。，．])[ \\t]*\\n[ \\t]*(?=[{_JAPANESE}])")
_HIDDEN = "\u00ad\u034f\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufe00-\ufe0f\ufeff\U000e0100-\U000e01ef"
_UNSEEN = re.compile(f"[{_HIDDEN}]")
_PIECE = re.compile(f"[\\s\\S][\u0300-\u036f\u3099\u309a\uff9e\uff9f{_HIDDEN}]*")


_BLOCK = "\0"
_INLINE = frozenset(
    {"a", "abbr", "b", "code", "del", "em", "i", "ins", "kbd", "mark", "ruby", "s", "span", "strong"}
)
_UNREAD = frozenset({"rp", "rt", "script", "style", "sup"})


class _Reader(HTMLParser):
    """Collects the words of a page, one line for each block; marks of footnotes and readings are left out."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self.unread = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        del attrs  # nobody reads them
        self.unread += tag in _UNREAD
        if tag not in _INLINE | _UNREAD:
            self.parts.append(_BLOCK)

    def handle_endtag(self, tag: str) -> None:
        self.unread -= tag in _UNREAD
        if tag not in _INLINE | _UNREAD:
            self.parts.append(_BLOCK)

    def handle_data(self, data: str) -> None:
        if not self.unread:
            self.parts.append(data)


def plain_text(html: str) -> str:
    """Return the words of a page as they are read, one line for each block."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    blocks = "".join(reader.parts).split(_BLOCK)
    lines = (" ".join(_join_lines(block).split()) for block in blocks)
    return "\n".join(line for line in lines if line)


def _join_lines(text: str) -> str:
    """Take out the line breaks inside Japanese sentences, where no space belongs."""
    return _LINE_BREAK.sub("", text)


def fold(text: str) -> str:
    """Return the form of a text that is searched."""
    unified = _unified(text)
    parts: list[str] = []
    end = 0
    for run in _RUN.finditer(unified):
        if parts and run.start() > end:
            parts.append(" ")
        parts.append(run[1] or f"_{run[2]}")
        end = run.end()
    return "".join(parts)


def _unified(text: str) -> str:
    unified = unicodedata.normalize("NFKC", _UNSEEN.sub("", text))
    return unicodedata.normalize("NFKC", unified.casefold())


def terms_of(query: str) -> tuple[str, ...]:
    """Return the forms of a query's pieces, each once; a text matches when its form has all of them."""
    return tuple(dict.fromkeys(fold(query[:LONGEST_QUERY]).split()))


def runs_of(folded: str) -> list[tuple[str, bool]]:
    """Return the runs of a folded text in order, each with whether it is Japanese (else a word)."""
    return [(run[0], run[1] is not None) for run in _RUN.finditer(folded)]


def locate(text: str, term: str) -> tuple[int, int] | None:
    """Return where a folded term stands in a text, from and up to which character; None when it does not."""
    starts: list[int] = []
    plain: list[str] = []
    for piece in _PIECE.finditer(text):
        unified = _unified(piece[0])
        plain.append(unified)
        starts.extend([piece.start()] * len(unified))
    starts.append(len(text))
    joined = "".join(plain)
    wanted = term.replace("_", "")
    for found in re.finditer(re.escape(wanted), joined):
        if not _splits_word(joined, found.start()):
            first = starts[found.start()]
            last = starts[found.end()]
            return first, max(last, first + 1)
    return None


def _splits_word(text: str, at: int) -> bool:
    """Say whether a match at this place begins in the middle of a word of letters."""
    return at > 0 and all(
        (run := _RUN.match(sign)) is not None and run[1] is None for sign in text[at - 1 : at + 1]
    )
