"""The published rubrics that a reader may fetch, as CASE packages, and every object in them by identifier.

The words of a version never change, so a process translates each once and keeps it; that a version has become
outdated is part of the key.
"""

from collections import OrderedDict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from threading import Lock
from typing import Any, Final
from uuid import UUID

from sqlalchemy.orm import Session

from lms.kernel.actor import Actor
from lms.rubric.loader import edition_of
from lms.rubric.loader.case import PATH, CaseObject, case_package
from lms.rubric.queries import Published, list_published, read_published

KEPT: Final = 100
"""Packages a process keeps; one takes about 300 kB."""

_Key = tuple[UUID, datetime, str]


@dataclass(frozen=True)
class Package:
    """One version as a package, with when it changed last."""

    content: CaseObject
    changed_at: datetime

    @property
    def document(self) -> CaseObject:
        """The document as it is fetched by itself: with the way to its package."""
        return {**self._document, "CFPackageURI": self._link("CFPackages")}

    def find_content(self, identifier: str) -> CaseObject | None:
        """Return the whole package when it is the one of this document."""
        return self.content if self._document["identifier"] == identifier else None

    def find_document(self, identifier: str) -> CaseObject | None:
        """Return the document when it has this identifier."""
        return self.document if self._document["identifier"] == identifier else None

    def find_item(self, identifier: str) -> CaseObject | None:
        """Return an item as it is fetched by itself: with the way to its document."""
        return self._in_document(self._by_identifier["CFItems"].get(identifier))

    def find_association(self, identifier: str) -> CaseObject | None:
        """Return an association as it is fetched by itself."""
        return self._in_document(self._by_identifier["CFAssociations"].get(identifier))

    def find_rubric(self, identifier: str) -> CaseObject | None:
        """Return a rubric with its criteria and their levels."""
        return self._by_identifier["CFRubrics"].get(identifier)

    def find_item_types(self, identifier: str) -> CaseObject | None:
        """Return a type of items as the standard has it: a set, with the types below it; ours have none."""
        kinds: Sequence[CaseObject] = self.content["CFDefinitions"]["CFItemTypes"]
        found = [kind for kind in kinds if kind["identifier"] == identifier]
        return {"CFItemTypes": found} if found else None

    @cached_property
    def _by_identifier(self) -> Mapping[str, Mapping[str, CaseObject]]:
        lists = ("CFItems", "CFAssociations", "CFRubrics")
        return {name: {one["identifier"]: one for one in self.content[name]} for name in lists}

    @property
    def _document(self) -> Mapping[str, Any]:
        document: Mapping[str, Any] = self.content["CFDocument"]
        return document

    def _in_document(self, one: CaseObject | None) -> CaseObject | None:
        return None if one is None else {**one, "CFDocumentURI": self._link("CFDocuments")}

    def _link(self, kind: str) -> CaseObject:
        root, _, _ = self._document["uri"].partition(PATH)
        identifier = self._document["identifier"]
        uri = f"{root}{PATH}/{kind}/{identifier}"
        return {"title": self._document["title"], "identifier": identifier, "uri": uri}


class _Packages:
    """The packages made last."""

    def __init__(self) -> None:
        self._packages: OrderedDict[_Key, Package] = OrderedDict()
        self._lock = Lock()

    def get(self, session: Session, published: Published, base_url: str) -> Package:
        """Return a version as a package, from what is kept or made anew."""
        key = (published.id, published.changed_at, base_url)
        with self._lock:
            kept = self._packages.get(key)
        if kept is not None:
            return kept
        text = read_published(session, published)
        made = Package(case_package(text, edition_of(published, base_url=base_url)), published.changed_at)
        with self._lock:
            self._packages[key] = made
            while len(self._packages) > KEPT:
                self._packages.popitem(last=False)
        return made


_PACKAGES = _Packages()


def list_packages(session: Session, actor: Actor | None, *, base_url: str) -> Sequence[Package]:
    """List what a reader may fetch, first published first; ``actor`` is None for a stranger."""
    return [_PACKAGES.get(session, one, base_url) for one in list_published(session, actor)]


def associations_of(packages: Sequence[Package], item_id: str) -> Iterator[CaseObject]:
    """Yield every association that an item is one end of, also those of later versions."""
    for package in packages:
        for association in package.content["CFAssociations"]:
            ends = (association["originNodeURI"], association["destinationNodeURI"])
            if any(end["identifier"] == item_id for end in ends):
                yield association
