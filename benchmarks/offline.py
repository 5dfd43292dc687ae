"""Whether answers given without a network arrive once each, on a bad day: a real browser and the real server.

A hundred attempts at a quiz are handed in on a device without a network. Then the network comes back and
breaks off again and again: of every seven sendings one does not arrive, and of two the server's answer is
lost. Two windows send at the same time. In the end all that arrived is sent once more under the same ids.
"""

import time
from collections.abc import Iterator
from itertools import count
from pathlib import Path

from playwright.sync_api import Browser, BrowserContext, Page, Route, sync_playwright
from sqlalchemy import text

from benchmarks.demo_site import PASSWORD, Site, serve, temporary_folder
from lms.storage.engine import make_engine
from scripts.install_chromium import find_chromium

ANSWERS = 100
PATIENCE_S = 300
ACCOUNT = "advisor@example.jp"
QUIZ = "/courses/bansou-shien-kihon/quiz"
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
LOST_ON_THE_WAY, LOST_ON_THE_WAY_BACK = {3}, {0, 5}

_HAND_IN = """async (n) => {
    const { lastReader } = await import("offline/device");
    const { kept } = await import("offline/shelf");
    const { add } = await import("offline/queue");
    const owner = await lastReader();
    const page = await kept(owner, location.pathname);
    for (let i = 0; i < n; i += 1) {
        const shown = new DOMParser().parseFromString(page.html, "text/html");
        const form = shown.querySelector("form");
        const options = [...form.querySelectorAll("input[type=radio]")];
        options[i % options.length].checked = true;
        await add(owner, { form, page });
    }
}"""
_SEND = """async () => {
    const { lastReader } = await import("offline/device");
    const { send } = await import("offline/queue");
    return send(await lastReader());
}"""
_ITEMS = """async () => {
    const { lastReader } = await import("offline/device");
    const { listItems } = await import("offline/queue");
    const items = await listItems(await lastReader());
    return items.map(({ id, state, action, fields }) => ({ id, state, action, fields }));
}"""
_SEND_AGAIN = """async (items) => {
    const { csrf_token: token } = await (await fetch("/offline/session")).json();
    const outcomes = [];
    for (const { id, action, fields } of items) {
        const body = new URLSearchParams([...fields, ["operation", id], ["csrf_token", token]]);
        const answer = await fetch(action, { method: "POST", headers: { Accept: "application/json" }, body });
        outcomes.push(answer.status);
    }
    return outcomes;
}"""


def run() -> Iterator[tuple[str, float, str] | str]:
    chromium = find_chromium()
    if chromium is None:
        yield "offline: not measured, this machine has no Chromium"
        return
    with temporary_folder() as folder, serve(folder) as site, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(chromium), args=FLAGS)
        yield from _figures(browser, site)
        browser.close()


def _figures(browser: Browser, site: Site) -> Iterator[tuple[str, float, str]]:
    context = browser.new_context(locale="ja")
    page = _keep(context, site)
    before = _attempts(site.folder)
    context.set_offline(True)
    page.goto(f"http://127.0.0.1:{site.port}{QUIZ}")
    page.evaluate(_HAND_IN, ANSWERS)
    given = page.evaluate(_ITEMS)
    assert len(given) == ANSWERS
    assert _attempts(site.folder) == before

    started = time.perf_counter()
    sendings = _send_on_a_bad_line(context, page)
    yield "offline: answers sent over a line that breaks", time.perf_counter() - started, "s"
    arrived = _attempts(site.folder) - before
    assert set(page.evaluate(_SEND_AGAIN, given)) == {200}
    twice = _attempts(site.folder) - before - arrived
    yield "offline: answers given without a network", ANSWERS, "1"
    yield "offline: sendings it took", sendings, "1"
    yield "offline: answers that arrived", arrived, "1"
    yield "offline: answers that counted twice when sent again", twice, "1"
    assert (arrived, twice) == (ANSWERS, 0)


def _keep(context: BrowserContext, site: Site) -> Page:
    """Sign in, and let the device keep the first lesson with the quiz."""
    page = context.new_page()
    page.set_default_timeout(60_000)
    page.goto(f"http://127.0.0.1:{site.port}/sign-in")
    page.fill("#email", ACCOUNT)
    page.fill("#password", PASSWORD)
    page.locator("main button[type=submit]").click()
    page.wait_for_url(lambda address: "/sign-in" not in address)
    page.goto(f"http://127.0.0.1:{site.port}{QUIZ.removesuffix('/quiz')}")
    page.locator(".way__link").first.click()
    page.locator(".keep [data-act=yes]").click()
    page.locator(".keep__state:not(:empty)").wait_for()
    return page


def _send_on_a_bad_line(context: BrowserContext, page: Page) -> int:
    """Bring the network back, let two windows send until nothing waits; return how often was sent."""
    sent = count()
    last = 0

    def pass_on(route: Route) -> None:
        nonlocal last
        if route.request.method != "POST":
            route.continue_()
            return
        last = next(sent)
        if last % 7 in LOST_ON_THE_WAY:
            route.abort("connectionreset")
        elif last % 7 in LOST_ON_THE_WAY_BACK:
            route.fetch()
            route.abort("connectionreset")
        else:
            route.continue_()

    context.route(f"**{QUIZ}", pass_on)
    other = context.new_page()
    other.goto(page.url)
    context.set_offline(False)
    deadline = time.monotonic() + PATIENCE_S
    while any(item["state"] == "waiting" for item in page.evaluate(_ITEMS)):
        assert time.monotonic() < deadline, "not everything was sent"
        for window in (page, other):
            window.evaluate(_SEND)
    context.unroute(f"**{QUIZ}")
    return last + 1


def _attempts(folder: Path) -> int:
    engine = make_engine(f"sqlite:///{folder / 'lms.sqlite3'}")
    with engine.connect() as connection:
        n: int = connection.execute(text("SELECT count(*) FROM attempt")).scalar_one()
    engine.dispose()
    return n
