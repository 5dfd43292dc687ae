"""Certificates as PDF, for their holders and who looks after them; the page where anybody checks one."""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from flask import Blueprint, Response, current_app, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from lms.config import Settings
from lms.courses.domain.certificate import grouped_code
from lms.courses.queries.certificates import (
    Certificate,
    find_verified,
    get_certificate,
    list_certificates,
)
from lms.courses.queries.overview import find_path
from lms.kernel.ids import read_id
from lms.kernel.permission import Permission
from lms.web.access import public, require, signed_in
from lms.web.filters import date_with_era
from lms.web.i18n import LOCALES, force_locale, gettext
from lms.web.pdf import make_pdf, pdf_response
from lms.web.request import current_actor, current_clock, current_session

TEMPLATE = Path(__file__).resolve().parents[1] / "templates" / "courses" / "certificate.typ"
AUTHOR = "Banso"
NOWHERE = "-"
"""The path of no organisation."""


def add_to(bp: Blueprint) -> None:
    """Put the pages on the blueprint."""
    bp.get("/courses/<slug>/certificate.pdf")(show_certificate)
    bp.get("/courses/certificates.pdf")(download_certificates)
    bp.get("/verify")(enter_code)
    bp.get("/verify/<path:certificate_code>")(verify_certificate)


@signed_in
def show_certificate(slug: str) -> ResponseReturnValue:
    actor = current_actor()
    person_id = read_id(request.args.get("person")) or actor.person_id
    certificate = get_certificate(current_session(), actor, slug=slug, person_id=person_id)
    return pdf_response(draw([certificate]), file_name=f"{slug}-certificate.pdf", is_download=False)


@require(Permission.ENROLMENT_READ)
def download_certificates() -> ResponseReturnValue:
    place = read_id(request.args.get("place"))
    certificates = list_certificates(
        current_session(),
        current_actor(),
        slug=request.args.get("course") or None,
        under=(find_path(current_session(), current_actor(), place) or NOWHERE) if place else None,
        enrolment_ids=[row for text in request.args.getlist("r") if (row := read_id(text))],
    )
    return pdf_response(draw(certificates), file_name="certificates.pdf", is_download=True)


@public
def enter_code() -> ResponseReturnValue:
    code = request.args.get("code", "").strip()
    if code:
        return redirect(url_for("courses.verify_certificate", certificate_code=code.replace("/", "-")), 303)
    return _unlisted(render_template("courses/verify.html", code=None, certificate=None))


@public
def verify_certificate(certificate_code: str) -> ResponseReturnValue:
    found = find_verified(current_session(), certificate_code)
    page = render_template("courses/verify.html", code=certificate_code, certificate=found)
    return _unlisted(page, 200 if found else 404)


def draw(certificates: Sequence[Certificate]) -> bytes:
    """Draw certificates, a page for each. Raises RuleViolation("pdf.missing_sign")."""
    now = current_clock().now()
    latest = max(certificate.finished_on for certificate in certificates)
    return make_pdf(
        TEMPLATE,
        {
            "title": gettext("Certificate of completion"),
            "author": AUTHOR,
            "made_on": [latest.year, latest.month, latest.day],
            "certificates": [_texts(certificate) for certificate in certificates],
        },
        made_at=now,
    )


def _texts(certificate: Certificate) -> dict[str, object]:
    """Return every text of a certificate in Japanese and English, as it is to stand on paper."""
    code = grouped_code(certificate.code)
    return {
        "name": certificate.name,
        "employer": certificate.employer["ja"] if certificate.employer else None,
        "title": _in_both_languages(certificate.title),
        "publisher": _in_both_languages(certificate.publisher) if certificate.publisher else None,
        "heading": _said(lambda: gettext("Certificate of completion")),
        "sentence": _said(
            lambda: gettext("This certifies that the person named above has completed the following course.")
        ),
        "extent": _said(
            lambda: gettext(
                "all lessons and the quiz, about %(minutes)s minutes", minutes=certificate.minutes
            )
        ),
        "day": _said(lambda: date_with_era(certificate.finished_on)),
        "check": _said(lambda: gettext("Anybody can check this certificate here:")),
        "code_label": _said(lambda: gettext("Certificate code")),
        "code": code,
        "address": f"{_settings().base_url}{url_for('courses.verify_certificate', certificate_code=code)}",
    }


def _said(say: Callable[[], str]) -> dict[str, str]:
    texts: dict[str, str] = {}
    for locale in LOCALES:
        with force_locale(locale):
            texts[locale] = say()
    return texts


def _in_both_languages(text: Mapping[str, str]) -> dict[str, str]:
    return {locale: text.get(locale) or next(iter(text.values())) for locale in LOCALES}


def _settings() -> Settings:
    settings: Settings = current_app.config["LMS"]
    return settings


def _unlisted(page: str, status: int = 200) -> Response:
    """Keep the page out of search engines: it is for those who hold the paper."""
    response = make_response(page, status)
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    return response
