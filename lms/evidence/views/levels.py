"""How a level was worked out: the observations that count, the rule, and what would make it surer."""

from uuid import UUID

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from lms.evidence.domain import NotCounted, RaterRole
from lms.evidence.queries import CURRENT_POLICY, Explanation, explain_criterion, explain_domain
from lms.kernel.permission import Permission
from lms.web.access import require, signed_in
from lms.web.i18n import LazyString
from lms.web.i18n import lazy_gettext as _l
from lms.web.request import current_actor, current_clock, current_session

NOT_COUNTED: dict[NotCounted, LazyString] = {
    NotCounted.VOIDED: _l("voided"),
    NotCounted.OWN: _l("own view: it never counts towards a level"),
    NotCounted.RATER_ROLE: _l("not made by a supervisor"),
    NotCounted.OTHER_RUBRIC: _l("made in the words of another version of the rubric"),
    NotCounted.TOO_OLD: _l("too long ago to count"),
    NotCounted.LATER: _l("dated later than today"),
}

RATER_ROLES: dict[RaterRole, LazyString] = {
    RaterRole.SUPERVISOR: _l("Supervisor"),
    RaterRole.PEER: _l("Colleague"),
    RaterRole.SELF: _l("Own view"),
    RaterRole.CLIENT: _l("Client"),
    RaterRole.COMMITTEE: _l("Committee"),
}


@signed_in
def show_own_criterion(code: str) -> ResponseReturnValue:
    return _page(_criterion(current_actor().person_id, code))


@signed_in
def show_own_domain(code: str) -> ResponseReturnValue:
    return _page(_domain(current_actor().person_id, code))


@require(Permission.OBSERVATION_READ)
def show_criterion(person_id: UUID, code: str) -> ResponseReturnValue:
    return _page(_criterion(person_id, code))


@require(Permission.OBSERVATION_READ)
def show_domain(person_id: UUID, code: str) -> ResponseReturnValue:
    return _page(_domain(person_id, code))


def _criterion(person_id: UUID, code: str) -> Explanation:
    today = current_clock().today()
    return explain_criterion(current_session(), current_actor(), person_id=person_id, code=code, as_of=today)


def _domain(person_id: UUID, code: str) -> Explanation:
    today = current_clock().today()
    return explain_domain(current_session(), current_actor(), person_id=person_id, code=code, as_of=today)


def _page(explanation: Explanation) -> ResponseReturnValue:
    return render_template(
        "evidence/show_level.html",
        explanation=explanation,
        finding=explanation.finding,
        rubric=explanation.rubric,
        policy=CURRENT_POLICY,
        is_own=explanation.person_id == current_actor().person_id,
        not_counted=NOT_COUNTED,
        rater_roles=RATER_ROLES,
    )


def add_to(bp: Blueprint) -> None:
    bp.add_url_rule("/me/criteria/<code>", view_func=show_own_criterion)
    bp.add_url_rule("/me/domains/<code>", view_func=show_own_domain)
    bp.add_url_rule("/people/<uuid:person_id>/criteria/<code>", view_func=show_criterion)
    bp.add_url_rule("/people/<uuid:person_id>/domains/<code>", view_func=show_domain)
