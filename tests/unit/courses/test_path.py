"""The path to a target: what stands on it, in which order, and why."""

from datetime import date

from lms.courses.domain.path import ReasonKind, lay_paths
from tests.factories.paths import a_lesson, a_stretch, a_task, an_offer


def test_each_level_up_to_the_target_has_what_serves_it():
    offers = [an_offer("first", [("B1", 2)]), an_offer("second", [("B1", 3), ("C2", 2)])]

    (path,) = lay_paths([a_stretch("B1", 1, 3)], offers)

    assert [(leg.level, [stage.offer.slug for stage in leg.stages]) for leg in path.legs] == [
        (2, ["first"]),
        (3, ["second"]),
    ]


def test_a_level_that_nothing_serves_keeps_its_place():
    (path,) = lay_paths([a_stretch("B1", 0, 2)], [an_offer("only", [("B1", 1)])])

    assert [(leg.level, len(leg.stages)) for leg in path.legs] == [(1, 1), (2, 0)]


def test_lessons_that_name_the_level_stand_for_their_course():
    named, other = a_lesson("named", aims=[("B1", 2)]), a_lesson("other")
    offer = an_offer(lessons=[named, other])

    (path,) = lay_paths([a_stretch()], [offer])

    assert path.legs[0].stages[0].lessons == (named,)


def test_where_no_lesson_names_the_level_the_whole_course_stands():
    (path,) = lay_paths([a_stretch()], [an_offer(lessons=[a_lesson(aims=[("C2", 1)])])])

    assert path.legs[0].stages[0].lessons == ()


def test_a_stage_is_done_when_its_lessons_are_read_and_its_tasks_tried():
    untried = a_lesson("a", aims=[("B1", 2)], tasks=[a_task()], is_read=True)
    tried = a_lesson("a", aims=[("B1", 2)], tasks=[a_task(is_done=True)], is_read=True)
    other = a_lesson("b")

    (open_path,) = lay_paths([a_stretch()], [an_offer(lessons=[untried, other], begun=True)])
    (done_path,) = lay_paths([a_stretch()], [an_offer(lessons=[tried, other], begun=True)])

    assert [stage.is_done for stage in open_path.legs[0].stages] == [False]
    assert open_path.legs[0].open[0].is_learnt
    assert open_path.legs[0].open[0].reason.kind is ReasonKind.TRY
    assert open_path.next_stage is None  # to be tried, not to be learnt
    assert [stage.is_done for stage in done_path.legs[0].done] == [True]


def test_a_task_for_a_level_its_course_does_not_serve_stands_with_the_lesson_it_is_in():
    holder = a_lesson("holder", tasks=[a_task(aims=[("C2", 3)])])
    offer = an_offer("course", [("B1", 2)], [a_lesson("first"), holder])

    (path,) = lay_paths([a_stretch("C2", 2, 3)], [offer])

    assert path.legs[0].stages[0].lessons == (holder,)
    assert [task.code for task in path.legs[0].stages[0].tasks] == ["task"]


def test_the_order_is_due_begun_opening_others_serving_more_shortest():
    aims = [("B1", 2)]
    offers = [
        an_offer("f-long", aims, minutes=90),
        an_offer("e-short", aims, minutes=30),
        an_offer("d-serves-two", [*aims, ("C2", 2)], minutes=90),
        an_offer("c-opens", aims, minutes=90),
        an_offer("b-begun", aims, begun=True),
        an_offer("a-due", aims, due_on=date(2026, 12, 1)),
        an_offer("z-waits", aims, minutes=5, requires=("c-opens",)),
    ]

    path, _other = lay_paths([a_stretch(), a_stretch("C2")], offers)

    assert [(stage.offer.slug, stage.reason.kind) for stage in path.legs[0].stages] == [
        ("a-due", ReasonKind.DUE),
        ("b-begun", ReasonKind.BEGUN),
        ("c-opens", ReasonKind.UNLOCKS),
        ("d-serves-two", ReasonKind.SERVES),
        ("e-short", ReasonKind.SHORTEST),
        ("f-long", ReasonKind.SERVES),
        ("z-waits", ReasonKind.WAITS),
    ]


def test_reasons_carry_their_facts():
    aims = [("B1", 2)]
    first = an_offer("first", aims, title={"ja": "初", "en": "First"})
    then = an_offer("then", aims, requires=("first",), title={"ja": "次", "en": "Then"})
    due = an_offer("due", aims, due_on=date(2026, 12, 1))

    (path,) = lay_paths([a_stretch()], [first, then, due])
    reasons = {stage.offer.slug: stage.reason for stage in path.legs[0].stages}

    assert reasons["due"].due_on == date(2026, 12, 1)
    assert reasons["first"].course == {"ja": "次", "en": "Then"}
    assert reasons["then"].course == {"ja": "初", "en": "First"}


def test_the_only_thing_left_says_so():
    (path,) = lay_paths([a_stretch()], [an_offer("done", finished=True), an_offer("left")])

    assert [stage.reason.kind for stage in path.legs[0].stages] == [ReasonKind.ONLY, ReasonKind.DONE]


def test_what_was_begun_waits_for_nothing():
    offers = [an_offer("first", [("C2", 1)]), an_offer("then", begun=True, requires=("first",))]

    (path,) = lay_paths([a_stretch()], offers)

    assert path.legs[0].stages[0].reason.kind is ReasonKind.BEGUN


def test_a_course_nobody_may_begin_any_more_stays_for_those_who_began_it():
    gone, begun = an_offer("gone", is_open=False), an_offer("begun", is_open=False, begun=True)

    (path,) = lay_paths([a_stretch()], [gone, begun])

    assert [stage.offer.slug for stage in path.legs[0].stages] == ["begun"]


def test_a_prerequisite_nobody_offers_holds_nobody_up():
    (path,) = lay_paths([a_stretch()], [an_offer(requires=("unknown",))])

    assert path.next_stage is not None


def test_what_is_read_is_taken_off_the_minutes():
    lessons = [a_lesson("a", is_read=True, minutes=20), a_lesson("b", minutes=10)]

    assert an_offer(lessons=lessons, minutes=45).minutes_left == 25
    assert an_offer(lessons=lessons, minutes=45, finished=True).minutes_left == 0
