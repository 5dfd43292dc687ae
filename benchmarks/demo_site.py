"""A product of its own in a temporary folder, with the demo data, served by the real server."""

import contextlib
import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import urlencode

ROOT = Path(__file__).resolve().parent.parent
PASSWORD = "demo-lms-2026"  # noqa: S105 (the demo's published password)
START_LIMIT_S = 180
_TOKEN = re.compile(r'name="csrf_token"[^>]*value="([^"]+)"')


@dataclass(frozen=True)
class Site:
    """A running server and the folder its database lies in."""

    port: int
    folder: Path
    seconds_to_answer: float

    def connect(self) -> HTTPConnection:
        return HTTPConnection("127.0.0.1", self.port, timeout=60)

    def sign_in(self, email: str) -> str:
        """Sign in and return the cookie."""
        connection = self.connect()
        page, cookie = self._fetch(connection, "GET", "/sign-in", {}, "")
        token = _TOKEN.search(page)
        assert token, "the sign-in page has no security token"
        body = urlencode({"csrf_token": token[1], "email": email, "password": PASSWORD})
        headers = {"Cookie": cookie, "Content-Type": "application/x-www-form-urlencoded"}
        _page, cookie = self._fetch(connection, "POST", "/sign-in", headers, body)
        connection.close()
        return cookie

    @staticmethod
    def _fetch(
        connection: HTTPConnection, method: str, path: str, headers: Mapping[str, str], body: str
    ) -> tuple[str, str]:
        connection.request(method, path, body=body, headers=dict(headers))
        response = connection.getresponse()
        page = response.read().decode()
        assert response.status < 400, f"{method} {path}: {response.status}"
        cookie = (response.getheader("Set-Cookie") or "").split(";")[0]
        return page, cookie


def environment(folder: Path) -> dict[str, str]:
    """Return the environment of a demo whose files lie in ``folder``."""
    return {
        **os.environ,
        "LMS_ENV": "demo",
        "LMS_DATABASE_URL": f"sqlite:///{folder / 'lms.sqlite3'}",
        "LMS_VAR_DIR": str(folder),
    }


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@contextlib.contextmanager
def serve(folder: Path, command: list[str] | None = None, cwd: Path = ROOT) -> Iterator[Site]:
    """Serve the demo of ``folder`` until the block ends; time how long the first answer takes."""
    port = free_port()
    words = command or [sys.executable, "-m", "lms.cli", "demo"]
    started = time.perf_counter()
    with (folder / "server.log").open("w") as log:
        process = subprocess.Popen(
            words,
            cwd=cwd,
            env={**environment(folder), "PORT": str(port)},
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
        try:
            _wait_until_ready(process, port, folder)
            yield Site(port, folder, time.perf_counter() - started)
        finally:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGTERM)
            process.wait(timeout=30)


def _wait_until_ready(process: "subprocess.Popen[bytes]", port: int, folder: Path) -> None:
    deadline = time.monotonic() + START_LIMIT_S
    while time.monotonic() < deadline:
        if process.poll() is not None:
            raise RuntimeError(f"the server ended: {(folder / 'server.log').read_text()[-2000:]}")
        with contextlib.suppress(OSError):
            connection = HTTPConnection("127.0.0.1", port, timeout=2)
            connection.request("GET", "/readyz")
            if connection.getresponse().status == 200:
                return
        time.sleep(0.02)
    raise TimeoutError(f"no answer within {START_LIMIT_S} s")


@contextlib.contextmanager
def temporary_folder() -> Iterator[Path]:
    with TemporaryDirectory(prefix="banso-bench-") as folder:
        yield Path(folder)
