"""How far people are from their targets: their own page, the page for others, a profile with whose it is."""

from collections.abc import Iterator, Sequence
from datetime import date
from uuid import UUID

from flask import Blueprint, Response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from lms.courses.domain import CourseState
from lms.courses.queries import list_progress
from lms.evidence.domain import FindingStatus
from lms.kernel.permission import Permission
from lms.people.queries import get_person
from lms.reporting.decided import find_decided, with_decided
from lms.reporting.home import may_record
from lms.reporting.levels import LevelSheet, find_level_sheet
from lms.reporting.views.files import MOST_CERTAIN, as_csv
from lms.rubric.domain import Rubric
from lms.rubric.queries import find_current_rubric, get_current_rubric
from lms.targets.access import can_assign, can_edit_profile
from lms.targets.domain import Gap, GapState
from lms.targets.forms import STATE_LABELS, STATE_TONES, audience_words, period_words
from lms.targets.queries import Held, ProfileCard, get_profile, list_given, list_holders, list_roles
from lms.web.access import require, signed_in
from lms.web.i18n import LazyString, gettext, localised
from lms.web.i18n import lazy_gettext as _l
from lms.web.request import current_actor, current_clock, current_session

GAP_LABELS: dict[GapState, LazyString] = {
    GapState.MET: _l("Reached"),
    GapState.SHORT: _l("To be learnt"),
    GapState.UNCERTAIN: _l("Uncertain"),
    GapState.UNSEEN: _l("Not seen yet"),
}


@signed_in
def show_own_target() -> ResponseReturnValue:
    person_id = current_actor().person_id
    return render_template("reporting/target.html", person=None, **_facts(person_id))


@require(Permission.OBSERVATION_READ)
def show_target(person_id: UUID) -> ResponseReturnValue:
    session, actor, today = current_session(), current_actor(), current_clock().today()
    if person_id == actor.person_id:
        return redirect(url_for("reporting.show_own_target"))
    person = get_person(session, actor, person_id, on=today)
    employer = person.employer_on(today)
    return render_template(
        "reporting/target.html",
        person=person,
        can_record=may_record(actor, person, on=today),
        can_give=employer is not None and can_assign(actor, employer_path=employer.path),
        **_facts(person_id),
    )


@require(Permission.RUBRIC_READ)
def show_profile(profile_id: UUID) -> ResponseReturnValue:
    session, actor, today = current_session(), current_actor(), current_clock().today()
    rubric = find_current_rubric(session, actor)
    page = get_profile(session, actor, profile_id, on=today, rubric=rubric)
    sees_people = rubric is not None and actor.may(Permission.OBSERVATION_READ)
    return render_template(
        "targets/show_profile.html",
        page=page,
        card=page.card,
        rubric=rubric,
        holders=_holders(page.card, rubric) if sees_people and rubric else None,
        may_edit=can_edit_profile(actor, organisation_path=page.card.organisation_path),
        **_words(),
    )


@require(Permission.OBSERVATION_READ)
def export_gaps(profile_id: UUID) -> ResponseReturnValue:
    session, actor, today = current_session(), current_actor(), current_clock().today()
    rubric = get_current_rubric(session, actor)
    card = get_profile(session, actor, profile_id, on=today, rubric=rubric).card
    return Response(
        as_csv(gap_table(_holders(card, rubric), rubric)),
        mimetype="text/csv",
        headers={"Content-Disposition": f'attachment; filename="gaps-{card.code}-{today}.csv"'},
    )


def _holders(card: ProfileCard, rubric: Rubric) -> Sequence[Held]:
    session, actor, today = current_session(), current_actor(), current_clock().today()
    return list_holders(
        session,
        actor,
        card.id,
        organisation_path=card.organisation_path,
        on=today,
        rubric=rubric,
        find_decided=lambda people: find_decided(session, actor, people, on=today, rubric=rubric),
    )


def _words() -> dict[str, object]:
    return {
        "roles": list_roles(current_session()),
        "audience_words": audience_words,
        "period_words": period_words,
        "state_labels": STATE_LABELS,
        "state_tones": STATE_TONES,
    }


def gap_table(held: Sequence[Held], rubric: Rubric) -> Iterator[list[object]]:
    """Return the heading and a row for each person and target: what is wanted, what was found, what helps."""
    yield [
        gettext("Name"),
        gettext("Organisation"),
        gettext("Ability"),
        gettext("Target (level)"),
        gettext("State"),
        gettext("Certainty (per cent)"),
        gettext("Level"),
        gettext("Observations"),
        gettext("Observations still needed"),
        gettext("of these by other raters"),
    ]
    for one in held:
        for gap in one.sheet.gaps:
            criterion = rubric.criterion(gap.criterion_code)
            name = f"{criterion.code} {localised(criterion.name)}"
            yield [one.person.name, localised(one.person.organisation_name), name, *_values(gap)]


def _values(gap: Gap) -> list[object]:
    is_known = gap.finding.status is not FindingStatus.INSUFFICIENT
    certainty = min(round(gap.certainty_ratio * 100), MOST_CERTAIN)
    return [
        gap.target.level,
        str(GAP_LABELS[gap.state]),
        certainty if is_known else "",
        gap.finding.level if is_known else "",
        gap.finding.n_observations,
        gap.n_wanted or "",
        gap.n_wanted_elsewhere or "",
    ]


def _facts(person_id: UUID) -> dict[str, object]:
    session, actor, today = current_session(), current_actor(), current_clock().today()
    on = _asked_day(today)
    courses = list_progress(session, actor, [person_id])[person_id]
    return {
        "sheet": _sheet(person_id, on=on),
        "given": list_given(session, actor, person_id),
        "finished": {one.slug for one in courses if one.progress.state is CourseState.FINISHED},
        "on": on,
        "today": today,
        **_words(),
    }


def _sheet(person_id: UUID, *, on: date) -> LevelSheet | None:
    session, actor = current_session(), current_actor()
    sheet = find_level_sheet(session, actor, person_id, on=on)
    if sheet is None:
        return None
    decided = find_decided(session, actor, [person_id], on=on, rubric=sheet.rubric)
    return with_decided(sheet, decided.get(person_id, {}))


def _asked_day(today: date) -> date:
    """Read as of which day the address asks; today for anything that is no day, or still to come."""
    try:
        asked = date.fromisoformat(request.args.get("on", ""))
    except ValueError:
        return today
    return min(asked, today)


def add_to(bp: Blueprint) -> None:
    bp.add_url_rule("/me/target", view_func=show_own_target)
    bp.add_url_rule("/people/<uuid:person_id>/target", view_func=show_target)
    bp.add_url_rule("/targets/<uuid:profile_id>", view_func=show_profile)
    bp.add_url_rule("/targets/<uuid:profile_id>/gaps.csv", view_func=export_gaps)
