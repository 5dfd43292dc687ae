"""Entries for tests: drafts as a form hands them over, and rows of the table."""

from datetime import UTC, date, datetime

import factory

from lms.evidence.domain import Rating
from lms.kernel.ids import new_id
from lms.ojt.domain import Activity, EntryDraft, EntryState
from lms.ojt.models import OjtEntry


class EntryDraftFactory(factory.Factory[EntryDraft]):
    """A complete entry of two days ago; ``advisor_id`` and ``case_id`` have to be given."""

    class Meta:
        model = EntryDraft

    activity = Activity.ACCOMPANIED_VISIT
    visited_on = date(2026, 11, 18)
    minutes = 90
    comment = "社長の話を遮らずに聴き、決算書から仮説を立てた。"
    ratings = (Rating("B1", 2, "在庫の動きに気づいた"), Rating("A4", 3))


class OjtEntryFactory(factory.Factory[OjtEntry]):
    """A draft as stored; organisation, rubric version and people have to be given."""

    class Meta:
        model = OjtEntry

    id = factory.LazyFunction(new_id)
    activity = Activity.ACCOMPANIED_VISIT
    visited_on = date(2026, 11, 18)
    minutes = 90
    comment = "社長の話を遮らずに聴いた。"
    state = EntryState.DRAFT
    is_late = False
    started_at = datetime(2026, 11, 18, 9, tzinfo=UTC)
    changed_at = datetime(2026, 11, 18, 9, tzinfo=UTC)
