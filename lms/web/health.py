"""Whether the process lives and whether it can serve: for load balancers and ``make run``."""

from flask import Blueprint
from flask.typing import ResponseReturnValue
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from lms.storage.migrations import is_at_head
from lms.storage.session import reading
from lms.web.access import public

bp = Blueprint("health", __name__)


@bp.get("/healthz")
@public
def show_health() -> ResponseReturnValue:
    """Answer as long as the process does."""
    return {"status": "ok"}


@bp.get("/readyz")
@public
def show_readiness() -> ResponseReturnValue:
    """Answer 200 when the database answers and its schema is the one this release needs."""
    try:
        with reading() as session:
            session.execute(text("SELECT 1"))
            ready = is_at_head(session.connection())
    except SQLAlchemyError:
        return {"status": "unavailable", "reason": "database"}, 503
    return ({"status": "ok"}, 200) if ready else ({"status": "unavailable", "reason": "schema"}, 503)
