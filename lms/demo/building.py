"""Builds the whole demo in one transaction: all of it, or nothing."""

import random
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from sqlalchemy import update
from sqlalchemy.orm import Session

from lms.config import Settings
from lms.demo.aims import plan_aims
from lms.demo.assigning import plan_assignments
from lms.demo.calibrating import plan_calibrations
from lms.demo.caseload import first_days_of, plan_cases
from lms.demo.deciding import plan_decisions
from lms.demo.drafting import plan_drafts
from lms.demo.drawing import Member, draw_members, named_member
from lms.demo.journal import plan_entries
from lms.demo.learning import plan_learning, publish, read_shelf
from lms.demo.nights import fit_levels, plan_nights
from lms.demo.outside import plan_outside
from lms.demo.past import plan_past
from lms.demo.planning import plan_plans
from lms.demo.rounds import plan_round
from lms.demo.staff import add_members, add_places
from lms.demo.tables import read_cases, read_names, read_places, read_staff, read_teams, read_yaml
from lms.demo.timeline import Timeline
from lms.demo.wording import plan_wording
from lms.demo.world import World
from lms.kernel.clock import Clock
from lms.storage.outbox import OutboxMessage
from lms.storage.session import transaction

PUBLISHER = "council"
UNREAD = timedelta(days=5)
"""Messages of the last days still leave; those of the year before count as delivered long ago."""


class Size(StrEnum):
    """How much is made."""

    SMALL = "small"


@dataclass(frozen=True)
class Report:
    """How much was made."""

    organisations: int
    people: int
    cases: int
    entries: int
    past_observations: int


def build(*, seed: int, clock: Clock, settings: Settings, size: Size = Size.SMALL) -> Report:
    """Fill an empty database; the same content for the same seed and day. ``size`` has one value so far.

    Raises UnusableFileError when a rubric or course file is not sound.
    """
    del size
    with transaction() as session:
        return _Builder(session, seed=seed, clock=clock, settings=settings).build()


class _Builder:
    def __init__(self, session: Session, *, seed: int, clock: Clock, settings: Settings) -> None:
        self.clock, self.settings = clock, settings
        self.draw = random.Random(seed)  # noqa: S311 (invented people, not secrets)
        self.world = World(session, Timeline(clock.today()))
        self.places, self.entries = read_places(), read_yaml("journal.yaml")

    def build(self) -> Report:
        world, shelf = self.world, read_shelf(self.settings.rubrics_dir, self.settings.content_dir)
        add_places(world, self.places)
        members = self._members()
        add_members(world, members)
        publish(world, shelf, publisher=PUBLISHER)
        n_cases = self._plan_cases()
        plan_entries(world, self.entries)
        idle = plan_learning(world, members, shelf.courses, draw=self.draw)
        plan_assignments(world, members, shelf.courses, idle)
        plan_nights(world)
        plan_round(world, organisation=PUBLISHER)
        plan_outside(world, shelf.courses, schemas=self.settings.rubrics_dir)
        n_past = plan_past(world, members, self.places, draw=self.draw)
        plan_wording(world, publisher=PUBLISHER)
        plan_aims(world, shelf, publisher=PUBLISHER)
        plan_calibrations(world, shelf, publisher=PUBLISHER, draw=self.draw)
        plan_decisions(world)
        plan_plans(world, publisher=PUBLISHER)
        plan_drafts(world, shelf, content=self.settings.content_dir)
        world.timeline.play()
        fit_levels(world, self.clock)
        self._settle_mail()
        return Report(
            organisations=len(self.places),
            people=len(world.people),
            cases=n_cases,
            entries=len(self.entries),
            past_observations=n_past,
        )

    def _members(self) -> list[Member]:
        named = read_staff()
        drawn = draw_members(self.places, read_names(), named, draw=self.draw)
        return [*(named_member(row) for row in named), *drawn]

    def _plan_cases(self) -> int:
        cases, teams = read_cases(), read_teams()
        plan_cases(self.world, cases, teams, first_days_of(teams, self.entries), draw=self.draw)
        return len(cases)

    def _settle_mail(self) -> None:
        self.world.session.execute(
            update(OutboxMessage)
            .where(OutboxMessage.created_at < self.clock.now() - UNREAD)
            .values(delivered_at=OutboxMessage.created_at, attempts=1)
        )
