"""Words and identifiers of CASE 1.1 (1EdTech Competencies and Academic Standards Exchange).

Source: 1EdTech, CASE Service 1.1, information model and REST/JSON binding of 24 January 2025.
"""

from collections.abc import Mapping
from enum import StrEnum
from typing import Final
from uuid import UUID, uuid5

PATH: Final = "/ims/case/v1p1"
VERSION: Final = "1.1"
NAMESPACE: Final = UUID("7e0d6a0e-52a1-5d5c-9a56-0e8a3f0c6b1d")
"""Of the identifiers this product gives. The same rubric has the same ones in every installation."""

OURS: Final = "banso"
"""The name under which ``extensions`` hold what CASE has no place for."""

MAIN_LANGUAGE, OTHER_LANGUAGE = "ja", "en"
"""CASE says things in one language; the other one stands in ``extensions``."""


class Association(StrEnum):
    """The associations that are read and written, of the ten that CASE names."""

    CHILD = "isChildOf"
    REPLACED = "replacedBy"


class AdoptionStatus(StrEnum):
    """How far a document is in use."""

    DRAFT = "Draft"
    ADOPTED = "Adopted"
    DEPRECATED = "Deprecated"


class ItemType(StrEnum):
    """What an item is; the names are ours, as CASE leaves them to the publisher."""

    DOMAIN = "Domain"
    CRITERION = "Criterion"


ITEM_TYPE_TEXTS: Mapping[ItemType, str] = {
    ItemType.DOMAIN: "A group of criteria of a rubric.",
    ItemType.CRITERION: "One thing that is judged by the levels of a rubric.",
}
ITEM_TYPE_IDS: Mapping[ItemType, str] = {
    kind: str(uuid5(NAMESPACE, f"item-types/{kind.value}")) for kind in ItemType
}


def derived_identifier(code: str, version: str, place: str) -> str:
    """Return the identifier of a place of a version that brought none of its own."""
    return str(uuid5(NAMESPACE, f"{code}/{version}/{place}"))


def identifier_of(code: str, version: str, place: str, brought: Mapping[str, str]) -> str:
    """Return the identifier of a place: the one that came with the rubric, else the derived one."""
    return brought.get(place) or derived_identifier(code, version, place)
