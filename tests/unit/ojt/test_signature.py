"""The digest covers everything an entry says."""

from dataclasses import replace
from datetime import date
from uuid import UUID

import pytest

from lms.evidence.domain import Rating
from lms.ojt.domain import Activity, EntryDraft, SignedContent, content_digest

DRAFT = EntryDraft(
    advisor_id=UUID(int=1),
    case_id=UUID(int=3),
    activity=Activity.VISIT,
    visited_on=date(2026, 11, 18),
    minutes=90,
    comment="決算書を一緒に読んだ",
    ratings=(Rating("A1", 2, "話を遮らない"), Rating("B1", 3)),
)
CONTENT = SignedContent(UUID(int=10), UUID(int=2), UUID(int=5), DRAFT, "次は仮説を先に立てます")


def test_the_digest_is_stable() -> None:
    assert content_digest(CONTENT) == "131eadb61acf24daf787f7a7e36779e8ccf56ff3ebb3c6ad61cdb88ef858bf33"


def test_the_order_of_ratings_does_not_matter() -> None:
    turned = replace(CONTENT, draft=replace(DRAFT, ratings=DRAFT.ratings[::-1]))
    assert content_digest(turned) == content_digest(CONTENT)


@pytest.mark.parametrize(
    "change",
    [
        {"advisor_id": UUID(int=7)},
        {"case_id": None},
        {"activity": Activity.WINDOW},
        {"visited_on": date(2026, 11, 17)},
        {"minutes": 91},
        {"comment": "決算書を一緒に読んだ。"},
        {"ratings": (Rating("A1", 2, "話を遮らない"), Rating("B1", 2))},
        {"ratings": (Rating("A1", 2), Rating("B1", 3))},
    ],
    ids=lambda change: next(iter(change)),
)
def test_any_change_of_the_entry_shows(change: dict[str, object]) -> None:
    changed = replace(CONTENT, draft=replace(DRAFT, **change))  # type: ignore[arg-type]  # a case
    assert content_digest(changed) != content_digest(CONTENT)


@pytest.mark.parametrize(
    "change",
    [
        {"entry_id": UUID(int=11)},
        {"supervisor_id": UUID(int=8)},
        {"rubric_version_id": UUID(int=6)},
        {"acknowledgement": "はい"},
    ],
    ids=lambda change: next(iter(change)),
)
def test_any_change_around_it_shows(change: dict[str, object]) -> None:
    assert content_digest(replace(CONTENT, **change)) != content_digest(CONTENT)  # type: ignore[arg-type]  # a case
