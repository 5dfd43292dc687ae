"""Ratings as columns of numbers: what the model is fitted to."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TypeAlias, TypeVar

import numpy as np
from numpy.typing import NDArray

from lms.evidence.domain.facets.scale import Scale
from lms.evidence.domain.observation import RaterRole

Key: TypeAlias = str
RaterKey: TypeAlias = tuple[Key, RaterRole]
Ints: TypeAlias = NDArray[np.int64]

AnyKey = TypeVar("AnyKey", Key, RaterKey)

YEAR_DAYS = 365.25
QUARTER_DAYS = YEAR_DAYS / 4
STRANGERS = ""
"""The name under which pooled raters go."""
ANCHOR: RaterKey = ("=panel", RaterRole.SUPERVISOR)
"""The rater in whose name reference levels are given: known to be neither strict nor lenient."""
STRANGER_INFORMATION = 0.6 * 0.55**2
"""Typical variance of a rating times the reference variance of severities: see ``with_strangers_pooled``."""


@dataclass(frozen=True)
class RatingTable:
    """n ratings sorted by subject and quarter; own views are kept apart in ``own``.

    ``subject``, ``criterion``, ``rater``: positions in ``subjects``, ``scale.criteria`` and ``raters``;
    ``level``: 0 … K − 1; ``day``: proleptic ordinal of the day observed (``as_of`` where unknown);
    ``quarter``: quarters of a year since day 0; ``weight``: what a rating counts; ``changed``: whether it was
    made when the criterion meant something else. All (n,). ``last_day``: (subjects,), the last day with a
    rating; 0 for somebody with own views only. ``is_person``: (subjects,), False for what all raters rate to
    be compared by.
    """

    scale: Scale
    as_of: date
    subjects: tuple[Key, ...]
    raters: tuple[RaterKey, ...]
    subject: Ints
    criterion: Ints
    rater: Ints
    level: Ints
    day: Ints
    weight: NDArray[np.float64]
    changed: NDArray[np.bool_]
    last_day: Ints
    is_person: NDArray[np.bool_]
    own: "OwnViews"

    @property
    def quarter(self) -> Ints:
        """Number the quarter of a year in which each rating was made."""
        return quarter_of(self.day)

    @classmethod
    def from_columns(
        cls,
        *,
        scale: Scale,
        subject: Sequence[Key],
        criterion: Sequence[str],
        level: Sequence[int],
        rater: Sequence[Key],
        observed_on: Sequence[int | None],
        role: Sequence[RaterRole],
        as_of: date,
        half_life_days: float | None = None,
        with_own: bool = False,
        share: Sequence[float] = (),
        changed: Sequence[bool] = (),
        linking: Collection[Key] = (),
    ) -> "RatingTable":
        """Build the table from columns of equal length; ``level`` 1–K, ``observed_on`` ordinals of days.

        Ratings after ``as_of`` are left out; a day that is None counts as ``as_of``. With ``half_life_days``
        an older rating weighs less: half as much for each half-life before ``as_of``. Own views are kept
        apart unless ``with_own``. ``share`` (what a rating counts, 1 without) and ``changed`` as the other
        columns; ``linking``: the subjects that are no people.
        """
        today = as_of.toordinal()
        day = np.array([today if one is None else one for one in observed_on], dtype=np.int64)
        subjects, who = _numbered(subject)
        raters, by = _numbered(list(zip(rater, role, strict=True)))
        place = {code: number for number, code in enumerate(scale.criteria)}
        what = np.array([place[code] for code in criterion], dtype=np.int64)
        seen = np.array(level, dtype=np.int64) - 1
        is_own = np.array([one is RaterRole.SELF and not with_own for one in role], dtype=bool)
        in_time = day <= today
        order = np.lexsort((np.arange(len(day)), by, what, day, who))
        kept = order[(in_time & ~is_own)[order]]
        own = order[(in_time & is_own)[order]]
        weight = _weights(today - day, share, half_life_days)
        is_changed = np.array(changed, dtype=bool) if changed else np.zeros(len(day), dtype=bool)
        last_day = np.zeros(len(subjects), dtype=np.int64)
        np.maximum.at(last_day, who[kept], day[kept])
        used = np.unique(by[kept])
        rater_place = np.full(len(raters), -1, dtype=np.int64)
        rater_place[used] = np.arange(len(used))
        return cls(
            scale=scale,
            as_of=as_of,
            subjects=subjects,
            raters=tuple(raters[number] for number in used),
            subject=who[kept],
            criterion=what[kept],
            rater=rater_place[by[kept]],
            level=seen[kept],
            day=day[kept],
            weight=weight[kept],
            changed=is_changed[kept],
            last_day=last_day,
            is_person=np.array([key not in linking for key in subjects], dtype=bool),
            own=OwnViews(who[own], what[own], seen[own]),
        )

    def __len__(self) -> int:
        return len(self.level)

    def counts(self) -> Ints:
        """Count the ratings of each subject in each criterion; shape (subjects, criteria)."""
        return self._counted(np.ones(len(self), dtype=bool))

    def unchanged_counts(self) -> Ints:
        """Count those of them that were made when the criterion meant what it means today."""
        return self._counted(~self.changed)

    def _counted(self, kept: NDArray[np.bool_]) -> Ints:
        width = len(self.scale.criteria)
        place = (self.subject * width + self.criterion)[kept]
        return np.bincount(place, minlength=len(self.subjects) * width).reshape(len(self.subjects), width)

    def latest_days(self) -> Ints:
        """Give the day of each subject's last rating by criterion, 0 for none; (subjects, criteria)."""
        latest = np.zeros((len(self.subjects), len(self.scale.criteria)), dtype=np.int64)
        np.maximum.at(latest, (self.subject, self.criterion), self.day)
        return latest

    def rater_counts(self) -> Ints:
        """Count each subject's different raters: per criterion, then per domain, then in all.

        A person who rated in two roles counts once; shape (subjects, criteria + pools).
        """
        pools = self.scale.pools > 0
        members = np.concatenate([np.eye(len(self.scale.criteria), dtype=bool), pools])
        person = _people_behind(self.raters)
        counted = np.zeros((len(self.subjects), len(members)), dtype=np.int64)
        triples = np.unique((self.subject * len(members) + self.criterion) * len(person) + person[self.rater])
        pairs, who = np.divmod(triples, max(len(person), 1))
        subject, criterion = np.divmod(pairs, len(members))
        for place, inside in enumerate(members):
            kept = inside[criterion]
            seen = np.unique(subject[kept] * len(person) + who[kept])
            counted[:, place] = np.bincount(seen // max(len(person), 1), minlength=len(self.subjects))
        return counted

    def with_strangers_pooled(self, most: int) -> "RatingTable":
        """Take raters of one single person together, by role, where there are more than ``most`` raters.

        Clients rate nobody but their advisor: next to nothing can be learnt of how strict each of them is. As
        one pooled rater they get their group's mean, and their ratings weigh less. The order stays.
        """
        if len(self.raters) <= most:
            return self
        pairs = np.unique(np.stack([self.rater, self.subject]), axis=1)[0]
        is_stranger = np.bincount(pairs, minlength=len(self.raters)) == 1
        is_stranger &= np.array([key != ANCHOR for key in self.raters], dtype=bool)
        keys: list[RaterKey] = [
            (STRANGERS, role) if stranger else (name, role)
            for (name, role), stranger in zip(self.raters, is_stranger.tolist(), strict=True)
        ]
        raters, place = _numbered(keys)
        return replace(self.with_strangers_weighed(is_stranger), raters=raters, rater=place[self.rater])

    def with_strangers_weighed(self, is_stranger: NDArray[np.bool_]) -> "RatingTable":
        """Weigh the ratings of raters of unknown severity (raters,) as the clustered observations they are.

        n ratings of one person by such a rater tell as much as n / (1 + n·variance of a rating·variance of
        severities) ratings by an average one.
        """
        person = self.rater * len(self.subjects) + self.subject
        alike = np.bincount(person, minlength=len(self.raters) * len(self.subjects))[person]
        weight = np.where(is_stranger[self.rater], 1 / (1 + alike * STRANGER_INFORMATION), 1.0)
        return replace(self, weight=self.weight * weight)


@dataclass(frozen=True)
class OwnViews:
    """What people said of themselves: positions of subject and criterion, level 0 … K − 1; all (n,)."""

    subject: Ints
    criterion: Ints
    level: Ints


def quarter_of(day: Ints) -> Ints:
    """Say which quarter of a year a day lies in, counted from day 0."""
    return np.asarray(np.floor(day / QUARTER_DAYS), dtype=np.int64)


def _numbered(keys: Sequence[AnyKey]) -> tuple[tuple[AnyKey, ...], Ints]:
    """List the different keys in order, and each row's place among them."""
    ordered = tuple(sorted(set(keys)))
    place = {key: number for number, key in enumerate(ordered)}
    return ordered, np.array([place[key] for key in keys], dtype=np.int64)


def _weights(age_days: Ints, share: Sequence[float], half_life_days: float | None) -> NDArray[np.float64]:
    """Say what each rating counts: its share, less with age."""
    weight = np.array(share, dtype=np.float64) if share else np.ones(len(age_days))
    return weight if half_life_days is None else weight * 0.5 ** (age_days / half_life_days)


def _people_behind(raters: Iterable[RaterKey]) -> Ints:
    """Give a number to the person behind each rater: one person may rate in two roles."""
    names: dict[Key, int] = {}
    return np.array([names.setdefault(name, len(names)) for name, _role in raters], dtype=np.int64)
