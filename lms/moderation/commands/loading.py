"""Loading vignettes, and putting one away. A stored version never changes."""

from dataclasses import asdict, dataclass
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from lms.evidence.commands import set_linking_reference
from lms.kernel.clock import Clock
from lms.kernel.errors import Conflict, NotFound, RuleViolation
from lms.kernel.ids import new_id
from lms.moderation.domain import MAX_PURPOSE, VignetteText, check_words, list_flaws
from lms.moderation.models import Vignette, VignetteReference
from lms.moderation.queries import find_rubric_in_force, find_stored
from lms.rubric.domain import Rubric
from lms.storage import audit


@dataclass(frozen=True)
class Loading:
    """What loading gave: the vignette's id, and whether it was not there before."""

    vignette_id: UUID
    is_new: bool


def load_vignette(
    session: Session,
    *,
    actor_id: UUID | None,
    vignette: VignetteText,
    publisher_id: UUID | None,
    clock: Clock,
) -> Loading:
    """Store a version and hand its levels to the level model, or find the same content and change nothing.

    The operator at the command line acts without an account: ``actor_id`` is None. Raises RuleViolation with
    the first flaw's code or "moderation.rubric_not_loaded";
    Conflict("moderation.version_immutable" | "moderation.other_publisher").
    """
    audit.hold_end(session)
    stored = find_stored(session, slug=vignette.slug, version=vignette.version)
    if stored is not None:
        _check_same(vignette, publisher_id, digest=stored.content_digest, stored_for=stored.publisher_id)
        return Loading(stored.id, is_new=False)
    rubric = find_rubric_in_force(session, vignette.rubric)
    if rubric is None:
        raise RuleViolation("moderation.rubric_not_loaded", rubric=vignette.rubric)
    _check_flaws(vignette, rubric)
    row = _row_of(vignette, rubric)
    row.publisher_id, row.loaded_at = publisher_id, clock.now()
    session.add(row)
    levels = {level.criterion: (level.mean, level.std_error) for level in vignette.reference}
    set_linking_reference(session, subject_id=row.id, rubric=rubric, levels=levels)
    audit.record(
        session,
        actor_id=actor_id,
        action="moderation.load_vignette",
        subject_kind="vignette",
        subject_id=row.id,
        at=clock.now(),
        details={
            "slug": vignette.slug,
            "version": vignette.version,
            "content_digest": row.content_digest,
        },
    )
    return Loading(row.id, is_new=True)


def archive_vignette(
    session: Session, *, actor_id: UUID | None, slug: str, version: str, reason: str, clock: Clock
) -> None:
    """Put a version away: nobody can choose it any more, sessions that use it go on.

    Raises NotFound("moderation.unknown_vignette") for one that is not there or was put away before;
    RuleViolation as ``check_words`` does.
    """
    words = check_words(reason, field="reason", most=MAX_PURPOSE)
    row = session.scalar(
        select(Vignette).where(
            Vignette.slug == slug, Vignette.version == version, Vignette.archived_at.is_(None)
        )
    )
    if row is None:
        raise NotFound("moderation.unknown_vignette", slug=slug, version=version)
    row.archived_at, row.archived_by_id, row.archived_reason = clock.now(), actor_id, words
    audit.record(
        session,
        actor_id=actor_id,
        action="moderation.archive_vignette",
        subject_kind="vignette",
        subject_id=row.id,
        at=clock.now(),
        details={"slug": slug, "version": version},
    )


def _check_same(
    vignette: VignetteText, publisher_id: UUID | None, *, digest: str, stored_for: UUID | None
) -> None:
    facts = {"slug": vignette.slug, "vignette_version": vignette.version}
    if digest != vignette.digest():
        raise Conflict("moderation.version_immutable", None, **facts)
    if stored_for != publisher_id:
        raise Conflict("moderation.other_publisher", None, **facts)


def _check_flaws(vignette: VignetteText, rubric: Rubric) -> None:
    highest = {criterion.code: len(rubric.levels) for criterion in rubric.criteria}
    for flaw in list_flaws(vignette, rubrics={rubric.code: highest}):
        place = " › ".join(map(str, flaw.path))
        raise RuleViolation(flaw.code, None, place=place, **flaw.facts)


def _row_of(vignette: VignetteText, rubric: Rubric) -> Vignette:
    position = {code: number for number, code in enumerate(vignette.criteria, start=1)}
    return Vignette(
        id=new_id(),
        slug=vignette.slug,
        version=vignette.version,
        rubric_version_id=rubric.id,
        title=vignette.title,
        minutes=vignette.minutes,
        situation=vignette.situation,
        scene=vignette.scene,
        questions=list(vignette.questions),
        cases=list(vignette.cases),
        sources=[asdict(source) for source in vignette.sources],
        drafting=vignette.drafting,
        panel=vignette.panel,
        is_draft=vignette.is_draft,
        content_digest=vignette.digest(),
        reference=[
            VignetteReference(
                criterion_id=rubric.criterion(level.criterion).id,
                position=position[level.criterion],
                mean=level.mean,
                std_error=level.std_error,
                reason=level.reason,
            )
            for level in vignette.reference
        ],
    )
