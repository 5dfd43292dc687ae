"""An organisation without raters is judged by others' raters: are these apart, so are its people's levels."""

from datetime import date, timedelta

import pytest

from lms.evidence import queries
from lms.evidence.domain.facets.linkage import Comparison


@pytest.fixture
def judge(world):
    """Let raters judge a person of an organisation, over and over, in every criterion."""

    def run(person, organisation, raters, times=3):
        for turn in range(times):
            for place, rater in enumerate(raters):
                for number, criterion in enumerate(world.rubric.criteria):
                    world.observe(
                        person,
                        criterion.code,
                        by=rater,
                        organisation_id=organisation.id,
                        level=1 + (turn + place + number) % 3,
                        observed_on=date(2026, 5, 1) + timedelta(days=10 * turn + place),
                    )

    return run


def test_whom_only_raters_apart_have_judged_is_not_compared_with_the_others(world, session, judge, refit):
    cast = world.cast
    judge(cast.aoi, cast.chamber, [cast.mori, cast.sato])
    judge(cast.hojo, cast.yorozu, [cast.hara])
    refit()
    found = queries.find_comparisons(session, world.rubric)
    assert found[cast.yorozu.id] is Comparison.WITHIN
    assert found[cast.council.id] is Comparison.WITHIN


def test_whom_linked_raters_have_judged_stands_in_nobodys_way(world, session, judge, refit):
    cast = world.cast
    judge(cast.aoi, cast.chamber, [cast.mori, cast.sato])
    judge(cast.hojo, cast.yorozu, [cast.mori, cast.sato])
    refit()
    assert cast.yorozu.id not in queries.find_comparisons(session, world.rubric)
    assert cast.chamber.id in queries.find_comparisons(session, world.rubric)
