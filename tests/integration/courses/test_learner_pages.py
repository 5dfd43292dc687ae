"""Pages of the catalogue, of whoever looks after learners, and the files they take along."""

import csv
import io
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from lms.courses import commands
from lms.courses.domain.standing import AssignmentDraft
from lms.courses.models import Course, CourseAssignment, CourseReminder
from tests.cast import TODAY
from tests.factories import rubric as rubrics
from tests.factories.courses import CourseTextFactory, LessonTextFactory, publish
from tests.factories.workbooks import read_workbook
from tests.integration.courses.conftest import RIGHT

DUE = date(2026, 12, 18)


@pytest.fixture
def rubric(session, cast, clock):
    return rubrics.load(session, publisher_id=cast.council.id, clock=clock, text=rubrics.banso_text())


@pytest.fixture
def second(session, cast, clock, published):
    lessons = (
        LessonTextFactory(
            slug="first",
            title={"ja": "傾聴の姿勢", "en": "Listening"},
            html={"ja": "<p>聴く力を育てる</p>", "en": "<p>Learn to listen</p>"},
            markdown={"ja": "聴く力を育てる", "en": "Learn to listen"},
        ),
        LessonTextFactory(slug="second"),
    )
    text = CourseTextFactory(slug="second", minutes=45, lessons=lessons, prerequisites=("small",))
    return publish(session, publisher_id=cast.council.id, clock=clock, text=text)


@pytest.fixture
def assign(session, cast, clock):
    def go(*people, slugs=("small",), due_on=DUE, note=""):
        draft = AssignmentDraft([person.id for person in people], slugs, due_on, note)
        commands.assign_courses(session, actor=cast.actor(cast.mori), draft=draft, clock=clock)
        session.flush()

    return go


@pytest.fixture
def assignment_of(session):
    return lambda person: session.scalars(
        select(CourseAssignment).where(CourseAssignment.person_id == person.id)
    ).one()


@pytest.mark.parametrize(
    ("asked", "slugs"),
    [
        ("", ["small", "second"]),
        ("?q=傾聴", ["second"]),
        ("?q=聴く力", ["second"]),
        ("?q=ﾚｯｽﾝ", ["small", "second"]),
        ("?q=どこにもない言葉", []),
        ("?minutes=30", ["small"]),
        ("?minutes=7", ["small", "second"]),
        ("?criterion=A1&level=2", ["small", "second"]),
        ("?level=4", []),
        ("?state=under_way", ["small"]),
        ("?state=not_started", ["second"]),
        ("?state=finished", []),
        ("?state=assigned", ["second"]),
        ("?state=nonsense", ["small", "second"]),
    ],
)
def test_courses_are_found_and_narrowed(cast, rubric, second, learn, assign, client_as, asked, slugs):
    learn(cast.aoi, lessons=["first"])
    assign(cast.aoi, slugs=("second",))
    page = client_as(cast.aoi).get(f"/courses{asked}").get_data(as_text=True)
    found = sorted((slug for slug in ("small", "second") if f"研修{slug}</a>" in page), reverse=True)
    assert found == sorted(slugs, reverse=True)


def test_what_was_found_in_lessons_is_shown_with_its_words(cast, second, client_as):
    page = client_as(cast.aoi).get("/courses?q=聴く").get_data(as_text=True)
    assert "/courses/second/first" in page
    assert "<mark>聴く</mark>力を育てる" in page


def test_what_is_due_and_what_comes_first_stand_in_the_catalogue_and_on_the_course(
    cast, second, assign, client_as
):
    assign(cast.aoi, slugs=("small", "second"), note="次の訪問の前に")
    browser = client_as(cast.aoi)
    catalogue = browser.get("/courses").get_data(as_text=True)
    assert "期限 2026/12/18（あと28日）" in catalogue
    assert "先に修了する研修: 研修small" in catalogue
    course = browser.get("/courses/second").get_data(as_text=True)
    assert "2026年12月18日(金)" in course
    assert "次の訪問の前に" in course
    assert "森 真理" in course
    refused = browser.post("/courses/second", data=browser.hidden_fields("/courses/small"))
    assert refused.status_code == 422
    assert '<a class="list__link" href="/courses/small">' in refused.get_data(as_text=True)


def test_whoever_looks_after_people_is_led_to_them(cast, published, client_as):
    assert "/courses/people" in client_as(cast.mori).get("/courses").get_data(as_text=True)
    assert "/courses/people" not in client_as(cast.aoi).get("/courses").get_data(as_text=True)
    assert "/courses/people/assign?course=small" in client_as(cast.mori).get("/courses/small").text
    assert "/courses/people/assign" not in client_as(cast.aoi).get("/courses/small").text


def test_the_list_says_who_is_late(cast, published, assign, assignment_of, learn, client_as, session):
    assign(cast.aoi)
    assignment_of(cast.aoi).due_on = TODAY - timedelta(days=2)
    learn(cast.sato, lessons=["first"])
    session.flush()
    page = client_as(cast.mori).get("/courses/people").get_data(as_text=True)
    assert page.index("青井 葵") < page.index("佐藤 聡")
    assert "2日超過" in page
    late = client_as(cast.mori).get("/courses/people?state=late").get_data(as_text=True)
    assert "青井 葵" in late
    assert "佐藤 聡" not in late


@pytest.mark.parametrize(
    ("asked", "is_listed"),
    [
        ("?course=small", True),
        ("?course=none", False),
        ("?state=nonsense", True),
        ("?place=nonsense", True),
        ("?q=アオイ", True),
        ("?q=%25", False),
        ("?page=9", False),
    ],
)
def test_the_list_takes_any_address(cast, published, assign, client_as, asked, is_listed):
    assign(cast.aoi)
    answer = client_as(cast.mori).get(f"/courses/people{asked}")
    assert answer.status_code == 200
    assert ("青井 葵" in answer.text.partition("<main")[2]) is is_listed


def test_places_narrow_the_list(cast, published, learn, client_as):
    for person in (cast.aoi, cast.kaoru, cast.hojo):
        learn(person, lessons=["first"])
    browser = client_as(cast.hara)
    page = browser.get("/courses/people").text
    assert f"place={cast.yorozu.id.hex}" in page
    narrowed = browser.get(f"/courses/people?place={cast.neighbour.id.hex}").text
    assert "香川 薫" in narrowed
    assert "青井 葵" not in narrowed


def test_an_empty_list_says_what_to_do(cast, client_as):
    browser = client_as(cast.mori)
    assert "まだ誰も受講していません" in browser.get("/courses/people").text
    assert "割り当てられる研修がありません" in browser.get("/courses/people/assign").text


def test_the_list_as_csv_and_workbook(cast, published, assign, learn, client_as):
    assign(cast.aoi)
    learn(cast.sato, lessons=["first", "second"], answers=RIGHT)
    browser = client_as(cast.mori)
    answer = browser.get("/courses/people.csv")
    assert answer.mimetype == "text/csv"
    rows = list(csv.reader(io.StringIO(answer.data.decode("utf-8-sig"))))
    assert rows[0][:5] == ["氏名", "ふりがな", "組織", "研修", "状態"]
    assert rows[1][:9] == [
        "青井 葵",
        "アオイ アオイ",
        "広島商工会議所",
        "研修small",
        "未受講",
        "0",
        "3",
        "0",
        "2026-12-18",
    ]
    assert rows[2][4] == "修了"
    workbook = browser.get(f"/courses/people.xlsx?state=finished&course=small&q=佐藤&place={cast.chamber.id}")
    assert [row[0] for row in read_workbook(workbook.data)] == ["氏名", "佐藤 聡"]
    assert read_workbook(workbook.data, sheet=2) == [
        ["件数", 1.0],
        ["状態", "修了"],
        ["研修", "small"],
        ["組織", "広島商工会議所"],
        ["氏名", "佐藤"],
    ]
    assert browser.get("/courses/people.pdf").status_code == 404


def test_assigning_in_bulk_from_the_list(cast, published, learn, client_as, session, clock):
    for person in (cast.aoi, cast.sato):
        learn(person, lessons=["first"])
    browser = client_as(cast.mori)
    page = browser.get("/courses/people").text
    keys = [part.partition('"')[0] for part in page.split('name="r" value="')[1:]]
    assert len(keys) == 2
    url = f"/courses/people/assign?r={keys[0]}&r={keys[1]}&r=nonsense"
    form = browser.get(url).text
    assert form.count('name="people"') == 3
    assert form.count("checked") == 3
    answer = browser.submit(
        url, {"courses": ["small"], "people": [str(cast.aoi.id), str(cast.sato.id)], "due_on": "2026-12-18"}
    )
    assert (answer.status_code, answer.location) == (303, "/courses/people?course=small")
    assert "2件を割り当てました。" in browser.get(answer.location).text
    again = browser.submit(
        url, {"courses": ["small"], "people": [str(cast.aoi.id), str(cast.mori.id)], "due_on": "2026-12-18"}
    )
    assert "1件を割り当てました。 1件は割り当て済みか修了しているため" in browser.get(again.location).text
    assert len(session.scalars(select(CourseAssignment)).all()) == 3


def test_looking_for_people_keeps_what_is_ticked_and_assigns_nothing(cast, published, client_as, session):
    browser = client_as(cast.hara)
    url = "/courses/people/assign"
    fields = {
        "courses": ["small"],
        "people": [str(cast.aoi.id)],
        "due_on": "2020-01-01",
        "note": "ひとこと",
        "q": "香川",
        "intent": "find",
    }
    answer = browser.submit(url, fields)
    assert answer.status_code == 200
    assert "青井 葵" in answer.text
    assert "香川 薫" in answer.text
    assert "佐藤 聡" not in answer.text
    assert "ひとこと" in answer.text
    assert answer.text.count(" checked") == 2
    assert "確かめてください" not in answer.text
    assert session.scalars(select(CourseAssignment)).all() == []


def test_all_who_were_found_at_once(cast, published, client_as, session):
    fields = {
        "courses": ["small"],
        "due_on": "2026-12-18",
        "place": str(cast.chamber.id),
        "intent": "everybody",
    }
    client_as(cast.hara).submit("/courses/people/assign", fields)
    found = session.scalars(select(CourseAssignment.person_id)).all()
    assert set(found) == {cast.aoi.id, cast.mori.id, cast.sato.id}


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"due_on": "2026-11-19"}, "過ぎた日です"),
        ({"due_on": ""}, "修了の期限を選んでください"),
        ({"due_on": "2226-01-01"}, "3年以内の日"),
        ({"courses": []}, "研修を1つ以上選んでください"),
        ({"people": []}, "対象者を1人以上選んでください"),
        ({"people": ["nonsense"]}, "対象者を1人以上選んでください"),
        ({"note": "あ" * 501}, "500"),
    ],
)
def test_what_is_wrong_stands_at_its_field(cast, published, client_as, change, words):
    fields = {"courses": ["small"], "people": [str(cast.aoi.id)], "due_on": "2026-12-18"}
    answer = client_as(cast.mori).submit("/courses/people/assign", {**fields, **change})
    assert answer.status_code == 422
    assert words in answer.text


def test_people_out_of_reach_and_foreign_courses_are_not_there(cast, published, foreign, client_as):
    browser = client_as(cast.mori)
    fields = {"courses": ["small"], "people": [str(cast.aoi.id)], "due_on": "2026-12-18"}
    for change in ({"people": [str(cast.kaoru.id)]}, {"courses": ["secret"]}):
        assert browser.submit("/courses/people/assign", {**fields, **change}).status_code == 404
    assert "秘密" not in browser.get("/courses/people/assign").text


def test_a_withdrawn_course_is_not_on_offer(cast, published, client_as, session, clock):
    course = session.scalars(select(Course)).one()
    browser = client_as(cast.mori)
    hidden = browser.hidden_fields("/courses/people/assign")
    course.withdrawn_at, course.withdrawal_reason = clock.now(), "古い"
    publish(session, publisher_id=cast.council.id, clock=clock, text=CourseTextFactory(slug="other"))
    fields = {**hidden, "courses": ["small"], "people": [str(cast.aoi.id)], "due_on": "2026-12-18"}
    answer = browser.post("/courses/people/assign", data=fields)
    assert answer.status_code == 422
    assert "取り下げられたもの" in answer.text
    assert 'value="small"' not in answer.text


def test_another_day_a_stale_page_and_withdrawing(cast, published, assign, assignment_of, client_as, session):
    assign(cast.aoi, note="前のひとこと")
    url = f"/courses/people/assignments/{assignment_of(cast.aoi).id}"
    browser = client_as(cast.sato)
    stale = browser.hidden_fields(url)
    saved = browser.submit(url, {"due_on": "2026-12-25", "note": "新しいひとこと"})
    assert saved.location == "/courses/people?course=small"
    session.expire_all()
    assert assignment_of(cast.aoi).due_on == date(2026, 12, 25)
    late = browser.post(url, data={**stale, "operation": "", "due_on": "2026-12-20", "note": "別"})
    assert late.status_code == 409
    assert "新しいひとこと" in late.text
    withdrawn = browser.submit(f"{url}/withdraw")
    assert withdrawn.status_code == 303
    session.expire_all()
    assert assignment_of(cast.aoi).withdrawn_by_id == cast.sato.id
    assert browser.get(url).status_code == 404


def test_reminding_those_chosen_and_all(cast, published, assign, learn, assignment_of, client_as, session):
    assign(cast.aoi, cast.mori)
    learn(cast.sato, lessons=["first"])
    browser = client_as(cast.mori)
    url = f"/courses/people/remind?r={assignment_of(cast.aoi).id.hex}"
    assert "リマインドを1件送る" in browser.get(url).text
    assert "リマインドを1件送ります。" in browser.get(browser.submit(url).location).text
    everybody = "/courses/people/remind?all=everybody"
    page = browser.get(everybody).text
    assert "リマインドを1件送る" in page
    assert "今週すでにリマインドした人" in page
    assert "1件は、修了しているか、ご自身のものか" in page
    assert "1件は今週すでにリマインドした" in browser.get(browser.submit(everybody).location).text
    assert {row.person_id for row in session.scalars(select(CourseReminder))} == {cast.aoi.id, cast.sato.id}


def test_nobody_chosen_is_nobody_to_remind(cast, published, assign, client_as):
    assign(cast.aoi)
    browser = client_as(cast.mori)
    assert "リマインドする相手がいません" in browser.get("/courses/people/remind").text
    hidden = browser.hidden_fields("/courses/people/assign")
    refused = browser.post("/courses/people/remind", data=hidden)
    assert refused.status_code == 422


def test_nobody_else_comes_in(cast, published, assign, assignment_of, client_as):
    assign(cast.aoi)
    given = f"/courses/people/assignments/{assignment_of(cast.aoi).id}"
    for path in (
        "/courses/people",
        "/courses/people.csv",
        "/courses/people/assign",
        "/courses/people/remind",
        given,
    ):
        assert client_as(cast.aoi).get(path).status_code == 403
    for person in (cast.kaoru, cast.chie):
        assert client_as(person).get(given).status_code in {403, 404}
    stranger = client_as(cast.chie)
    assert "青井" not in stranger.get("/courses/people").text
    assert "青井" not in stranger.get("/courses/people.csv").text
    assert "青井" not in stranger.get("/courses/people/assign").text


def test_pages_take_the_same_statements_however_many_there_are(
    cast, second, assign, learn, client_as, count_statements
):
    assign(cast.aoi)
    browser = client_as(cast.mori)
    addresses = [
        "/courses",
        "/courses?q=傾聴",
        "/courses/people",
        "/courses/people/assign",
        "/courses/people.csv",
    ]
    for address in addresses:
        browser.get(address)
    one = [count_statements(lambda a=address: browser.get(a)) for address in addresses]
    assign(cast.sato, cast.mori)
    three = [count_statements(lambda a=address: browser.get(a)) for address in addresses]
    assert three == one
    assert max(one) <= 15
