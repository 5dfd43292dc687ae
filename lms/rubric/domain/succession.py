"""How one version follows another: what has become of each criterion, and of each level's meaning."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class Change(StrEnum):
    """What a version is to the one before it."""

    INITIAL = "initial"
    EDITORIAL = "editorial"
    """Better words for the same meaning: every rating goes on as it is."""
    MEANING = "meaning"
    """Something else is judged; the crosswalk says what has become of each criterion."""


class CrosswalkKind(StrEnum):
    """What has become of a criterion."""

    SAME = "same"
    SPLIT = "split"
    MERGED = "merged"
    SHIFTED = "shifted"
    """The same thing on another scale: what was level 3 may be level 2 now."""
    RETIRED = "retired"


@dataclass(frozen=True)
class CrosswalkLine:
    """What has become of the criterion ``source``; ``targets`` are codes of the new version.

    ``levels`` maps each level of the source to one of the targets'; None where the levels are the same.
    """

    source: str
    kind: CrosswalkKind
    targets: tuple[str, ...] = ()
    levels: Mapping[int, int] | None = None


@dataclass(frozen=True)
class Succession:
    """How a version follows ``predecessor``, a version of the same rubric; ``note`` is for its readers."""

    predecessor: str
    change: Change
    crosswalk: tuple[CrosswalkLine, ...] = ()
    note: Mapping[str, str] | None = None
