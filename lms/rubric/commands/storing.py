"""From texts that nothing stands against to rows. Judgements are not touched: readers follow crosswalks."""

import itertools
from collections import Counter
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from lms.kernel.clock import Clock
from lms.kernel.errors import Conflict, RuleViolation
from lms.kernel.ids import new_id
from lms.people.models import Organisation
from lms.rubric import models
from lms.rubric.domain import Change, CriterionText, Flaw, RubricText
from lms.rubric.queries import Standing, find_standing, with_places
from lms.storage import audit

_MEANWHILE = frozenset(
    {"rubric.archived", "rubric.base_archived", "rubric.base_overtaken", "rubric.overtaken"}
)
"""Flaws that came about while somebody wrote: somebody else was first."""


@dataclass(frozen=True)
class Publication:
    """A text with where it belongs; ``action`` is what the audit log calls its publishing."""

    text: RubricText
    publisher: Organisation | None
    predecessor_id: UUID | None
    base_id: UUID | None
    action: str


def publish(
    session: Session,
    publication: Publication,
    *,
    actor_id: UUID | None,
    version_id: UUID | None = None,
    clock: Clock,
) -> UUID:
    """Store a text as a version and let the one before it become outdated; return its id.

    Raises Conflict("rubric.overtaken" | "rubric.archived" | "rubric.base_overtaken" | "rubric.base_archived")
    when somebody else was first, else RuleViolation with the code of the first flaw.
    """
    audit.hold_end(session)  # before any version, as whoever judges does: two orders would be a deadlock
    _hold(session, standing_of(session, publication))
    standing = standing_of(session, publication)
    refuse_flaws(standing.text, standing.flaws)
    publisher = publication.publisher
    row = _version(standing, None if publisher is None else publisher.id, actor_id, clock)
    row.id = version_id or new_id()
    row.domains = _domains(row.id, standing.text)
    session.add(row)
    session.flush()  # the crosswalk and the examples refer to it and its criteria
    _add_lines(session, row, standing)
    _add_examples(session, row, standing)
    if standing.predecessor_id is not None:
        session.get_one(models.RubricVersion, standing.predecessor_id).outdated_at = clock.now()
    audit.record(
        session,
        actor_id=actor_id,
        action=publication.action,
        subject_kind="rubric_version",
        subject_id=row.id,
        at=clock.now(),
        details={"code": row.code, "version": row.version, "content_digest": row.content_digest},
    )
    return row.id


def _hold(session: Session, standing: Standing) -> None:
    """Let nobody else publish after these versions, or add to them, until the transaction ends."""
    for held in (standing.predecessor_id, standing.base_id):
        if held is not None:
            session.get_one(
                models.RubricVersion, held, with_for_update={"key_share": True}, populate_existing=True
            )


def standing_of(session: Session, publication: Publication) -> Standing:
    """Find where a publication stands now."""
    return find_standing(
        session,
        publication.text,
        publisher=publication.publisher,
        predecessor_id=publication.predecessor_id,
        base_id=publication.base_id,
    )


def refuse_flaws(text: RubricText, flaws: tuple[Flaw, ...]) -> None:
    """Raise the flaw that matters most, if there is any: that somebody else was first, else the first one."""
    if not flaws:
        return
    flaw = next((flaw for flaw in flaws if flaw.code in _MEANWHILE), flaws[0])
    (placed,) = with_places(text, (flaw,))
    if placed.code in _MEANWHILE:
        raise Conflict(placed.code, None, **placed.facts)
    raise RuleViolation(placed.code, None, **placed.facts)


def _version(
    standing: Standing, publisher_id: UUID | None, actor_id: UUID | None, clock: Clock
) -> models.RubricVersion:
    text = standing.text
    return models.RubricVersion(
        code=text.code,
        version=text.version,
        title=text.title,
        source=text.source,
        drafting=text.drafting,
        publisher_id=publisher_id,
        content_digest=text.digest(),
        loaded_at=clock.now(),
        published_by_id=actor_id,
        predecessor_id=standing.predecessor_id,
        extends_id=standing.base_id,
        change=Change.INITIAL if text.succession is None else text.succession.change,
        note=None if text.succession is None else text.succession.note,
        is_locked=text.is_locked,
        is_public=text.is_public,
        identifiers=dict(text.identifiers),
        levels=[
            models.RubricLevel(number=level.number, code=level.code, name=level.name, summary=level.summary)
            for level in text.levels
        ],
    )


def _domains(version_id: UUID, text: RubricText) -> list[models.RubricDomain]:
    positions = itertools.count(1)
    return [
        models.RubricDomain(
            code=domain.code,
            position=position,
            name=domain.name,
            criteria=[_criterion(version_id, criterion, next(positions)) for criterion in domain.criteria],
        )
        for position, domain in enumerate(text.domains, start=1)
    ]


def _criterion(version_id: UUID, criterion: CriterionText, position: int) -> models.Criterion:
    return models.Criterion(
        rubric_version_id=version_id,
        code=criterion.code,
        position=position,
        name=criterion.name,
        definition=criterion.definition,
        basis=criterion.basis,
        descriptors=[
            models.Descriptor(
                level_number=descriptor.level_number,
                text=descriptor.text,
                sign=descriptor.sign,
                is_draft=descriptor.is_draft,
            )
            for descriptor in criterion.descriptors
        ],
    )


def _add_lines(session: Session, row: models.RubricVersion, standing: Standing) -> None:
    if standing.text.succession is None or standing.predecessor_id is None:
        return
    before = _criterion_ids(session, standing.predecessor_id)
    now = _criterion_ids(session, row.id)
    session.add_all(
        models.CrosswalkLineRow(
            rubric_version_id=row.id,
            source_id=before[line.source],
            target_id=None if target is None else now[target],
            kind=line.kind,
            levels=None if line.levels is None else {str(was): level for was, level in line.levels.items()},
        )
        for line in standing.text.succession.crosswalk
        for target in line.targets or (None,)
    )


def _add_examples(session: Session, row: models.RubricVersion, standing: Standing) -> None:
    if standing.base_id is None:
        return
    criteria = _criterion_ids(session, standing.base_id)
    positions: Counter[tuple[str, int]] = Counter()
    for example in standing.text.examples:
        positions[example.criterion, example.level] += 1
        session.add(
            models.LocalExampleRow(
                rubric_version_id=row.id,
                criterion_id=criteria[example.criterion],
                level_number=example.level,
                position=positions[example.criterion, example.level],
                text=example.text,
            )
        )


def _criterion_ids(session: Session, version_id: UUID) -> dict[str, UUID]:
    rows = session.execute(
        select(models.Criterion.code, models.Criterion.id).where(
            models.Criterion.rubric_version_id == version_id
        )
    )
    return dict(rows.all())
