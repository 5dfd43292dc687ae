"""Mails about courses: titles in the reader's language and days, nothing else."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy.orm import Session

from lms.courses.domain import Words
from lms.kernel.clock import Clock
from lms.storage import outbox


@dataclass(frozen=True)
class Reader:
    """Whom a mail goes to, and in which language they read."""

    id: UUID
    locale: str


def tell(
    session: Session,
    *,
    kind: str,
    key: str,
    reader: Reader,
    courses: Sequence[tuple[str, Words]],
    due_on: date | None,
    clock: Clock,
) -> None:
    """Queue a mail about courses (slug and title); about a single one it leads there."""
    titles = written([title for _slug, title in courses], reader.locale)
    slug = courses[0][0] if len(courses) == 1 else ""
    outbox.add(
        session,
        kind=kind,
        key=key,
        recipient_id=reader.id,
        payload={"courses": titles, "slug": slug, "due_on": due_on.isoformat() if due_on else ""},
        at=clock.now(),
    )


def written(titles: Sequence[Words], locale: str) -> str:
    """Write titles in one line as a language quotes them."""
    words = [title.get(locale) or next(iter(title.values())) for title in titles]
    if locale == "ja":
        return "".join(f"「{title}」" for title in words)
    opening, closing = "\N{LEFT DOUBLE QUOTATION MARK}", "\N{RIGHT DOUBLE QUOTATION MARK}"
    return ", ".join(f"{opening}{title}{closing}" for title in words)
