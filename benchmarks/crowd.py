"""A demo with more advisors: ``python -m benchmarks.crowd`` gives them doubles who were judged alike."""

import subprocess
import sys
from collections import defaultdict
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from benchmarks.demo_site import ROOT, environment
from lms.config import load_settings
from lms.evidence.commands import import_observations, refit
from lms.evidence.domain import PastObservation
from lms.evidence.models import ObservationRow
from lms.evidence.queries import list_rated_versions
from lms.kernel.actor import Actor
from lms.kernel.clock import Clock, SystemClock
from lms.people.commands import grant_role, register_person
from lms.people.models import Employment, Membership, Organisation, Person, Role
from lms.people.queries import load_actor
from lms.rubric.models import Criterion
from lms.storage.session import transaction
from lms.web.console import open_database

PLANNER = "hr@example.jp"
ADVISORS = 200


def fill(folder: Path) -> None:
    """Make a demo of ``ADVISORS`` advisors in a folder, ready to be served."""
    for module, *words in (("lms.cli", "demo", "data"), ("benchmarks.crowd",)):
        command = [sys.executable, "-m", module, *words]
        subprocess.run(command, check=True, cwd=ROOT, env=environment(folder), stdout=subprocess.DEVNULL)


def main() -> None:
    open_database(load_settings())
    clock = SystemClock()
    with transaction() as session:
        doubles = _register_doubles(session)
        report = import_observations(
            session, actor=_planner(session, clock), rows=_rows(session, doubles), dry_run=False, clock=clock
        )
        assert report.is_written, report.refused[:1]
        for version_id in list_rated_versions(session):
            refit(session, rubric_version_id=version_id, clock=clock)


def _planner(session: Session, clock: Clock) -> Actor:
    planner = session.scalars(select(Person).where(Person.email == PLANNER)).one()
    return load_actor(session, person_id=planner.id, on=clock.today())


def _register_doubles(session: Session) -> list[tuple[Person, Person]]:
    """Register doubles at the same employers until there are ``ADVISORS``; pairs of original and double."""
    advisors = session.execute(
        select(Person, Employment, Organisation)
        .join(Employment, Employment.person_id == Person.id)
        .join(Organisation, Organisation.id == Employment.organisation_id)
        .join(Membership, Membership.person_id == Person.id)
        .join(Role, Role.id == Membership.role_id)
        .where(
            Role.code == "advisor", Employment.ends_on.is_(None), Organisation.path.contains(_root(session))
        )
        .order_by(Person.email)
    ).all()
    doubles = []
    for number in range(ADVISORS - len(advisors)):
        person, employment, employer = advisors[number % len(advisors)]
        double = register_person(
            session,
            email=f"double-{number}-{person.email}",
            name=person.name,
            name_kana=person.name_kana,
            employer=employer,
            employed_on=employment.starts_on,
        )
        grant_role(
            session, person=double, organisation=employer, role_code="advisor", starts_on=employment.starts_on
        )
        doubles.append((person, double))
    session.flush()  # employments are looked up when observations come in
    return doubles


def _root(session: Session) -> str:
    """Return the path of the organisation the planner works for: the map shows who is employed below it."""
    employer = (
        select(Organisation.path)
        .join(Employment, Employment.organisation_id == Organisation.id)
        .join(Person, Person.id == Employment.person_id)
        .where(Person.email == PLANNER)
    )
    return session.scalars(employer).one()


def _rows(session: Session, doubles: list[tuple[Person, Person]]) -> list[PastObservation]:
    doubles_of = defaultdict(list)
    for person, double in doubles:
        doubles_of[person.id].append(double.id)
    found = session.execute(
        select(ObservationRow, Criterion.code)
        .join(Criterion, Criterion.id == ObservationRow.criterion_id)
        .where(ObservationRow.rater_id != ObservationRow.trainee_id, ObservationRow.voided_at.is_(None))
        .order_by(ObservationRow.id)
    )
    rows = [
        PastObservation(
            double_id, row.rater_id, row.rater_role, row.observed_on, code, row.level, row.comment
        )
        for row, code in found
        for double_id in doubles_of[row.trainee_id]
    ]
    return list({row.identity: row for row in rows}.values())


if __name__ == "__main__":
    main()
