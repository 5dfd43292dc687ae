"""The face of a cell: what a map shows of one finding. Each distinct face is drawn once and kept."""

from datetime import date
from functools import cache, lru_cache

from flask import get_template_attribute
from markupsafe import Markup

from lms.evidence.domain import LevelFinding
from lms.rubric.domain import Rubric
from lms.web.i18n import current_locale, localised

DAYS_A_WEEK, DAYS_A_MONTH, DAYS_A_YEAR = 7, 30.4, 365.25
WEEKS_TO, MONTHS_TO = 9 * DAYS_A_WEEK, 2 * DAYS_A_YEAR


class Faces:
    """Draws the findings of one page: in its language, its rubric's words, with ages as of its day."""

    def __init__(self, rubric: Rubric, *, on: date) -> None:
        self._locale = current_locale()
        self._names = {level.number: localised(level.name) for level in rubric.levels}
        self._age = cache(lambda day: age_between(day, on))

    def of(self, finding: LevelFinding) -> Markup:
        """Return the inside of a finding's cell."""
        certainty = finding.certainty_ratio
        return _draw(
            self._locale,
            finding.status.value,
            finding.level or 0,
            self._names.get(finding.level or 0, ""),
            certainty if certainty == 1 else min(round(certainty, 2), 0.99),
            finding.n_observations,
            self._age(finding.latest_on) if finding.latest_on else (0, ""),
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
