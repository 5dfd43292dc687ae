"""Lets a chamber's author write courses: one that waits for a review, and one that has just been begun."""

from collections.abc import Mapping
from datetime import time
from functools import partial
from pathlib import Path
from typing import Any
from uuid import UUID

from lms.authoring.commands import Beginning, ask_for_review, start_draft
from lms.authoring.domain import DraftText, empty_text, text_from
from lms.authoring.loader import Yardstick, read_whole
from lms.authoring.queries import get_draft
from lms.courses.loader import read_schemas
from lms.demo.learning import Shelf, UnusableFileError
from lms.demo.tables import read_yaml
from lms.demo.world import World
from lms.kernel.clock import FrozenClock

AUTHOR, CHAMBER = "imai", "hiroshima"
BEGUN_DAYS, SENT_DAYS, LATEST_DAYS = 24, 3, 1
AFTERNOON, LATE = time(14, 10), time(16, 45)


def plan_drafts(world: World, shelf: Shelf, *, content: Path) -> None:
    """Let the author begin a course, send it to review, and begin another."""
    words, begun = read_yaml("course-drafts.yaml"), list[UUID]()
    yardstick = Yardstick(read_schemas(content), shelf.levels, {})
    waiting = words["waiting"]
    timeline = world.timeline
    timeline.add(timeline.day(BEGUN_DAYS), AFTERNOON, partial(_begin, world, text_from(waiting), begun))
    sending = partial(_send, world, yardstick, waiting, begun)
    timeline.add(timeline.day(SENT_DAYS), LATE, sending)
    latest = empty_text(slug=words["begun"]["slug"], title=words["begun"]["title"])
    timeline.add(timeline.day(LATEST_DAYS), LATE, partial(_begin, world, latest, begun))


def _begin(world: World, text: DraftText, begun: list[UUID], clock: FrozenClock) -> None:
    begun.append(
        start_draft(
            world.session,
            actor=world.actor(AUTHOR),
            publisher_id=world.organisations[CHAMBER].id,
            beginning=Beginning(text),
            clock=clock,
        )
    )


def _send(
    world: World, yardstick: Yardstick, words: Mapping[str, Any], begun: list[UUID], clock: FrozenClock
) -> None:
    actor, draft_id = world.actor(AUTHOR), begun[0]
    draft = get_draft(world.session, actor, draft_id)
    whole = read_whole(draft.text, yardstick, figures={}, digest=draft.digest)
    if whole is None:
        raise UnusableFileError("course-drafts.yaml: this course is not sound")
    ask_for_review(
        world.session, actor=actor, draft_id=draft_id, whole=whole, request=words["request"], clock=clock
    )
