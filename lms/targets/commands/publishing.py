"""Publishing profiles, changing what they say, ending them."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from uuid import UUID

from sqlalchemy.orm import Session, joinedload, selectinload

from lms.kernel.actor import Actor
from lms.kernel.clock import Clock
from lms.kernel.errors import Conflict, NotAllowed, NotFound, RuleViolation
from lms.people.models import Organisation
from lms.rubric.domain import Rubric
from lms.rubric.queries import get_current_rubric
from lms.storage import audit
from lms.targets import queries
from lms.targets.access import can_edit_profile
from lms.targets.commands.storing import check, ids_of, require_reason, says, store_profile, store_revision
from lms.targets.domain import Audience, TargetDraft, check_end, follow_targets
from lms.targets.models import TargetProfile, TargetRevision


def publish_profile(
    session: Session,
    *,
    actor: Actor,
    organisation_id: UUID,
    code: str,
    starts_on: date,
    draft: TargetDraft,
    clock: Clock,
) -> UUID:
    """Publish a profile of an organisation, for itself and all below, and return its id.

    It may begin on a day that is past: a year's targets are often written down during the year. Raises
    NotAllowed("targets.not_editor"); RuleViolation("targets.rubric_renewed" | "targets.overlaps" |
    "targets.same_audience") and those of the checks of codes and drafts.
    """
    organisation = session.get(Organisation, organisation_id)
    if organisation is None or not can_edit_profile(actor, organisation_path=organisation.path):
        raise NotAllowed("targets.not_editor")
    profile = store_profile(
        session,
        actor_id=actor.person_id,
        organisation=organisation,
        code=code.strip(),
        starts_on=starts_on,
        draft=draft,
        rubric=_rubric_of(session, actor, draft),
        clock=clock,
    )
    return profile.id


def revise_profile(
    session: Session,
    *,
    actor: Actor,
    profile_id: UUID,
    draft: TargetDraft,
    reason: str,
    version: int,
    clock: Clock,
) -> bool:
    """Let a profile say something else from today on, or from its first day where that is to come.

    Returns False when it says all of that already. Raises NotFound("targets.profile_unknown");
    NotAllowed("targets.not_editor"); Conflict("targets.stale"); RuleViolation("targets.reason_missing" |
    "targets.rubric_renewed" | "targets.ends_in_past" | "targets.overlaps" | "targets.same_audience") and
    those of the check of drafts.
    """
    profile = _profile_to_change(session, actor, profile_id)
    rubric = _rubric_of(session, actor, draft)
    if profile.version != version:
        raise Conflict("targets.stale", current=_saved(profile, rubric), version=profile.version)
    check(session, draft, organisation=profile.organisation, starts_on=profile.starts_on, rubric=rubric)
    if says(profile.revisions[-1], draft, rubric):
        return False
    require_reason(reason)
    if draft.ends_on is not None:
        check_end(draft.ends_on, today=clock.today(), starts_on=profile.starts_on)
    levels = ids_of(draft, rubric)
    store_revision(
        session, profile, draft, levels, actor_id=actor.person_id, reason=reason.strip(), clock=clock
    )
    return True


def end_profile(
    session: Session,
    *,
    actor: Actor,
    profile_id: UUID,
    ends_on: date,
    reason: str,
    version: int,
    clock: Clock,
) -> None:
    """Let a profile hold no longer from ``ends_on`` on; what it said until then stays.

    Raises NotFound("targets.profile_unknown"); NotAllowed("targets.not_editor"); Conflict("targets.stale");
    RuleViolation("targets.reason_missing" | "targets.ended_already" | "targets.ends_in_past" |
    "targets.ends_before_start").
    """
    profile = _profile_to_change(session, actor, profile_id)
    last = profile.revisions[-1]
    if profile.version != version:
        raise Conflict("targets.stale", current={"ends_on": _day(last.ends_on)}, version=profile.version)
    require_reason(reason)
    check_end(ends_on, today=clock.today(), starts_on=profile.starts_on)
    if last.ends_on is not None and last.ends_on <= ends_on:
        raise RuleViolation("targets.ended_already", field="ends_on", ends_on=last.ends_on)
    draft = replace(_said(last), ends_on=ends_on)
    levels = queries.levels_of(last)
    store_revision(
        session, profile, draft, levels, actor_id=actor.person_id, reason=reason.strip(), clock=clock
    )


def draft_of(revision: TargetRevision, rubric: Rubric) -> TargetDraft:
    """Return what a revision says, in the words of a rubric that leads on from its own."""
    followed = follow_targets(queries.levels_of(revision), rubric.sources)
    levels = {code: target.level for code, target in followed.targets.items()}
    return replace(_said(revision), rubric_version_id=rubric.id, levels=levels)


def _said(revision: TargetRevision) -> TargetDraft:
    """Return what a revision says, but for its levels."""
    return TargetDraft(
        name=revision.name,
        rubric_version_id=revision.rubric_version_id,
        levels={},
        description=revision.description,
        audience=revision.audience,
        ends_on=revision.ends_on,
        is_draft=revision.is_draft,
        basis=revision.basis,
    )


def _rubric_of(session: Session, actor: Actor, draft: TargetDraft) -> Rubric:
    rubric = get_current_rubric(session, actor)
    if rubric.id != draft.rubric_version_id:
        raise RuleViolation("targets.rubric_renewed")
    return rubric


def _profile_to_change(session: Session, actor: Actor, profile_id: UUID) -> TargetProfile:
    audit.hold_end(session)  # before the row, as whoever gives it does: two orders would be a deadlock
    profile = session.scalar(
        queries.visible_to(actor)
        .where(TargetProfile.id == profile_id)
        .options(
            joinedload(TargetProfile.organisation, innerjoin=True),
            selectinload(TargetProfile.revisions).selectinload(TargetRevision.lines),
        )
        .with_for_update(of=TargetProfile)
        .execution_options(populate_existing=True)
    )
    if profile is None:
        raise NotFound("targets.profile_unknown")
    if not can_edit_profile(actor, organisation_path=profile.organisation.path):
        raise NotAllowed("targets.not_editor")
    return profile


def _saved(profile: TargetProfile, rubric: Rubric) -> Mapping[str, object]:
    """Return what is saved under the names of the form's fields."""
    draft = draft_of(profile.revisions[-1], rubric)
    audience = draft.audience or Audience()
    saved: dict[str, object] = {
        "is_draft": draft.is_draft,
        "reach": "assigned" if draft.audience is None else "audience",
        "role": audience.role or "",
        "years_from": audience.years_from,
        "years_to": audience.years_to,
        "kind": audience.kind or "",
        "ends_on": _day(draft.ends_on),
    }
    for name in ("name", "description", "basis"):
        for language in ("ja", "en"):
            saved[f"{name}_{language}"] = getattr(draft, name).get(language, "")
    for criterion in rubric.criteria:
        saved[f"level_{criterion.code}"] = draft.levels.get(criterion.code, "")
    return saved


def _day(day: date | None) -> str:
    return day.isoformat() if day else ""
