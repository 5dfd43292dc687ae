"""Who is where: learners within reach, with filters as chips, as a page and as files; and reminding them."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from flask import Blueprint, flash, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from lms.courses import commands, queries
from lms.courses.domain.places import branch_out
from lms.courses.domain.standing import Standing, may_remind
from lms.courses.forms import EVERYBODY, ConfirmForm
from lms.courses.queries import LearnerFilter, LearnerRow, Overview
from lms.kernel.clock import japanese_day
from lms.kernel.ids import read_id
from lms.kernel.permission import Permission
from lms.web.access import require
from lms.web.i18n import LazyString, gettext, localised, ngettext
from lms.web.i18n import lazy_gettext as _l
from lms.web.lists import PAGE, Chip, chips, page_number, page_urls, this_page
from lms.web.request import current_actor, current_clock, current_session
from lms.web.tables import Cell, Table, TableFormat, table_response

PAGE_SIZE = 50
FILTERS = ("state", "course", "place")
ROW = "r"
BOTH = ["GET", "POST"]
STANDING_LABELS: dict[Standing, LazyString] = {
    Standing.LATE: _l("Overdue"),
    Standing.STUCK: _l("Stuck"),
    Standing.UNDER_WAY: _l("In progress"),
    Standing.NOT_STARTED: _l("Not begun"),
    Standing.FINISHED: _l("Completed"),
}
STANDING_TONES = {
    Standing.LATE: "bad",
    Standing.STUCK: "warning",
    Standing.UNDER_WAY: "active",
    Standing.NOT_STARTED: "neutral",
    Standing.FINISHED: "good",
}


@dataclass(frozen=True)
class CountedChip(Chip):
    """A chip that says how many rows it leaves."""

    count: int


def add_to(bp: Blueprint) -> None:
    """Put the pages on the blueprint."""
    bp.get("/courses/people")(list_learners)
    bp.get("/courses/people.<any(csv, xlsx):suffix>")(export_learners)
    bp.route("/courses/people/remind", methods=BOTH)(remind_learners)


@require(Permission.ENROLMENT_READ)
def list_learners() -> ResponseReturnValue:
    wanted, page, actor = _wanted(), page_number(), current_actor()
    found = queries.find_overview(
        current_session(),
        actor,
        wanted,
        today=current_clock().today(),
        limit=PAGE_SIZE,
        offset=(page - 1) * PAGE_SIZE,
    )
    return render_template(
        "courses/list_learners.html",
        found=found,
        wanted=wanted,
        chip_rows=list(_chip_rows(found, wanted)),
        kept=[(name, request.args.get(name, "")) for name in FILTERS],
        pages=page_urls(page, has_more=page * PAGE_SIZE < found.total),
        files=_files(),
        is_narrowed=wanted != LearnerFilter(),
        may_assign=actor.may(Permission.ENROLMENT_ASSIGN),
        all_url=f"{url_for('courses.remind_learners')}?{_asked(all=EVERYBODY)}",
        **_words(),
    )


@require(Permission.ENROLMENT_READ)
def export_learners(suffix: str) -> ResponseReturnValue:
    clock, wanted = current_clock(), _wanted()
    rows = queries.list_learners(current_session(), current_actor(), wanted, today=clock.today())
    table = Table(
        stem="learners",
        name=gettext("Who is where"),
        heading=_HEADING,
        rows=[_cells(row) for row in rows],
        made_at=clock.now(),
        facts=list(_facts(wanted, len(rows))),
    )
    return table_response(table, TableFormat(suffix))


@require(Permission.ENROLMENT_ASSIGN)
def remind_learners() -> ResponseReturnValue:
    form, wanted = ConfirmForm(), _chosen()
    done: list[commands.Reminded] = []
    saved = form.save(lambda session: _remind(session, wanted, done))
    if saved:
        _say_reminded(done)
        return saved
    session, actor, today = current_session(), current_actor(), current_clock().today()
    rows = queries.list_learners(session, actor, wanted, today=today)
    due = [row for row in rows if commands.is_remindable(actor, row)]
    return render_template(
        "courses/remind_learners.html",
        form=form,
        due=[row for row in due if may_remind(row.reminded_at, today=today)],
        paused=[row for row in due if not may_remind(row.reminded_at, today=today)],
        n_left_out=len(rows) - len(due),
        most_shown=PAGE_SIZE,
        **_words(),
    ), form.status


def _words() -> dict[str, object]:
    return {
        "standing_labels": STANDING_LABELS,
        "standing_tones": STANDING_TONES,
        "today": current_clock().today(),
    }


def _wanted() -> LearnerFilter:
    """Read what the address asks for; whatever it asks for that there is not counts as not asked."""
    asked, place = request.args, read_id(request.args.get("place"))
    return LearnerFilter(
        under=queries.find_path(current_session(), current_actor(), place) if place else None,
        slug=asked.get("course") or None,
        standing=next((value for value in Standing if value == asked.get("state")), None),
        text=asked.get("q", "").strip()[:100],
    )


def _chosen() -> LearnerFilter:
    """Read who was ticked, or all whom the filters leave when the address says so."""
    if request.args.get("all") == EVERYBODY:
        return _wanted()
    return LearnerFilter(keys=[key for text in request.args.getlist(ROW) if (key := read_id(text))])


def _asked(**changes: str) -> str:
    kept = {name: request.args[name] for name in (*FILTERS, "q") if request.args.get(name)}
    return urlencode({**kept, **changes})


def _files() -> list[tuple[str, str]]:
    labels = {"csv": _l("CSV (for Excel)"), "xlsx": _l("XLSX")}
    return [
        (str(label), f"{url_for('courses.export_learners', suffix=suffix)}?{_asked()}".rstrip("?"))
        for suffix, label in labels.items()
    ]


def _chip_rows(found: Overview, wanted: LearnerFilter) -> Iterator[tuple[str, Sequence[Chip]]]:
    states = [(str(value), label) for value, label in STANDING_LABELS.items()]
    counts = {str(value): count for value, count in found.by_standing.items()}
    yield gettext("State"), _counted(chips("state", states, everything=_l("Any")), ["", *counts], counts)
    if len(found.courses) > 1 or wanted.slug:
        titles = [(one.slug, localised(one.title)) for one in found.courses]
        numbers = {one.slug: one.count for one in found.courses}
        everything = chips("course", titles, everything=_l("All courses"))
        yield gettext("Course"), _counted(everything, ["", *numbers], numbers)
    places = list(_place_chips(found, wanted))
    if places:
        everywhere = Chip(gettext("All organisations"), _place_url(None), is_current=wanted.under is None)
        yield gettext("Organisation"), [everywhere, *places]


def _counted(plain: Sequence[Chip], values: Sequence[str], counts: Mapping[str, int]) -> list[Chip]:
    """Put the counts on the chips that have one."""
    return [
        CountedChip(chip.label, chip.url, chip.is_current, counts[value]) if value in counts else chip
        for chip, value in zip(plain, values, strict=True)
    ]


def _place_chips(found: Overview, wanted: LearnerFilter) -> Iterator[Chip]:
    branches = branch_out(found.by_path, wanted.under)
    paths = [*branches.way, *(branch.path for branch in branches.below)]
    names = queries.list_place_names(current_session(), paths) if paths else {}
    for path in branches.way:
        yield Chip(localised(names[path]), _place_url(path), is_current=path == wanted.under)
    for branch in branches.below:
        label = localised(names[branch.path])
        yield CountedChip(label, _place_url(branch.path), branch.path == wanted.under, branch.count)


def _place_url(path: str | None) -> str:
    place = path.strip("/").rpartition("/")[2] if path else ""
    asked = {**request.args.to_dict(), "place": place, PAGE: ""}
    return this_page({name: value for name, value in asked.items() if value and name != "lang"})


_HEADING = [
    _l("Name"),
    _l("Reading"),
    _l("Organisation"),
    _l("Course"),
    _l("State"),
    _l("Steps finished"),
    _l("Steps"),
    _l("Attempts at the quiz"),
    _l("Due on"),
    _l("Begun on"),
    _l("Last active on"),
    _l("Completed on"),
    _l("Reminded on"),
]


def _cells(row: LearnerRow) -> list[Cell]:
    progress = row.progress
    instants = (progress.enrolled_at, row.active_at, progress.finished_at, row.reminded_at)
    return [
        row.person_name,
        row.person_kana,
        localised(row.organisation_name),
        localised(row.title),
        gettext(", ").join(str(STANDING_LABELS[one]) for one in row.standings),
        progress.done,
        progress.total,
        progress.n_attempts,
        row.due_on,
        *(japanese_day(instant) if instant else None for instant in instants),
    ]


def _facts(wanted: LearnerFilter, n_rows: int) -> Iterator[tuple[str, Cell]]:
    yield gettext("Rows"), n_rows
    if wanted.standing is not None:
        yield gettext("State"), str(STANDING_LABELS[wanted.standing])
    if wanted.slug is not None:
        yield gettext("Course"), wanted.slug
    if wanted.under is not None:
        names = queries.list_place_names(current_session(), [wanted.under])
        yield gettext("Organisation"), localised(names.get(wanted.under))
    if wanted.text:
        yield gettext("Name"), wanted.text


def _remind(session: Session, wanted: LearnerFilter, done: list[commands.Reminded]) -> str:
    done.append(
        commands.remind_learners(session, actor=current_actor(), wanted=wanted, clock=current_clock())
    )
    return url_for("courses.list_learners")


def _say_reminded(done: Sequence[commands.Reminded]) -> None:
    for one in done[-1:]:
        sent = ngettext("%(num)s reminder is on its way.", "%(num)s reminders are on their way.", one.n_sent)
        left = ngettext(
            "%(num)s was reminded this week already and is left in peace.",
            "%(num)s were reminded this week already and are left in peace.",
            one.n_paused,
        )
        flash(f"{sent} {left}" if one.n_paused else sent, "success")
