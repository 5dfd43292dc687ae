"""One pass over the outbox. Any number of passes may run at once: a claim lets one of them have a row."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from email.message import EmailMessage
from email.utils import format_datetime
from urllib.parse import urljoin, urlsplit
from uuid import UUID

import structlog
from flask import Flask
from flask_babel import force_locale
from sqlalchemy import select, update

from lms.kernel.clock import Clock
from lms.notifications.transport import Transport
from lms.people.queries import Recipient, get_recipient
from lms.storage.outbox import OutboxMessage
from lms.storage.session import reading, transaction
from lms.web.filters import days_in_words
from lms.web.mail import MailText

log = structlog.get_logger()

CLAIMED_FOR = timedelta(minutes=5)
FIRST_PAUSE = timedelta(minutes=1)
LONGEST_PAUSE = timedelta(hours=6)
PER_PASS = 100


@dataclass(frozen=True)
class Postman:
    """What a pass needs: the app for addresses and languages, the words by kind, the way out, the time."""

    app: Flask
    texts: Mapping[str, MailText]
    transport: Transport
    clock: Clock
    base_url: str
    sender: str

    def deliver_due(self) -> int:
        """Send what is due and return how many mails went out."""
        with reading() as session:
            due = session.scalars(
                select(OutboxMessage.id)
                .where(OutboxMessage.delivered_at.is_(None), OutboxMessage.due_at <= self.clock.now())
                .order_by(OutboxMessage.due_at, OutboxMessage.id)
                .limit(PER_PASS)
            ).all()
        return sum(self._deliver(message_id) for message_id in due)

    def _deliver(self, message_id: UUID) -> bool:
        message, recipient = self._claim(message_id)
        if message is None or recipient is None:
            return False
        try:
            self.transport.send(self._compose(message, recipient))
        except Exception as error:  # noqa: BLE001 (whatever is wrong with one mail must not hold up the rest)
            self._postpone(message, error)
            return False
        with transaction() as session:
            session.execute(
                update(OutboxMessage)
                .where(OutboxMessage.id == message_id)
                .values(delivered_at=self.clock.now(), last_error=None)
            )
        return True

    def _claim(self, message_id: UUID) -> tuple[OutboxMessage | None, Recipient | None]:
        now = self.clock.now()
        with transaction() as session:
            claimed = session.execute(
                update(OutboxMessage)
                .where(
                    OutboxMessage.id == message_id,
                    OutboxMessage.delivered_at.is_(None),
                    OutboxMessage.due_at <= now,
                )
                .values(due_at=now + CLAIMED_FOR, attempts=OutboxMessage.attempts + 1)
                .returning(OutboxMessage.id)
            ).first()
            if claimed is None:
                return None, None
            message = session.get_one(OutboxMessage, message_id)
            recipient = get_recipient(session, message.recipient_id)
            if recipient.has_left:
                message.delivered_at, message.last_error = now, "recipient has left"
                return None, None
            return message, recipient

    def _compose(self, message: OutboxMessage, recipient: Recipient) -> EmailMessage:
        text = self.texts[message.kind]
        payload = {name: str(value) for name, value in message.payload.items()}
        with self.app.test_request_context(base_url=self.base_url), force_locale(recipient.locale):
            words = days_in_words(payload)
            mail = EmailMessage()
            mail["From"], mail["To"] = self.sender, recipient.email
            mail["Subject"] = str(text.subject) % words if words else str(text.subject)
            mail["Date"] = format_datetime(message.created_at)
            mail["Message-ID"] = f"<{message.id}@{urlsplit(self.base_url).hostname}>"
            body = str(text.body) % words if words else str(text.body)
            address = urljoin(self.base_url, text.link(payload))
            mail.set_content(f"{recipient.name}\n\n{body}\n\n{address}\n")
            return mail

    def _postpone(self, message: OutboxMessage, error: Exception) -> None:
        # The error's own words may name the recipient: they stay in the database.
        log.warning(
            "mail not sent", message_id=str(message.id), kind=message.kind, error=type(error).__name__
        )
        with transaction() as session:
            session.execute(
                update(OutboxMessage)
                .where(OutboxMessage.id == message.id)
                .values(due_at=self.clock.now() + pause_after(message.attempts), last_error=str(error)[:500])
            )


def pause_after(attempts: int) -> timedelta:
    """Return how long to wait after so many failed attempts: 1, 2, 4 … minutes, at most 6 hours."""
    doublings = min(max(attempts - 1, 0), 10)
    return min(FIRST_PAUSE * (1 << doublings), LONGEST_PAUSE)
