"""Practice tasks: what waits to be tried on a visit, and what became of the rest."""

from uuid import UUID

from flask import Blueprint, flash, render_template, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from lms.courses.commands.practising import record_own_outcome, revoke_own_outcome
from lms.courses.domain.practising import Outcome, TaskDone
from lms.courses.forms.practising import PracticeForm
from lms.courses.queries.practising import get_own_task, list_outcomes, list_to_try
from lms.rubric.queries import find_current_rubric
from lms.web.access import signed_in
from lms.web.i18n import lazy_gettext as _l
from lms.web.request import current_actor, current_clock, current_session

SAID = {
    Outcome.TRIED: _l("Noted as tried. Talk about it with your supervisor."),
    Outcome.SET_ASIDE: _l("Set aside. You can take it up again here."),
}


def add_to(bp: Blueprint) -> None:
    """Put the pages on the blueprint."""
    bp.get("/me/practice")(list_practice)
    bp.route("/me/practice/<uuid:task_id>", methods=["GET", "POST"])(show_practice)


@signed_in
def list_practice() -> ResponseReturnValue:
    session, actor = current_session(), current_actor()
    return render_template(
        "courses/list_practice.html",
        waiting=list_to_try(session, actor, [actor.person_id])[actor.person_id],
        outcomes=list_outcomes(session, actor),
        rubric=find_current_rubric(session, actor),
    )


@signed_in
def show_practice(task_id: UUID) -> ResponseReturnValue:
    session, actor = current_session(), current_actor()
    task, done = get_own_task(session, actor, task_id)
    form = PracticeForm()
    saved = form.save(lambda session: _note(session, form, task_id, done))
    if saved:
        flash(
            str(SAID[form.outcome] if form.outcome else _l("Taken back. It waits for you again.")), "success"
        )
        return saved
    rubric = find_current_rubric(session, actor)
    return render_template(
        "courses/show_practice.html", form=form, task=task, done=done, rubric=rubric
    ), form.status


def _note(session: Session, form: PracticeForm, task_id: UUID, done: TaskDone | None) -> str:
    """Note what became of a task; a page kept open changes an own note, and repeats none."""
    actor, clock, outcome = current_actor(), current_clock(), form.outcome
    is_noted = done is not None and done.outcome is outcome
    if not is_noted and (done is not None or outcome is None):
        revoke_own_outcome(session, actor=actor, outcome_id=done.id if done else task_id, clock=clock)
    if not is_noted and outcome is not None:
        record_own_outcome(session, actor=actor, practice_task_id=task_id, outcome=outcome, clock=clock)
    return url_for("courses.show_practice", task_id=task_id)
