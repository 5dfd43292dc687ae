"""Reads a SmartEvidence framework as Mahara exports it (``.matrix``, both of its versions).

Standards become domains, their elements criteria; what an assessor may find of a piece of evidence becomes
the levels. Descriptors of levels and a second language Mahara has not; they stay to be written.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from lms.rubric.domain import LANGUAGES
from lms.rubric.loader.foreign import (
    Entry,
    in_one,
    language_of,
    located,
    plain_text,
    put_scale,
    put_tree,
    require_tree,
    slug,
)
from lms.rubric.loader.json_document import read_json
from lms.rubric.loader.plain import UnreadableError
from lms.rubric.loader.problem import SHOWN, Problem
from lms.rubric.loader.schema import Schema, list_shape_problems
from lms.rubric.loader.sketch import Sketch
from lms.rubric.loader.source import Source

Object = Mapping[str, Any]

FOUND = {
    "incomplete": {"ja": "基準に達していない", "en": "Does not meet the standard"},
    "partialcomplete": {"ja": "一部基準に達している", "en": "Partially meets the standard"},
    "completed": {"ja": "基準に達している", "en": "Meets the standard"},
}
"""What may be found of evidence, lowest first; ``begun`` only says that it waits to be looked at."""

_BROUGHT_IN = {
    "ja": "MaharaのSmartEvidenceフレームワークから取り込んだもの。",
    "en": "Brought in from a SmartEvidence framework of Mahara.",
}


def _object(required: Sequence[str], members: Mapping[str, Schema]) -> Schema:
    return {
        "type": "object",
        "additionalProperties": False,
        "required": list(required),
        "properties": dict(members),
    }


def _list(items: Schema) -> Schema:
    return {"type": "array", "items": items}


_TEXT: Schema = {"type": "string"}
_NAMED: Mapping[str, Schema] = {"shortname": _TEXT, "name": _TEXT, "description": _TEXT, "priority": {}}
_ELEMENT = _object(
    ["shortname"], {**_NAMED, "standardid": {}, "elementid": {}, "parentelementid": {}, "parent": {}}
)
_STANDARD = _object(
    ["shortname"], {**_NAMED, "standardid": {}, "standardelement": _list(_ELEMENT), "uid": {}}
)
_FRAMEWORK = _object(
    ["name", "standards"],
    {
        "institution": _TEXT,
        "name": _TEXT,
        "title": _TEXT,
        "description": _TEXT,
        "selfassess": {},
        "active": {},
        "evidencestatuses": _list({"type": "object", "additionalProperties": _TEXT}),
        "standards": _list(_STANDARD),
        "standardelements": _list(_ELEMENT),
    },
)
MATRIX = _object(["framework"], {"framework": _FRAMEWORK})


def read_matrix(content: bytes) -> Source:
    """Read a framework's bytes. Raises UnreadableError."""
    document = read_json(content)
    problems = list_shape_problems(document, MATRIX)
    if problems:
        raise UnreadableError(*problems)
    value: Any = document.value
    framework: Object = value["framework"]
    return Source(_sketch(framework).in_json(), tuple(_left_out(framework)), is_foreign=True)


def _sketch(framework: Object) -> Sketch:
    sketch, named = Sketch(), str(framework.get("title") or framework["name"])
    main = language_of([named, *(standard["shortname"] for standard in framework["standards"])])
    sketch.put(("code",), slug(framework["name"], longest=40, otherwise="mahara"), "framework.name")
    sketch.put(("version",), "1", "framework.name")
    described = plain_text(framework.get("description", "")) or named
    about = {"title": (named, "framework.name"), "source": (described, "framework.description")}
    for name, (text, spot) in about.items():
        sketch.put_words((name,), in_one(main, text), dict.fromkeys(LANGUAGES, spot))
    sketch.put_words(("drafting",), _BROUGHT_IN, dict.fromkeys(LANGUAGES, "framework.name"))
    put_scale(sketch, (("framework.evidencestatuses", name) for name in _findings(framework, main)))
    put_tree(sketch, _roots(framework, main), title=in_one(main, named), spot="framework.name")
    return sketch


def _findings(framework: Object, main: str) -> Iterator[Mapping[str, str]]:
    said: dict[str, str] = {}
    for status in framework.get("evidencestatuses", ()):
        said |= status
    for finding, usual in FOUND.items():
        own = plain_text(said.get(finding, ""))
        yield in_one(main, own) if own else usual


# ---- standards and elements ----


def _roots(framework: Object, main: str) -> list[Entry]:
    standards: dict[str, Entry] = {}
    for i, standard in enumerate(framework["standards"]):
        place = f"framework.standards[{i}]"
        key = str(standard.get("standardid", place))
        if key in standards:
            raise UnreadableError(located("rubric.matrix_repeated", f"{place}.standardid", identifier=key))
        entry = _entry(key, standard, place, main)
        entry.is_domain = True
        standards[key] = entry
        _hang_older(entry, standard.get("standardelement", ()), f"{place}.standardelement", main)
    _hang_newer(standards, framework.get("standardelements", ()), main)
    return list(standards.values())


def _hang_older(standard: Entry, elements: Sequence[Object], place: str, main: str) -> None:
    """Hang the elements of version 1 below their standard; ``parent`` says: below the one before."""
    before = standard
    for i, element in enumerate(elements):
        entry = _entry(f"{place}[{i}]", element, f"{place}[{i}]", main)
        if element.get("parent"):
            before.children.append(entry)
        else:
            standard.children.append(entry)
            before = entry


def _hang_newer(standards: Mapping[str, Entry], elements: Sequence[Object], main: str) -> None:
    """Hang the elements of version 2 below what their ids name."""
    entries: dict[str, Entry] = {}
    above: dict[str, tuple[str, str | None]] = {}
    for i, element in enumerate(elements):
        place = f"framework.standardelements[{i}]"
        standard = str(element.get("standardid"))
        key = f"{standard}/{element.get('elementid', place)}"
        if standard not in standards:
            spot = f"{place}.standardid"
            raise UnreadableError(located("rubric.matrix_standard", spot, name=standard[:SHOWN]))
        if key in entries:
            raise UnreadableError(located("rubric.matrix_repeated", f"{place}.elementid", identifier=key))
        entries[key] = _entry(key, element, place, main)
        parent = element.get("parentelementid")
        above[key] = standard, None if parent in (None, "") else f"{standard}/{parent}"
    for key, (_, parent) in above.items():
        if parent is not None and parent not in entries:
            spot = str(entries[key].spot).replace(".name", ".parentelementid")
            name = parent.partition("/")[2][:SHOWN]
            raise UnreadableError(located("rubric.matrix_parent", spot, name=name))
    require_tree({key: parent for key, (_, parent) in above.items()}, {k: e.spot for k, e in entries.items()})
    for key, (standard, parent) in above.items():
        (standards[standard] if parent is None else entries[parent]).children.append(entries[key])


def _entry(key: str, found: Object, place: str, main: str) -> Entry:
    name = plain_text(found.get("name") or found["shortname"])
    text = plain_text(found.get("description", "")) or name
    spots = {
        "name": dict.fromkeys(LANGUAGES, f"{place}.name"),
        "definition": dict.fromkeys(LANGUAGES, f"{place}.description"),
    }
    return Entry(key, found["shortname"].strip(), in_one(main, name), in_one(main, text), spots)


def _left_out(framework: Object) -> Iterator[Problem]:
    """Tell of texts of standards, for which a domain has no place."""
    if any(plain_text(standard.get("description", "")) for standard in framework["standards"]):
        yield Problem(0, "rubric.left_out", {"names": "standards[].description"})
