"""Learners are reminded of what is due by itself: three days before, and once more the day after."""

from dataclasses import dataclass

import structlog

from lms.courses.commands import send_due_reminders
from lms.kernel.clock import Clock
from lms.storage.session import retrying, transaction

log = structlog.get_logger()

HOUR, MINUTE = 7, 40
"""When mails about days are written, in Japan: before the day's work."""


@dataclass(frozen=True)
class Reminder:
    """Writes each mail once, however often it looks."""

    clock: Clock

    def remind(self) -> None:
        """Write what is due and nobody has written yet."""
        n_reminded = retrying(self._remind)
        if n_reminded:
            log.info("learners reminded of courses", count=n_reminded)

    def _remind(self) -> int:
        with transaction() as session:
            return send_due_reminders(session, clock=self.clock)
