"""The tables of the demo fit together, and the draw is the seed's."""

import random

import pytest

from lms.clients.domain import ClientType
from lms.demo.accounts import ACCOUNTS
from lms.demo.drawing import CHANGE_MAKER, draw_members, named_member
from lms.demo.outside import CANARIES, OUTSIDE, outside_members
from lms.demo.tables import (
    read_cases,
    read_names,
    read_places,
    read_remarks,
    read_staff,
    read_teams,
    read_yaml,
)
from lms.people.domain import OrganisationKind, RoleCode


@pytest.fixture
def members():
    def draw(seed):
        named = read_staff()
        drawn = draw_members(read_places(), read_names(), named, draw=random.Random(seed))
        return [*map(named_member, named), *drawn, *outside_members()]

    return draw


def test_every_place_stands_below_one_that_came_before():
    seen = {""}
    for place in read_places():
        assert place.parent in seen
        seen.add(place.code)


def test_the_roots_are_the_council_and_the_unrelated_association():
    assert [place.code for place in read_places() if not place.parent] == ["council", OUTSIDE]


def test_every_place_with_cases_has_a_region_with_a_yorozu_centre():
    places = {place.code: place for place in read_places()}
    centres = {place.region for place in places.values() if place.kind is OrganisationKind.YOROZU}
    assert {places[case.organisation].region for case in read_cases()} == centres


def test_there_are_37_real_cases_of_every_client_type_with_texts_in_both_languages():
    cases = read_cases()
    assert [case.code for case in cases] == [f"c{number:02}" for number in range(1, 38)]
    assert {case.client_type for case in cases} == set(ClientType)
    for case in cases:
        texts = (case.title, case.business, case.outcome, case.source, case.client_type_reason)
        for text in (*texts, *case.schemes, *case.partners):
            assert set(text) == {"ja", "en"}
            assert all(text.values())


def test_there_is_a_remark_for_every_criterion_and_level():
    remarks = read_remarks()
    assert len(remarks) == len(set(remarks.values())) == 44


def test_the_same_seed_draws_the_same_people_and_another_one_others(members):
    assert members(1) == members(1)
    assert members(1) != members(2)


@pytest.mark.parametrize("seed", [0, 1, 2, 3])
def test_people_are_told_apart_by_name_and_address(members, seed):
    people = members(seed)
    assert len({member.key for member in people}) == len(people)
    assert len({member.name for member in people}) == len(people)
    assert len({member.email for member in people}) == len(people)


@pytest.mark.parametrize("seed", [0, 1, 2, 3])
def test_tables_name_only_people_who_are_drawn(members, seed):
    keys = {member.key for member in members(seed)}
    named = {key for row in read_teams() for key, _role in row.team}
    named |= {entry[part] for entry in read_yaml("journal.yaml") for part in ("by", "about")}
    for row in (read_yaml("calibrations.yaml")[name] for name in ("closed", "open")):
        named |= {*row["raters"], *row["silent"], *row.get("once", ())}
    decisions = read_yaml("level-decisions.yaml")
    named |= set(decisions["committee"]["members"])
    named |= {row[part] for row in (*decisions["proposals"], decisions["alone"]) for part in ("by", "about")}
    assert named <= keys


def test_only_the_demo_accounts_sign_in_and_the_outsider_has_every_role(members):
    accounts = {member.email: member for member in members(1) if member.signs_in}
    assert set(accounts) == {email for email, _role in ACCOUNTS}
    assert set(accounts["outsider@example.jp"].roles) == set(RoleCode)


def test_one_region_has_no_change_maker_and_the_others_have_one(members):
    regions = {place.code: place.region for place in read_places()}
    makers = {regions[member.organisation] for member in members(1) if member.level == CHANGE_MAKER}
    assert {place.region for place in read_places() if place.region} - makers == {"東北"}


def test_nobody_elses_words_contain_a_canary(members):
    words = [read_yaml(f"{name}.yaml") for name in ("calibrations", "level-decisions", "rubric-drafts")]
    words += [read_yaml("journal.yaml"), read_cases(), read_teams(), read_remarks(), read_names()]
    words += [place for place in read_places() if place.code != OUTSIDE]
    words += [member for member in members(1) if member.organisation != OUTSIDE]
    assert [canary for canary in CANARIES if canary in str(words)] == []
