"""Templates of plans: what they say, the milestones they make, and what a newer version would change.

A plan never follows its template by itself. What a newer version says differently is a list of changes; the
ones somebody takes are applied to the plan's wording, which then needs both agreements as ever.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum
from typing import TypeAlias
from uuid import UUID

from lms.kernel.calendar import months_before
from lms.kernel.errors import RuleViolation
from lms.plans.domain.wording import (
    LONGEST_TEXT,
    LONGEST_TITLE,
    MOST_MILESTONES,
    Milestone,
    MilestoneKind,
    Subject,
    Term,
    Wording,
    list_subject_flaws,
)
from lms.targets.domain import Audience

Words: TypeAlias = Mapping[str, str]
MakeId: TypeAlias = Callable[[], UUID]
MOST_MONTHS = 36
MOST_REVIEW_MONTHS = 12


class Decision(StrEnum):
    """What was said to a newer version of a template."""

    ALL = "all"
    SOME = "some"
    NONE = "none"


class ChangeKind(StrEnum):
    """What a newer version does with an item."""

    ADDED = "added"
    REWORDED = "reworded"
    REMOVED = "removed"


@dataclass(frozen=True)
class TemplateItem:
    """A milestone to be, due ``due_month`` months after the start; ``code`` lasts through all versions."""

    code: str
    kind: MilestoneKind
    title: Words
    due_month: int
    criterion_code: str | None = None
    level: int | None = None
    course_slug: str | None = None


@dataclass(frozen=True)
class TemplateText:
    """What one version of a template says."""

    name: Words
    goals: Words
    audience: Audience
    months: int
    review_months: int
    items: tuple[TemplateItem, ...]
    note: str = ""


@dataclass(frozen=True)
class Change:
    """What a newer version would do with one item; ``before`` is as the plan's own version has it."""

    code: str
    kind: ChangeKind
    before: TemplateItem | None
    after: TemplateItem | None


def list_template_flaws(
    text: TemplateText, *, levels: Mapping[str, int], slugs: Collection[str]
) -> Iterator[RuleViolation]:
    """Name everything for which a template cannot be published; fields of an item end in its number."""
    yield from _frame_flaws(text)
    if not text.items:
        yield RuleViolation("plans.no_items")
    if len(text.items) > MOST_MILESTONES:
        yield RuleViolation("plans.too_many_milestones", limit=MOST_MILESTONES)
    for number, item in enumerate(text.items):
        for flaw in _item_flaws(item, months=text.months, levels=levels, slugs=slugs):
            yield RuleViolation(flaw.code, field=f"{flaw.field}_{number}", **flaw.facts)


def _frame_flaws(text: TemplateText) -> Iterator[RuleViolation]:
    if not any(words.strip() for words in text.name.values()):
        yield RuleViolation("plans.name_missing", field="name_ja")
    for language, words in text.name.items():
        if len(words) > LONGEST_TITLE:
            yield RuleViolation("plans.title_too_long", field=f"name_{language}", limit=LONGEST_TITLE)
    for language, words in text.goals.items():
        if len(words) > LONGEST_TEXT:
            yield RuleViolation("plans.text_too_long", field=f"goals_{language}", limit=LONGEST_TEXT)
    if not 1 <= text.months <= MOST_MONTHS:
        yield RuleViolation("plans.months_out_of_range", field="months", highest=MOST_MONTHS)
    if not 1 <= text.review_months <= MOST_REVIEW_MONTHS:
        yield RuleViolation(
            "plans.review_months_out_of_range", field="review_months", highest=MOST_REVIEW_MONTHS
        )


def _item_flaws(
    item: TemplateItem, *, months: int, levels: Mapping[str, int], slugs: Collection[str]
) -> Iterator[RuleViolation]:
    if not any(words.strip() for words in item.title.values()):
        yield RuleViolation("plans.milestone_title_missing", field="title_ja")
    for language, words in item.title.items():
        if len(words) > LONGEST_TITLE:
            yield RuleViolation("plans.title_too_long", field=f"title_{language}", limit=LONGEST_TITLE)
    if not 1 <= item.due_month <= months:
        yield RuleViolation("plans.due_month_outside", field="due_month", months=months)
    subject = Subject(item.kind, item.criterion_code, item.level, item.course_slug)
    yield from list_subject_flaws(subject, levels=levels, slugs=slugs)


def due_on(term: Term, month: int, *, months: int) -> date:
    """Return when an item is due: on the last day of its month of the plan.

    A plan shorter than the ``months`` the template was made for has them all closer together.
    """
    full = _month_end(term.starts_on, months)
    if term.ends_on >= full:
        return _month_end(term.starts_on, month)
    days = (term.ends_on - term.starts_on).days
    return term.starts_on + timedelta(days=round(days * month / months))


def _month_end(starts_on: date, month: int) -> date:
    return months_before(starts_on, -month) - timedelta(days=1)


def in_language(words: Words, language: str) -> str:
    """Return a text in a language, in the other where it has no words in that one."""
    return words.get(language) or next((text for text in words.values() if text), "")


def word_template(text: TemplateText, *, term: Term, language: str, make_id: MakeId) -> Wording:
    """Return the wording a template makes for a plan, in the language of whose plan it is."""
    milestones = tuple(
        _milestone(item, make_id(), due_on(term, item.due_month, months=text.months), language)
        for item in text.items
    )
    return Wording(in_language(text.name, language), in_language(text.goals, language), milestones).in_order


def list_changes(before: Iterable[TemplateItem], after: Iterable[TemplateItem]) -> tuple[Change, ...]:
    """List what a newer version does differently: what it adds and rewords in order, then what it drops."""
    old, new = ({item.code: item for item in items} for items in (before, after))
    changes = [
        Change(code, ChangeKind.REWORDED if code in old else ChangeKind.ADDED, old.get(code), item)
        for code, item in new.items()
        if old.get(code) != item
    ]
    gone = [Change(code, ChangeKind.REMOVED, item, None) for code, item in old.items() if code not in new]
    return (*changes, *gone)


def list_offered(changes: Iterable[Change], wording: Wording) -> tuple[Change, ...]:
    """List the changes that would do something: to drop or reword only what the plan still has."""
    present = {one.item_code for one in wording.milestones}
    return tuple(one for one in changes if (one.kind is ChangeKind.ADDED) != (one.code in present))


def apply_changes(
    wording: Wording,
    changes: Sequence[Change],
    chosen: Collection[str],
    *,
    term: Term,
    months: int,
    language: str,
    make_id: MakeId,
) -> Wording:
    """Return a wording with the chosen changes made; a reworded milestone keeps its key, and so its marks.

    A milestone is due on another day only where the template moves it: days agreed otherwise stay.
    """
    taken = {one.code: one for one in changes if one.code in chosen}
    milestones = []
    for one in wording.milestones:
        change = taken.pop(one.item_code or "", None)
        if change is None:
            milestones.append(one)
        elif change.after is not None:
            day = one.due_on
            if change.before is None or change.before.due_month != change.after.due_month:
                day = due_on(term, change.after.due_month, months=months)
            milestones.append(_milestone(change.after, one.key, day, language))
    for change in taken.values():
        if change.after is not None and change.kind is ChangeKind.ADDED:
            day = due_on(term, change.after.due_month, months=months)
            milestones.append(_milestone(change.after, make_id(), day, language))
    return replace(wording, milestones=tuple(milestones)).in_order


def decision_of(offered: Sequence[Change], chosen: Collection[str]) -> Decision:
    """Say whether all, some or none of what was offered was taken."""
    n_taken = sum(one.code in chosen for one in offered)
    if n_taken == 0:
        return Decision.NONE
    return Decision.ALL if n_taken == len(offered) else Decision.SOME


def _milestone(item: TemplateItem, key: UUID, day: date, language: str) -> Milestone:
    return Milestone(
        key=key,
        kind=item.kind,
        title=in_language(item.title, language),
        due_on=day,
        criterion_code=item.criterion_code,
        level=item.level,
        course_slug=item.course_slug,
        item_code=item.code,
    )
