"""The list of sessions, and the page of one: where it stands and what is next."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from flask import Blueprint, render_template, url_for
from flask.typing import ResponseReturnValue

from lms.kernel.permission import Permission
from lms.moderation import forms, queries
from lms.moderation.access import (
    can_change_raters,
    can_open_names,
    can_see_own_result,
    can_see_results,
    can_write_minutes,
    open_round,
)
from lms.moderation.domain import FEWEST_RATERS, SHARED, State, Step, is_possible, list_obstacles
from lms.moderation.queries import Part
from lms.rubric.domain import Rubric
from lms.rubric.queries import get_rubric
from lms.web.access import signed_in
from lms.web.errors import describe
from lms.web.lists import page_number, page_urls
from lms.web.request import current_actor, current_clock, current_session

if TYPE_CHECKING:
    from lms.moderation.models import Calibration  # a type only: tables are not for the edge

PAGE_SIZE = 20
FORWARDS = {
    State.DRAFT: (Step.OPEN, Step.SCHEDULE),
    State.SCHEDULED: (Step.OPEN, Step.TAKE_BACK),
    State.OPEN: (Step.DISCUSS,),
    State.DISCUSSION: (Step.RATE_AGAIN, Step.CLOSE),
    State.SECOND_ROUND: (Step.CLOSE,),
}


@dataclass(frozen=True)
class Room:
    """A session as the reader meets it."""

    calibration: "Calibration"
    part: Part
    rubric: Rubric

    @property
    def url(self) -> str:
        """The address of the session's page."""
        return url_for("moderation.show_calibration", calibration_id=self.calibration.id)

    def facts(self) -> dict[str, object]:
        """Return what every page of a session needs."""
        actor, facts = current_actor(), self.part.facts
        return {
            "calibration": self.calibration,
            "part": self.part,
            "rubric": self.rubric,
            "sees_results": can_see_results(actor, facts),
            "sees_own": can_see_own_result(facts),
            "writes_minutes": can_write_minutes(actor, facts),
            "opens_names": can_open_names(actor, facts),
            "changes_raters": can_change_raters(actor, facts),
            "is_shared": self.calibration.state in SHARED,
        }


def enter(calibration_id: UUID) -> Room:
    """Return the session at an address for the reader. Raises NotFound."""
    session, actor = current_session(), current_actor()
    calibration = queries.get_calibration(session, actor, calibration_id)
    part = queries.find_part(session, actor, calibration)
    return Room(calibration, part, get_rubric(session, calibration.rubric_version_id))


def words() -> dict[str, object]:
    return {
        "state_labels": forms.STATE_LABELS,
        "state_tones": forms.STATE_TONES,
        "step_labels": forms.STEP_LABELS,
        "fewest_raters": FEWEST_RATERS,
    }


@signed_in
def list_calibrations() -> ResponseReturnValue:
    session, actor, page = current_session(), current_actor(), page_number()
    total, offset = queries.count_calibrations(session, actor), (page - 1) * PAGE_SIZE
    return render_template(
        "moderation/list_calibrations.html",
        lines=queries.list_calibrations(session, actor, limit=PAGE_SIZE, offset=offset),
        may_organise=actor.may(Permission.MODERATION_ORGANISE),
        today=current_clock().today(),
        pages=page_urls(page, has_more=offset + PAGE_SIZE < total),
    )


@signed_in
def show_calibration(calibration_id: UUID) -> ResponseReturnValue:
    room = enter(calibration_id)
    session, actor = current_session(), current_actor()
    return render_template(
        "moderation/show_calibration.html",
        **room.facts(),
        tasks=_tasks(room),
        raters=queries.list_raters(session, calibration_id) if room.part.is_manager else (),
        disclosures=queries.list_disclosures(session, calibration_id),
        steps=_steps(room) if room.part.is_manager else (),
        known=queries.find_known(session, actor, room.calibration) if room.part.rater else (),
        today=current_clock().today(),
    )


def _tasks(room: Room) -> Sequence[queries.Task]:
    round_ = open_round(room.part.facts)
    if round_ is None:
        return ()
    return queries.list_tasks(current_session(), current_actor(), room.calibration, room.rubric, round_)


def _steps(room: Room) -> list[tuple[Step, list[str]]]:
    """List the steps forwards from here, each with what stands in its way, in words."""
    dates, today = queries.dates_of(room.calibration), current_clock().today()
    steps = []
    for step in FORWARDS.get(room.calibration.state, ()):
        obstacles = [describe(one) for one in list_obstacles(step, room.part.tally, dates, today=today)]
        if is_possible(step, room.calibration.state) and not (
            step is Step.SCHEDULE and dates.opens_on <= today
        ):
            steps.append((step, obstacles))
    return steps


def add_to(bp: Blueprint) -> None:
    bp.context_processor(words)
    bp.add_url_rule("", view_func=list_calibrations)
    bp.add_url_rule("/<uuid:calibration_id>", view_func=show_calibration)
