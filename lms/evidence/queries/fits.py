"""Reads of fits: the current policy, what a fit says of its raters, which organisations may be compared."""

from collections import OrderedDict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import lru_cache
from threading import Lock
from typing import Any
from uuid import UUID

from sqlalchemy import Select, case, select
from sqlalchemy.orm import Session

from lms.evidence.domain import RaterRole
from lms.evidence.domain.facets import MODEL_VERSION, FacetPolicy, Parameters, Scale
from lms.evidence.domain.facets.linkage import Comparison
from lms.evidence.domain.facets.raters import RaterFlag, RaterResult
from lms.evidence.models import LevelFitRow, RaterResultRow
from lms.evidence.queries.observations import outline_of
from lms.kernel.actor import Actor
from lms.rubric.domain import Rubric
from lms.rubric.queries import get_rubric

KEPT = 4
"""Fits whose parsed parameters a process keeps: the current one of each rubric in use, and the one before."""


@dataclass(frozen=True)
class LevelFit:
    """What is known of a fit without reading its parameters; the row says what each number means."""

    id: UUID
    rubric_version_id: UUID
    number: int
    model_version: str
    fitted_at: datetime
    watermark_at: datetime
    is_cold: bool
    rounds: int
    n_recorded: int
    n_voided: int
    n_observations: int
    n_persons: int
    n_raters: int
    linkage: Mapping[str, Any]
    shift_points: float | None


class _Kept:
    """The policies asked for last, by version and fit; neither ever changes, so neither does the policy."""

    def __init__(self) -> None:
        self._policies: OrderedDict[tuple[UUID, UUID], FacetPolicy] = OrderedDict()
        self._lock = Lock()

    def find(self, key: tuple[UUID, UUID]) -> FacetPolicy | None:
        with self._lock:
            policy = self._policies.get(key)
            if policy is not None:
                self._policies.move_to_end(key)
            return policy

    def keep(self, key: tuple[UUID, UUID], policy: FacetPolicy) -> None:
        with self._lock:
            self._policies[key] = policy
            while len(self._policies) > KEPT:
                self._policies.popitem(last=False)


_KEPT = _Kept()

_FACTS = tuple(getattr(LevelFitRow, name) for name in LevelFit.__dataclass_fields__)


def current_policy(session: Session, rubric: Rubric) -> FacetPolicy:
    """Return the policy levels are found by now: of the latest fit, else with what is known before any."""
    return policy_of(session, rubric, session.scalar(latest_fit_id(rubric)))


def policy_of(session: Session, rubric: Rubric, fit_id: UUID | None) -> FacetPolicy:
    """Return the policy of a stored fit, or the one before any fit; parameters are read and parsed once.

    A fit in the words of the version before serves until there is one in those of ``rubric``.
    """
    if fit_id is None:
        return _reference_policy(Scale.of_outline(outline_of(rubric)))
    policy = _KEPT.find((rubric.id, fit_id))
    if policy is None:
        row = session.execute(
            select(
                LevelFitRow.rubric_version_id,
                LevelFitRow.parameters,
                LevelFitRow.covariance,
                LevelFitRow.linkage,
            ).where(LevelFitRow.id == fit_id)
        ).one()
        fitted = get_rubric(session, row.rubric_version_id)
        scale = Scale.of_outline(outline_of(fitted))
        parameters = Parameters.from_payload(scale, row.parameters, row.covariance)
        if fitted.id != rubric.id:
            parameters = parameters.moved_to(Scale.of_outline(outline_of(rubric)), _unchanged(fitted, rubric))
        policy = FacetPolicy(parameters, is_linked=row.linkage["is_linked"])
        _KEPT.keep((rubric.id, fit_id), policy)
    return policy


def local_policy_of(session: Session, rubric: Rubric, fit_id: UUID | None) -> FacetPolicy:
    """Return the policy for the criteria that organisations add: what all have in common holds for them, too.

    They are too few people's to be fitted by themselves: their steps are those assumed before any fit.
    """
    policy = policy_of(session, rubric, fit_id)
    shared = {code: code for code in policy.parameters.scale.criteria}
    scale = Scale.of_outline(outline_of(rubric, with_local=True))
    return replace(policy, parameters=policy.parameters.moved_to(scale, shared))


def _unchanged(before: Rubric, now: Rubric) -> dict[str, str]:
    """Say of each criterion whose meaning and levels stayed what its code was before."""
    return {
        carry.code: criterion.code
        for criterion in before.criteria
        for carry in now.sources.get(criterion.id, ())
        if not carry.is_changed
    }


def find_fit_id(session: Session, rubric_version_id: UUID) -> UUID | None:
    """Return the latest fit of this release's model in a version's own words; None before the first."""
    return session.scalar(_latest([rubric_version_id]).with_only_columns(LevelFitRow.id))


def latest_fit_id(rubric: Rubric) -> Select[UUID]:
    """Select the id of the fit behind the levels shown now."""
    return _latest([rubric.id, *rubric.earlier_ids]).with_only_columns(LevelFitRow.id)


def find_fit(session: Session, rubric: Rubric) -> LevelFit | None:
    """Return the fit behind the levels shown now; None before the first.

    Right after a version was published this is the last one in the words of the version before.
    """
    row = session.execute(_latest([rubric.id, *rubric.earlier_ids]).with_only_columns(*_FACTS)).first()
    return None if row is None else LevelFit(*row)


def find_own_fit(session: Session, rubric: Rubric) -> LevelFit | None:
    """Return the latest fit in the version's own words; None before the first."""
    row = session.execute(_latest([rubric.id]).with_only_columns(*_FACTS)).first()
    return None if row is None else LevelFit(*row)


def list_fits(session: Session, fit_ids: Collection[UUID]) -> list[LevelFit]:
    """List fits by their ids, in the order in which they were made."""
    rows = session.execute(select(*_FACTS).where(LevelFitRow.id.in_(fit_ids)).order_by(LevelFitRow.id))
    return [LevelFit(*row) for row in rows]


def find_rater_result(session: Session, actor: Actor, fit: LevelFit) -> RaterResult | None:
    """Return what a fit says of the actor as a supervisor; nobody reads it of anybody else."""
    row = session.scalar(
        select(RaterResultRow).where(
            RaterResultRow.fit_id == fit.id,
            RaterResultRow.rater_id == actor.person_id,
            RaterResultRow.role == RaterRole.SUPERVISOR,
        )
    )
    if row is None:
        return None
    return RaterResult(
        rater=str(row.rater_id),
        role=row.role,
        n=row.n,
        severity=row.severity,
        std_error=row.std_error,
        infit=row.infit,
        outfit=row.outfit,
        used=tuple(row.used),
        expected=tuple(row.expected),
        flags=tuple(RaterFlag(flag) for flag in row.flags),
    )


def find_comparisons(session: Session, rubric: Rubric) -> Mapping[UUID, Comparison]:
    """Say of each organisation whose people have rated whether its levels may be compared with others'.

    Empty before the first fit: then nothing may. An organisation that is not named has rated nobody, and its
    people are judged where most are.
    """
    fit = find_fit(session, rubric)
    if fit is None:
        return {}
    return {UUID(key): Comparison(word) for key, word in fit.linkage["comparisons"].items()}


def _latest(version_ids: Sequence[UUID]) -> Select[LevelFitRow]:
    """Select the last fit of the first of these versions that has any."""
    place = case({key: number for number, key in enumerate(version_ids)}, value=LevelFitRow.rubric_version_id)
    return (
        select(LevelFitRow)
        .where(LevelFitRow.rubric_version_id.in_(version_ids), LevelFitRow.model_version == MODEL_VERSION)
        .order_by(place, LevelFitRow.number.desc())
        .limit(1)
    )


@lru_cache(maxsize=KEPT)
def _reference_policy(scale: Scale) -> FacetPolicy:
    return FacetPolicy(Parameters.reference(scale))
