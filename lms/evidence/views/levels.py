"""How a level was worked out: what would make it surer, what it rests on, how the number came about."""

from uuid import UUID

from flask import Blueprint, render_template, url_for
from flask.typing import ResponseReturnValue

from lms.evidence.domain import NotCounted, RaterRole
from lms.evidence.queries import Explanation, explain_criterion, explain_domain, explain_overall
from lms.kernel.permission import Permission
from lms.web.access import require, signed_in
from lms.web.i18n import LazyString
from lms.web.i18n import lazy_gettext as _l
from lms.web.request import current_actor, current_clock, current_session

NOT_COUNTED: dict[NotCounted, LazyString] = {
    NotCounted.VOIDED: _l("voided"),
    NotCounted.OWN: _l("own view: it never counts towards a level"),
    NotCounted.OTHER_RUBRIC: _l("made in the words of another version of the rubric"),
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


@signed_in
def show_own_overall() -> ResponseReturnValue:
    return _page(_overall(current_actor().person_id))


@require(Permission.OBSERVATION_READ)
def show_criterion(person_id: UUID, code: str) -> ResponseReturnValue:
    return _page(_criterion(person_id, code))


@require(Permission.OBSERVATION_READ)
def show_domain(person_id: UUID, code: str) -> ResponseReturnValue:
    return _page(_domain(person_id, code))


@require(Permission.OBSERVATION_READ)
def show_overall(person_id: UUID) -> ResponseReturnValue:
    return _page(_overall(person_id))


def _criterion(person_id: UUID, code: str) -> Explanation:
    today = current_clock().today()
    return explain_criterion(current_session(), current_actor(), person_id=person_id, code=code, as_of=today)


def _domain(person_id: UUID, code: str) -> Explanation:
    today = current_clock().today()
    return explain_domain(current_session(), current_actor(), person_id=person_id, code=code, as_of=today)


def _overall(person_id: UUID) -> Explanation:
    today = current_clock().today()
    return explain_overall(current_session(), current_actor(), person_id=person_id, as_of=today)


def _page(explanation: Explanation) -> ResponseReturnValue:
    reader_id = current_actor().person_id
    return render_template(
        "evidence/show_level.html",
        explanation=explanation,
        finding=explanation.finding,
        rubric=explanation.rubric,
        is_own=explanation.person_id == reader_id,
        instead_url=_instead_url(explanation, is_own=explanation.person_id == reader_id),
        reads_own_ratings=reader_id in explanation.raters,
        not_counted=NOT_COUNTED,
        rater_roles=RATER_ROLES,
    )


def _instead_url(explanation: Explanation, *, is_own: bool) -> str:
    instead, person_id = explanation.instead, explanation.person_id
    if instead is None:
        return ""
    if instead.name is None:
        return (
            url_for("evidence.show_own_overall")
            if is_own
            else url_for("evidence.show_overall", person_id=person_id)
        )
    if is_own:
        return url_for("evidence.show_own_domain", code=instead.code)
    return url_for("evidence.show_domain", person_id=person_id, code=instead.code)


def add_to(bp: Blueprint) -> None:
    bp.add_url_rule("/me/criteria/<code>", view_func=show_own_criterion)
    bp.add_url_rule("/me/domains/<code>", view_func=show_own_domain)
    bp.add_url_rule("/me/overall", view_func=show_own_overall)
    bp.add_url_rule("/people/<uuid:person_id>/criteria/<code>", view_func=show_criterion)
    bp.add_url_rule("/people/<uuid:person_id>/domains/<code>", view_func=show_domain)
    bp.add_url_rule("/people/<uuid:person_id>/overall", view_func=show_overall)
