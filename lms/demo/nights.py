"""Lets the level model be fitted as a worker would: before the pairing, and once everything is there."""

from datetime import time
from functools import partial

from lms.demo.rounds import RUN_DAYS
from lms.demo.world import World
from lms.evidence.commands import refit
from lms.evidence.queries import list_rated_versions
from lms.kernel.clock import Clock

NIGHT = time(3, 10)


def plan_nights(world: World) -> None:
    """Let the model be fitted in the night before the pairing: it asks for levels one can be sure of."""
    world.timeline.add(world.timeline.day(RUN_DAYS), NIGHT, partial(fit_levels, world))


def fit_levels(world: World, clock: Clock) -> None:
    """Fit the model in every rubric there are observations in; each time is the first of its month."""
    for version_id in list_rated_versions(world.session):
        refit(world.session, rubric_version_id=version_id, clock=clock, is_cold=True)
