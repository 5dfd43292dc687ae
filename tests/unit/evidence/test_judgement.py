"""Judgements and past observations are checked before they become observations."""

from dataclasses import replace
from datetime import date
from uuid import UUID

import pytest

from lms.evidence.domain import (
    Judgement,
    PastObservation,
    RaterRole,
    Rating,
    Source,
    SourceKind,
    check_judgement,
    refuse_past_rows,
)
from lms.kernel.errors import RuleViolation
from tests.factories.evidence import OUTLINE, RUBRIC_ID, TODAY, TRAINEE_ID

RATER = UUID(int=1)
JUDGEMENT = Judgement(
    trainee_id=TRAINEE_ID,
    organisation_id=UUID(int=50),
    rater_role=RaterRole.SUPERVISOR,
    rubric_version_id=RUBRIC_ID,
    observed_on=TODAY,
    source=Source(SourceKind.OJT_ENTRY, UUID(int=9)),
    ratings=(Rating("A1", 1), Rating("B1", 4)),
)
PAST = PastObservation(
    trainee_id=TRAINEE_ID,
    rater_id=RATER,
    rater_role=RaterRole.SUPERVISOR,
    observed_on=date(2025, 3, 1),
    criterion_code="A1",
    level=2,
)


def test_a_sound_judgement_is_accepted() -> None:
    check_judgement(JUDGEMENT, rater_id=RATER, outline=OUTLINE, today=TODAY)


def test_a_self_assessment_is_accepted_from_oneself_alone() -> None:
    own = replace(JUDGEMENT, rater_role=RaterRole.SELF)
    check_judgement(own, rater_id=TRAINEE_ID, outline=OUTLINE, today=TODAY)
    with pytest.raises(RuleViolation, match=r"evidence\.own_level"):
        check_judgement(own, rater_id=RATER, outline=OUTLINE, today=TODAY)


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"trainee_id": RATER}, "evidence.own_level"),
        ({"observed_on": date(2026, 11, 21)}, "evidence.future_date"),
        ({"ratings": (Rating("Z9", 1),)}, "evidence.unknown_criterion"),
        ({"ratings": (Rating("A1", 1), Rating("B1", 5))}, "evidence.level_out_of_range"),
    ],
)
def test_a_judgement_that_breaks_a_rule_is_refused(change: dict[str, object], code: str) -> None:
    with pytest.raises(RuleViolation) as refusal:
        check_judgement(
            replace(JUDGEMENT, **change),  # type: ignore[arg-type]  # a case of the table
            rater_id=RATER,
            outline=OUTLINE,
            today=TODAY,
        )
    assert refusal.value.code == code


def test_every_refused_row_is_named_with_its_place() -> None:
    rows = [
        PAST,
        replace(PAST, level=9),
        replace(PAST, criterion_code="Z9"),
        replace(PAST, criterion_code="A2", rater_id=TRAINEE_ID),
        replace(PAST, observed_on=date(2026, 12, 1)),
        replace(PAST, criterion_code="B1", level=0),
    ]
    refused = refuse_past_rows(rows, outline=OUTLINE, today=TODAY)
    assert [(row.position, row.code) for row in refused] == [
        (2, "evidence.row_twice"),
        (3, "evidence.unknown_criterion"),
        (4, "evidence.own_level"),
        (5, "evidence.future_date"),
        (6, "evidence.level_out_of_range"),
    ]
