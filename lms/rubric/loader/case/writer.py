"""Writes a rubric as a CASE 1.1 package: a document, an item per domain and criterion, one rubric."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from lms.rubric.domain import CriterionText, Descriptor, DomainText, RubricText, document_of
from lms.rubric.loader.case.terms import (
    ITEM_TYPE_IDS,
    ITEM_TYPE_TEXTS,
    MAIN_LANGUAGE,
    OTHER_LANGUAGE,
    OURS,
    PATH,
    VERSION,
    AdoptionStatus,
    Association,
    ItemType,
    identifier_of,
)
from lms.rubric.loader.places import places_with_rows

CaseObject = dict[str, Any]


@dataclass(frozen=True)
class Edition:
    """What a package says of a version beside its words.

    ``changed_at`` is aware; ``predecessor`` has the identifiers that the version before brought, by place.
    """

    base_url: str
    creator: str
    changed_at: datetime
    status: AdoptionStatus = AdoptionStatus.ADOPTED
    since: date | None = None
    until: date | None = None
    predecessor: Mapping[str, str] = field(default_factory=dict)


def case_package(text: RubricText, edition: Edition) -> CaseObject:
    """Write a whole version as a CFPackage. Reading it gives the same text again."""
    return _Writer(text, edition).package()


@dataclass(frozen=True)
class _Writer:
    text: RubricText
    edition: Edition

    def package(self) -> CaseObject:
        return {
            "CFDocument": self._document(),
            "CFItems": [*self._domain_items(), *self._criterion_items()],
            "CFAssociations": list(self._associations()),
            "CFDefinitions": {"CFItemTypes": [self._item_type(kind) for kind in ItemType]},
            "CFRubrics": [self._rubric()],
        }

    # ---- identifiers ----

    def _id(self, place: str) -> str:
        return identifier_of(self.text.code, self.text.version, place, self.text.identifiers)

    def _id_before(self, place: str) -> str:
        follows = self.text.succession
        version = "" if follows is None else follows.predecessor
        return identifier_of(self.text.code, version, place, self.edition.predecessor)

    def _named(self, kind: str, identifier: str) -> CaseObject:
        """Open an object with what every one of them has."""
        return {"identifier": identifier, "uri": self._uri(kind, identifier)}

    def _uri(self, kind: str, identifier: str) -> str:
        return f"{self.edition.base_url}{PATH}/{kind}/{identifier}"

    def _link(self, kind: str, identifier: str, title: str) -> CaseObject:
        return {"title": title, **self._named(kind, identifier)}

    @property
    def _changed(self) -> CaseObject:
        return {"lastChangeDateTime": f"{self.edition.changed_at:%Y-%m-%dT%H:%M:%SZ}"}

    # ---- the document ----

    def _document(self) -> CaseObject:
        text, edition = self.text, self.edition
        days = {"statusStartDate": edition.since, "statusEndDate": edition.until}
        return {
            **self._named("CFDocuments", self._id("")),
            "caseVersion": VERSION,
            "creator": edition.creator,
            "title": text.title[MAIN_LANGUAGE],
            **self._changed,
            "description": text.source[MAIN_LANGUAGE],
            "language": MAIN_LANGUAGE,
            "version": text.version,
            "adoptionStatus": edition.status.value,
            **{name: day.isoformat() for name, day in days.items() if day is not None},
            "notes": text.drafting[MAIN_LANGUAGE],
            "extensions": self._document_extensions(),
        }

    def _document_extensions(self) -> CaseObject:
        written = document_of(self.text)
        kept = {name: written[name] for name in ("follows", "locked", "public", "extends") if name in written}
        shown = places_with_rows(self.text)
        others = {place: one for place, one in self.text.identifiers.items() if place not in shown}
        return _extensions(
            {"title": self.text.title, "description": self.text.source, "notes": self.text.drafting},
            code=self.text.code,
            **kept,
            **({"examples": written["examples"]} if "examples" in written else {}),
            **({"identifiers": others} if others else {}),
        )

    def _item_type(self, kind: ItemType) -> CaseObject:
        position = list(ItemType).index(kind) + 1
        return {
            **self._named("CFItemTypes", ITEM_TYPE_IDS[kind]),
            "title": kind.value,
            "description": ITEM_TYPE_TEXTS[kind],
            "hierarchyCode": str(position),
            "typeCode": kind.value,
            **self._changed,
        }

    # ---- items and what joins them ----

    def _item(self, place: str, kind: ItemType, code: str, **words: object) -> CaseObject:
        link = self._link("CFItemTypes", ITEM_TYPE_IDS[kind], kind.value)
        return {
            **self._named("CFItems", self._id(place)),
            "humanCodingScheme": code,
            **words,
            "CFItemType": kind.value,
            "CFItemTypeURI": link,
            "language": MAIN_LANGUAGE,
            **self._changed,
        }

    def _domain_items(self) -> Iterator[CaseObject]:
        for domain in self.text.domains:
            yield self._item(
                f"domains/{domain.code}",
                ItemType.DOMAIN,
                domain.code,
                fullStatement=domain.name[MAIN_LANGUAGE],
                extensions=_extensions({"fullStatement": domain.name}),
            )

    def _criterion_items(self) -> Iterator[CaseObject]:
        for criterion in self.text.criteria:
            words: dict[str, Mapping[str, str]] = {
                "fullStatement": criterion.definition,
                "abbreviatedStatement": criterion.name,
            }
            if criterion.basis is not None:
                words["notes"] = criterion.basis
            yield self._item(
                f"criteria/{criterion.code}",
                ItemType.CRITERION,
                criterion.code,
                **{name: said[MAIN_LANGUAGE] for name, said in words.items()},
                extensions=_extensions(words),
            )

    def _associations(self) -> Iterator[CaseObject]:
        for position, domain in enumerate(self.text.domains, start=1):
            yield self._child(self._domain_node(domain), self._document_node(self.text.version), position)
            for place, criterion in enumerate(domain.criteria, start=1):
                yield self._child(self._criterion_node(criterion), self._domain_node(domain), place)
        yield from self._replacements()

    def _replacements(self) -> Iterator[CaseObject]:
        """Say what stands in the place of what; a criterion that was retired is replaced by nothing."""
        follows = self.text.succession
        if follows is None:
            return
        document = self._node("CFDocuments", self._id_before(""), follows.predecessor)
        yield self._replaced(document, self._document_node(self.text.version), 1)
        nodes = {criterion.code: self._criterion_node(criterion) for criterion in self.text.criteria}
        lines = [line for line in follows.crosswalk if line.targets]
        pairs = [(line, code) for line in lines for code in line.targets if code in nodes]
        for position, (line, code) in enumerate(pairs, start=2):
            before = self._node("CFItems", self._id_before(f"criteria/{line.source}"), line.source)
            yield self._replaced(before, nodes[code], position, kind=line.kind.value)

    def _node(self, kind: str, identifier: str, title: str) -> CaseObject:
        return {**self._link(kind, identifier, title), "targetType": "CASE"}

    def _document_node(self, title: str) -> CaseObject:
        return self._node("CFDocuments", self._id(""), title)

    def _domain_node(self, domain: DomainText) -> CaseObject:
        return self._node("CFItems", self._id(f"domains/{domain.code}"), domain.code)

    def _criterion_node(self, criterion: CriterionText) -> CaseObject:
        return self._node("CFItems", self._id(f"criteria/{criterion.code}"), criterion.code)

    def _child(self, child: CaseObject, parent: CaseObject, position: int) -> CaseObject:
        return self._association(Association.CHILD, child, parent, position)

    def _replaced(self, before: CaseObject, now: CaseObject, position: int, **ours: str) -> CaseObject:
        written = self._association(Association.REPLACED, before, now, position)
        return written | ({"extensions": {OURS: ours}} if ours else {})

    def _association(
        self, kind: Association, origin: CaseObject, destination: CaseObject, position: int
    ) -> CaseObject:
        place = f"associations/{kind.value}/{origin['identifier']}/{destination['identifier']}"
        return {
            **self._named("CFAssociations", self._id(place)),
            "associationType": kind.value,
            "sequenceNumber": position,
            "originNodeURI": origin,
            "destinationNodeURI": destination,
            **self._changed,
        }

    # ---- the rubric ----

    def _rubric(self) -> CaseObject:
        return {
            **self._named("CFRubrics", self._id("rubric")),
            "title": self.text.title[MAIN_LANGUAGE],
            **self._changed,
            "CFRubricCriteria": [
                self._criterion(criterion, domain, position)
                for position, (domain, criterion) in enumerate(self._placed(), start=1)
            ],
            "extensions": {OURS: {"levels": document_of(self.text).get("levels", [])}},
        }

    def _part_of_rubric(self, identifier: str) -> CaseObject:
        """Open a part of the rubric, which is fetched as a whole only."""
        return {"identifier": identifier, "uri": f"{self._uri('CFRubrics', self._id('rubric'))}#{identifier}"}

    def _placed(self) -> Sequence[tuple[DomainText, CriterionText]]:
        return [(domain, criterion) for domain in self.text.domains for criterion in domain.criteria]

    def _criterion(self, criterion: CriterionText, domain: DomainText, position: int) -> CaseObject:
        identifier = self._id(f"rubric/{criterion.code}")
        item = self._id(f"criteria/{criterion.code}")
        return {
            **self._part_of_rubric(identifier),
            "category": domain.name[MAIN_LANGUAGE],
            "description": criterion.name[MAIN_LANGUAGE],
            "CFItemURI": self._link("CFItems", item, criterion.code),
            "position": position,
            "rubricId": self._id("rubric"),
            **self._changed,
            "CFRubricCriterionLevels": [
                self._level(criterion, descriptor, identifier, place)
                for place, descriptor in enumerate(criterion.descriptors, start=1)
            ],
        }

    def _level(
        self, criterion: CriterionText, descriptor: Descriptor, parent: str, position: int
    ) -> CaseObject:
        number = descriptor.level_number
        words: dict[str, Mapping[str, str]] = {"description": descriptor.text}
        if descriptor.sign is not None:
            words["feedback"] = descriptor.sign
        names = {level.number: level.name[MAIN_LANGUAGE] for level in self.text.levels}
        return {
            **self._part_of_rubric(self._id(f"criteria/{criterion.code}/{number}")),
            **{name: said[MAIN_LANGUAGE] for name, said in words.items()},
            "quality": names.get(number, str(number)),
            "score": number,
            "position": position,
            "rubricCriterionId": parent,
            **self._changed,
            "extensions": _extensions(words, **({"draft": True} if descriptor.is_draft else {})),
        }


def _extensions(words: Mapping[str, Mapping[str, str]], **ours: object) -> CaseObject:
    """Hold what the object says in the other language, and what else CASE has no place for."""
    other = {name: said[OTHER_LANGUAGE] for name, said in words.items()}
    return {OURS: {**ours, OTHER_LANGUAGE: other}}
