"""Published versions as texts: every word, how they follow and what they add.

A published text never changes, so a process reads it once and keeps it.
"""

from collections import OrderedDict
from collections.abc import Mapping, Sequence
from itertools import groupby
from threading import Lock
from typing import Any
from uuid import UUID

from sqlalchemy import Row, select
from sqlalchemy.orm import Session, aliased

from lms.kernel.errors import NotFound
from lms.rubric import models
from lms.rubric.domain import (
    CriterionText,
    CrosswalkLine,
    Descriptor,
    DomainText,
    Level,
    LocalExample,
    RubricText,
    Succession,
)
from lms.rubric.models import Criterion, CrosswalkLineRow, LocalExampleRow, RubricLevel, RubricVersion

KEPT = 100
"""Texts a process keeps; one takes about 100 kB."""

_Part = Row[models.RubricDomain, models.Criterion, models.Descriptor]


class _Texts:
    """The texts read last."""

    def __init__(self) -> None:
        self._texts: OrderedDict[UUID, RubricText] = OrderedDict()
        self._lock = Lock()

    def get(self, version_id: UUID) -> RubricText | None:
        with self._lock:
            return self._texts.get(version_id)

    def keep(self, version_id: UUID, text: RubricText) -> None:
        with self._lock:
            self._texts[version_id] = text
            while len(self._texts) > KEPT:
                self._texts.popitem(last=False)


_TEXTS = _Texts()


def read_text(session: Session, version_id: UUID) -> RubricText:
    """Return the text of a version, whoever may read it; for commands and for who was let in before.

    Raises NotFound("rubric.not_found").
    """
    kept = _TEXTS.get(version_id)
    if kept is None:
        kept = _read(session, version_id)
        _TEXTS.keep(version_id, kept)
    return kept


def _read(session: Session, version_id: UUID) -> RubricText:
    predecessor, extended = aliased(RubricVersion), aliased(RubricVersion)
    rows: Sequence[Row[*tuple[Any, ...]]] = session.execute(
        select(RubricVersion, RubricLevel, predecessor.version, extended.code)
        .outerjoin(RubricLevel, RubricLevel.rubric_version_id == RubricVersion.id)
        .outerjoin(predecessor, predecessor.id == RubricVersion.predecessor_id)
        .outerjoin(extended, extended.id == RubricVersion.extends_id)
        .where(RubricVersion.id == version_id)
        .order_by(RubricLevel.number)
    ).all()
    if not rows:
        raise NotFound("rubric.not_found")
    version, _, follows, extends = rows[0]
    levels = [row[1] for row in rows if row[1] is not None]
    return RubricText(
        code=version.code,
        version=version.version,
        title=version.title,
        source=version.source,
        drafting=version.drafting,
        levels=tuple(Level(level.number, level.code, level.name, level.summary) for level in levels),
        domains=_domains(_parts(session, version_id)),
        succession=_succession(session, version, follows) if follows is not None else None,
        is_locked=version.is_locked,
        is_public=version.is_public,
        extends=extends,
        examples=_examples(session, version_id) if extends is not None else (),
        identifiers=dict(version.identifiers),
    )


def _parts(session: Session, version_id: UUID) -> Sequence[_Part]:
    return session.execute(
        select(models.RubricDomain, Criterion, models.Descriptor)
        .join(Criterion, Criterion.domain_id == models.RubricDomain.id)
        .join(models.Descriptor, models.Descriptor.criterion_id == Criterion.id)
        .where(models.RubricDomain.rubric_version_id == version_id)
        .order_by(Criterion.position, models.Descriptor.level_number)
    ).all()


def _domains(parts: Sequence[_Part]) -> tuple[DomainText, ...]:
    return tuple(
        DomainText(domain.code, domain.name, _criteria(list(rows)))
        for domain, rows in groupby(parts, key=lambda row: row[0])
    )


def _criteria(parts: Sequence[_Part]) -> tuple[CriterionText, ...]:
    return tuple(
        CriterionText(
            code=criterion.code,
            name=criterion.name,
            definition=criterion.definition,
            basis=criterion.basis,
            descriptors=tuple(
                Descriptor(row.level_number, row.text, row.sign, row.is_draft) for _, _, row in rows
            ),
        )
        for criterion, rows in groupby(parts, key=lambda row: row[1])
    )


def _succession(session: Session, version: RubricVersion, follows: str) -> Succession:
    return Succession(follows, version.change, _crosswalk(session, version.id), version.note)


def _crosswalk(session: Session, version_id: UUID) -> tuple[CrosswalkLine, ...]:
    source, target = aliased(Criterion), aliased(Criterion)
    rows: Sequence[Row[*tuple[Any, ...]]] = session.execute(
        select(source.code, target.code, CrosswalkLineRow)
        .join(source, source.id == CrosswalkLineRow.source_id)
        .outerjoin(target, target.id == CrosswalkLineRow.target_id)
        .where(CrosswalkLineRow.rubric_version_id == version_id)
        .order_by(source.position, target.position)
    ).all()
    lines: dict[str, CrosswalkLine] = {}
    for code, led_to, row in rows:
        before = lines[code].targets if code in lines else ()
        targets = before if led_to is None else (*before, led_to)
        lines[code] = CrosswalkLine(code, row.kind, targets, _levels(row.levels))
    return tuple(lines.values())


def _levels(stored: Mapping[str, int] | None) -> Mapping[int, int] | None:
    return None if stored is None else {int(given): level for given, level in sorted(stored.items())}


def _examples(session: Session, version_id: UUID) -> tuple[LocalExample, ...]:
    rows = session.execute(
        select(Criterion.code, LocalExampleRow)
        .join(Criterion, Criterion.id == LocalExampleRow.criterion_id)
        .where(LocalExampleRow.rubric_version_id == version_id)
        .order_by(Criterion.position, LocalExampleRow.level_number, LocalExampleRow.position)
    )
    return tuple(LocalExample(code, row.level_number, row.text) for code, row in rows)
