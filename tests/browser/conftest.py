"""A real server with the demo data, and real browsers: phone and desk, with and without JavaScript."""

import contextlib
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.client import HTTPConnection
from pathlib import Path

import pytest
import yaml
from playwright.sync_api import Browser, Page, sync_playwright

from scripts.install_chromium import find_chromium

ROOT = Path(__file__).resolve().parents[2]
PASSWORD = "demo-lms-2026"
AXE = (Path(__file__).parent / "vendor" / "axe.min.js").read_text()
QUIZ = yaml.safe_load((ROOT / "content" / "bansou-shien-kihon" / "quiz.yaml").read_text())
PHONE, DESK = 390, 1280
ONLY_LOOPBACK = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    path = find_chromium()
    if path is None:
        pytest.skip("this machine has no Chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(path), args=list(ONLY_LOOPBACK))
        yield browser
        browser.close()


def _environment(folder: Path) -> dict[str, str]:
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("LMS_")}
    return {
        **inherited,
        "LMS_ENV": "demo",
        "LMS_DATABASE_URL": f"sqlite:///{folder / 'lms.sqlite3'}",
        "LMS_VAR_DIR": str(folder),
    }


@pytest.fixture(scope="session")
def demo_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo, made once by the command that makes it for people."""
    folder = tmp_path_factory.mktemp("demo")
    command = [sys.executable, "-m", "lms.cli", "demo", "data", "--size", "small", "--seed", "1"]
    subprocess.run(command, cwd=ROOT, env=_environment(folder), check=True, capture_output=True)
    return folder


@pytest.fixture
def site(demo_folder: Path, tmp_path: Path) -> Iterator[str]:
    """A server on a copy of the demo, for one test; the address to open."""
    folder = tmp_path / "site"
    shutil.copytree(demo_folder, folder)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "lms.cli", "serve", "--port", str(port), "--workers", "1"]
    with (folder / "server.log").open("w") as log:
        process = subprocess.Popen(
            command, cwd=ROOT, env=_environment(folder), stdout=log, stderr=log, start_new_session=True
        )
        try:
            _wait(process, port, folder)
            yield f"http://127.0.0.1:{port}"
        finally:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGTERM)
            process.wait(timeout=30)
    assert '"level": "error"' not in (folder / "banso.log").read_text()


def _wait(process: subprocess.Popen, port: int, folder: Path) -> None:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        assert process.poll() is None, (folder / "server.log").read_text()
        with (
            contextlib.suppress(OSError),
            contextlib.closing(HTTPConnection("127.0.0.1", port)) as connection,
        ):
            connection.request("GET", "/readyz")
            if connection.getresponse().status == 200:
                return
        time.sleep(0.05)
    raise TimeoutError((folder / "server.log").read_text())


@dataclass
class Visitor:
    """One person at one browser. Every page they see is checked; ``faults`` collects what is wrong."""

    page: Page
    site: str
    has_javascript: bool
    faults: list[str] = field(default_factory=list)

    def sign_in(self, account: str) -> None:
        self.page.goto(f"{self.site}/sign-in")
        self.page.fill("#email", f"{account}@example.jp")
        self.page.fill("#password", PASSWORD)
        self.press("サインイン")

    def open(self, path: str) -> None:
        answer = self.page.goto(path if path.startswith("http") else f"{self.site}{path}")
        assert answer is not None
        assert answer.ok, f"{path}: {answer.status}"
        self.check()

    def follow(self, name: str) -> None:
        """Follow the first link in the page's content whose name contains ``name``."""
        self.page.locator("main").get_by_role("link", name=name).first.click()
        self.page.wait_for_load_state()
        self.check()

    def press(self, name: str) -> None:
        """Press the button in the page's content that is called exactly ``name``."""
        self.page.locator("main").get_by_role("button", name=name, exact=True).click()
        self.page.wait_for_load_state()
        self.check()

    def sees(self, text: str | re.Pattern[str]) -> bool:
        words = self.page.locator("main").inner_text()
        return bool(text.search(words)) if isinstance(text, re.Pattern) else text in words

    def evidence(self, code: str) -> int:
        """Return how many observations the person's own level in a criterion rests on."""
        self.open("/me")
        words = self.page.locator(f"#criterion-{code}").inner_text()
        return int(re.search(r"(\d+)件", words)[1])

    def answer_quiz(self, *, right: bool) -> None:
        """Answer every question, all right or all wrong, and hand the answers in."""
        for number, question in enumerate(QUIZ["questions"]):
            box = self.page.locator("fieldset.question").nth(number)
            chosen = [option for option in question["options"] if bool(option.get("correct")) is right]
            for option in chosen if right else chosen[:1]:
                box.locator("label").filter(has_text=option["text"]["ja"]).first.click()
        self.press("解答を提出する")

    def check(self) -> None:
        """Check what every page owes everybody: no sideways scrolling, nothing axe finds."""
        if not self.has_javascript:
            return
        where = self.page.url.removeprefix(self.site)
        width = self.page.evaluate("[document.documentElement.scrollWidth, innerWidth]")
        if width[0] > width[1]:
            self.faults.append(f"{where}: {width[0]} px wide in {width[1]} px")
        self.page.evaluate(AXE)
        found = self.page.evaluate("axe.run(document, {resultTypes: ['violations']})")
        self.faults += [
            f"{where}: {item['id']}: {item['nodes'][0]['html'][:200]}" for item in found["violations"]
        ]


@pytest.fixture
def visitor(chromium: Browser, site: str):
    """Open a browser for one person; after the test, everything wrong on any page they saw fails it."""
    opened: list[Visitor] = []

    def open_browser(*, width: int = DESK, javascript: bool = True, language: str = "ja") -> Visitor:
        height = 844 if width == PHONE else 900
        context = chromium.new_context(
            viewport={"width": width, "height": height}, java_script_enabled=javascript, locale=language
        )
        context.set_default_timeout(20_000)
        page = context.new_page()
        person = Visitor(page, site, javascript)
        page.on("pageerror", lambda error: person.faults.append(f"script: {error}"))
        page.on(
            "console",
            lambda message: (
                person.faults.append(f"console: {message.text}")
                if "Content Security Policy" in message.text
                else None
            ),
        )
        opened.append(person)
        return person

    yield open_browser
    faults = [fault for person in opened for fault in person.faults]
    for person in opened:
        person.page.context.close()
    assert faults == []
