"""How many raters and entries dependable levels take."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from lms.evidence.domain.agreement import DEPENDABLE, FEWEST_PAIRS, MOST_ENTRIES, MOST_RATERS, Component
from lms.kernel.permission import Permission
from lms.reporting.agreement import MONTHS, WINDOW_DAYS, find_agreement
from lms.web.access import require
from lms.web.i18n import lazy_gettext as _l
from lms.web.request import current_actor, current_clock, current_session

SOURCES = {
    Component.PERSON: (
        _l("People differ"),
        _l("Some stand higher in everything. This is what levels are meant to show."),
    ),
    Component.PERSON_CRITERION: (
        _l("Strengths of each person"),
        _l("Somebody is better at one ability than at another. Levels are meant to show this too."),
    ),
    Component.CRITERION: (
        _l("Abilities differ"),
        _l("Some abilities are harder to reach for everybody. This makes no level less dependable."),
    ),
    Component.RATER: (
        _l("Strict and lenient raters"),
        _l("Some raters give lower levels to everybody. More raters balance it."),
    ),
    Component.RATER_CRITERION: (
        _l("What a rater is strict about"),
        _l("A rater is stricter on one ability than on another. Talking about examples together helps."),
    ),
    Component.PERSON_RATER: (
        _l("A rater and one person"),
        _l("A rater sees one person higher or lower than others do. More raters balance it."),
    ),
    Component.REST: (
        _l("The day, the case, chance"),
        _l("What differs from visit to visit. More entries balance it."),
    ),
}
WANTED = (Component.PERSON, Component.PERSON_CRITERION)


@require(Permission.OBSERVATION_READ)
def show_agreement() -> ResponseReturnValue:
    today = current_clock().today()
    return render_template(
        "reporting/agreement.html",
        sheet=find_agreement(current_session(), current_actor(), on=today),
        sources=SOURCES,
        wanted=WANTED,
        months=MONTHS,
        window_days=WINDOW_DAYS,
        fewest_pairs=FEWEST_PAIRS,
        dependable=DEPENDABLE,
        rater_numbers=range(1, MOST_RATERS + 1),
        entry_numbers=range(1, MOST_ENTRIES + 1),
        today=today,
    )


def add_to(bp: Blueprint) -> None:
    bp.add_url_rule("/reports/agreement", view_func=show_agreement)
