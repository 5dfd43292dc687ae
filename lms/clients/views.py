"""Pages of clients and cases.

GET  /clients        clients.list_clients
GET  /clients/<id>   clients.show_client
GET  /cases          clients.list_cases
GET  /cases/<id>     clients.show_case
"""

from uuid import UUID

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from lms.clients import forms, queries
from lms.clients.domain import CaseState
from lms.kernel.permission import Permission
from lms.people.queries import get_organisation
from lms.web.access import require
from lms.web.i18n import lazy_gettext as _l
from lms.web.lists import Chip, chips, page_number, page_urls
from lms.web.request import current_actor, current_clock, current_session

bp = Blueprint("clients", __name__, template_folder="templates")

PAGE_SIZE = 50


@bp.context_processor
def words() -> dict[str, object]:
    """Give every page of the feature the labels it speaks in."""
    return {
        "client_types": forms.CLIENT_TYPE_LABELS,
        "industries": forms.INDUSTRY_LABELS,
        "support_modes": forms.SUPPORT_MODE_LABELS,
        "topics": forms.TOPIC_LABELS,
        "case_states": forms.CASE_STATE_LABELS,
        "advisor_roles": forms.ADVISOR_ROLE_LABELS,
    }


@bp.get("/clients")
@require(Permission.CLIENT_READ)
def list_clients() -> ResponseReturnValue:
    wanted = forms.read_client_filter(request.args)
    page, total = page_number(), queries.count_clients(current_session(), current_actor(), wanted)
    offset = (page - 1) * PAGE_SIZE
    return render_template(
        "clients/list_clients.html",
        clients=queries.list_clients(
            current_session(), current_actor(), wanted, limit=PAGE_SIZE, offset=offset
        ),
        wanted=wanted,
        organisation=_chosen_organisation(wanted.organisation_id),
        total=total,
        chip_rows=_client_chips(),
        pages=page_urls(page, has_more=offset + PAGE_SIZE < total),
    )


@bp.get("/clients/<uuid:client_id>")
@require(Permission.CLIENT_READ)
def show_client(client_id: UUID) -> ResponseReturnValue:
    session, actor = current_session(), current_actor()
    client = queries.get_client(session, actor, client_id)
    cases = queries.list_cases(session, actor, queries.CaseFilter(client_id=client_id))
    return render_template("clients/show_client.html", client=client, cases=cases)


@bp.get("/cases")
@require(Permission.CASE_READ)
def list_cases() -> ResponseReturnValue:
    wanted = forms.read_case_filter(request.args, own_id=current_actor().person_id)
    page, total = page_number(), queries.count_cases(current_session(), current_actor(), wanted)
    offset = (page - 1) * PAGE_SIZE
    return render_template(
        "clients/list_cases.html",
        cases=queries.list_cases(current_session(), current_actor(), wanted, limit=PAGE_SIZE, offset=offset),
        wanted=wanted,
        organisation=_chosen_organisation(wanted.organisation_id),
        total=total,
        chip_rows=_case_chips(),
        pages=page_urls(page, has_more=offset + PAGE_SIZE < total),
    )


@bp.get("/cases/<uuid:case_id>")
@require(Permission.CASE_READ)
def show_case(case_id: UUID) -> ResponseReturnValue:
    session, actor, today = current_session(), current_actor(), current_clock().today()
    case = queries.get_case(session, actor, case_id)
    return render_template(
        "clients/show_case.html",
        case=case,
        linked=queries.list_visible_advisor_ids(session, actor, case, on=today),
        may_record=case.state is CaseState.OPEN
        and actor.may_in(Permission.OJT_ENTRY_RECORD, case.organisation.path),
    )


def _chosen_organisation(organisation_id: UUID | None) -> object:
    if organisation_id is None:
        return None
    return get_organisation(current_session(), current_actor(), organisation_id)


def _case_chips() -> list[tuple[object, list[Chip]]]:
    mine = [(forms.MINE, _l("Cases I am on"))]
    return [
        (_l("Whose"), chips("whose", mine, everything=_l("Everybody's"))),
        (_l("State"), chips("state", forms.CASE_STATE_LABELS.items(), everything=_l("Any state"))),
        (_l("Client type"), chips("type", forms.CLIENT_TYPE_LABELS.items(), everything=_l("Any type"))),
        (_l("Topic"), chips("topic", forms.TOPIC_LABELS.items(), everything=_l("Any topic"))),
    ]


def _client_chips() -> list[tuple[object, list[Chip]]]:
    return [
        (_l("Client type"), chips("type", forms.CLIENT_TYPE_LABELS.items(), everything=_l("Any type"))),
        (_l("Industry"), chips("industry", forms.INDUSTRY_LABELS.items(), everything=_l("Any industry"))),
    ]
