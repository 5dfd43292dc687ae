"""Languages: which one a request speaks, and texts in it. One place wraps Flask-Babel."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import cast
from zoneinfo import ZoneInfo

from flask import Flask, current_app, has_request_context, request, session
from flask_babel import Babel, force_locale, get_locale, get_timezone, gettext, lazy_gettext, ngettext
from flask_babel.speaklater import LazyString

from lms.web.request import Locale, current_account

__all__ = [
    "LOCALES",
    "LazyString",
    "current_locale",
    "current_timezone",
    "force_locale",
    "forget_choice",
    "gettext",
    "init_i18n",
    "lazy_gettext",
    "localised",
    "ngettext",
]

LOCALES: tuple[Locale, ...] = ("ja", "en")
_CHOSEN = "lang"


def init_i18n(
    app: Flask, *, catalogues: Sequence[Path], default: Locale, timezone: str = "Asia/Tokyo"
) -> None:
    """Set up the catalogues of all features, the choice of language and the time zone of written times."""
    app.config["BABEL_TRANSLATION_DIRECTORIES"] = ";".join(str(folder) for folder in catalogues)
    app.config["BABEL_DEFAULT_LOCALE"] = default
    app.config["BABEL_DEFAULT_TIMEZONE"] = timezone
    Babel(app, locale_selector=_select_locale)

    @app.before_request
    def remember_choice() -> None:
        if request.args.get("lang") in LOCALES and session.get(_CHOSEN) != request.args["lang"]:
            session[_CHOSEN] = request.args["lang"]


def _select_locale() -> Locale:
    default = cast("Locale", current_app.config["BABEL_DEFAULT_LOCALE"])
    if not has_request_context():
        return default
    account = current_account()
    wishes = (request.args.get("lang"), session.get(_CHOSEN), account.locale if account else None)
    return next((cast("Locale", wish) for wish in wishes if wish in LOCALES), default)


def forget_choice() -> None:
    """Let the language of the person's own settings count again."""
    session.pop(_CHOSEN, None)


def current_locale() -> Locale:
    """Return the language this request speaks."""
    return "en" if str(get_locale()) == "en" else "ja"


def current_timezone() -> ZoneInfo:
    """Return the zone in which times of day are written."""
    return ZoneInfo(str(get_timezone()))


def localised(text: Mapping[str, str] | None) -> str:
    """Return a bilingual text in the request's language, else in the one there is."""
    if not text:
        return ""
    return text.get(current_locale()) or next((value for value in text.values() if value), "")
