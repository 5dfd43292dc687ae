"""Pages of decisions.

GET       /decisions                decisions.list_decisions
GET POST  /decisions/new            decisions.new_decision      ?person= and, once chosen, &scope=
GET POST  /decisions/<id>/reverse   decisions.reverse_decision
"""

from collections.abc import Mapping
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from lms.decisions import commands, forms, queries
from lms.decisions.access import can_reverse
from lms.decisions.domain import USUAL_VOTING, Scope, ScopeWords, list_scopes
from lms.decisions.queries import Candidate, ShownDecision
from lms.evidence.queries import list_findings
from lms.kernel.ids import read_id
from lms.kernel.permission import Permission
from lms.rubric.domain import Rubric
from lms.rubric.queries import find_current_rubric
from lms.web.access import SAFE_METHODS, require, signed_in
from lms.web.i18n import lazy_gettext as _l
from lms.web.lists import Chip, chips, page_number, page_urls
from lms.web.request import current_actor, current_clock, current_session

PAGE_SIZE = 20
FIRST_SHOWN = 30
"""Observations offered at first; a link shows the older ones, too."""


@signed_in
def list_decisions() -> ResponseReturnValue:
    session, actor, today = current_session(), current_actor(), current_clock().today()
    wanted, page = forms.read_filter(request.args), page_number()
    total, offset = queries.count_decisions(session, actor, wanted, on=today), (page - 1) * PAGE_SIZE
    is_narrowed = wanted != queries.DecisionFilter()
    found = queries.list_decisions(session, actor, wanted, on=today, limit=PAGE_SIZE, offset=offset)
    return render_template(
        "decisions/list_decisions.html",
        proposals=[] if is_narrowed or page > 1 else queries.list_open(session, actor, on=today),
        decisions=found,
        signs=queries.list_signs(session, actor, found, today, rubric=find_current_rubric(session, actor)),
        own_id=actor.person_id,
        total=total,
        chip_rows=_chip_rows(),
        is_narrowed=is_narrowed,
        may_decide=actor.may(Permission.LEVEL_DECIDE),
        pages=page_urls(page, has_more=offset + PAGE_SIZE < total),
    )


@require(Permission.LEVEL_DECIDE)
def new_decision() -> ResponseReturnValue:
    session, actor, today = current_session(), current_actor(), current_clock().today()
    person_id = read_id(request.args.get("person"))
    rubric = find_current_rubric(session, actor)
    if person_id is None or rubric is None:
        return render_template("decisions/cannot_decide.html", has_rubric=rubric is not None)
    candidate = queries.find_candidate(session, actor, person_id, on=today)
    scope = Scope.from_key(request.args.get("scope", ""))
    words = next((one for one in list_scopes(rubric) if one.scope == scope), None)
    if words is None:
        return render_template("decisions/choose_scope.html", **_choices(candidate, rubric))
    return _write(candidate, rubric, words)


@require(Permission.LEVEL_DECIDE)
def reverse_decision(decision_id: UUID) -> ResponseReturnValue:
    session, actor, today = current_session(), current_actor(), current_clock().today()
    matter = queries.get_matter(session, actor, decision_id, on=today)
    form = forms.ReverseForm()
    decision = matter.decision
    is_open = decision is not None and decision.reversal is None and can_reverse(actor, matter.facts)
    if request.method in SAFE_METHODS and not is_open and not form.restored:
        return redirect(_address(decision_id), 303)
    saved = form.save(lambda writing: _reverse(writing, form, decision_id))
    if saved:
        flash(str(_l("Reversed. Those concerned are told.")), "success")
        return saved
    return render_template("decisions/reverse_decision.html", form=form, matter=matter), form.status


def _write(candidate: Candidate, rubric: Rubric, words: ScopeWords) -> ResponseReturnValue:
    session, actor, today = current_session(), current_actor(), current_clock().today()
    shows_all = request.args.get("all") == "1"
    found = queries.list_citable(
        session,
        actor,
        person_id=candidate.person.id,
        criterion_ids=words.citable_ids,
        limit=None if shows_all else FIRST_SHOWN + 1,
    )
    observations = found if shows_all else found[:FIRST_SHOWN]
    committees = queries.list_offered(session, candidate.employer, on=today)
    form = forms.LevelForm.of(
        rubric, observations=observations, committees=committees, vote_by=today + USUAL_VOTING
    )
    saved = form.save(lambda writing: _store(writing, form, candidate.person.id, words))
    if saved:
        flash(str(_told(form)), "success")
        return saved
    page = render_template(
        "decisions/write_decision.html",
        form=form,
        words=words,
        records=queries.in_records(observations),
        has_more=len(found) > len(observations),
        n_raters=len({one.rater_id for one in found}),
        committees=committees,
        criterion=rubric.find_criterion(words.scope.code),
        today=today,
        **_beside(candidate, rubric, words.scope),
    )
    return page, form.status


def _store(session: Session, form: forms.LevelForm, person_id: UUID, words: ScopeWords) -> str:
    actor, clock, draft = current_actor(), current_clock(), form.to_draft(person_id, words)
    if form.committee_id is None:
        return _address(commands.decide_level(session, actor=actor, draft=draft, clock=clock))
    return _address(
        commands.propose_level(
            session,
            actor=actor,
            draft=draft,
            committee_id=form.committee_id,
            vote_by=form.vote_by.data,
            clock=clock,
        )
    )


def _told(form: forms.LevelForm) -> object:
    if form.committee_id is None:
        return _l("Decided. The person is told.")
    return _l("Put before the committee. Its members are told.")


def _reverse(session: Session, form: forms.ReverseForm, decision_id: UUID) -> str:
    commands.reverse_decision(
        session,
        actor=current_actor(),
        decision_id=decision_id,
        reason=form.reason.data or "",
        clock=current_clock(),
    )
    return _address(decision_id)


def _choices(candidate: Candidate, rubric: Rubric) -> dict[str, object]:
    scopes = list_scopes(rubric)
    counts = queries.list_rater_counts(
        current_session(), current_actor(), person_id=candidate.person.id, scopes=scopes
    )
    return {"scopes": scopes, "counts": counts, **_beside(candidate, rubric)}


def _beside(candidate: Candidate, rubric: Rubric, scope: Scope | None = None) -> dict[str, object]:
    """Find what is known so far: the estimates, and the decisions that stand, by scope."""
    session, actor, today = current_session(), current_actor(), current_clock().today()
    person_id = candidate.person.id
    findings = list_findings(session, actor, [person_id], today, rubric=rubric)[person_id]
    shown = queries.list_shown(session, actor, person_id, on=today, rubric=rubric, findings=findings)
    standing: Mapping[str, ShownDecision] = {one.scope.key: one for one in shown}
    return {
        "candidate": candidate,
        "rubric": rubric,
        "findings": findings,
        "finding": queries.finding_of(scope, findings) if scope else None,
        "standing": standing,
    }


def _chip_rows() -> list[tuple[object, list[Chip]]]:
    return [
        (_l("State"), chips("state", forms.STATE_LABELS.items(), everything=_l("Any state"))),
        (_l("Who decided"), chips("by", forms.BY_LABELS.items(), everything=_l("By anybody"))),
    ]


def _address(decision_id: UUID) -> str:
    return url_for("decisions.show_decision", decision_id=decision_id)


def add_to(bp: Blueprint) -> None:
    bp.add_url_rule("/decisions", view_func=list_decisions)
    bp.add_url_rule("/decisions/new", view_func=new_decision, methods=["GET", "POST"])
    bp.add_url_rule(
        "/decisions/<uuid:decision_id>/reverse", view_func=reverse_decision, methods=["GET", "POST"]
    )
