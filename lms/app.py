"""The composition root: builds the Flask app. The only module that knows every feature."""

import logging
import sys
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit

import structlog
from flask import Flask
from jinja2 import StrictUndefined
from sqlalchemy.orm import Session
from werkzeug.middleware.proxy_fix import ProxyFix

import lms.authoring.messages
import lms.authoring.views
import lms.clients.messages
import lms.clients.views
import lms.courses.messages
import lms.courses.views
import lms.decisions.messages
import lms.decisions.views
import lms.evidence.messages
import lms.evidence.views
import lms.interop.messages
import lms.interop.views
import lms.moderation.messages
import lms.moderation.views
import lms.ojt.messages
import lms.ojt.views
import lms.pairing.messages
import lms.pairing.views
import lms.people.messages
import lms.people.views
import lms.plans.messages
import lms.plans.views
import lms.reporting.messages
import lms.reporting.views
import lms.rubric.messages
import lms.rubric.views
import lms.targets.messages
import lms.targets.views
from lms.config import LOOPBACK, Settings
from lms.kernel.clock import Clock
from lms.people.commands import touch_session
from lms.people.domain import SEEN_STEP, RoleCode
from lms.people.queries import SignedIn, find_signed_in
from lms.storage.engine import make_engine
from lms.storage.session import Database, transaction, use_database
from lms.web.access import init_access, require_complete_access
from lms.web.answers import init_answers
from lms.web.assets import init_assets
from lms.web.errors import init_errors, register_error_texts
from lms.web.filters import init_filters
from lms.web.headers import init_headers
from lms.web.health import bp as health
from lms.web.i18n import init_i18n, lazy_gettext
from lms.web.navigation import NavigationEntry, init_navigation
from lms.web.offline import bp as offline
from lms.web.request import init_request

PACKAGE = Path(__file__).parent
FEATURES = (
    lms.people,
    lms.rubric,
    lms.evidence,
    lms.moderation,
    lms.decisions,
    lms.targets,
    lms.clients,
    lms.courses,
    lms.authoring,
    lms.plans,
    lms.ojt,
    lms.pairing,
    lms.reporting,
    lms.interop,
)
BLUEPRINTS = (health, offline, *(feature.views.bp for feature in FEATURES))
MESSAGES = tuple(feature.messages for feature in FEATURES)
SESSION_LIFETIME = timedelta(days=14)
LARGEST_REQUEST = 2 * 1024 * 1024

_HOME = NavigationEntry("reporting.show_home", lazy_gettext("Home"), "home")
_ME = NavigationEntry("reporting.show_me", lazy_gettext("My levels"), "levels", ("/decisions", "/plans"))
_COURSES = NavigationEntry("courses.list_courses", lazy_gettext("Courses"), "book")
_OJT = NavigationEntry("ojt.list_entries", lazy_gettext("OJT"), "note")
_CASES = NavigationEntry("clients.list_cases", lazy_gettext("Cases"), "case", ("/clients",))
_PAIRING = NavigationEntry("pairing.list_runs", lazy_gettext("Pairing"), "pair")
_PEOPLE = NavigationEntry(
    "people.list_people",
    lazy_gettext("People"),
    "people",
    ("/organisations", "/decisions", "/committees", "/plans"),
)
_LEVELS = NavigationEntry(
    "reporting.show_levels",
    lazy_gettext("Level map"),
    "levels",
    ("/reports", "/rubric", "/rubrics", "/targets", "/calibration"),
)
_RUBRIC = NavigationEntry("rubric.show_rubric", lazy_gettext("Rubric"), "grid", ("/rubrics", "/targets"))

# The first four stand at the bottom of a phone. The first role held, in this order, decides.
NAVIGATION: dict[str, tuple[NavigationEntry, ...]] = {
    RoleCode.HR: (_HOME, _PAIRING, _PEOPLE, _LEVELS, _CASES, _OJT),
    RoleCode.SUPERVISOR: (_HOME, _OJT, _PEOPLE, _LEVELS, _CASES, _COURSES),
    RoleCode.ADVISOR: (_HOME, _ME, _COURSES, _OJT, _CASES, _RUBRIC),
    RoleCode.HOST: (_HOME, _PEOPLE, _COURSES, _RUBRIC),
    RoleCode.AUTHOR: (_HOME, _COURSES, _RUBRIC),
    RoleCode.ADMIN: (_HOME, _PEOPLE, _COURSES, _RUBRIC),
}


def create_app(settings: Settings, *, database: Database | None = None, clock: Clock | None = None) -> Flask:
    """Build the app. ``database`` and ``clock`` are given by tests; else they follow from the settings."""
    app = Flask(
        __name__, static_folder=PACKAGE / "web" / "static", template_folder=PACKAGE / "web" / "templates"
    )
    _configure(app, settings)
    use_database(database or Database.of_engine(make_engine(settings.database_url)))
    init_headers(app, is_https=settings.is_https)
    init_request(app, load_account=_load_account, clock=clock)
    init_i18n(app, catalogues=catalogues(), default=settings.locale, timezone=settings.timezone)
    init_filters(app)
    init_assets(app)
    init_access(app)
    init_errors(app)
    init_answers(app)
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
    init_navigation(app, NAVIGATION)
    for messages in MESSAGES:
        register_error_texts(messages.ERRORS)
    require_complete_access(app)
    return app


def catalogues() -> list[Path]:
    """Return the translation folders of all features."""
    return sorted(PACKAGE.glob("*/translations"))


def _configure(app: Flask, settings: Settings) -> None:
    app.config.update(
        SECRET_KEY=settings.secret_key,
        SESSION_COOKIE_NAME="__Host-banso" if settings.is_https else "banso",
        SESSION_COOKIE_SECURE=settings.is_https,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_REFRESH_EACH_REQUEST=False,
        PERMANENT_SESSION_LIFETIME=SESSION_LIFETIME,
        MAX_CONTENT_LENGTH=LARGEST_REQUEST,
        TRUSTED_HOSTS=[urlsplit(settings.base_url).hostname, *LOOPBACK]
        if settings.env == "production"
        else None,
        LMS=settings,
    )
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    if settings.trusted_proxies:
        hops = settings.trusted_proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops, x_host=hops)  # type: ignore[method-assign]  # the way Werkzeug documents


def _load_account(session: Session, token: str, clock: Clock) -> SignedIn | None:
    account = find_signed_in(session, token=token, now=clock.now(), today=clock.today())
    if account is not None and account.actor is not None and clock.now() - account.seen_at > SEEN_STEP:
        with transaction() as writing:
            touch_session(writing, session_id=account.session_id, clock=clock)
    return account


def configure_logging(settings: Settings) -> None:
    """Log JSON lines to standard error; in the demo to a file, so that the terminal shows the accounts."""
    stream = (settings.var_dir / "banso.log").open("a") if settings.env == "demo" else sys.stderr
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ],
        logger_factory=structlog.WriteLoggerFactory(stream),
    )
    logging.getLogger("apscheduler").setLevel(logging.WARNING)
