"""Rubrics for tests: small texts of two criteria and two levels, stored rubrics, and the shipped file."""

from collections.abc import Iterable
from dataclasses import replace
from functools import cache
from pathlib import Path
from uuid import UUID

import factory
from sqlalchemy.orm import Session

from lms.kernel.clock import Clock
from lms.kernel.ids import new_id
from lms.rubric import queries
from lms.rubric.commands import load_rubric
from lms.rubric.domain import (
    Change,
    Criterion,
    CriterionText,
    CrosswalkKind,
    CrosswalkLine,
    Descriptor,
    Domain,
    DomainText,
    Level,
    Rubric,
    RubricText,
    Succession,
)
from lms.rubric.loader import SCHEMA_FILE, Schema, read_rubric, read_schema
from lms.rubric.models import RubricVersion

RUBRICS = Path(__file__).resolve().parents[2] / "rubrics"
BANSO_FILE = RUBRICS / "banso-v1.yaml"


class LevelFactory(factory.Factory[Level]):
    class Meta:
        model = Level

    number = 1
    code = factory.LazyAttribute(lambda o: f"level_{o.number}")
    name = factory.LazyAttribute(lambda o: {"ja": f"段階{o.number}", "en": f"Level {o.number}"})
    summary = factory.LazyAttribute(
        lambda o: {"ja": f"段階{o.number}の説明", "en": f"What level {o.number} is"}
    )


class DescriptorFactory(factory.Factory[Descriptor]):
    class Meta:
        model = Descriptor

    level_number = 1
    text = factory.LazyAttribute(
        lambda o: {"ja": f"行動{o.level_number}", "en": f"Behaviour {o.level_number}"}
    )
    sign = None
    is_draft = False


class CriterionTextFactory(factory.Factory[CriterionText]):
    class Meta:
        model = CriterionText

    code = "A1"
    name = factory.LazyAttribute(lambda o: {"ja": f"能力{o.code}", "en": f"Criterion {o.code}"})
    definition = factory.LazyAttribute(lambda o: {"ja": f"{o.code}の定義", "en": f"What {o.code} is"})
    descriptors = factory.LazyFunction(lambda: tuple(DescriptorFactory(level_number=n) for n in (1, 2)))
    basis = None


class DomainTextFactory(factory.Factory[DomainText]):
    class Meta:
        model = DomainText

    code = "A"
    name = factory.LazyAttribute(lambda o: {"ja": f"領域{o.code}", "en": f"Domain {o.code}"})
    criteria = factory.LazyAttribute(
        lambda o: tuple(CriterionTextFactory(code=f"{o.code}{n}") for n in (1, 2))
    )


class RubricTextFactory(factory.Factory[RubricText]):
    """A whole rubric: two levels, one domain, two criteria."""

    class Meta:
        model = RubricText

    code = "small"
    version = "1"
    title = {"ja": "小さなルーブリック", "en": "A small rubric"}
    source = {"ja": "出典の文", "en": "Where it is from"}
    drafting = {"ja": "起草の文", "en": "What is our own"}
    levels = factory.LazyFunction(lambda: tuple(LevelFactory(number=n) for n in (1, 2)))
    domains = factory.LazyFunction(lambda: (DomainTextFactory(),))


class RubricVersionFactory(factory.Factory[RubricVersion]):
    """A stored version without words; published by nobody in particular."""

    class Meta:
        model = RubricVersion

    id = factory.LazyFunction(new_id)
    code = factory.Sequence(lambda n: f"rubric-{n}")
    version = "1"
    title = {"ja": "題", "en": "Title"}
    source = {"ja": "出典", "en": "Source"}
    drafting = {"ja": "起草", "en": "Drafting"}
    publisher_id = None
    content_digest = "0" * 64


def following(
    text: RubricText, *, version: str = "2", crosswalk: Iterable[CrosswalkLine] = (), **changes: object
) -> RubricText:
    """Return the next version of a text; without a crosswalk an editorial revision."""
    lines = tuple(crosswalk)
    change = Change.MEANING if lines else Change.EDITORIAL
    succession = Succession(text.version, change, lines)
    return replace(text, **({"version": version, "succession": succession} | changes))


def same_lines(text: RubricText, *, but: Iterable[str] = ()) -> list[CrosswalkLine]:
    """Say of every criterion but some that it stays as it is."""
    left_out = set(but)
    return [
        CrosswalkLine(criterion.code, CrosswalkKind.SAME, (criterion.code,))
        for criterion in text.criteria
        if criterion.code not in left_out
    ]


def without(text: RubricText, *codes: str) -> RubricText:
    """Return a text without some criteria."""
    domains = tuple(
        replace(domain, criteria=tuple(c for c in domain.criteria if c.code not in codes))
        for domain in text.domains
    )
    return replace(text, domains=domains)


def with_copy(text: RubricText, code: str, like: str) -> RubricText:
    """Return a text with one more criterion that says what another one says, after it."""
    domains = tuple(
        replace(
            domain,
            criteria=tuple(
                one
                for criterion in domain.criteria
                for one in (criterion, *([replace(criterion, code=code)] if criterion.code == like else ()))
            ),
        )
        for domain in text.domains
    )
    return replace(text, domains=domains)


def stored(text: RubricText) -> Rubric:
    """Return a text as it is once stored, without a database."""
    return Rubric(
        id=new_id(),
        code=text.code,
        version=text.version,
        title=text.title,
        source=text.source,
        drafting=text.drafting,
        levels=text.levels,
        domains=tuple(
            Domain(
                domain.code, domain.name, tuple(_stored_criterion(criterion) for criterion in domain.criteria)
            )
            for domain in text.domains
        ),
    )


def _stored_criterion(criterion: CriterionText) -> Criterion:
    descriptors = {descriptor.level_number: descriptor for descriptor in criterion.descriptors}
    return Criterion(
        new_id(), criterion.code, criterion.name, criterion.definition, criterion.basis, descriptors
    )


def text_of(rubric: Rubric) -> RubricText:
    """Return the words of a stored rubric, to compare them with those of a file."""
    return RubricText(
        code=rubric.code,
        version=rubric.version,
        title=rubric.title,
        source=rubric.source,
        drafting=rubric.drafting,
        levels=rubric.levels,
        domains=tuple(
            DomainText(
                domain.code,
                domain.name,
                tuple(
                    CriterionText(
                        c.code,
                        c.name,
                        c.definition,
                        tuple(
                            Descriptor(d.level_number, d.text, d.sign, d.is_draft)
                            for d in c.descriptors.values()
                        ),
                        c.basis,
                    )
                    for c in domain.criteria
                ),
            )
            for domain in rubric.domains
        ),
    )


@cache
def shipped_schema() -> Schema:
    """Return the schema that stands beside the shipped rubrics."""
    return read_schema(RUBRICS / SCHEMA_FILE)


@cache
def banso_text() -> RubricText:
    """Return the shipped rubric of 11 criteria and 4 levels."""
    rubric = read_rubric(BANSO_FILE.read_bytes(), schema=shipped_schema()).rubric
    assert rubric is not None
    return rubric


def load(
    session: Session, *, publisher_id: UUID | None, clock: Clock, text: RubricText | None = None
) -> Rubric:
    """Load a rubric, by default the shipped one, and return it as stored."""
    loading = load_rubric(
        session, actor_id=None, rubric=text or banso_text(), publisher_id=publisher_id, clock=clock
    )
    session.flush()
    return queries.get_rubric(session, loading.rubric_version_id)
