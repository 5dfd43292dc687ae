"""Three things this week: due, to be tried, begun, on the path."""

from datetime import date

import pytest

from lms.courses.domain.path import lay_paths
from lms.courses.domain.week import WeekReason, choose_week
from tests.factories.paths import a_lesson, a_stretch, a_task, an_offer

TODAY = date(2026, 11, 20)


def test_at_most_three_in_their_order():
    offers = [
        an_offer("path"),
        an_offer("begun", [("C2", 1)], begun=True),
        an_offer("read", [], [a_lesson("read", tasks=[a_task()], is_read=True)], finished=True),
        an_offer("due", [("C2", 1)], due_on=date(2026, 11, 27)),
    ]

    week = choose_week(offers, lay_paths([a_stretch()], offers), today=TODAY)
    longer = choose_week(offers, lay_paths([a_stretch()], offers), today=TODAY, most=9)

    assert [(thing.offer.slug, thing.reason) for thing in week] == [
        ("due", WeekReason.DUE),
        ("read", WeekReason.TRY),
        ("begun", WeekReason.BEGUN),
    ]
    assert (longer[3].offer.slug, longer[3].reason, longer[3].criterion_code) == (
        "path",
        WeekReason.PATH,
        "B1",
    )


@pytest.mark.parametrize(
    ("due_on", "reasons"),
    [
        (date(2026, 11, 19), [WeekReason.OVERDUE]),
        (date(2026, 11, 20), [WeekReason.DUE]),
        (date(2026, 12, 4), [WeekReason.DUE]),
        (date(2026, 12, 5), []),
        (None, []),
    ],
)
def test_what_is_due_within_two_weeks_is_named(due_on, reasons):
    week = choose_week([an_offer(due_on=due_on)], (), today=TODAY)

    assert [thing.reason for thing in week if thing.reason is not WeekReason.START] == reasons


def test_what_is_finished_is_due_no_more():
    assert choose_week([an_offer(due_on=TODAY, finished=True)], (), today=TODAY) == ()


def test_no_course_is_named_twice_and_its_next_lesson_is_the_first_unread():
    lessons = [a_lesson("a", is_read=True), a_lesson("b"), a_lesson("c")]
    offers = [an_offer(lessons=lessons, begun=True, due_on=TODAY)]

    (thing,) = choose_week(offers, lay_paths([a_stretch()], offers), today=TODAY)

    assert (thing.reason, thing.lesson.slug) == (WeekReason.DUE, "b")


def test_with_all_lessons_read_the_quiz_is_next():
    (thing,) = choose_week([an_offer(lessons=[a_lesson(is_read=True)], begun=True)], (), today=TODAY)

    assert (thing.lesson, thing.task) == (None, None)


def test_a_task_is_named_once_its_lesson_is_read_one_only_and_first_what_leads_to_a_target():
    tasks = [a_task("elsewhere", [("C2", 1)]), a_task("higher", [("B1", 3)]), a_task("lower", [("B1", 2)])]
    read = a_lesson("read", tasks=tasks, is_read=True)
    unread = a_lesson("unread", tasks=[a_task("later", [("B1", 2)])])
    offers = [an_offer("course", [], [read, unread], finished=True)]

    (thing,) = choose_week(offers, lay_paths([a_stretch("B1", 1, 3)], offers), today=TODAY)

    assert (thing.task.code, thing.criterion_code, thing.reason) == ("lower", "B1", WeekReason.TRY)


def test_of_two_tasks_that_of_the_lesson_read_last_is_named():
    lessons = [a_lesson(slug, tasks=[a_task(slug)], is_read=True) for slug in ("first", "second")]

    (thing,) = choose_week([an_offer("course", [], lessons, finished=True)], (), today=TODAY)

    assert thing.task.code == "second"


def test_a_task_without_a_target_is_named_all_the_same():
    offers = [an_offer("course", [], [a_lesson(tasks=[a_task()], is_read=True)], finished=True)]

    (thing,) = choose_week(offers, (), today=TODAY)

    assert (thing.task.code, thing.criterion_code) == ("task", None)


def test_a_course_may_be_gone_on_with_while_its_task_is_tried():
    lessons = [a_lesson("read", tasks=[a_task()], is_read=True), a_lesson("next")]

    week = choose_week([an_offer(lessons=lessons, begun=True)], (), today=TODAY)

    assert [thing.reason for thing in week] == [WeekReason.TRY, WeekReason.BEGUN]


def test_without_targets_a_course_that_may_be_begun_is_named_the_lowest_level_first():
    offers = [
        an_offer("higher", [("B1", 3)]),
        an_offer("lowest", [("B1", 3), ("C2", 1)]),
        an_offer("waits", [("C2", 1)], requires=("higher",)),
        an_offer("gone", [("C2", 1)], is_open=False),
        an_offer("after", [("C2", 2)], requires=("done", "unknown")),
        an_offer("done", [("C2", 1)], finished=True),
        an_offer("aimless", []),
    ]

    week = choose_week(offers, (), today=TODAY, most=9)

    assert [thing.offer.slug for thing in week] == ["lowest", "after", "higher", "aimless"]
    assert {thing.reason for thing in week} == {WeekReason.START}


def test_the_surest_way_comes_before_the_longest():
    offers = [an_offer("sure", [("B1", 2)]), an_offer("long", [("C2", 2), ("C2", 3)])]
    paths = lay_paths([a_stretch("C2", 1, 3, 0.8), a_stretch("B1", 1, 2, 0.9)], offers)

    assert [thing.offer.slug for thing in choose_week(offers, paths, today=TODAY)] == ["sure", "long"]


def test_the_lesson_that_serves_the_level_is_the_one_to_read():
    lessons = [a_lesson("general"), a_lesson("named", aims=[("B1", 2)])]
    offers = [an_offer(lessons=lessons)]

    (thing,) = choose_week(offers, lay_paths([a_stretch()], offers), today=TODAY)

    assert thing.lesson.slug == "named"
