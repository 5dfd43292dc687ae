"""Reads a CASE package into a rubric's document.

A package of ours gives back what was written. Of anybody else's, what it says in its one language is taken
over, the other language is left empty, and codes are shaped as ours are.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from lms.rubric.domain import LANGUAGES
from lms.rubric.loader.case.levels import criterion_key, put_levels
from lms.rubric.loader.case.schema import NOT_TAKEN, PACKAGE
from lms.rubric.loader.case.terms import MAIN_LANGUAGE, OURS, Association, ItemType, derived_identifier
from lms.rubric.loader.case.wording import Object, ours_in, spots_of, words_of
from lms.rubric.loader.foreign import Entry, Placed, language_of, located, put_tree, require_tree, slug
from lms.rubric.loader.json_document import read_json
from lms.rubric.loader.plain import UnreadableError
from lms.rubric.loader.problem import SHOWN, Problem
from lms.rubric.loader.schema import list_shape_problems
from lms.rubric.loader.sketch import Sketch
from lms.rubric.loader.source import Source

_HEAD = {"title": "title", "source": "description", "drafting": "notes"}
_VERBATIM = ("follows", "locked", "public", "extends", "examples")
_BROUGHT_IN = {"ja": "CASE形式の文書から取り込んだもの。", "en": "Brought in from a CASE document."}
_LAST = 1_000_000
"""Where an item without a number stands among its siblings."""


def read_case(content: bytes) -> Source:
    """Read a package's bytes. Raises UnreadableError."""
    document = read_json(content)
    problems = list_shape_problems(document, PACKAGE)
    if problems:
        raise UnreadableError(*problems)
    package: Any = document.value
    return _Reader(package).read()


@dataclass
class _Reader:
    package: Object
    sketch: Sketch = field(default_factory=Sketch)

    def __post_init__(self) -> None:
        self.document: Object = self.package["CFDocument"]
        self.ours = ours_in(self.document)
        self.is_ours = "code" in self.ours
        self.main = self._main_language()

    def read(self) -> Source:
        self._put_head()
        title = self._words(self.document, "title")
        placed = put_tree(self.sketch, self._roots(), title=title, spot="CFDocument.title")
        by_item = {one.entry.key: one for one in placed if one.entry.key}
        rubrics = self.package.get("CFRubrics", [])
        found = put_levels(self.sketch, rubrics, by_item, self.main, is_ours=self.is_ours)
        self._put_identifiers(by_item, found)
        return Source(self.sketch.in_json(), tuple(self._left_out()), is_foreign=not self.is_ours)

    def _main_language(self) -> str:
        if self.is_ours:
            return MAIN_LANGUAGE
        said = str(self.document.get("language", ""))[:2].lower()
        statements = [item["fullStatement"] for item in self.package.get("CFItems", [])]
        return said if said in LANGUAGES else language_of([self.document["title"], *statements])

    def _words(self, found: Object, member: str) -> dict[str, str]:
        return words_of(found, member, self.main)

    # ---- the document ----

    def _put_head(self) -> None:
        identifier = str(self.document["identifier"]).lower()
        made = slug(self.document["title"], longest=40, otherwise=f"case-{identifier[:8]}")
        version = self.document.get("version", "")
        self.sketch.put(("code",), self.ours.get("code", made), "CFDocument.title")
        self.sketch.put(("version",), version if self.is_ours else _version(version), "CFDocument.version")
        for name, member in _HEAD.items():
            words = self._words(self.document, member)
            if not self.is_ours and not any(words.values()):
                words = _provenance(self.document) if name == "source" else _BROUGHT_IN
            self.sketch.put_words((name,), words, spots_of("CFDocument", member, self.document))
        for name in _VERBATIM:
            if self.is_ours and name in self.ours:
                self.sketch.put((name,), self.ours[name], f"CFDocument.extensions.{OURS}.{name}")

    def _put_identifiers(self, by_item: Mapping[str, Placed], of_levels: Mapping[str, str]) -> None:
        """Keep the identifiers that are not those we would give ourselves."""
        code, version = str(self.sketch.value["code"]), str(self.sketch.value["version"])
        found = {"": str(self.document["identifier"]).lower(), **of_levels}
        for key, one in by_item.items():
            if not key.startswith("CFRubrics"):
                kind = "criteria" if "criteria" in one.path else "domains"
                found[f"{kind}/{one.code}"] = key
        brought = {
            place: one for place, one in found.items() if one != derived_identifier(code, version, place)
        }
        brought |= self.ours.get("identifiers", {})
        if brought:
            self.sketch.put(("identifiers",), brought, "CFDocument.identifier")

    # ---- the tree of items ----

    def _roots(self) -> list[Entry]:
        entries = dict(self._items())
        parents, order = self._parents(entries)
        require_tree(parents, {key: entry.spot for key, entry in entries.items()})
        roots: list[Entry] = []
        for key, entry in sorted(entries.items(), key=lambda pair: order.get(pair[0], _LAST)):
            parent = parents.get(key)
            (roots if parent is None else entries[parent].children).append(entry)
        return [*roots, *self._criteria_without_items()]

    def _items(self) -> Iterator[tuple[str, Entry]]:
        known: set[str] = set()
        for position, item in enumerate(self.package.get("CFItems", [])):
            place = f"CFItems[{position}]"
            key = str(item["identifier"]).lower()
            if key in known:
                raise UnreadableError(located("rubric.case_repeated", f"{place}.identifier", identifier=key))
            known.add(key)
            yield key, self._entry(key, item, place)

    def _entry(self, key: str, item: Object, place: str) -> Entry:
        name = "abbreviatedStatement" if "abbreviatedStatement" in item else "fullStatement"
        spots = {
            "name": spots_of(place, name, item),
            "definition": spots_of(place, "fullStatement", item),
            "basis": spots_of(place, "notes", item),
        }
        return Entry(
            key=key,
            code=str(item.get("humanCodingScheme", "")).strip(),
            name=self._words(item, name),
            definition=self._words(item, "fullStatement"),
            spots=spots,
            basis=self._words(item, "notes") if "notes" in item else None,
            is_domain=item.get("CFItemType") == ItemType.DOMAIN,
        )

    def _parents(self, entries: Mapping[str, Entry]) -> tuple[dict[str, str | None], dict[str, int]]:
        parents: dict[str, str | None] = {}
        order: dict[str, int] = {}
        for position, association in enumerate(self.package.get("CFAssociations", [])):
            origin = str(association["originNodeURI"]["identifier"]).lower()
            if association["associationType"] != Association.CHILD or origin not in entries:
                continue
            destination = str(association["destinationNodeURI"]["identifier"]).lower()
            parent = destination if destination in entries else None
            if parents.setdefault(origin, parent) != parent:
                spot = f"CFAssociations[{position}].destinationNodeURI"
                raise UnreadableError(located("rubric.case_two_parents", spot, name=entries[origin].code))
            order[origin] = int(association.get("sequenceNumber", _LAST))
        return parents, order

    def _criteria_without_items(self) -> Iterator[Entry]:
        for i, rubric in enumerate(self.package.get("CFRubrics", [])):
            for j, criterion in enumerate(rubric.get("CFRubricCriteria", [])):
                if "CFItemURI" not in criterion:
                    place = criterion_key(i, j)
                    member = "description" if "description" in criterion else "category"
                    words, spots = self._words(criterion, member), spots_of(place, member, criterion)
                    yield Entry(place, "", words, words, {"name": spots, "definition": spots})

    # ---- what is not taken over ----

    def _left_out(self) -> Iterator[Problem]:
        kinds = {association["associationType"] for association in self.package.get("CFAssociations", [])}
        taken = {Association.CHILD, Association.REPLACED} if self.is_ours else {Association.CHILD}
        names = {str(kind) for kind in kinds - {str(one) for one in taken}}
        names |= {name for name in NOT_TAKEN["CFDocument"] if name in self.document}
        for item in self.package.get("CFItems", []):
            names |= {name for name in NOT_TAKEN["CFItems"] if name in item}
        for rubric in self.package.get("CFRubrics", []):
            for criterion in rubric.get("CFRubricCriteria", []):
                names |= {name for name in NOT_TAKEN["CFRubricCriteria"] if name in criterion}
        if names:
            yield Problem(0, "rubric.left_out", {"names": ", ".join(sorted(names))[:SHOWN]})


def _version(said: str) -> str:
    found = re.search(r"[0-9]{1,9}(\.[0-9]{1,9})?", said)
    return found[0] if found else "1"


def _provenance(document: Object) -> dict[str, str]:
    address = document.get("officialSourceURL") or document.get("uri", "")
    words = ": ".join(filter(None, (document.get("creator", ""), document["title"])))
    return dict.fromkeys(LANGUAGES, f"{words} {address}".strip())
