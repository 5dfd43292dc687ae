"""Static files under addresses that change with their content, so that browsers may keep them for a year."""

import hashlib
from functools import lru_cache
from pathlib import Path

from flask import Flask, url_for

KEPT_S = 365 * 24 * 3600
STATIC = Path(__file__).parent / "static"


@lru_cache(maxsize=256)
def _digest(file: Path, modified_ns: int) -> str:
    del modified_ns  # part of the key: an edited file gets a new digest without a restart
    return hashlib.sha256(file.read_bytes()).hexdigest()[:12]


def asset(name: str) -> str:
    """Return the address of a static file with its content's digest."""
    file = STATIC / name
    return url_for("static", filename=name, v=_digest(file, file.stat().st_mtime_ns))


def init_assets(app: Flask) -> None:
    """Make ``asset`` known to the templates."""
    app.jinja_env.globals["asset"] = asset
    app.config["SEND_FILE_MAX_AGE_DEFAULT"] = KEPT_S
