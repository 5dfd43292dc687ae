"""The face of a cell: what a map shows of one finding. Each distinct face is drawn once and kept."""

from datetime import date
from functools import lru_cache

from flask import get_template_attribute
from markupsafe import Markup

from lms.evidence.domain import LevelFinding
from lms.web.i18n import current_locale

DAYS_A_WEEK, DAYS_A_MONTH, DAYS_A_YEAR = 7, 30.44, 365.25
WEEKS_TO, MONTHS_TO = 9 * DAYS_A_WEEK, 2 * DAYS_A_YEAR


def face_of(finding: LevelFinding, level_name: str, *, on: date) -> Markup:
    """Return the inside of a finding's cell."""
    count, unit = age_between(finding.latest_on, on) if finding.latest_on else (0, "")
    return _draw(
        current_locale(),
        str(finding.status),
        finding.level or 0,
        level_name,
        round(finding.certainty_ratio, 2),
        finding.n_observations,
        count,
        unit,
        finding.is_stale,
    )


def age_between(earlier: date, on: date) -> tuple[int, str]:
    """Say how long ago a day was, as people do: in weeks, then in months, then in years."""
    days = (on - earlier).days
    if days < WEEKS_TO:
        return days // DAYS_A_WEEK, "weeks"
    if days < MONTHS_TO:
        return int(days // DAYS_A_MONTH), "months"
    return int(days // DAYS_A_YEAR), "years"


@lru_cache(maxsize=8192)
def _draw(locale: str, *shown: object) -> Markup:
    del locale  # part of the key: the same finding reads differently in another language
    return Markup(get_template_attribute("reporting/_map.html", "face")(*shown))  # noqa: S704 (what a template rendered, escaped there)
