"""Levels as a table for a spreadsheet: the same people, in the same order, as the map on the page."""

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from uuid import UUID

from lms.evidence.domain import FindingStatus, LevelFinding
from lms.evidence.domain.facets.linkage import Comparison
from lms.reporting.heatmap import HeatMap
from lms.rubric.domain import Rubric
from lms.web.i18n import LazyString, gettext, localised
from lms.web.i18n import lazy_gettext as _l

BYTE_ORDER_MARK = "\N{ZERO WIDTH NO-BREAK SPACE}"
MOST_CERTAIN = 99
"""Per cent: rounding makes no level certain, here as little as on the pages."""
FORMULA_STARTS = (
    "=",
    "+",
    "-",
    "@",
    "\N{FULLWIDTH EQUALS SIGN}",
    "\N{FULLWIDTH PLUS SIGN}",
    "\N{FULLWIDTH HYPHEN-MINUS}",
    "\N{FULLWIDTH COMMERCIAL AT}",
    "\t",
    "\r",
    "\n",
)
"""What Excel takes for a formula; Japanese Excel reads the full-width signs as the narrow ones."""

STATUS_LABELS: dict[FindingStatus, LazyString] = {
    FindingStatus.ESTABLISHED: _l("established"),
    FindingStatus.PROVISIONAL: _l("provisional"),
    FindingStatus.INSUFFICIENT: _l("not enough evidence"),
}

COMPARISON_LABELS: dict[Comparison, LazyString] = {
    Comparison.FREE: _l("with other organisations too"),
    Comparison.CAUTION: _l("with other organisations only with care"),
    Comparison.WITHIN: _l("within the organisation only"),
}


def as_csv(rows: Iterable[Sequence[object]]) -> bytes:
    """Write rows as Excel opens them: marked as UTF-8, and no text read as a formula."""
    text = io.StringIO()
    text.write(BYTE_ORDER_MARK)
    csv.writer(text).writerows([_harmless(value) for value in row] for row in rows)
    return text.getvalue().encode()


def _harmless(value: object) -> object:
    return f"'{value}" if isinstance(value, str) and value.startswith(FORMULA_STARTS) else value


def level_table(found: HeatMap, comparisons: Mapping[UUID, Comparison]) -> Iterator[list[object]]:
    """Return the heading and a row a person: overall first, then each criterion, five columns each.

    A file outlives the page it came from, so that each row says how far its levels may be compared.
    """
    unnamed = Comparison.FREE if comparisons else Comparison.WITHIN
    yield list(_heading(found.rubric))
    for row in found.rows:
        criteria = [row.findings.criteria[criterion.code] for criterion in found.rubric.criteria]
        values = [value for finding in (row.findings.overall, *criteria) for value in _values(finding)]
        compared = COMPARISON_LABELS[comparisons.get(row.member.place.id, unnamed)]
        yield [row.member.name, localised(row.member.place.name), str(compared), *values]


def _heading(rubric: Rubric) -> Iterator[str]:
    yield from (gettext("Name"), gettext("Organisation"), gettext("Levels may be compared"))
    parts = [gettext("Overall"), *(f"{part.code} {localised(part.name)}" for part in rubric.criteria)]
    for part in parts:
        yield gettext("%(part)s: level", part=part)
        yield gettext("%(part)s: how far it may be relied on", part=part)
        yield gettext("%(part)s: certainty (per cent)", part=part)
        yield gettext("%(part)s: observations", part=part)
        yield gettext("%(part)s: latest on", part=part)


def _values(finding: LevelFinding) -> list[object]:
    is_known = finding.level is not None
    return [
        finding.level if is_known else "",
        str(STATUS_LABELS[finding.status]),
        min(round(finding.certainty_ratio * 100), MOST_CERTAIN) if is_known else "",
        finding.n_observations,
        finding.latest_on.isoformat() if finding.latest_on else "",
    ]
