"""What a decision rests on: observations of that person in that scope, not voided, not their own view.

Who decides alone needs observations of at least two raters, so that no level rests on one pair of eyes; a
committee, which brings several itself, needs one.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from uuid import UUID

from lms.kernel.errors import RuleViolation

RATERS_ALONE = 2
"""How many raters' observations somebody needs who decides without a committee."""


@dataclass(frozen=True)
class Citation:
    """An observation somebody wants to cite, as far as the rules ask."""

    observation_id: UUID
    person_id: UUID
    rater_id: UUID
    criterion_id: UUID
    is_voided: bool


def check_basis(
    wanted: Collection[UUID],
    found: Iterable[Citation],
    *,
    person_id: UUID,
    criterion_ids: Collection[UUID],
    is_alone: bool,
) -> tuple[Citation, ...]:
    """Check the observations a decision about a person in these criteria cites, and return them.

    ``found``: those of ``wanted`` that the decider may read.
    Raises RuleViolation("decisions.nothing_cited" | "decisions.citation_foreign" |
    "decisions.citation_voided" | "decisions.citation_own" | "decisions.one_rater").
    """
    if not wanted:
        raise RuleViolation("decisions.nothing_cited", field="citations")
    cited = tuple(one for one in found if one.observation_id in wanted)
    is_right = all(one.person_id == person_id and one.criterion_id in criterion_ids for one in cited)
    if len(cited) != len(set(wanted)) or not is_right:
        raise RuleViolation("decisions.citation_foreign", field="citations")
    if any(one.is_voided for one in cited):
        raise RuleViolation("decisions.citation_voided", field="citations")
    if any(one.rater_id == person_id for one in cited):
        raise RuleViolation("decisions.citation_own", field="citations")
    if is_alone and len(list_raters(cited)) < RATERS_ALONE:
        raise RuleViolation("decisions.one_rater", field="citations")
    return cited


def list_raters(citations: Iterable[Citation]) -> frozenset[UUID]:
    """Name who made these observations."""
    return frozenset(one.rater_id for one in citations)
