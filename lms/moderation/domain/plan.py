"""What an organiser plans, and the words they owe."""

from dataclasses import dataclass
from uuid import UUID

from lms.kernel.errors import RuleViolation
from lms.moderation.domain.life import MOST_VIGNETTES, Dates, check_dates

MAX_TITLE = 100
MAX_PURPOSE = 500
MAX_TEXT = 4000


@dataclass(frozen=True)
class Plan:
    """A session as planned; ``meeting`` says where and when people talk. Vignettes in their order."""

    title: str
    purpose: str
    dates: Dates
    meeting: str = ""
    vignette_ids: tuple[UUID, ...] = ()


def check_plan(plan: Plan) -> None:
    """Check what even an unfinished plan has to keep.

    Raises as ``check_words`` and ``check_dates`` do; RuleViolation("moderation.too_many_vignettes" |
    "moderation.vignette_twice").
    """
    check_words(plan.title, field="title", most=MAX_TITLE)
    check_words(plan.purpose, field="purpose", most=MAX_PURPOSE)
    if len(plan.meeting.strip()) > MAX_PURPOSE:
        raise RuleViolation("moderation.text_too_long", field="meeting", highest=MAX_PURPOSE)
    check_dates(plan.dates)
    if len(plan.vignette_ids) > MOST_VIGNETTES:
        raise RuleViolation("moderation.too_many_vignettes", field="vignettes", highest=MOST_VIGNETTES)
    if len(set(plan.vignette_ids)) < len(plan.vignette_ids):
        raise RuleViolation("moderation.vignette_twice", field="vignettes")


def check_words(text: str, *, field: str, most: int) -> str:
    """Return words that have to be given, trimmed.

    Raises RuleViolation("moderation.words_missing" | "moderation.text_too_long").
    """
    words = text.strip()
    if not words:
        raise RuleViolation("moderation.words_missing", field=field)
    if len(words) > most:
        raise RuleViolation("moderation.text_too_long", field=field, highest=most)
    return words
