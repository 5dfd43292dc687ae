"""The demo, built once, and a browser for each of its accounts."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from functools import partial
from pathlib import Path
from uuid import UUID

import pytest
from sqlalchemy import Engine, exists, select, text
from sqlalchemy.orm import Session

from lms.app import create_app
from lms.authoring.commands import add_figure
from lms.authoring.domain import DraftState
from lms.authoring.queries import list_drafts
from lms.clients.models import Case
from lms.config import Settings
from lms.courses.domain import Figure
from lms.courses.models import Attempt, CourseAssignment, CourseCertificate, Enrolment
from lms.decisions.commands import propose_level, set_up_committee
from lms.demo import build
from lms.demo.outside import OUTSIDE
from lms.evidence.commands import record_own_view
from lms.evidence.domain import RaterRole
from lms.evidence.models import ObservationRow, SelfAssessment
from lms.kernel.clock import FrozenClock
from lms.ojt.models import OjtEntry
from lms.pairing.models import PairingDecision, PairingProposal, PairingRun
from lms.people import commands, queries
from lms.people.models import Organisation
from lms.rubric.commands import start_additions, start_draft
from lms.rubric.loader.case import ItemType, identifier_of
from lms.rubric.loader.case.terms import ITEM_TYPE_IDS
from lms.rubric.queries import get_current_rubric
from lms.storage.engine import make_engine
from lms.storage.migrations import upgrade
from lms.storage.session import Database, use_database
from lms.targets.commands import assign_profile
from lms.targets.domain import Span
from tests.client import Browser, browser_for
from tests.conftest import NOW
from tests.factories.authoring import begin, picture
from tests.factories.decisions import CommitteeDraftFactory, LevelDraftFactory, MemberDraftFactory
from tests.factories.targets import publish_profile
from tests.integration.access.calibrated import calibrate
from tests.integration.access.planned import find_planned
from tests.integration.access.table import ROLES

CLOCK = FrozenClock(NOW)
SPRING = FrozenClock(NOW - timedelta(days=180))


@pytest.fixture(scope="module")
def demo_engine(database_url: str, tmp_path_factory) -> Iterator[Engine]:
    """A database of its own on the server under test, with the demo in it."""
    url = f"sqlite:///{tmp_path_factory.mktemp('demo') / 'demo.sqlite3'}"
    if database_url.startswith("postgresql"):
        server = make_engine(database_url).execution_options(isolation_level="AUTOCOMMIT")
        with server.connect() as connection:
            connection.execute(text("DROP DATABASE IF EXISTS demo WITH (FORCE)"))
            connection.execute(text("CREATE DATABASE demo"))
        url = server.url.set(database="demo").render_as_string(hide_password=False)
        server.dispose()
    engine = make_engine(url)
    upgrade(engine)
    yield engine
    engine.dispose()


@pytest.fixture(scope="module")
def demo(demo_engine: Engine, settings: Settings) -> Iterator["Demo"]:
    database = Database.of_engine(demo_engine)
    use_database(database)
    build(seed=1, clock=CLOCK, settings=settings)
    yield Demo(database, settings)
    use_database(None)


def _drafts(session: Session, ids: dict[str, UUID]) -> dict[str, UUID]:
    """Begin the council's next version, and what the chamber in Hiroshima adds."""
    hr, author = (
        queries.load_actor(session, person_id=ids[role], on=NOW.date()) for role in ("hr", "author")
    )
    (council,), (chamber,) = hr.organisation_ids, author.organisation_ids
    rubric = get_current_rubric(session, hr)
    facts = {"session": session, "clock": CLOCK}
    return {
        "version_id": rubric.id,
        "draft_id": start_draft(actor=hr, publisher_id=council, follows=rubric.id, **facts),
        "additions_id": start_additions(actor=author, publisher_id=chamber, extends=rubric.id, **facts),
    }


def _course_drafts(session: Session, ids: dict[str, UUID]) -> dict[str, object]:
    """Begin a course of the chamber with a picture; find the one of the demo that is in review."""
    author = queries.load_actor(session, person_id=ids["author"], on=NOW.date())
    (chamber,) = author.organisation_ids
    draft_id = begin(session, author, chamber, CLOCK)
    figure = Figure("0123456789abcdef.png", "image/png", picture())
    words = {"alt": {"ja": "絵", "en": "A picture"}, "lesson_slug": None}
    add_figure(session, actor=author, draft_id=draft_id, figure=figure, **words, clock=CLOCK)
    sent = next(line for line in list_drafts(session, author) if line.state is DraftState.IN_REVIEW)
    return {"draft_id": draft_id, "sent_id": sent.id, "name": figure.name}


def _targets(session: Session, ids: dict[str, UUID]) -> dict[str, UUID]:
    """Publish a profile of the council, and give it to the advisor by name."""
    hr = queries.load_actor(session, person_id=ids["hr"], on=NOW.date())
    (council,) = hr.organisation_ids
    facts = {"actor": hr, "clock": CLOCK}
    profile_id = publish_profile(session, organisation_id=council, code="sample", audience=None, **facts)
    span = Span(NOW.date())
    given = {"person_id": ids["advisor"], "profile_id": profile_id, "span": span, "reason": "例として"}
    return {"profile_id": profile_id, "assignment_id": assign_profile(session, **given, **facts)}


def _decisions(session: Session, ids: dict[str, UUID]) -> dict[str, UUID]:
    """Put a level of the advisor before a committee of the chamber, on which HR and the host sit."""
    hr, supervisor = (
        queries.load_actor(session, person_id=ids[role], on=NOW.date()) for role in ("hr", "supervisor")
    )
    (chamber,) = supervisor.organisation_ids
    seats = tuple(
        MemberDraftFactory(person_id=ids[role], row=row, is_chair=not row)
        for row, role in enumerate(("hr", "host"))
    )
    committee_id = set_up_committee(
        session,
        actor=hr,
        organisation_id=chamber,
        draft=CommitteeDraftFactory(members=seats),
        clock=CLOCK,
    )
    session.flush()
    seen = session.scalars(
        select(ObservationRow.id).where(
            ObservationRow.trainee_id == ids["advisor"],
            ObservationRow.rater_role == RaterRole.SUPERVISOR,
            ObservationRow.voided_at.is_(None),
        )
    )
    draft = LevelDraftFactory(person_id=ids["advisor"], citations=frozenset(seen))
    before = {"committee_id": committee_id, "vote_by": NOW.date()}
    decision_id = propose_level(session, actor=supervisor, draft=draft, **before, clock=CLOCK)
    return {"committee_id": committee_id, "decision_id": decision_id}


def _case_objects() -> dict[str, str]:
    """Return the identifiers of the shipped rubric's objects: the same in every installation."""
    place = partial(identifier_of, "banso", "1", brought={})
    ends = f"{place(place='domains/A')}/{place(place='')}"
    return {
        "document_id": place(place=""),
        "item_id": place(place="criteria/B1"),
        "association_id": place(place=f"associations/isChildOf/{ends}"),
        "item_type_id": ITEM_TYPE_IDS[ItemType.CRITERION],
        "case_rubric_id": place(place="rubric"),
        "absent_id": place(place="criteria/B1"),
    }


class Demo:
    """Browsers by account, and the ids of what belongs to the chamber in Hiroshima."""

    def __init__(self, database: Database, settings: Settings) -> None:
        self.database = database
        self.app = create_app(settings, database=database, clock=CLOCK)
        self.app.testing = True
        with database.writer() as session, session.begin():
            people = {role: queries.find_person_by_email(session, f"{role}@example.jp") for role in ROLES}
            self.ids = {role: person.id for role, person in people.items()}
            advisor = queries.load_actor(session, person_id=self.ids["advisor"], on=SPRING.today())
            record_own_view(session, actor=advisor, levels={"B1": 2}, clock=SPRING)
            self.targets = _targets(session, self.ids)
            self.decisions = _decisions(session, self.ids)
            self.drafts = _drafts(session, self.ids)
            self.course_drafts = _course_drafts(session, self.ids)
            leader = queries.load_actor(session, person_id=self.ids["hr"], on=NOW.date())
            self.calibrated = calibrate(session, leader=leader, rater_id=self.ids["supervisor"], clock=CLOCK)
            tokens = {
                role: commands.open_session(session, person_id=person.id, user_agent="test", clock=CLOCK)
                for role, person in people.items()
            }
        self.browsers: dict[str, Browser] = {
            role: browser_for(self.app, token=token) for role, token in tokens.items()
        }
        self.anonymous = browser_for(self.app, token=None)
        use_database(database)

    def _inside(self, session) -> list:
        """Return the ids of the organisations that the outsider has nothing to do with."""
        outside = select(Organisation.path).where(Organisation.code == OUTSIDE).scalar_subquery()
        return session.scalars(select(Organisation.id).where(Organisation.path != outside)).all()

    def samples(self) -> dict[str, dict[str, object]]:
        """Return the values that make each address with variables, all of the chamber in Hiroshima."""
        with self.database.reader() as session:
            sitting = session.scalars(
                select(SelfAssessment).where(
                    SelfAssessment.person_id == self.ids["advisor"], SelfAssessment.submitted_at.is_not(None)
                )
            ).first()
            waiting = session.scalars(
                select(OjtEntry).where(
                    OjtEntry.advisor_id == self.ids["advisor"],
                    OjtEntry.supervisor_id != self.ids["advisor"],
                    OjtEntry.state == "submitted",
                )
            ).first()
            chamber = session.scalars(
                select(Organisation).where(Organisation.id == waiting.organisation_id)
            ).one()
            case = session.scalars(select(Case).where(Case.organisation_id == chamber.id)).first()
            attempt = session.scalars(
                select(Attempt)
                .join(Enrolment, Enrolment.id == Attempt.enrolment_id)
                .where(Enrolment.person_id.not_in(self.ids.values()))
            ).first()
            certificate_code = session.scalars(select(CourseCertificate.code)).first()
            given_id = session.scalars(
                select(CourseAssignment.id).where(
                    CourseAssignment.person_id == self.ids["advisor"], CourseAssignment.finished_at.is_(None)
                )
            ).one()
            planned = find_planned(session, self.ids["advisor"])
            proposal = session.scalars(
                select(PairingProposal)
                .join(PairingRun, PairingRun.id == PairingProposal.run_id)
                .where(
                    PairingProposal.open_reason.is_(None),
                    PairingRun.organisation_id.in_(self._inside(session)),
                )
                .where(~exists().where(PairingDecision.proposal_id == PairingProposal.id))
            ).first()
        return {
            "person_id": self.ids["advisor"],
            "entry_id": waiting.id,
            "sitting_id": sitting.id,
            "case_id": case.id,
            "proposed_case_id": proposal.case_id,
            "client_id": case.client_id,
            "organisation_id": chamber.id,
            "attempt_id": attempt.id,
            "certificate_code": certificate_code,
            "given_id": given_id,
            "session_id": waiting.id,
            "task_id": waiting.id,
            "run_id": proposal.run_id,
            "slug": "bansou-shien-kihon",
            "number": 1,
            "step": "close",
            **self.calibrated,
            **planned,
            "code": "B1",
            "old_id": self.drafts["version_id"],
            "new_id": self.drafts["version_id"],
            "ending": "csv",
            "suffix": "csv",
            **_case_objects(),
            **self.drafts,
            **self.decisions,
            **self.targets,
        }


@pytest.fixture(scope="module")
def content_folder() -> Path:
    return Path(__file__).resolve().parents[3] / "content" / "bansou-shien-kihon"


@pytest.fixture(scope="module")
def crawl(demo: Demo) -> Callable[[str], dict[str, str]]:
    """Follow every link from home, as one account; return the pages by address."""
    from tests.integration.access.crawler import crawl_from  # noqa: PLC0415 (this fixture's own machinery)

    return lambda role: crawl_from(demo.browsers[role])
