"""The level model is fitted anew every night, by one process, while everybody else goes on working."""

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

import structlog

from lms.evidence.commands.refitting import find_material, store_fit
from lms.evidence.commands.working_out import work_out
from lms.evidence.queries.material import find_last_cold, list_last_fitted, list_rated_versions
from lms.kernel.clock import Clock, japanese_day
from lms.kernel.errors import Conflict
from lms.storage import lease as leases
from lms.storage.lease import Lease
from lms.storage.session import reading, retrying, transaction

log = structlog.get_logger()

LEASE = "evidence.refit"
LEASE_LASTS = timedelta(minutes=30)
"""Far longer than it takes to fit the ratings of all advisors of Japan."""
OVERDUE = timedelta(hours=36)
HOUR, MINUTE = 3, 10
"""When the nightly fit begins, in Japan."""


@dataclass(frozen=True)
class Refitter:
    """Fits the model for every rubric version in use; ``holder`` names this process in the lease."""

    clock: Clock
    holder: str

    def refit_nightly(self) -> None:
        """Fit what has changed; the first fit of a month estimates the spreads anew."""
        with reading() as session:
            versions = list_rated_versions(session)
        self._refit_quietly(versions)

    def catch_up(self) -> None:
        """Fit what has no fit yet, or none of the last night."""
        with reading() as session:
            versions, fitted_at = list_rated_versions(session), list_last_fitted(session)
        overdue = self.clock.now() - OVERDUE
        self._refit_quietly([one for one in versions if one not in fitted_at or fitted_at[one] < overdue])

    def follow(self) -> None:
        """Fit what was published since and has no fit of its own yet: till then the last version's serves."""
        with reading() as session:
            fitted_at = list_last_fitted(session)
            versions = [one for one in list_rated_versions(session) if one not in fitted_at]
        self._refit_quietly(versions, keeping_spreads=True)

    def refit(
        self, version_ids: Collection[UUID], *, is_cold: bool = False, keeping_spreads: bool = False
    ) -> list[UUID]:
        """Fit these rubric versions where anything has changed; return the fits stored.

        The first fit of a month is cold, every one if asked, none when ``keeping_spreads``. Raises
        Conflict("evidence.fitting_elsewhere") while another process is at it.
        """
        with self._leading() as lease:
            made = [
                self._refit_version(
                    version_id,
                    lease,
                    is_cold=is_cold or not (keeping_spreads or self._has_cold_fit_this_month(version_id)),
                )
                for version_id in version_ids
            ]
        return [fit_id for fit_id in made if fit_id is not None]

    def _refit_quietly(self, version_ids: Collection[UUID], *, keeping_spreads: bool = False) -> None:
        """Leave it to whoever is at it already."""
        if not version_ids:
            return
        try:
            for fit_id in self.refit(version_ids, keeping_spreads=keeping_spreads):
                log.info("levels fitted", fit_id=str(fit_id))
        except Conflict as conflict:
            log.info("levels not fitted", reason=conflict.code)

    def _refit_version(self, version_id: UUID, lease: Lease, *, is_cold: bool) -> UUID | None:
        with reading() as session:
            material = find_material(
                session,
                rubric_version_id=version_id,
                clock=self.clock,
                is_cold=is_cold,
            )
        if material is None:
            return None
        worked_out = work_out(material)

        def store() -> UUID:
            with transaction() as session:
                return store_fit(session, worked_out=worked_out, clock=self.clock, lease=lease)

        return retrying(store)

    def _has_cold_fit_this_month(self, version_id: UUID) -> bool:
        with reading() as session:
            last = find_last_cold(session, version_id)
        today = self.clock.today()
        return last is not None and japanese_day(last).replace(day=1) == today.replace(day=1)

    @contextmanager
    def _leading(self) -> Iterator[Lease]:
        with transaction() as session:
            lease = leases.take(session, name=LEASE, holder=self.holder, lasting=LEASE_LASTS)
        if lease is None:
            raise Conflict("evidence.fitting_elsewhere")
        try:
            yield lease
        finally:
            with transaction() as session:
                leases.give_back(session, lease)
