"""Learners find a course and see when it is due; their supervisor sees who is late, reminds, assigns."""

import re
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import expect

from lms.kernel.clock import JAPAN
from tests.browser.conftest import DESK, PHONE
from tests.factories.workbooks import read_workbook

WAYS = [
    pytest.param(PHONE, True, id="phone"),
    pytest.param(DESK, False, id="desk-without-javascript"),
]


@pytest.fixture
def in_a_month() -> str:
    return (datetime.now(JAPAN).date() + timedelta(days=30)).isoformat()


@pytest.mark.parametrize(("width", "javascript"), WAYS)
def test_a_supervisor_sees_who_is_late_reminds_and_assigns(visitor, width, javascript, in_a_month):
    supervisor = visitor(width=width, javascript=javascript)
    supervisor.sign_in("supervisor")
    supervisor.open("/courses")
    supervisor.follow("受講状況")
    page = supervisor.page
    expect(page.locator("tbody tr").first).to_contain_text("谷口 史郎")
    supervisor.follow("期限切れ")
    assert page.locator("tbody tr").count() == 1
    assert supervisor.sees(re.compile("[0-9]+日超過"))
    page.locator("tbody .pick").first.click()
    supervisor.press("リマインドする")
    assert supervisor.sees("谷口 史郎")
    supervisor.press("リマインドを1件送る")
    expect(page.get_by_text("リマインドを1件送ります。")).to_be_visible()

    supervisor.follow("研修を割り当てる")
    page.fill("#q", "ニシカワ")
    supervisor.press("探す")
    page.locator("label", has_text="西川 佳代").click()
    page.fill("#q", "谷口")
    supervisor.press("探す")
    expect(page.locator("label", has_text="西川 佳代").locator("input")).to_be_checked()
    page.locator("label", has_text="谷口 史郎").click()
    page.fill("#due_on", "2020-01-01")
    supervisor.press("選んだ人に割り当てる")
    assert supervisor.sees("過ぎた日です")
    page.fill("#due_on", in_a_month)
    page.fill("#note", "春からの担当替えに備えて")
    supervisor.press("選んだ人に割り当てる")
    expect(page.get_by_text("1件を割り当てました。")).to_be_visible()
    assert supervisor.sees("西川 佳代")


def test_hr_takes_the_list_along(visitor, tmp_path):
    hr = visitor(width=DESK)
    hr.sign_in("hr")
    hr.open("/courses/people?state=stuck")
    n_rows = hr.page.locator("tbody tr").count()
    assert n_rows > 1
    with hr.page.expect_download() as started:
        hr.page.get_by_role("link", name="XLSX").click()
    assert started.value.suggested_filename.startswith("受講状況-")
    file = Path(tmp_path / "learners.xlsx")
    started.value.save_as(file)
    assert len(read_workbook(file.read_bytes())) == n_rows + 1
    hr.page.fill("#q", "藤井")
    expect(hr.page.locator("tbody tr")).to_have_count(1)
    hr.check()
    hr.follow("藤井 美咲")
    hr.open("/courses/people/assign")
    hr.open("/courses/people/remind?all=everybody")


@pytest.mark.parametrize(("width", "javascript"), WAYS)
def test_a_learner_finds_a_course_by_two_letters_and_sees_when_it_is_due(visitor, width, javascript):
    learner = visitor(width=width, javascript=javascript)
    learner.sign_in("advisor")
    learner.open("/courses")
    page = learner.page
    page.fill("#q", "傾聴")
    if not javascript:
        learner.press("探す")
    expect(page.locator("mark").first).to_have_text("傾聴")
    learner.check()
    assert learner.sees(re.compile("期限 [0-9/]+（あと[0-9]+日）|期限 [0-9/]+（今日まで）"))
    learner.follow("伴走支援の基本")
    assert learner.sees("までに修了してください")
    assert learner.sees("岡田 誠一")
    learner.follow("続ける")


def test_a_course_found_is_begun(visitor):
    newcomer = visitor(width=PHONE)
    newcomer.sign_in("author")
    newcomer.open("/courses?q=課題&state=not_started")
    newcomer.follow("伴走支援の基本")
    newcomer.press("始める")
    newcomer.open("/courses?state=under_way")
    assert newcomer.sees("伴走支援の基本")
