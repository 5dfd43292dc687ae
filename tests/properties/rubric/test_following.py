"""Whatever becomes of criteria, a rating never counts more than it did, and what stayed stays."""

from uuid import UUID

from hypothesis import given

from lms.rubric.domain import CrosswalkKind
from lms.rubric.domain.translation import Link, follow
from tests.factories.crosswalks import LEVELS, SIZE, crosswalks

CURRENT = {UUID(int=30 + number): f"A{number}" for number in range(SIZE)}


@given(crosswalks())
def test_a_rating_counts_at_most_once_for_a_criterion_and_never_more_than_itself(found):
    for carries in follow(CURRENT, found).values():
        codes = [carry.code for carry in carries]
        assert len(set(codes)) == len(codes)
        assert all(0 < carry.weight <= 1 for carry in carries)


@given(crosswalks())
def test_levels_stay_in_their_order(found):
    for carries in follow(CURRENT, found).values():
        for carry in carries:
            read = [carry.level(given_level) for given_level in range(1, LEVELS + 1)]
            assert read == sorted(read)
            assert all(1 <= level <= LEVELS for level in read)


@given(crosswalks())
def test_what_changed_on_the_way_says_so(found):
    sources = follow(CURRENT, found)
    same = {(link.source_id, link.target_id) for links in found for link in links if link.kind == "same"}
    for source, carries in sources.items():
        for carry in carries:
            if not carry.is_changed and source not in CURRENT:
                assert any(pair[0] == source for pair in same)
                assert carry.levels is None


@given(crosswalks())
def test_a_version_between_that_changes_nothing_changes_nothing(found):
    between = [
        [Link(UUID(int=20 + n), UUID(int=30 + n), CrosswalkKind.SAME) for n in range(SIZE)],
        *[
            [
                Link(
                    link.source_id,
                    UUID(int=link.target_id.int) if link.target_id else None,
                    link.kind,
                    link.levels,
                )
                for link in links
            ]
            for links in found[1:]
        ],
    ]
    direct = [
        [
            Link(
                link.source_id,
                UUID(int=link.target_id.int + 10)
                if link.target_id and link.target_id.int >= 20
                else link.target_id,
                link.kind,
                link.levels,
            )
            for link in links
        ]
        for links in found[1:]
    ]
    with_it, without = follow(CURRENT, between), follow(CURRENT, direct)
    earlier = {key for key in with_it if key.int < 20}
    assert {key: with_it[key] for key in earlier} == {key: without[key] for key in without if key.int < 20}
