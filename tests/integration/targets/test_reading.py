"""Who sees which profiles, whose they are, and whom one is told about; statements do not grow with rows."""

from datetime import date, timedelta

import pytest
from sqlalchemy import update

from lms.evidence.queries import list_findings
from lms.kernel.actor import Actor
from lms.kernel.permission import Permission
from lms.people.models import Employment
from lms.targets import queries
from lms.targets.access import can_assign, can_edit_profile, can_read_profile
from lms.targets.domain import Audience, GapState, ProfileState, Span
from lms.targets.models import TargetProfile
from tests.cast import TODAY
from tests.factories.targets import BEGINS


@pytest.fixture
def sheet(school):
    """Return somebody's gaps as a reader sees them."""

    def of(person, *, reader=None, on: date = TODAY):
        actor = school.cast.actor(reader or person)
        findings = list_findings(school.session, actor, [person.id], on, rubric=school.rubric)
        return queries.find_gap_sheets(school.session, findings, on=on, rubric=school.rubric)[person.id]

    return of


@pytest.mark.parametrize("who", ["aoi", "kaoru", "mori", "hara", "hojo", "chie"])
def test_what_one_may_read_is_what_one_is_shown(who, school):
    cast = school.cast
    places = {
        school.publish(at=place): place for place in (cast.council, cast.chamber, cast.neighbour, cast.yorozu)
    }
    actor = cast.actor(getattr(cast, who))
    shown = {row.id for row in school.session.scalars(queries.visible_to(actor))}
    readable = {
        profile_id
        for profile_id, place in places.items()
        if can_read_profile(actor, organisation_id=place.id, organisation_path=place.path)
    }
    assert shown == readable
    assert (cast.council.id in actor.lineage) == any(places[one] == cast.council for one in shown)


def test_who_may_read_no_rubric_sees_no_profile(school):
    school.publish()
    nobody = Actor(school.cast.aoi.id, lineage=frozenset({school.cast.council.id}))
    assert school.session.scalars(queries.visible_to(nobody)).all() == []
    assert not can_read_profile(nobody, organisation_id=school.cast.council.id, organisation_path="/")


def test_editing_and_giving_are_bound_to_the_organisation(school):
    hara, mori = school.cast.actor(school.cast.hara), school.cast.actor(school.cast.mori)
    path = school.cast.chamber.path
    assert can_edit_profile(hara, organisation_path=path)
    assert can_assign(hara, employer_path=path)
    assert not can_edit_profile(mori, organisation_path=path)
    assert not can_assign(mori, employer_path=path)
    assert not can_assign(hara, employer_path=school.cast.outside.path)
    assert not mori.may(Permission.TARGET_EDIT)


def test_profiles_are_listed_from_the_root_down_and_what_is_over_last(school):
    cast = school.cast
    school.publish(code="over", ends_on=TODAY, audience=Audience("hr"))
    school.publish(code="near", at=cast.chamber)
    school.publish(code="given", audience=None)
    school.publish(code="three", audience=Audience("advisor", 3, 3))
    school.publish(code="one", audience=Audience("advisor", 1, 1), starts_on=date(2027, 4, 1))
    actor = cast.actor(cast.hara)
    facts = {"on": TODAY, "rubric": school.rubric}
    cards = queries.list_profiles(school.session, actor, **facts)
    assert [card.code for card in cards] == ["one", "three", "given", "near", "over"]
    assert [card.state for card in cards[:2]] == [ProfileState.UPCOMING, ProfileState.IN_FORCE]
    given = queries.list_profiles(school.session, actor, can_be_given=True, **facts)
    assert [card.code for card in given] == ["one", "three", "given", "near"]


def test_years_count_from_the_first_day_in_the_employers_tree(school, session):
    aoi, cast = school.cast.aoi, school.cast
    session.add_all(
        [
            Employment(
                person_id=aoi.id,
                organisation_id=cast.neighbour.id,
                starts_on=date(2020, 6, 1),
                ends_on=date(2024, 4, 1),
            ),
            Employment(
                person_id=aoi.id,
                organisation_id=cast.outside.id,
                starts_on=date(2015, 4, 1),
                ends_on=date(2020, 4, 1),
            ),
        ]
    )
    session.flush()
    situation = queries.find_targets(session, [aoi.id], on=TODAY)[aoi.id].situation
    assert (situation.hired_on, situation.year_of_service) == (date(2020, 6, 1), 7)
    assert (situation.employer_path, situation.roles) == (cast.chamber.path, frozenset({"advisor"}))


def test_who_is_employed_nowhere_has_a_profile_only_by_name(school, session):
    aoi = school.cast.aoi
    school.publish()
    given = school.publish(code="lead", audience=None)
    school.give(given, aoi)
    session.execute(update(Employment).where(Employment.person_id == aoi.id).values(ends_on=TODAY))
    session.flush()
    found = queries.find_targets(session, [aoi.id], on=TODAY)[aoi.id]
    assert (found.situation.employer_path, found.profile.id) == (None, given)


def test_gaps_lay_targets_beside_what_was_found(school, sheet):
    aoi = school.cast.aoi
    school.publish(levels={"A1": 2, "B1": 3, "C1": 1})
    school.observe(aoi, "A1", 2, 3, 3, 2)
    school.observe(aoi, "B1", 1, 1, 1, 1)
    found = sheet(aoi)
    states = {code: gap.state for code, gap in found.by_code.items()}
    assert states == {"A1": GapState.MET, "B1": GapState.SHORT, "C1": GapState.UNSEEN}
    assert found.to_learn.criterion_code == "B1"
    assert found.to_observe.criterion_code == "C1"
    assert (found.counts[GapState.MET], found.is_outdated) == (1, False)


def test_the_gap_of_an_earlier_day_is_that_of_its_observations(school, sheet):
    aoi = school.cast.aoi
    school.publish(levels={"A1": 2})
    school.observe(aoi, "A1", 2, 3, 3, 2, on=date(2026, 10, 1))
    assert sheet(aoi).by_code["A1"].state is GapState.MET
    assert sheet(aoi, on=date(2026, 9, 30)).by_code["A1"].state is GapState.UNSEEN
    assert sheet(aoi, on=BEGINS - timedelta(days=1)) is None


def test_holders_are_those_whose_levels_one_may_read(school):
    cast = school.cast
    profile_id = school.publish(audience=Audience("advisor"))
    for reader, names in (
        (cast.hara, ["青井 葵", "香川 薫"]),
        (cast.mori, ["青井 葵"]),
        (cast.chie, []),
        (cast.aoi, []),
    ):
        held = queries.list_holders(
            school.session,
            cast.actor(reader),
            profile_id,
            organisation_path=cast.council.path,
            on=TODAY,
            rubric=school.rubric,
        )
        assert [one.person.name for one in held] == names


def test_given_profiles_are_seen_by_their_owner_and_who_reads_their_levels(school):
    cast = school.cast
    school.give(school.publish(audience=None), cast.aoi, span=Span(TODAY, TODAY + timedelta(days=9)))
    for reader, count in ((cast.aoi, 1), (cast.mori, 1), (cast.hara, 1), (cast.kaoru, 0), (cast.chie, 0)):
        assert len(queries.list_given(school.session, cast.actor(reader), cast.aoi.id)) == count
    (given,) = queries.list_given(school.session, cast.actor(cast.aoi), cast.aoi.id)
    assert (given.assigned_by, given.reason, given.assigned_on) == ("原 はるか", "次の異動に備えて", TODAY)


def test_reads_take_as_many_statements_for_three_profiles_and_people_as_for_one(school, count_statements):
    cast, session = school.cast, school.session
    actor = cast.actor(cast.hara)
    profile_id = school.publish(audience=Audience("advisor"))
    rubric = school.rubric
    reads = {
        "targets": lambda people: queries.find_targets(session, people, on=TODAY),
        "profiles": lambda _people: queries.list_profiles(session, actor, on=TODAY, rubric=rubric),
        "profile": lambda _people: queries.get_profile(session, actor, profile_id, on=TODAY, rubric=rubric),
        "outdated": lambda _people: queries.count_outdated(session, actor, on=TODAY, rubric=rubric),
    }

    def count(people) -> dict[str, int]:
        counts = {}
        for name, read in reads.items():
            session.expire_all()
            counts[name] = count_statements(lambda read=read: read(people))
        return counts

    one = count([cast.aoi.id])
    for code in ("more", "most"):
        school.publish(code=code, audience=Audience("advisor", 1, 2) if code == "more" else None)
    school.give(session.query(TargetProfile).filter_by(code="most").one().id, cast.kaoru)
    three = count([cast.aoi.id, cast.kaoru.id, cast.mori.id])
    assert one == three
    assert three == {"targets": 2, "profiles": 2, "profile": 3, "outdated": 1}
