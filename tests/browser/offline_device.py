"""A phone on which lessons are kept, and what its person does with it in and out of reach of a network."""

import re
from pathlib import Path

from playwright.sync_api import Locator, Page, expect
from sqlalchemy import text

from lms.storage.engine import make_engine
from tests.browser.conftest import PHONE, Visitor

COURSE = "/courses/bansou-shien-kihon"
QUIZ = f"{COURSE}/quiz"
HOME = "/offline"
_EVERYTHING_KEPT = """async () => {
    const request = indexedDB.open("banso-offline");
    const db = await new Promise((done) => { request.onsuccess = () => done(request.result); });
    const rows = {};
    for (const name of db.objectStoreNames) {
        rows[name] = await new Promise((done) => {
            db.transaction(name).objectStore(name).getAll().onsuccess = (event) => done(event.target.result);
        });
    }
    db.close();
    const plain = (key, value) => value instanceof ArrayBuffer || value instanceof Uint8Array
        ? Array.from(new Uint8Array(value.buffer ?? value), (one) => String.fromCharCode(one)).join("")
        : value;
    const files = [];
    for (const name of await caches.keys()) {
        const cache = await caches.open(name);
        for (const request of await cache.keys()) {
            files.push([request.url, await (await cache.match(request)).text()]);
        }
    }
    return {rows: JSON.parse(JSON.stringify(rows, plain)), files};
}"""


class Device:
    """One person's phone; it was chosen to keep lessons, and has the first one with its quiz."""

    def __init__(self, person: Visitor, folder: Path) -> None:
        self.person, self.folder = person, folder
        self.page: Page = person.page
        self.lesson = ""

    def keep(self, account: str = "advisor") -> None:
        """Sign in, open the first lesson and say yes."""
        self.sign_in(account)
        self.person.open(COURSE)
        self.lesson = self.page.locator(".way__link").first.get_attribute("href")
        self.person.open(self.lesson)
        self.page.get_by_role("button", name="この端末に保存する").click()
        expect(self.page.locator(".keep__state")).to_contain_text("この端末で読めます")

    def sign_in(self, account: str) -> None:
        self.person.sign_in(account)
        expect(self.page).not_to_have_url(re.compile("/sign-in"))

    def go(self, path: str) -> None:
        self.page.goto(f"{self.person.site}{path}")

    def reopen(self, path: str) -> None:
        """Close the page and open another, as after taking the phone out of the pocket."""
        context = self.page.context
        self.page.close()
        self.page = self.person.page = context.new_page()
        self.go(path)

    def lose_connection(self) -> None:
        self.page.context.set_offline(True)

    def find_connection(self) -> None:
        self.page.context.set_offline(False)

    def answer(self) -> None:
        """Answer the first question of the quiz on the page, and hand in."""
        self.page.locator("fieldset.question").first.locator("label").first.click()
        self.page.get_by_role("button", name="解答を提出する").click()

    def answer_offline(self) -> None:
        """Lose the connection, answer the quiz that is kept here."""
        self.lose_connection()
        self.go(QUIZ)
        self.answer()
        expect(self.page.locator(".callout--success")).to_contain_text("この端末に保存しました")

    def unsent(self, n: int) -> None:
        """Expect the list to say how much is unsent."""
        words = f"未送信 {n}件" if n else "未送信はありません"
        expect(self.page.locator("#unsent-title")).to_have_text(words)

    @property
    def outcome(self) -> Locator:
        return self.page.locator('[data-say="outcome"]')

    def everything_kept(self) -> dict:
        """Return all that stands in the device's stores, sealed parts as they are."""
        return self.page.evaluate(_EVERYTHING_KEPT)

    def count(self, table: str) -> int:
        """Count the rows of a table on the server."""
        assert re.fullmatch("[a-z_]+", table)
        engine = make_engine(f"sqlite:///{self.folder / 'site' / 'lms.sqlite3'}")
        with engine.connect() as connection:
            n = connection.execute(text(f"SELECT count(*) FROM {table}")).scalar_one()  # noqa: S608 (a name of ours)
        engine.dispose()
        return n


def phone(visitor, folder: Path) -> Device:
    """Take a phone out of the pocket."""
    return Device(visitor(width=PHONE), folder)
