"""A session is planned, its raters chosen within reach, and changed as long as it can be."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from lms.kernel.errors import Conflict, NotAllowed, NotFound, RuleViolation
from lms.kernel.ids import new_id
from lms.moderation import commands
from lms.moderation.domain import MOST_RATERS, State, Step, Tally
from lms.moderation.models import CalibrationRater
from lms.moderation.queries import (
    CandidateFilter,
    count_candidates,
    find_part,
    get_calibration,
    list_candidate_places,
    list_candidates,
    organisation_for,
)
from lms.storage.audit import AuditEvent
from tests.cast import TODAY
from tests.factories.moderation import DAYS, PlanFactory


@pytest.fixture
def revise(session, world):
    def change(key, *, by=None, version=None, scribe_id=None, **facts):
        row = world.row(key)
        plan = PlanFactory(**{"vignette_ids": [place.vignette_id for place in row.places], **facts})
        commands.revise_calibration(
            session,
            actor=world.cast.actor(by or world.cast.hara),
            calibration_id=key,
            version=row.version if version is None else version,
            plan=plan,
            scribe_id=scribe_id,
            clock=world.clock,
        )
        session.flush()

    return change


def test_a_session_belongs_to_where_its_organiser_may_make_one(session, world):
    cast = world.cast
    assert organisation_for(session, cast.actor(cast.hara)).id == cast.council.id
    assert organisation_for(session, cast.actor(cast.mori)).id == cast.chamber.id
    assert organisation_for(session, cast.actor(cast.aoi)) is None
    row = world.row(world.draft(by=cast.mori, raters=[]))
    assert (row.organisation_id, row.organiser_id, row.state) == (
        cast.chamber.id,
        cast.mori.id,
        State.DRAFT,
    )
    assert [place.number for place in row.places] == [1, 2]


def test_who_may_not_organise_makes_none(session, world):
    with pytest.raises(NotAllowed):
        world.draft(by=world.cast.aoi)


def test_without_a_rubric_nothing_can_be_judged(session, world):
    with pytest.raises(RuleViolation) as refusal:
        world.draft(by=world.cast.chie, vignette_ids=())
    assert refusal.value.code == "moderation.no_rubric"


def test_a_vignette_that_is_not_offered_is_refused(world):
    with pytest.raises(RuleViolation) as refusal:
        world.draft(vignette_ids=(new_id(),))
    assert (refusal.value.code, refusal.value.field) == ("moderation.vignette_unknown", "vignettes")


def test_a_day_that_has_passed_is_refused(world):
    with pytest.raises(RuleViolation) as refusal:
        world.draft(dates=replace(DAYS, opens_on=TODAY - timedelta(days=1)))
    assert (refusal.value.code, refusal.value.field) == ("moderation.day_has_passed", "opens_on")


def test_candidates_are_supervisors_and_planners_within_reach(session, world, register):
    cast = world.cast
    key = world.draft(raters=[])
    hara = cast.actor(cast.hara)
    found = list_candidates(session, hara, key, CandidateFilter(), on=TODAY)
    assert {candidate.person_id for candidate in found} == {
        cast.hara.id,
        *(person.id for person in world.raters),
    }
    assert count_candidates(session, hara, key, CandidateFilter(), on=TODAY) == 5
    places = list_candidate_places(session, hara, key, on=TODAY)
    assert {place.id for place in places} == {cast.council.id, cast.chamber.id, cast.neighbour.id}
    own = list_candidates(session, cast.actor(cast.mori), key, CandidateFilter(), on=TODAY)
    assert {candidate.person_id for candidate in own} == {cast.mori.id, cast.sato.id}


def test_candidates_are_narrowed_by_organisation_and_name(session, world):
    hara, key = world.cast.actor(world.cast.hara), world.draft(raters=[])
    next_door = CandidateFilter(organisation_id=world.cast.neighbour.id)
    assert len(list_candidates(session, hara, key, next_door, on=TODAY)) == 2
    assert [
        one.name for one in list_candidates(session, hara, key, CandidateFilter(text="佐"), on=TODAY)
    ] == ["佐藤 聡"]
    assert list_candidates(session, hara, key, CandidateFilter(text="%"), on=TODAY) == []
    assert len(list_candidates(session, hara, key, CandidateFilter(), on=TODAY, limit=2, offset=1)) == 2


def test_who_is_invited_is_no_candidate_any_more_and_counts_once(session, world):
    hara, key = world.cast.actor(world.cast.hara), world.draft()
    found = list_candidates(session, hara, key, CandidateFilter(), on=TODAY)
    assert [candidate.person_id for candidate in found] == [world.cast.hara.id]
    ids = [person.id for person in world.raters]
    again = commands.invite_raters(session, actor=hara, calibration_id=key, person_ids=ids, clock=world.clock)
    assert again == 0
    assert world.rater(key, world.cast.mori).organisation_id == world.cast.chamber.id


@pytest.mark.parametrize("person", ["aoi", "chie"])
def test_nobody_out_of_reach_or_without_the_role_is_invited(world, person):
    with pytest.raises(RuleViolation) as refusal:
        world.draft(raters=[getattr(world.cast, person)])
    assert refusal.value.code == "moderation.rater_out_of_reach"


def test_somebody_has_to_be_chosen(session, world):
    hara, key = world.cast.actor(world.cast.hara), world.draft(raters=[])
    with pytest.raises(RuleViolation) as refusal:
        commands.invite_raters(session, actor=hara, calibration_id=key, person_ids=[], clock=world.clock)
    assert refusal.value.code == "moderation.nobody_chosen"


def test_a_session_has_an_end_to_its_raters(session, world, monkeypatch):
    monkeypatch.setattr("lms.moderation.commands.planning.MOST_RATERS", 2)
    with pytest.raises(RuleViolation) as refusal:
        world.draft()
    assert refusal.value.code == "moderation.too_many_raters"
    assert MOST_RATERS >= 300


def test_late_raters_join_an_open_session_and_are_told(session, world):
    key = world.opened(raters=world.raters[:3])
    hara = world.cast.actor(world.cast.hara)
    assert world.mails("invited") == {person.id for person in world.raters[:3]}
    late = world.raters[3].id
    commands.invite_raters(
        session, actor=hara, calibration_id=key, person_ids=[late], clock=world.later(hours=1)
    )
    assert late in world.mails("invited")


def test_nobody_joins_or_leaves_once_the_discussion_is_open(session, world):
    key, hara = world.shared(), world.cast.actor(world.cast.hara)
    for change in (
        lambda: commands.invite_raters(
            session, actor=hara, calibration_id=key, person_ids=[hara.person_id], clock=world.clock
        ),
        lambda: commands.withdraw_rater(
            session, actor=hara, calibration_id=key, person_id=world.raters[3].id, clock=world.clock
        ),
    ):
        with pytest.raises(RuleViolation) as refusal:
            change()
        assert refusal.value.code == "moderation.raters_fixed"


def test_who_has_not_answered_can_be_taken_off_and_come_back(session, world, revise):
    key, hara, sato = world.opened(), world.cast.actor(world.cast.hara), world.cast.sato
    revise(key, scribe_id=sato.id)
    world.save(key, sato)
    commands.withdraw_rater(
        session, actor=hara, calibration_id=key, person_id=sato.id, clock=world.later(hours=1)
    )
    assert world.rater(key, sato).withdrawn_by_id == hara.person_id
    assert world.mails("withdrawn") == {sato.id}
    assert world.row(key).scribe_id is None
    with pytest.raises(NotFound):
        commands.withdraw_rater(session, actor=hara, calibration_id=key, person_id=sato.id, clock=world.clock)
    commands.invite_raters(
        session, actor=hara, calibration_id=key, person_ids=[sato.id], clock=world.later(hours=1)
    )
    assert world.rater(key, sato).withdrawn_at is None
    world.save(key, sato, version=1)


def test_who_has_answered_stays(session, world):
    key = world.opened()
    world.answer(key, world.cast.mori)
    with pytest.raises(RuleViolation) as refusal:
        commands.withdraw_rater(
            session,
            actor=world.cast.actor(world.cast.hara),
            calibration_id=key,
            person_id=world.cast.mori.id,
            clock=world.clock,
        )
    assert refusal.value.code == "moderation.has_answered"


def test_before_it_is_opened_nobody_is_told(session, world):
    key, hara = world.draft(), world.cast.actor(world.cast.hara)
    commands.withdraw_rater(
        session, actor=hara, calibration_id=key, person_id=world.cast.sato.id, clock=world.clock
    )
    assert world.mails("invited") | world.mails("withdrawn") == set()
    assert len(session.scalars(select(CalibrationRater)).all()) == 4


def test_all_of_a_draft_can_be_changed(world, revise):
    key = world.draft()
    days = replace(DAYS, opens_on=date(2026, 11, 25))
    revise(key, title=" 春 ", dates=days, vignette_ids=world.vignette_ids[:0:-1], meeting="会議室")
    row = world.row(key)
    assert (row.title, row.opens_on, row.meeting) == ("春", days.opens_on, "会議室")
    assert [place.vignette_id for place in row.places] == [world.vignette_ids[1]]
    revise(key, vignette_ids=world.vignette_ids)
    assert [(place.number, place.vignette_id) for place in world.row(key).places] == list(
        enumerate(world.vignette_ids, start=1)
    )


def test_of_an_open_session_only_what_is_to_come_changes(world, revise):
    key = world.opened()
    later = replace(DAYS, first_closes_on=date(2026, 12, 2), discussion_on=date(2026, 12, 5))
    revise(key, dates=later, meeting="第2会議室")
    assert world.row(key).first_closes_on == date(2026, 12, 2)
    with pytest.raises(RuleViolation) as refusal:
        revise(key, vignette_ids=world.vignette_ids[:1], dates=later)
    assert refusal.value.code == "moderation.vignettes_fixed"
    with pytest.raises(RuleViolation) as refusal:
        revise(key, dates=replace(later, opens_on=date(2026, 11, 21)))
    assert (refusal.value.code, refusal.value.field) == ("moderation.day_is_over", "opens_on")


def test_in_the_second_round_only_its_end_can_move(world, revise):
    key = world.shared()
    world.step(key, Step.RATE_AGAIN)
    revise(key, dates=replace(DAYS, second_closes_on=date(2026, 12, 20)))
    with pytest.raises(RuleViolation) as refusal:
        revise(key, dates=replace(DAYS, discussion_on=date(2026, 12, 5)))
    assert refusal.value.field == "discussion_on"


def test_what_is_over_stays(world, revise):
    key = world.closed()
    with pytest.raises(RuleViolation) as refusal:
        revise(key)
    assert refusal.value.code == "moderation.is_over"


def test_a_stale_change_shows_what_was_saved(world, revise):
    key = world.draft()
    revise(key, title="別の題")
    with pytest.raises(Conflict) as refusal:
        revise(key, version=1, title="わたしの題")
    assert refusal.value.code == "moderation.stale"
    assert refusal.value.facts["current"]["title"] == "別の題"


def test_the_scribe_is_one_of_the_raters(world, revise):
    key = world.draft()
    revise(key, scribe_id=world.cast.sato.id)
    assert world.row(key).scribe_id == world.cast.sato.id
    revise(key)
    assert world.row(key).scribe_id is None
    with pytest.raises(RuleViolation) as refusal:
        revise(key, scribe_id=world.cast.aoi.id)
    assert refusal.value.code == "moderation.scribe_unknown"


@pytest.mark.parametrize(("person", "refused"), [("mori", NotAllowed), ("aoi", NotFound), ("chie", NotFound)])
def test_nobody_else_plans(world, revise, person, refused):
    key = world.opened()
    with pytest.raises(refused):
        revise(key, by=getattr(world.cast, person))


def test_every_change_is_in_the_audit_log(session, world, revise):
    key = world.draft()
    revise(key)
    actions = session.scalars(
        select(AuditEvent.action).where(AuditEvent.subject_id == key).order_by(AuditEvent.sequence)
    ).all()
    assert actions == [
        "moderation.create_calibration",
        "moderation.invite_raters",
        "moderation.revise_calibration",
    ]


def test_a_tally_counts_who_takes_part(session, world):
    key, hara = world.opened(), world.cast.actor(world.cast.hara)
    world.answer(key, world.cast.mori)
    commands.withdraw_rater(
        session, actor=hara, calibration_id=key, person_id=world.cast.sato.id, clock=world.clock
    )
    session.flush()
    part = find_part(session, hara, get_calibration(session, hara, key))
    assert part.tally == Tally(n_vignettes=2, n_raters=3, n_answered=1)
    assert (part.is_manager, part.rater) == (True, None)
