"""Rubrics as files: fetched from a version, and brought in as a draft."""

from uuid import UUID

from flask import Blueprint, current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from lms.config import Settings
from lms.kernel.permission import Permission
from lms.rubric import commands, queries
from lms.rubric.forms.differences import UNCHANGED, list_differences
from lms.rubric.forms.exchange import Carried, ImportForm, UploadForm
from lms.rubric.loader import (
    SCHEMA_FILE,
    SUFFIXES,
    Format,
    Reading,
    edition_of,
    read_file,
    read_schema,
    write_rubric,
)
from lms.web.access import require
from lms.web.i18n import lazy_gettext as _l
from lms.web.request import current_actor, current_clock, current_session

BOTH = ["GET", "POST"]
MOST_SHOWN = 50
"""Problems of one file; a page with more helps nobody."""

_FORMATS = {suffix: kind for kind, suffix in SUFFIXES.items()}
_MEDIA_TYPES = {
    Format.YAML: "application/yaml",
    Format.CSV: "text/csv",
    Format.CASE: "application/json",
}


def add_to(bp: Blueprint) -> None:
    """Put the pages on the blueprint."""
    bp.route("/rubrics/import", methods=BOTH)(import_file)
    bp.route("/rubrics/import/draft", methods=BOTH)(import_draft)
    bp.get("/rubrics/<uuid:version_id>/export.<any(yaml, csv, json):suffix>")(export_version)


@require(Permission.RUBRIC_EDIT)
def import_file() -> ResponseReturnValue:
    form = UploadForm.of(queries.list_publishing_organisations(current_session(), current_actor()))
    reading = _uploaded(form) if request.method == "POST" else None
    if reading is None or reading.draft is None:
        return _ask(form, reading)
    carried = Carried(UUID(form.publisher.data), reading.draft)
    waiting = ImportForm.carrying(carried)
    if waiting.is_too_large:
        form.refuse(str(_l("The file holds more than a page can carry; load it at the command line.")))
        return _ask(form, None)
    return _preview(waiting, carried, reading)


@require(Permission.RUBRIC_EDIT)
def import_draft() -> ResponseReturnValue:
    form = ImportForm()
    carried = form.carried()
    if carried is None:
        flash(str(_l("The file is no longer at hand; choose it once more.")), "warning")
        return redirect(url_for("rubric.import_file"), 303)
    saved = form.save(lambda session: _take_over(session, carried))
    if saved:
        flash(str(_l("The file is a draft now. Nothing of it is in force yet.")), "success")
    return saved or (_preview(form, carried, None), form.status)


@require(Permission.RUBRIC_READ)
def export_version(version_id: UUID, suffix: str) -> ResponseReturnValue:
    session = current_session()
    line = queries.get_version(session, current_actor(), version_id)
    published = queries.get_published(session, line.id)
    settings: Settings = current_app.config["LMS"]
    kind = _FORMATS[suffix]
    edition = edition_of(published, base_url=settings.base_url)
    content = write_rubric(queries.read_published(session, published), kind, edition)
    name = f"{line.code}-v{line.version}.{suffix}"
    response = current_app.response_class(content, mimetype=_MEDIA_TYPES[kind])
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _ask(form: UploadForm, reading: Reading | None) -> ResponseReturnValue:
    """Ask for a file, and say what was wrong with the one just sent."""
    problems = () if reading is None else reading.problems
    page = render_template(
        "rubric/exchange_import.html", form=form, problems=problems[:MOST_SHOWN], n_problems=len(problems)
    )
    return page, 422 if problems else form.status


def _uploaded(form: UploadForm) -> Reading | None:
    """Read the file that was sent; None when the form is not in order."""
    is_valid = form.validate()
    upload = request.files.get(form.file.name)
    content = form.take(upload)
    if not is_valid or not content:
        form.status = 422
        return None
    settings: Settings = current_app.config["LMS"]
    schema = read_schema(settings.rubrics_dir / SCHEMA_FILE)
    name = str(upload.filename or "") if upload is not None else ""
    return read_file(content, schema=schema, name=name, fall_back=bool(form.fall_back.data))


def _take_over(session: Session, carried: Carried) -> str:
    draft_id = commands.import_draft(
        session,
        actor=current_actor(),
        publisher_id=carried.publisher_id,
        text=carried.text,
        clock=current_clock(),
    )
    return url_for("rubric.show_draft", draft_id=draft_id)


def _preview(form: ImportForm, carried: Carried, reading: Reading | None) -> str:
    """Show what a file would change: against what the organisation has, else against what it reads."""
    session, actor, text = current_session(), current_actor(), carried.text
    lines = [line for line in queries.list_versions(session, actor) if line.code == text.code]
    in_force = [line for line in lines if line.outdated_at is None]
    own = [line for line in in_force if line.publisher_id == carried.publisher_id]
    against = next(iter(own or in_force), None)
    old = None if against is None else queries.get_text(session, actor, against.id)
    differences = list_differences(old, text)
    return render_template(
        "rubric/exchange_preview.html",
        form=form,
        text=text,
        against=against,
        differences=differences,
        n_changed=sum(one.state != UNCHANGED for one in differences if one.code),
        problems=() if reading is None else reading.problems[:MOST_SHOWN],
        n_problems=0 if reading is None else len(reading.problems),
        notes=() if reading is None else reading.notes,
        begun=_find_begun(carried),
    )


def _find_begun(carried: Carried) -> queries.DraftLine | None:
    """Return the draft of this rubric that the organisation has begun, which is not written over."""
    text = carried.text
    for draft in queries.list_drafts(current_session(), current_actor()):
        is_of_it = draft.extends_code == text.extends if text.extends else draft.code == text.code
        if draft.publisher_id == carried.publisher_id and is_of_it:
            return draft
    return None
