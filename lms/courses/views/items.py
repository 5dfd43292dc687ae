"""How the questions of a course work: for its authors, as a page and as files."""

from collections.abc import Iterator

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue

from lms.courses import queries
from lms.courses.domain import QuestionKind
from lms.courses.domain.items import FEWEST, FEWEST_FOR_CORRELATION, ItemFigures
from lms.courses.queries import ItemsPage
from lms.kernel.permission import Permission
from lms.web.access import require
from lms.web.i18n import LazyString, gettext, localised
from lms.web.i18n import lazy_gettext as _l
from lms.web.lists import chips
from lms.web.request import current_actor, current_clock, current_session
from lms.web.tables import Cell, Table, TableFormat, table_response

KIND_LABELS: dict[QuestionKind, LazyString] = {
    QuestionKind.SINGLE: _l("One of several"),
    QuestionKind.MULTIPLE: _l("All that apply"),
    QuestionKind.ORDERING: _l("Ordering"),
    QuestionKind.MATCHING: _l("Matching"),
    QuestionKind.NUMERIC: _l("Number"),
    QuestionKind.SHORT: _l("Short answer"),
    QuestionKind.SCENARIO: _l("Branching case"),
}
STRONG, FAIR = 0.3, 0.1
_HEADING = (
    _l("Question"),
    _l("Code"),
    _l("Kind"),
    _l("Asked"),
    _l("Share right"),
    _l("Share partly right"),
    _l("Share not answered"),
    _l("Discrimination"),
    _l("Never chosen"),
    _l("Worth another look"),
)


def add_to(bp: Blueprint) -> None:
    """Put the pages on the blueprint."""
    bp.get("/courses/<slug>/items")(show_items)
    bp.get("/courses/<slug>/items.<any(csv, xlsx):ending>")(export_items)


@require(Permission.COURSE_EDIT)
def show_items(slug: str) -> ResponseReturnValue:
    page = _page(slug)
    return render_template(
        "courses/show_items.html",
        page=page,
        kind_labels=KIND_LABELS,
        strength_of=strength_of,
        fewest=FEWEST,
        fewest_for_correlation=FEWEST_FOR_CORRELATION,
        versions=chips("version", [(one, one) for one in page.editions[1:]], everything=page.editions[0]),
        files=_files(page) if page.is_told else (),
    )


@require(Permission.COURSE_EDIT)
def export_items(slug: str, ending: str) -> ResponseReturnValue:
    page = _page(slug)
    table = Table(
        stem=f"items-{slug}",
        name=f"{gettext('How the questions work')}-{slug}",
        heading=_HEADING,
        rows=[list(_cells(item)) for item in page.items],
        made_at=current_clock().now(),
        facts=[(_l("Version"), page.edition), (_l("First attempts"), page.n_people)],
    )
    return table_response(table, TableFormat(ending))


def _page(slug: str) -> ItemsPage:
    edition = request.args.get("version") or None
    return queries.get_items(current_session(), current_actor(), slug, edition=edition)


def _files(page: ItemsPage) -> list[tuple[str, str]]:
    labels = {"csv": _l("CSV (for Excel)"), "xlsx": _l("XLSX")}
    return [
        (
            str(label),
            url_for("courses.export_items", slug=page.slug, ending=ending, version=page.edition),
        )
        for ending, label in labels.items()
    ]


def strength_of(item: ItemFigures) -> tuple[LazyString, str]:
    """Say a discrimination in words, with the tone of its tag."""
    if item.discrimination is None:
        return (_l("Too few for this yet") if item.has_few else _l("All alike"), "neutral")
    if item.discrimination >= STRONG:
        return _l("Tells well apart"), "good"
    if item.discrimination >= FAIR:
        return _l("Tells somewhat apart"), "neutral"
    if item.discrimination > -FAIR:
        return _l("Hardly tells apart"), "warning"
    return _l("Works the other way round"), "bad"


def _cells(item: ItemFigures) -> Iterator[Cell]:
    yield localised(item.question.prompt)
    yield item.question.code
    yield KIND_LABELS[item.question.kind]
    yield item.n_asked
    for ratio in (item.difficulty, item.partly_ratio, item.open_ratio, item.discrimination):
        yield None if ratio is None else round(ratio, 3)
    yield " / ".join(localised(one.text) for one in item.never_chosen)
    yield gettext("Yes") if item.is_worth_a_look else ""
