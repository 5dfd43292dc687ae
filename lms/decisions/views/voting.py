"""A decision or proposal, and what the members of a committee do with it.

GET POST  /decisions/<id>            decisions.show_decision       with the form to vote
GET POST  /decisions/<id>/recuse     decisions.recuse_member
GET POST  /decisions/<id>/close      decisions.close_proposal
GET POST  /decisions/<id>/withdraw   decisions.withdraw_proposal
"""

from collections.abc import Callable
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from lms.decisions import commands, forms, queries
from lms.decisions.access import Part, can_reverse, can_withdraw
from lms.decisions.domain import Choice, Interest, Outcome
from lms.decisions.queries import Matter
from lms.evidence.queries import list_findings
from lms.kernel.permission import Permission
from lms.rubric.queries import find_current_rubric
from lms.web.access import SAFE_METHODS, require, signed_in
from lms.web.forms import FormBase
from lms.web.i18n import LazyString
from lms.web.i18n import lazy_gettext as _l
from lms.web.request import current_actor, current_clock, current_session

CLOSED_WITH: dict[Outcome, LazyString] = {
    Outcome.AWARDED: _l("Closed: the level is awarded. The person is told."),
    Outcome.REFUSED: _l("Closed: the level is not awarded. The person is told."),
    Outcome.DEFERRED: _l("Closed: left for now. The person is told."),
}


@signed_in
def show_decision(decision_id: UUID) -> ResponseReturnValue:
    matter = _matter(decision_id)
    form = forms.VoteForm(**_own_vote(matter))
    saved = form.save(lambda session: _vote(session, form, decision_id))
    if saved:
        flash(str(_l("Your vote is in. You may change it until the vote is closed.")), "success")
        return saved
    page = render_template("decisions/show_decision.html", form=form, **_facts(matter))
    return page, form.status


@signed_in
def recuse_member(decision_id: UUID) -> ResponseReturnValue:
    matter, form = _matter(decision_id), forms.RecuseForm()
    if _is_over(form, is_open=_may_vote(matter, is_late=True)):
        return redirect(_address(decision_id), 303)
    saved = form.save(lambda session: _recuse(session, form, decision_id))
    if saved:
        flash(str(_l("Noted: you take no part in this.")), "success")
        return saved
    return render_template("decisions/recuse_member.html", form=form, matter=matter), form.status


@signed_in
def close_proposal(decision_id: UUID) -> ResponseReturnValue:
    matter = _matter(decision_id)
    form = forms.CloseForm(version=len(matter.poll.ballots) if matter.poll else 0)
    if _is_over(form, is_open=_may_close(matter)):
        return redirect(_address(decision_id), 303)
    ended: list[Outcome] = []
    saved = form.save(lambda session: _close(session, form, decision_id, ended.append))
    if saved:
        flash(str(CLOSED_WITH[ended[-1]] if ended else _l("This was closed already.")), "success")
        return saved
    return render_template("decisions/close_proposal.html", form=form, matter=matter), form.status


@require(Permission.LEVEL_DECIDE)
def withdraw_proposal(decision_id: UUID) -> ResponseReturnValue:
    matter, form = _matter(decision_id), forms.WithdrawForm()
    if _is_over(form, is_open=_may_withdraw(matter)):
        return redirect(_address(decision_id), 303)
    saved = form.save(lambda session: _withdraw(session, form, decision_id))
    if saved:
        flash(str(_l("Taken back. The members are told.")), "success")
        return saved
    return render_template("decisions/withdraw_proposal.html", form=form, matter=matter), form.status


def _vote(session: Session, form: forms.VoteForm, decision_id: UUID) -> str:
    commands.cast_vote(
        session,
        actor=current_actor(),
        proposal_id=decision_id,
        choice=Choice(form.choice.data),
        reason=form.reason.data or "",
        clock=current_clock(),
    )
    return _address(decision_id)


def _recuse(session: Session, form: forms.RecuseForm, decision_id: UUID) -> str:
    commands.recuse_member(
        session,
        actor=current_actor(),
        proposal_id=decision_id,
        interest=Interest(form.interest.data),
        reason=form.reason.data or "",
        clock=current_clock(),
    )
    return url_for("decisions.list_decisions")


def _close(
    session: Session, form: forms.CloseForm, decision_id: UUID, note: Callable[[Outcome], None]
) -> str:
    note(
        commands.close_proposal(
            session,
            actor=current_actor(),
            proposal_id=decision_id,
            reason=form.reason.data or "",
            n_said=form.version.data or 0,
            clock=current_clock(),
        )
    )
    return _address(decision_id)


def _withdraw(session: Session, form: forms.WithdrawForm, decision_id: UUID) -> str:
    commands.withdraw_proposal(
        session,
        actor=current_actor(),
        proposal_id=decision_id,
        reason=form.reason.data or "",
        clock=current_clock(),
    )
    return _address(decision_id)


def _matter(decision_id: UUID) -> Matter:
    return queries.get_matter(current_session(), current_actor(), decision_id, on=current_clock().today())


def _own_vote(matter: Matter) -> dict[str, object]:
    """Fill the form with what the reader said last."""
    own_id = current_actor().person_id
    said = [vote for vote in matter.proposal.votes if vote.member_id == own_id] if matter.proposal else []
    return {"choice": said[-1].choice.value, "reason": said[-1].reason} if said else {}


def _may_vote(matter: Matter, *, is_late: bool = False) -> bool:
    poll, today = matter.poll, current_clock().today()
    if poll is None or matter.part is not Part.MEMBER or poll.outcome is not Outcome.OPEN:
        return False
    return is_late or poll.takes_votes(today)


def _may_close(matter: Matter) -> bool:
    poll = matter.poll
    if poll is None or poll.outcome is not Outcome.OPEN or not poll.has_quorum:
        return False
    return current_actor().person_id in poll.closers(current_clock().today())


def _may_withdraw(matter: Matter) -> bool:
    if matter.proposal is None or matter.proposal.outcome is not Outcome.OPEN:
        return False
    return can_withdraw(current_actor(), matter.facts, proposer_id=matter.proposal.proposed_by_id)


def _may_reverse(matter: Matter) -> bool:
    if matter.decision is None or matter.decision.reversal is not None:
        return False
    return can_reverse(current_actor(), matter.facts)


def _sees_votes(matter: Matter) -> bool:
    """Say whether to show who voted how: to members, once they have voted themselves or it is closed."""
    if matter.poll is None or matter.part is not Part.MEMBER:
        return False
    return matter.poll.outcome is not Outcome.OPEN or current_actor().person_id in matter.poll.votes


def _is_over(form: FormBase, *, is_open: bool) -> bool:
    """Say whether to show the matter instead: the step is closed to the reader, and no text would be lost."""
    return request.method in SAFE_METHODS and not is_open and not form.restored


def _facts(matter: Matter) -> dict[str, object]:
    return {
        "matter": matter,
        "today": current_clock().today(),
        "own_id": current_actor().person_id,
        "may_vote": _may_vote(matter),
        "may_recuse": _may_vote(matter, is_late=True),
        "may_close": _may_close(matter),
        "may_withdraw": _may_withdraw(matter),
        "may_reverse": _may_reverse(matter),
        "may_decide": current_actor().may_in(Permission.LEVEL_DECIDE, matter.facts.organisation_path),
        "sees_votes": _sees_votes(matter),
        **_beside(matter),
    }


def _beside(matter: Matter) -> dict[str, object]:
    """Say how the decision stands, and find the estimate to lay beside for who may read the levels."""
    session, actor, today = current_session(), current_actor(), current_clock().today()
    rubric, made = find_current_rubric(session, actor), [matter.decision] if matter.decision else []
    sign = queries.list_signs(session, actor, made, today, rubric=rubric).get(matter.id)
    reads_levels = matter.part is Part.CANDIDATE or actor.may_in(
        Permission.OBSERVATION_READ, matter.facts.organisation_path
    )
    if rubric is None or not reads_levels:
        return {"rubric": rubric, "sign": sign, "finding": None}
    person_id = matter.level.person_id
    findings = list_findings(session, actor, [person_id], today, rubric=rubric)[person_id]
    scope = queries.scope_today(matter.level, rubric)
    finding = queries.finding_of(scope, findings) if scope else None
    return {"rubric": rubric, "sign": sign, "finding": finding}


def _address(decision_id: UUID) -> str:
    return url_for("decisions.show_decision", decision_id=decision_id)


def add_to(bp: Blueprint) -> None:
    both = ["GET", "POST"]
    one = "/decisions/<uuid:decision_id>"
    bp.add_url_rule(one, view_func=show_decision, methods=both)
    bp.add_url_rule(f"{one}/recuse", view_func=recuse_member, methods=both)
    bp.add_url_rule(f"{one}/close", view_func=close_proposal, methods=both)
    bp.add_url_rule(f"{one}/withdraw", view_func=withdraw_proposal, methods=both)
