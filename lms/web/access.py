"""Every endpoint declares who may use it; the gate keeps others out, an undeclared one stops the boot."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from http import HTTPStatus
from typing import ParamSpec, TypeVar
from urllib.parse import urlsplit

from flask import Flask, current_app, redirect, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import CSRFError, CSRFProtect
from werkzeug.exceptions import BadRequest, HTTPException
from werkzeug.routing import RequestRedirect

from lms.kernel.errors import NotAllowed
from lms.kernel.permission import Permission
from lms.storage import held_form
from lms.storage.session import transaction
from lms.web.answers import problem, wants_json
from lms.web.i18n import lazy_gettext
from lms.web.request import Account, current_account, current_clock

P = ParamSpec("P")
R = TypeVar("R")

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
HELD_MAX = 200_000
"""Characters of typed text kept over an expired session; no form of ours comes near."""
_NEVER_IN_ADDRESSES = re.compile(r"[\x00-\x20\x7f\\]")

csrf = CSRFProtect()


@dataclass(frozen=True)
class Access:
    """What an endpoint asks for: nothing, a signed-in person, or one with a permission."""

    is_public: bool = False
    permission: Permission | None = None


def _declare(view: Callable[P, R], access: Access) -> Callable[P, R]:
    view.__access__ = access  # type: ignore[attr-defined]  # read back by the gate
    return view


def public(view: Callable[P, R]) -> Callable[P, R]:
    """Declare an endpoint open to everybody."""
    return _declare(view, Access(is_public=True))


def signed_in(view: Callable[P, R]) -> Callable[P, R]:
    """Declare an endpoint open to every signed-in person, for what is their own."""
    return _declare(view, Access())


def require(permission: Permission) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Declare an endpoint open to those who hold a permission somewhere; commands and queries bound where."""
    return lambda view: _declare(view, Access(permission=permission))


def uploads(largest: int) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Let an endpoint take requests of more bytes than others may send: those that bring a file."""

    def declare(view: Callable[P, R]) -> Callable[P, R]:
        view.__largest_request__ = largest  # type: ignore[attr-defined]  # read back by the gate
        return view

    return declare


def access_of(app: Flask, endpoint: str) -> Access | None:
    """Return what an endpoint declares, or None when it declares nothing."""
    access: Access | None = getattr(app.view_functions[endpoint], "__access__", None)
    return access


def init_access(app: Flask) -> None:
    """Put the gate in front of every endpoint."""
    app.config.update(WTF_CSRF_CHECK_DEFAULT=False, WTF_CSRF_TIME_LIMIT=None, WTF_CSRF_SSL_STRICT=False)
    csrf.init_app(app)

    @app.before_request
    def gate() -> ResponseReturnValue | None:
        if request.endpoint is None:
            return None  # routing found nothing: the 404 or 405 is on its way
        access = access_of(app, request.endpoint)
        if access is None:  # added after the boot, which lets none through
            raise NotAllowed("access.missing_permission")
        largest = getattr(app.view_functions[request.endpoint], "__largest_request__", None)
        if largest is not None:  # before anything of the body is read
            request.max_content_length = largest
        _require_storable_text()
        if request.method not in SAFE_METHODS:
            _require_own_origin()
            csrf.protect()
        if access.is_public:
            return None
        account = current_account()
        if account is None or account.actor is None:
            return _send_to_sign_in(account)
        if access.permission is not None and not account.actor.may(access.permission):
            raise NotAllowed("access.missing_permission")
        return None


def require_complete_access(app: Flask) -> None:
    """Stop the boot when an endpoint declares no access. Raises RuntimeError naming it."""
    public(app.view_functions["static"])
    undeclared = sorted(endpoint for endpoint in app.view_functions if access_of(app, endpoint) is None)
    if undeclared:
        message = f"endpoints without declared access: {', '.join(undeclared)}"
        raise RuntimeError(message)


def _require_storable_text() -> None:
    """Refuse a NUL wherever it comes from: nobody types it, and PostgreSQL takes no text that holds one."""
    sent = [request.args] if request.method in SAFE_METHODS else [request.args, request.form]
    if "\0" in request.path or any("\0" in value for given in sent for _, value in given.items(multi=True)):
        raise BadRequest


def _require_own_origin() -> None:
    origin = request.headers.get("Origin")
    if origin not in (None, "null", request.host_url.rstrip("/")):
        raise CSRFError
    if request.headers.get("Sec-Fetch-Site") == "cross-site":
        raise CSRFError


def _send_to_sign_in(account: Account | None) -> ResponseReturnValue:
    if wants_json():  # a script keeps its own text and asks its reader to sign in
        return problem(HTTPStatus.UNAUTHORIZED, str(lazy_gettext("Please sign in again.")))
    if request.method not in SAFE_METHODS and account is not None:
        hold_typed_text(account)
    if request.method not in SAFE_METHODS or request.path != "/":
        session["sign_in_reason"] = "expired" if account is not None else "needed"
    return redirect(url_for("people.sign_in", next=request.full_path.rstrip("?")), 303)


def hold_typed_text(account: Account) -> None:
    """Keep the fields just sent, so that the form shows them when it is opened next."""
    fields = typed_text()
    length = sum(len(value) for values in fields.values() for value in values)
    if not fields or length > HELD_MAX or len(request.path) > held_form.LONGEST_PATH:
        return
    with transaction() as writing:
        held_form.hold(
            writing, person_id=account.person_id, path=request.path, fields=fields, at=current_clock().now()
        )


def typed_text() -> dict[str, list[str]]:
    """Return the fields of the form just sent; none of a form with a password, which may stand in any."""
    fields = {name: values for name, values in request.form.lists() if name != "csrf_token"}
    return {} if any("password" in name for name in fields) else fields


def local_address(target: str | None) -> str | None:
    """Return ``target`` when it is the address of a page of ours, else None: no open redirects."""
    if not target or target[0] != "/" or target.startswith("//") or _NEVER_IN_ADDRESSES.search(target):
        return None
    try:
        current_app.create_url_adapter(request).match(urlsplit(target).path, method="GET")  # type: ignore[union-attr]  # in a request there is one
    except RequestRedirect:
        return target
    except HTTPException:
        return None
    return target
