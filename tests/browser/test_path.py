"""From a lesson to a visit: what home names, the path to the targets, a task tried and witnessed."""

import pytest

from tests.browser.conftest import DESK, PHONE

WAYS = [
    pytest.param(PHONE, True, id="phone"),
    pytest.param(DESK, True, id="desk"),
    pytest.param(PHONE, False, id="phone-without-javascript"),
]
TASK = "相手の最初の言葉を、そのまま書き留める"


@pytest.mark.parametrize(("width", "javascript"), WAYS)
def test_a_task_goes_from_home_to_a_visit_and_back(visitor, width, javascript):
    advisor = visitor(width=width, javascript=javascript)
    advisor.sign_in("advisor")
    advisor.open("/")
    assert advisor.sees("今週の三つ")
    advisor.follow("目標への道のり")
    assert advisor.sees("目標まで")
    advisor.follow("訪問で試すことの一覧")
    assert advisor.sees(TASK)

    supervisor = visitor(width=width, javascript=javascript)
    supervisor.sign_in("supervisor")
    supervisor.open("/ojt/new")
    page = supervisor.page
    page.select_option("#advisor", label="藤井 美咲")
    page.select_option("#case", index=1)
    page.fill("#comment", "経営者の言葉をそのまま書き留めていた。")
    page.locator("label.option", has_text=TASK).locator("input").check()
    supervisor.press("下書き保存する")
    assert supervisor.sees("この訪問で試したこと")
    assert supervisor.sees(TASK)

    advisor.open("/me/practice")
    advisor.follow(TASK)
    advisor.press("試した")
    assert advisor.sees("に試しました")
    advisor.press("取り消す")
    assert advisor.sees("次の訪問で試すこと")


def test_only_the_tasks_of_the_chosen_advisor_are_offered(visitor):
    supervisor = visitor(width=PHONE)
    supervisor.sign_in("supervisor")
    supervisor.open("/ojt/new")
    page = supervisor.page
    tasks = page.locator(".entry-form__tasks")
    assert not tasks.is_visible()
    page.select_option("#advisor", label="藤井 美咲")
    assert tasks.is_visible()
    assert tasks.locator("[data-advisor]:visible").count() == 1
