"""Beginning, previewing, comparing, sending and deciding about drafts in the browser."""

import pytest

from lms.authoring import commands
from lms.authoring.domain import put_in_course, put_lesson
from tests.factories.authoring import begin, row_of, send, whole_text
from tests.factories.courses import CourseTextFactory, publish
from tests.factories.pages import fields_of


@pytest.fixture
def mori(cast, author, client_as):
    return client_as(cast.mori)


@pytest.fixture
def sato(cast, reviewer, client_as):
    return client_as(cast.sato)


@pytest.fixture
def place(draft_id):
    return f"/courses/drafts/{draft_id}"


@pytest.fixture
def sent(session, clock, author, draft_id):
    send(session, author, draft_id, clock, request="二課を見てください")
    return f"/courses/drafts/{draft_id}"


@pytest.fixture
def following(session, cast, clock, author, mori, rubric):
    """Begin the next version of a published course in the browser; its address."""
    publish(session, publisher_id=cast.chamber.id, clock=clock)
    page = mori.get("/courses/drafts/new")
    what = page.text.split('value="next-')[1].split('"')[0]
    return mori.submit("/courses/drafts/new", {"what": f"next-{what}"}).location


def test_a_new_course_is_begun_with_a_title_and_a_name(cast, mori, rubric):
    assert "下書きはまだありません" in mori.get("/courses/drafts").text
    new = {"what": f"new-{cast.chamber.id}", "title": "訪問の前に", "slug": "before-a-visit"}
    for lacking, words in (("title", "仮の題名"), ("slug", "アドレスに使う名前")):
        refused = mori.submit("/courses/drafts/new", {**new, lacking: ""})
        assert refused.status_code == 422
        assert words in refused.text
    answer = mori.submit("/courses/drafts/new", new)
    assert answer.location.endswith("/about")
    assert "訪問の前に" in mori.get("/courses/drafts").text
    page = mori.get(answer.location.removesuffix("/about")).text
    assert "まだ書かれていません" in page
    assert mori.submit("/courses/drafts/new", new).status_code == 409
    assert mori.submit("/courses/drafts/new", {"what": "new-x"}).status_code == 422


def test_who_does_not_write_begins_nothing(cast, client_as, rubric):
    assert client_as(cast.hara).get("/courses/drafts/new").status_code == 200
    assert client_as(cast.aoi).get("/courses/drafts/new").status_code == 403


def test_the_next_version_begins_with_the_words_and_pictures_of_the_last(mori, following):
    page = mori.get(following)
    assert "第1.1版" in page.text
    assert "画像1点" in page.text
    assert "違うところはまだありません" not in mori.get(f"{following}/compare").text
    assert "変更" in mori.get(f"{following}/compare").text
    url = f"{following}/lessons/first"
    mori.post(url, data={**fields_of(mori.get(url)), "text-ja": "書き直した本文", "intent": "save"})
    compared = mori.get(f"{following}/compare").text
    assert '<ins class="came">' in compared
    assert "日本語の本文" in compared
    assert "英語の本文" not in compared
    assert "すでに下書きがある" in mori.get("/courses/drafts/new").text


def test_a_reviewer_reads_what_is_new_gone_and_changed(mori, following):
    def change(part: str, fields: dict, intent: str = "save"):
        url = f"{following}{part}"
        mori.post(url, data={**fields_of(mori.get(url)), **fields, "intent": intent})

    change("/lessons/first/tasks", {}, "add:reflections")
    change("/lessons/first/tasks", {"reflections-0-prompt-ja": "前回は"})
    change("/lessons", {}, "add:lessons")
    mori.submit(f"{following}/lessons/second/remove")
    mori.submit(f"{following}/quiz/single/remove")
    page = mori.get(f"{following}/compare").text
    for words in ("レッスンの順番", "新規", "削除", "問い1：振り返りの問い（日本語）", "問い「問いsingle」"):
        assert words in page


def test_nothing_changed_is_said(session, mori, following):
    url = f"{following}/about"
    mori.post(url, data={**fields_of(mori.get(url)), "version": "1.0", "intent": "save"})
    assert "第1.0版と違うところはまだありません" in mori.get(f"{following}/compare").text


def test_the_preview_of_a_gap_shows_gaps(session, cast, clock, mori, author, rubric):
    text = put_in_course(whole_text("gaps"), {"title": {"ja": "", "en": ""}, "serves": []})
    lesson = {"slug": "first", "title": {"ja": "", "en": ""}, "objective": {"ja": "", "en": ""}}
    task = {"code": "t", "criterion": "A1", "levels": [1], "title": {"ja": "聞く", "en": ""}}
    lesson["practices"] = [{**task, "task": {"ja": "もう一つ聞く", "en": ""}}]
    lesson["reflections"] = [{"code": "r", "prompt": {"ja": "前回は", "en": ""}}]
    text = put_lesson(text, "first", lesson, {"ja": "", "en": ""})
    place = f"/courses/drafts/{begin(session, author, cast.chamber.id, clock, text)}"
    assert "（まだ書かれていません）" in mori.get(f"{place}/preview").text
    page = mori.get(f"{place}/preview/first").text
    assert "もう一つ聞く" in page
    assert "前回は" in page
    assert "まだ試せません" in mori.get(f"{place}/preview-quiz").text


def test_the_quiz_can_be_tried_and_nothing_is_kept(session, mori, place):
    url = f"{place}/preview-quiz"
    wrong = mori.submit(url, {"answer_single": "b", "answer_multiple": ["a"]})
    assert "まだ合格になりません" in wrong.text
    assert "bの説明" in wrong.text
    right = mori.submit(url, {"answer_single": "a", "answer_multiple": ["a", "b"]})
    assert "この解答なら合格です" in right.text
    odd = mori.submit(url, {"answer_single": "zz"})
    assert odd.status_code == 200
    assert "error-summary" in odd.text


def test_a_draft_is_sent_reviewed_returned_and_published(cast, mori, sato, place, client_as):
    page = mori.get(f"{place}/send")
    assert cast.sato.name in page.text
    assert cast.mori.name not in page.text.split("<main")[1]
    assert mori.submit(f"{place}/send", {"request": "二課を見てください"}).location == place
    assert "取り下げる" in mori.get(place).text
    assert "あなたはこの下書きに書き込んでいます" in mori.get(f"{place}/review").text
    assert mori.post(f"{place}/review", data={**fields_of(sato.get(f"{place}/review"))}).status_code in {
        400,
        422,
    }

    assert f"{place}/review" in sato.get("/courses/drafts").text
    review = sato.get(f"{place}/review").text
    assert "二課を見てください" in review
    refused = sato.submit(f"{place}/review", {"decision": "return", "note": ""})
    assert refused.status_code == 422
    back = sato.submit(f"{place}/review", {"decision": "return", "note": "例を足してください"})
    assert back.location == "/courses/drafts"
    assert "例を足してください" in mori.get(place).text
    assert sato.get(f"{place}/review").location == place

    mori.submit(f"{place}/send")
    published = sato.submit(f"{place}/review", {"decision": "publish", "note": ""})
    assert published.location == "/courses/written"
    learner = client_as(cast.aoi)
    assert "研修written" in learner.get("/courses/written").text
    assert "firstの本文" in learner.get("/courses/written/first").text
    assert client_as(cast.chie).get("/courses/written").status_code == 404
    assert "公開しました" in mori.get(place).text
    assert mori.get(f"{place}/about").location == place
    assert "最近公開したもの" in mori.get("/courses/drafts").text


def test_who_wrote_cannot_publish_by_sending_the_form(session, cast, mori, sent, client_as):
    fields = fields_of(client_as(cast.hara).get(f"{sent}/review"))
    own = fields_of(mori.get(f"{sent}/take-back"))
    answer = mori.post(f"{sent}/review", data={**fields, **own, "decision": "publish"})
    assert answer.status_code == 403


def test_a_draft_that_lost_its_ground_is_returned_not_published(session, cast, clock, sato, sent, draft_id):
    fields = fields_of(sato.get(f"{sent}/review"))
    publish(session, publisher_id=cast.council.id, clock=clock, text=CourseTextFactory(slug="written"))
    assert "今はそろっていません" in sato.get(f"{sent}/review").text
    answer = sato.post(f"{sent}/review", data={**fields, "decision": "publish"})
    assert answer.status_code == 409
    assert "そろっていません" in answer.text


def test_a_draft_is_discarded_on_its_own_page(session, mori, place, draft_id):
    assert mori.submit(f"{place}/discard").location == "/courses/drafts"
    assert "破棄しました" in mori.get(place).text
    assert row_of(session, draft_id).ended_at is not None
    assert mori.get("/courses/drafts/none").status_code == 404


def test_lists_cost_the_same_for_one_and_three(
    session, cast, clock, mori, author, draft_id, count_statements
):
    mori.get("/courses/drafts")
    one = count_statements(lambda: mori.get("/courses/drafts"))
    for slug in ("second-course", "third-course"):
        begin(session, author, cast.chamber.id, clock, whole_text(slug))
    session.expire_all()
    mori.get("/courses/drafts")
    assert count_statements(lambda: mori.get("/courses/drafts")) == one


def test_a_draft_begun_by_others_is_taken_back_by_any_author(session, clock, sato, sent, reviewer, draft_id):
    assert sato.submit(f"{sent}/take-back").location == sent
    assert sato.get(f"{sent}/take-back").location == sent
    facts = {"actor": reviewer, "draft_id": draft_id, "clock": clock}
    commands.edit_draft(session, change=lambda text: text, **facts)
