"""What a run of the benchmark of levels is made of: simulated worlds, simple rules, scores."""

from benchmarks.levels.baselines import BASELINES
from benchmarks.levels.scoring import Score, score
from benchmarks.levels.simulation import SIZES, Simulated, simulate

__all__ = ["BASELINES", "SIZES", "Score", "Simulated", "score", "simulate"]
