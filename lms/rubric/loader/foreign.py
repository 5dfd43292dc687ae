"""What other systems' competency frameworks have in common: a tree of entries, in one language.

The branches at the top become domains, the leaves criteria. A branch further down has no place of its own
in a rubric: its name is put before the names of the leaves below it.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any

from lms.rubric.domain import LANGUAGES
from lms.rubric.loader.plain import UnreadableError
from lms.rubric.loader.problem import SHOWN, Problem
from lms.rubric.loader.sketch import Sketch, Spot, Steps

Words = Mapping[str, str]

_CODE = re.compile(r"[A-Za-z][A-Za-z0-9_-]{0,19}")
_LONGEST_CODE = 20
_JAPANESE = re.compile("[\u3040-\u30ff\u3400-\u9fff]")
_BLOCKS = frozenset({"p", "div", "li", "ul", "ol", "br", "tr", "h1", "h2", "h3", "h4", "h5", "h6"})


@dataclass
class Entry:
    """One entry of the tree. ``code`` is what people call it by; ``spots`` say where its texts stand."""

    key: str
    code: str
    name: Words
    definition: Words
    spots: Mapping[str, Mapping[str, Spot]]
    basis: Words | None = None
    is_domain: bool = False
    children: list["Entry"] = field(default_factory=list)

    @property
    def spot(self) -> Spot:
        """Where the entry stands."""
        return next(iter(self.spots["name"].values()))


@dataclass(frozen=True)
class Placed:
    """An entry that has become a domain or criterion: its path in the document, and its code there."""

    entry: Entry
    path: Steps
    code: str


def put_tree(sketch: Sketch, roots: Sequence[Entry], *, title: Words, spot: Spot) -> list[Placed]:
    """Put the tree's entries in as domains and criteria; leaves at the top get a domain with the title."""
    codes = _Codes(roots)
    placed: list[Placed] = []
    home: Placed | None = None
    for root in roots:
        if root.children or root.is_domain:
            domain = _put_domain(sketch, root, codes)
            placed.append(domain)
            leaves = [(leaf, above) for child in root.children for leaf, above in _leaves(child, ())]
        else:
            home = home or _put_domain(sketch, Entry("", "", title, {}, _spots_of_title(spot)), codes)
            domain, leaves = home, [(root, ())]
        placed += [_put_criterion(sketch, leaf, above, domain, codes) for leaf, above in leaves]
    return placed


def _spots_of_title(spot: Spot) -> Mapping[str, Mapping[str, Spot]]:
    return {"name": dict.fromkeys(LANGUAGES, spot)}


def put_scale(sketch: Sketch, levels: Iterable[tuple[Spot, Words]]) -> None:
    """Put levels of these names in, lowest first; other systems say no more of a level than its name."""
    codes: set[str] = set()
    for number, (spot, name) in enumerate(levels, start=1):
        path = ("levels", number - 1)
        code = slug(name.get("en", ""), longest=36, otherwise=f"level-{number}").replace("-", "_")
        code = f"{code}_{number}" if code in codes else code
        codes.add(code)
        sketch.put((*path, "number"), number, spot)
        sketch.put((*path, "code"), code, spot)
        for part in ("name", "summary"):
            sketch.put_words((*path, part), name, dict.fromkeys(LANGUAGES, spot))


def require_tree(parents: Mapping[str, str | None], spots: Mapping[str, Spot]) -> None:
    """Refuse entries that are, by way of others, below themselves. Raises UnreadableError."""
    sound: set[str] = set()
    for key in parents:
        trail: list[str] = []
        step: str | None = key
        while step is not None and step not in sound:
            if step in trail:
                raise UnreadableError(located("rubric.foreign_cycle", spots[step], name=step[:SHOWN]))
            trail.append(step)
            step = parents.get(step)
        sound.update(trail)


def located(code: str, spot: Spot, **facts: object) -> Problem:
    """Make a problem of a spot; its sentence begins with the JSON path, or in a table with the name."""
    if isinstance(spot, int):
        return Problem(spot, code, {**facts, "place": facts.get("name", "")})
    return Problem(0, code, {**facts, "place": spot})


def language_of(texts: Iterable[str]) -> str:
    """Tell in which of our languages texts are: Japanese as soon as any of it is written in Japanese."""
    return "ja" if any(_JAPANESE.search(text) for text in texts) else "en"


def in_one(language: str, text: str) -> dict[str, str]:
    """Return a text of one language as a bilingual one whose other half is still to be written."""
    return {known: text if known == language else "" for known in LANGUAGES}


def plain_text(html: str) -> str:
    """Return what a reader of HTML sees, as plain text."""
    reader = _PlainText()
    reader.feed(html)
    reader.close()
    lines = (" ".join(line.split()) for line in "".join(reader.parts).split("\n"))
    return "\n".join(line for line in lines if line)


def slug(text: str, *, longest: int, otherwise: str) -> str:
    """Return a text as a lower-case code of letters, digits and hyphens, or ``otherwise``."""
    code = re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")[:longest].strip("-")
    return code if re.match(r"[a-z]", code) else otherwise


def empty_words(value: Any, path: Steps = ()) -> Iterator[tuple[Steps, str]]:  # noqa: ANN401 (any part of a document)
    """Yield the path of each text that stands in one language only, and the language it lacks."""
    if is_words(value):
        yield from ((path, language) for language in LANGUAGES if not value.get(language, "").strip())
    elif isinstance(value, dict | list):
        pairs = value.items() if isinstance(value, dict) else enumerate(value)
        for step, inner in pairs:
            yield from empty_words(inner, (*path, step))


def is_words(value: object) -> bool:
    """Tell a bilingual text from other groups of names."""
    return (
        isinstance(value, dict)
        and bool(value)
        and set(value) <= set(LANGUAGES)
        and all(isinstance(text, str) for text in value.values())
    )


def _put_domain(sketch: Sketch, entry: Entry, codes: "_Codes") -> Placed:
    path = sketch.next_in(("domains",))
    code = codes.domain(entry)
    sketch.put((*path, "code"), code, entry.spot)
    sketch.put_words((*path, "name"), entry.name, entry.spots["name"])
    sketch.put((*path, "criteria"), [], entry.spot)
    return Placed(entry, path, code)


def _put_criterion(
    sketch: Sketch, entry: Entry, above: Sequence[Entry], domain: Placed, codes: "_Codes"
) -> Placed:
    path = sketch.next_in((*domain.path, "criteria"))
    code = codes.criterion(entry)
    name = {
        language: " › ".join(filter(None, (*(branch.name.get(language, "") for branch in above), words)))
        for language, words in entry.name.items()
    }
    sketch.put((*path, "code"), code, entry.spot)
    sketch.put_words((*path, "name"), name, entry.spots["name"])
    sketch.put_words((*path, "definition"), entry.definition, entry.spots["definition"])
    if entry.basis is not None:
        sketch.put_words((*path, "basis"), entry.basis, entry.spots.get("basis", entry.spots["name"]))
    sketch.put((*path, "descriptors"), [], entry.spot)
    return Placed(entry, path, code)


def _leaves(entry: Entry, above: tuple[Entry, ...]) -> Iterator[tuple[Entry, tuple[Entry, ...]]]:
    if not entry.children:
        yield entry, above
    for child in entry.children:
        yield from _leaves(child, (*above, entry))


class _Codes:
    """Gives codes of our form: an entry's own where it has that form, else one made from it."""

    def __init__(self, roots: Iterable[Entry]) -> None:
        waiting = list(roots)
        self._taken: set[str] = set()
        self._made = {"D": 0, "C": 0}
        while waiting:
            entry = waiting.pop()
            self._taken.add(entry.code)
            waiting += entry.children

    def domain(self, entry: Entry) -> str:
        return self._code(entry, "D")

    def criterion(self, entry: Entry) -> str:
        return self._code(entry, "C")

    def _code(self, entry: Entry, letter: str) -> str:
        if _CODE.fullmatch(entry.code):
            return entry.code
        shaped = re.sub(r"[^A-Za-z0-9_]+", "-", entry.code).strip("-")
        shaped = shaped if re.match(r"[A-Za-z]", shaped) else f"{letter}{shaped}"
        code = shaped[:_LONGEST_CODE].rstrip("-")
        while len(code) == 1 or code in self._taken:
            self._made[letter] += 1
            tail = str(self._made[letter])
            code = f"{shaped[: _LONGEST_CODE - len(tail) - 1]}-{tail}" if len(shaped) > 1 else letter + tail
        self._taken.add(code)
        return code


class _PlainText(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.parts: list[str] = []

    def handle_starttag(self, tag: str, _attributes: object) -> None:
        if tag in _BLOCKS:
            self.parts.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in _BLOCKS:
            self.parts.append("\n")

    def handle_data(self, data: str) -> None:
        self.parts.append(data)
