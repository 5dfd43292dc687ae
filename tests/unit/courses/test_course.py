"""Course texts: their digest, their flaws, and how far somebody is."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from lms.courses.domain import (
    CourseFile,
    CourseState,
    Figure,
    Progress,
    Serves,
    Source,
    is_complete,
    list_flaws,
    next_lesson,
    source_from,
    stored_source,
)
from tests.factories.courses import (
    LEVELS,
    CourseTextFactory,
    LessonTextFactory,
    MultipleChoiceFactory,
    OptionFactory,
    QuizFactory,
    SingleChoiceFactory,
)

NOON = datetime(2026, 11, 20, 3, tzinfo=UTC)
AIM = {"ja": "ねらい", "en": "Aim"}


@pytest.fixture
def flaws_of():
    """Return the flaws of the small course with something changed: file, path, code."""

    def listed(**changes):
        course = CourseTextFactory(**changes)
        return [(flaw.file, flaw.path, flaw.code) for flaw in list_flaws(course, levels=LEVELS)]

    return listed


def test_the_small_course_has_no_flaw(flaws_of):
    assert flaws_of() == []


def test_each_rule_about_the_course_is_held(flaws_of):
    course = CourseFile.COURSE
    lessons = tuple(LessonTextFactory(slug=slug) for slug in ("first", "second", "first", "quiz"))
    source = CourseTextFactory().sources[0]
    assert flaws_of(serves=(Serves("A1", (1,), AIM), Serves("A1", (2,), AIM))) == [
        (course, ("serves", 1, "criterion"), "courses.criterion_twice")
    ]
    assert flaws_of(serves=(Serves("Z9", (1,), AIM),)) == [
        (course, ("serves", 0, "criterion"), "courses.criterion_unknown")
    ]
    assert flaws_of(serves=(Serves("A2", (1, 3), AIM),)) == [
        (course, ("serves", 0, "levels"), "courses.level_unknown")
    ]
    assert flaws_of(prerequisites=("other", "small")) == [
        (course, ("prerequisites", 1), "courses.prerequisite_itself")
    ]
    assert flaws_of(lessons=lessons) == [
        (course, ("lessons", 2, "slug"), "courses.lesson_twice"),
        (course, ("lessons", 3, "slug"), "courses.lesson_reserved"),
    ]
    assert flaws_of(minutes=9) == [(course, ("minutes",), "courses.minutes_short")]
    assert flaws_of(sources=(source, source)) == [(course, ("sources", 1, "key"), "courses.source_twice")]


def test_each_rule_about_the_quiz_is_held(flaws_of):
    quiz = CourseFile.QUIZ
    wrong, right = OptionFactory(code="b"), OptionFactory(code="a", is_right=True)
    also_right = OptionFactory(code="c", is_right=True)
    options = ("questions", 0, "options")
    cases = [
        ((SingleChoiceFactory(),), 2, [(("pass_mark",), "courses.pass_mark_high")]),
        (
            (SingleChoiceFactory(), SingleChoiceFactory()),
            1,
            [(("questions", 1, "code"), "courses.question_twice")],
        ),
        (
            (SingleChoiceFactory(lesson_slug="none"),),
            1,
            [(("questions", 0, "lesson"), "courses.question_lesson")],
        ),
        ((SingleChoiceFactory(options=(wrong,)),), 1, [(options, "courses.no_right_option")]),
        (
            (SingleChoiceFactory(options=(right, also_right, wrong)),),
            1,
            [(options, "courses.many_right_options")],
        ),
        ((MultipleChoiceFactory(options=(right, also_right)),), 1, [(options, "courses.no_wrong_option")]),
        (
            (SingleChoiceFactory(options=(right, replace(wrong, text={"ja": "選択肢a ", "en": "B"}))),),
            1,
            [((*options, 1), "courses.option_twice")],
        ),
    ]
    for questions, pass_mark, expected in cases:
        found = flaws_of(quiz=QuizFactory(questions=questions, pass_mark=pass_mark))
        assert found == [(quiz, path, code) for path, code in expected]


def test_the_digest_is_of_what_the_author_wrote():
    course = CourseTextFactory()
    first, second = course.lessons
    rendered = replace(course, lessons=(replace(first, html={"ja": "<p>別</p>", "en": "<p>new</p>"}), second))
    rewritten = replace(course, lessons=(replace(first, markdown={"ja": "別", "en": "new"}), second))
    others = [
        rewritten,
        replace(course, title={"ja": "別", "en": "Other"}),
        replace(course, quiz=QuizFactory(pass_mark=1)),
        replace(course, figures=(Figure("path.svg", "image/svg+xml", b"<svg/>"),)),
        replace(course, sources=()),
    ]
    assert rendered.digest() == course.digest() == CourseTextFactory().digest()
    assert len({course.digest(), *(other.digest() for other in others)}) == len(others) + 1


def test_a_source_comes_back_as_it_was_stored():
    for url in (None, "https://example.jp/paper"):
        source = Source("paper", {"ja": "資料", "en": "Paper"}, date(2026, 11, 20), url)
        assert source_from(stored_source(source)) == source


@pytest.mark.parametrize(
    ("progress", "done", "state"),
    [
        (Progress(3), 0, CourseState.NOT_STARTED),
        (Progress(3, enrolled_at=NOON), 0, CourseState.UNDER_WAY),
        (Progress(3, n_read=2, is_passed=True, enrolled_at=NOON), 3, CourseState.UNDER_WAY),
        (
            Progress(3, n_read=3, is_passed=True, enrolled_at=NOON, finished_at=NOON),
            4,
            CourseState.FINISHED,
        ),
    ],
)
def test_the_quiz_is_one_step_beside_the_lessons(progress, done, state):
    assert (progress.done, progress.total, progress.state) == (done, 4, state)


@pytest.mark.parametrize(
    ("n_read", "is_passed", "expected"), [(2, True, True), (1, True, False), (2, False, False)]
)
def test_finished_means_all_read_and_passed(n_read, is_passed, expected):
    assert is_complete(n_lessons=2, n_read=n_read, is_passed=is_passed) is expected


def test_the_next_lesson_is_the_first_not_read():
    assert next_lesson(["a", "b", "c"], {"a", "c"}) == "b"
    assert next_lesson(["a"], {"a"}) is None
