"""Bringing in judgements made before this product was there."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from typing import Any
from uuid import UUID

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from lms.evidence.access import can_import
from lms.evidence.commands.estimating import renew_estimates
from lms.evidence.domain import PastObservation, RefusedRow, SourceKind, refuse_past_rows
from lms.evidence.models import ObservationRow
from lms.evidence.queries import outline_of
from lms.evidence.queries.columns import in_batches
from lms.kernel.actor import Actor
from lms.kernel.calendar import Period
from lms.kernel.clock import Clock
from lms.kernel.ids import new_id
from lms.people.models import Employment, Organisation, Person
from lms.rubric.domain import Rubric
from lms.rubric.queries import get_current_rubric
from lms.storage import audit


@dataclass(frozen=True)
class ImportReport:
    """What bringing in past observations did, or would do. Nothing is written when any row is refused."""

    accepted: int
    refused: tuple[RefusedRow, ...]
    is_written: bool


def import_observations(
    session: Session, *, actor: Actor, rows: Sequence[PastObservation], dry_run: bool, clock: Clock
) -> ImportReport:
    """Bring in judgements made elsewhere before, in the words of the current rubric: all of them or none.

    Refused are rows that break a rule, name an unknown rater or a trainee without an employer that day, lie
    outside the actor's reach or are about the actor, and rows that are here already.
    """
    rubric = get_current_rubric(session, actor)
    refused = refuse_past_rows(rows, outline=outline_of(rubric, with_local=True), today=clock.today())
    faulty = {row.position for row in refused}
    if not dry_run:
        audit.hold_end(session)  # the same rows may be on their way in twice
    sound = {position: row for position, row in enumerate(rows, start=1) if position not in faulty}
    employers, refused_here = _place(session, actor, sound, rubric)
    refused += refused_here
    report = ImportReport(
        accepted=len(rows) - len(refused),
        refused=tuple(sorted(refused, key=lambda row: row.position)),
        is_written=not (refused or dry_run),
    )
    if report.is_written and rows:
        _insert_past(session, rows, employers, rubric, clock)
        audit.record(
            session,
            actor_id=actor.person_id,
            action="evidence.import_observations",
            subject_kind="rubric_version",
            subject_id=rubric.id,
            at=clock.now(),
            details={"count": len(rows), "rows_sha256": _digest(rows)},
        )
        renew_estimates(session, rubric=rubric, person_ids={row.trainee_id for row in rows}, clock=clock)
    return report


def _digest(rows: Sequence[PastObservation]) -> str:
    """Give a fingerprint of the rows, whatever their order: so that it can be shown who brought in which."""
    lines = sorted("|".join((*map(str, row.identity), str(row.level))) for row in rows)
    return sha256("\n".join(lines).encode()).hexdigest()


def _place(
    session: Session, actor: Actor, rows: Mapping[int, PastObservation], rubric: Rubric
) -> tuple[dict[int, UUID], list[RefusedRow]]:
    """Find the employer each row belongs to, and the rows that have no place here."""
    history = _employers(session, {row.trainee_id for row in rows.values()})
    raters = _known_people(session, {row.rater_id for row in rows.values()})
    present = _present(session, {row.trainee_id for row in rows.values()}, rubric)
    employers: dict[int, UUID] = {}
    refused: list[RefusedRow] = []
    for position, row in rows.items():
        employer = next(
            (o for period, o in history[row.trainee_id] if period.contains(row.observed_on)), None
        )
        if row.rater_id not in raters:
            refused.append(RefusedRow(position, "evidence.unknown_rater"))
        elif employer is None:
            refused.append(RefusedRow(position, "evidence.no_employer"))
        elif not can_import(actor, trainee_id=row.trainee_id, organisation_path=employer.path):
            refused.append(RefusedRow(position, "evidence.not_allowed"))
        elif row.identity in present:
            refused.append(RefusedRow(position, "evidence.row_present"))
        else:
            employers[position] = employer.id
    return employers, refused


def _employers(
    session: Session, person_ids: Collection[UUID]
) -> Mapping[UUID, list[tuple[Period, Organisation]]]:
    history: defaultdict[UUID, list[tuple[Period, Organisation]]] = defaultdict(list)
    for some in in_batches(sorted(person_ids)):
        found = session.execute(
            select(Employment, Organisation)
            .join(Organisation, Organisation.id == Employment.organisation_id)
            .where(Employment.person_id.in_(some))
            .order_by(Employment.starts_on.desc(), Employment.id.desc())
        )
        for employment, organisation in found:
            history[employment.person_id].append(
                (Period(employment.starts_on, employment.ends_on), organisation)
            )
    return history


def _known_people(session: Session, person_ids: Collection[UUID]) -> set[UUID]:
    known: set[UUID] = set()
    for some in in_batches(sorted(person_ids)):
        known.update(session.scalars(select(Person.id).where(Person.id.in_(some))))
    return known


def _present(
    session: Session, person_ids: Collection[UUID], rubric: Rubric
) -> set[tuple[UUID, UUID, str, date]]:
    codes = {criterion.id: criterion.code for criterion in rubric.criteria}
    present: set[tuple[UUID, UUID, str, date]] = set()
    for some in in_batches(sorted(person_ids)):
        found = session.execute(
            select(
                ObservationRow.trainee_id,
                ObservationRow.rater_id,
                ObservationRow.criterion_id,
                ObservationRow.observed_on,
            ).where(
                ObservationRow.trainee_id.in_(some),
                ObservationRow.rubric_version_id == rubric.id,
                ObservationRow.voided_at.is_(None),
            )
        )
        present.update((trainee, rater, codes[criterion], day) for trainee, rater, criterion, day in found)
    return present


def _insert_past(
    session: Session,
    rows: Sequence[PastObservation],
    employers: Mapping[int, UUID],
    rubric: Rubric,
    clock: Clock,
) -> None:
    criteria = {criterion.code: criterion.id for criterion in rubric.criteria}
    values: list[dict[str, Any]] = [
        {
            "id": new_id(),
            "organisation_id": employers[position],
            "trainee_id": row.trainee_id,
            "rater_id": row.rater_id,
            "rater_role": row.rater_role,
            "rubric_version_id": rubric.id,
            "criterion_id": criteria[row.criterion_code],
            "level": row.level,
            "observed_on": row.observed_on,
            "recorded_at": clock.now(),
            "comment": row.comment.strip(),
            "source_kind": SourceKind.PAST_RECORD,
        }
        for position, row in enumerate(rows, start=1)
    ]
    session.execute(insert(ObservationRow), values)
