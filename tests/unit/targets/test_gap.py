"""How far somebody is from a target: what the evidence says, and what helps next."""

import pytest

from lms.evidence.domain import FindingStatus, RaterRole, Wanted
from lms.targets.domain import (
    GapState,
    LearningStep,
    Target,
    count_states,
    gap_of,
    list_gaps,
    next_learnt,
    next_observed,
)
from tests.factories.evidence import OUTLINE, POLICY, TODAY, TRAINEE_ID, ObservedFactory
from tests.factories.targets import FindingFactory

HALF = (0.2, 0.3, 0.3, 0.2)
UNSURE = {"status": FindingStatus.PROVISIONAL, "wanted": Wanted(2, 1)}
TOO_LITTLE = {"status": FindingStatus.INSUFFICIENT, "level": None, "wanted": Wanted(2, 1)}


@pytest.mark.parametrize(
    ("target", "facts", "state"),
    [
        (2, {}, GapState.MET),
        (3, {}, GapState.SHORT),
        (1, {}, GapState.MET),
        (3, {"probabilities": HALF, **UNSURE}, GapState.UNCERTAIN),
        (2, {"n_observations": 2, **UNSURE}, GapState.UNCERTAIN),
        (2, {"n_raters": 1, **UNSURE}, GapState.UNCERTAIN),
        (2, {"is_stale": True, **UNSURE}, GapState.UNCERTAIN),
        (2, {"probabilities": (0.02, 0.48, 0.5, 0.0), **UNSURE}, GapState.MET),
        (4, {"n_observations": 2, **UNSURE}, GapState.SHORT),
        (4, {"n_observations": 1, **TOO_LITTLE}, GapState.UNCERTAIN),
        (4, {"n_observations": 0, "n_raters": 0, **TOO_LITTLE}, GapState.UNSEEN),
    ],
    ids=[
        "established at the target",
        "established below it",
        "the lowest level",
        "half and half",
        "seen too seldom",
        "seen by one person",
        "seen too long ago",
        "at least the target, whichever of two",
        "surely below, provisional",
        "seen once",
        "never seen",
    ],
)
def test_where_somebody_stands_with_a_target(target, facts, state):
    gap = gap_of("A1", Target(target), FindingFactory(**facts))
    assert gap.state is state


@pytest.mark.parametrize(
    ("probabilities", "state"),
    [
        ((0.3, 0.7, 0.0, 0.0), GapState.MET),
        ((0.31, 0.69, 0.0, 0.0), GapState.UNCERTAIN),
        ((0.7, 0.3, 0.0, 0.0), GapState.SHORT),
        ((0.69, 0.31, 0.0, 0.0), GapState.UNCERTAIN),
    ],
)
def test_seven_tenths_are_enough_either_way(probabilities, state):
    assert gap_of("A1", Target(2), FindingFactory(probabilities=probabilities)).state is state


def test_a_decision_meets_a_target_whatever_the_estimate_says():
    never_seen = FindingFactory(n_observations=0, **TOO_LITTLE)
    decided = gap_of("A1", Target(3), never_seen, decided_level=3)
    assert (decided.state, decided.is_decided, decided.n_wanted) == (GapState.MET, True, 0)
    lower = gap_of("A1", Target(3), never_seen, decided_level=2)
    assert (lower.state, lower.is_decided) == (GapState.UNSEEN, False)


def test_what_is_short_asks_for_learning_level_by_level_and_for_no_observation():
    gap = gap_of("B1", Target(4), FindingFactory())
    assert gap.learning == LearningStep("B1", 2, 4)
    assert gap.learning.levels == (3, 4)
    assert (gap.n_wanted, gap.n_wanted_elsewhere) == (0, 0)
    assert gap.certainty_ratio == 1.0


def test_learning_never_begins_at_the_target():
    odd = FindingFactory(level=4, probabilities=(0.25, 0.25, 0.2, 0.3), **UNSURE)
    assert gap_of("B1", Target(4), odd).learning == LearningStep("B1", 3, 4)


def test_what_is_uncertain_asks_for_observations_and_for_no_learning():
    gap = gap_of("B1", Target(3), FindingFactory(probabilities=HALF, **UNSURE))
    assert (gap.learning, gap.n_wanted, gap.n_wanted_elsewhere) == (None, 2, 1)
    assert (gap.certainty_ratio, gap.is_likely) == (0.5, False)


def test_what_was_never_seen_is_not_sure_at_all():
    gap = gap_of("B1", Target(1), FindingFactory(n_observations=0, **TOO_LITTLE))
    assert (gap.certainty_ratio, gap.is_likely) == (0.0, True)


def test_the_surest_lack_is_learnt_first_and_the_least_missing_is_observed_first():
    findings = {
        "A1": FindingFactory(),
        "A2": FindingFactory(probabilities=(0.2, 0.55, 0.25, 0.0)),
        "B1": FindingFactory(probabilities=HALF, **UNSURE),
        "B2": FindingFactory(status=FindingStatus.PROVISIONAL, probabilities=HALF, wanted=Wanted(1)),
        "C1": FindingFactory(n_observations=0, **TOO_LITTLE),
    }
    gaps = list_gaps(dict.fromkeys(findings, Target(3)), findings)
    assert next_learnt(gaps).criterion_code == "A1"
    assert next_observed(gaps).criterion_code == "B2"
    assert count_states(gaps) == {
        GapState.MET: 0,
        GapState.SHORT: 2,
        GapState.UNCERTAIN: 2,
        GapState.UNSEEN: 1,
    }


def test_nothing_is_next_where_everything_is_reached():
    gaps = list_gaps({"A1": Target(2)}, {"A1": FindingFactory()})
    assert (next_learnt(gaps), next_observed(gaps)) == (None, None)


def test_targets_without_a_finding_and_findings_without_a_target_are_left_out():
    findings = {"B1": FindingFactory(), "A1": FindingFactory()}
    gaps = list_gaps({"A1": Target(2), "Z9": Target(2)}, findings, {"A1": 4})
    assert [(gap.criterion_code, gap.is_decided) for gap in gaps] == [("A1", True)]


def test_own_views_meet_no_target():
    own = [ObservedFactory(rater_role=RaterRole.SELF, rater_id=TRAINEE_ID, level=4) for _sitting in range(5)]
    found = POLICY.assess(TRAINEE_ID, own, outline=OUTLINE, as_of=TODAY)
    gap = gap_of("A1", Target(1), found.criteria["A1"])
    assert gap.state is GapState.UNSEEN
