"""CASE 1.1, read by programs: the addresses of the specification, below ``/ims/case/v1p1``.

GET  /CFDocuments                     interop.list_documents
GET  /CFDocuments/<id>                interop.show_document
GET  /CFPackages/<id>                 interop.show_package            a document with everything in it
GET  /CFItems/<id>                    interop.show_item
GET  /CFItemAssociations/<id>         interop.show_item_associations  an item with what it is joined to
GET  /CFAssociations/<id>             interop.show_association
GET  /CFItemTypes/<id>                interop.show_item_types
GET  /CFRubrics/<id>                  interop.show_rubric
GET  /CFAssociationGroupings, /CFConcepts, /CFLicenses, /CFSubjects  /<id>   interop.show_none

Strangers get what is public; who is signed in also what they may read. There is nothing to write.
"""

import json
from collections.abc import Callable, Sequence
from typing import Final
from urllib.parse import urlencode

from flask import Blueprint, current_app, request
from werkzeug.wrappers import Response

from lms.config import Settings
from lms.interop.selection import Selection, SelectionError, read_selection
from lms.interop.shelf import Package, associations_of, list_packages
from lms.kernel.ids import read_id
from lms.rubric.loader.case import PATH, CaseObject
from lms.web.access import public
from lms.web.request import current_account, current_session

bp = Blueprint("interop", __name__, url_prefix=PATH)

WITHOUT: Final = "CFAssociationGroupings, CFConcepts, CFLicenses, CFSubjects"
"""What the standard knows and rubrics have nothing of."""


@bp.get("/CFDocuments")
@public
def list_documents() -> Response:
    try:
        selection = read_selection(request.args)
    except SelectionError as error:
        description = f"{error.parameter}: expected is {error.expected}."
        return _failure(400, error.minor, description, name=error.parameter)
    packages = _packages()
    matching = selection.matching([package.document for package in packages])
    response = _answer({"CFDocuments": selection.page_of(matching)}, packages)
    response.headers["X-Total-Count"] = str(len(matching))
    response.headers["Link"] = _links(selection, len(matching))
    return response


@bp.get("/CFDocuments/<document_id>")
@public
def show_document(document_id: str) -> Response:
    return _found(document_id, Package.find_document)


@bp.get("/CFPackages/<document_id>")
@public
def show_package(document_id: str) -> Response:
    return _found(document_id, Package.find_content)


@bp.get("/CFItems/<item_id>")
@public
def show_item(item_id: str) -> Response:
    return _found(item_id, Package.find_item)


@bp.get("/CFItemAssociations/<item_id>")
@public
def show_item_associations(item_id: str) -> Response:
    packages, wanted = _packages(), item_id.lower()
    item = next(filter(None, (package.find_item(wanted) for package in packages)), None)
    if item is None:
        return _unknown(item_id)
    found = {"CFItem": item, "CFAssociations": list(associations_of(packages, wanted))}
    return _answer(found, packages)


@bp.get("/CFAssociations/<association_id>")
@public
def show_association(association_id: str) -> Response:
    return _found(association_id, Package.find_association)


@bp.get("/CFItemTypes/<item_type_id>")
@public
def show_item_types(item_type_id: str) -> Response:
    return _found(item_type_id, Package.find_item_types)


@bp.get("/CFRubrics/<case_rubric_id>")
@public
def show_rubric(case_rubric_id: str) -> Response:
    return _found(case_rubric_id, Package.find_rubric)


@bp.get(f"/<any({WITHOUT}):kind>/<absent_id>")
@public
def show_none(kind: str, absent_id: str) -> Response:  # noqa: ARG001 (of no kind is there anything)
    return _unknown(absent_id)


def _packages() -> Sequence[Package]:
    """Return what the reader may fetch: a stranger, or somebody who is signed in."""
    account = current_account()
    actor = None if account is None else account.actor
    settings: Settings = current_app.config["LMS"]
    return list_packages(current_session(), actor, base_url=settings.base_url)


def _found(identifier: str, find: Callable[[Package, str], CaseObject | None]) -> Response:
    """Answer with the first object that is found under an identifier."""
    wanted = identifier.lower()
    for package in _packages():
        found = find(package, wanted)
        if found is not None:
            return _answer(found, [package])
    return _unknown(identifier)


def _answer(found: object, packages: Sequence[Package]) -> Response:
    """Answer with what may be kept as long as it is asked for again: a version becomes outdated one day."""
    response = Response(json.dumps(found, ensure_ascii=False), mimetype="application/json")
    response.add_etag()
    response.headers["Cache-Control"] = "private, no-cache"
    if packages:
        response.last_modified = max(package.changed_at for package in packages)
    return response.make_conditional(request)


def _unknown(identifier: str) -> Response:
    if read_id(identifier) is None:
        return _failure(404, "invalid_uuid", "The identifier is not a UUID.", name="sourcedId")
    return _failure(404, "unknownobject", "There is nothing with this identifier.", name="sourcedId")


def _failure(status: int, minor: str, description: str, *, name: str) -> Response:
    field = {"imsx_codeMinorFieldName": name, "imsx_codeMinorFieldValue": minor}
    info = {
        "imsx_codeMajor": "failure",
        "imsx_severity": "error",
        "imsx_description": description,
        "imsx_codeMinor": {"imsx_codeMinorField": [field]},
    }
    return Response(json.dumps(info), status, mimetype="application/json")


def _links(selection: Selection, total: int) -> str:
    """Lead to the other pages of a list, as RFC 8288 has it."""
    settings: Settings = current_app.config["LMS"]
    pages = []
    for relation, offset in selection.offsets(total).items():
        arguments = {**request.args, "limit": selection.limit, "offset": offset}
        pages.append(f'<{settings.base_url}{PATH}/CFDocuments?{urlencode(arguments)}>; rel="{relation}"')
    return ", ".join(pages)
