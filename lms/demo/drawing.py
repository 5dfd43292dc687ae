"""Draws the people nobody named: who works where, how long, how far they have come. Pure."""

import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeVar

from lms.demo.tables import NamedMember, Names, Place
from lms.people.domain import OrganisationKind, RoleCode

Thing = TypeVar("Thing")

CHANGE_MAKER = 4
LARGE = frozenset({"hiroshima", "osaka", "tokyo"})
MIDDLING = frozenset({"okayama", "shizuoka", "takasaki", "tokorozawa", "toyama", "toyohashi"})
WITHOUT_CHANGE_MAKER = frozenset({"東北"})
"""Regions where nobody has come that far yet: what asks for one there stays open."""

YEARS_BY_LEVEL = {1: (1, 4), 2: (3, 9), 3: (8, 16), 4: (12, 24)}


class Pattern(StrEnum):
    """How much is known of somebody."""

    FIRM = "firm"
    GROWING = "growing"
    EARLIER = "earlier"
    THIN = "thin"
    STALE = "stale"
    NONE = "none"


PATTERN_SHARES = {Pattern.FIRM: 40, Pattern.GROWING: 30, Pattern.THIN: 16, Pattern.STALE: 10, Pattern.NONE: 4}
LEVEL_SHARES = {1: 42, 2: 38, 3: 20}


@dataclass(frozen=True)
class Member:
    """Somebody of the demo. ``level`` is where they truly stand; None for those whose level nobody judges."""

    key: str
    name: str
    kana: str
    email: str
    organisation: str
    roles: tuple[RoleCode, ...]
    title: str
    years: int
    level: int | None = None
    pattern: Pattern = Pattern.NONE
    signs_in: bool = False


def named_member(row: NamedMember) -> Member:
    """Return somebody the tables name."""
    return Member(
        key=row.key,
        name=row.name,
        kana=row.kana,
        email=row.email,
        organisation=row.organisation,
        roles=row.roles,
        title=row.title,
        years=row.years,
        level=row.level,
        pattern=Pattern(row.pattern),
        signs_in=row.signs_in,
    )


def draw_members(
    places: Sequence[Place], names: Names, named: Sequence[NamedMember], *, draw: random.Random
) -> list[Member]:
    """Draw who works at every place besides those named; the same for the same state of ``draw``."""
    callings = _callings(names, {row.name for row in named}, draw)
    members: list[Member] = []
    for place in places:
        if place.kind in {OrganisationKind.CHAMBER, OrganisationKind.SOCIETY}:
            members += _chamber(place, callings, draw)
        elif place.kind is OrganisationKind.YOROZU:
            members += _centre(place, callings, draw)
        elif place.kind in {OrganisationKind.BANK, OrganisationKind.GUARANTEE}:
            members.append(_partner(place, callings, draw))
    return members


def _callings(names: Names, taken: set[str], draw: random.Random) -> Iterator[tuple[str, str, str]]:
    """Yield names, each once: all family names in turn, so that none is heard too often."""
    families, given_names = list(names.family), list(names.given)
    draw.shuffle(families)
    draw.shuffle(given_names)
    for turn in range(len(given_names)):
        for position, family in enumerate(families):
            given = given_names[(position + turn) % len(given_names)]
            name = f"{family[0]} {given[0]}"
            if name not in taken:
                yield name, f"{family[1]} {given[1]}", f"{given[2]}.{family[2]}"


def _chamber(place: Place, callings: Iterator[tuple[str, str, str]], draw: random.Random) -> Iterator[Member]:
    if place.code == "hiroshima":
        return  # its people are named one by one
    yield _member(
        place,
        callings,
        key=f"supervisor-{place.code}",
        role=RoleCode.SUPERVISOR,
        title="経営支援課 スーパーバイザー",
        years=draw.randint(12, 24),
    )
    size = 4 if place.code in LARGE else 3 if place.code in MIDDLING else 2
    for number in range(1, size + 1):
        first = number == 1
        level = draw.choices((2, 3), (6, 4))[0] if first else _choice(LEVEL_SHARES, draw)
        pattern = Pattern.FIRM if first else _choice(PATTERN_SHARES, draw)
        years = draw.randint(*YEARS_BY_LEVEL[level])
        yield _member(
            place,
            callings,
            key=f"advisor-{place.code}-{number}",
            role=RoleCode.ADVISOR,
            title="主任経営指導員" if level > 2 else "経営指導員",  # noqa: PLR2004 (Challengers lead)
            years=years,
            level=level,
            pattern=pattern,
        )


def _centre(place: Place, callings: Iterator[tuple[str, str, str]], draw: random.Random) -> Iterator[Member]:
    for number, title in enumerate(("チーフコーディネーター", "コーディネーター"), start=1):
        level = CHANGE_MAKER if number == 1 and place.region not in WITHOUT_CHANGE_MAKER else 3
        yield _member(
            place,
            callings,
            key=f"coordinator-{place.code.removeprefix('yorozu-')}-{number}",
            role=RoleCode.ADVISOR,
            title=title,
            years=draw.randint(3, 9),
            level=level,
            pattern=Pattern.FIRM if number == 1 else Pattern.GROWING,
        )


def _partner(place: Place, callings: Iterator[tuple[str, str, str]], draw: random.Random) -> Member:
    return _member(
        place,
        callings,
        key=f"host-{place.code}",
        role=RoleCode.HOST,
        title="事業者支援部 受入担当",
        years=draw.randint(5, 15),
    )


def _member(
    place: Place,
    callings: Iterator[tuple[str, str, str]],
    *,
    key: str,
    role: RoleCode,
    title: str,
    years: int,
    level: int | None = None,
    pattern: Pattern = Pattern.NONE,
) -> Member:
    name, kana, latin = next(callings)
    return Member(
        key=key,
        name=name,
        kana=kana,
        email=f"{latin}@{place.code}.example.jp",
        organisation=place.code,
        roles=(role,),
        title=title,
        years=years,
        level=level,
        pattern=pattern,
    )


def _choice(shares: Mapping[Thing, int], draw: random.Random) -> Thing:
    return draw.choices(list(shares), list(shares.values()))[0]
