"""When a committee can work."""

from dataclasses import replace
from datetime import date

import pytest

from lms.decisions.domain import Majority, check_committee
from lms.kernel.errors import RuleViolation
from tests.factories.decisions import TODAY, CommitteeDraftFactory, MemberDraftFactory


@pytest.fixture
def refusal():
    def run(**changes):
        with pytest.raises(RuleViolation) as refused:
            check_committee(CommitteeDraftFactory(**changes), today=TODAY)
        return refused.value.code, refused.value.field

    return run


@pytest.fixture
def three():
    return list(CommitteeDraftFactory().members)


def test_three_members_with_a_chair_and_a_quorum_of_two_can_work():
    check_committee(CommitteeDraftFactory(), today=TODAY)
    check_committee(CommitteeDraftFactory(quorum=3), today=TODAY)


@pytest.mark.parametrize("language", ["ja", "en"])
def test_a_name_is_needed_in_both_languages(refusal, language):
    name = {"ja": "育成委員会", "en": "Development committee", language: " "}
    assert refusal(name=name) == ("decisions.name_missing", f"name_{language}")


@pytest.mark.parametrize(("quorum", "code"), [(1, "decisions.quorum_small"), (4, "decisions.quorum_large")])
def test_a_quorum_lies_between_two_and_the_members_of_today(refusal, quorum, code):
    assert refusal(quorum=quorum) == (code, "quorum")


def test_who_no_longer_sits_or_not_yet_does_not_count_towards_the_quorum(refusal, three):
    gone = replace(three[2], ends_on=TODAY)
    assert refusal(members=(*three[:2], gone), quorum=3)[0] == "decisions.quorum_large"
    coming = replace(three[2], starts_on=date(2026, 11, 21))
    assert refusal(members=(*three[:2], coming), quorum=3)[0] == "decisions.quorum_large"


def test_one_member_alone_is_no_committee(refusal, three):
    assert refusal(members=tuple(three[:1])) == ("decisions.members_missing", "person_0")


@pytest.mark.parametrize("chairs", [(), (0, 1)])
def test_exactly_one_of_those_who_sit_is_the_chair(refusal, three, chairs):
    members = tuple(replace(one, is_chair=one.row in chairs) for one in three)
    assert refusal(members=members) == ("decisions.no_chair", "chair")


def test_a_chair_whose_term_is_over_is_none(refusal, three):
    members = (replace(three[0], ends_on=TODAY), *three[1:])
    assert refusal(members=members) == ("decisions.no_chair", "chair")


def test_a_term_ends_after_it_starts(refusal, three):
    backwards = replace(three[1], ends_on=three[1].starts_on)
    assert refusal(members=(three[0], backwards, three[2])) == ("decisions.term_backwards", "last_1")


def test_nobody_has_two_seats_at_once(refusal, three):
    twice = replace(three[2], person_id=three[0].person_id)
    assert refusal(members=(*three[:2], twice)) == ("decisions.member_twice", "person_2")


def test_somebody_may_sit_again_after_a_term(three):
    first = replace(three[2], ends_on=date(2026, 6, 1))
    again = MemberDraftFactory(person_id=first.person_id, starts_on=date(2026, 6, 1), row=3)
    check_committee(CommitteeDraftFactory(members=(*three[:2], first, again)), today=TODAY)


@pytest.mark.parametrize(
    ("majority", "votes", "cast", "is_reached"),
    [
        (Majority.SIMPLE, 2, 3, True),
        (Majority.SIMPLE, 1, 2, False),
        (Majority.SIMPLE, 0, 0, False),
        (Majority.TWO_THIRDS, 2, 3, True),
        (Majority.TWO_THIRDS, 3, 5, False),
        (Majority.TWO_THIRDS, 0, 0, False),
    ],
)
def test_a_majority_is_counted_of_the_votes_cast(majority, votes, cast, is_reached):
    assert majority.is_reached(votes=votes, cast=cast) is is_reached
