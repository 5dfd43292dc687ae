"""Vignettes, answers and sessions for tests: small ones, rated by the small rubric of two criteria."""

from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path

import factory

from lms.kernel.ids import new_id
from lms.moderation.domain import (
    Cell,
    Dates,
    Plan,
    ReferenceLevel,
    State,
    VignetteSource,
    VignetteText,
)
from lms.moderation.loader import FOLDER, SCHEMA_FILE, list_vignette_files
from lms.moderation.models import Calibration, CalibrationRater, Vignette, VignetteReference
from lms.rubric.loader import Schema, read_schema
from tests.factories.rubric import RUBRICS

WORDS = {"ja": "言葉", "en": "Words"}
DAYS = Dates(date(2026, 11, 20), date(2026, 11, 30), date(2026, 12, 4), date(2026, 12, 7))
SHIPPED = list_vignette_files(RUBRICS)


@cache
def vignette_schema() -> Schema:
    """Return the schema that stands beside the shipped vignettes."""
    return read_schema(RUBRICS / FOLDER / SCHEMA_FILE)


def shipped_file(slug: str) -> Path:
    """Return the file of a shipped vignette."""
    return RUBRICS / FOLDER / f"{slug}.yaml"


class ReferenceLevelFactory(factory.Factory[ReferenceLevel]):
    class Meta:
        model = ReferenceLevel

    criterion = "A1"
    mean = 1.6
    std_error = 0.4
    reason = WORDS


class VignetteTextFactory(factory.Factory[VignetteText]):
    """A whole vignette, rated by both criteria of the small rubric."""

    class Meta:
        model = VignetteText

    slug = "small-case"
    version = "1"
    rubric = "small"
    title = {"ja": "小さな事例", "en": "A small case"}
    minutes = 3
    situation = {"ja": "店の話", "en": "About a shop"}
    scene = {"ja": "指導員が聴く", "en": "The advisor listens"}
    questions = factory.LazyFunction(lambda: ({"ja": "何が見えますか", "en": "What can be seen?"},))
    criteria = ("A1", "A2")
    cases = ("c01",)
    sources = factory.LazyFunction(lambda: (VignetteSource(WORDS, "2026-11-20"),))
    drafting = WORDS
    panel = WORDS
    is_draft = True
    reference = factory.LazyAttribute(
        lambda o: tuple(ReferenceLevelFactory(criterion=code) for code in dict.fromkeys(o.criteria))
    )


class CellFactory(factory.Factory[Cell]):
    class Meta:
        model = Cell

    number = 1
    code = "A1"
    counts = (1, 2, 3, 0)
    n_unsure = 0


class PlanFactory(factory.Factory[Plan]):
    """A plan for the days around the tests' today, without vignettes."""

    class Meta:
        model = Plan

    title = "秋のすり合わせ"
    purpose = "課題発見の読み方をそろえる"
    dates = DAYS
    meeting = ""
    vignette_ids = ()


class VignetteFactory(factory.Factory[Vignette]):
    """A stored vignette; the rubric version has to be given."""

    class Meta:
        model = Vignette

    id = factory.LazyFunction(new_id)
    slug = factory.Sequence(lambda n: f"vignette-{n}")
    version = "1"
    title = WORDS
    minutes = 3
    situation = WORDS
    scene = WORDS
    questions = factory.LazyFunction(lambda: [WORDS])
    cases = factory.LazyFunction(list)
    sources = factory.LazyFunction(list)
    drafting = WORDS
    panel = WORDS
    is_draft = True
    content_digest = "0" * 64
    loaded_at = datetime(2026, 11, 1, tzinfo=UTC)


class VignetteReferenceFactory(factory.Factory[VignetteReference]):
    """A panel's level; vignette and criterion have to be given."""

    class Meta:
        model = VignetteReference

    position = 1
    mean = 2.0
    std_error = 0.4
    reason = WORDS


class CalibrationFactory(factory.Factory[Calibration]):
    """A draft; organisation, organiser and rubric version have to be given."""

    class Meta:
        model = Calibration

    id = factory.LazyFunction(new_id)
    title = "秋のすり合わせ"
    purpose = "読み方をそろえる"
    meeting = ""
    state = State.DRAFT
    opens_on = DAYS.opens_on
    first_closes_on = DAYS.first_closes_on
    discussion_on = DAYS.discussion_on
    second_closes_on = DAYS.second_closes_on
    created_at = datetime(2026, 11, 20, tzinfo=UTC)


class CalibrationRaterFactory(factory.Factory[CalibrationRater]):
    """Somebody invited; session, person and organisation have to be given."""

    class Meta:
        model = CalibrationRater

    invited_at = datetime(2026, 11, 20, tzinfo=UTC)
