"""Answers to scripts: what a page says in words, said as JSON to whoever asks for that and nothing else.

A form sent with ``Accept: application/json`` is answered 200 ``{"status": "done", "url": …}``, or by a
problem document (RFC 9457) whose ``errors`` name the fields; no page of the product is sent in between.
"""

from collections.abc import Mapping, Sequence

from flask import Flask, Response, jsonify, request, session

PROBLEM = "application/problem+json"
_FLASHES = "_flashes"


def wants_json() -> bool:
    """Say whether the request asks for JSON rather than for a page. Browsers opening a page never do."""
    accepted = request.accept_mimetypes
    return accepted["application/json"] > accepted["text/html"]


def done(url: str) -> Response:
    """Answer that a form was taken; ``url`` is where a browser would go on."""
    return jsonify(status="done", url=url)


def problem(
    status: int, title: str, *, detail: str | None = None, errors: Sequence[Mapping[str, str]] = ()
) -> Response:
    """Answer that something was refused, in sentences a person may read."""
    answer = jsonify(
        type="about:blank",
        title=title,
        status=status,
        detail=detail or title,
        errors=[dict(e) for e in errors],
    )
    answer.status_code, answer.mimetype = status, PROBLEM
    return answer


def init_answers(app: Flask) -> None:
    """Keep no message for the next page when a script was told the outcome itself."""

    @app.after_request
    def drop_flashes(response: Response) -> Response:
        if request.method == "POST" and wants_json():
            session.pop(_FLASHES, None)
        return response
