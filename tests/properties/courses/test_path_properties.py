"""Whatever the catalogue: the path forgets nothing, repeats nothing, and sends nobody into a closed door."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from lms.courses.domain.path import ReasonKind, lay_paths
from lms.courses.domain.week import MOST, choose_week
from tests.factories.paths import catalogues, stretches


@given(offers=catalogues(), wanted=stretches())
def test_every_level_of_every_stretch_has_its_leg_and_every_course_that_serves_it_stands_there_once(
    offers, wanted
):
    paths = lay_paths(wanted, offers)

    assert [path.stretch for path in paths] == wanted
    for path in paths:
        assert [leg.level for leg in path.legs] == list(path.stretch.levels)
        for leg in path.legs:
            aim = (path.stretch.criterion_code, leg.level)
            serving = {
                offer.slug
                for offer in offers
                if (offer.is_open or offer.progress.enrolled_at)
                and (
                    aim in offer.aims
                    or any(aim in lesson.aims for lesson in offer.lessons)
                    or any(aim in task.aims for lesson in offer.lessons for task in lesson.tasks)
                )
            }
            assert sorted(stage.offer.slug for stage in leg.stages) == sorted(serving)
            assert sorted([*leg.open, *leg.done], key=id) == sorted(leg.stages, key=id)


@given(offers=catalogues(), wanted=stretches(), order=st.randoms(use_true_random=False))
def test_the_order_of_the_catalogue_changes_nothing(offers, wanted, order):
    shuffled = order.sample(offers, len(offers))

    def shape(paths):
        return [
            [[(stage.offer.slug, stage.reason.kind) for stage in leg.stages] for leg in path.legs]
            for path in paths
        ]

    assert shape(lay_paths(wanted, shuffled)) == shape(lay_paths(wanted, offers))


@given(offers=catalogues(), wanted=stretches())
def test_done_is_last_waiting_before_it_and_each_reason_is_true(offers, wanted):
    by_slug = {offer.slug: offer for offer in offers}
    for path in lay_paths(wanted, offers):
        for leg in path.legs:
            kinds = [stage.reason.kind for stage in leg.stages]
            order = [{ReasonKind.WAITS: 1, ReasonKind.DONE: 2}.get(kind, 0) for kind in kinds]
            assert order == sorted(order)
            for stage in leg.stages:
                kind, offer = stage.reason.kind, stage.offer
                assert (kind is ReasonKind.DONE) == stage.is_done
                if kind is ReasonKind.DUE:
                    assert stage.reason.due_on == offer.due_on
                if kind is ReasonKind.WAITS:
                    assert any(not by_slug[slug].is_finished for slug in offer.requires)
                if kind is ReasonKind.BEGUN:
                    assert offer.progress.enrolled_at is not None


@given(
    offers=catalogues(),
    wanted=stretches(),
    today=st.dates(date(2026, 11, 1), date(2026, 12, 31)),
    most=st.integers(0, MOST),
)
def test_a_week_names_few_things_that_are_open_and_none_twice(offers, wanted, today, most):
    week = choose_week(offers, lay_paths(wanted, offers), today=today, most=most)

    assert len(week) <= most
    assert sum(thing.task is not None for thing in week) <= 1
    courses = [thing.offer.slug for thing in week if thing.task is None]
    assert len(courses) == len(set(courses))
    for thing in week:
        if thing.task is not None:
            assert thing.lesson.is_read
            assert not thing.task.is_done
        else:
            assert not thing.offer.is_finished
            assert thing.lesson is None or not thing.lesson.is_read
