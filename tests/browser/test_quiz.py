"""A quiz with every kind of question: on a phone and at a desk, by keyboard, with and without JavaScript."""

import os
import subprocess
import sys
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect

from lms.courses.loader.quiz_shape import quiz_document
from tests.browser.conftest import DESK, PHONE, ROOT
from tests.factories.courses import CourseFolder
from tests.factories.quizzes import EveryKindFactory

QUIZ = "/courses/every-kind/quiz"
WAYS = [
    pytest.param(PHONE, True, id="phone"),
    pytest.param(DESK, True, id="desk"),
    pytest.param(PHONE, False, id="phone-without-javascript"),
]


@pytest.fixture
def every_kind(demo_folder, site, tmp_path):
    """Load a course with one question of every kind into the database of the site."""
    folder = CourseFolder(tmp_path / "own", "every-kind")
    folder.course["serves"][0]["criterion"] = "B1"
    folder.quiz = quiz_document(EveryKindFactory())
    folder.save()
    environment = {name: value for name, value in os.environ.items() if not name.startswith("LMS_")}
    environment |= {"LMS_ENV": "demo", "LMS_DATABASE_URL": f"sqlite:///{tmp_path / 'site' / 'lms.sqlite3'}"}
    environment |= {"LMS_VAR_DIR": str(tmp_path / "site")}
    command = [sys.executable, "-m", "lms.cli", "content", "load", str(folder.path)]
    subprocess.run(command, cwd=ROOT, env=environment, check=True, capture_output=True)
    assert urlsplit(site).port
    return folder


@pytest.fixture
def put_in_order():
    """Put listen, sum up, agree in order: by moving rows, or by choosing places."""

    def order(page, *, javascript):
        rows = page.locator(".arrange__row")
        for place, text in enumerate(["listen", "sum up", "agree"], start=1):
            row = rows.filter(has_text=text)
            if not javascript:
                row.locator("select").select_option(str(place))
                continue
            while rows.nth(place - 1).inner_text() != row.inner_text():
                row.get_by_role("button", name="上へ移動").click()
        if javascript and rows.locator("select").first.input_value() == "":
            rows.nth(0).get_by_role("button", name="下へ移動").click()
            rows.nth(1).get_by_role("button", name="上へ移動").click()

    return order


@pytest.mark.parametrize(("width", "javascript"), WAYS)
def test_every_kind_is_answered_kept_and_handed_in(visitor, every_kind, put_in_order, width, javascript):
    advisor = visitor(width=width, javascript=javascript)
    advisor.sign_in("advisor")
    advisor.open(QUIZ)
    page = advisor.page
    page.locator("label", has_text="選択肢a").first.click()
    for letter in "ab":
        page.locator("#question-2 label", has_text=f"選択肢{letter}").click()
    put_in_order(page, javascript=javascript)
    page.get_by_label("sight（日）").select_option(label="look（日）")
    page.get_by_label("hearing（日）").select_option(label="listen（日）")
    page.fill("#answer_number", "１２．５")

    expect(page.locator("label", has_text="wait（日）")).to_be_hidden()
    page.locator("label", has_text="ask（日）").click()
    expect(page.locator("label", has_text="wait（日）")).to_be_visible()
    page.locator("label", has_text="wait（日）").click()
    if javascript:
        expect(page.locator(".own-bar__saved")).to_contain_text("保存しました")
        expect(page.locator(".own-bar__count")).to_have_text("全7問のうち6問に解答")
        advisor.check()
    else:
        advisor.press("保存して後で続ける")

    elsewhere = visitor(width=width, javascript=javascript)
    elsewhere.sign_in("advisor")
    elsewhere.open(QUIZ)
    page = elsewhere.page
    assert elsewhere.sees("全7問のうち6問に解答")
    page.fill("#answer_word", "ｹｲﾁｮｳ")
    elsewhere.press("解答を提出する")
    assert elsewhere.sees("7問中7問正解")
    assert elsewhere.sees("about asking（日）")
    elsewhere.open(QUIZ)
    assert page.input_value("#answer_word") == ""


def test_every_kind_is_answered_by_keyboard(visitor, every_kind):
    advisor = visitor(width=DESK)
    advisor.sign_in("advisor")
    advisor.open(QUIZ)
    page = advisor.page
    page.locator("#question-1 input").first.focus()
    page.keyboard.press("Space")
    row = page.locator(".arrange__row").first
    text = row.locator(".arrange__text").inner_text()
    row.get_by_role("button", name="下へ移動").focus()
    page.keyboard.press("Enter")
    expect(page.locator(".arrange__row").nth(1)).to_contain_text(text)
    page.keyboard.press("Enter")
    expect(page.locator(".arrange__row").nth(2)).to_contain_text(text)
    page.locator("#question-7 input").first.focus()
    page.keyboard.press("ArrowDown")
    expect(page.locator("label", has_text="wait（日）")).to_be_visible()
    page.locator("#answer_number").focus()
    page.keyboard.type("a lot")
    expect(page.locator(".own-bar__saved")).to_contain_text("保存しました")
    advisor.press("解答を提出する")
    assert advisor.sees("問5：数値として読み取れません。")
    assert advisor.sees("問7：事例には続きがあります。")
    assert page.input_value("#answer_number") == "a lot"


def test_who_publishes_sees_how_the_questions_work(visitor):
    hr = visitor(width=PHONE)
    hr.sign_in("hr")
    hr.open("/courses/bansou-shien-kihon")
    hr.follow("設問の分析")
    assert hr.sees("初回の受験")
