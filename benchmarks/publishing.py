"""Publishing a rubric's next version over the ratings of a whole country, while others go on reading.

``python -m benchmarks.publishing FOLDER`` publishes and lets the worker follow in a process of its own; the
process that started it reads somebody's levels over and over meanwhile.
"""

import json
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from uuid import UUID

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from benchmarks.levels.simulation import NATIONAL, TODAY, Simulated, simulate
from lms.config import load_settings
from lms.evidence.commands import refit
from lms.evidence.domain import RaterRole, SourceKind
from lms.evidence.jobs import Refitter
from lms.evidence.models import ObservationRow
from lms.evidence.queries import list_findings
from lms.kernel.clock import FrozenClock
from lms.kernel.ids import new_id
from lms.people.commands import add_organisation, add_standard_roles, grant_role, register_person
from lms.people.domain import OrganisationKind, RoleCode
from lms.people.models import Employment, Organisation, Person
from lms.people.queries import load_actor
from lms.rubric.commands import load_rubric
from lms.rubric.domain import Change, CrosswalkKind, CrosswalkLine, RubricText, Succession
from lms.rubric.loader import SCHEMA_FILE, read_rubric, read_schema
from lms.rubric.queries import get_rubric
from lms.storage.engine import make_engine
from lms.storage.migrations import upgrade
from lms.storage.session import Database, reading, transaction, use_database

CLOCK = FrozenClock(datetime.combine(TODAY, datetime.min.time(), UTC))
ROWS_AT_ONCE = 20_000
JOINED = date(2020, 4, 1)
PLANNER = "hr@example.jp"
SPLIT, SHIFTED, RETIRED = "A1", "B1", "C3"
PAUSE_S = 0.02
TIMES = "times.json"

Figures = Iterator[tuple[str, float, str]]


def run() -> Figures:
    with TemporaryDirectory(prefix="banso-publishing-") as name:
        folder = Path(name)
        _open(folder)
        world = simulate(NATIONAL, 1)
        with transaction() as session:
            version_id = _fill(session, world)
        with transaction() as session:
            refit(session, rubric_version_id=version_id, clock=CLOCK)
        size = f"publishing, {NATIONAL.ratings} observations of {NATIONAL.people} people"
        before = _read_for(2.0)
        yield f"{size}: a person's levels, read before: slowest", max(before) * 1000, "ms"
        command = [sys.executable, "-m", "benchmarks.publishing", str(folder)]
        with subprocess.Popen(command, stdout=subprocess.DEVNULL) as process:
            meanwhile = _read_while(process)
        published_s, followed_s = json.loads((folder / TIMES).read_text(encoding="utf-8"))
        yield f"{size}: publish a version with a split, a shifted and a retired criterion", published_s, "s"
        yield f"{size}: fit it and store everybody's levels in its words", followed_s, "s"
        yield f"{size}: both", published_s + followed_s, "s"
        yield f"{size}: a person's levels, read meanwhile: slowest", max(meanwhile) * 1000, "ms"
        yield f"{size}: a person's levels, read meanwhile", len(meanwhile), "times"


def _open(folder: Path) -> None:
    engine = make_engine(f"sqlite:///{folder / 'national.sqlite3'}")
    upgrade(engine)
    use_database(Database.of_engine(engine))


def _text() -> RubricText:
    folder = load_settings({"LMS_ENV": "test"}).rubrics_dir
    text = read_rubric(
        (folder / "banso-v1.yaml").read_bytes(), schema=read_schema(folder / SCHEMA_FILE)
    ).rubric
    assert text is not None
    return text


def _fill(session: Session, world: Simulated) -> UUID:
    """Store a country: organisations, people, raters, a rubric, and every rating."""
    add_standard_roles(session)
    root = add_organisation(session, code="root", name=_named("root"), kind=OrganisationKind.COUNCIL)
    session.flush()
    planner = register_person(
        session, email=PLANNER, name="HR", name_kana="", employer=root, employed_on=JOINED
    )
    session.flush()
    grant_role(session, person=planner, organisation=root, role_code=RoleCode.HR, starts_on=JOINED)
    loading = load_rubric(session, actor_id=None, rubric=_text(), publisher_id=root.id, clock=CLOCK)
    session.flush()
    offices = _fill_offices(session, root, world)
    _fill_people(session, offices, world)
    rubric = get_rubric(session, loading.rubric_version_id)
    criteria = [rubric.criterion(code).id for code in sorted(c.code for c in rubric.criteria)]
    rows: list[dict[str, Any]] = []
    for subject, criterion, level, rater, day in zip(
        world.subject.tolist(),
        world.criterion.tolist(),
        world.level.tolist(),
        world.rater.tolist(),
        world.observed_on_column,
        strict=True,
    ):
        rows.append(
            {
                "id": new_id(),
                "organisation_id": offices[subject % len(offices)],
                "trainee_id": world.person_id(subject),
                "rater_id": world.rater_id(rater),
                "rater_role": RaterRole.SUPERVISOR,
                "rubric_version_id": rubric.id,
                "criterion_id": criteria[criterion],
                "level": level,
                "observed_on": date.fromordinal(day),
                "recorded_at": CLOCK.now(),
                "comment": "",
                "source_kind": SourceKind.PAST_RECORD,
            }
        )
        if len(rows) == ROWS_AT_ONCE:
            session.execute(insert(ObservationRow), rows)
            rows.clear()
    if rows:
        session.execute(insert(ObservationRow), rows)
    return rubric.id


def _named(name: str) -> dict[str, str]:
    return {"ja": name, "en": name}


def _fill_offices(session: Session, root: Organisation, world: Simulated) -> list[UUID]:
    offices = [
        add_organisation(
            session, code=f"o{number}", name=_named(f"o{number}"), kind=OrganisationKind.CHAMBER, parent=root
        )
        for number in range(world.size.organisations)
    ]
    session.flush()
    return [office.id for office in offices]


def _fill_people(session: Session, offices: list[UUID], world: Simulated) -> None:
    everybody = [
        *((world.person_id(number), number) for number in range(world.size.people)),
        *((world.rater_id(number), number) for number in range(world.size.raters)),
    ]
    session.execute(
        insert(Person),
        [
            {"id": key, "email": f"{key}@example.jp", "name": str(number), "name_kana": "", "locale": "ja"}
            for key, number in everybody
        ],
    )
    session.execute(
        insert(Employment),
        [
            {
                "id": new_id(),
                "person_id": key,
                "organisation_id": offices[number % len(offices)],
                "starts_on": JOINED,
                "title": "",
            }
            for key, number in everybody
        ],
    )


def _read_for(seconds: float) -> list[float]:
    taken: list[float] = []
    end = time.perf_counter() + seconds
    while time.perf_counter() < end:
        taken.append(_read_once(len(taken)))
    return taken


def _read_while(process: subprocess.Popen[bytes]) -> list[float]:
    taken: list[float] = []
    while process.poll() is None:
        taken.append(_read_once(len(taken)))
        time.sleep(PAUSE_S)
    return taken


def _read_once(number: int) -> float:
    """Read one person's levels as HR; return how many seconds it took."""
    started = time.perf_counter()
    with reading() as session:
        actor = load_actor(session, person_id=_planner(session), on=TODAY)
        person_id = Simulated.person_id(number % NATIONAL.people)
        found = list_findings(session, actor, [person_id], TODAY)
    assert person_id in found
    return time.perf_counter() - started


def _planner(session: Session) -> UUID:
    return session.scalars(select(Person.id).where(Person.email == PLANNER)).one()


def _next_version() -> RubricText:
    """Split one criterion, shift one, retire one."""
    text = _text()
    domains, lines = [], []
    for domain in text.domains:
        criteria = []
        for criterion in domain.criteria:
            code = criterion.code
            if code == RETIRED:
                lines.append(CrosswalkLine(code, CrosswalkKind.RETIRED))
                continue
            criteria.append(criterion)
            if code == SPLIT:
                criteria.append(replace(criterion, code="A9"))
                lines.append(CrosswalkLine(code, CrosswalkKind.SPLIT, (code, "A9")))
            elif code == SHIFTED:
                lines.append(CrosswalkLine(code, CrosswalkKind.SHIFTED, (code,), {1: 1, 2: 1, 3: 2, 4: 3}))
            else:
                lines.append(CrosswalkLine(code, CrosswalkKind.SAME, (code,)))
        domains.append(replace(domain, criteria=tuple(criteria)))
    succession = Succession(text.version, Change.MEANING, tuple(lines), {"ja": "改訂", "en": "Revision"})
    return replace(text, version="2", domains=tuple(domains), succession=succession)


def _publish(folder: Path) -> None:
    _open(folder)
    started = time.perf_counter()
    with transaction() as session:
        root = session.scalars(select(Organisation.id).where(Organisation.code == "root")).one()
        load_rubric(session, actor_id=None, rubric=_next_version(), publisher_id=root, clock=CLOCK)
    published = time.perf_counter()
    Refitter(CLOCK, "benchmark").follow()
    times = [published - started, time.perf_counter() - published]
    (folder / TIMES).write_text(json.dumps(times), encoding="utf-8")


if __name__ == "__main__":
    _publish(Path(sys.argv[1]))
