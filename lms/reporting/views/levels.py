"""The map of people × criteria, on the page and as a file."""

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import quote, urlencode

from flask import Blueprint, Response, render_template, request, url_for
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from lms.evidence.queries import find_comparisons
from lms.kernel.permission import Permission
from lms.reporting.heatmap import HeatMap, HeatRow, find_heat_map
from lms.reporting.views.faces import Faces
from lms.reporting.views.files import as_csv, level_table
from lms.reporting.views.narrowing import chip_rows, organisation_row, read_filter, stands_open
from lms.rubric.domain import Rubric
from lms.web.access import require
from lms.web.i18n import localised
from lms.web.lists import page_number, page_urls
from lms.web.request import current_actor, current_clock, current_session

PAGE_SIZE = 200
ASKED = ("org", "level", "seen", "role", "sort")


@dataclass(frozen=True)
class ShownRow:
    """A person as the map shows them: where their name leads, and a face for each finding."""

    name: str
    organisation: str
    url: str
    overall_url: str
    overall: Markup
    cells: Sequence[tuple[str, int, Markup]]
    """Where a cell leads, the level it is tinted for, and its face."""


@require(Permission.OBSERVATION_READ)
def show_levels() -> ResponseReturnValue:
    wish, page = read_filter(), page_number()
    found = find_heat_map(
        current_session(),
        current_actor(),
        wish,
        on=current_clock().today(),
        first=(page - 1) * PAGE_SIZE,
        limit=PAGE_SIZE,
    )
    if found is None:
        return render_template("reporting/no_rubric.html")
    return render_template("reporting/levels.html", found=found, wish=wish, **_words(found, page))


def _words(found: HeatMap, page: int) -> dict[str, object]:
    today = current_clock().today()
    faces = Faces(found.rubric, on=today)
    return {
        "rubric": found.rubric,
        "rows": [_shown(row, found.rubric, faces) for row in found.rows],
        "filters": [organisation_row(found.tree, found.place), *chip_rows(found.rubric)],
        "is_open": stands_open(ASKED),
        "is_narrowed": any(request.args.get(name) for name in (*ASKED, "q")),
        "kept": [(name, request.args.get(name, "")) for name in ASKED],
        "pages": page_urls(page, has_more=page * PAGE_SIZE < found.total),
        "csv_url": f"{url_for('reporting.export_levels')}?{_asked()}",
        "today": today,
    }


def _asked() -> str:
    return urlencode({name: request.args[name] for name in (*ASKED, "q") if name in request.args})


def _shown(row: HeatRow, rubric: Rubric, faces: Faces) -> ShownRow:
    criterion_url = url_for("evidence.show_criterion", person_id=row.member.id, code="-").removesuffix("-")
    findings = row.findings
    return ShownRow(
        name=row.member.name,
        organisation=localised(row.member.place.name),
        url=url_for("reporting.show_person", person_id=row.member.id),
        overall_url=url_for("evidence.show_overall", person_id=row.member.id),
        overall=faces.of(findings.overall),
        cells=[
            (criterion_url + quote(criterion.code), finding.level or 0, faces.of(finding))
            for criterion in rubric.criteria
            for finding in (findings.criteria[criterion.code],)
        ],
    )


@require(Permission.OBSERVATION_READ)
def export_levels() -> ResponseReturnValue:
    session = current_session()
    found = find_heat_map(session, current_actor(), read_filter(), on=current_clock().today())
    rows = [] if found is None else level_table(found, find_comparisons(session, found.rubric))
    return Response(
        as_csv(rows),
        mimetype="text/csv",
        headers={"Content-Disposition": 'attachment; filename="levels.csv"'},
    )


def add_to(bp: Blueprint) -> None:
    bp.add_url_rule("/reports/levels", view_func=show_levels)
    bp.add_url_rule("/reports/levels.csv", view_func=export_levels)
