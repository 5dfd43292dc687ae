"""Reads of profiles: which there are, what each says and said."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ScalarSelect, Select, false, func, or_, select
from sqlalchemy.orm import Session, aliased, joinedload, selectinload

from lms.kernel.actor import Actor
from lms.kernel.errors import NotFound
from lms.kernel.permission import Permission
from lms.people.models import Organisation, Role
from lms.people.queries import organisations_within
from lms.rubric.domain import Rubric
from lms.storage.base import Localised
from lms.targets.domain import Audience, Followed, ProfileState, Span, follow_targets
from lms.targets.models import TargetProfile, TargetRevision


@dataclass(frozen=True)
class RevisionLine:
    """Who changed a profile when, why and from which day on; ``recorded_by`` is None for a file."""

    number: int
    effective_on: date
    recorded_at: datetime
    recorded_by: str | None
    reason: str


@dataclass(frozen=True)
class ProfileCard:
    """A profile as it says by its latest revision, read in the words of the reader's rubric.

    ``followed`` is None where the reader's organisations publish no rubric. ``is_outdated``: it speaks the
    words of an earlier version, so that somebody should look at it again.
    """

    id: UUID
    code: str
    organisation_id: UUID
    organisation_name: Localised
    organisation_path: str
    name: Localised
    description: Localised
    basis: Localised
    audience: Audience | None
    span: Span
    state: ProfileState
    is_draft: bool
    is_outdated: bool
    rubric_version_id: UUID
    followed: Followed
    n_levels: int
    version: int


@dataclass(frozen=True)
class ProfilePage:
    """A profile with everything that was ever said of it, the latest first."""

    card: ProfileCard
    revisions: tuple[RevisionLine, ...]


@dataclass(frozen=True)
class Publisher:
    """An organisation that may publish profiles by the actor's hand."""

    id: UUID
    name: Localised
    depth: int


def visible_to(actor: Actor) -> Select[TargetProfile]:
    """Select the profiles the actor may see: published at or above their organisations, and within reach."""
    if not actor.may(Permission.RUBRIC_READ):
        return select(TargetProfile).where(false())
    reach = organisations_within(actor, Permission.RUBRIC_READ)
    return select(TargetProfile).where(
        or_(TargetProfile.organisation_id.in_(actor.lineage), TargetProfile.organisation_id.in_(reach))
    )


def list_profiles(
    session: Session, actor: Actor, *, on: date, rubric: Rubric | None, can_be_given: bool = False
) -> tuple[ProfileCard, ...]:
    """List the visible profiles: those in force first, nearest to the root first, then by code and day.

    ``can_be_given`` leaves out those that are over. Two statements, however many there are.
    """
    rows = session.execute(
        _with_latest(visible_to(actor)).options(
            joinedload(TargetProfile.organisation), selectinload(TargetRevision.lines)
        )
    ).all()
    cards = [_card(profile, revision, on=on, rubric=rubric) for profile, revision in rows]
    order = list(ProfileState)
    return tuple(
        sorted(
            (card for card in cards if not (can_be_given and card.state is ProfileState.ENDED)),
            key=lambda card: (
                order.index(card.state) if card.state is ProfileState.ENDED else 0,
                card.organisation_path.count("/"),
                card.organisation_path,
                *_audience_order(card.audience),
                card.code,
                card.span.starts_on,
            ),
        )
    )


def get_profile(
    session: Session, actor: Actor, profile_id: UUID, *, on: date, rubric: Rubric | None
) -> ProfilePage:
    """Return a visible profile with its history. Raises NotFound("targets.profile_unknown")."""
    profile = session.scalar(
        visible_to(actor)
        .where(TargetProfile.id == profile_id)
        .options(
            joinedload(TargetProfile.organisation),
            selectinload(TargetProfile.revisions).options(
                selectinload(TargetRevision.lines), joinedload(TargetRevision.recorded_by)
            ),
        )
    )
    if profile is None:
        raise NotFound("targets.profile_unknown")
    revisions = tuple(
        RevisionLine(
            row.number,
            row.effective_on,
            row.recorded_at,
            row.recorded_by.name if row.recorded_by else None,
            row.reason,
        )
        for row in reversed(profile.revisions)
    )
    return ProfilePage(_card(profile, profile.revisions[-1], on=on, rubric=rubric), revisions)


def count_outdated(session: Session, actor: Actor, *, on: date, rubric: Rubric) -> int:
    """Count the profiles the actor may change that speak other words than ``rubric``, and are not over."""
    wanted = (
        _with_latest(visible_to(actor))
        .where(
            TargetProfile.organisation_id.in_(organisations_within(actor, Permission.TARGET_EDIT)),
            TargetRevision.rubric_version_id != rubric.id,
            or_(TargetRevision.ends_on.is_(None), TargetRevision.ends_on > on),
        )
        .with_only_columns(TargetProfile.id)
    )
    return session.scalar(select(func.count()).select_from(wanted.subquery())) or 0


def list_publishers(session: Session, actor: Actor) -> Sequence[Publisher]:
    """List the organisations for which the actor may publish profiles, in tree order."""
    rows = session.execute(
        select(Organisation.id, Organisation.name, Organisation.path)
        .where(Organisation.id.in_(organisations_within(actor, Permission.TARGET_EDIT)))
        .order_by(Organisation.path)
    ).all()
    shallowest = min((row.path.count("/") for row in rows), default=0)
    return [Publisher(row.id, row.name, row.path.count("/") - shallowest) for row in rows]


def list_roles(session: Session) -> Mapping[str, Localised]:
    """Return the name of each role there is, by its code."""
    return dict(session.execute(select(Role.code, Role.name).order_by(Role.code)).all())


def list_kinds_below(session: Session, path: str) -> frozenset[str]:
    """Return the kinds of organisations at and below one."""
    kinds = session.scalars(select(Organisation.kind).where(Organisation.path.startswith(path)).distinct())
    return frozenset(kind.value for kind in kinds)


def latest_number(*, on: date | None = None) -> ScalarSelect[int]:
    """Select, beside a profile, the number of its latest revision, or of the one in effect on a day."""
    other = aliased(TargetRevision)
    numbers = select(func.max(other.number)).where(other.profile_id == TargetProfile.id)
    if on is not None:
        numbers = numbers.where(other.effective_on <= on)
    return numbers.correlate(TargetProfile).scalar_subquery()


def _with_latest(profiles: Select[TargetProfile]) -> Select[TargetProfile, TargetRevision]:
    return profiles.add_columns(TargetRevision).join(
        TargetRevision,
        (TargetRevision.profile_id == TargetProfile.id) & (TargetRevision.number == latest_number()),
    )


def levels_of(revision: TargetRevision) -> Mapping[UUID, int]:
    """Return the levels a revision wants, by the id of the criterion."""
    return {line.criterion_id: line.level for line in revision.lines}


def _card(
    profile: TargetProfile, revision: TargetRevision, *, on: date, rubric: Rubric | None
) -> ProfileCard:
    span = Span(profile.starts_on, revision.ends_on)
    levels = levels_of(revision)
    return ProfileCard(
        id=profile.id,
        code=profile.code,
        organisation_id=profile.organisation_id,
        organisation_name=profile.organisation.name,
        organisation_path=profile.organisation.path,
        name=revision.name,
        description=revision.description,
        basis=revision.basis,
        audience=revision.audience,
        span=span,
        state=span.state_on(on),
        is_draft=revision.is_draft,
        is_outdated=rubric is not None and revision.rubric_version_id != rubric.id,
        rubric_version_id=revision.rubric_version_id,
        followed=follow_targets(levels, rubric.sources if rubric else {}),
        n_levels=len(levels),
        version=profile.version,
    )


def _audience_order(audience: Audience | None) -> tuple[bool, str, str, int]:
    """Put who is meant by nothing but an assignment last, the others by kind, role and years."""
    if audience is None:
        return True, "", "", 0
    return False, audience.kind or "", audience.role or "", audience.years_from or 0
