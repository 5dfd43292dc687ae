"""Which documents a program asks for, and which of their members: limit, offset, sort, filter, fields.

Source: CASE 1.1, REST/JSON binding, the parameters of ``getAllCFDocuments``.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from lms.rubric.loader.case import CaseObject

USUAL_LIMIT, LARGEST_LIMIT = 100, 500
LARGEST_OFFSET = 1_000_000_000
MOST_PREDICATES = 20

MEMBERS: Final = (
    "identifier",
    "uri",
    "frameworkType",
    "caseVersion",
    "creator",
    "title",
    "lastChangeDateTime",
    "officialSourceURL",
    "publisher",
    "description",
    "language",
    "version",
    "adoptionStatus",
    "statusStartDate",
    "statusEndDate",
    "notes",
)
"""The members of a document that are one text each: those can be sorted and filtered by."""

_SHOWN = (*MEMBERS, "CFPackageURI", "extensions")
_PREDICATE = re.compile(r"\s*([A-Za-z]+)\s*(!=|>=|<=|=|>|<|~)\s*'([^']*)'\s*")
_JOIN = re.compile(r"(AND|OR)\b")
_COMPARE: Mapping[str, Callable[[str, str], bool]] = {
    "=": lambda found, wanted: found.casefold() == wanted.casefold(),
    "!=": lambda found, wanted: found.casefold() != wanted.casefold(),
    "~": lambda found, wanted: wanted.casefold() in found.casefold(),
    ">": lambda found, wanted: found > wanted,
    ">=": lambda found, wanted: found >= wanted,
    "<": lambda found, wanted: found < wanted,
    "<=": lambda found, wanted: found <= wanted,
}


class SelectionError(Exception):
    """A parameter that cannot be used: its name, the standard's word for it, and what is expected."""

    def __init__(self, parameter: str, expected: str, minor: str = "invalid_selection_field") -> None:
        super().__init__(parameter)
        self.parameter = parameter
        self.minor = minor
        self.expected = expected


@dataclass(frozen=True)
class Predicate:
    """One condition of a filter."""

    member: str
    operator: str
    value: str

    def holds(self, document: CaseObject) -> bool:
        """Tell whether a document meets it; a member that is not there is an empty text."""
        return _COMPARE[self.operator](str(document.get(self.member, "")), self.value)


@dataclass(frozen=True)
class Selection:
    """What was asked for. An unknown member to sort by leaves the usual order, as the standard has it."""

    limit: int = USUAL_LIMIT
    offset: int = 0
    sort: str = ""
    is_descending: bool = False
    predicates: tuple[Predicate, ...] = ()
    is_any: bool = False
    fields: tuple[str, ...] = ()

    def matching(self, documents: Sequence[CaseObject]) -> list[CaseObject]:
        """Return the documents that the filter lets through, in the order asked for."""
        quantifier = any if self.is_any else all
        found = [
            one
            for one in documents
            if not self.predicates or quantifier(predicate.holds(one) for predicate in self.predicates)
        ]
        if self.sort in MEMBERS:
            found.sort(key=lambda one: str(one.get(self.sort, "")), reverse=self.is_descending)
        return found

    def page_of(self, matching: Sequence[CaseObject]) -> list[CaseObject]:
        """Return the page asked for, with the members asked for."""
        page = matching[self.offset : self.offset + self.limit]
        return [self._reduced(one) for one in page]

    def offsets(self, total: int) -> Mapping[str, int]:
        """Return where the other pages begin, by what they are to this one."""
        last = max(0, (total - 1) // self.limit * self.limit)
        pages = {"first": 0, "last": last}
        if self.offset + self.limit < total:
            pages["next"] = self.offset + self.limit
        if self.offset > 0:
            pages["prev"] = max(0, self.offset - self.limit)
        return pages

    def _reduced(self, document: CaseObject) -> CaseObject:
        if not self.fields:
            return document
        return {name: document[name] for name in self.fields if name in document}


def read_selection(arguments: Mapping[str, str]) -> Selection:
    """Read the parameters of an address. Raises SelectionError."""
    predicates, is_any = _predicates(arguments.get("filter"))
    return Selection(
        limit=min(_number(arguments, "limit", USUAL_LIMIT, lowest=1), LARGEST_LIMIT),
        offset=min(_number(arguments, "offset", 0, lowest=0), LARGEST_OFFSET),
        sort=arguments.get("sort", ""),
        is_descending=_is_descending(arguments),
        predicates=predicates,
        is_any=is_any,
        fields=_fields(arguments.get("fields")),
    )


def _number(arguments: Mapping[str, str], name: str, usual: int, *, lowest: int) -> int:
    said = arguments.get(name)
    if said is None:
        return usual
    if not re.fullmatch("[0-9]{1,9}", said) or int(said) < lowest:
        raise SelectionError(name, f"a whole number, {lowest} or more")
    return int(said)


def _is_descending(arguments: Mapping[str, str]) -> bool:
    said = arguments.get("orderBy", "asc")
    if said not in {"asc", "desc"}:
        raise SelectionError("orderBy", "asc or desc", "invalid_sort_field")
    return said == "desc"


def _fields(said: str | None) -> tuple[str, ...]:
    names = () if said is None else tuple(name.strip() for name in said.split(","))
    if any(name not in _SHOWN for name in names):
        raise SelectionError("fields", f"names out of {', '.join(_SHOWN)}")
    return names


def _predicates(said: str | None) -> tuple[tuple[Predicate, ...], bool]:
    if said is None:
        return (), False
    found: list[Predicate] = []
    joins: set[str] = set()
    at = 0
    while True:
        predicate = _PREDICATE.match(said, at)
        if predicate is None or predicate[1] not in MEMBERS or len(found) == MOST_PREDICATES:
            raise SelectionError("filter", "conditions such as title~'rubric', joined by AND or by OR")
        found.append(Predicate(predicate[1], predicate[2], predicate[3]))
        at = predicate.end()
        if at == len(said):
            return tuple(found), joins == {"OR"}
        join = _JOIN.match(said, at)
        if join is not None:
            joins.add(join[0])
            at = join.end()
        if join is None or len(joins) > 1:
            raise SelectionError("filter", "conditions joined by AND throughout, or by OR throughout")
