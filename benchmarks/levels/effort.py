"""Seconds and memory of the level model, in a process of its own that has nothing else to remember.

``python -m benchmarks.levels.effort FOLDER`` reads ``world.npz`` there, does what the product does in a night
and writes ``effort.json`` and ``found.npz``. The memory is the highest the process reached until it could
show everybody's levels, Python and its libraries included.
"""

import json
import resource
import subprocess
import sys
import time
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from statistics import median, quantiles
from tempfile import TemporaryDirectory
from uuid import UUID

import numpy as np

from benchmarks.levels.model import SCALE, Estimated, estimated, severities, table_of
from benchmarks.levels.simulation import CRITERIA, LEVELS, SIZES, TODAY, Floats, Simulated
from lms.evidence.domain.facets import FacetPolicy, Parameters, fit
from lms.evidence.domain.finding import RubricOutline
from lms.evidence.domain.observation import Observation, RaterRole, Source, SourceKind

YESTERDAY = TODAY - timedelta(days=1)
PEOPLE_TIMED = 200
"""People of whom a new entry is worked in, one after the other."""
KIBIBYTES_A_MEGABYTE = 1000 / 1.024
_ARRAYS = ("subject", "criterion", "level", "rater", "days_ago", "truth", "severity", "organisation_of_rater")
_OUTLINE = RubricOutline(UUID(int=0), dict(SCALE.domains), LEVELS)


@dataclass(frozen=True)
class Effort:
    """Of one world: a cold fit of everything up to yesterday, then a warm one with today's ratings."""

    table_s: float
    cold_s: float
    cold_rounds: int
    posteriors_s: float
    peak_megabytes: float
    warm_s: float
    warm_rounds: int
    entry_median_ms: float
    entry_p95_ms: float


@dataclass(frozen=True)
class Night:
    """What a night took, and what the levels and severities are in the morning."""

    effort: Effort
    estimated: Estimated
    severities: Floats


def spend_night(world: Simulated) -> Night:
    """Do it in a new process."""
    with TemporaryDirectory() as name:
        folder = Path(name)
        np.savez(folder / "world.npz", **{array: getattr(world, array) for array in _ARRAYS})
        (folder / "size").write_text(world.size.name, encoding="utf-8")
        subprocess.run([sys.executable, "-m", "benchmarks.levels.effort", name], check=True)
        effort = Effort(**json.loads((folder / "effort.json").read_text(encoding="utf-8")))
        with np.load(folder / "found.npz") as found:
            named = dict(found)
        return Night(effort, severities=named.pop("severities"), estimated=Estimated(**named))


def main(folder: Path) -> None:
    with np.load(folder / "world.npz") as arrays:
        world = Simulated(size=SIZES[(folder / "size").read_text(encoding="utf-8")], **arrays)
    began = time.perf_counter()
    table = table_of(world, YESTERDAY)
    tabled = time.perf_counter()
    cold = fit(table)
    fitted = time.perf_counter()
    estimated(cold, world)
    shown = time.perf_counter()
    peak = _peak_megabytes()
    parameters, cold_rounds = cold.parameters, cold.rounds
    del cold, table
    whole = table_of(world)
    woken = time.perf_counter()
    warm = fit(whole, start=parameters, keep_spreads=True)
    warmed = time.perf_counter()
    entries = _entry_milliseconds(world, warm.parameters)
    effort = Effort(
        table_s=tabled - began,
        cold_s=fitted - tabled,
        cold_rounds=cold_rounds,
        posteriors_s=shown - fitted,
        peak_megabytes=peak,
        warm_s=warmed - woken,
        warm_rounds=warm.rounds,
        entry_median_ms=median(entries),
        entry_p95_ms=quantiles(entries, n=20)[-1],
    )
    (folder / "effort.json").write_text(json.dumps(asdict(effort)), encoding="utf-8")
    found = asdict(estimated(warm, world))
    np.savez(folder / "found.npz", severities=severities(warm.parameters, world), **found)


def _peak_megabytes() -> float:
    """Return the peak of this process; on Linux getrusage counts the parent's, from before exec, as well."""
    status = Path("/proc/self/status")
    if status.exists():
        lines = status.read_text(encoding="utf-8").splitlines()
        return int(next(line for line in lines if line.startswith("VmHWM")).split()[1]) / KIBIBYTES_A_MEGABYTE
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6


def _entry_milliseconds(world: Simulated, parameters: Parameters) -> list[float]:
    """Time the new levels of one person after another, from all their observations, one more included."""
    policy, took = FacetPolicy(parameters), []
    for person in range(PEOPLE_TIMED):
        observations = _observations(world, np.flatnonzero(world.subject == person))
        started = time.perf_counter()
        policy.assess(world.person_id(person), observations, outline=_OUTLINE, as_of=TODAY)
        took.append((time.perf_counter() - started) * 1000)
    return took


def _observations(world: Simulated, places: np.ndarray) -> list[Observation]:
    return [
        Observation(
            id=UUID(int=int(place)),
            trainee_id=world.person_id(int(world.subject[place])),
            rater_id=world.rater_id(int(world.rater[place])),
            rater_role=RaterRole.SUPERVISOR,
            observed_on=date.fromordinal(TODAY.toordinal() - int(world.days_ago[place])),
            recorded_at=datetime.combine(TODAY, datetime.min.time(), UTC),
            rubric_version_id=_OUTLINE.version_id,
            criterion_code=CRITERIA[world.criterion[place]],
            level=int(world.level[place]),
            comment="",
            source=Source(SourceKind.OJT_ENTRY),
        )
        for place in places
    ]


if __name__ == "__main__":
    main(Path(sys.argv[1]))
