"""Loads the target profiles, and lets one be given to somebody."""

from datetime import time
from functools import partial

from lms.demo.learning import Shelf, UnusableFileError
from lms.demo.world import World
from lms.kernel.clock import FrozenClock
from lms.targets.commands import assign_profile, load_profiles
from lms.targets.domain import ProfileFile, Span
from lms.targets.loader import SCHEMA_FILE, read_profiles, read_schema
from lms.targets.queries import list_profiles

PLANNER, SENIOR, PROFILE = "matsumoto", "murakami", "supervisor"
LOADED_DAYS, GIVEN_DAYS = 210, 50
MORNING, AFTERNOON = time(9, 15), time(15, 40)
REASON = "来春からスーパーバイザーを務める予定。それまでの育成は、その目標に合わせて進める。"


def plan_aims(world: World, shelf: Shelf, *, publisher: str) -> None:
    """Let the publisher's profiles be loaded, and a senior advisor be given those of her next post."""
    timeline, file = world.timeline, _read(shelf)
    timeline.add(timeline.day(LOADED_DAYS), MORNING, partial(_load, world, file, publisher))
    timeline.add(timeline.day(GIVEN_DAYS), AFTERNOON, partial(_give, world))


def _read(shelf: Shelf) -> ProfileFile:
    """Read the profiles that stand beside the rubric. Raises UnusableFileError when they are not sound."""
    folder = shelf.rubrics / "targets"
    file = folder / "banso-v1.yaml"
    scales = {(shelf.rubric.code, shelf.rubric.version): shelf.levels}
    reading = read_profiles(file.read_bytes(), schema=read_schema(folder / SCHEMA_FILE), scales=scales)
    if reading.file is None:
        raise UnusableFileError(f"{file}: these profiles are not sound: run `lms targets check`")
    return reading.file


def _load(world: World, file: ProfileFile, publisher: str, clock: FrozenClock) -> None:
    load_profiles(
        world.session,
        actor_id=world.people[PLANNER],
        file=file,
        publisher_id=world.organisations[publisher].id,
        clock=clock,
    )


def _give(world: World, clock: FrozenClock) -> None:
    session, planner, today = world.session, world.actor(PLANNER), clock.today()
    profiles = list_profiles(session, planner, on=today, rubric=None)
    assign_profile(
        session,
        actor=planner,
        person_id=world.people[SENIOR],
        profile_id=next(profile.id for profile in profiles if profile.code == PROFILE),
        span=Span(today),
        reason=REASON,
        clock=clock,
    )
