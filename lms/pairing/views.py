"""Pages of pairing.

GET POST  /pairing                           pairing.list_runs       runs so far, and a new one
GET       /pairing/<run>                     pairing.show_run        what a run proposes
GET POST  /pairing/<run>/confirm             pairing.confirm_all
GET POST  /pairing/<run>/cases/<id>          pairing.show_case       one case, and the decision
GET POST  /pairing/<run>/cases/<id>/confirm  pairing.confirm_case    as proposed, in one step
"""

from collections.abc import Callable, Collection, Iterable, Sequence
from typing import TYPE_CHECKING, Any
from uuid import UUID

from flask import Blueprint, flash, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from lms.clients.forms import ADVISOR_ROLE_LABELS, CLIENT_TYPE_LABELS, TOPIC_LABELS
from lms.evidence.domain.facets import Comparison
from lms.evidence.queries import list_findings
from lms.kernel.ids import new_id
from lms.kernel.permission import Permission
from lms.pairing import commands, forms, queries
from lms.pairing.access import can_decide
from lms.pairing.domain.decisions import DecisionKind
from lms.pairing.queries import ProposalFilter, ProposalState
from lms.rubric.domain import Rubric
from lms.rubric.queries import find_current_rubric
from lms.web.access import require
from lms.web.i18n import gettext, localised, ngettext
from lms.web.i18n import lazy_gettext as _l
from lms.web.lists import Chip, chips, page_number, page_urls
from lms.web.request import current_actor, current_clock, current_session

if TYPE_CHECKING:
    from lms.pairing.models import PairingProposal, PairingRun  # a type only: tables are not for the edge

bp = Blueprint("pairing", __name__, url_prefix="/pairing", template_folder="templates")

RUNS_A_PAGE, CASES_A_PAGE = 20, 20
KEPT = ("state", "type", "result", "page")
"""The parts of a run's address that come back after a decision."""


@bp.context_processor
def words() -> dict[str, object]:
    """Give every page of the feature the labels it speaks in."""
    return {
        "advisor_roles": ADVISOR_ROLE_LABELS,
        "client_types": CLIENT_TYPE_LABELS,
        "topics": TOPIC_LABELS,
        "state_labels": forms.STATE_LABELS,
        "state_tones": forms.STATE_TONES,
        "reach_labels": forms.REACH_LABELS,
        "open_labels": forms.OPEN_LABELS,
        "state_of": state_of,
        "new_operation": new_id,
    }


@bp.route("", methods=["GET", "POST"])
@require(Permission.PAIRING_READ)
def list_runs() -> ResponseReturnValue:
    session, actor, page = current_session(), current_actor(), page_number()
    organisations = queries.list_run_organisations(session, actor)
    form = forms.RunForm.of(organisations)
    saved = form.save(lambda writing: _run(writing, form))
    offset = (page - 1) * RUNS_A_PAGE
    shown = {
        "cards": queries.list_runs(session, actor, limit=RUNS_A_PAGE, offset=offset),
        "overview": queries.find_overview(session, actor),
        "may_run": bool(organisations),
        "reach_texts": {reach.value: text for reach, text in forms.REACH_TEXTS.items()},
        "pages": page_urls(page, has_more=offset + RUNS_A_PAGE < queries.count_runs(session, actor)),
    }
    return saved or (render_template("pairing/list_runs.html", form=form, **shown), form.status)


@bp.get("/<uuid:run_id>")
@require(Permission.PAIRING_READ)
def show_run(run_id: UUID) -> ResponseReturnValue:
    session, wanted = current_session(), forms.read_filter(request.args)
    run = queries.get_run(session, current_actor(), run_id)
    counts = queries.count_proposals(session, run)
    return render_template(
        "pairing/show_run.html",
        run=run,
        counts=counts,
        wanted=wanted,
        may_decide=can_decide(current_actor(), organisation_path=run.organisation.path),
        chip_rows=_chip_rows(counts),
        kept=_kept(),
        **_page_of_proposals(run, wanted, n_found=counts.of(wanted)),
    )


def _page_of_proposals(run: "PairingRun", wanted: ProposalFilter, *, n_found: int) -> dict[str, Any]:
    page = page_number()
    offset = (page - 1) * CASES_A_PAGE
    proposals = queries.list_proposals(current_session(), run, wanted, limit=CASES_A_PAGE, offset=offset)
    return {
        "proposals": proposals,
        "marks": {proposal.id: queries.mark_expected(proposal) for proposal in proposals},
        "pages": page_urls(page, has_more=offset + CASES_A_PAGE < n_found),
        **_people(proposals),
    }


@bp.route("/<uuid:run_id>/confirm", methods=["GET", "POST"])
@require(Permission.PAIRING_DECIDE)
def confirm_all(run_id: UUID) -> ResponseReturnValue:
    session = current_session()
    run = queries.get_run(session, current_actor(), run_id)
    form = forms.ConfirmForm()
    told: dict[str, int] = {}
    saved = form.save(lambda writing: _confirm_all(writing, run_id, told))
    if told:
        _tell_confirmed(told["done"], told["left"])
    counts = queries.count_proposals(session, run)
    return saved or (
        render_template("pairing/confirm_all.html", form=form, run=run, counts=counts),
        form.status,
    )


@bp.route("/<uuid:run_id>/cases/<uuid:case_id>", methods=["GET", "POST"])
@require(Permission.PAIRING_READ)
def show_case(run_id: UUID, case_id: UUID) -> ResponseReturnValue:
    run, proposal = _proposal(run_id, case_id)
    mark = queries.mark_now(proposal)
    shown = _case_facts(run, proposal)
    form = forms.DecisionForm.of(proposal, _eligible(run, shown["rubric"]), mark=mark, asked=request.args)
    saved = _told(form.save(lambda writing: _decide(writing, form, run_id, case_id)))
    return saved or (render_template("pairing/show_case.html", form=form, **shown), form.status)


@bp.route("/<uuid:run_id>/cases/<uuid:case_id>/confirm", methods=["GET", "POST"])
@require(Permission.PAIRING_DECIDE)
def confirm_case(run_id: UUID, case_id: UUID) -> ResponseReturnValue:
    run, proposal = _proposal(run_id, case_id)
    form = forms.ConfirmForm(version=queries.mark_now(proposal))
    saved = _told(form.save(lambda writing: _confirm(writing, form, run_id, case_id)))
    shown = _case_facts(run, proposal)
    return saved or (render_template("pairing/confirm_case.html", form=form, **shown), form.status)


def state_of(proposal: "PairingProposal") -> ProposalState:
    """Return what has become of a proposal; its decisions must be loaded."""
    return ProposalState(proposal.decisions[-1].kind) if proposal.decisions else ProposalState.UNDECIDED


def _run(session: Session, form: forms.RunForm) -> str:
    run = commands.run_pairing(
        session, actor=current_actor(), choices=form.to_choices(), clock=current_clock()
    )
    return url_for("pairing.show_run", run_id=run.id)


def _confirm_all(session: Session, run_id: UUID, told: dict[str, int]) -> str:
    told["done"], told["left"] = commands.confirm_all(
        session, actor=current_actor(), run_id=run_id, note=_note(), clock=current_clock()
    )
    return url_for("pairing.show_run", run_id=run_id)


def _tell_confirmed(done: int, left: int) -> None:
    flash(ngettext("%(num)s case is decided.", "%(num)s cases are decided.", done), "success")
    if left:
        flash(
            ngettext(
                "%(num)s case changed since the run and was left alone. Please look at it.",
                "%(num)s cases changed since the run and were left alone. Please look at them.",
                left,
            ),
            "warning",
        )


def _confirm(session: Session, form: forms.ConfirmForm, run_id: UUID, case_id: UUID) -> str:
    commands.confirm_pairing(
        session,
        actor=current_actor(),
        run_id=run_id,
        case_id=case_id,
        mark=form.version.data,
        note=_note(),
        clock=current_clock(),
    )
    return _back(run_id, case_id)


def _decide(session: Session, form: forms.DecisionForm, run_id: UUID, case_id: UUID) -> str:
    if form.kind is DecisionKind.CONFIRMED:
        return _confirm(session, form, run_id, case_id)
    about = {"run_id": run_id, "case_id": case_id, "mark": form.version.data, "clock": current_clock()}
    reason = form.reason.data or ""
    if form.kind is DecisionKind.LEFT_OPEN:
        commands.leave_open(session, actor=current_actor(), reason=reason, **about)
    else:
        commands.change_pairing(session, actor=current_actor(), team=form.to_team(), reason=reason, **about)
    return _back(run_id, case_id)


def _told(saved: Response | None) -> Response | None:
    if saved is not None:
        flash(gettext("Decided. Those concerned are told."), "success")
    return saved


def _note() -> str:
    return gettext("As the pairing proposed.")


def _back(run_id: UUID, case_id: UUID) -> str:
    return url_for("pairing.show_run", run_id=run_id, _anchor=f"case-{case_id}", **_kept())


def _kept() -> dict[str, Any]:
    return {name: request.args[name] for name in KEPT if request.args.get(name)}


def _proposal(run_id: UUID, case_id: UUID) -> "tuple[PairingRun, PairingProposal]":
    run = queries.get_run(current_session(), current_actor(), run_id)
    return run, queries.get_proposal(current_session(), run, case_id)


def _case_facts(run: "PairingRun", proposal: "PairingProposal") -> dict[str, Any]:
    expected, now = queries.mark_expected(proposal), queries.mark_now(proposal)
    path = proposal.case.organisation.path
    shown = _people([proposal])
    return {
        "run": run,
        "proposal": proposal,
        "team_now": queries.team_now(proposal),
        "changed_meanwhile": expected != now,
        "may_decide": can_decide(current_actor(), organisation_path=path),
        "kept": _kept(),
        "comparison": _comparison(shown["rubric"], shown["people"].values()),
        **shown,
    }


def _comparison(rubric: Rubric | None, cards: Iterable[queries.PersonCard]) -> Comparison | None:
    return queries.find_comparison(current_session(), rubric, cards) if rubric else None


def _people(proposals: "Sequence[PairingProposal]") -> dict[str, Any]:
    """Find who the proposals speak of, what is known of their levels, and the words for levels."""
    session, actor, today = current_session(), current_actor(), current_clock().today()
    people = queries.list_people_named(session, proposals, on=today)
    rubric = find_current_rubric(session, actor)
    findings = list_findings(session, actor, people, today, rubric=rubric) if rubric else {}
    return {
        "people": {str(person_id): card for person_id, card in people.items()},
        "findings": {str(person_id): found.overall for person_id, found in findings.items()},
        "rubric": rubric,
        "level_name": _level_names(rubric),
    }


def _eligible(run: "PairingRun", rubric: Rubric | None) -> list[forms.EligibleAdvisor]:
    """List who may be chosen, with the level decided, or else proven by the evidence."""
    session, actor, today = current_session(), current_actor(), current_clock().today()
    cards = queries.list_eligible(session, run, on=today)
    people = [card.person_id for card in cards]
    found = list_findings(session, actor, people, today, rubric=rubric) if rubric else {}
    gates = queries.list_gate_levels(session, actor, found, today, rubric=rubric)
    levels = {person_id: gate.level for person_id, gate in gates.items()}
    names, unknown = _level_names(rubric), gettext("no level proven")
    return [
        forms.EligibleAdvisor(card, names(level) if (level := levels.get(card.person_id)) else unknown)
        for card in cards
    ]


def _level_names(rubric: Rubric | None) -> Callable[[int], str]:
    levels = {level.number: localised(level.name) for level in rubric.levels} if rubric else {}
    return lambda number: levels.get(number, str(number))


def _chip_rows(counts: queries.ProposalCounts) -> list[tuple[object, Collection[Chip]]]:
    types = {
        code: label
        for code, label in CLIENT_TYPE_LABELS.items()
        if counts.of(ProposalFilter(client_type=code))
    }
    return [
        (_l("Decision"), chips("state", forms.STATE_LABELS.items(), everything=_l("All cases"))),
        (_l("Client type"), chips("type", types.items(), everything=_l("Any type"))),
        (_l("Result"), chips("result", forms.RESULT_LABELS.items(), everything=_l("Any result"))),
    ]
