"""Observations are made, voided and brought in; nothing about them is ever edited."""

from dataclasses import replace
from datetime import date
from hashlib import sha256
from uuid import UUID

import pytest
from sqlalchemy import select

from lms.evidence import commands
from lms.evidence.domain import Judgement, PastObservation, RaterRole, Rating, Source, SourceKind
from lms.evidence.models import LevelEstimateRow, ObservationRow
from lms.kernel.actor import Actor, Grant
from lms.kernel.errors import NotAllowed, NotFound, RuleViolation
from lms.kernel.ids import new_id
from lms.kernel.permission import Permission
from lms.storage.audit import AuditEvent

SOURCE = Source(SourceKind.OJT_ENTRY, UUID(int=7))


@pytest.fixture
def judgement(world) -> Judgement:
    return Judgement(
        trainee_id=world.cast.aoi.id,
        organisation_id=world.cast.chamber.id,
        rater_role=RaterRole.SUPERVISOR,
        rubric_version_id=world.rubric.id,
        observed_on=date(2026, 11, 18),
        source=SOURCE,
        ratings=(Rating("B1", 2, "在庫に気づいた"), Rating("A4", 3)),
    )


@pytest.fixture
def make(world, session):
    def make_as(person, judgement) -> tuple[UUID, ...]:
        actor = person if isinstance(person, Actor) else world.cast.actor(person)
        made = commands.make_observations(session, actor=actor, judgement=judgement, clock=world.clock)
        session.flush()
        return made

    return make_as


@pytest.fixture
def void(world, session):
    def void_as(person, reason="別の人の記録でした") -> int:
        actor = person if isinstance(person, Actor) else world.cast.actor(person)
        count = commands.void_observations(
            session, actor=actor, source=SOURCE, reason=reason, clock=world.clock
        )
        session.flush()
        return count

    return void_as


@pytest.fixture
def past(world) -> PastObservation:
    return PastObservation(
        trainee_id=world.cast.aoi.id,
        rater_id=world.cast.mori.id,
        rater_role=RaterRole.SUPERVISOR,
        observed_on=date(2026, 6, 1),
        criterion_code="B1",
        level=2,
        comment=" 前の様式から ",
    )


@pytest.fixture
def bring_in(world, session):
    def bring_in_rows(*rows, dry_run=False, by=None):
        report = commands.import_observations(
            session,
            actor=world.cast.actor(by or world.cast.hara),
            rows=rows,
            dry_run=dry_run,
            clock=world.clock,
        )
        session.flush()
        return report

    return bring_in_rows


@pytest.fixture
def stored(session):
    def found() -> list[ObservationRow]:
        return list(session.scalars(select(ObservationRow).order_by(ObservationRow.level)))

    return found


def test_a_judgement_becomes_one_observation_per_rating(world, judgement, make, stored):
    ids = make(world.cast.mori, judgement)
    rows = stored()
    assert {row.id for row in rows} == set(ids)
    assert [(row.criterion_id, row.level, row.comment) for row in rows] == [
        (world.rubric.criterion("B1").id, 2, "在庫に気づいた"),
        (world.rubric.criterion("A4").id, 3, ""),
    ]
    for row in rows:
        assert (row.rater_id, row.trainee_id) == (world.cast.mori.id, world.cast.aoi.id)
        assert (row.recorded_at, row.observed_on) == (world.clock.now(), date(2026, 11, 18))
        assert (row.source_kind, row.source_id, row.voided_at) == (SOURCE.kind, SOURCE.id, None)


def test_judging_is_audited(world, judgement, make, session):
    make(world.cast.mori, judgement)
    event = session.scalars(select(AuditEvent).where(AuditEvent.action == "evidence.make_observations")).one()
    assert (event.actor_id, event.subject_id) == (world.cast.mori.id, world.cast.aoi.id)


def test_nobody_judges_themselves_even_with_every_right(world, judgement, make, void):
    almighty = Actor(
        world.cast.aoi.id,
        frozenset(Grant(permission, world.cast.council.path) for permission in Permission),
        lineage=world.cast.actor(world.cast.aoi).lineage,
    )
    with pytest.raises(NotAllowed, match=r"evidence\.not_allowed"):
        make(almighty, judgement)
    make(world.cast.mori, judgement)
    with pytest.raises(NotAllowed, match=r"evidence\.not_allowed"):
        void(almighty)


@pytest.mark.parametrize("person", ["aoi", "kaoru", "hara", "hojo", "chie"])
def test_only_who_may_sign_there_judges(world, judgement, make, person):
    with pytest.raises(NotAllowed, match=r"evidence\.not_allowed"):
        make(getattr(world.cast, person), judgement)


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"observed_on": date(2026, 11, 21)}, "evidence.future_date"),
        ({"rater_role": RaterRole.SELF}, "evidence.own_level"),
        ({"ratings": (Rating("Z9", 2),)}, "evidence.unknown_criterion"),
        ({"ratings": (Rating("B1", 0),)}, "evidence.level_out_of_range"),
        ({"ratings": (Rating("B1", 5),)}, "evidence.level_out_of_range"),
    ],
)
def test_a_judgement_that_is_refused(world, judgement, make, change, code):
    with pytest.raises(RuleViolation) as refusal:
        make(world.cast.mori, replace(judgement, **change))
    assert refusal.value.code == code


def test_a_judgement_in_the_words_of_an_unknown_rubric_is_refused(world, judgement, make):
    with pytest.raises(NotFound, match=r"rubric\.not_found"):
        make(world.cast.mori, replace(judgement, rubric_version_id=new_id()))


def test_voiding_keeps_the_rows_and_says_why(world, judgement, make, void, stored):
    make(world.cast.mori, judgement)
    assert void(world.cast.sato) == 2
    for row in stored():
        assert (row.voided_by_id, row.voided_reason, row.voided_at) == (
            world.cast.sato.id,
            "別の人の記録でした",
            world.clock.now(),
        )
    assert void(world.cast.sato) == 0


def test_after_voiding_the_same_source_may_be_judged_again(world, judgement, make, void, stored):
    make(world.cast.mori, judgement)
    void(world.cast.mori)
    make(world.cast.mori, judgement)
    assert len([row for row in stored() if row.voided_at is None]) == 2


def test_voiding_needs_a_reason_and_the_right(world, judgement, make, void):
    make(world.cast.mori, judgement)
    with pytest.raises(RuleViolation, match=r"evidence\.reason_missing"):
        void(world.cast.mori, reason=" ")
    with pytest.raises(NotAllowed, match=r"evidence\.not_allowed"):
        void(world.cast.hara)


def test_past_records_are_brought_in_under_the_employer_of_their_day(world, past, bring_in, stored):
    report = bring_in(past, replace(past, criterion_code="A1", level=3))
    assert (report.accepted, report.refused, report.is_written) == (2, (), True)
    rows = stored()
    assert [(row.level, row.comment) for row in rows] == [(2, "前の様式から"), (3, "前の様式から")]
    for row in rows:
        assert (row.organisation_id, row.source_kind, row.source_id) == (
            world.cast.chamber.id,
            SourceKind.PAST_RECORD,
            None,
        )


def test_past_records_move_the_estimates_of_those_they_are_about(
    world, rated, refit, past, bring_in, session
):
    refit()
    bring_in(past, replace(past, trainee_id=world.cast.sato.id))
    rows = session.execute(select(LevelEstimateRow.person_id, LevelEstimateRow.n_observations))
    counts = {row.person_id: row.n_observations for row in rows}
    assert counts == {person.id: 33 for person in rated} | {world.cast.aoi.id: 34, world.cast.sato.id: 1}


def test_a_dry_run_reports_and_writes_nothing(past, bring_in, stored):
    report = bring_in(past, dry_run=True)
    assert (report.accepted, report.is_written, stored()) == (1, False, [])


def test_nothing_is_written_when_any_row_is_refused(past, bring_in, stored):
    report = bring_in(past, replace(past, criterion_code="A1", level=9))
    assert (report.accepted, report.is_written, stored()) == (1, False, [])
    assert [(row.position, row.code, dict(row.facts)) for row in report.refused] == [
        (2, "evidence.level_out_of_range", {"level": 9, "highest": 4})
    ]


def test_nothing_to_bring_in_is_no_error(bring_in, stored):
    assert (bring_in().accepted, stored()) == (0, [])


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"criterion_code": "Z9"}, "evidence.unknown_criterion"),
        ({"level": 0}, "evidence.level_out_of_range"),
        ({"observed_on": date(2026, 11, 21)}, "evidence.future_date"),
        ({"observed_on": date(2024, 3, 31)}, "evidence.no_employer"),
        ({"rater_role": RaterRole.SELF}, "evidence.own_level"),
        ({"rater_id": UUID(int=1)}, "evidence.unknown_rater"),
        ({"trainee_id": UUID(int=1)}, "evidence.no_employer"),
    ],
)
def test_a_past_row_that_is_refused(past, bring_in, change, code):
    report = bring_in(replace(past, **change))
    assert [(row.position, row.code) for row in report.refused] == [(1, code)]


def test_past_rows_are_refused_twice_over(past, bring_in):
    report = bring_in(past, past)
    assert [(row.position, row.code, dict(row.facts)) for row in report.refused] == [
        (2, "evidence.row_twice", {"first": 1})
    ]
    assert bring_in(past).is_written is True
    assert [row.code for row in bring_in(past).refused] == ["evidence.row_present"]


def test_past_rows_outside_ones_reach_or_about_oneself_are_refused(world, past, bring_in):
    outside = replace(past, trainee_id=world.cast.chie.id)
    own = replace(past, trainee_id=world.cast.hara.id)
    report = bring_in(outside, own)
    assert [(row.position, row.code) for row in report.refused] == [
        (1, "evidence.not_allowed"),
        (2, "evidence.not_allowed"),
    ]
    assert [row.code for row in bring_in(past, by=world.cast.mori).refused] == ["evidence.not_allowed"]


def test_a_self_assessment_of_the_past_may_be_brought_in(world, past, bring_in, stored):
    own_view = replace(past, rater_id=world.cast.aoi.id, rater_role=RaterRole.SELF)
    assert bring_in(own_view).is_written is True
    assert [row.rater_role for row in stored()] == [RaterRole.SELF]


@pytest.mark.parametrize("change", [{"level": 3}, {"comment": "直した"}, {"observed_on": date(2026, 1, 1)}])
def test_a_stored_observation_is_never_edited(world, session, change):
    row = world.observe(world.cast.aoi)
    for name, value in change.items():
        setattr(row, name, value)
    with pytest.raises(TypeError, match="never edited"):
        session.flush()
    session.rollback()


def test_a_voiding_is_never_taken_back_or_reworded(world, judgement, make, void, stored, session):
    make(world.cast.mori, judgement)
    void(world.cast.mori)
    row = stored()[0]
    row.voided_reason = "別の理由"
    with pytest.raises(TypeError, match="never edited"):
        session.flush()
    session.rollback()


def test_a_stored_observation_is_never_deleted(world, session):
    session.delete(world.observe(world.cast.aoi))
    with pytest.raises(TypeError, match="never deleted"):
        session.flush()
    session.rollback()


def test_who_may_not_read_levels_brings_none_in(world, past, bring_in, session):
    registrar = Actor(
        world.cast.hara.id,
        frozenset(
            Grant(permission, world.cast.council.path)
            for permission in Permission
            if permission is not Permission.OBSERVATION_READ
        ),
        lineage=world.cast.actor(world.cast.hara).lineage,
    )
    report = commands.import_observations(
        session, actor=registrar, rows=[past], dry_run=False, clock=world.clock
    )
    assert [(row.position, row.code) for row in report.refused] == [(1, "evidence.not_allowed")]
    assert not report.is_written


def test_the_audit_log_tells_which_rows_were_brought_in(past, bring_in, session):
    other = replace(past, criterion_code="A4", level=3)
    bring_in(past, other)
    event = session.scalars(
        select(AuditEvent).where(AuditEvent.action == "evidence.import_observations")
    ).one()
    lines = sorted(
        f"{row.trainee_id}|{row.rater_id}|{row.criterion_code}|{row.observed_on}|{row.level}"
        for row in (other, past)
    )
    digest = sha256("\n".join(lines).encode()).hexdigest()
    assert (event.details["count"], event.details["rows_sha256"]) == (2, digest)
