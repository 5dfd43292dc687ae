"""Pages of entries.

GET       /ojt                    ojt.list_entries
GET POST  /ojt/new                ojt.new_entry
GET       /ojt/<id>               ojt.show_entry
GET POST  /ojt/<id>/edit          ojt.edit_entry
GET POST  /ojt/<id>/submit        ojt.submit_entry
GET POST  /ojt/<id>/take-back     ojt.take_back_entry
GET POST  /ojt/<id>/acknowledge   ojt.acknowledge_entry
GET POST  /ojt/<id>/dispute       ojt.dispute_entry
GET POST  /ojt/<id>/answer        ojt.answer_dispute
GET POST  /ojt/<id>/sign          ojt.sign_entry
GET POST  /ojt/<id>/void          ojt.void_entry
"""

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from lms.clients.queries import list_cases_of_organisations
from lms.courses.domain.practising import TaskToTry
from lms.courses.queries.practising import find_read_tasks, list_to_try
from lms.kernel.ids import read_id
from lms.kernel.permission import Permission
from lms.ojt import commands, forms, queries
from lms.ojt.access import can_act
from lms.ojt.domain import Action
from lms.ojt.queries import Trainee
from lms.rubric.queries import find_current_rubric, get_rubric
from lms.web.access import SAFE_METHODS, require, signed_in
from lms.web.forms import FormBase
from lms.web.i18n import lazy_gettext as _l
from lms.web.lists import Chip, chips, page_number, page_urls
from lms.web.request import current_actor, current_clock, current_session

if TYPE_CHECKING:
    from lms.clients.models import Case  # a type only: tables are not for the edge
    from lms.ojt.models import OjtEntry  # a type only

bp = Blueprint("ojt", __name__, url_prefix="/ojt", template_folder="templates")

PAGE_SIZE = 20
MOST_CHIPS = 12
MOST_TASKS = 5
SAID = {
    Action.SUBMIT: _l("Handed in. The advisor has been told."),
    Action.TAKE_BACK: _l("Taken back. You can rewrite it now."),
    Action.ACKNOWLEDGE: _l("Acknowledged. Your supervisor can sign it now."),
    Action.DISPUTE: _l("Your view is with your supervisor now."),
    Action.REWRITE: _l("Answered."),
    Action.SIGN: _l("Signed. The record is locked, and its levels count from now on."),
    Action.VOID: _l("Voided. The record no longer counts."),
}


@bp.context_processor
def words() -> dict[str, object]:
    """Give every page of the feature the labels it speaks in."""
    return {
        "activity_labels": forms.ACTIVITY_LABELS,
        "state_labels": forms.STATE_LABELS,
        "state_tones": forms.STATE_TONES,
        "done": forms.DONE,
    }


@bp.get("")
@signed_in
def list_entries() -> ResponseReturnValue:
    session, actor, wanted = current_session(), current_actor(), forms.read_filter(request.args)
    page, total = page_number(), queries.count_entries(session, actor, wanted)
    offset = (page - 1) * PAGE_SIZE
    is_narrowed = wanted != queries.EntryFilter()
    return render_template(
        "ojt/list_entries.html",
        waiting=[] if is_narrowed or page > 1 else queries.list_waiting(session, actor),
        entries=queries.list_entries(session, actor, wanted, limit=PAGE_SIZE, offset=offset),
        own_id=actor.person_id,
        total=total,
        chip_rows=_chip_rows(_trainees()),
        is_narrowed=is_narrowed,
        may_record=actor.may(Permission.OJT_ENTRY_RECORD),
        pages=page_urls(page, has_more=offset + PAGE_SIZE < total),
    )


@bp.route("/new", methods=["GET", "POST"])
@require(Permission.OJT_ENTRY_RECORD)
def new_entry() -> ResponseReturnValue:
    rubric, trainees = find_current_rubric(current_session(), current_actor()), _trainees()
    if rubric is None or not trainees:
        return render_template("ojt/cannot_record.html", has_rubric=rubric is not None)
    cases, tasks, chosen = _cases(trainees), _tasks(trainees), _preselected(trainees)
    form = forms.EntryForm.of(rubric, trainees=trainees, cases=cases, tasks=tasks, **chosen)
    return _written(form, lambda session: _record(session, form), entry=None)


@bp.get("/<uuid:entry_id>")
@signed_in
def show_entry(entry_id: UUID) -> ResponseReturnValue:
    entry = queries.get_entry(current_session(), current_actor(), entry_id)
    return render_template("ojt/show_entry.html", **_facts(entry))


@bp.route("/<uuid:entry_id>/edit", methods=["GET", "POST"])
@require(Permission.OJT_ENTRY_RECORD)
def edit_entry(entry_id: UUID) -> ResponseReturnValue:
    entry = queries.get_entry(current_session(), current_actor(), entry_id)
    form = _edit_form(entry)
    if _is_over(entry, Action.REVISE, form):
        return redirect(_address(entry_id), 303)
    return _written(form, lambda session: _revise(session, form, entry_id), entry=entry)


@bp.route("/<uuid:entry_id>/submit", methods=["GET", "POST"])
@require(Permission.OJT_ENTRY_RECORD)
def submit_entry(entry_id: UUID) -> ResponseReturnValue:
    return _step(entry_id, Action.SUBMIT, forms.StepForm, commands.submit_entry)


@bp.route("/<uuid:entry_id>/take-back", methods=["GET", "POST"])
@require(Permission.OJT_ENTRY_RECORD)
def take_back_entry(entry_id: UUID) -> ResponseReturnValue:
    return _step(entry_id, Action.TAKE_BACK, forms.StepForm, commands.take_back_entry)


@bp.route("/<uuid:entry_id>/acknowledge", methods=["GET", "POST"])
@signed_in
def acknowledge_entry(entry_id: UUID) -> ResponseReturnValue:
    return _step(entry_id, Action.ACKNOWLEDGE, forms.AcknowledgeForm, commands.acknowledge_entry)


@bp.route("/<uuid:entry_id>/dispute", methods=["GET", "POST"])
@signed_in
def dispute_entry(entry_id: UUID) -> ResponseReturnValue:
    return _step(entry_id, Action.DISPUTE, forms.DisputeForm, commands.dispute_entry)


@bp.route("/<uuid:entry_id>/answer", methods=["GET", "POST"])
@require(Permission.OJT_ENTRY_RECORD)
def answer_dispute(entry_id: UUID) -> ResponseReturnValue:
    return _step(entry_id, Action.REWRITE, forms.AnswerForm, commands.answer_dispute)


@bp.route("/<uuid:entry_id>/sign", methods=["GET", "POST"])
@require(Permission.OJT_ENTRY_SIGN)
def sign_entry(entry_id: UUID) -> ResponseReturnValue:
    return _step(entry_id, Action.SIGN, forms.StepForm, commands.sign_entry)


@bp.route("/<uuid:entry_id>/void", methods=["GET", "POST"])
@require(Permission.OJT_ENTRY_RECORD)
def void_entry(entry_id: UUID) -> ResponseReturnValue:
    return _step(entry_id, Action.VOID, forms.VoidForm, commands.void_entry)


def _record(session: Session, form: forms.EntryForm) -> str:
    draft, hand_in = form.to_draft(), form.is_handed_in
    actor, clock = current_actor(), current_clock()
    return _address(commands.record_entry(session, actor=actor, draft=draft, and_submit=hand_in, clock=clock))


def _revise(session: Session, form: forms.EntryForm, entry_id: UUID) -> str:
    commands.revise_entry(
        session,
        actor=current_actor(),
        entry_id=entry_id,
        version=form.version.data or 0,
        draft=form.to_draft(),
        and_submit=form.is_handed_in,
        clock=current_clock(),
    )
    return _address(entry_id)


def _step(
    entry_id: UUID, action: Action, form_type: type[forms.StepForm], command: Callable[..., None]
) -> ResponseReturnValue:
    entry = queries.get_entry(current_session(), current_actor(), entry_id)
    form = form_type(version=entry.version)
    if _is_over(entry, action, form):
        return redirect(_address(entry_id), 303)

    def work(session: Session) -> str:
        arguments = {"actor": current_actor(), "entry_id": entry_id, "version": form.version.data or 0}
        command(session, **arguments, **form.words(), clock=current_clock())
        return _address(entry_id)

    saved = form.save(work)
    if saved:
        flash(str(SAID[action]), "success")
    return saved or (render_template(f"ojt/{action}_entry.html", form=form, **_facts(entry)), form.status)


def _written(
    form: forms.EntryForm, work: Callable[[Session], str], *, entry: "OjtEntry | None"
) -> ResponseReturnValue:
    saved = form.save(work)
    if saved:
        flash(
            str(SAID[Action.SUBMIT] if form.is_handed_in else _l("Saved as a draft. Only you can see it.")),
            "success",
        )
        return saved
    today = current_clock().today()
    return render_template("ojt/write_entry.html", form=form, entry=entry, today=today), form.status


def _is_over(entry: "OjtEntry", action: Action, form: FormBase) -> bool:
    """Say whether to show the entry instead: the step is closed to the reader, and no text would be lost."""
    is_open = can_act(current_actor(), action, queries.facts_of(entry, entry.organisation))
    return request.method in SAFE_METHODS and not is_open and not form.restored


def _address(entry_id: UUID) -> str:
    return url_for("ojt.show_entry", entry_id=entry_id)


def _facts(entry: "OjtEntry") -> dict[str, object]:
    facts = queries.facts_of(entry, entry.organisation)
    return {
        "entry": entry,
        "draft": queries.draft_of(entry),
        "rubric": get_rubric(
            current_session(), entry.rubric_version_id, organisation_id=entry.organisation_id
        ),
        "allowed": {action.value for action in Action if can_act(current_actor(), action, facts)},
        "is_advisor": entry.advisor_id == current_actor().person_id,
        "handed_in": [event for event in entry.events if event.content][:-1],
    }


def _trainees() -> Sequence[Trainee]:
    return queries.list_trainees(current_session(), current_actor(), on=current_clock().today())


def _cases(trainees: Sequence[Trainee]) -> Sequence["Case"]:
    organisations = {trainee.organisation_id for trainee in trainees}
    return list_cases_of_organisations(current_session(), current_actor(), organisations)


def _tasks(
    trainees: Sequence[Trainee], entry: "OjtEntry | None" = None
) -> Mapping[UUID, Sequence[TaskToTry]]:
    """Return the practice tasks to offer by person: the latest of each, and those the entry names already."""
    session, actor = current_session(), current_actor()
    waiting = list_to_try(session, actor, [trainee.person_id for trainee in trainees])
    offered = {person_id: list(tasks[:MOST_TASKS]) for person_id, tasks in waiting.items()}
    if entry is not None and entry.practices:
        ids = [practice.practice_task_id for practice in entry.practices]
        named = find_read_tasks(session, actor, entry.advisor_id, ids)
        own = offered.setdefault(entry.advisor_id, [])
        own += [task for task in named.values() if task not in own]
    return offered


def _preselected(trainees: Sequence[Trainee]) -> dict[str, object]:
    advisor_id, case_id = read_id(request.args.get("advisor")), read_id(request.args.get("case"))
    if advisor_id is None and len(trainees) == 1:
        advisor_id = trainees[0].person_id
    return {
        "advisor": str(advisor_id or ""),
        "case": str(case_id or ""),
        "visited_on": current_clock().today(),
    }


def _edit_form(entry: "OjtEntry") -> forms.EntryForm:
    trainees = list(_trainees())
    if entry.submitted_at is not None or all(t.person_id != entry.advisor_id for t in trainees):
        name = entry.organisation.name
        trainees = [Trainee(entry.advisor_id, entry.advisor.name, entry.organisation_id, name, None, None)]
    cases = list(_cases(trainees))
    if entry.case is not None and all(case.id != entry.case_id for case in cases):
        cases.append(entry.case)
    rubric = get_rubric(current_session(), entry.rubric_version_id, organisation_id=entry.organisation_id)
    values = forms.values_of(entry, queries.draft_of(entry))
    tasks = _tasks(trainees, entry)
    return forms.EntryForm.of(rubric, trainees=trainees, cases=cases, tasks=tasks, **values)


def _chip_rows(trainees: Sequence[Trainee]) -> list[tuple[object, list[Chip]]]:
    rows: list[tuple[object, list[Chip]]] = [
        (_l("State"), chips("state", forms.STATE_LABELS.items(), everything=_l("Any state")))
    ]
    if 1 < len(trainees) <= MOST_CHIPS:
        people = [(str(trainee.person_id), trainee.name) for trainee in trainees]
        rows.append((_l("Advisor"), chips("advisor", people, everything=_l("Everybody"))))
    return rows
