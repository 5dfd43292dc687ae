"""Self-assessments are kept, submitted once, fixed from then on, and count for nothing."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from lms.evidence import commands, queries
from lms.evidence.domain import Contrast, OwnAnswer, OwnView, OwnViewStanding, RaterRole, SourceKind
from lms.evidence.models import ObservationRow, SelfAssessment
from lms.kernel.actor import Actor
from lms.kernel.clock import FrozenClock
from lms.kernel.errors import Conflict, NotFound, RuleViolation
from lms.kernel.ids import new_id
from lms.people.models import Employment
from lms.storage.audit import AuditEvent
from lms.storage.constraints import violated_constraint
from tests.conftest import NOW

TODAY = date(2026, 11, 20)


@pytest.fixture
def whole(world) -> OwnView:
    """Level 3 everywhere but in A2, of which the person cannot say."""
    return OwnView(
        world.rubric.id,
        tuple(
            OwnAnswer(c.code, None, is_unsure=True)
            if c.code == "A2"
            else OwnAnswer(c.code, 3, note="私的なメモ")
            for c in world.rubric.criteria
        ),
    )


@pytest.fixture
def save(world, session):
    def save_as(person, view, version=0, clock=world.clock, command=commands.save_own_view):
        actor = world.cast.actor(person)
        sitting_id = command(session, actor=actor, view=view, version=version, clock=clock)
        session.flush()
        return sitting_id

    return save_as


@pytest.fixture
def submit(save):
    return lambda person, view, **options: save(person, view, command=commands.submit_own_view, **options)


@pytest.fixture
def own_rows(session):
    return lambda: session.scalars(
        select(ObservationRow).where(ObservationRow.source_kind == SourceKind.SELF_ASSESSMENT)
    ).all()


@pytest.fixture
def earlier(world):
    return lambda days: FrozenClock(world.clock.now() - timedelta(days=days))


def test_a_draft_is_kept_and_rewritten_by_its_owner(world, session, save, own_rows):
    aoi = world.cast.actor(world.cast.aoi)
    assert queries.find_draft(session, aoi) is None
    first = save(world.cast.aoi, OwnView(world.rubric.id, (OwnAnswer("A1", 2, note=" 迷う "),)))
    draft = queries.find_draft(session, aoi)
    assert draft.view.answers == (OwnAnswer("A1", 2, note="迷う"),)
    second = save(world.cast.aoi, OwnView(world.rubric.id, (OwnAnswer("B1", is_unsure=True),)), draft.version)
    assert second == first
    assert queries.find_draft(session, aoi).view.answers == (OwnAnswer("B1", is_unsure=True),)
    assert own_rows() == []
    assert queries.find_draft(session, world.cast.actor(world.cast.mori)) is None


def test_submitting_makes_observations_in_the_role_self_and_an_audit_event(
    world, session, submit, whole, own_rows
):
    sitting_id = submit(world.cast.aoi, whole)
    rows = own_rows()
    assert len(rows) == 10
    assert {(r.trainee_id, r.rater_id, r.rater_role, r.level, r.comment, r.source_id) for r in rows} == {
        (world.cast.aoi.id, world.cast.aoi.id, RaterRole.SELF, 3, "", sitting_id)
    }
    assert {(r.organisation_id, r.observed_on, r.recorded_at) for r in rows} == {
        (world.cast.chamber.id, TODAY, NOW)
    }
    event = session.scalars(select(AuditEvent).where(AuditEvent.action == "evidence.submit_own_view")).one()
    assert (event.actor_id, event.subject_id) == (world.cast.aoi.id, sitting_id)
    assert queries.find_draft(session, world.cast.actor(world.cast.aoi)) is None


def test_a_draft_becomes_the_sitting_that_is_submitted(world, session, save, submit, whole):
    draft_id = save(world.cast.aoi, OwnView(world.rubric.id, (OwnAnswer("A1", 2),)))
    draft = queries.find_draft(session, world.cast.actor(world.cast.aoi))
    assert submit(world.cast.aoi, whole, version=draft.version) == draft_id


def test_own_views_change_no_level(world, session, established, submit, whole):
    established(world.cast.aoi)
    aoi = world.cast.actor(world.cast.aoi)
    before = queries.list_findings(session, aoi, [aoi.person_id], TODAY)
    submit(world.cast.aoi, whole)
    assert queries.list_findings(session, aoi, [aoi.person_id], TODAY) == before


@pytest.mark.parametrize(
    ("answers", "code"),
    [
        ((OwnAnswer("A1", 9),), "evidence.level_out_of_range"),
        ((OwnAnswer("A1", 2),), "evidence.own_view_incomplete"),
    ],
)
def test_what_breaks_a_rule_is_not_submitted(world, submit, answers, code):
    with pytest.raises(RuleViolation) as refusal:
        submit(world.cast.aoi, OwnView(world.rubric.id, answers))
    assert refusal.value.code == code


def test_nobody_answers_in_the_words_of_a_version_that_is_gone(world, save, whole, renew):
    renew()
    with pytest.raises(RuleViolation) as refusal:
        save(world.cast.aoi, whole)
    assert refusal.value.code == "evidence.rubric_renewed"


def test_nobody_without_a_rubric_begins(world, save, whole):
    with pytest.raises(NotFound) as refusal:
        save(world.cast.chie, whole)
    assert refusal.value.code == "rubric.none_published"


def test_nobody_submits_while_employed_nowhere(world, session, submit, whole):
    employment = session.scalars(select(Employment).where(Employment.person_id == world.cast.aoi.id)).one()
    employment.ends_on = TODAY
    with pytest.raises(RuleViolation) as refusal:
        submit(world.cast.aoi, whole)
    assert refusal.value.code == "evidence.no_employer"


def test_a_page_that_is_out_of_date_is_refused_with_what_is_saved(world, save, submit, whole):
    save(
        world.cast.aoi,
        OwnView(world.rubric.id, (OwnAnswer("A1", 2, note="先"), OwnAnswer("A2", is_unsure=True))),
    )
    for command in (save, submit):
        with pytest.raises(Conflict) as refusal:
            command(world.cast.aoi, whole)
        assert refusal.value.code == "evidence.own_view_stale"
        saved = refusal.value.facts["current"]
        assert (saved["level_A1"], saved["note_A1"]) == (2, "先")
        assert (saved["level_A2"], saved["level_B1"], saved["note_B1"]) == (0, None, "")
        assert refusal.value.facts["version"] == 1
    with pytest.raises(Conflict) as refusal:
        save(world.cast.kaoru, whole, version=3)
    assert refusal.value.facts["version"] == 0


def test_the_next_sitting_waits_a_month(world, save, submit, whole, earlier):
    submit(world.cast.aoi, whole, clock=earlier(29))
    for command in (save, submit):
        with pytest.raises(RuleViolation) as refusal:
            command(world.cast.aoi, whole)
        assert refusal.value.code == "evidence.own_view_too_soon"
    submit(world.cast.kaoru, whole, clock=earlier(30))
    submit(world.cast.kaoru, whole)


def test_what_was_submitted_is_never_changed_or_deleted(world, session, submit, whole):
    row = session.get_one(SelfAssessment, submit(world.cast.aoi, whole))
    for change in ({"answers": {}}, {"submitted_at": None, "submitted_on": None}):
        point = session.begin_nested()
        for name, value in change.items():
            setattr(row, name, value)
        with pytest.raises(TypeError, match="never changed"):
            session.flush()
        point.rollback()
    session.delete(row)
    with pytest.raises(TypeError, match="never deleted"):
        session.flush()


def test_a_draft_may_be_deleted(world, session, save):
    row = session.get_one(SelfAssessment, save(world.cast.aoi, OwnView(world.rubric.id, ())))
    session.delete(row)
    session.flush()
    assert queries.find_draft(session, world.cast.actor(world.cast.aoi)) is None


def test_the_database_keeps_one_draft_and_one_sitting_a_day(world, session):
    def sitting(**facts) -> SelfAssessment:
        return SelfAssessment(
            id=new_id(),
            person_id=world.cast.aoi.id,
            rubric_version_id=world.rubric.id,
            answers={},
            started_at=NOW,
            saved_at=NOW,
            **facts,
        )

    broken = {
        "uq_self_assessment_draft": [{}, {}],
        "uq_self_assessment_person_id_submitted_on": [{"submitted_at": NOW, "submitted_on": TODAY}] * 2,
        "ck_self_assessment_submitted_when": [{"submitted_at": NOW}],
    }
    for constraint, rows in broken.items():
        point = session.begin_nested()
        session.add_all([sitting(**facts) for facts in rows])
        with pytest.raises(IntegrityError) as refusal:
            session.flush()
        assert violated_constraint(refusal.value) == constraint
        point.rollback()


def test_only_an_own_view_comes_from_a_self_assessment(world, session):
    with pytest.raises(IntegrityError) as refusal:
        world.observe(world.cast.aoi, source_kind=SourceKind.SELF_ASSESSMENT, source_id=new_id())
    assert violated_constraint(refusal.value) == "ck_observation_own_source"
    session.rollback()


def test_a_whole_sitting_is_recorded_from_its_levels_alone(world, session, own_rows):
    aoi = world.cast.actor(world.cast.aoi)
    sitting_id = commands.record_own_view(session, actor=aoi, levels={"B1": 2, "A1": 4}, clock=world.clock)
    session.flush()
    assert {row.level for row in own_rows()} == {2, 4}
    compared = queries.compare_own_view(session, aoi, sitting_id, on=TODAY)
    assert sum(row.own.is_unsure for row in compared.criteria) == 9


def test_what_was_found_since_in_a_later_versions_words_is_laid_beside_it(world, session, established, renew):
    aoi = world.cast.actor(world.cast.aoi)
    sitting_id = commands.record_own_view(session, actor=aoi, levels={"B1": 2}, clock=world.clock)
    established(world.cast.aoi)
    renewed = renew()
    world.observe(
        world.cast.aoi, rubric_version_id=renewed.id, criterion_id=renewed.criterion("B1").id, level=3
    )
    compared = queries.compare_own_view(session, aoi, sitting_id, on=TODAY)
    assert compared.rubric.id == world.rubric.id
    found = {row.criterion.code: row.finding.n_observations for row in compared.criteria}
    assert found["B1"] == 4


def test_the_state_follows_a_person_through_the_year(world, session, save, submit, whole, earlier):
    aoi = world.cast.actor(world.cast.aoi)

    def state(on=TODAY) -> queries.OwnViewState:
        return queries.get_own_view_state(session, aoi, on)

    assert state().standing is OwnViewStanding.NEVER
    assert (state().submitted_id, state().next_on, state().is_resting) == (None, None, False)
    save(world.cast.aoi, OwnView(world.rubric.id, (OwnAnswer("A1", 2),)), clock=earlier(10))
    assert (state().standing, state().n_answered) == (OwnViewStanding.DRAFT, 1)
    sitting_id = submit(world.cast.aoi, whole, version=1)
    assert (state().standing, state().submitted_id) == (OwnViewStanding.SUBMITTED, sitting_id)
    assert state().next_on == date(2026, 12, 20)
    assert state().is_resting
    assert not state(date(2026, 12, 20)).is_resting
    assert state(date(2027, 5, 20)).standing is OwnViewStanding.DUE_AGAIN


def test_a_sitting_is_laid_beside_what_supervisors_found(world, session, established, submit, whole, earlier):
    established(world.cast.aoi)
    aoi = world.cast.actor(world.cast.aoi)
    before = OwnView(world.rubric.id, tuple(OwnAnswer(c.code, 1) for c in world.rubric.criteria))
    first_id = submit(world.cast.aoi, before, clock=earlier(200))
    second_id = submit(world.cast.aoi, whole)
    compared = queries.compare_own_view(session, aoi, second_id, on=TODAY)
    assert (compared.submitted_on, compared.person_name) == (TODAY, "青井 葵")
    assert compared.before_on == earlier(200).today()
    (higher,) = compared.of(Contrast.HIGHER)
    assert (higher.criterion.code, higher.own.level, higher.finding.level, higher.level_before) == (
        "B1",
        3,
        2,
        1,
    )
    assert higher.own.note == "私的なメモ"
    assert len(compared.of(Contrast.UNOBSERVED)) == 10
    first = queries.compare_own_view(session, aoi, first_id, on=TODAY)
    assert first.before_on is None
    assert [row.criterion.code for row in first.of(Contrast.LOWER)] == ["B1"]
    listed = [(one.id, one.n_levels) for one in queries.list_sittings(session, aoi)]
    assert listed == [(second_id, 10), (first_id, 11)]


def test_a_sitting_in_other_words_is_no_earlier_view(world, session, submit, whole, earlier, renew):
    submit(world.cast.aoi, whole, clock=earlier(60))
    renewed = OwnView(renew().id, whole.answers)
    sitting_id = submit(world.cast.aoi, renewed)
    compared = queries.compare_own_view(session, world.cast.actor(world.cast.aoi), sitting_id, on=TODAY)
    assert (compared.rubric.version, compared.before_on) == ("2", None)


def test_supervisors_read_the_levels_and_never_a_note(world, session, established, submit, whole, earlier):
    established(world.cast.aoi)
    before = OwnView(world.rubric.id, tuple(OwnAnswer(c.code, 1) for c in world.rubric.criteria))
    submit(world.cast.aoi, before, clock=earlier(90))
    submit(world.cast.aoi, whole)
    for reader in (world.cast.mori, world.cast.hara):
        actor = world.cast.actor(reader)
        compared = queries.compare_latest_own_view(session, actor, world.cast.aoi.id, on=TODAY)
        assert [row.criterion.code for row in compared.of(Contrast.HIGHER)] == ["B1"]
        assert {row.own.note for row in compared.criteria} == {""}
        assert {row.level_before for row in compared.criteria} == {1}
        assert sum(row.own.is_unsure for row in compared.criteria) == 1


def test_nobody_else_reads_a_sitting(world, session, submit, save, whole):
    sitting_id = submit(world.cast.aoi, whole)
    for reader in (world.cast.mori, world.cast.kaoru, world.cast.chie):
        with pytest.raises(NotFound):
            queries.compare_own_view(session, world.cast.actor(reader), sitting_id, on=TODAY)
    for reader in (world.cast.kaoru, world.cast.chie):
        with pytest.raises(NotFound):
            queries.compare_latest_own_view(session, world.cast.actor(reader), world.cast.aoi.id, on=TODAY)


def test_a_draft_is_nobodys_but_its_owners(world, session, save, whole):
    draft_id = save(world.cast.aoi, whole)
    mori: Actor = world.cast.actor(world.cast.mori)
    with pytest.raises(NotFound):
        queries.compare_latest_own_view(session, mori, world.cast.aoi.id, on=TODAY)
    with pytest.raises(NotFound):
        queries.compare_own_view(session, world.cast.actor(world.cast.aoi), draft_id, on=TODAY)
