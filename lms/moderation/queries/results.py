"""Reads of results: outcomes once fixed, reasons without names, one's own, and names once opened."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from lms.kernel.actor import Actor
from lms.moderation.access import sees_names
from lms.moderation.domain import (
    FEWEST_RATERS,
    Answer,
    Outcome,
    OwnCell,
    OwnResult,
    Round,
    Sheet,
    compare,
    outcome_of,
)
from lms.moderation.models import (
    Calibration,
    CalibrationAnswer,
    CalibrationDisclosure,
    CalibrationMinutes,
    CalibrationOutcome,
    CalibrationRater,
)
from lms.moderation.queries.rating import list_own_answers
from lms.moderation.queries.vignettes import RatedCriterion, rated_by
from lms.people.models import Person
from lms.rubric.domain import Rubric


@dataclass(frozen=True)
class NamedAnswers:
    """What one rater answered about one vignette, by criterion, in each round."""

    name: str
    organisation_name: Mapping[str, str]
    levels: Mapping[str, tuple[Answer, Answer | None]]


def find_outcomes(session: Session, calibration_id: UUID) -> dict[Round, Outcome]:
    """Return the results fixed so far, by round."""
    rows = session.scalars(
        select(CalibrationOutcome).where(CalibrationOutcome.calibration_id == calibration_id)
    )
    return {Round(row.round): outcome_of(row.content) for row in rows}


def rated_criteria(calibration: Calibration, rubric: Rubric) -> dict[int, dict[str, RatedCriterion]]:
    """Return what each vignette of a session is rated by, by its number."""
    return {place.number: rated_by(place.vignette, rubric) for place in calibration.places}


def list_reasons(
    session: Session, calibration_id: UUID, *, vignette_id: UUID, criterion_id: UUID
) -> list[tuple[int | None, str]]:
    """List (level, reason) of the first round, by level; nothing tells whose they are, the order neither."""
    rows = session.execute(
        select(CalibrationAnswer.level, CalibrationAnswer.note).where(
            CalibrationAnswer.calibration_id == calibration_id,
            CalibrationAnswer.vignette_id == vignette_id,
            CalibrationAnswer.criterion_id == criterion_id,
            CalibrationAnswer.round == Round.FIRST,
            CalibrationAnswer.note != "",
        )
    ).all()
    return sorted(((level, note) for level, note in rows), key=lambda row: (row[0] or 0, row[1]))


def find_own_result(
    session: Session, actor: Actor, calibration: Calibration, rubric: Rubric, outcome: Outcome
) -> OwnResult:
    """Put the actor's own answers beside the first round of all."""
    answers = list_own_answers(session, actor, calibration, rubric)
    numbers = {place.number: place.vignette_id for place in calibration.places}
    levels = {
        one: {
            (vignette_id, answer.criterion_code): answer.level
            for vignette_id, given in by_vignette.items()
            for answer in given
        }
        for one, by_vignette in answers.items()
    }
    reference = {
        (number, code): (rated.mean, rated.std_error)
        for number, criteria in rated_criteria(calibration, rubric).items()
        for code, rated in criteria.items()
    }
    cells = [
        OwnCell(
            cell=cell,
            level=levels[Round.FIRST].get((numbers[cell.number], cell.code)),
            again=levels[Round.SECOND].get((numbers[cell.number], cell.code)),
            reference=reference.get((cell.number, cell.code)),
        )
        for cell in outcome.cells
    ]
    rated_codes = {cell.code for cell in outcome.cells}
    return compare(cells, [one.code for one in rubric.criteria if one.code in rated_codes])


def find_minutes(session: Session, calibration_id: UUID) -> CalibrationMinutes | None:
    """Return what was agreed so far, with who wrote it last."""
    return session.scalar(
        select(CalibrationMinutes)
        .where(CalibrationMinutes.calibration_id == calibration_id)
        .options(joinedload(CalibrationMinutes.saved_by))
    )


def list_disclosures(session: Session, calibration_id: UUID) -> Sequence[CalibrationDisclosure]:
    """List who saw names and why, the latest first; every rater may read it."""
    return session.scalars(
        select(CalibrationDisclosure)
        .where(CalibrationDisclosure.calibration_id == calibration_id)
        .options(joinedload(CalibrationDisclosure.opened_by))
        .order_by(CalibrationDisclosure.opened_at.desc(), CalibrationDisclosure.id)
    ).all()


def names_are_open(
    disclosures: Sequence[CalibrationDisclosure], actor: Actor, now: datetime
) -> CalibrationDisclosure | None:
    """Return the opening of names that holds for the actor now."""
    return next(
        (
            one
            for one in disclosures
            if sees_names(actor, opened_by_id=one.opened_by_id, ends_at=one.ends_at, now=now)
        ),
        None,
    )


def list_named_answers(
    session: Session, calibration_id: UUID, vignette_id: UUID, rubric: Rubric
) -> list[NamedAnswers]:
    """List who answered what about one vignette; the caller has made sure that the names are open."""
    codes = {criterion.id: criterion.code for criterion in rubric.criteria}
    rows = session.scalars(
        select(CalibrationAnswer).where(
            CalibrationAnswer.calibration_id == calibration_id,
            CalibrationAnswer.vignette_id == vignette_id,
        )
    ).all()
    by_rater: dict[UUID, dict[Round, dict[str, Answer]]] = {}
    for row in rows:
        answer = Answer(codes[row.criterion_id], row.level, is_unsure=row.level is None, note=row.note)
        rounds = by_rater.setdefault(row.person_id, {one: {} for one in Round})
        rounds[Round(row.round)][answer.criterion_code] = answer
    raters = session.scalars(
        select(CalibrationRater)
        .join(Person, Person.id == CalibrationRater.person_id)
        .where(CalibrationRater.calibration_id == calibration_id, CalibrationRater.answered_at.is_not(None))
        .options(joinedload(CalibrationRater.person), joinedload(CalibrationRater.organisation))
        .order_by(Person.name_kana, Person.name, Person.id)
    ).all()
    return [_named(rater, by_rater[rater.person_id]) for rater in raters]


def _named(rater: CalibrationRater, rounds: Mapping[Round, Mapping[str, Answer]]) -> NamedAnswers:
    again = rounds[Round.SECOND]
    return NamedAnswers(
        name=rater.person.name,
        organisation_name=rater.organisation.name,
        levels={code: (answer, again.get(code)) for code, answer in rounds[Round.FIRST].items()},
    )


def read_sheets(session: Session, calibration: Calibration, rubric: Rubric) -> tuple[Sheet, Sheet | None]:
    """Read all levels of a session: the first round, and what stands after the second, if enough used it.

    Who did not answer again stands by their first answers; where fewer than three did, the difference of the
    two distributions would be theirs by name. For working results out, not for showing.
    """
    codes = {criterion.id: criterion.code for criterion in rubric.criteria}
    numbers = {place.vignette_id: place.number for place in calibration.places}
    units = [
        (number, code)
        for number, criteria in rated_criteria(calibration, rubric).items()
        for code in criteria
    ]
    place_of = {unit: place for place, unit in enumerate(units)}
    answer = CalibrationAnswer
    rows = session.execute(
        select(answer.person_id, answer.round, answer.vignette_id, answer.criterion_id, answer.level).where(
            answer.calibration_id == calibration.id
        )
    ).all()
    raters = {person_id: place for place, person_id in enumerate(sorted({row.person_id for row in rows}))}

    def sheet_of(rounds: Sequence[Round]) -> Sheet:
        filled = (
            (
                raters[row.person_id],
                place_of[numbers[row.vignette_id], codes[row.criterion_id]],
                row.level or 0,
            )
            for one in rounds
            for row in rows
            if row.round == one
        )
        return Sheet.of_rows(filled, units=units, n_raters=len(raters))

    again = {row.person_id for row in rows if row.round == Round.SECOND}
    both = sheet_of([Round.FIRST, Round.SECOND]) if len(again) >= FEWEST_RATERS else None
    return sheet_of([Round.FIRST]), both
