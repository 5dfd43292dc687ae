"""Learning plans as people use them: started from a template and the gaps, agreed on a phone, followed."""

import pytest

from tests.browser.conftest import DESK, PHONE

SECRET = "黙っているのがこわかった"
WAYS = [pytest.param(True, id="javascript"), pytest.param(False, id="without-javascript")]


@pytest.mark.parametrize("javascript", WAYS)
def test_a_plan_is_started_agreed_and_reviewed(visitor, javascript):
    supervisor = visitor(width=DESK, javascript=javascript)
    supervisor.sign_in("supervisor")
    supervisor.open("/plans")
    supervisor.follow("藤井 美咲")
    supervisor.follow("この計画を終了する")
    supervisor.page.locator("label", has_text="中止").click()
    supervisor.page.fill("#text", "新しい計画に切り替えます")
    supervisor.press("終了する")
    assert supervisor.sees("新しい計画に切り替えます")

    supervisor.open("/plans/new")
    supervisor.follow("藤井 美咲")
    page = supervisor.page
    template = page.locator("#template option:checked").inner_text()
    assert "1年目の育成計画" in template
    goals = page.locator("input[name=goals]:checked").count()
    assert goals, "the gaps suggest something"
    supervisor.press("下書きを作る")
    assert page.locator(".plan-row").count() >= 7 + goals
    page.fill("#title", "藤井さんの二つめの計画")
    supervisor.press("提案する")
    assert supervisor.sees("合意待ち")

    advisor = visitor(width=PHONE, javascript=javascript)
    advisor.sign_in("advisor")
    advisor.open("/me/plan")
    assert advisor.sees("この計画があなたの合意を待っています")
    advisor.follow("読んで合意する")
    advisor.press("合意する")
    assert advisor.sees("合意済み")
    plan = advisor.page.url

    advisor.page.locator(".milestone__step").first.click()
    advisor.page.wait_for_load_state()
    advisor.press("保存する")
    assert advisor.sees("藤井 美咲さんが記録")
    advisor.follow("自分だけのメモを書く")
    advisor.page.fill("#text", SECRET)
    advisor.press("書き留める")
    assert advisor.sees(SECRET)

    supervisor.open(plan)
    assert not supervisor.sees(SECRET)
    assert not supervisor.sees("あなただけのメモ")
    supervisor.follow("面談を記録する")
    page.fill("#notes", "聴くことを続ける。次は書いて返す。")
    supervisor.press("保存する")
    assert supervisor.sees("次は書いて返す")
    supervisor.follow("印刷用に表示する")
    assert not supervisor.sees(SECRET)


def test_a_new_version_of_a_template_is_offered_and_partly_accepted(visitor):
    supervisor = visitor(width=DESK)
    supervisor.sign_in("supervisor")
    supervisor.open("/plans?q=藤井")
    supervisor.follow("藤井 美咲")
    before = supervisor.page.locator(".section .milestone__title").all_inner_texts()
    supervisor.follow("2件の変更を見る")
    page = supervisor.page
    page.locator("label", has_text="地域密着型の一件を主担当として受け持つ").locator("input").uncheck()
    supervisor.press("回答する")
    assert supervisor.sees("すべてを取り入れないときは、理由を書いてください。")
    page.fill("#reason", "担当はもう決まっている")
    supervisor.press("回答する")
    assert page.locator(".section .milestone__title").all_inner_texts() == before
    assert supervisor.sees("変更の下書き")
    page.locator("main .callout").get_by_role("link", name="提案する").click()
    page.wait_for_load_state()
    assert supervisor.sees("面談のあと、聴いたことを一枚に書いて返す")
    supervisor.press("提案する")
    assert page.locator(".section .milestone__title").all_inner_texts() == before

    advisor = visitor(width=PHONE)
    advisor.sign_in("advisor")
    advisor.open("/me/plan")
    advisor.follow("読んで合意する")
    advisor.press("合意する")
    after = advisor.page.locator(".section .milestone__title").all_inner_texts()
    assert "面談のあと、聴いたことを一枚に書いて返す" in after
    assert "一件を主担当として受け持つ" in after
    assert "地域密着型の一件を主担当として受け持つ" not in after


def test_templates_and_several_plans_at_once(visitor):
    hr = visitor(width=DESK)
    hr.sign_in("hr")
    hr.open("/plans/templates")
    hr.follow("1年目の育成計画")
    hr.follow("次の版を作る")
    hr.page.fill("#note", "面談を早める")
    hr.page.fill("#review_months", "2")
    hr.press("公開する")
    assert hr.sees("第3版")
    hr.open("/plans/new")
    for box in hr.page.locator("input[name=person]").all()[:3]:
        box.check()
    hr.press("作られる計画を確かめる")
    assert hr.sees("3件の計画を作る")
    hr.press("3件の計画を作る")
    assert hr.sees("3件の計画を作りました")
