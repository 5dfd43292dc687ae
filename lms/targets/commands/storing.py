"""What publishing in the browser and from a file share: checking a draft and appending a revision."""

from collections.abc import Mapping, Sequence
from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload, selectinload
from sqlalchemy.orm.attributes import flag_modified

from lms.kernel.clock import Clock
from lms.kernel.errors import RuleViolation
from lms.kernel.ids import new_id
from lms.people.domain import OrganisationKind
from lms.people.models import Organisation
from lms.rubric.domain import Rubric
from lms.storage import audit
from lms.targets import queries
from lms.targets.domain import (
    Audience,
    Span,
    TargetDraft,
    check_apart,
    check_audience_is_free,
    check_code,
    check_draft,
    takes_effect_on,
)
from lms.targets.models import TargetLine, TargetProfile, TargetRevision


def store_profile(
    session: Session,
    *,
    actor_id: UUID | None,
    organisation: Organisation,
    code: str,
    starts_on: date,
    draft: TargetDraft,
    rubric: Rubric,
    clock: Clock,
) -> TargetProfile:
    """Check and store a new profile with its first revision."""
    check_code(code)
    check(session, draft, organisation=organisation, starts_on=starts_on, rubric=rubric)
    audit.hold_end(session)  # whoever publishes at the same moment waits, and sees this one
    beside = list_stored(session, organisation)
    span = Span(starts_on, draft.ends_on)
    check_apart(span, [span_of(one) for one in beside if one.code == code], field="starts_on")
    _check_audience(draft.audience, span, beside)
    profile = TargetProfile(
        id=new_id(), organisation_id=organisation.id, code=code, starts_on=starts_on, revisions=[]
    )
    session.add(profile)
    _append(session, profile, draft, ids_of(draft, rubric), actor_id=actor_id, reason="", clock=clock)
    return profile


def store_revision(
    session: Session,
    profile: TargetProfile,
    draft: TargetDraft,
    levels: Mapping[UUID, int],
    *,
    actor_id: UUID | None,
    reason: str,
    clock: Clock,
) -> None:
    """Store a further revision of a profile, its draft checked, its organisation and revisions loaded.

    ``levels`` by the id of the criterion stand in the place of the draft's, which go by code.
    """
    audit.hold_end(session)  # as above
    others = [one for one in list_stored(session, profile.organisation) if one.id != profile.id]
    span = Span(profile.starts_on, draft.ends_on)
    check_apart(span, [span_of(one) for one in others if one.code == profile.code], field="ends_on")
    _check_audience(draft.audience, span, others)
    _append(session, profile, draft, levels, actor_id=actor_id, reason=reason, clock=clock)
    flag_modified(profile, "code")  # a revision is a new version of the profile, whatever its row says


def check(
    session: Session, draft: TargetDraft, *, organisation: Organisation, starts_on: date, rubric: Rubric
) -> None:
    """Check what a draft says by itself, and that its audience can be met below its organisation.

    Raises RuleViolation("targets.role_unknown" | "targets.kind_unknown") and those of ``check_draft``.
    """
    codes = [criterion.code for criterion in rubric.criteria]
    check_draft(draft, starts_on=starts_on, criteria=codes, highest_level=len(rubric.levels))
    audience = draft.audience or Audience()
    if audience.role is not None and audience.role not in queries.list_roles(session):
        raise RuleViolation("targets.role_unknown", field="role", role=audience.role)
    if audience.kind is not None and audience.kind not in queries.list_kinds_below(
        session, organisation.path
    ):
        raise RuleViolation("targets.kind_unknown", field="kind")


def require_reason(reason: str) -> None:
    """Refuse to take something away without a word. Raises RuleViolation("targets.reason_missing")."""
    if not reason.strip():
        raise RuleViolation("targets.reason_missing", field="reason")


def ids_of(draft: TargetDraft, rubric: Rubric) -> Mapping[UUID, int]:
    """Return the levels of a checked draft by the id of the criterion."""
    return {rubric.criterion(code).id: level for code, level in draft.levels.items()}


def says(revision: TargetRevision, draft: TargetDraft, rubric: Rubric) -> bool:
    """Say whether a revision says all that a checked draft says, and nothing else."""
    texts = [
        (revision.name, draft.name),
        (revision.description, draft.description),
        (revision.basis, draft.basis),
    ]
    return (
        all(dict(stored) == _words(said) for stored, said in texts)
        and revision.rubric_version_id == draft.rubric_version_id
        and (revision.is_draft, revision.audience, revision.ends_on)
        == (draft.is_draft, draft.audience, draft.ends_on)
        and queries.levels_of(revision) == ids_of(draft, rubric)
    )


def list_stored(session: Session, organisation: Organisation) -> Sequence[TargetProfile]:
    """List all profiles of an organisation with everything they ever said."""
    return session.scalars(
        select(TargetProfile)
        .where(TargetProfile.organisation_id == organisation.id)
        .options(
            joinedload(TargetProfile.organisation),
            selectinload(TargetProfile.revisions).selectinload(TargetRevision.lines),
        )
        .order_by(TargetProfile.starts_on, TargetProfile.id)
    ).all()


def span_of(profile: TargetProfile) -> Span:
    """Return the days on which a profile holds by what was said last."""
    return Span(profile.starts_on, profile.revisions[-1].ends_on)


def _check_audience(audience: Audience | None, span: Span, others: Sequence[TargetProfile]) -> None:
    present = [(one.code, span_of(one), one.revisions[-1].audience) for one in others]
    check_audience_is_free(audience, span, present)


def _append(
    session: Session,
    profile: TargetProfile,
    draft: TargetDraft,
    levels: Mapping[UUID, int],
    *,
    actor_id: UUID | None,
    reason: str,
    clock: Clock,
) -> None:
    """Let a profile say what a draft says, and note it in the log: the first time from its first day on."""
    audience = draft.audience or Audience()
    today = clock.today() if profile.revisions else profile.starts_on
    revision = TargetRevision(
        id=new_id(),
        number=len(profile.revisions) + 1,
        effective_on=takes_effect_on(today=today, starts_on=profile.starts_on),
        recorded_at=clock.now(),
        recorded_by_id=actor_id,
        reason=reason,
        rubric_version_id=draft.rubric_version_id,
        name=_words(draft.name),
        description=_words(draft.description),
        basis=_words(draft.basis),
        is_draft=draft.is_draft,
        is_automatic=draft.audience is not None,
        role=audience.role,
        years_from=audience.years_from,
        years_to=audience.years_to,
        kind=OrganisationKind(audience.kind) if audience.kind else None,
        ends_on=draft.ends_on,
        lines=[TargetLine(criterion_id=key, level=level) for key, level in levels.items()],
    )
    profile.revisions.append(revision)
    _record(session, profile, revision, levels, clock)


def _record(
    session: Session,
    profile: TargetProfile,
    revision: TargetRevision,
    levels: Mapping[UUID, int],
    clock: Clock,
) -> None:
    audit.record(
        session,
        actor_id=revision.recorded_by_id,
        action="targets.publish_profile" if revision.number == 1 else "targets.revise_profile",
        subject_kind="target_profile",
        subject_id=profile.id,
        at=clock.now(),
        details={
            "revision": revision.number,
            "reason": revision.reason,
            "ends_on": revision.ends_on,
            "levels": {str(key): level for key, level in levels.items()},
        },
    )


def _words(text: Mapping[str, str]) -> dict[str, str]:
    return {language: words.strip() for language, words in text.items() if words.strip()}
