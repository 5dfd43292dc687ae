"""Lets people work on the rubric: its next version, examples from a chamber, a criterion it thinks about."""

from collections.abc import Callable, Mapping
from copy import deepcopy
from datetime import time
from functools import partial
from typing import Any
from uuid import UUID

from lms.demo.tables import read_yaml
from lms.demo.world import World
from lms.kernel.clock import FrozenClock
from lms.rubric.commands import publish_draft, save_draft, start_additions, start_draft
from lms.rubric.domain import Document, document_of, text_of
from lms.rubric.domain.editing import told
from lms.rubric.queries import get_current_rubric, get_draft

EDITOR, AUTHOR, MEMBER = "matsumoto", "imai", "hiroshima"
EXAMPLES_DAYS, NEXT_DAYS, NEXT_SAVED_DAYS, LOCAL_DAYS = 75, 16, 2, 9
LATE_MORNING, LATE = time(11), time(16, 20)

Rewriting = Callable[[Document], Document]


def plan_wording(world: World, *, publisher: str) -> None:
    """Let the publisher begin the next version, and a member add examples and draft a criterion."""
    words, timeline, begun = read_yaml("rubric-drafts.yaml"), world.timeline, list[UUID]()
    timeline.add(timeline.day(EXAMPLES_DAYS), LATE, partial(_add_examples, world, words["examples"]))
    timeline.add(timeline.day(NEXT_DAYS), LATE_MORNING, partial(_begin_next, world, publisher, begun))
    timeline.add(timeline.day(LOCAL_DAYS), LATE, partial(_draft_criterion, world, words["local"]["domain"]))
    rewriting = partial(_rewrite, words["next"])
    saved = timeline.day(NEXT_SAVED_DAYS)
    timeline.add(saved, LATE_MORNING, lambda clock: _save(world, EDITOR, begun[0], rewriting, clock))


def _add_examples(world: World, examples: list[Mapping[str, Any]], clock: FrozenClock) -> None:
    draft_id = _begin_additions(world, clock)
    _save(world, AUTHOR, draft_id, lambda document: document | {"examples": examples}, clock)
    author = world.actor(AUTHOR)
    saved = get_draft(world.session, author, draft_id)
    publish_draft(world.session, actor=author, draft_id=draft_id, version=saved.version, clock=clock)


def _draft_criterion(world: World, domain: Mapping[str, Any], clock: FrozenClock) -> None:
    draft_id = _begin_additions(world, clock)
    _save(world, AUTHOR, draft_id, lambda document: document | {"domains": [domain]}, clock)


def _begin_next(world: World, publisher: str, begun: list[UUID], clock: FrozenClock) -> None:
    editor = world.actor(EDITOR)
    begun.append(
        start_draft(
            world.session,
            actor=editor,
            publisher_id=world.organisations[publisher].id,
            follows=get_current_rubric(world.session, editor).id,
            clock=clock,
        )
    )


def _begin_additions(world: World, clock: FrozenClock) -> UUID:
    author = world.actor(AUTHOR)
    return start_additions(
        world.session,
        actor=author,
        publisher_id=world.organisations[MEMBER].id,
        extends=get_current_rubric(world.session, author).id,
        clock=clock,
    )


def _save(world: World, key: str, draft_id: UUID, rewriting: Rewriting, clock: FrozenClock) -> None:
    actor = world.actor(key)
    draft = get_draft(world.session, actor, draft_id)
    text = told(text_of(rewriting(document_of(draft.text))))
    save_draft(world.session, actor=actor, draft_id=draft_id, text=text, version=draft.version, clock=clock)


def _rewrite(words: Mapping[str, Any], document: Document) -> Document:
    """Put the criteria of the table instead of those with their codes, and what has become of each."""
    following = deepcopy(document)
    criteria = {domain["code"]: domain["criteria"] for domain in following["domains"]}
    for row in words["criteria"]:
        criterion = {name: part for name, part in row.items() if name != "domain"}
        present = criteria[row["domain"]]
        codes = [one["code"] for one in present]
        if row["code"] in codes:
            present[codes.index(row["code"])] = criterion
        else:
            present.append(criterion)
    changed = {line["from"]: line for line in words["crosswalk"]}
    lines = [changed.get(line["from"], line) for line in following["follows"]["crosswalk"]]
    following["follows"] |= {"note": words["note"], "crosswalk": lines}
    return following
