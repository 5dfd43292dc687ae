"""A draft is held against every rule of a course, texts included while the documents are not whole."""

import pytest

from lms.authoring.domain import append_figure, empty_text, put_in_course, put_lesson, put_question
from lms.authoring.loader import check, read_lesson, read_question, read_whole
from tests.factories.authoring import picture, whole_text, yardstick
from tests.factories.courses import CourseTextFactory, schemas

HOSTILE = (
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "[x](javascript:alert(1))",
    "![x](https://example.com/x.png)",
    "![x](figures/../../secret.png)",
    "![x](data:text/html,x)",
    '<iframe src="https://example.com"></iframe>',
    "[a](java\tscript:alert(1))",
)


@pytest.fixture
def codes():
    return lambda text, figures=(): {problem.code for problem in check(text, yardstick(), figures=figures)}


def test_a_whole_draft_is_the_course_it_was_made_from(codes):
    text = whole_text()
    assert codes(text) == set()
    whole = read_whole(text, yardstick(), figures={}, digest="d")
    course = CourseTextFactory(slug="written", figures=())
    assert whole is not None
    assert (whole.course.digest(), whole.content_digest) == (course.digest(), "d")


def test_an_empty_draft_lacks_everything_and_breaks_nothing(codes):
    found = codes(empty_text(slug="new", title={"ja": "題", "en": ""}))
    assert {"courses.shape_empty", "courses.shape_few", "courses.shape_missing"} <= found
    assert read_whole(empty_text(slug="new", title={}), yardstick(), figures={}, digest="") is None


def test_texts_are_looked_at_while_the_documents_are_not_whole(codes):
    text = put_in_course(whole_text(), {"title": {"ja": "", "en": ""}})
    text = put_lesson(text, "first", text.lesson("first"), {"ja": "<b>x</b>", "en": ""})
    assert {"courses.shape_empty", "courses.lesson_html", "courses.lesson_empty"} <= codes(text)


def test_a_picture_must_be_there(codes):
    text = append_figure(whole_text(), "first", "a.png", {"ja": "絵", "en": "x"})
    assert codes(text) == {"courses.figure_missing"}
    assert codes(text, {"a.png"}) == set()
    figures = {"a.png": picture()}
    whole = read_whole(text, yardstick(), figures=figures, digest="")
    assert whole is not None
    assert [figure.name for figure in whole.course.figures] == ["a.png"]


@pytest.mark.parametrize("name", ["a.svg", "a.jpeg", "a.webp"])
def test_pictures_of_every_kind_are_known(name, codes):
    text = append_figure(whole_text(), "first", name, {"ja": "絵", "en": "x"})
    assert codes(text, {name}) == set()


@pytest.mark.parametrize("words", HOSTILE)
def test_hostile_markdown_is_told_and_its_page_is_harmless(words, codes):
    text = put_lesson(
        whole_text(), "first", whole_text().lesson("first"), {"ja": f"前\n\n{words}", "en": "x"}
    )
    assert codes(text) != set()
    html = read_lesson(text, "first", "ja", figures=()).html.lower()
    for bad in ("<script", "onerror=", "javascript:", "<iframe", "data:text", "example.com/x.png"):
        assert bad not in html.replace("&lt;script", "").replace("&lt;iframe", "")


def test_a_source_can_be_cited_once_it_is_whole():
    text = put_lesson(whole_text(), "first", {}, {"ja": "文[^paper]", "en": "x[^paper]"})
    assert read_lesson(text, "first", "ja", figures=()).problems == ()
    broken = put_in_course(text, {"sources": [{"key": "paper", "title": {"ja": "", "en": ""}}]})
    (problem,) = read_lesson(broken, "first", "ja", figures=()).problems
    assert problem.code == "courses.footnote_unknown"


def test_a_question_is_read_alone():
    text = whole_text()
    reading = read_question(text.question("single"), schemas())
    assert reading.course is not None
    assert [question.code for question in reading.course.quiz.questions] == ["single"]
    pooled = put_question(text, "single", {**text.question("single"), "pool": "p", "lesson": ""})
    broken = read_question({**pooled.question("single"), "options": []}, schemas())
    assert broken.course is None
    assert {problem.path[:2] for problem in broken.problems} == {("questions", 0)}
