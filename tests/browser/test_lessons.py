"""What a lesson asks to try and to think about, with and without JavaScript; a whole course on paper."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import DESK, PHONE

COURSE = "/courses/bansou-shien-kihon"
LESSON = f"{COURSE}/taiwa-to-keichou"
THOUGHT = "#thought-three-to-hear"


@pytest.mark.parametrize(
    ("width", "javascript"),
    [
        pytest.param(PHONE, True, id="phone"),
        pytest.param(DESK, False, id="desk-without-javascript"),
    ],
)
def test_thoughts_are_kept_and_are_there_on_the_next_device(visitor, width, javascript):
    advisor = visitor(width=width, javascript=javascript)
    advisor.sign_in("advisor")
    advisor.open(LESSON)
    assert advisor.sees("助言の前に、言い換えを一度返す")
    advisor.page.fill(THOUGHT, "事実は、二人辞めたこと。")
    if javascript:
        expect(advisor.page.locator(".think__saved")).to_contain_text("保存しました")
        advisor.check()
    else:
        advisor.press("書き留める")
        assert advisor.sees("書き留めました。読めるのはあなただけです。")

    elsewhere = visitor(width=width, javascript=javascript)
    elsewhere.sign_in("advisor")
    elsewhere.open(LESSON)
    assert elsewhere.page.input_value(THOUGHT) == "事実は、二人辞めたこと。"
    supervisor = visitor(width=width, javascript=javascript)
    supervisor.sign_in("supervisor")
    supervisor.open(LESSON)
    assert supervisor.page.input_value(THOUGHT) == ""


def test_a_whole_course_is_ready_for_paper(visitor):
    advisor = visitor(width=DESK)
    advisor.sign_in("advisor")
    advisor.open(f"{COURSE}/print")
    advisor.page.emulate_media(media="print")
    expect(advisor.page.locator(".header")).to_be_hidden()
    expect(advisor.page.locator(".booklet__lesson")).to_have_count(6)
    expect(advisor.page.locator("details .choice, details.choice").first).to_be_visible()
