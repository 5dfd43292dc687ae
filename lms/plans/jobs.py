"""Both sides of a plan are reminded of what it has coming."""

from dataclasses import dataclass

import structlog

from lms.kernel.clock import Clock
from lms.plans.commands import remind
from lms.storage.session import retrying, transaction

log = structlog.get_logger()

HOUR, MINUTE = 7, 40
"""When people are reminded, in Japan: before the day's work."""


@dataclass(frozen=True)
class PlanReminder:
    """Reminds once of each occasion, however often it runs."""

    clock: Clock

    def remind(self) -> None:
        """Tell what nobody has told yet."""
        n_told = retrying(self._remind)
        if n_told:
            log.info("people reminded of their learning plans", count=n_told)

    def _remind(self) -> int:
        with transaction() as session:
            return remind(session, clock=self.clock)
