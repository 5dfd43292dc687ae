"""Learning plans of the chamber: one that runs, one that waits, one being changed, one drafted, one over."""

from collections.abc import Callable, Mapping
from datetime import date, time, timedelta
from functools import partial
from typing import Any
from uuid import UUID

from lms.demo.tables import read_yaml
from lms.demo.world import World
from lms.kernel.clock import FrozenClock
from lms.kernel.ids import new_id
from lms.plans import commands
from lms.plans.commands import PlanStart
from lms.plans.domain import (
    Marking,
    Meeting,
    Milestone,
    MilestoneKind,
    Result,
    TemplateItem,
    TemplateText,
    Term,
    Wording,
    word_template,
)
from lms.plans.queries import base_wording, get_plan, list_templates
from lms.targets.domain import Audience

PLANNER, KEEPER = "matsumoto", "okada"
NEWCOMER, WAITING, CHANGING, DRAFTED, FINISHED = "fujii", "ishihara", "murakami", "hirata", "taniguchi"
PUBLISHED_DAYS, RENEWED_DAYS = 125, 12
MORNING, NOON, EVENING = time(9, 40), time(12, 20), time(17, 10)
YEAR = timedelta(days=364)
MEETING_AHEAD = 9
# Days of steps that follow each other lie six or more apart: a weekend moves a step back by up to five.

Words = Mapping[str, Any]


def plan_plans(world: World, *, publisher: str) -> None:
    """Let the publisher make templates and one supervisor agree on plans with her people."""
    words = read_yaml("plans.yaml")
    publish = partial(_publish, world, words["templates"], publisher)
    _at(world, PUBLISHED_DAYS, MORNING, publish)
    _plan_newcomer(world, words)
    _plan_change(world, words)
    _plan_over(world, words["plans"]["closed"])
    _at(world, 60, MORNING, partial(_start, world, WAITING, words["templates"]["later"]))
    _at(world, 5, MORNING, partial(_propose, world, WAITING, KEEPER))
    _at(world, 2, EVENING, partial(_start, world, DRAFTED, words["templates"]["later"]))
    _at(world, RENEWED_DAYS, NOON, partial(_renew, world, words["templates"]["first"]))


def _plan_newcomer(world: World, words: Words) -> None:
    texts = words["plans"]["newcomer"]
    _at(world, 88, MORNING, partial(_start, world, NEWCOMER, words["templates"]["first"]))
    _at(world, 82, MORNING, partial(_propose, world, NEWCOMER, KEEPER))
    _at(world, 76, NOON, partial(_agree, world, NEWCOMER, NEWCOMER))
    _at(world, 62, EVENING, partial(_mark, world, NEWCOMER, "join", texts["mark"]))
    _at(world, 28, EVENING, partial(_meet, world, NEWCOMER, texts["review"]))
    _at(world, 20, NOON, partial(_share, world, NEWCOMER, texts))


def _plan_change(world: World, words: Words) -> None:
    _at(world, 90, MORNING, partial(_start, world, CHANGING, words["templates"]["later"]))
    _at(world, 84, MORNING, partial(_propose, world, CHANGING, KEEPER))
    _at(world, 78, NOON, partial(_agree, world, CHANGING, CHANGING))
    _at(world, 3, NOON, partial(_ask, world, CHANGING, words["plans"]["change"]))


def _plan_over(world: World, words: Words) -> None:
    _at(world, 412, MORNING, partial(_start_plainly, world, FINISHED, words))
    _at(world, 406, MORNING, partial(_propose, world, FINISHED, KEEPER))
    _at(world, 400, NOON, partial(_agree, world, FINISHED, FINISHED))
    _at(world, 34, EVENING, partial(_close, world, FINISHED, words["result"]))


def _at(world: World, days: int, at: time, happening: Callable[[FrozenClock], None]) -> None:
    world.timeline.add(world.timeline.day(days), at, happening)


def _publish(world: World, templates: Words, publisher: str, clock: FrozenClock) -> None:
    for words in templates.values():
        commands.publish_template(
            world.session,
            actor=world.actor(PLANNER),
            organisation_id=world.organisations[publisher].id,
            text=_text(words, words["items"]),
            clock=clock,
        )
    world.session.flush()  # the next templates and plans look it up


def _renew(world: World, words: Words, clock: FrozenClock) -> None:
    """Publish the next version of a template: items added and reworded, the others as they were."""
    changed = {item["code"]: item for item in words["next"]["change"]}
    items = [changed.get(item["code"], item) for item in words["items"]]
    card = next(
        one for one in list_templates(world.session, world.actor(PLANNER)) if one.text.name == words["name"]
    )
    commands.revise_template(
        world.session,
        actor=world.actor(PLANNER),
        template_id=card.id,
        version=card.version,
        text=_text(words, [*items, *words["next"]["add"]], note=words["next"]["note"]),
        clock=clock,
    )


def _text(words: Words, items: list[Words], note: str = "") -> TemplateText:
    first, last = words["years"]
    return TemplateText(
        name=words["name"],
        goals=words["goals"],
        audience=Audience("advisor", first, last),
        months=12,
        review_months=3,
        items=tuple(_item(one) for one in sorted(items, key=lambda one: one["month"])),
        note=note,
    )


def _item(words: Words) -> TemplateItem:
    return TemplateItem(
        code=words["code"],
        kind=MilestoneKind(words["kind"]),
        title=words["title"],
        due_month=words["month"],
        criterion_code=words.get("criterion"),
        level=words.get("level"),
        course_slug=words.get("course"),
    )


def _start(world: World, key: str, words: Words, clock: FrozenClock) -> None:
    """Start a plan from what a template says now."""
    cards = list_templates(world.session, world.actor(KEEPER))
    card = next(one for one in cards if one.text.name == words["name"])
    term = Term(clock.today(), clock.today() + YEAR)
    wording = word_template(card.text, term=term, language="ja", make_id=new_id)
    _begin(world, key, wording, clock, term=term, template=card.version_id)


def _start_plainly(world: World, key: str, words: Words, clock: FrozenClock) -> None:
    term = Term(clock.today(), clock.today() + YEAR)
    steps = tuple(
        Milestone(new_id(), MilestoneKind.FREE, title, clock.today() + YEAR * (number + 1) // 3)
        for number, title in enumerate(words["steps"])
    )
    wording = Wording(words["title"], words["goals"], steps)
    _begin(world, key, wording, clock, term=term, template=None)


def _begin(
    world: World, key: str, wording: Wording, clock: FrozenClock, *, term: Term, template: UUID | None
) -> None:
    start = PlanStart(
        person_id=world.people[key],
        supervisor_id=world.people[KEEPER],
        template_version_id=template,
        term=term,
        next_review_on=term.starts_on + YEAR // 4,
        wording=wording,
    )
    plan_id = commands.start_plan(world.session, actor=world.actor(KEEPER), start=start, clock=clock)
    world.plans[key] = plan_id
    world.session.flush()  # the next step looks it up


def _step(world: World, key: str, by: str, clock: FrozenClock) -> dict[str, Any]:
    """Return what every step of a plan needs: who, on which plan as it is now, when."""
    world.session.flush()  # the step before has to be read back
    world.session.expire_all()
    view = get_plan(world.session, world.actor(KEEPER), world.plans[key], on=clock.today())
    return {
        "actor": world.actor(by),
        "plan_id": view.plan.id,
        "version": view.plan.version,
        "clock": clock,
    }


def _propose(world: World, key: str, by: str, clock: FrozenClock) -> None:
    commands.propose_plan(world.session, **_step(world, key, by, clock))


def _agree(world: World, key: str, by: str, clock: FrozenClock) -> None:
    step = _step(world, key, by, clock)
    view = get_plan(world.session, world.actor(KEEPER), world.plans[key], on=clock.today())
    digest = view.proposal.row.digest if view.proposal else None
    commands.agree_to_plan(world.session, digest=digest or "", **step)


def _mark(world: World, key: str, item: str, note: str, clock: FrozenClock) -> None:
    step = _step(world, key, key, clock)
    view = get_plan(world.session, world.actor(KEEPER), world.plans[key], on=clock.today())
    milestone = next(
        one.key for row in view.plan.revisions for one in row.milestones if one.item_code == item
    )
    commands.mark_milestone(
        world.session, key=milestone, marking=Marking(is_done=True, done_on=clock.today(), note=note), **step
    )


def _meet(world: World, key: str, notes: str, clock: FrozenClock) -> None:
    meeting = Meeting(clock.today(), "藤井、岡田", notes.strip(), world.timeline.ahead(MEETING_AHEAD))
    commands.record_review(world.session, meeting=meeting, **_step(world, key, KEEPER, clock))


def _share(world: World, key: str, texts: Words, clock: FrozenClock) -> None:
    facts: dict[str, Any] = {"actor": world.actor(key), "plan_id": world.plans[key], "clock": clock}
    commands.write_summary(world.session, number=0, text=texts["summary"], **facts)
    commands.write_reflection(world.session, text=texts["reflection"], **facts)


def _ask(world: World, key: str, words: Words, clock: FrozenClock) -> None:
    """Let somebody propose a change of their own plan."""
    step = _step(world, key, key, clock)
    view = get_plan(world.session, world.actor(key), world.plans[key], on=clock.today())
    before = base_wording(view.plan, view.life)
    due_on: date = view.plan.ends_on - YEAR // 3
    added = Milestone(new_id(), MilestoneKind.FREE, words["title"], due_on)
    wording = Wording(before.title, before.goals, (*before.milestones, added)).in_order
    commands.save_wording(world.session, wording=wording, reason=words["reason"], and_propose=True, **step)


def _close(world: World, key: str, words: str, clock: FrozenClock) -> None:
    step = _step(world, key, KEEPER, clock)
    commands.close_plan(world.session, result=Result.PARTLY, words=words, **step)
