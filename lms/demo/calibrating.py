"""Loads the vignettes, and lets raters from many places rate them: alone, and again after talking."""

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, time, timedelta
from functools import partial
from typing import Any
from uuid import UUID

from lms.demo.learning import Shelf, UnusableFileError
from lms.demo.rating import answers_of, first_round, second_round
from lms.demo.tables import read_yaml
from lms.demo.world import World
from lms.kernel.clock import FrozenClock
from lms.moderation.commands import (
    create_calibration,
    hand_in,
    invite_raters,
    keep_time,
    load_vignette,
    save_answers,
    save_minutes,
    take_step,
)
from lms.moderation.domain import Answer, Dates, Plan, Step, VignetteText
from lms.moderation.loader import FOLDER, SCHEMA_FILE, list_vignette_files, read_vignette
from lms.moderation.queries import get_calibration, list_vignettes
from lms.rubric.loader import read_schema
from lms.rubric.queries import get_current_rubric

ORGANISER = "matsumoto"
PLANNED_BEFORE = 5
"""A session is planned so many days before it opens."""
AGAIN_AFTER = (2, 4)
"""How many days after the discussion the second round comes in."""
NIGHT, MORNING, AFTERNOON = time(0, 5), time(9, 40), time(15, 30)


@dataclass
class Sitting:
    """A session: its row of the table, its planned days, and its id once it is made."""

    row: Mapping[str, Any]
    dates: Dates
    ids: list[UUID] = field(default_factory=list)


def plan_calibrations(world: World, shelf: Shelf, *, publisher: str, draw: random.Random) -> None:
    """Let the vignettes be loaded, one session be held from planning to minutes, and one be begun."""
    table, texts, timeline = read_yaml("calibrations.yaml"), _read(shelf), world.timeline
    loaded = timeline.day(table["vignettes_days"])
    timeline.add(loaded, MORNING, partial(_load, world, list(texts.values()), publisher))
    for row in (table["closed"], table["open"]):
        sitting = Sitting(row, _dates(world, row))
        first = first_round([texts[slug] for slug in row["vignettes"]], row["raters"], draw)
        _plan_opening(world, sitting)
        for key, answers in answers_of(first, table["notes"]).items():
            _plan_answers(world, sitting, key, answers, within=(1, row["answered_within"]), draw=draw)
        if row is table["closed"]:
            _plan_end(world, sitting)
            late = [row["discussion_after"] + days for days in AGAIN_AFTER]
            for key, answers in answers_of(second_round(first, draw), table["notes"]).items():
                if key not in row["once"]:
                    _plan_answers(world, sitting, key, answers, within=(late[0], late[1]), draw=draw)


def _read(shelf: Shelf) -> dict[str, VignetteText]:
    """Read the vignettes, by slug. Raises UnusableFileError when one is not sound."""
    schema, texts = read_schema(shelf.rubrics / FOLDER / SCHEMA_FILE), {}
    for file in list_vignette_files(shelf.rubrics):
        rubrics = {shelf.rubric.code: shelf.levels}
        reading = read_vignette(file.read_bytes(), name=file.stem, schema=schema, rubrics=rubrics)
        if reading.vignette is None:
            raise UnusableFileError(f"{file}: this vignette is not sound: run `lms moderation check`")
        texts[reading.vignette.slug] = reading.vignette
    return texts


def _dates(world: World, row: Mapping[str, Any]) -> Dates:
    """Count the days: of a session that is over from its opening, of one that is open from today."""
    opened, stages = world.timeline.day(row["opened_days"]), ("first_closes", "discussion", "second_closes")
    if "discussion_after" in row:
        return Dates(opened, *(opened + timedelta(days=row[f"{stage}_after"]) for stage in stages))
    return Dates(opened, *(world.timeline.ahead(row[f"{stage}_in"]) for stage in stages))


def _plan_opening(world: World, sitting: Sitting) -> None:
    timeline, opened = world.timeline, sitting.row["opened_days"]
    timeline.add(timeline.day(opened + PLANNED_BEFORE), MORNING, partial(_make, world, sitting))
    timeline.add(timeline.day(opened), MORNING, partial(_open, world, sitting))


def _plan_answers(
    world: World,
    sitting: Sitting,
    key: str,
    answers: Mapping[str, Sequence[Answer]],
    *,
    within: tuple[int, int],
    draw: random.Random,
) -> None:
    """Let somebody hand a round in, some days after the opening."""
    day = world.timeline.after(sitting.row["opened_days"], draw.randint(*within))
    moment = time(draw.randint(10, 18), draw.choice((5, 20, 35, 50)))
    world.timeline.add(day, moment, partial(_answer, world, sitting, key, answers))


def _plan_end(world: World, sitting: Sitting) -> None:
    """Let the calendar remind and move the session on, and the minutes be written as people talk."""
    dates = sitting.dates
    ends = (dates.first_closes_on, dates.discussion_on, dates.second_closes_on)
    days: list[date] = [dates.first_closes_on - timedelta(days=1), *(end + timedelta(days=1) for end in ends)]
    for day in days:
        world.timeline.add(day, NIGHT, partial(_keep_time, world, sitting))
    world.timeline.add(dates.discussion_on, AFTERNOON, partial(_write_minutes, world, sitting))


def _load(world: World, texts: Sequence[VignetteText], publisher: str, clock: FrozenClock) -> None:
    for text in texts:
        load_vignette(
            world.session,
            actor_id=world.people[ORGANISER],
            vignette=text,
            publisher_id=world.organisations[publisher].id,
            clock=clock,
        )


def _make(world: World, sitting: Sitting, clock: FrozenClock) -> None:
    session, organiser, row = world.session, world.actor(ORGANISER), sitting.row
    offered = list_vignettes(session, organiser, get_current_rubric(session, organiser))
    ids = {vignette.slug: vignette.id for vignette in offered}
    plan = Plan(
        title=row["title"],
        purpose=row["purpose"],
        dates=sitting.dates,
        meeting=row["meeting"],
        vignette_ids=tuple(ids[slug] for slug in row["vignettes"]),
    )
    made = create_calibration(session, actor=organiser, plan=plan, clock=clock)
    sitting.ids.append(made)
    invited = [world.people[key] for key in (*row["raters"], *row["silent"])]
    invite_raters(session, actor=organiser, calibration_id=made, person_ids=invited, clock=clock)


def _open(world: World, sitting: Sitting, clock: FrozenClock) -> None:
    organiser, calibration_id = world.actor(ORGANISER), sitting.ids[0]
    take_step(
        world.session,
        actor=organiser,
        calibration_id=calibration_id,
        step=Step.OPEN,
        version=get_calibration(world.session, organiser, calibration_id).version,
        clock=clock,
    )


def _answer(
    world: World, sitting: Sitting, key: str, answers: Mapping[str, Sequence[Answer]], clock: FrozenClock
) -> None:
    rater, calibration_id = world.actor(key), sitting.ids[0]
    for number, slug in enumerate(sitting.row["vignettes"], start=1):
        save_answers(
            world.session,
            actor=rater,
            calibration_id=calibration_id,
            number=number,
            answers=answers[slug],
            version=0,
            clock=clock,
        )
    hand_in(world.session, actor=rater, calibration_id=calibration_id, clock=clock)


def _keep_time(world: World, sitting: Sitting, clock: FrozenClock) -> None:
    keep_time(world.session, calibration_id=sitting.ids[0], clock=clock)


def _write_minutes(world: World, sitting: Sitting, clock: FrozenClock) -> None:
    save_minutes(
        world.session,
        actor=world.actor(ORGANISER),
        calibration_id=sitting.ids[0],
        texts=sitting.row["minutes"],
        version=0,
        clock=clock,
    )
