"""Who there is: people and organisations within the reader's reach."""

from uuid import UUID

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from lms.kernel.permission import Permission
from lms.people import queries
from lms.people.domain import RoleCode
from lms.people.forms import KIND_LABELS, ROLE_LABELS
from lms.web.access import require
from lms.web.i18n import lazy_gettext as _l
from lms.web.lists import chips, page_number, page_urls
from lms.web.request import current_actor, current_clock, current_session

PAGE_SIZE = 50


@require(Permission.PERSON_READ)
def list_people() -> ResponseReturnValue:
    role = request.args.get("role", "")
    role = role if role in set(RoleCode) else ""
    text, page, today = request.args.get("q", "").strip()[:100], page_number(), current_clock().today()
    session, actor, first = current_session(), current_actor(), (page - 1) * PAGE_SIZE
    total = queries.count_people(session, actor, on=today, role=role, text=text)
    shown = queries.list_people(session, actor, on=today, role=role, text=text, limit=PAGE_SIZE, offset=first)
    previous_url, next_url = page_urls(page, has_more=page * PAGE_SIZE < total)
    return render_template(
        "people/list_people.html",
        people=shown,
        total=total,
        role=role,
        text=text,
        today=today,
        role_chips=chips("role", ROLE_LABELS.items(), everything=_l("All roles")),
        previous_url=previous_url,
        next_url=next_url,
    )


@require(Permission.ORGANISATION_READ)
def list_organisations() -> ResponseReturnValue:
    organisations = queries.list_organisations(current_session(), current_actor(), on=current_clock().today())
    return render_template("people/list_organisations.html", organisations=organisations, kinds=KIND_LABELS)


@require(Permission.ORGANISATION_READ)
def show_organisation(organisation_id: UUID) -> ResponseReturnValue:
    today, actor = current_clock().today(), current_actor()
    organisation = queries.get_organisation(current_session(), actor, organisation_id)
    people = queries.list_people(current_session(), actor, on=today, organisation_id=organisation_id)
    below = queries.list_organisations(current_session(), actor, on=today, below=organisation)
    parent = organisation.parent
    return render_template(
        "people/show_organisation.html",
        organisation=organisation,
        kinds=KIND_LABELS,
        people=people,
        below=below,
        links_to_parent=parent is not None and actor.may_in(Permission.ORGANISATION_READ, parent.path),
        can_see_people=actor.may_in(Permission.PERSON_READ, organisation.path),
    )


def add_to(bp: Blueprint) -> None:
    """Put the pages of this module on the blueprint."""
    bp.add_url_rule("/people", view_func=list_people)
    bp.add_url_rule("/organisations", view_func=list_organisations)
    bp.add_url_rule("/organisations/<uuid:organisation_id>", view_func=show_organisation)
