"""Pages of target profiles. The page of one of them stands in ``reporting``: it tells whose levels reach it.

GET       /targets                         targets.list_profiles
GET POST  /targets/new                     targets.new_profile
GET POST  /targets/<id>/edit               targets.edit_profile
GET POST  /targets/<id>/end                targets.end_profile
GET POST  /people/<id>/target/assign       targets.assign_profile
GET POST  /targets/assignments/<id>/end    targets.end_assignment
"""

from collections.abc import Callable
from uuid import UUID

from flask import Blueprint, flash, render_template, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from lms.kernel.errors import NotAllowed
from lms.kernel.permission import Permission
from lms.people.domain import ids_on_path
from lms.people.queries import get_person
from lms.rubric.domain import Rubric
from lms.rubric.queries import find_current_rubric
from lms.targets import commands, forms, queries
from lms.targets.access import can_assign, can_edit_profile
from lms.targets.domain import Span
from lms.targets.queries import ProfileCard
from lms.web.access import require
from lms.web.forms import FormBase
from lms.web.i18n import lazy_gettext as _l
from lms.web.request import current_actor, current_clock, current_session

bp = Blueprint("targets", __name__, template_folder="templates")


@bp.context_processor
def words() -> dict[str, object]:
    """Give every page of the feature the words it speaks in."""
    return {
        "audience_words": forms.audience_words,
        "period_words": forms.period_words,
        "state_labels": forms.STATE_LABELS,
        "state_tones": forms.STATE_TONES,
    }


@bp.get("/targets")
@require(Permission.RUBRIC_READ)
def list_profiles() -> ResponseReturnValue:
    session, actor = current_session(), current_actor()
    rubric = find_current_rubric(session, actor)
    cards = queries.list_profiles(session, actor, on=current_clock().today(), rubric=rubric)
    return render_template(
        "targets/list_profiles.html",
        cards=cards,
        roles=queries.list_roles(session),
        has_rubric=rubric is not None,
        may_publish=actor.may(Permission.TARGET_EDIT),
        n_outdated=sum(card.is_outdated and _may_edit(card) for card in cards),
    )


@bp.route("/targets/new", methods=["GET", "POST"])
@require(Permission.TARGET_EDIT)
def new_profile() -> ResponseReturnValue:
    session, actor = current_session(), current_actor()
    rubric = find_current_rubric(session, actor)
    if rubric is None:
        return render_template("targets/no_rubric.html")
    form = forms.NewProfileForm.of(rubric, roles=queries.list_roles(session))
    form.offer(queries.list_publishers(session, actor))
    done = _l("Published. It counts from its first day on.")
    saved = _saved(form, lambda writing: _publish(writing, form), done)
    return saved or (
        render_template("targets/edit_profile.html", form=form, rubric=rubric, card=None),
        form.status,
    )


@bp.route("/targets/<uuid:profile_id>/edit", methods=["GET", "POST"])
@require(Permission.TARGET_EDIT)
def edit_profile(profile_id: UUID) -> ResponseReturnValue:
    card = _card_to_change(profile_id)
    rubric = find_current_rubric(current_session(), current_actor())
    if rubric is None:
        return render_template("targets/no_rubric.html")
    form = _edit_form(card, rubric)
    done = _l("Saved. It counts from today on.")
    saved = _saved(form, lambda writing: _revise(writing, form, profile_id), done)
    page = {"form": form, "rubric": rubric, "card": card}
    return saved or (render_template("targets/edit_profile.html", **page), form.status)


@bp.route("/targets/<uuid:profile_id>/end", methods=["GET", "POST"])
@require(Permission.TARGET_EDIT)
def end_profile(profile_id: UUID) -> ResponseReturnValue:
    card = _card_to_change(profile_id)
    form = forms.EndForm(version=card.version, ends_on=max(current_clock().today(), card.span.starts_on))
    saved = _saved(
        form, lambda writing: _end(writing, form, profile_id), _l("Kept. What it said until then stays.")
    )
    return saved or (render_template("targets/end_profile.html", form=form, card=card), form.status)


@bp.route("/people/<uuid:person_id>/target/assign", methods=["GET", "POST"])
@require(Permission.TARGET_EDIT)
def assign_profile(person_id: UUID) -> ResponseReturnValue:
    today = current_clock().today()
    person = get_person(current_session(), current_actor(), person_id, on=today)
    employer = person.employer_on(today)
    if employer is None or not can_assign(current_actor(), employer_path=employer.path):
        raise NotAllowed("targets.not_assigner")
    form = forms.AssignForm(starts_on=today)
    form.offer(_offered_at(employer.path))
    done = _l("Given. The person has been told.")
    saved = _saved(form, lambda writing: _assign(writing, form, person_id), done)
    return saved or (render_template("targets/assign_profile.html", form=form, person=person), form.status)


@bp.route("/targets/assignments/<uuid:assignment_id>/end", methods=["GET", "POST"])
@require(Permission.TARGET_EDIT)
def end_assignment(assignment_id: UUID) -> ResponseReturnValue:
    today = current_clock().today()
    given = queries.get_given(current_session(), current_actor(), assignment_id)
    if not can_assign(current_actor(), employer_path=given.employer_path):
        raise NotAllowed("targets.not_assigner")
    form = forms.EndForm(ends_on=max(today, given.span.starts_on))
    saved = _saved(form, lambda writing: _end_assignment(writing, form, assignment_id), _l("Kept."))
    return saved or (render_template("targets/end_assignment.html", form=form, given=given), form.status)


def _may_edit(card: ProfileCard) -> bool:
    return can_edit_profile(current_actor(), organisation_path=card.organisation_path)


def _edit_form(card: ProfileCard, rubric: Rubric) -> forms.EditProfileForm:
    levels = {code: target.level for code, target in card.followed.targets.items()}
    roles = queries.list_roles(current_session())
    form: forms.EditProfileForm = forms.EditProfileForm.of(
        rubric, roles=roles, **forms.values_of(card, levels)
    )
    form.starts_on.data = card.span.starts_on
    return form


def _offered_at(employer_path: str) -> list[ProfileCard]:
    """List the profiles of an employer and the organisations above it that are not over."""
    today, above = current_clock().today(), ids_on_path(employer_path)
    cards = queries.list_profiles(
        current_session(), current_actor(), on=today, rubric=None, can_be_given=True
    )
    return [card for card in cards if card.organisation_id in above]


def _card_to_change(profile_id: UUID) -> ProfileCard:
    session, actor = current_session(), current_actor()
    rubric = find_current_rubric(session, actor)
    page = queries.get_profile(session, actor, profile_id, on=current_clock().today(), rubric=rubric)
    if not _may_edit(page.card):
        raise NotAllowed("targets.not_editor")
    return page.card


def _saved(form: FormBase, work: Callable[[Session], str], done: object) -> ResponseReturnValue | None:
    saved = form.save(work)
    if saved is not None:
        flash(str(done), "success")
    return saved


def _publish(session: Session, form: forms.NewProfileForm) -> str:
    profile_id = commands.publish_profile(
        session,
        actor=current_actor(),
        organisation_id=UUID(form.organisation.data),
        code=form.code.data,
        starts_on=form.starts_on.data,
        draft=form.to_draft(),
        clock=current_clock(),
    )
    return url_for("reporting.show_profile", profile_id=profile_id)


def _revise(session: Session, form: forms.EditProfileForm, profile_id: UUID) -> str:
    commands.revise_profile(
        session,
        actor=current_actor(),
        profile_id=profile_id,
        draft=form.to_draft(),
        reason=form.reason.data,
        version=form.version.data or 0,
        clock=current_clock(),
    )
    return url_for("reporting.show_profile", profile_id=profile_id)


def _end(session: Session, form: forms.EndForm, profile_id: UUID) -> str:
    commands.end_profile(
        session,
        actor=current_actor(),
        profile_id=profile_id,
        ends_on=form.ends_on.data,
        reason=form.reason.data,
        version=form.version.data or 0,
        clock=current_clock(),
    )
    return url_for("reporting.show_profile", profile_id=profile_id)


def _assign(session: Session, form: forms.AssignForm, person_id: UUID) -> str:
    commands.assign_profile(
        session,
        actor=current_actor(),
        person_id=person_id,
        profile_id=UUID(form.profile.data),
        span=Span(form.starts_on.data, form.ends_on.data),
        reason=form.reason.data,
        clock=current_clock(),
    )
    return url_for("reporting.show_target", person_id=person_id)


def _end_assignment(session: Session, form: forms.EndForm, assignment_id: UUID) -> str:
    person_id = commands.end_assignment(
        session,
        actor=current_actor(),
        assignment_id=assignment_id,
        ends_on=form.ends_on.data,
        reason=form.reason.data,
        clock=current_clock(),
    )
    return url_for("reporting.show_target", person_id=person_id)
