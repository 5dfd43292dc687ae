"""Pages that change a draft, one part each."""

from uuid import UUID

from flask import Blueprint, flash, render_template, url_for
from flask.typing import ResponseReturnValue

from lms.kernel.errors import NotFound
from lms.kernel.permission import Permission
from lms.rubric import forms
from lms.rubric.domain import RubricText
from lms.rubric.domain.editing import list_sources
from lms.rubric.domain.preview import preview_criterion
from lms.rubric.queries import Draft
from lms.rubric.views.opening import levels_of, open_draft, save_part
from lms.web.access import require
from lms.web.i18n import lazy_gettext as _l

BOTH = ["GET", "POST"]
_SAVED = _l("Saved.")
_TURNED = _l(
    "Saved. With this the version has become a change of meaning: the crosswalk says what goes where."
)


def add_to(bp: Blueprint) -> None:
    """Put the pages on the blueprint."""
    start = "/rubrics/drafts/<uuid:draft_id>"
    bp.route(f"{start}/about", methods=BOTH)(edit_about)
    bp.route(f"{start}/levels", methods=BOTH)(edit_levels)
    bp.route(f"{start}/domains", methods=BOTH)(edit_domains)
    bp.route(f"{start}/criteria/new", methods=BOTH)(add_criterion)
    bp.route(f"{start}/criteria/<code>", methods=BOTH)(edit_criterion)
    bp.route(f"{start}/criteria/<code>/remove", methods=BOTH)(remove_criterion)
    bp.get(f"{start}/crosswalk")(show_crosswalk)
    bp.route(f"{start}/crosswalk/<code>", methods=BOTH)(edit_line)
    bp.route(f"{start}/examples/<code>", methods=BOTH)(edit_examples)


@require(Permission.RUBRIC_EDIT)
def edit_about(draft_id: UUID) -> ResponseReturnValue:
    draft = open_draft(draft_id)
    is_first = draft.predecessor is None and draft.text.extends is None
    form = forms.AboutForm.of(draft.text, is_first=is_first)
    return _edited(form, draft, "rubric/edit_about.html", texts=forms.CHANGE_TEXTS)


@require(Permission.RUBRIC_EDIT)
def edit_levels(draft_id: UUID) -> ResponseReturnValue:
    draft = open_draft(draft_id)
    if draft.base is not None:
        raise NotFound("rubric.draft_unknown")
    return _edited(forms.LevelsForm.of(draft.text), draft, "rubric/edit_levels.html", back="edit_levels")


@require(Permission.RUBRIC_EDIT)
def edit_domains(draft_id: UUID) -> ResponseReturnValue:
    draft = open_draft(draft_id)
    taken = [domain.code for domain in draft.base.domains] if draft.base else []
    form = forms.DomainsForm.of(draft.text, taken=taken)
    return _edited(form, draft, "rubric/edit_domains.html", back="edit_domains")


@require(Permission.RUBRIC_EDIT)
def add_criterion(draft_id: UUID) -> ResponseReturnValue:
    draft = open_draft(draft_id)
    if not draft.text.domains:
        return render_template("rubric/no_domain.html", draft=draft)
    return _edited_criterion(draft, None)


@require(Permission.RUBRIC_EDIT)
def edit_criterion(draft_id: UUID, code: str) -> ResponseReturnValue:
    return _edited_criterion(open_draft(draft_id), code)


@require(Permission.RUBRIC_EDIT)
def remove_criterion(draft_id: UUID, code: str) -> ResponseReturnValue:
    draft = open_draft(draft_id)
    form = forms.RemoveForm.of(draft.text, code)
    before = (
        {criterion.code: criterion for criterion in draft.predecessor.criteria} if draft.predecessor else {}
    )
    sources = [before[line.source] for line in list_sources(draft.text, code) if line.source in before]
    criterion = next(one for one in draft.text.criteria if one.code == code)
    return _edited(form, draft, "rubric/remove_criterion.html", criterion=criterion, sources=sources)


@require(Permission.RUBRIC_EDIT)
def show_crosswalk(draft_id: UUID) -> ResponseReturnValue:
    draft = open_draft(draft_id)
    _require_predecessor(draft)
    return render_template("rubric/show_crosswalk.html", draft=draft, find_line=forms.find_line)


@require(Permission.RUBRIC_EDIT)
def edit_line(draft_id: UUID, code: str) -> ResponseReturnValue:
    draft = open_draft(draft_id)
    predecessor = _require_predecessor(draft)
    form = forms.LineForm.of(draft.text, predecessor, code, base=draft.base)
    criterion = next(one for one in predecessor.criteria if one.code == code)
    levels = (draft.base or predecessor).levels
    facts = {"criterion": criterion, "levels": levels, "predecessor": predecessor, "texts": forms.KIND_TEXTS}
    return _edited(form, draft, "rubric/edit_line.html", back="show_crosswalk", **facts)


@require(Permission.RUBRIC_EDIT)
def edit_examples(draft_id: UUID, code: str) -> ResponseReturnValue:
    draft = open_draft(draft_id)
    if draft.base is None:
        raise NotFound("rubric.draft_unknown")
    form = forms.ExamplesForm.of(draft.text, draft.base, code)
    criterion = next(one for one in draft.base.criteria if one.code == code)
    shown = preview_criterion(criterion, draft.base.levels)
    return _edited(form, draft, "rubric/edit_examples.html", criterion=shown, levels=draft.base.levels)


def _edited_criterion(draft: Draft, code: str | None) -> ResponseReturnValue:
    levels = levels_of(draft)
    taken = [criterion.code for criterion in draft.base.criteria] if draft.base else []
    form = forms.CriterionForm.of(draft.text, code, levels=levels, taken=taken)
    shown = preview_criterion(form.criterion(), levels)
    return _edited(form, draft, "rubric/edit_criterion.html", shown=shown, levels=levels, code=code)


def _edited(
    form: forms.DraftForm, draft: Draft, template: str, *, back: str = "show_draft", **facts: object
) -> ResponseReturnValue:
    def address(text: RubricText) -> str:
        flash(str(_TURNED if _change(text) != _change(draft.text) else _SAVED), "success")
        return url_for(f"rubric.{back}", draft_id=draft.id, _anchor=form.anchor)

    saved = save_part(form, draft.id, address)
    return saved or (render_template(template, form=form, draft=draft, **facts), form.status)


def _change(text: RubricText) -> str | None:
    return text.succession.change.value if text.succession is not None else None


def _require_predecessor(draft: Draft) -> RubricText:
    if draft.predecessor is None:
        raise NotFound("rubric.draft_unknown")
    return draft.predecessor
