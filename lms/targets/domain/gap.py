"""How far somebody is from a target, as surely as the evidence tells, and what helps next.

Terms. P(at least t) is the probability that the level is ``t`` or higher. A target is *met* when that is at
least .7 and the evidence carries it: 3 observations by 2 people, the latest not out of date (an established
level always has that; whether somebody is at 2 or 3 need not be sure to know that 2 is reached). It is
*short* when P(below t) is at least .7. In between, or on thin evidence, it is *uncertain*: what helps is to
be observed, not to learn. Own views are no evidence, so they meet no target.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from lms.evidence.domain import FindingStatus, LevelFinding
from lms.evidence.domain.finding import GATE_OBSERVATIONS, GATE_RATERS
from lms.targets.domain.following import Target

SURE = 0.7


class GapState(StrEnum):
    """Where somebody stands with one target."""

    MET = "met"
    SHORT = "short"
    UNCERTAIN = "uncertain"
    UNSEEN = "unseen"


@dataclass(frozen=True)
class LearningStep:
    """What is to be learnt: in one criterion, from a level up to another, each level in between included."""

    criterion_code: str
    from_level: int
    to_level: int

    @property
    def levels(self) -> tuple[int, ...]:
        """List the levels to be reached, lowest first."""
        return tuple(range(self.from_level + 1, self.to_level + 1))


@dataclass(frozen=True)
class Gap:
    """One target beside what was found. ``ratio``: how likely the target is reached (0–1).

    ``is_decided``: people decided that the level is reached, whatever the estimate says.
    """

    criterion_code: str
    target: Target
    finding: LevelFinding
    state: GapState
    ratio: float
    is_decided: bool = False

    @property
    def certainty_ratio(self) -> float:
        """Say how sure the state is: that it is reached, or that it is not; 0 where nothing was seen."""
        if self.state is GapState.UNSEEN:
            return 0.0
        return 1 - self.ratio if self.state is GapState.SHORT else self.ratio

    @property
    def is_likely(self) -> bool:
        """Say whether the target is probably reached, however little that rests on."""
        return self.ratio >= SURE

    @property
    def learning(self) -> LearningStep | None:
        """Return the way of learning to the target; None unless it is surely not reached."""
        if self.state is not GapState.SHORT:
            return None
        start = min(self.finding.level or 0, self.target.level - 1)
        return LearningStep(self.criterion_code, start, self.target.level)

    @property
    def n_wanted(self) -> int:
        """Count the observations that would help to tell; 0 unless it is uncertain or unseen."""
        is_open = self.state in {GapState.UNCERTAIN, GapState.UNSEEN}
        return max(1, self.finding.wanted.observations) if is_open else 0

    @property
    def n_wanted_elsewhere(self) -> int:
        """Count how many of these have to come from raters who have not rated it yet."""
        return min(self.n_wanted, self.finding.wanted.new_raters)


def gap_of(
    criterion_code: str, target: Target, finding: LevelFinding, *, decided_level: int | None = None
) -> Gap:
    """Compare one finding with one target; ``decided_level`` is what people decided, if they did."""
    ratio = finding.at_least_ratio(target.level)
    if decided_level is not None and decided_level >= target.level:
        return Gap(criterion_code, target, finding, GapState.MET, ratio, is_decided=True)
    return Gap(criterion_code, target, finding, _state(finding, ratio), ratio)


def list_gaps(
    targets: Mapping[str, Target],
    findings: Mapping[str, LevelFinding],
    decided: Mapping[str, int] | None = None,
) -> tuple[Gap, ...]:
    """Compare all targets with what was found, in the order of the findings; others' targets are left out."""
    levels = decided or {}
    return tuple(
        gap_of(code, targets[code], finding, decided_level=levels.get(code))
        for code, finding in findings.items()
        if code in targets
    )


def count_states(gaps: Iterable[Gap]) -> Mapping[GapState, int]:
    """Count gaps by state; every state has its number."""
    counted = Counter(gap.state for gap in gaps)
    return {state: counted[state] for state in GapState}


def next_observed(gaps: Iterable[Gap]) -> Gap | None:
    """Return what fewest further observations would settle, the likeliest to be reached of several."""
    open_ones = [gap for gap in gaps if gap.n_wanted]
    return min(open_ones, key=lambda gap: (gap.n_wanted, -gap.ratio), default=None)


def next_learnt(gaps: Iterable[Gap]) -> Gap | None:
    """Return the surest of what is to be learnt."""
    return max((gap for gap in gaps if gap.learning), key=lambda gap: gap.certainty_ratio, default=None)


def _state(finding: LevelFinding, ratio: float) -> GapState:
    if finding.n_observations == 0:
        return GapState.UNSEEN
    if finding.status is FindingStatus.INSUFFICIENT:
        return GapState.UNCERTAIN
    if 1 - ratio >= SURE:
        return GapState.SHORT
    return GapState.MET if ratio >= SURE and _carries(finding) else GapState.UNCERTAIN


def _carries(finding: LevelFinding) -> bool:
    return (
        finding.n_observations >= GATE_OBSERVATIONS
        and finding.n_raters >= GATE_RATERS
        and not finding.is_stale
    )
