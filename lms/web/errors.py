"""The one place where refusals become pages. A traceback never reaches a reader; a request id does."""

from collections.abc import Mapping

import structlog
from flask import Flask, Response, g, render_template
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import BadHost, HTTPException, InternalServerError, MethodNotAllowed, SecurityError

from lms.kernel.errors import DomainError
from lms.web.access import typed_text
from lms.web.answers import problem, wants_json
from lms.web.filters import days_in_words
from lms.web.i18n import LazyString, lazy_gettext

log = structlog.get_logger()

_PAGES = {400, 403, 404, 405, 409, 410, 413, 422, 500, 503}
_TITLES: dict[int, LazyString] = {
    400: lazy_gettext("The form could not be accepted"),
    403: lazy_gettext("You may not do this"),
    404: lazy_gettext("There is no such page for you"),
    409: lazy_gettext("This has changed in the meantime"),
    410: lazy_gettext("This link no longer works"),
    500: lazy_gettext("Something went wrong on our side"),
}
_TEXTS: dict[str, LazyString] = {
    "access.missing_permission": lazy_gettext("Your role does not include this page."),
    "operation.reused": lazy_gettext(
        "This form was already sent with other content. Open it again and send it once more."
    ),
    "pdf.missing_sign": lazy_gettext(
        "The sign “%(sign)s” cannot be drawn with the fonts of this installation, so no PDF was made. Please "
        "tell whoever runs it: the name or text can be written with another form of the sign."
    ),
}


def register_error_texts(texts: Mapping[str, LazyString]) -> None:
    """Add a feature's sentences for its refusal codes."""
    _TEXTS.update(texts)


def known_error_codes() -> frozenset[str]:
    """Return the codes that have a sentence."""
    return frozenset(_TEXTS)


def describe(error: DomainError) -> str:
    """Return the sentence for a refusal in the reader's language."""
    text = _TEXTS.get(error.code)
    if text is None:
        return str(lazy_gettext("This could not be done."))
    return str(text) % days_in_words(error.facts) if error.facts else str(text)


def init_errors(app: Flask) -> None:
    """Map refusals, HTTP errors and accidents to pages."""

    @app.errorhandler(DomainError)
    def refuse(error: DomainError) -> ResponseReturnValue:
        return _page(error.status, describe(error))

    @app.errorhandler(CSRFError)
    def refuse_forged(_error: CSRFError) -> ResponseReturnValue:
        if wants_json():
            return _page(400, None)
        typed = [
            (name, value)
            for name, values in typed_text().items()
            for value in values
            if name not in {"operation", "version"} and value.strip()
        ]
        return render_template("errors/400.html", message=None, request_id=g.request_id, typed=typed), 400

    @app.errorhandler(HTTPException)
    def answer(error: HTTPException) -> ResponseReturnValue:
        if error.code is None or error.code < 400:  # noqa: PLR2004 (redirects pass)
            return error
        if isinstance(
            error, BadHost | SecurityError
        ):  # without a host no address of ours can be written into a page
            return error
        body, status = _page(error.code, None)
        allowed = error.valid_methods if isinstance(error, MethodNotAllowed) else None
        return body, status, {"Allow": ", ".join(sorted(allowed))} if allowed else {}

    @app.errorhandler(Exception)
    def apologise(error: Exception) -> ResponseReturnValue:
        g.pop("_login_user", None)  # who it was is asked no more, see lms.web.request
        g.accident = True
        log.error("unhandled", exc_info=error, request_id=g.get("request_id"))
        return _page(InternalServerError.code, None)


def _page(status: int, message: str | None) -> tuple[str | Response, int]:
    shown = status if status in _PAGES else (500 if status >= 500 else 400)  # noqa: PLR2004 (server's fault or not)
    template = {405: 404, 413: 400, 422: 400, 503: 500}.get(shown, shown)
    if wants_json():  # as on the page, a 404 does not tell what is absent from what is others'
        return problem(status, str(_TITLES[template]), detail=None if template == 404 else message), status  # noqa: PLR2004 (not found)
    body = render_template(
        f"errors/{template}.html", message=message, request_id=g.get("request_id", ""), typed=[]
    )
    return body, status
