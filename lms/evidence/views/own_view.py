"""Looking at oneself: one sitting over every criterion, and what was said beside what supervisors found."""

from collections.abc import Mapping
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from lms.evidence import commands, queries
from lms.evidence.domain import REST, Contrast
from lms.evidence.forms import OwnViewForm
from lms.evidence.queries import OwnComparison, OwnDraft
from lms.kernel.permission import Permission
from lms.rubric.queries import find_current_rubric
from lms.web.access import SAFE_METHODS, require, signed_in
from lms.web.filters import date_short
from lms.web.i18n import LazyString, current_timezone
from lms.web.i18n import lazy_gettext as _l
from lms.web.request import current_actor, current_clock, current_session

OWN_TITLES: dict[Contrast, LazyString] = {
    Contrast.AGREE: _l("You and your supervisors see the same"),
    Contrast.HIGHER: _l("You see more than your supervisors have seen"),
    Contrast.LOWER: _l("Your supervisors see more than you do"),
    Contrast.UNSURE: _l("You could not say yet, your supervisors can"),
    Contrast.UNOBSERVED: _l("Too little has been observed so far"),
}
OWN_LEADS: dict[Contrast, LazyString] = {
    Contrast.AGREE: _l("A good place to start from. Talk about what would be the next level."),
    Contrast.HIGHER: _l(
        "Perhaps they have not been there when it showed. Tell them of such a case, and ask them to look for"
        " it on the next visit."
    ),
    Contrast.LOWER: _l("They have seen you do more than you give yourself. Ask them what they saw."),
    Contrast.UNSURE: _l("Read what they found, and see whether you recognise yourself in it."),
    Contrast.UNOBSERVED: _l(
        "Ask your supervisor to look for this on the next visit. The words below may help."
    ),
}
THEIR_TITLES: dict[Contrast, LazyString] = {
    Contrast.AGREE: _l("Both see the same"),
    Contrast.HIGHER: _l("They see more than supervisors have seen"),
    Contrast.LOWER: _l("Supervisors see more than they do"),
    Contrast.UNSURE: _l("They could not say yet"),
    Contrast.UNOBSERVED: _l("Too little has been observed so far"),
}
THEIR_LEADS: dict[Contrast, LazyString] = {
    Contrast.AGREE: _l("A good place to start from. Talk about what would be the next level."),
    Contrast.HIGHER: _l("Ask them for a case in which it showed, and look for it on the next visit."),
    Contrast.LOWER: _l("Tell them what you saw them do. It may surprise them."),
    Contrast.UNSURE: _l("Go through what was observed together."),
    Contrast.UNOBSERVED: _l("Choose a visit on which this can be seen."),
}


@signed_in
def write_own_view() -> ResponseReturnValue:
    session, actor = current_session(), current_actor()
    rubric = find_current_rubric(session, actor)
    if rubric is None:
        return render_template("evidence/own_view_none.html")
    state = queries.get_own_view_state(session, actor, current_clock().today())
    draft = queries.find_draft(session, actor)
    form = OwnViewForm.of(rubric, draft)
    if request.args.get("part") == "saved":
        return render_template("evidence/_own_view_saved.html", form=form, saved=_saved_words(draft))
    if state.is_resting and request.method in SAFE_METHODS and not form.restored:
        return redirect(url_for("evidence.show_own_view", sitting_id=state.submitted_id), 303)
    return _written(form, draft)


@signed_in
def show_own_view(sitting_id: UUID) -> ResponseReturnValue:
    session, actor, today = current_session(), current_actor(), current_clock().today()
    comparison = queries.compare_own_view(session, actor, sitting_id, on=today)
    return _compared(
        comparison,
        state=queries.get_own_view_state(session, actor, today),
        sittings=queries.list_sittings(session, actor),
        sitting_id=sitting_id,
        titles=OWN_TITLES,
        leads=OWN_LEADS,
    )


@require(Permission.OBSERVATION_READ)
def show_own_view_of(person_id: UUID) -> ResponseReturnValue:
    today = current_clock().today()
    comparison = queries.compare_latest_own_view(current_session(), current_actor(), person_id, on=today)
    return _compared(comparison, state=None, sittings=(), titles=THEIR_TITLES, leads=THEIR_LEADS)


def _written(form: OwnViewForm, draft: OwnDraft | None) -> ResponseReturnValue:
    saved = form.save(lambda session: _keep(session, form))
    if saved is None:
        facts = {"saved": _saved_words(draft), "rest_days": REST.days}
        return render_template("evidence/write_own_view.html", form=form, **facts), form.status
    if form.is_submitted_for_good:
        flash(str(_l("Submitted. Here is your view beside what your supervisors found.")), "success")
    elif not form.is_saved_by_script:
        flash(str(_l("Saved. You can go on whenever you like; only you can see this.")), "success")
    return saved


def _keep(session: Session, form: OwnViewForm) -> str:
    keep = commands.submit_own_view if form.is_submitted_for_good else commands.save_own_view
    sitting_id = keep(
        session,
        actor=current_actor(),
        view=form.to_view(),
        version=form.version.data or 0,
        clock=current_clock(),
    )
    if form.is_submitted_for_good:
        return url_for("evidence.show_own_view", sitting_id=sitting_id)
    part = "saved" if form.is_saved_by_script else None
    return url_for("evidence.write_own_view", part=part)


def _compared(
    comparison: OwnComparison,
    *,
    titles: Mapping[Contrast, LazyString],
    leads: Mapping[Contrast, LazyString],
    **facts: object,
) -> ResponseReturnValue:
    groups = [(kind, comparison.of(kind), titles[kind], leads[kind]) for kind in Contrast]
    return render_template(
        "evidence/own_view.html",
        comparison=comparison,
        rubric=comparison.rubric,
        groups=[group for group in groups if group[1]],
        is_own=comparison.person_id == current_actor().person_id,
        **facts,
    )


def _saved_words(draft: OwnDraft | None) -> str:
    """Say when a draft was saved: today by the clock, before that by the day; empty when there is none."""
    if draft is None:
        return ""
    saved_at = draft.saved_at.astimezone(current_timezone())
    is_today = saved_at.date() == current_clock().now().astimezone(current_timezone()).date()
    return str(_l("Saved %(time)s", time=f"{saved_at:%H:%M}" if is_today else date_short(saved_at.date())))


def add_to(bp: Blueprint) -> None:
    bp.add_url_rule("/me/self-assessment", view_func=write_own_view, methods=["GET", "POST"])
    bp.add_url_rule("/me/self-assessment/<uuid:sitting_id>", view_func=show_own_view)
    bp.add_url_rule("/people/<uuid:person_id>/self-assessment", view_func=show_own_view_of)
