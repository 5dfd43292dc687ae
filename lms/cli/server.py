"""``lms serve`` and ``lms worker``."""

import errno
import gc
import os
import socket
import subprocess
import sys
from typing import Any

import click
from flask import Flask

from lms.app import MESSAGES, configure_logging, create_app
from lms.cli.messages import TRANSLATIONS
from lms.config import Settings, load_settings
from lms.jobs import postman_for, refitter, run_forever
from lms.storage.engine import FIRST_SAFE_WAL_VERSION, sqlite_driver
from lms.web.console import open_current_database, refuse, speaking
from lms.web.i18n import gettext as _

THREADS = 8


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, envvar="HOST", help="Address to listen on.")
@click.option("--port", default=8000, show_default=True, envvar="PORT", type=click.IntRange(1, 65535))
@click.option("--workers", type=click.IntRange(1, 64), help="Processes; by default one per core, up to four.")
@click.option("--with-worker", is_flag=True, help="Also run the worker, as a child: for a small office.")
def serve(host: str, port: int, workers: int | None, with_worker: bool) -> None:  # noqa: FBT001 (click hands it over)
    """Serve the product."""
    run_server(load_settings(), host=host, port=port, workers=workers, with_worker=with_worker)


@click.command()
def worker() -> None:
    """Run what must happen by itself, such as delivering mail, until stopped."""
    settings = load_settings()
    with speaking(settings, translations=TRANSLATIONS):
        open_current_database(settings)
    configure_logging(settings)
    texts = {kind: text for messages in MESSAGES for kind, text in getattr(messages, "MAILS", {}).items()}
    try:
        run_forever(postman_for(create_app(settings), settings, texts), refitter())
    except (KeyboardInterrupt, SystemExit):
        return


def run_server(settings: Settings, *, host: str, port: int, workers: int | None, with_worker: bool) -> None:
    """Serve until stopped; leave with 1 when the port is taken or the database is not ready."""
    with speaking(settings, translations=TRANSLATIONS):
        _require_free(host, port)
        open_current_database(settings)
    configure_logging(settings)
    child = subprocess.Popen([sys.executable, "-m", "lms.cli", "worker"]) if with_worker else None
    try:
        app = create_app(settings)
        if sys.platform == "win32":
            _serve_with_waitress(app, host, port)
        else:
            _serve_with_gunicorn(app, host, port, workers or _workers_for(settings))
    finally:
        if child is not None:
            child.terminate()


def _workers_for(settings: Settings) -> int:
    """Several processes may write one SQLite file only with a library that does not corrupt its WAL."""
    on_sqlite = settings.database_url.startswith("sqlite")
    if on_sqlite and sqlite_driver().sqlite_version_info < FIRST_SAFE_WAL_VERSION:
        return 1
    return min(os.cpu_count() or 1, 4)


def _serve_with_gunicorn(app: Flask, host: str, port: int, workers: int) -> None:
    from gunicorn.app.base import BaseApplication  # noqa: PLC0415 (not installed on Windows)

    class Server(BaseApplication):  # type: ignore[misc]  # gunicorn ships no types
        def load_config(self) -> None:
            options: dict[str, Any] = {
                "bind": f"{host}:{port}",
                "workers": workers,
                "worker_class": "gthread",
                "threads": THREADS,
                "preload_app": True,  # the app is imported once; no connection is open yet when workers fork
                "control_socket_disable": True,
                "max_requests": 10_000,
                "max_requests_jitter": 1_000,
                "loglevel": "warning",
            }
            for name, value in options.items():
                self.cfg.set(name, value)

        def load(self) -> Flask:
            return app

    _spare_the_collector()
    Server().run()


def _spare_the_collector() -> None:
    """Keep what lives as long as the process out of every later garbage collection.

    A full collection walks all modules; a page that makes many objects starts one every few requests (140 ms
    on the map of two hundred people).
    """
    gc.collect()
    gc.freeze()


def _serve_with_waitress(app: Flask, host: str, port: int) -> None:
    from waitress import serve as serve_app  # noqa: PLC0415 (installed on Windows only)

    serve_app(app, host=host, port=port, threads=THREADS)


def _require_free(host: str, port: int) -> None:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            if error.errno == errno.EADDRINUSE:
                refuse(
                    _(
                        "Port %(port)s is in use: stop what uses it, or choose another, e.g. PORT=%(other)s",
                        port=port,
                        other=port + 1,
                    )
                )
            refuse(
                _(
                    "Cannot listen on %(host)s:%(port)s: %(reason)s",
                    host=host,
                    port=port,
                    reason=error.strerror,
                )
            )
