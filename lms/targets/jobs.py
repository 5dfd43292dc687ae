"""Owners of profiles are asked to look at them again after a new version of the rubric."""

from dataclasses import dataclass

import structlog

from lms.kernel.clock import Clock
from lms.storage.session import retrying, transaction
from lms.targets.commands import ask_to_review

log = structlog.get_logger()

HOUR, MINUTE = 7, 20
"""When owners are asked, in Japan: before the day's work."""


@dataclass(frozen=True)
class Reviewer:
    """Asks once for each profile that speaks the words of an outdated version."""

    clock: Clock

    def ask(self) -> None:
        """Ask whom nobody has asked yet."""
        n_asked = retrying(self._ask)
        if n_asked:
            log.info("owners of target profiles asked to review", count=n_asked)

    def _ask(self) -> int:
        with transaction() as session:
            return ask_to_review(session, clock=self.clock)
