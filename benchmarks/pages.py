"""How long pages take over HTTP with the demo data: median and 95th percentile at 1 and 16 connections."""

import statistics
import threading
import time
from collections.abc import Iterator, Sequence

from benchmarks import crowd
from benchmarks.demo_site import Site, serve, temporary_folder

PAGES = (
    ("home of an advisor", "advisor@example.jp", "/"),
    ("home of a supervisor", "supervisor@example.jp", "/"),
    ("home of HR", "hr@example.jp", "/"),
    ("/me", "advisor@example.jp", "/me"),
    ("a lesson", "advisor@example.jp", "/courses/bansou-shien-kihon/taiwa-to-keichou"),
    ("a quiz", "advisor@example.jp", "/courses/bansou-shien-kihon/quiz"),
    ("how a quiz's questions work", "hr@example.jp", "/courses/bansou-shien-kihon/items"),
    ("/ojt/new", "supervisor@example.jp", "/ojt/new"),
    ("an OJT entry", "supervisor@example.jp", "ojt entry"),
    ("/pairing", "hr@example.jp", "/pairing"),
    ("a pairing run", "hr@example.jp", "pairing run"),
)
CROWD_PAGES = (
    (f"map of {crowd.ADVISORS} people's levels", "hr@example.jp", "/reports/levels"),
    (
        f"map of {crowd.ADVISORS} people's levels, narrowed",
        "hr@example.jp",
        "/reports/levels?level=2&seen=fresh",
    ),
)
CONNECTIONS = (1, 16)
REQUESTS = {1: 100, 16: 320}
WARM_UP = 10


def run() -> Iterator[tuple[str, float, str]]:
    with temporary_folder() as folder, serve(folder) as site:
        for name, email, page in PAGES:
            cookie = site.sign_in(email)
            yield from _figures(site, cookie, name, _path(site, cookie, page), CONNECTIONS)
    with temporary_folder() as folder:
        crowd.fill(folder)
        with serve(folder) as site:
            for name, email, page in CROWD_PAGES:
                yield from _figures(site, site.sign_in(email), name, page, CONNECTIONS[:1])


def _figures(
    site: Site, cookie: str, name: str, path: str, several: Sequence[int]
) -> Iterator[tuple[str, float, str]]:
    _times(site, cookie, path, connections=1, requests=WARM_UP)
    for connections in several:
        took = _times(site, cookie, path, connections=connections, requests=REQUESTS[connections])
        label = f"{name}, {connections} connection{'s' if connections > 1 else ''}"
        yield f"{label}: median", statistics.median(took) * 1000, "ms"
        yield f"{label}: p95", statistics.quantiles(took, n=20)[-1] * 1000, "ms"


def _path(site: Site, cookie: str, page: str) -> str:
    """Return the address of a page; of an entry or a run, the first one the list links to."""
    if page.startswith("/"):
        return page
    from benchmarks.statements import first_link  # noqa: PLC0415 (the two benchmarks name pages alike)

    listing = {"ojt entry": "/ojt", "pairing run": "/pairing"}[page]
    connection = site.connect()
    connection.request("GET", listing, headers={"Cookie": cookie})
    return first_link(connection.getresponse().read().decode(), listing)


def _times(site: Site, cookie: str, path: str, *, connections: int, requests: int) -> Sequence[float]:
    took: list[float] = []

    def visit(count: int) -> None:
        connection = site.connect()
        for _request in range(count):
            started = time.perf_counter()
            connection.request("GET", path, headers={"Cookie": cookie})
            response = connection.getresponse()
            response.read()
            took.append(time.perf_counter() - started)
            assert response.status == 200, f"{path}: {response.status}"
        connection.close()

    threads = [threading.Thread(target=visit, args=(requests // connections,)) for _ in range(connections)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(took) == requests // connections * connections
    return took
