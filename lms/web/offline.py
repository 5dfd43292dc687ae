"""Work without a network: what a device may keep, and how it is told who is signed in.

The service worker keeps style sheets, scripts and one page, ``/offline``, fetched without cookies and so
nobody's. What a person keeps lies in the device's own store, sealed; it is filled from ``portable`` answers
and emptied by sending the ordinary forms to their ordinary addresses. See docs/offline.md.

GET  /service-worker.js     offline.show_service_worker
GET  /manifest.webmanifest  offline.show_manifest
GET  /offline               offline.show_shell      public: the page a device shows without a network
GET  /offline/session       offline.show_session    public: who is signed in, and a token to send with
GET  /offline/done          offline.list_done       ?operation=<id>… which of one's own writes are done
GET  /offline/leaving       offline.show_leaving    before a sign-out that would lose something unsent
"""

import hashlib
import json
from uuid import UUID

from flask import Blueprint, Response, jsonify, render_template, request
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import generate_csrf
from werkzeug.exceptions import BadRequest

from lms.storage import idempotency
from lms.web.access import public, signed_in
from lms.web.assets import STATIC, asset, digest, modules, stylesheet
from lms.web.i18n import current_locale, current_timezone, gettext
from lms.web.request import current_account, current_actor, current_session

PROTOCOL = 1
"""Raised when pages of an older release could no longer send what they kept; they then ask to be reloaded."""
MOST_OPERATIONS = 200
_WEB = STATIC.parent
_WORKER = STATIC / "js" / "service-worker.js"

bp = Blueprint("offline", __name__)


def portable(
    *, path: str, title: str, group: str, html: str, order: int = 0, also: tuple[str, ...] = ()
) -> Response:
    """Answer with a page as a device may keep it.

    ``html`` is a fragment that holds nothing about its reader: no name, no progress, no token, no former
    answer. Its forms carry ``data-offline`` (``once``, ``latest`` or ``each``) and are sent to ``action``,
    or to ``path``. Pages are listed by ``group``, there by ``order``. ``also`` are the addresses of further
    portable pages to keep with this one.
    """
    return jsonify(path=path, title=title, group=group, order=order, html=html, also=also)


@bp.app_context_processor
def reader() -> dict[str, object]:
    """Tell the pages whose store on the device is theirs."""
    account = current_account()
    is_known = account is not None and account.actor is not None
    person = account.person_id.hex if account is not None and is_known else ""
    return {"offline_person": person, "offline_timezone": str(current_timezone())}


@bp.get("/service-worker.js")
@public
def show_service_worker() -> ResponseReturnValue:
    script = f"const VERSION = {json.dumps(_version())};\n{_WORKER.read_text(encoding='utf-8')}"
    response = Response(script, mimetype="text/javascript", headers={"Cache-Control": "no-cache"})
    response.add_etag()
    return response.make_conditional(request)


@bp.get("/manifest.webmanifest")
@public
def show_manifest() -> ResponseReturnValue:
    manifest = {
        "name": gettext("Banso"),
        "short_name": gettext("Banso"),
        "description": gettext("Growing together with the businesses we walk beside"),
        "lang": current_locale(),
        "id": "/",
        "start_url": "/",
        "scope": "/",
        "display": "standalone",
        "background_color": "#ffffff",
        "theme_color": "#ffffff",
        "icons": [{"src": asset("img/mark.svg"), "sizes": "any", "type": "image/svg+xml"}],
    }
    return Response(json.dumps(manifest, ensure_ascii=False), mimetype="application/manifest+json")


@bp.get("/offline")
@public
def show_shell() -> ResponseReturnValue:
    return render_template("offline/shell.html")


@bp.get("/offline/session")
@public
def show_session() -> ResponseReturnValue:
    account = current_account()
    is_known = account is not None and account.actor is not None
    person = account.person_id.hex if account is not None and is_known else None
    return jsonify(protocol=PROTOCOL, person=person, csrf_token=generate_csrf())


@bp.get("/offline/done")
@signed_in
def list_done() -> ResponseReturnValue:
    keys = _operations()
    done = idempotency.list_done(current_session(), person_id=current_actor().person_id, keys=keys)
    return jsonify({str(key): url for key, url in done.items()})


@bp.get("/offline/leaving")
@signed_in
def show_leaving() -> ResponseReturnValue:
    return render_template("offline/leaving.html")


def _operations() -> list[UUID]:
    try:
        keys = [UUID(text) for text in request.args.getlist("operation")]
    except ValueError:
        raise BadRequest from None
    if len(keys) > MOST_OPERATIONS:
        raise BadRequest
    return keys


def _version() -> str:
    """Name what the service worker keeps: another release has another name, so devices fetch it anew."""
    files = (_WORKER, *sorted(_WEB.glob("templates/**/*.html")), *sorted(_WEB.glob("translations/**/*.mo")))
    styles = [asset(str(file.relative_to(STATIC))) for file in sorted(STATIC.glob("css/pages/*.css"))]
    parts = [stylesheet(), *sorted(modules().values()), *styles, *map(digest, files)]
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:16]
