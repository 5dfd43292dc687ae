"""What an address asks of a list of people's levels, and the chips that change it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from flask import request

from lms.kernel.ids import read_id
from lms.people.domain import RoleCode
from lms.people.forms import ROLE_LABELS
from lms.reporting.heatmap import UNKNOWN, Freshness, MapFilter, Order
from lms.reporting.roster import Branch, Place, PlaceTree
from lms.rubric.domain import Rubric
from lms.web.i18n import LazyString, gettext, localised
from lms.web.i18n import lazy_gettext as _l
from lms.web.lists import PAGE, Chip, chips, this_page

EVERYBODY = "all"
FRESHNESS_LABELS: dict[Freshness, LazyString] = {
    Freshness.FRESH: _l("Fresh"),
    Freshness.STALE: _l("Out of date"),
    Freshness.NEVER: _l("Never observed"),
}
ORDER_LABELS: dict[Order, LazyString] = {
    Order.ORGANISATION: _l("Organisation"),
    Order.LEAST_KNOWN: _l("Least known first"),
}


@dataclass(frozen=True)
class CountedChip(Chip):
    """A chip that says how many people it leaves."""

    count: int


@dataclass(frozen=True)
class ChipRow:
    """One filter with its name and its place among the filters' elements."""

    name: str
    label: str
    items: Sequence[Chip]


def read_filter() -> MapFilter:
    """Read what the address asks for; whatever it asks for that there is not counts as not asked."""
    asked = request.args
    role = asked.get("role", "")
    return MapFilter(
        organisation_id=read_organisation(),
        role=None if role == EVERYBODY else role if role in set(RoleCode) else RoleCode.ADVISOR,
        level=_read_level(asked.get("level", "")),
        freshness=next((value for value in Freshness if value == asked.get("seen")), None),
        text=asked.get("q", "").strip()[:100],
        order=next((value for value in Order if value == asked.get("sort")), Order.NAME),
    )


def read_organisation() -> UUID | None:
    """Read which organisation the address asks for, None for none or anything that is not an id."""
    return read_id(request.args.get("org"))


def stands_open(names: Sequence[str]) -> bool:
    """Say whether folded filters stand open: one is chosen, or was just pressed and has the focus."""
    pressed = request.headers.get("HX-Trigger", "").rpartition("-")[0]
    return pressed in names or any(request.args.get(name) for name in names)


def _read_level(text: str) -> int | None:
    if text == "unknown":
        return UNKNOWN
    return int(text) if len(text) == 1 and text in "123456789" else None


def chip_rows(rubric: Rubric) -> list[ChipRow]:
    """Return the filters every list of levels has, besides the organisation, and its order."""
    at_least = [
        (str(level.number), gettext("%(level)s or higher", level=localised(level.name)))
        for level in rubric.levels[1:]
    ]
    others = [(code, label) for code, label in ROLE_LABELS.items() if code is not RoleCode.ADVISOR]
    rows: list[tuple[str, LazyString, Iterable[tuple[str, str | LazyString]], LazyString]] = [
        ("level", _l("Level overall"), [*at_least, ("unknown", _l("Not known yet"))], _l("Any level")),
        ("seen", _l("Last seen"), _pairs(FRESHNESS_LABELS), _l("Any time")),
        ("role", _l("Role"), [*others, (EVERYBODY, _l("Everybody"))], ROLE_LABELS[RoleCode.ADVISOR]),
        ("sort", _l("Order"), _pairs(ORDER_LABELS), _l("Name")),
    ]
    return [
        ChipRow(name, str(label), chips(name, choices, everything=everything))
        for name, label, choices, everything in rows
    ]


def _pairs(labels: dict[Freshness, LazyString] | dict[Order, LazyString]) -> list[tuple[str, LazyString]]:
    return [(str(value), label) for value, label in labels.items()]


def organisation_row(tree: PlaceTree, place: Place | None, *, counted: bool = True) -> ChipRow:
    """Return the way down the tree: all organisations, those above the chosen one, those below it."""
    everything = Chip(gettext("All organisations"), organisation_url(None), is_current=place is None)
    way = tree.way_to(place) if place else []
    branches = [_chip_of(branch, place, counted=counted) for branch in (*way, *tree.branches(place))]
    return ChipRow("org", gettext("Organisation"), [everything, *branches] if branches else [])


def _chip_of(branch: Branch, chosen: Place | None, *, counted: bool) -> Chip:
    label, url = localised(branch.place.name), organisation_url(branch.place)
    is_current = branch.place == chosen
    if counted:
        return CountedChip(label, url, is_current, branch.n_people)
    return Chip(label, url, is_current)


def organisation_url(place: Place | None) -> str:
    """Return this page's address narrowed to an organisation; None for all of them."""
    asked = {**request.args.to_dict(), "org": str(place.id) if place else "", PAGE: ""}
    return this_page({name: value for name, value in asked.items() if value and name != "lang"})
