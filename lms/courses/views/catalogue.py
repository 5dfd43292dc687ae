"""The catalogue: found by words, narrowed by what courses help with, how long they take and where one is."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from lms.courses import queries
from lms.courses.domain import CourseState
from lms.courses.queries import CourseCard, Hit
from lms.kernel.permission import Permission
from lms.rubric.domain import Rubric
from lms.rubric.queries import find_current_rubric
from lms.web.access import require
from lms.web.i18n import LazyString, current_locale, gettext, localised
from lms.web.i18n import lazy_gettext as _l
from lms.web.lists import Chip, chips
from lms.web.request import current_actor, current_clock, current_session

ASSIGNED = "assigned"
MINUTES = (15, 30, 60)
MOST_HITS = 3
"""How many lessons are named below a course that words were found in."""
FILTERS = ("criterion", "level", "minutes", "state")
STATES: dict[str, LazyString] = {
    ASSIGNED: _l("Assigned to you"),
    CourseState.NOT_STARTED: _l("Not begun"),
    CourseState.UNDER_WAY: _l("In progress"),
    CourseState.FINISHED: _l("Completed"),
}


@dataclass(frozen=True)
class _Wanted:
    """What the address asks for; whatever it asks for that there is not counts as not asked."""

    criterion: str | None
    level: int | None
    minutes: int | None
    state: str | None

    def fits(self, card: CourseCard) -> bool:
        """Say whether a course is among those asked for."""
        return (
            card.helps_with(criterion_code=self.criterion, level=self.level)
            and (self.minutes is None or card.minutes <= self.minutes)
            and self._fits_state(card)
        )

    def _fits_state(self, card: CourseCard) -> bool:
        if self.state == ASSIGNED:
            return card.assignment is not None
        return self.state is None or card.progress.state == self.state


@dataclass(frozen=True)
class _Found:
    """A course on the page with where the words searched for stand in it: itself first, then lessons."""

    card: CourseCard
    hits: Sequence[Hit]


def add_to(bp: Blueprint) -> None:
    """Put the pages on the blueprint."""
    bp.get("/courses")(list_courses)


@require(Permission.COURSE_READ)
def list_courses() -> ResponseReturnValue:
    session, actor = current_session(), current_actor()
    cards, rubric = queries.list_courses(session, actor), find_current_rubric(session, actor)
    wanted, text = _wanted(rubric), request.args.get("q", "").strip()[:100]
    found = [one for one in _search(cards, text) if wanted.fits(one.card)]
    return render_template(
        "courses/list_courses.html",
        found=found,
        most_hits=MOST_HITS,
        text=text,
        has_any=bool(cards),
        rubric=rubric,
        today=current_clock().today(),
        chip_rows=_chip_rows(cards, rubric, wanted),
        is_folded=not (wanted.level or wanted.minutes),
        kept=[(name, request.args.get(name, "")) for name in FILTERS],
        sees_learners=actor.may(Permission.ENROLMENT_READ),
        writes=actor.may(Permission.COURSE_EDIT),
    )


def _search(cards: Sequence[CourseCard], text: str) -> list[_Found]:
    if not text:
        return [_Found(card, ()) for card in cards]
    by_slug, hits = {card.slug: card for card in cards}, dict[str, list[Hit]]()
    for hit in queries.search_courses(current_session(), current_actor(), text, language=current_locale()):
        if hit.course_slug in by_slug:
            hits.setdefault(hit.course_slug, []).append(hit)
    return [_Found(by_slug[slug], found) for slug, found in hits.items()]


def _wanted(rubric: Rubric | None) -> _Wanted:
    criterion = rubric.find_criterion(request.args.get("criterion", "")) if rubric else None
    level, minutes = request.args.get("level", type=int), request.args.get("minutes", type=int)
    state = request.args.get("state", "")
    return _Wanted(
        criterion.code if criterion else None,
        level if rubric and level in [one.number for one in rubric.levels] else None,
        minutes if minutes in MINUTES else None,
        state if state in STATES else None,
    )


@dataclass(frozen=True)
class _ChipRow:
    label: str
    chips: list[Chip]
    is_folded: bool


def _chip_rows(cards: Sequence[CourseCard], rubric: Rubric | None, wanted: _Wanted) -> list[_ChipRow]:
    return list(_rows(cards, rubric, wanted)) if cards else []


def _rows(cards: Sequence[CourseCard], rubric: Rubric | None, wanted: _Wanted) -> Iterator[_ChipRow]:
    """Give the rows of filters: the criteria that some course serves (or that is asked for), and the rest."""
    any_value = _l("Any")
    yield _ChipRow(gettext("State"), chips("state", STATES.items(), everything=any_value), is_folded=False)
    if rubric is not None:
        served = {wanted.criterion, *(aim.criterion_code for card in cards for aim in card.serves)}
        criteria = [(one.code, localised(one.name)) for one in rubric.criteria if one.code in served]
        levels = [(str(level.number), localised(level.name)) for level in rubric.levels]
        criterion = chips("criterion", criteria, everything=any_value)
        yield _ChipRow(gettext("Criterion"), criterion, is_folded=False)
        yield _ChipRow(gettext("Level"), chips("level", levels, everything=any_value), is_folded=True)
    longest = [(str(one), gettext("up to %(num)s minutes", num=one)) for one in MINUTES]
    yield _ChipRow(gettext("Time"), chips("minutes", longest, everything=any_value), is_folded=True)
