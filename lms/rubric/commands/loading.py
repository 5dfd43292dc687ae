"""Loading a rubric version. There is no other verb: a stored version never changes."""

import itertools
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.orm import Session

from lms.kernel.clock import Clock
from lms.kernel.errors import Conflict, RuleViolation
from lms.kernel.ids import new_id
from lms.rubric import models
from lms.rubric.domain import CriterionText, RubricText, list_flaws
from lms.rubric.queries import find_version
from lms.storage import audit


@dataclass(frozen=True)
class Loading:
    """What loading gave: the version's id, and whether it was not there before."""

    rubric_version_id: UUID
    is_new: bool


def load_rubric(
    session: Session,
    *,
    actor_id: UUID | None,
    rubric: RubricText,
    publisher_id: UUID | None,
    clock: Clock,
) -> Loading:
    """Store a version, or find that the same content is stored already and change nothing.

    The operator at the command line acts without an account: ``actor_id`` is None. Without a publisher, every
    organisation reads it. Raises RuleViolation with the first flaw's code when the text is not whole,
    Conflict("rubric.version_immutable") when other content is stored under this code and version, and
    Conflict("rubric.other_publisher") when another organisation has published this version.
    """
    flaws = list_flaws(rubric)
    if flaws:
        place = " › ".join(map(str, flaws[0].path))
        raise RuleViolation(flaws[0].code, None, place=place, **flaws[0].facts)
    stored = find_version(session, code=rubric.code, version=rubric.version)
    if stored is None:
        return Loading(_store(session, actor_id, rubric, publisher_id, clock), is_new=True)
    if stored.content_digest != rubric.digest():
        raise Conflict("rubric.version_immutable", rubric_code=rubric.code, rubric_version=rubric.version)
    if stored.publisher_id != publisher_id:
        raise Conflict("rubric.other_publisher", rubric_code=rubric.code, rubric_version=rubric.version)
    return Loading(stored.id, is_new=False)


def _store(
    session: Session, actor_id: UUID | None, rubric: RubricText, publisher_id: UUID | None, clock: Clock
) -> UUID:
    version_id = new_id()
    digest = rubric.digest()
    session.add(
        models.RubricVersion(
            id=version_id,
            code=rubric.code,
            version=rubric.version,
            title=rubric.title,
            source=rubric.source,
            drafting=rubric.drafting,
            publisher_id=publisher_id,
            content_digest=digest,
            loaded_at=clock.now(),
            levels=[
                models.RubricLevel(
                    number=level.number, code=level.code, name=level.name, summary=level.summary
                )
                for level in rubric.levels
            ],
            domains=_domains(version_id, rubric),
        )
    )
    audit.record(
        session,
        actor_id=actor_id,
        action="rubric.loaded",
        subject_kind="rubric_version",
        subject_id=version_id,
        at=clock.now(),
        details={"code": rubric.code, "version": rubric.version, "content_digest": digest},
    )
    return version_id


def _domains(version_id: UUID, rubric: RubricText) -> list[models.RubricDomain]:
    positions = itertools.count(1)
    return [
        models.RubricDomain(
            code=domain.code,
            position=position,
            name=domain.name,
            criteria=[_criterion(version_id, criterion, next(positions)) for criterion in domain.criteria],
        )
        for position, domain in enumerate(rubric.domains, start=1)
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
