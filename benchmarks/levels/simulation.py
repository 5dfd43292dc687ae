"""Ratings of people whose true levels are known, in a world with habits no model is told about."""

from collections.abc import Sequence
from dataclasses import dataclass, field, fields
from datetime import date, timedelta
from functools import cached_property
from typing import TypeVar
from uuid import UUID

import numpy as np
from numpy.typing import NDArray

T = TypeVar("T")
Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

TODAY = date(2026, 11, 20)
CRITERIA = ("A1", "A2", "A3", "A4", "B1", "B2", "B3", "B4", "C1", "C2", "C3")
DOMAINS = ("A", "B", "C")
LEVELS = 4
DAYS_A_YEAR = 365.25
MONTHS_A_YEAR = 12


@dataclass(frozen=True)
class Size:
    """How much there is of everything; raters and people are dealt evenly to the organisations."""

    name: str
    people: int
    raters: int
    ratings: int
    organisations: int


SMALL = Size("small", people=8, raters=3, ratings=200, organisations=1)
REGION = Size("region", people=200, raters=40, ratings=10_000, organisations=10)
NATIONAL_QUARTER = Size("national quarter", people=1_299, raters=250, ratings=100_000, organisations=63)
NATIONAL = Size("national", people=5_197, raters=1_000, ratings=400_000, organisations=250)
SIZES = {size.name: size for size in (SMALL, REGION, NATIONAL_QUARTER, NATIONAL)}


def _said(default: T, says: str) -> T:
    """Return a field of a dataclass that can say what it is."""
    said: T = field(default=default, metadata={"says": says})
    return said


@dataclass(frozen=True)
class Assumptions:
    """What the simulated world is like. Spreads are standard deviations in logits, times are in years."""

    years: float = _said(2.0, "length of the record, up to today")
    criteria_an_entry: tuple[int, ...] = _said((3, 4, 5), "criteria judged in one entry, each as often")
    busy_organisation: float = _said(0.6, "spread between organisations of the log of entries a head")
    busy_person: float = _said(0.2, "spread between people of an organisation of the log of their entries")
    own_supervisor: float = _said(0.6, "share of entries by the person's own supervisor")
    outsider: float = _said(0.15, "share of entries by a rater of another organisation, where there is one")
    ability_mean: float = _said(-0.6, "people's mean standing when the record starts")
    ability: float = _said(1.3, "spread of people's standing when the record starts")
    organisation: float = _said(0.0, "spread between organisations of their people's mean standing")
    growth_mean: float = _said(0.6, "mean growth a year")
    growth: float = _said(0.4, "spread of growth a year between people")
    wandering: float = _said(0.2, "random walk of a person after one year")
    domain: float = _said(0.4, "spread of a person's strength in a domain")
    criterion: float = _said(0.5, "spread of a person's strength in a criterion")
    steps: tuple[float, ...] = _said((-2.0, 0.0, 2.0), "steps between levels that criteria have in common")
    step: float = _said(0.25, "spread of a criterion's steps around the common ones")
    severity: float = _said(0.5, "spread of severity between raters of an organisation")
    culture: float = _said(0.25, "spread of severity between organisations")
    rater_criterion: float = _said(0.25, "spread of a rater's severity between criteria (no model knows it)")
    discrimination: float = _said(0.15, "spread of the log of raters' discrimination (no model knows it)")
    drift: float = _said(0.15, "spread of the drift of severity a year (no model knows it)")
    halo: float = _said(0.4, "spread of the day's impression, shared by an entry (no model knows it)")

    def lines(self) -> list[str]:
        """Say each assumption in a line."""
        return [f"{one.metadata['says']}: {getattr(self, one.name)}" for one in fields(self)]


ASSUMPTIONS = Assumptions()


@dataclass(frozen=True)
class Vignettes:
    """What every rater has judged, alone, in every criterion: ratings as columns, today.

    ``truth``: vignettes by criteria, what an average rater would give, 1 to 4.
    """

    subject: Ints
    criterion: Ints
    level: Ints
    rater: Ints
    truth: Floats


@dataclass(frozen=True)
class Simulated:
    """Ratings as columns of indices, with what was true of the people and the raters behind them."""

    size: Size
    subject: Ints
    criterion: Ints
    level: Ints
    rater: Ints
    days_ago: Ints
    truth: Floats
    """People by criteria: what an average rater would give today, 1 to 4."""
    severity: Floats
    """Of each rater, averaged over the record, in logits."""
    organisation_of_rater: Ints
    vignettes: "Vignettes | None" = None

    @cached_property
    def subjects(self) -> Sequence[str]:
        """Name people as the product does."""
        return [str(self.person_id(number)) for number in range(self.size.people)]

    @cached_property
    def raters(self) -> Sequence[str]:
        return [str(self.rater_id(number)) for number in range(self.size.raters)]

    @staticmethod
    def person_id(number: int) -> UUID:
        return UUID(int=number)

    def rater_id(self, number: int) -> UUID:
        return UUID(int=self.size.people + number)

    @property
    def subject_column(self) -> list[str]:
        return [self.subjects[index] for index in self.subject]

    @property
    def criterion_column(self) -> list[str]:
        return [CRITERIA[index] for index in self.criterion]

    @property
    def rater_column(self) -> list[str]:
        return [self.raters[index] for index in self.rater]

    @property
    def observed_on_column(self) -> list[int]:
        return [TODAY.toordinal() - ago for ago in self.days_ago.tolist()]

    @property
    def rows(self) -> list[tuple[str, str, int, str, str, str]]:
        """The ratings as rows of a ratings file."""
        days = [(TODAY - timedelta(days=int(ago))).isoformat() for ago in self.days_ago]
        columns = (self.subject_column, self.criterion_column, self.level.tolist(), self.rater_column, days)
        return [(*row, "supervisor") for row in zip(*columns, strict=True)]


def simulate(size: Size, seed: int, world: Assumptions = ASSUMPTIONS, *, vignettes: int = 0) -> Simulated:
    """Draw a world; the same seed gives the same people, raters and ratings with vignettes or without."""
    random = np.random.default_rng([seed, size.people, size.ratings])
    people = _People.draw(random, size, world)
    raters = _Raters.draw(random, size, world)
    entries = _Entries.draw(random, size, world, people, raters)
    entry, criterion = _criteria_of_entries(random, size, world, len(entries.subject))
    subject, rater, years_ago = entries.subject[entry], entries.rater[entry], entries.years_ago[entry]
    standing = people.standing(subject, years_ago) + people.profile[subject, criterion]
    seen = (
        standing
        - raters.severity[rater]
        - raters.habits[rater, criterion]
        - raters.drift[rater] * (world.years / 2 - years_ago)
        + entries.impression[entry]
    )
    steps = np.array(world.steps) + random.normal(0, world.step, (len(CRITERIA), len(world.steps)))
    chances = category_chances(seen, steps[criterion], raters.discrimination[rater])
    level = 1 + (random.random(len(seen))[:, None] > chances.cumsum(axis=1)[:, :-1]).sum(axis=1)
    today = people.path[:, -1, None] + people.profile
    return Simulated(
        size=size,
        subject=subject,
        criterion=criterion,
        level=level,
        rater=rater,
        days_ago=np.floor(years_ago * DAYS_A_YEAR).astype(np.int64),
        truth=1 + category_chances(today, steps[None], np.ones(1)) @ np.arange(LEVELS),
        severity=raters.severity,
        organisation_of_rater=raters.organisation,
        vignettes=_judged_by_all(random, vignettes, world, raters, steps) if vignettes else None,
    )


def _judged_by_all(
    random: np.random.Generator, count: int, world: Assumptions, raters: "_Raters", steps: Floats
) -> Vignettes:
    """Let every rater judge every vignette in every criterion; each vignette makes its own impression."""
    n_raters = len(raters.severity)
    standing = np.linspace(-1.0, 1.0, count)[:, None] + random.normal(
        0, world.criterion, (count, len(CRITERIA))
    )
    subject, rater, criterion = (
        one.ravel() for one in np.indices((count, n_raters, len(CRITERIA)), dtype=np.int64)
    )
    impression = random.normal(0, world.halo, (count, n_raters))
    seen = (
        standing[subject, criterion]
        - raters.severity[rater]
        - raters.habits[rater, criterion]
        + raters.drift[rater] * -world.years / 2
        + impression[subject, rater]
    )
    chances = category_chances(seen, steps[criterion], raters.discrimination[rater])
    level = 1 + (random.random(len(seen))[:, None] > chances.cumsum(axis=1)[:, :-1]).sum(axis=1)
    truth = 1 + category_chances(standing, steps[None], np.ones(1)) @ np.arange(LEVELS)
    return Vignettes(subject, criterion, level, rater, truth)


def category_chances(standing: Floats, steps: Floats, discrimination: Floats) -> Floats:
    """Return the chance of each level: adjacent levels, compared at each step (partial credit)."""
    climbs = discrimination[..., None] * (standing[..., None] - steps)
    heights = np.concatenate([np.zeros((*climbs.shape[:-1], 1)), climbs.cumsum(axis=-1)], axis=-1)
    weights = np.exp(heights - heights.max(axis=-1, keepdims=True))
    chances: Floats = weights / weights.sum(axis=-1, keepdims=True)
    return chances


@dataclass(frozen=True)
class _People:
    """Where everybody stands: a monthly path, and a profile over the criteria that does not change."""

    organisation: Ints
    path: Floats
    profile: Floats
    years: float

    @classmethod
    def draw(cls, random: np.random.Generator, size: Size, world: Assumptions) -> "_People":
        months = round(world.years * MONTHS_A_YEAR)
        ability = random.normal(world.ability_mean, world.ability, size.people)
        growth = random.normal(world.growth_mean, world.growth, size.people)
        wander = random.normal(0, world.wandering / MONTHS_A_YEAR**0.5, (size.people, months)).cumsum(axis=1)
        path = ability[:, None] + growth[:, None] * np.arange(months + 1) / MONTHS_A_YEAR
        path[:, 1:] += wander
        domain_of = [DOMAINS.index(code[0]) for code in CRITERIA]
        domain = random.normal(0, world.domain, (size.people, len(DOMAINS)))
        profile = domain[:, domain_of] + random.normal(0, world.criterion, (size.people, len(CRITERIA)))
        organisation = _dealt(size.people, size.organisations)
        if world.organisation:  # drawn last: worlds without it stay as they were
            path += random.normal(0, world.organisation, size.organisations)[organisation, None]
        return cls(organisation, path, profile, world.years)

    def standing(self, person: Ints, years_ago: Floats) -> Floats:
        """Return where people stood on the path, between the ends of the month."""
        month = (self.years - years_ago) * MONTHS_A_YEAR
        before = np.minimum(month.astype(np.int64), self.path.shape[1] - 2)
        part = month - before
        standing: Floats = (1 - part) * self.path[person, before] + part * self.path[person, before + 1]
        return standing


@dataclass(frozen=True)
class _Raters:
    """How everybody judges."""

    organisation: Ints
    severity: Floats
    habits: Floats
    discrimination: Floats
    drift: Floats

    @classmethod
    def draw(cls, random: np.random.Generator, size: Size, world: Assumptions) -> "_Raters":
        organisation = _dealt(size.raters, size.organisations)
        culture = random.normal(0, world.culture, size.organisations)
        return cls(
            organisation=organisation,
            severity=culture[organisation] + random.normal(0, world.severity, size.raters),
            habits=random.normal(0, world.rater_criterion, (size.raters, len(CRITERIA))),
            discrimination=np.exp(random.normal(0, world.discrimination, size.raters)),
            drift=random.normal(0, world.drift, size.raters),
        )


@dataclass(frozen=True)
class _Entries:
    """Days on which somebody was seen by a rater; all criteria of a day share one impression."""

    subject: Ints
    rater: Ints
    years_ago: Floats
    impression: Floats

    @classmethod
    def draw(
        cls, random: np.random.Generator, size: Size, world: Assumptions, people: _People, raters: _Raters
    ) -> "_Entries":
        count = size.ratings // min(world.criteria_an_entry) + 1
        supervisor = _one_of(random, people.organisation, raters.organisation)
        busy = random.normal(0, world.busy_organisation, size.organisations)
        activity = np.exp(busy[people.organisation] + random.normal(0, world.busy_person, size.people))
        due = (np.arange(count) + random.random()) * activity.sum() / count
        subject = random.permutation(np.searchsorted(activity.cumsum(), due).astype(np.int64))
        home = people.organisation[subject]
        rater = _one_of(random, home, raters.organisation)
        chance = random.random(count)
        rater = np.where(chance < world.own_supervisor, supervisor[subject], rater)
        if size.organisations > 1:
            away = (home + random.integers(1, size.organisations, count)) % size.organisations
            visitor = _one_of(random, away, raters.organisation)
            rater = np.where(chance > 1 - world.outsider, visitor, rater)
        years_ago = random.uniform(0, world.years, count)
        return cls(subject, rater, years_ago, random.normal(0, world.halo, count))


def _dealt(count: int, hands: int) -> Ints:
    return np.arange(count, dtype=np.int64) % hands


def _one_of(random: np.random.Generator, wanted: Ints, organisation_of_rater: Ints) -> Ints:
    """Return a rater at random of each wanted organisation."""
    order = np.argsort(organisation_of_rater, kind="stable")
    starts = np.searchsorted(organisation_of_rater[order], wanted)
    ends = np.searchsorted(organisation_of_rater[order], wanted, side="right")
    return order[starts + (random.random(len(wanted)) * (ends - starts)).astype(np.int64)]


def _criteria_of_entries(
    random: np.random.Generator, size: Size, world: Assumptions, entries: int
) -> tuple[Ints, Ints]:
    """Return entry and criterion of each rating: some criteria a day, each once, as many ratings as asked."""
    shuffled = random.permuted(np.tile(np.arange(len(CRITERIA)), (entries, 1)), axis=1)
    seen = np.arange(len(CRITERIA)) < random.choice(world.criteria_an_entry, entries)[:, None]
    entry = np.nonzero(seen)[0][: size.ratings]
    assert len(entry) == size.ratings
    return entry, shuffled[seen][: size.ratings]
