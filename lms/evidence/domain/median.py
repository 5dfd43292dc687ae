"""The first level policy: the median of supervisors' observations within 24 months, at least 2.

Terms. *Counted* observations are active, made by a supervisor about somebody else, in the rubric version
asked for and at most 24 months old. With n of them, m_k is how many show level k or higher. The level of a
person is taken to be the middle of what supervisors see: it is k or higher when more than half of all
observations one could make of them (a share θ) would show k or higher. After n observations θ ~ Beta(m_k + 1,
n − m_k + 1), and P(θ > ½) is the binomial sum Σ_{j ≤ m_k} C(n + 1, j) / 2^(n + 1), computed here exactly.
P(level = k) is the difference of neighbours. The level shown is the lower median: between two levels the
policy does not flatter.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import lru_cache
from math import comb
from uuid import UUID

from lms.evidence.domain.finding import FindingStatus, LevelFinding, PersonFindings, RubricOutline, Wanted
from lms.evidence.domain.observation import Observation, ObservationState, RaterRole
from lms.evidence.domain.policy import NotCounted
from lms.kernel.calendar import months_before

COUNTED_ROLES = frozenset({RaterRole.SUPERVISOR})


Counts = tuple[int, ...]
"""How many observations show level 1, 2, …, K: all that the policy needs to know of them."""


@lru_cache(maxsize=4096)
def majority_probability(shown: int, total: int) -> Fraction:
    """Give P(θ > ½) for θ ~ Beta(shown + 1, total − shown + 1), exactly."""
    return Fraction(sum(comb(total + 1, j) for j in range(shown + 1)), 2 ** (total + 1))


@lru_cache(maxsize=4096)
def level_probabilities(counts: Counts) -> tuple[Fraction, ...]:
    """Give P(level = 1), …, P(level = K) after observing ``counts``; they sum to 1 exactly."""
    total = sum(counts)
    at_least = [Fraction(1), *(majority_probability(sum(counts[k:]), total) for k in range(1, len(counts)))]
    above = [*at_least[1:], Fraction(0)]
    return tuple(this - higher for this, higher in zip(at_least, above, strict=True))


@lru_cache(maxsize=4096)
def lower_median(counts: Counts) -> int:
    """Give the middle level of at least one observation; of two middles the lower."""
    half = (sum(counts) + 1) // 2
    return next(level for level in range(1, len(counts) + 1) if sum(counts[:level]) >= half)


@lru_cache(maxsize=4096)
def agreeing_needed(counts: Counts, certainty: Fraction) -> int:
    """Count the further observations of the level found that bring its probability to ``certainty``."""
    level, more = lower_median(counts), list(counts)
    while level_probabilities(tuple(more))[level - 1] < certainty:
        more[level - 1] += 1
    return sum(more) - sum(counts)


@lru_cache(maxsize=4096)
def _as_floats(counts: Counts) -> tuple[tuple[float, ...], float]:
    """Give the probabilities and their mean level as floats."""
    exact = level_probabilities(counts)
    mean = sum((number * p for number, p in enumerate(exact, start=1)), start=Fraction(0))
    return tuple(float(p) for p in exact), float(mean)


@dataclass(frozen=True)
class SupervisorMedian:
    """Lower median of supervisors' observations; the thresholds change only with the ``code``."""

    window_months: int = 24
    fresh_months: int = 12
    min_observations: int = 2
    established_observations: int = 3
    established_raters: int = 2
    established_certainty: Fraction = Fraction(7, 10)

    @property
    def code(self) -> str:
        """Name the policy."""
        return f"supervisor_median_{self.window_months}m_min{self.min_observations}"

    def assess(
        self, person_id: UUID, observations: Iterable[Observation], *, outline: RubricOutline, as_of: date
    ) -> PersonFindings:
        """Find the levels of ``person_id``: per criterion; pooled, per domain and in all."""
        per_criterion: dict[str, list[Observation]] = {code: [] for code in outline.criteria}
        for observation in observations:
            is_theirs = observation.trainee_id == person_id
            if is_theirs and self.why_not_counted(observation, outline=outline, as_of=as_of) is None:
                per_criterion[observation.criterion_code].append(observation)

        def pooled(codes: Iterable[str]) -> LevelFinding:
            pool = [observation for code in codes for observation in per_criterion[code]]
            return self._find(pool, highest=outline.highest_level, as_of=as_of)

        return PersonFindings(
            person_id=person_id,
            as_of=as_of,
            policy=self.code,
            criteria={code: pooled((code,)) for code in outline.criteria},
            domains={domain: pooled(codes) for domain, codes in outline.domains.items()},
            overall=pooled(outline.criteria),
        )

    def why_not_counted(
        self, observation: Observation, *, outline: RubricOutline, as_of: date
    ) -> NotCounted | None:
        """Say why an observation is left out, or None when it counts."""
        if observation.state is ObservationState.VOIDED:
            return NotCounted.VOIDED
        if observation.is_own:
            return NotCounted.OWN
        if observation.rater_role not in COUNTED_ROLES:
            return NotCounted.RATER_ROLE
        if not outline.has(observation):
            return NotCounted.OTHER_RUBRIC
        if observation.observed_on > as_of:
            return NotCounted.LATER
        is_old = observation.observed_on < months_before(as_of, self.window_months)
        return NotCounted.TOO_OLD if is_old else None

    def _find(self, counted: Sequence[Observation], *, highest: int, as_of: date) -> LevelFinding:
        newest_first = tuple(
            sorted(counted, key=lambda o: (o.observed_on, o.recorded_at, o.id), reverse=True)
        )
        seen = Counter(observation.level for observation in counted)
        counts = tuple(seen[number] for number in range(1, highest + 1))
        n_raters = len({observation.rater_id for observation in counted})
        latest_on = newest_first[0].observed_on if newest_first else None
        is_stale = latest_on is not None and latest_on < months_before(as_of, self.fresh_months)
        probabilities, mean = _as_floats(counts)
        level = lower_median(counts) if len(counted) >= self.min_observations else None
        wanted = self._wanted(counts, n_raters=n_raters, is_stale=is_stale)
        return LevelFinding(
            status=_status(level, wanted),
            level=level,
            certainty_ratio=probabilities[level - 1] if level else 0.0,
            probabilities=probabilities,
            estimate=mean if level else None,
            lower90=None,
            upper90=None,
            n_observations=len(counted),
            n_raters=n_raters,
            latest_on=latest_on,
            is_stale=is_stale,
            policy=self.code,
            counted=newest_first,
            wanted=wanted,
        )

    def _wanted(self, counts: Counts, *, n_raters: int, is_stale: bool) -> Wanted:
        """Say what is missing; nothing is missing exactly when the finding is established."""
        total = sum(counts)
        new_raters = max(0, self.established_raters - n_raters)
        for_number = max(self.established_observations - total, new_raters, int(is_stale))
        has_level = total >= self.min_observations
        for_certainty = agreeing_needed(counts, self.established_certainty) if has_level else 0
        return Wanted(
            observations=max(for_number, for_certainty),
            new_raters=new_raters,
            recent=is_stale,
            agreeing=for_certainty > 0,
        )


def _status(level: int | None, wanted: Wanted) -> FindingStatus:
    if level is None:
        return FindingStatus.INSUFFICIENT
    return FindingStatus.ESTABLISHED if wanted.is_nothing else FindingStatus.PROVISIONAL
