"""Fitting the level model anew, and storing what it found with everybody's estimates.

Three steps, so that nobody waits while the model is fitted: read what there is, work it out without a
database (``working_out``), store it in one short transaction. What was judged meanwhile is worked out again
with the new fit in that transaction. The fit before stays where it is, and so does every number it led to.
"""

from typing import Any
from uuid import UUID

from sqlalchemy import delete, insert
from sqlalchemy.orm import Session

from lms.evidence.commands.estimating import add_estimates, lock_levels, renew_estimates
from lms.evidence.commands.working_out import WorkedOut, work_out
from lms.evidence.domain.facets import MODEL_VERSION
from lms.evidence.models import LevelEstimateRow, LevelFitRow, RaterResultRow
from lms.evidence.queries.fits import LevelFit, find_own_fit
from lms.evidence.queries.material import (
    Material,
    count_rows,
    find_number,
    has_links_since,
    list_states,
    read_material,
)
from lms.kernel.clock import Clock
from lms.kernel.errors import Conflict
from lms.kernel.ids import new_id
from lms.rubric.domain import Rubric
from lms.rubric.queries import get_rubric
from lms.storage import audit
from lms.storage import lease as leases
from lms.storage.lease import Lease


def refit(session: Session, *, rubric_version_id: UUID, clock: Clock, is_cold: bool = False) -> UUID | None:
    """Fit the model to all observations of a version and store it, in one unit of work; return its id.

    For a file, a test or a demo: whoever serves others meanwhile takes the three steps one by one. None when
    there is nothing to learn from, or nothing has changed since the last fit.
    """
    material = find_material(session, rubric_version_id=rubric_version_id, clock=clock, is_cold=is_cold)
    if material is None:
        return None
    return store_fit(session, worked_out=work_out(material), clock=clock)


def find_material(
    session: Session, *, rubric_version_id: UUID, clock: Clock, is_cold: bool
) -> Material | None:
    """Read what the next fit is made from; None when there is no need of one.

    ``is_cold`` has the spreads estimated anew, which is a reason for a fit unless the last one did so too.
    """
    rubric = get_rubric(session, rubric_version_id)
    last = find_own_fit(session, rubric)
    if last is not None and (last.is_cold or not is_cold) and not _has_news(session, rubric, last):
        return None
    material = read_material(session, rubric, last, clock=clock, is_cold=is_cold)
    return material if any(tally.n_counted for tally in material.tallies.values()) else None


def _has_news(session: Session, rubric: Rubric, last: LevelFit) -> bool:
    """Say whether anything was judged or voided since a fit, or linked by what raters rated alike."""
    is_same = (last.n_recorded, last.n_voided) == count_rows(session, rubric)
    return not is_same or has_links_since(session, rubric, last.fitted_at)


def store_fit(session: Session, *, worked_out: WorkedOut, clock: Clock, lease: Lease | None = None) -> UUID:
    """Store a fit, what it says of raters and everybody's estimates; return the fit's id.

    Raises Conflict("evidence.fit_overtaken") when another fit was stored meanwhile, or ``lease`` has run out
    and is somebody else's by now.
    """
    material, fit_id = worked_out.material, new_id()
    if lease is not None and not leases.is_held(session, lease):
        raise Conflict("evidence.fit_overtaken")
    audit.record(
        session,
        actor_id=None,
        action="evidence.refit",
        subject_kind="level_fit",
        subject_id=fit_id,
        at=clock.now(),
        details={"rubric_version": material.rubric.id, "shift_points": worked_out.shift_points},
    )
    lock_levels(session, material.rubric.id)
    number = find_number(session, material.rubric.id)
    if number != material.number_before:
        raise Conflict("evidence.fit_overtaken")
    session.execute(insert(LevelFitRow), [_fit_values(fit_id, number + 1, worked_out)])
    session.execute(insert(RaterResultRow), _rater_values(fit_id, worked_out))
    _replace_estimates(session, fit_id, worked_out, clock)
    return fit_id


def _replace_estimates(session: Session, fit_id: UUID, worked_out: WorkedOut, clock: Clock) -> None:
    """Put the fit's estimates in the place of all there are; work out again who was judged meanwhile."""
    material = worked_out.material
    session.execute(
        delete(LevelEstimateRow)
        .where(LevelEstimateRow.rubric_version_id == material.rubric.id)
        .execution_options(synchronize_session=False)  # no estimate is ever held as an object
    )
    states = list_states(session, material.rubric)
    before = {person_id: tally.state for person_id, tally in material.tallies.items()}
    changed = {person_id for person_id, state in states.items() if state != before.get(person_id)}
    add_estimates(
        session,
        fit_id=fit_id,
        rubric_version_id=material.rubric.id,
        estimates=[one for one in worked_out.estimates if one.person_id not in changed],
        at=material.read_at,
    )
    if changed:
        renew_estimates(session, rubric=material.rubric, person_ids=changed, clock=clock)


def _fit_values(fit_id: UUID, number: int, worked_out: WorkedOut) -> dict[str, Any]:
    material, parameters = worked_out.material, worked_out.parameters
    tallies, estimates = material.tallies.values(), worked_out.estimates
    return {
        "id": fit_id,
        "rubric_version_id": material.rubric.id,
        "number": number,
        "model_version": MODEL_VERSION,
        "fitted_at": material.read_at,
        "watermark_at": max(one.watermark_at for one in estimates),
        "is_cold": material.is_cold,
        "rounds": worked_out.rounds,
        "n_recorded": sum(tally.n_recorded for tally in tallies),
        "n_voided": sum(tally.n_voided for tally in tallies),
        "n_observations": sum(one.n_observations for one in estimates),
        "n_persons": len(estimates),
        "n_raters": len(material.columns.raters_of_people),
        "parameters": parameters.to_payload(),
        "covariance": parameters.covariance_bytes(),
        "linkage": dict(worked_out.linkage),
        "shift_points": worked_out.shift_points,
    }


def _rater_values(fit_id: UUID, worked_out: WorkedOut) -> list[dict[str, Any]]:
    return [
        {
            "fit_id": fit_id,
            "rater_id": UUID(one.rater),
            "role": one.role,
            "n": one.n,
            "severity": one.severity,
            "std_error": one.std_error,
            "infit": one.infit,
            "outfit": one.outfit,
            "used": list(one.used),
            "expected": list(one.expected),
            "flags": list(one.flags),
            "part": part,
        }
        for one, part in zip(worked_out.raters, worked_out.parts, strict=True)
    ]
