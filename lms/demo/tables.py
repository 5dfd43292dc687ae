"""Reads the tables in ``seed/``: what the demo is made from, as values."""

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from lms.clients.domain import ClientType, Industry, SupportMode, Topic
from lms.people.domain import OrganisationKind, RoleCode
from lms.storage.base import Localised

SEED_TABLES = Path(__file__).parent / "seed"


@dataclass(frozen=True)
class Place:
    """An organisation of the demo; ``parent`` is the code of the one above it, "" for a root."""

    code: str
    name: Localised
    kind: OrganisationKind
    parent: str
    prefecture: str | None
    region: str | None


@dataclass(frozen=True)
class NamedMember:
    """Somebody the tables name, rather than the draw."""

    key: str
    name: str
    kana: str
    email: str
    organisation: str
    roles: tuple[RoleCode, ...]
    title: str
    years: int
    signs_in: bool
    level: int | None
    pattern: str


@dataclass(frozen=True)
class CaseRow:
    """A real case with its client, as the sources tell of it, and what the demo adds."""

    code: str
    organisation: str
    prefecture: str
    business: Localised
    founded_year: int | None
    industry: Industry
    support_mode: SupportMode
    topics: tuple[Topic, ...]
    schemes: tuple[Localised, ...]
    partners: tuple[Localised, ...]
    outcome: Localised
    source: Localised
    title: Localised
    client_type: ClientType
    client_type_reason: Localised


@dataclass(frozen=True)
class TeamRow:
    """Who was put on a case, how many days ago and why; ``team`` pairs people's keys with their roles."""

    case: str
    days: int
    team: tuple[tuple[str, str], ...]
    reason: str


@dataclass(frozen=True)
class Names:
    """Family and given names, each as (name, kana, latin letters)."""

    family: tuple[tuple[str, str, str], ...]
    given: tuple[tuple[str, str, str], ...]


def read_places() -> list[Place]:
    """Read the organisations, parents before children."""
    return [
        Place(
            code=row["code"],
            name={"ja": row["name_ja"], "en": row["name_en"]},
            kind=OrganisationKind(row["kind"]),
            parent=row["parent"],
            prefecture=row["prefecture"] or None,
            region=row["region"] or None,
        )
        for row in _rows("organisations.csv")
    ]


def read_staff() -> list[NamedMember]:
    """Read the people the tables name, the demo accounts among them."""
    return [
        NamedMember(
            key=row["key"],
            name=row["name"],
            kana=row["kana"],
            email=row["email"],
            organisation=row["organisation"],
            roles=tuple(RoleCode(role) for role in _parts(row["roles"])),
            title=row["title"],
            years=int(row["years"]),
            signs_in=row["signs_in"] == "yes",
            level=int(row["level"]) if row["level"] else None,
            pattern=row["pattern"],
        )
        for row in _rows("staff.csv")
    ]


def read_names() -> Names:
    """Read what people are called."""
    rows = [(row["part"], (row["name"], row["kana"], row["latin"])) for row in _rows("names.csv")]
    return Names(
        family=tuple(name for part, name in rows if part == "family"),
        given=tuple(name for part, name in rows if part == "given"),
    )


def read_cases() -> list[CaseRow]:
    """Read the real cases with their texts in both languages."""
    texts = {row["id"]: row for row in _rows("case_texts.csv")}
    sources = {row["key"]: {"ja": row["ja"], "en": row["en"]} for row in _rows("sources.csv")}
    organisations = {place.name["ja"]: place.code for place in read_places()}
    return [
        CaseRow(
            code=row["id"],
            organisation=organisations[row["organisation"]],
            prefecture=row["prefecture"],
            business={"ja": row["business"], "en": texts[row["id"]]["business_en"]},
            founded_year=int(row["founded"]) if row["founded"] else None,
            industry=Industry(row["industry"]),
            support_mode=SupportMode(row["support_mode"]),
            topics=tuple(Topic(topic) for topic in _parts(row["topics"])),
            schemes=_terms(row["schemes"]),
            partners=_terms(row["partners"]),
            outcome={"ja": row["outcome"], "en": texts[row["id"]]["outcome_en"]},
            source=sources[row["source"]],
            title={"ja": texts[row["id"]]["title_ja"], "en": texts[row["id"]]["title_en"]},
            client_type=ClientType(texts[row["id"]]["client_type"]),
            client_type_reason={"ja": texts[row["id"]]["reason_ja"], "en": texts[row["id"]]["reason_en"]},
        )
        for row in _rows("cases.csv")
    ]


def read_teams() -> list[TeamRow]:
    """Read who was put on which case when."""
    return [
        TeamRow(
            case=row["case"],
            days=int(row["days"]),
            team=tuple(_pair(member) for member in _parts(row["team"])),
            reason=row["reason"],
        )
        for row in _rows("teams.csv")
    ]


def read_remarks() -> dict[tuple[str, int], str]:
    """Read what a rater might say, by criterion and level."""
    return {(row["criterion"], int(row["level"])): row["comment"] for row in _rows("remarks.csv")}


def read_yaml(name: str) -> Any:  # noqa: ANN401 (whatever the file says)
    """Read one of the YAML tables."""
    return yaml.safe_load((SEED_TABLES / name).read_text(encoding="utf-8"))


def _rows(name: str) -> Iterator[Mapping[str, str]]:
    with (SEED_TABLES / name).open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def _parts(text: str) -> tuple[str, ...]:
    return tuple(part for part in text.split("|") if part)


def _pair(text: str) -> tuple[str, str]:
    key, _colon, role = text.partition(":")
    return key, role


def _terms(text: str) -> tuple[Localised, ...]:
    return tuple({"ja": term, "en": _english_terms()[term]} for term in _parts(text))


@cache
def _english_terms() -> Mapping[str, str]:
    return {row["ja"]: row["en"] for row in _rows("terms.csv")}
