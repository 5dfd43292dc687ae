"""The whole demo: what it contains, and whom it shows it to."""

import re
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session, aliased

from lms.clients.models import Case, CaseAdvisor, Client
from lms.courses.models import Attempt, Enrolment, LessonProgress
from lms.decisions.models import LevelDecision, LevelVote
from lms.demo import ACCOUNTS, PASSWORD, build
from lms.demo.outside import CANARIES, OUTSIDE
from lms.evidence.models import ObservationRow
from lms.evidence.queries import list_findings
from lms.kernel.clock import FrozenClock
from lms.moderation.models import Calibration, CalibrationAnswer
from lms.ojt.domain import EntryState
from lms.ojt.models import OjtEntry
from lms.pairing.domain.decisions import DecisionKind
from lms.pairing.models import PairingDecision, PairingProposal, PairingRun
from lms.people import commands as people_commands
from lms.people import queries as people
from lms.people.models import Employment, Organisation, Person
from lms.rubric.models import Criterion, RubricDraft
from lms.storage import audit
from lms.storage.engine import make_engine
from lms.storage.migrations import upgrade
from lms.storage.outbox import OutboxMessage
from lms.storage.session import Database, use_database
from lms.targets.models import TargetAssignment
from tests.conftest import NOW
from tests.integration.demo.conftest import CLOCK, TODAY

SHORTLY_AFTER_JOINING = FrozenClock(datetime(2027, 7, 11, 15, 30, tzinfo=UTC))
TOGETHER = ("/calibration", "/decisions", "/committees")
LIVELY = {
    "advisor": (
        "/",
        "/me",
        "/courses",
        "/ojt",
        "/cases",
        "/clients",
        "/rubric",
        "/targets",
        "/organisations",
    ),
    "supervisor": ("/", "/ojt", "/people", "/cases", "/courses", "/rubric", "/targets", *TOGETHER),
    "hr": ("/", "/pairing", "/people", "/organisations", "/cases", "/ojt", "/rubrics", "/targets", *TOGETHER),
    "host": ("/", "/people", "/courses", "/rubric"),
    "author": ("/", "/courses", "/rubric", "/rubrics", "/targets"),
    "admin": ("/", "/people", "/organisations", "/rubric"),
    "outsider": ("/", "/me", "/people", "/cases", "/clients", "/ojt", "/courses", "/rubric"),
}


@pytest.fixture
def content():
    """Tell everything that was made, without ids."""

    def tell(session: Session):
        trainee, rater = aliased(Person), aliased(Person)
        employed = select(
            Person.name, Person.email, Organisation.code, Employment.starts_on, Employment.title
        )
        on_cases = select(
            Case.code, Person.name, CaseAdvisor.role, CaseAdvisor.starts_on, CaseAdvisor.ends_on
        )
        entries = select(OjtEntry.visited_on, OjtEntry.state, OjtEntry.comment, OjtEntry.acknowledged_text)
        observed = select(
            trainee.email, rater.email, Criterion.code, ObservationRow.level, ObservationRow.observed_on
        )
        statements = (
            employed.join(Employment, Employment.person_id == Person.id).join(Organisation),
            select(Client.code, Client.client_type, Client.founded_year),
            select(Case.code, Case.opened_on, Case.state),
            on_cases.join(CaseAdvisor, CaseAdvisor.case_id == Case.id).join(
                Person, Person.id == CaseAdvisor.advisor_id
            ),
            entries,
            observed.join(trainee, trainee.id == ObservationRow.trainee_id)
            .join(rater, rater.id == ObservationRow.rater_id)
            .join(Criterion, Criterion.id == ObservationRow.criterion_id),
            select(Person.email, Enrolment.enrolled_at, Enrolment.finished_at).join(
                Person, Person.id == Enrolment.person_id
            ),
            select(LessonProgress.read_at),
            select(PairingRun.created_at, PairingRun.objective),
            select(PairingDecision.decided_at, PairingDecision.kind, PairingDecision.reason),
            select(Attempt.submitted_at, Attempt.n_right),
            select(CalibrationAnswer.round, CalibrationAnswer.level, CalibrationAnswer.note),
            select(Calibration.title, Calibration.state, Calibration.second_closes_on),
            select(LevelDecision.decided_at, LevelDecision.scope_code, LevelDecision.level),
            select(LevelVote.cast_at, LevelVote.choice, LevelVote.reason),
            select(RubricDraft.code, RubricDraft.saved_at, RubricDraft.content),
            select(TargetAssignment.starts_on, TargetAssignment.reason),
            select(audit.AuditEvent.at, audit.AuditEvent.action),
        )
        return [sorted(map(str, session.execute(statement))) for statement in statements]

    return tell


@pytest.fixture
def built_elsewhere(settings):
    """Build the demo once more in a database of its own."""

    def make(clock, seed=1):
        engine = make_engine("sqlite://")
        upgrade(engine)
        database = Database.of_engine(engine)
        use_database(database)
        build(seed=seed, clock=clock, settings=settings)
        return database.reader()

    return make


def test_the_report_tells_what_is_there(built, world):
    _database, report = world
    counts = {
        table: built.scalar(select(func.count()).select_from(table))
        for table in (Organisation, Person, OjtEntry)
    }
    outside = select(func.count()).select_from(Case).join(Organisation).where(Organisation.code == OUTSIDE)
    assert counts[Organisation] == report.organisations == 75
    assert counts[Person] == report.people == 143
    assert report.cases == built.scalar(select(func.count()).select_from(Case)) - built.scalar(outside) == 37
    assert counts[OjtEntry] == report.entries + 3


def test_the_same_seed_and_day_make_the_same_on_any_database(built, content, built_elsewhere):
    here = content(built)
    with built_elsewhere(CLOCK) as elsewhere:
        assert content(elsewhere) == here


def test_it_can_be_built_on_a_sunday_just_after_people_joined(built_elsewhere):
    with built_elsewhere(SHORTLY_AFTER_JOINING) as session:
        newcomer = session.scalars(select(Person).where(Person.email == "advisor@example.jp")).one()
        joined = session.scalar(select(Employment.starts_on).where(Employment.person_id == newcomer.id))
        first = session.scalar(
            select(func.min(OjtEntry.visited_on)).where(OjtEntry.advisor_id == newcomer.id)
        )
        assert joined == date(2027, 4, 1)
        assert joined < first < SHORTLY_AFTER_JOINING.today()


@pytest.mark.parametrize(("day", "seed"), [(20, 2), (24, 5)])
def test_another_day_or_seed_makes_people_whose_years_are_as_sound(built_elsewhere, day, seed):
    with built_elsewhere(FrozenClock(NOW.replace(day=day, hour=20)), seed) as session:
        enrolled = select(func.count()).select_from(Enrolment)
        assert session.scalar(enrolled) > 10
        assert audit.verify(session).faults == ()


def test_the_year_stands_in_the_audit_log_unbroken_and_in_order(built):
    assert audit.verify(built).faults == ()
    told = built.scalars(select(audit.AuditEvent.at).order_by(audit.AuditEvent.sequence)).all()
    assert told == sorted(told)
    assert told[-1] == NOW, "the levels are fitted last"


def test_only_the_demo_accounts_have_a_password_and_it_is_the_one_announced(built):
    digests = {
        person.email: person.password_digest
        for person in built.scalars(select(Person).where(Person.password_digest.is_not(None)))
    }
    assert set(digests) == {email for email, _role in ACCOUNTS}
    assert people_commands.password_matches(digests["hr@example.jp"], PASSWORD)


def test_all_real_cases_are_open_and_a_share_has_a_history(built):
    real = select(Case).join(Organisation).where(Organisation.code != OUTSIDE)
    cases = built.scalars(real).all()
    assert {case.state for case in cases} == {"open"}
    with_people = set(built.scalars(select(CaseAdvisor.case_id)))
    left = set(built.scalars(select(CaseAdvisor.case_id).where(CaseAdvisor.ends_on.is_not(None))))
    assert 20 < sum(case.id in with_people for case in cases) < 37
    assert len(left) >= 3


def test_an_earlier_pairing_waits_for_the_rest_of_its_decisions(built):
    run = built.scalars(select(PairingRun)).one()
    proposals = built.scalars(select(PairingProposal)).all()
    assert run.status == "optimal"
    assert NOW - timedelta(days=40) < run.created_at < NOW - timedelta(days=25)
    assert len(proposals) == 37
    assert {one.open_reason for one in proposals} == {None, "none_within_reach"}
    assert set(built.scalars(select(PairingDecision.kind))) == set(DecisionKind)
    assert 10 < built.scalar(select(func.count()).select_from(PairingDecision)) < 37


def test_entries_stand_at_every_point_of_their_life(built):
    assert set(built.scalars(select(OjtEntry.state))) == set(EntryState)


def test_every_state_of_a_level_occurs(built, planner):
    advisors = people.list_people_with_role(
        built, role="advisor", organisation_ids=people.organisations_within(planner, "person:read"), on=TODAY
    )
    findings = list_findings(built, planner, [person.id for person in advisors], TODAY)
    levels = [finding for found in findings.values() for finding in found.criteria.values()]
    assert {finding.status for finding in levels} == {"established", "provisional", "insufficient"}
    assert any(finding.is_stale for finding in levels)
    assert {finding.level for finding in levels} == {None, 1, 2, 3, 4}


def test_change_makers_are_in_reach_everywhere_but_in_one_region(built, planner):
    advisors = people.list_people_with_role(
        built, role="advisor", organisation_ids=people.organisations_within(planner, "person:read"), on=TODAY
    )
    findings = list_findings(built, planner, [person.id for person in advisors], TODAY)
    regions = {person.employments[-1].organisation.region for person in advisors}
    reached = {
        person.employments[-1].organisation.region
        for person in advisors
        if findings[person.id].gate_level() == 4
    }
    assert regions - reached == {"東北"}


def test_old_messages_count_as_delivered_and_those_of_the_last_days_still_leave(built):
    waiting = built.scalars(
        select(OutboxMessage.created_at).where(OutboxMessage.delivered_at.is_(None))
    ).all()
    assert waiting
    assert min(waiting) > NOW.replace(day=14)
    assert built.scalar(select(func.count()).select_from(OutboxMessage)) > 10 * len(waiting)


@pytest.mark.parametrize("account", LIVELY)
def test_no_page_of_an_account_is_empty(browser_of, account):
    browser = browser_of(account)
    for path in LIVELY[account]:
        page = browser.get(path)
        assert page.status_code == 200, path
        assert 'class="empty"' not in page.text, path


def test_everything_of_the_association_carries_a_canary(built):
    place = built.scalars(select(Organisation).where(Organisation.code == OUTSIDE)).one()
    texts = [place.name, *built.scalars(select(Client.business).where(Client.organisation_id == place.id))]
    texts += built.scalars(select(Case.title).where(Case.organisation_id == place.id))
    texts += built.scalars(select(OjtEntry.comment).where(OjtEntry.organisation_id == place.id))
    texts += built.scalars(select(ObservationRow.comment).where(ObservationRow.organisation_id == place.id))
    texts += built.scalars(select(Person.name).join(Employment).where(Employment.organisation_id == place.id))
    assert len(texts) > 15
    assert [text for text in texts if not any(canary in str(text) for canary in CANARIES)] == []


@pytest.mark.parametrize("account", [name for name in LIVELY if name != "outsider"])
def test_nothing_of_the_association_appears_on_anybody_elses_page(browser_of, account):
    browser = browser_of(account)
    for path in LIVELY[account]:
        text = browser.get(path).text
        assert [canary for canary in CANARIES if canary in text] == [], path


def test_nothing_of_the_others_appears_on_the_outsiders_page(built, browser_of):
    names = built.scalars(select(Person.name).where(Person.email.not_like("%hatoba%"))).all()
    places = [
        name["ja"] for name in built.scalars(select(Organisation.name).where(Organisation.code != OUTSIDE))
    ]
    titles = [title["ja"] for title in built.scalars(select(Case.title).where(Case.code.startswith("c")))]
    browser = browser_of("outsider")
    for path in (*LIVELY["outsider"], "/rubrics", "/targets", *TOGETHER):
        text = re.sub(r"波多野 渚", "", browser.get(path).text)
        assert [word for word in (*names, *places, *titles) if word in text] == [], path
