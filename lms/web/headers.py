"""What every answer carries: a strict content policy, no caching of personal pages, a request id."""

import secrets
import time

import structlog
from flask import Flask, Response, g, request

from lms.kernel.ids import new_id
from lms.web.request import current_account

log = structlog.get_logger()

_POLICY = (
    "default-src 'none'; script-src 'self' 'nonce-{nonce}'; style-src 'self'; img-src 'self' data:; "
    "connect-src 'self'; font-src 'self'; manifest-src 'self'; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'"
)
_FIXED = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}
_UNLOGGED = {"static", "assets.show_stylesheet"}


def csp_nonce() -> str:
    """Return the request's nonce; made at first use, since an early refusal may never need one."""
    if "csp_nonce" not in g:
        g.csp_nonce = secrets.token_urlsafe(18)
    return str(g.csp_nonce)


def init_headers(app: Flask, *, is_https: bool) -> None:
    """Put request ids, headers and the access log around every request."""
    app.jinja_env.globals["csp_nonce"] = csp_nonce

    @app.before_request
    def start() -> None:
        g.request_id = new_id().hex
        g.started = time.perf_counter()

    @app.after_request
    def finish(response: Response) -> Response:
        response.headers["X-Request-Id"] = g.get("request_id", "")
        for name, value in _FIXED.items():
            response.headers.setdefault(name, value)
        response.headers["Content-Security-Policy"] = _POLICY.format(nonce=csp_nonce())
        if is_https:
            response.headers["Strict-Transport-Security"] = "max-age=31536000"
        if request.endpoint not in _UNLOGGED:
            response.headers.setdefault("Cache-Control", "no-store")
            _log(response)
        return response


def _log(response: Response) -> None:
    account = current_account()
    log.info(
        "request",
        request_id=g.get("request_id"),
        method=request.method,
        endpoint=request.endpoint,
        status=response.status_code,
        ms=round((time.perf_counter() - g.get("started", time.perf_counter())) * 1000, 1),
        person_id=str(account.person_id) if account else None,
    )
