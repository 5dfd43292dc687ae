"""Entries through their whole life, and every refusal on the way."""

from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID

import pytest
from sqlalchemy import select

from lms.clients.models import Case
from lms.evidence.domain import RaterRole, Rating, SourceKind
from lms.evidence.models import ObservationRow
from lms.kernel.actor import Actor, Grant
from lms.kernel.errors import Conflict, NotAllowed, NotFound, RuleViolation
from lms.kernel.permission import Permission
from lms.ojt import commands
from lms.ojt.domain import Action, Activity, EntryState, content_digest
from lms.ojt.models import OjtEvent
from lms.ojt.queries import content_of, get_entry
from lms.storage.audit import AuditEvent
from lms.storage.outbox import OutboxMessage


@pytest.fixture
def observations(session):
    def found() -> list[ObservationRow]:
        session.flush()
        query = select(ObservationRow).order_by(ObservationRow.level)
        return list(session.scalars(query.execution_options(populate_existing=True)))

    return found


@pytest.fixture
def mails(session):
    def sent() -> list[tuple[str, UUID]]:
        session.flush()
        query = select(OutboxMessage.kind, OutboxMessage.recipient_id).order_by(OutboxMessage.id)
        return [(kind, person) for kind, person in session.execute(query)]

    return sent


def test_a_draft_is_kept_as_typed_and_nobody_is_told(world, mails):
    entry = world.entry(world.record(and_submit=False, case_id=None, comment=" 途中 ", ratings=()))
    assert (entry.state, entry.comment, entry.case_id, entry.ratings) == (EntryState.DRAFT, "途中", None, [])
    assert (entry.organisation_id, entry.supervisor_id) == (world.cast.chamber.id, world.cast.mori.id)
    assert (entry.is_late, entry.submitted_at, mails()) == (False, None, [])


def test_an_entry_handed_in_at_once_tells_the_advisor(world, mails):
    entry = world.entry(world.record())
    assert (entry.state, entry.submitted_by_id) == (EntryState.SUBMITTED, world.cast.mori.id)
    assert {(rating.criterion.code, rating.level, rating.note) for rating in entry.ratings} == {
        ("A4", 3, ""),
        ("B1", 2, "在庫の動きに気づいた"),
    }
    assert mails() == [("ojt.submitted", world.cast.aoi.id)]


def test_signing_locks_the_entry_and_makes_observations(world, observations, mails):
    entry = world.entry(world.signed())
    assert (entry.state, entry.acknowledged_text) == (EntryState.SIGNED, "次は質問を減らします")
    assert (entry.signed_by_id, entry.signed_name) == (world.cast.mori.id, "森 真理")
    assert entry.signed_digest == content_digest(content_of(entry))
    made = observations()
    assert [(row.level, row.comment) for row in made] == [(2, "在庫の動きに気づいた"), (3, entry.comment)]
    for row in made:
        assert (row.trainee_id, row.rater_id) == (world.cast.aoi.id, world.cast.mori.id)
        assert (row.rater_role, row.observed_on) == (RaterRole.SUPERVISOR, date(2026, 11, 18))
        assert (row.organisation_id, row.rubric_version_id) == (world.cast.chamber.id, world.rubric.id)
        assert (row.source_kind, row.source_id) == (SourceKind.OJT_ENTRY, entry.id)
    assert mails() == [
        ("ojt.submitted", world.cast.aoi.id),
        ("ojt.acknowledged", world.cast.mori.id),
        ("ojt.signed", world.cast.aoi.id),
    ]


def test_every_step_is_kept_in_the_history_and_in_the_audit_log(world, session):
    entry_id = world.signed()
    steps = session.scalars(select(OjtEvent).where(OjtEvent.entry_id == entry_id).order_by(OjtEvent.number))
    assert [(step.number, step.action, step.state) for step in steps] == [
        (1, Action.RECORD, EntryState.DRAFT),
        (2, Action.SUBMIT, EntryState.SUBMITTED),
        (3, Action.ACKNOWLEDGE, EntryState.ACKNOWLEDGED),
        (4, Action.SIGN, EntryState.SIGNED),
    ]
    actions = session.scalars(
        select(AuditEvent.action).where(AuditEvent.subject_id == entry_id).order_by(AuditEvent.sequence)
    )
    assert list(actions) == ["ojt.record", "ojt.submit", "ojt.acknowledge", "ojt.sign"]


def test_the_history_keeps_what_was_handed_in_each_time(world):
    entry_id = world.disputed()
    world.step(commands.answer_dispute, entry_id, world.cast.mori, text="書き直します", rewrite=True)
    world.step(
        commands.revise_entry,
        entry_id,
        world.cast.mori,
        draft=world.draft(comment="在庫の件は青井さんが切り出した。", ratings=(Rating("B1", 3),)),
        and_submit=True,
    )
    entry = get_entry(world.session, world.cast.actor(world.cast.aoi), entry_id)
    handed_in = [event.content for event in entry.events if event.content]
    assert [content["comment"] for content in handed_in] == [world.draft().comment, entry.comment]
    assert handed_in[1] == {
        "activity": "accompanied_visit",
        "case_id": str(world.case.id),
        "visited_on": "2026-11-18",
        "minutes": 90,
        "comment": "在庫の件は青井さんが切り出した。",
        "ratings": [["B1", 3, ""]],
    }


def test_a_disputed_entry_can_be_handed_in_again_as_it_is(world, mails):
    entry_id = world.disputed()
    world.step(
        commands.answer_dispute, entry_id, world.cast.mori, text="その前の問いを見ています", rewrite=False
    )
    entry = world.entry(entry_id)
    assert (entry.state, entry.answered_text) == (EntryState.SUBMITTED, "その前の問いを見ています")
    assert (entry.disputed_text, entry.disputed_by_id) == (
        "在庫の件は私から切り出しました",
        world.cast.aoi.id,
    )
    assert [kind for kind, _ in mails()] == ["ojt.submitted", "ojt.disputed", "ojt.submitted"]


def test_a_draft_may_be_revised_ratings_and_all(world):
    entry_id = world.record(and_submit=False)
    kept = {rating.criterion.code: rating.id for rating in world.entry(entry_id).ratings}
    draft = world.draft(
        activity=Activity.WINDOW,
        case_id=None,
        minutes=30,
        visited_on=date(2026, 11, 19),
        ratings=(Rating("B1", 4, "直した"), Rating("C2", 1)),
    )
    before = world.entry(entry_id).version
    world.step(commands.revise_entry, entry_id, world.cast.mori, draft=draft, and_submit=False)
    entry = world.entry(entry_id)
    found = {rating.criterion.code: (rating.level, rating.note) for rating in entry.ratings}
    assert found == {"B1": (4, "直した"), "C2": (1, "")}
    assert [rating.id for rating in entry.ratings if rating.criterion.code == "B1"] == [kept["B1"]]
    assert (entry.activity, entry.case_id, entry.minutes) == (Activity.WINDOW, None, 30)
    assert (entry.state, entry.version) == (EntryState.DRAFT, before + 1)


def test_a_change_of_ratings_alone_raises_the_version(world):
    entry_id = world.record(and_submit=False)
    before = world.entry(entry_id).version
    draft = world.draft(ratings=(Rating("B1", 4),))
    world.step(commands.revise_entry, entry_id, world.cast.mori, draft=draft, and_submit=False)
    assert world.entry(entry_id).version == before + 1


def test_a_saved_draft_can_be_handed_in_as_it_stands(world):
    entry_id = world.record(and_submit=False)
    world.step(commands.submit_entry, entry_id, world.cast.mori)
    assert world.entry(entry_id).state is EntryState.SUBMITTED


def test_what_was_handed_in_can_be_taken_back_until_it_is_answered(world):
    entry_id = world.record()
    world.step(commands.take_back_entry, entry_id, world.cast.mori)
    assert world.entry(entry_id).state is EntryState.DRAFT
    world.step(commands.submit_entry, entry_id, world.cast.mori)
    world.step(commands.acknowledge_entry, entry_id, world.cast.aoi, text="読みました")
    with pytest.raises(RuleViolation, match=r"ojt\.not_now"):
        world.step(commands.take_back_entry, entry_id, world.cast.mori)


@pytest.mark.parametrize(("days", "late"), [(7, False), (8, True)])
def test_late_is_marked_and_not_refused(world, days, late):
    visited_on = date(2026, 11, 20) - timedelta(days=days)
    assert world.entry(world.record(visited_on=visited_on)).is_late is late


def test_voiding_a_signed_entry_voids_what_was_observed(world, observations, mails):
    entry_id = world.signed()
    world.step(commands.void_entry, entry_id, world.cast.sato, reason="日付が違っていました")
    entry = world.entry(entry_id)
    assert (entry.state, entry.voided_text, entry.voided_by_id) == (
        EntryState.VOIDED,
        "日付が違っていました",
        world.cast.sato.id,
    )
    for row in observations():
        assert (row.voided_reason, row.voided_by_id) == ("日付が違っていました", world.cast.sato.id)
    assert sorted(mails()[-2:]) == sorted(
        [("ojt.voided", world.cast.aoi.id), ("ojt.voided", world.cast.mori.id)]
    )


def test_voiding_before_the_signature_leaves_no_observation(world, observations):
    entry_id = world.acknowledged()
    world.step(commands.void_entry, entry_id, world.cast.mori, reason="別の人の記録でした")
    assert (world.entry(entry_id).state, observations()) == (EntryState.VOIDED, [])


def test_discarding_a_draft_tells_nobody(world, mails):
    entry_id = world.record(and_submit=False)
    world.step(commands.void_entry, entry_id, world.cast.mori, reason="書き間違い")
    assert (world.entry(entry_id).state, mails()) == (EntryState.VOIDED, [])


def test_nobody_records_about_themselves_even_with_every_right(world):
    almighty = Actor(
        world.cast.aoi.id,
        frozenset(Grant(permission, world.cast.council.path) for permission in Permission),
        lineage=world.cast.actor(world.cast.aoi).lineage,
    )
    with pytest.raises(RuleViolation) as refusal:
        commands.record_entry(
            world.session, actor=almighty, draft=world.draft(), and_submit=True, clock=world.clock
        )
    assert (refusal.value.code, refusal.value.field) == ("ojt.own_entry", "advisor")


@pytest.mark.parametrize("state", ["record", "acknowledged", "signed"])
def test_nobody_signs_or_voids_about_themselves_even_with_every_right(world, state):
    entry_id = getattr(world, state)()
    almighty = Actor(
        world.cast.aoi.id, frozenset(Grant(permission, world.cast.council.path) for permission in Permission)
    )
    arguments = {"actor": almighty, "entry_id": entry_id, "version": world.entry(entry_id).version}
    with pytest.raises((NotAllowed, RuleViolation)):
        commands.sign_entry(world.session, **arguments, clock=world.clock)
    with pytest.raises(NotAllowed, match=r"ojt\.not_yours"):
        commands.void_entry(world.session, **arguments, reason="消したい", clock=world.clock)


@pytest.mark.parametrize("person", ["sato", "hara", "aoi"])
def test_only_its_supervisor_signs(world, person):
    entry_id = world.acknowledged()
    with pytest.raises(NotAllowed, match=r"ojt\.not_yours"):
        world.step(commands.sign_entry, entry_id, getattr(world.cast, person))


@pytest.mark.parametrize("person", ["mori", "sato", "hara"])
def test_only_the_advisor_answers(world, person):
    entry_id = world.record()
    for command in (commands.acknowledge_entry, commands.dispute_entry):
        with pytest.raises(NotAllowed, match=r"ojt\.not_yours"):
            world.step(command, entry_id, getattr(world.cast, person), text="代わりに")


@pytest.mark.parametrize("person", ["kaoru", "hojo", "chie"])
def test_an_entry_one_may_not_see_is_not_there(world, person):
    entry_id = world.record()
    with pytest.raises(NotFound, match=r"ojt\.entry_unknown"):
        world.step(commands.acknowledge_entry, entry_id, getattr(world.cast, person), text="見えますか")


def test_a_supervisor_who_lost_the_role_cannot_sign(world):
    entry_id = world.acknowledged()
    former = Actor(world.cast.mori.id)
    with pytest.raises(NotAllowed, match=r"ojt\.not_yours"):
        commands.sign_entry(
            world.session,
            actor=former,
            entry_id=entry_id,
            version=world.entry(entry_id).version,
            clock=world.clock,
        )


@pytest.mark.parametrize(
    ("facts", "code", "field"),
    [
        ({"visited_on": date(2026, 11, 21)}, "ojt.future_date", "visited_on"),
        ({"minutes": -5}, "ojt.minutes_out_of_range", "minutes"),
        ({"comment": " "}, "ojt.comment_missing", "comment"),
        ({"ratings": ()}, "ojt.ratings_missing", "ratings"),
        ({"case_id": None}, "ojt.case_missing", "case"),
        ({"case_id": UUID(int=1)}, "ojt.case_unknown", "case"),
        ({"advisor_id": UUID(int=1)}, "ojt.advisor_out_of_reach", "advisor"),
        ({"visited_on": date(2024, 3, 31)}, "ojt.advisor_out_of_reach", "advisor"),
        ({"ratings": (Rating("Z9", 2),)}, "evidence.unknown_criterion", None),
        ({"ratings": (Rating("A1", 5),)}, "evidence.level_out_of_range", None),
    ],
)
def test_an_entry_that_is_refused_says_why(world, facts, code, field):
    with pytest.raises(RuleViolation) as refusal:
        world.record(**facts)
    assert (refusal.value.code, refusal.value.field) == (code, field)


@pytest.mark.parametrize("whose", ["neighbours_case", "outside_case"])
def test_the_case_is_one_of_the_advisors_organisation(world, whose):
    case: Case = getattr(world, whose)
    with pytest.raises(RuleViolation, match=r"ojt\.case_unknown"):
        world.record(case_id=case.id)


@pytest.mark.parametrize("person", ["kaoru", "chie"])
def test_a_supervisor_records_about_people_in_reach_only(world, person):
    with pytest.raises(RuleViolation, match=r"ojt\.advisor_out_of_reach"):
        world.record(advisor_id=getattr(world.cast, person).id)


def test_without_a_rubric_nothing_can_be_recorded(world):
    with pytest.raises(RuleViolation, match=r"ojt\.no_rubric"):
        world.record(by=world.cast.chie, advisor_id=world.cast.aoi.id)


def test_a_stale_revision_is_refused_with_what_is_saved(world):
    entry_id = world.record(and_submit=False)
    stale = world.entry(entry_id).version
    world.step(
        commands.revise_entry,
        entry_id,
        world.cast.mori,
        draft=world.draft(comment="別の画面で書いた", minutes=45),
        and_submit=False,
    )
    with pytest.raises(Conflict) as conflict:
        commands.revise_entry(
            world.session,
            actor=world.cast.actor(world.cast.mori),
            entry_id=entry_id,
            version=stale,
            draft=world.draft(comment="こちらで書いた"),
            and_submit=False,
            clock=world.clock,
        )
    saved = conflict.value.facts["current"]
    assert (conflict.value.code, conflict.value.facts["version"]) == ("ojt.stale", stale + 1)
    assert (saved["comment"], saved["minutes"]) == ("別の画面で書いた", 45)
    assert (saved["advisor"], saved["case"]) == (world.cast.aoi.id, world.case.id)
    assert (saved["level_B1"], saved["note_B1"], saved["level_C3"]) == (2, "在庫の動きに気づいた", "")


def test_a_step_decided_on_an_old_page_is_refused(world):
    entry_id = world.record()
    old = world.entry(entry_id).version
    world.step(commands.take_back_entry, entry_id, world.cast.mori)
    world.step(commands.submit_entry, entry_id, world.cast.mori)
    with pytest.raises(Conflict, match=r"ojt\.changed_meanwhile"):
        commands.acknowledge_entry(
            world.session,
            actor=world.cast.actor(world.cast.aoi),
            entry_id=entry_id,
            version=old,
            text="読みました",
            clock=world.clock,
        )


def test_a_revision_after_signing_is_refused(world):
    entry_id = world.signed()
    with pytest.raises(RuleViolation, match=r"ojt\.not_now"):
        world.step(commands.revise_entry, entry_id, world.cast.mori, draft=world.draft(), and_submit=False)


def test_an_entry_once_handed_in_keeps_its_advisor(world, session):
    entry_id = world.record()
    world.step(commands.take_back_entry, entry_id, world.cast.mori)
    with pytest.raises(RuleViolation) as refusal:
        world.step(
            commands.revise_entry,
            entry_id,
            world.cast.mori,
            draft=replace(world.draft(), advisor_id=world.cast.sato.id),
            and_submit=False,
        )
    assert (refusal.value.code, refusal.value.field) == ("ojt.advisor_fixed", "advisor")


def test_a_draft_may_still_change_its_advisor(world):
    entry_id = world.record(and_submit=False)
    draft = replace(world.draft(), advisor_id=world.cast.sato.id)
    world.step(commands.revise_entry, entry_id, world.cast.mori, draft=draft, and_submit=True)
    assert world.entry(entry_id).advisor_id == world.cast.sato.id


@pytest.mark.parametrize(
    ("command", "person", "words", "code"),
    [
        (commands.acknowledge_entry, "aoi", {"text": " "}, "ojt.acknowledgement_missing"),
        (commands.dispute_entry, "aoi", {"text": ""}, "ojt.dispute_missing"),
        (commands.answer_dispute, "mori", {"text": "", "rewrite": True}, "ojt.answer_missing"),
        (commands.void_entry, "mori", {"reason": "\n"}, "ojt.reason_missing"),
    ],
)
def test_a_step_that_owes_words_is_refused_without(world, command, person, words, code):
    entry_id = world.record()
    with pytest.raises(RuleViolation) as refusal:
        world.step(command, entry_id, getattr(world.cast, person), **words)
    assert (refusal.value.code, refusal.value.field) == (code, "text")


def test_an_unfinished_draft_cannot_be_handed_in(world):
    entry_id = world.record(and_submit=False, ratings=())
    with pytest.raises(RuleViolation, match=r"ojt\.ratings_missing"):
        world.step(commands.submit_entry, entry_id, world.cast.mori)
    with pytest.raises(RuleViolation, match=r"ojt\.comment_missing"):
        world.step(
            commands.revise_entry, entry_id, world.cast.mori, draft=world.draft(comment=""), and_submit=True
        )
