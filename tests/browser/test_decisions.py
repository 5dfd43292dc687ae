"""A level decided alone and by a committee: its planner, supervisor, members and the person; also without
JavaScript.
"""

import pytest

from tests.browser.conftest import DESK, PHONE

WAYS = [
    pytest.param((PHONE, True), id="phone"),
    pytest.param((DESK, True), id="desk"),
    pytest.param((PHONE, False), id="phone-without-javascript"),
]
MEMBERS = ("松本 由紀子", "久保田 隆", "今井 千尋")
ADVISOR = "藤井 美咲"


@pytest.fixture(params=WAYS)
def person(visitor, request):
    """Open a browser for an account, in one of the ways people come."""
    width, javascript = request.param

    def sign_in(account):
        one = visitor(width=width, javascript=javascript)
        one.sign_in(account)
        return one

    return sign_in


@pytest.fixture
def planner(person):
    """The planner, who has just set up a committee of three with a quorum of two."""
    planner = person("hr")
    planner.open("/committees")
    planner.follow("委員会を設ける")
    planner.page.select_option("#organisation", label="広島商工会議所")
    planner.page.fill("#name_ja", "育成委員会")
    planner.page.fill("#name_en", "Development committee")
    planner.page.fill("#quorum", "4")
    for row, name in enumerate(MEMBERS):
        planner.page.select_option(f"#person_{row}", label=name)
    planner.page.check("#chair-0")
    planner.press("保存する")
    assert planner.sees("定足数は、今日が任期内の委員の数（3人）を超えられません。")
    planner.page.fill("#quorum", "2")
    planner.press("保存する")
    assert planner.sees("委員会を設けました。")
    return planner


@pytest.fixture
def proposal(planner, person):
    """The address of what the supervisor has put before that committee."""
    supervisor = person("supervisor")
    supervisor.open("/people")
    supervisor.follow(ADVISOR)
    supervisor.follow("段階を認定する")
    supervisor.follow("全体")
    supervisor.page.check("input[name=level][value='2']")
    supervisor.page.locator("input[name=citations]").first.check()
    supervisor.page.locator("input[name=citations]").last.check()
    supervisor.page.get_by_label("育成委員会").check()
    supervisor.press("認定または提案する")
    assert supervisor.sees("理由を書いてください。")
    assert supervisor.page.locator("input[name=citations]:checked").count() == 2
    supervisor.page.fill("#reason", "話を遮らず、社長の言葉で課題を言い直している。")
    supervisor.press("認定または提案する")
    assert supervisor.sees("委員会に提案しました。")
    return supervisor.page.url


def test_a_committee_awards_a_level_and_the_person_reads_why(planner, proposal, person):
    member = person("host")
    member.open("/")
    member.follow("あなたの投票を待っています")
    member.follow(ADVISOR)
    member.page.get_by_label("認定する", exact=True).check()
    member.press("投票する")
    assert member.sees("投票しました。")

    planner.open(proposal)
    assert planner.sees("あと1票が必要です")
    planner.page.get_by_label("見送り").check()
    planner.press("投票する")
    assert planner.sees("理由を書いてください")
    planner.page.get_by_label("認定する", exact=True).check()
    planner.press("投票する")
    planner.follow("投票を締め切る")
    assert planner.sees("認定です。必要な票に届いています。")
    planner.page.fill("#reason", "記録に、課題の言い直しが一貫して見られました。")
    planner.press("投票を締め切る")
    assert planner.sees("段階を認定しました。")

    advisor = person("advisor")
    advisor.open("/me")
    assert advisor.sees("育成委員会）")
    advisor.page.locator("#decisions").get_by_role("link", name="全体").click()
    advisor.page.wait_for_load_state()
    advisor.check()
    assert advisor.sees("記録に、課題の言い直しが一貫して見られました。")
    assert not advisor.sees("久保田")


def test_who_takes_no_part_says_so_and_is_shown_nothing_more(proposal, person):
    member = person("author")
    member.open(proposal)
    member.follow("利益相反のため加わらない")
    member.page.get_by_label("家族・親族").check()
    member.press("審議に加わらない")
    assert member.sees("この審議には加わりません。")
    assert not member.sees(ADVISOR)


def test_a_supervisor_decides_alone_and_takes_it_back(person):
    supervisor = person("supervisor")
    supervisor.open("/people")
    supervisor.follow(ADVISOR)
    supervisor.follow("段階を認定する")
    supervisor.follow("課題発見力")
    supervisor.page.check("input[name=level][value='2']")
    boxes = supervisor.page.locator("input[name=citations]")
    boxes.last.check()
    supervisor.page.get_by_label("自分で認定する").check()
    supervisor.page.fill("#reason", "3件の記録で一貫している。")
    supervisor.press("認定または提案する")
    assert supervisor.sees("2人以上の評価者の記録が必要です")
    boxes.first.check()
    supervisor.press("認定または提案する")
    assert supervisor.sees("認定しました。本人に知らせます。")
    supervisor.follow("認定を取り消す")
    supervisor.page.fill("#reason", "面談で事実の誤りが分かった。")
    supervisor.press("取り消す")
    assert supervisor.sees("面談で事実の誤りが分かった。")
    supervisor.open("/decisions?state=reversed")
    assert supervisor.sees("課題発見力")


@pytest.mark.parametrize("language", ["ja", "en"])
def test_the_pages_fit_and_read_well_in_either_language(visitor, language):
    planner = visitor(width=PHONE, language=language)
    planner.sign_in("hr")
    for page in ("/decisions", "/decisions/new", "/committees", "/committees/new"):
        planner.open(f"{page}?lang={language}")
