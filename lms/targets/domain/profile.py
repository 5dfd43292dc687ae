"""What a target profile says, and the rules it has to keep.

A profile is known by its code and first day; what it says stands in dated revisions. A revision takes effect
on the day it is made, or on the profile's first day where that is still to come, so that what held on any
earlier day stays as it was.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from uuid import UUID

from lms.kernel.errors import RuleViolation
from lms.targets.domain.audience import Audience, list_audience_flaws

LONGEST_CODE, LONGEST_NAME, LONGEST_TEXT = 40, 100, 1000
_SIGNS = frozenset("abcdefghijklmnopqrstuvwxyz0123456789-_")


class ProfileState(StrEnum):
    """Where a profile stands on a day."""

    UPCOMING = "upcoming"
    IN_FORCE = "in_force"
    ENDED = "ended"


@dataclass(frozen=True)
class Span:
    """Days from ``starts_on`` up to, but not including, ``ends_on`` (None = open); may hold no day at all."""

    starts_on: date
    ends_on: date | None = None

    def contains(self, day: date) -> bool:
        """Say whether a day lies inside."""
        return self.starts_on <= day and (self.ends_on is None or day < self.ends_on)

    def overlaps(self, other: "Span") -> bool:
        """Say whether the two share a day."""
        latest_start = max(self.starts_on, other.starts_on)
        return self.contains(latest_start) and other.contains(latest_start)

    def state_on(self, day: date) -> ProfileState:
        """Say where what lasts this long stands on a day."""
        if self.contains(day):
            return ProfileState.IN_FORCE
        is_empty = self.ends_on is not None and self.ends_on <= self.starts_on
        return ProfileState.UPCOMING if day < self.starts_on and not is_empty else ProfileState.ENDED


@dataclass(frozen=True)
class TargetDraft:
    """What one revision says. ``levels`` maps codes of criteria of ``rubric_version_id`` to levels.

    ``audience`` None: only for those whom somebody assigns to it. ``is_draft``: the levels are a proposal
    that nobody has agreed on yet; ``basis``: what they were drawn from. Texts are ``{"ja": …, "en": …}``.
    """

    name: Mapping[str, str]
    rubric_version_id: UUID
    levels: Mapping[str, int]
    description: Mapping[str, str] = field(default_factory=dict)
    audience: Audience | None = None
    ends_on: date | None = None
    is_draft: bool = False
    basis: Mapping[str, str] = field(default_factory=dict)


def list_flaws(
    draft: TargetDraft, *, starts_on: date, criteria: Collection[str], highest_level: int
) -> Iterator[RuleViolation]:
    """Name everything that keeps a draft from being published, each with its field."""
    if not any(text.strip() for text in draft.name.values()):
        yield RuleViolation("targets.name_missing", field="name_ja")
    if draft.ends_on is not None and draft.ends_on <= starts_on:
        yield RuleViolation("targets.ends_before_start", field="ends_on")
    if draft.audience is not None:
        yield from list_audience_flaws(draft.audience)
    if not draft.levels:
        yield RuleViolation("targets.no_levels", field="levels")
    for code, level in draft.levels.items():
        if code not in criteria:
            yield RuleViolation("targets.unknown_criterion", field="levels", criterion=code)
        elif not 1 <= level <= highest_level:
            facts = {"criterion": code, "highest": highest_level}
            yield RuleViolation("targets.level_out_of_range", field=f"level_{code}", **facts)


def check_draft(
    draft: TargetDraft, *, starts_on: date, criteria: Collection[str], highest_level: int
) -> None:
    """Refuse a draft with a flaw; raises the first of ``list_flaws``."""
    for flaw in list_flaws(draft, starts_on=starts_on, criteria=criteria, highest_level=highest_level):
        raise flaw


def check_code(code: str) -> None:
    """Check what a profile is to be known by. Raises RuleViolation("targets.code_unusable")."""
    if not 1 <= len(code) <= LONGEST_CODE or not _SIGNS.issuperset(code) or not code[0].isalnum():
        raise RuleViolation("targets.code_unusable", field="code", longest=LONGEST_CODE)


def check_apart(span: Span, others: Iterable[Span], *, field: str) -> None:
    """Check that no other profile of the same code holds on one of the days.

    Raises RuleViolation("targets.overlaps") at ``field``, naming the other's first day.
    """
    for other in others:
        if span.overlaps(other):
            raise RuleViolation("targets.overlaps", field=field, starts_on=other.starts_on)


def check_audience_is_free(
    audience: Audience | None, span: Span, others: Iterable[tuple[str, Span, Audience | None]]
) -> None:
    """Check that no other profile of the organisation speaks to the very same people on one of the days.

    ``others``: code, days and audience of each. Raises RuleViolation("targets.same_audience").
    """
    for code, other_span, other in others:
        if audience is not None and audience == other and span.overlaps(other_span):
            raise RuleViolation("targets.same_audience", field="reach", other=code)


def takes_effect_on(*, today: date, starts_on: date) -> date:
    """Return the first day on which a revision made today holds."""
    return max(today, starts_on)


def check_end(ends_on: date, *, today: date, starts_on: date) -> None:
    """Check from which day a profile holds no longer; what has been stays.

    Raises RuleViolation("targets.ends_in_past" | "targets.ends_before_start").
    """
    if ends_on < starts_on:
        raise RuleViolation("targets.ends_before_start", field="ends_on")
    if ends_on < today:
        raise RuleViolation("targets.ends_in_past", field="ends_on")
