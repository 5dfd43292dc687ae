"""Sessions keep their dates by themselves: they open, go on, remind and close."""

from dataclasses import dataclass
from functools import partial
from uuid import UUID

import structlog

from lms.kernel.clock import Clock
from lms.moderation.commands import keep_time
from lms.moderation.queries import list_running_ids
from lms.storage.session import reading, retrying, transaction

log = structlog.get_logger()

AT_MINUTE = 5
"""At which minute of every hour the calendar is looked at: days end at midnight in Japan."""


@dataclass(frozen=True)
class Timekeeper:
    """Does for every session what its dates ask for today; each in a unit of work of its own."""

    clock: Clock

    def keep_dates(self) -> None:
        """Look at every session that is neither a draft nor over."""
        with reading() as session:
            running = list_running_ids(session)
        for calibration_id in running:
            if retrying(partial(self._keep, calibration_id)):
                log.info("calibration moved on", calibration_id=str(calibration_id))

    def _keep(self, calibration_id: UUID) -> bool:
        with transaction() as session:
            return keep_time(session, calibration_id=calibration_id, clock=self.clock)
