"""What was agreed is written down together; names are opened for a purpose, for a time, and all are told."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from lms.kernel.clock import FrozenClock
from lms.kernel.errors import Conflict, NotAllowed, NotFound, RuleViolation
from lms.moderation import commands
from lms.moderation.commands import NAMES_OPEN
from lms.moderation.queries import (
    find_minutes,
    get_calibration,
    list_disclosures,
    list_named_answers,
    list_reasons,
    names_are_open,
)
from lms.storage.audit import AuditEvent
from tests.conftest import NOW


@pytest.fixture
def write(session, world):
    def minutes(key, texts, *, by=None, version=0):
        commands.save_minutes(
            session,
            actor=world.cast.actor(by or world.cast.hara),
            calibration_id=key,
            texts=texts,
            version=version,
            clock=world.clock,
        )
        session.flush()

    return minutes


@pytest.fixture
def open_names(session, world):
    def opening(key, *, by=None, purpose="本人の希望で説明するため"):
        actor = world.cast.actor(by or world.cast.hara)
        commands.open_names(session, actor=actor, calibration_id=key, purpose=purpose, clock=world.clock)
        session.flush()

    return opening


def test_minutes_are_written_and_rewritten(session, world, write):
    key = world.shared()
    write(key, {"": " 場面だけから判断する ", "A1": "話を引き取らない", "A2": ""})
    write(key, {"": "", "A1": "話を引き取らない", "A2": "数字で確かめる"}, version=1)
    minutes = find_minutes(session, key)
    assert minutes.texts == {"A1": "話を引き取らない", "A2": "数字で確かめる"}
    assert (minutes.saved_by.name, minutes.version) == ("原 はるか", 2)


def test_two_who_write_at_once_see_both_texts(world, write):
    key = world.shared()
    write(key, {"A1": "わたしの文"})
    with pytest.raises(Conflict) as refusal:
        write(key, {"A1": "あなたの文"})
    assert refusal.value.code == "moderation.minutes_stale"
    assert refusal.value.facts["current"] == {"text_": "", "text_A1": "わたしの文", "text_A2": ""}
    with pytest.raises(Conflict):
        write(world.shared(), {}, version=7)


@pytest.mark.parametrize(
    ("texts", "code"),
    [
        ({"Z9": "何か"}, "moderation.not_rated_here"),
        ({"A1": "あ" * 4001}, "moderation.text_too_long"),
    ],
)
def test_minutes_speak_of_what_was_rated_and_have_an_end(world, write, texts, code):
    with pytest.raises(RuleViolation) as refusal:
        write(world.shared(), texts)
    assert refusal.value.code == code


def test_the_scribe_writes_too_and_no_other_rater(session, world, write):
    key, sato = world.shared(), world.cast.sato
    with pytest.raises(NotAllowed):
        write(key, {"A1": "横から"}, by=sato)
    world.row(key).scribe_id = sato.id
    write(key, {"A1": "書記の文"}, by=sato)
    with pytest.raises(NotFound):
        write(key, {"A1": "よそから"}, by=world.cast.chie)


def test_before_the_discussion_there_is_nothing_to_agree_on(world, write):
    with pytest.raises(NotAllowed):
        write(world.opened(), {"A1": "早すぎる"})


def test_names_are_opened_with_a_purpose_that_is_kept_and_told(session, world, open_names):
    key = world.closed()
    open_names(key)
    (disclosure,) = list_disclosures(session, key)
    assert disclosure.purpose == "本人の希望で説明するため"
    assert disclosure.ends_at - disclosure.opened_at == timedelta(days=30) == NAMES_OPEN
    assert world.mails("names_opened") == {person.id for person in world.raters}
    event = session.scalars(select(AuditEvent).order_by(AuditEvent.sequence.desc())).first()
    assert (event.action, event.actor_id, event.details) == (
        "moderation.open_names",
        world.cast.hara.id,
        {"purpose": "本人の希望で説明するため"},
    )


def test_an_opening_is_for_one_person_and_ends(session, world, open_names):
    key = world.closed()
    open_names(key)
    found, hara = list_disclosures(session, key), world.cast.actor(world.cast.hara)
    assert names_are_open(found, hara, NOW) is found[0]
    assert names_are_open(found, hara, NOW + NAMES_OPEN) is None
    assert names_are_open(found, world.cast.actor(world.cast.mori), NOW) is None
    with pytest.raises(RuleViolation) as refusal:
        open_names(key)
    assert refusal.value.code == "moderation.names_open"
    world.moment += NAMES_OPEN
    open_names(key)
    assert len(list_disclosures(session, key)) == 2


def test_without_a_purpose_no_names(world, open_names):
    with pytest.raises(RuleViolation) as refusal:
        open_names(world.closed(), purpose="  ")
    assert (refusal.value.code, refusal.value.field) == ("moderation.words_missing", "purpose")


def test_before_the_discussion_there_are_no_names(world, open_names):
    with pytest.raises(RuleViolation) as refusal:
        open_names(world.opened())
    assert refusal.value.code == "moderation.names_not_now"


@pytest.mark.parametrize(("person", "refused"), [("mori", NotAllowed), ("aoi", NotFound), ("chie", NotFound)])
def test_nobody_else_opens_names(world, open_names, person, refused):
    with pytest.raises(refused):
        open_names(world.closed(), by=getattr(world.cast, person))


def test_reasons_come_without_names_in_an_order_that_tells_nothing(session, world):
    key = world.shared(raters=list(reversed(world.raters)))
    criterion = world.rubric.criterion("A1")
    reasons = list_reasons(session, key, vignette_id=world.vignette_ids[0], criterion_id=criterion.id)
    assert reasons == [(1, "理由0"), (1, "理由2"), (2, "理由1")]


def test_named_answers_list_who_answered_with_both_rounds(session, world, open_names):
    key = world.closed()
    open_names(key)
    get_calibration(session, world.cast.actor(world.cast.hara), key)
    found = list_named_answers(session, key, world.vignette_ids[0], world.rubric)
    assert {row.name: row.levels["A1"][0].level for row in found} == {
        "森 真理": 1,
        "佐藤 聡": 2,
        "kita 太郎": 1,
    }
    assert all(again is None for row in found for _first, again in row.levels.values())


def test_an_opening_needs_an_end_after_its_beginning(session, world, open_names):
    key = world.closed()
    open_names(key)
    assert FrozenClock(NOW).now() < list_disclosures(session, key)[0].ends_at
