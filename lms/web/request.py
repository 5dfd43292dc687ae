"""What one request carries: who acts, the reading session, the clock. The one place that uses Flask-Login."""

from collections.abc import Callable
from datetime import datetime
from typing import Literal, Protocol, TypeAlias, cast
from uuid import UUID

from flask import Flask, Request, current_app, g, has_request_context, session
from flask_login import LoginManager, UserMixin, current_user
from sqlalchemy.orm import Session

from lms.kernel.actor import Actor
from lms.kernel.clock import Clock, SystemClock
from lms.storage.session import open_reader

TOKEN = "token"  # noqa: S105 (the cookie's key, not a secret)

Locale: TypeAlias = Literal["ja", "en"]


class Account(Protocol):
    """Who a browser's token stands for; ``actor`` is None when the session has run out."""

    @property
    def session_id(self) -> UUID: ...
    @property
    def person_id(self) -> UUID: ...
    @property
    def name(self) -> str: ...
    @property
    def locale(self) -> str: ...
    @property
    def organisation_name(self) -> dict[str, str] | None: ...
    @property
    def role_codes(self) -> tuple[str, ...]: ...
    @property
    def seen_at(self) -> datetime: ...
    @property
    def actor(self) -> Actor | None: ...


AccountLoader: TypeAlias = Callable[[Session, str, Clock], Account | None]


class _User(UserMixin):  # type: ignore[misc]  # Flask-Login ships no types
    def __init__(self, account: Account) -> None:
        self.account = account


def init_request(app: Flask, *, load_account: AccountLoader, clock: Clock | None = None) -> None:
    """Teach the app to find out who is asking, from the token in the signed cookie."""
    app.extensions["clock"] = clock or SystemClock()
    manager = LoginManager()
    manager.session_protection = None
    manager.init_app(app)

    @manager.request_loader  # type: ignore[untyped-decorator]  # Flask-Login ships no types
    def load(_request: Request) -> _User | None:
        if g.get("accident", False):  # the page that apologises must not ask what may be broken
            return None
        token = session.get(TOKEN)
        account = load_account(current_session(), token, current_clock()) if isinstance(token, str) else None
        return None if account is None else _User(account)

    @app.teardown_request
    def close(_error: BaseException | None) -> None:
        reader: Session | None = g.pop("reader", None)
        if reader is not None:
            reader.close()


def current_clock() -> Clock:
    """Return the app's clock."""
    return cast("Clock", current_app.extensions["clock"])


def current_session() -> Session:
    """Return the request's reading session; it is opened at the first use and never commits."""
    if "reader" not in g:
        g.reader = open_reader()
    return cast("Session", g.reader)


def current_account() -> Account | None:
    """Return who is asking, even when their session has run out; None for a stranger."""
    if not has_request_context():
        return None
    account: Account | None = getattr(current_user, "account", None)
    return account


def current_actor() -> Actor:
    """Return the signed-in person. Only for endpoints that are not public: the gate has let them in."""
    account = current_account()
    if account is None or account.actor is None:
        message = "nobody is signed in: is the endpoint declared public?"
        raise RuntimeError(message)
    return account.actor
