"""Reads of one's own answers: drafts, what was handed in, and how far one is."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session, aliased

from lms.kernel.actor import Actor
from lms.kernel.errors import NotFound
from lms.moderation.domain import Answer, Round
from lms.moderation.models import Calibration, CalibrationAnswer, CalibrationDraft, Vignette
from lms.moderation.queries.vignettes import RatedCriterion, rated_by
from lms.rubric.domain import Rubric


@dataclass(frozen=True)
class Task:
    """One vignette of a session as a rater meets it. ``version`` 0: nothing is saved of it yet.

    ``answers``: the draft, or in the second round, before there is one, what was answered in the first.
    """

    number: int
    total: int
    vignette: Vignette
    criteria: Mapping[str, RatedCriterion]
    answers: tuple[Answer, ...]
    version: int
    saved_at: datetime | None

    @property
    def by_criterion(self) -> dict[str, Answer]:
        """Return the answers by criterion."""
        return {answer.criterion_code: answer for answer in self.answers}

    @property
    def n_answered(self) -> int:
        """Count the criteria answered."""
        return sum(answer.is_given for answer in self.answers)

    @property
    def is_whole(self) -> bool:
        """Say whether every criterion is answered."""
        return self.n_answered == len(self.criteria)


def list_tasks(
    session: Session, actor: Actor, calibration: Calibration, rubric: Rubric, round_: Round
) -> list[Task]:
    """List the vignettes of a session with the actor's answers in a round that is not handed in yet."""
    drafts = {
        draft.vignette_id: draft
        for draft in session.scalars(
            select(CalibrationDraft).where(
                CalibrationDraft.calibration_id == calibration.id,
                CalibrationDraft.person_id == actor.person_id,
                CalibrationDraft.round == round_,
            )
        )
    }
    earlier = (
        list_own_answers(session, actor, calibration, rubric)[Round.FIRST] if round_ is Round.SECOND else {}
    )
    total = len(calibration.places)
    tasks = []
    for place in calibration.places:
        vignette, draft = place.vignette, drafts.get(place.vignette_id)
        tasks.append(
            Task(
                number=place.number,
                total=total,
                vignette=vignette,
                criteria=rated_by(vignette, rubric),
                answers=earlier.get(vignette.id, ()) if draft is None else answers_of(draft),
                version=0 if draft is None else draft.version,
                saved_at=None if draft is None else draft.saved_at,
            )
        )
    return tasks


def task_of(tasks: Sequence[Task], number: int) -> Task:
    """Return the task with a number. Raises NotFound("moderation.vignette_unknown")."""
    found = next((task for task in tasks if task.number == number), None)
    if found is None:
        raise NotFound("moderation.vignette_unknown")
    return found


def list_own_answers(
    session: Session, actor: Actor, calibration: Calibration, rubric: Rubric
) -> Mapping[Round, Mapping[UUID, tuple[Answer, ...]]]:
    """List what the actor handed in, by round and vignette, in the rubric's order."""
    codes = {criterion.id: criterion.code for criterion in rubric.criteria}
    rows = session.scalars(
        select(CalibrationAnswer).where(
            CalibrationAnswer.calibration_id == calibration.id,
            CalibrationAnswer.person_id == actor.person_id,
        )
    ).all()
    order = {code: position for position, code in enumerate(codes.values())}
    found: dict[Round, defaultdict[UUID, list[Answer]]] = {one: defaultdict(list) for one in Round}
    for row in sorted(rows, key=lambda row: order[codes[row.criterion_id]]):
        answer = Answer(codes[row.criterion_id], row.level, is_unsure=row.level is None, note=row.note)
        found[Round(row.round)][row.vignette_id].append(answer)
    return {
        one: {vignette_id: tuple(answers) for vignette_id, answers in by_vignette.items()}
        for one, by_vignette in found.items()
    }


def find_known(session: Session, actor: Actor, calibration: Calibration) -> set[UUID]:
    """Return the session's vignettes that the actor has talked about elsewhere, in whatever version."""
    earlier = aliased(Vignette)
    return set(
        session.scalars(
            select(Vignette.id)
            .join(earlier, earlier.slug == Vignette.slug)
            .join(CalibrationAnswer, CalibrationAnswer.vignette_id == earlier.id)
            .join(Calibration, Calibration.id == CalibrationAnswer.calibration_id)
            .where(
                Vignette.id.in_([place.vignette_id for place in calibration.places]),
                CalibrationAnswer.person_id == actor.person_id,
                CalibrationAnswer.calibration_id != calibration.id,
                Calibration.discussed_at.is_not(None),
            )
            .distinct()
        )
    )


def answers_of(draft: CalibrationDraft) -> tuple[Answer, ...]:
    """Return a draft's answers."""
    return tuple(
        Answer(code, said["level"], is_unsure=said["is_unsure"], note=said["note"])
        for code, said in draft.answers.items()
    )
