"""Raters rate alone: drafts are theirs, what is handed in stands, and what was rated alone links raters."""

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from lms.evidence.models import LinkingRatingRow
from lms.kernel.errors import Conflict, NotFound, RuleViolation
from lms.kernel.ids import new_id
from lms.moderation import commands
from lms.moderation.domain import Answer, Round, Step
from lms.moderation.models import CalibrationAnswer, CalibrationDraft
from lms.moderation.queries import find_known, get_calibration, list_own_answers, list_tasks, task_of
from tests.factories.moderation import VignetteTextFactory

BOTH = (Answer("A1", 1, note="最後まで聴いた"), Answer("A2", is_unsure=True))


@pytest.fixture
def key(world):
    return world.opened()


@pytest.fixture
def tasks(session, world):
    def listed(key, person, round_=Round.FIRST):
        session.flush()
        actor = world.cast.actor(person)
        calibration = get_calibration(session, actor, key)
        return list_tasks(session, actor, calibration, world.rubric, round_)

    return listed


@pytest.fixture
def links(session):
    def listed(person):
        session.flush()
        rows = session.scalars(select(LinkingRatingRow).where(LinkingRatingRow.rater_id == person.id))
        return {(row.source_id, row.subject_id, row.level) for row in rows}

    return listed


def test_a_draft_is_kept_as_it_is_and_seen_by_its_writer_only(world, key, tasks):
    mori, sato = world.cast.mori, world.cast.sato
    world.save(key, mori, 1, BOTH)
    world.save(key, mori, 1, [Answer("A1", note=" まだ考え中 ")], version=1)
    first, second = tasks(key, mori)
    assert (first.answers, first.version) == ((Answer("A1", note="まだ考え中"),), 2)
    assert (first.n_answered, first.is_whole, second.version) == (0, False, 0)
    assert tasks(key, sato)[0].answers == ()


def test_a_stale_draft_shows_what_was_saved(world, key):
    mori = world.cast.mori
    world.save(key, mori, 1, BOTH)
    with pytest.raises(Conflict) as refusal:
        world.save(key, mori, 1, [Answer("A1", 2)])
    assert refusal.value.code == "moderation.answers_stale"
    assert refusal.value.facts["version"] == 1
    assert refusal.value.facts["current"] == {
        "level_A1": 1,
        "note_A1": "最後まで聴いた",
        "level_A2": 0,
        "note_A2": "",
    }
    with pytest.raises(Conflict) as refusal:
        world.save(key, mori, 2, BOTH, version=3)
    assert refusal.value.facts["current"]["level_A1"] is None


@pytest.mark.parametrize(
    ("answers", "code"),
    [
        ([Answer("Z9", 1)], "moderation.not_rated_here"),
        ([Answer("A1", 3)], "moderation.level_out_of_range"),
    ],
)
def test_answers_speak_of_the_vignette_and_its_scale(world, key, answers, code):
    with pytest.raises(RuleViolation) as refusal:
        world.save(key, world.cast.mori, 1, answers)
    assert refusal.value.code == code


def test_there_is_no_other_vignette(world, key, tasks):
    with pytest.raises(NotFound):
        world.save(key, world.cast.mori, 3, BOTH)
    with pytest.raises(NotFound):
        task_of(tasks(key, world.cast.mori), 3)


def test_a_round_is_handed_in_whole(session, world, key):
    mori = world.cast.mori
    world.save(key, mori, 1, BOTH)
    with pytest.raises(RuleViolation) as refusal:
        commands.hand_in(session, actor=world.cast.actor(mori), calibration_id=key, clock=world.clock)
    assert (refusal.value.code, refusal.value.facts) == (
        "moderation.answers_missing",
        {"number": 2, "missing": 2},
    )


def test_what_is_handed_in_stands_and_the_draft_is_gone(session, world, key):
    mori = world.cast.mori
    world.answer(key, mori, BOTH)
    assert world.rater(key, mori).answered_at == world.clock.now()
    actor = world.cast.actor(mori)
    own = list_own_answers(session, actor, get_calibration(session, actor, key), world.rubric)
    assert own[Round.FIRST][world.vignette_ids[0]] == BOTH
    assert own[Round.SECOND] == {}
    assert session.scalar(select(func.count()).select_from(CalibrationDraft)) == 0
    with pytest.raises(RuleViolation) as refusal:
        world.save(key, mori, 1, BOTH)
    assert refusal.value.code == "moderation.round_closed"
    with pytest.raises(RuleViolation):
        commands.hand_in(session, actor=actor, calibration_id=key, clock=world.clock)


def test_an_answer_is_never_changed_or_taken_away(session, world, key):
    world.answer(key, world.cast.mori)
    row = session.scalars(select(CalibrationAnswer)).first()
    row.level = 2
    with pytest.raises(TypeError, match="never changed"):
        session.flush()


def test_nobody_answers_the_same_twice(session, world, key):
    world.answer(key, world.cast.mori)
    row = session.scalars(select(CalibrationAnswer)).first()
    session.add(
        CalibrationAnswer(
            calibration_id=row.calibration_id,
            person_id=row.person_id,
            vignette_id=row.vignette_id,
            criterion_id=row.criterion_id,
            round=row.round,
            level=1,
        )
    )
    with pytest.raises(IntegrityError):
        session.flush()


def test_levels_rated_alone_are_links_and_what_could_not_be_judged_is_none(world, key, links):
    world.answer(key, world.cast.mori, BOTH)
    assert links(world.cast.mori) == {(key, vignette_id, 1) for vignette_id in world.vignette_ids}


def test_a_vignette_nobody_could_judge_makes_no_link(world, key, links):
    world.answer(key, world.cast.mori, [Answer("A1", is_unsure=True), Answer("A2", is_unsure=True)])
    assert links(world.cast.mori) == set()


def test_a_second_round_begins_with_the_first_answers_and_makes_no_links(world, links, tasks):
    key = world.shared()
    world.step(key, Step.RATE_AGAIN)
    mori = world.raters[0]
    before = links(mori)
    first, _second = tasks(key, mori, Round.SECOND)
    assert (first.version, first.is_whole, first.by_criterion["A1"].note) == (0, True, "理由0")
    world.save(key, mori, 1, [Answer("A1", 2), Answer("A2", 2)])
    world.answer(key, mori, [Answer("A1", 2), Answer("A2", 2)])
    assert links(mori) == before
    assert world.rater(key, mori).answered_again_at is not None
    with pytest.raises(RuleViolation):
        world.save(key, mori, 1, BOTH, version=1)


def test_a_second_round_may_be_handed_in_as_it_is(session, world):
    key = world.shared()
    world.step(key, Step.RATE_AGAIN)
    mori = world.cast.actor(world.raters[0])
    assert commands.hand_in(session, actor=mori, calibration_id=key, clock=world.clock) is Round.SECOND


def test_what_was_talked_about_before_is_no_link_any_more(session, world, links):
    earlier, mori = world.shared(), world.raters[0]
    text = VignetteTextFactory(slug="first-case", version="2")
    newer = commands.load_vignette(
        session, actor_id=None, vignette=text, publisher_id=world.cast.council.id, clock=world.later(hours=1)
    ).vignette_id
    third = commands.load_vignette(
        session,
        actor_id=None,
        vignette=VignetteTextFactory(slug="third-case"),
        publisher_id=world.cast.council.id,
        clock=world.clock,
    ).vignette_id
    session.flush()
    later = world.opened(vignette_ids=(newer, third))
    actor = world.cast.actor(mori)
    assert find_known(session, actor, get_calibration(session, actor, later)) == {newer}
    world.answer(later, mori)
    assert {(source, subject) for source, subject, _level in links(mori)} == {
        *((earlier, vignette_id) for vignette_id in world.vignette_ids),
        (later, third),
    }


def test_rating_alone_twice_before_any_talk_still_links(world, links):
    first, second, mori = world.opened(), world.opened(), world.raters[0]
    world.answer(first, mori)
    world.answer(second, mori)
    assert {source for source, _subject, _level in links(mori)} == {first, second}


@pytest.mark.parametrize("person", ["hara", "aoi", "chie"])
def test_only_who_is_invited_rates(world, key, person):
    with pytest.raises((RuleViolation, NotFound)):
        world.save(key, getattr(world.cast, person), 1, BOTH)


def test_nobody_rates_before_or_after_the_round(world):
    draft = world.draft()
    with pytest.raises(NotFound):
        world.save(draft, world.cast.mori, 1, BOTH)
    shared = world.shared()
    with pytest.raises(RuleViolation):
        world.save(shared, world.raters[3], 1, BOTH)


def test_who_was_taken_off_meanwhile_hands_nothing_in(session, world, key):
    mori, hara = world.cast.mori, world.cast.actor(world.cast.hara)
    world.save(key, mori, 1, BOTH)
    commands.withdraw_rater(session, actor=hara, calibration_id=key, person_id=mori.id, clock=world.clock)
    session.flush()
    with pytest.raises(NotFound):
        commands.hand_in(session, actor=world.cast.actor(mori), calibration_id=key, clock=world.clock)


def test_an_unknown_session_is_not_found(session, world):
    with pytest.raises(NotFound):
        commands.hand_in(
            session, actor=world.cast.actor(world.cast.mori), calibration_id=new_id(), clock=world.clock
        )
