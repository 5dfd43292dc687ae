"""Whether levels of different organisations may be laid beside each other, said before anybody does."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.orm import Session

from lms.evidence.domain.facets.linkage import Comparison
from lms.evidence.queries.fits import find_comparisons
from lms.reporting.roster import Place
from lms.rubric.domain import Rubric


@dataclass(frozen=True)
class Gate:
    """A list mixes organisations whose levels must not (or not freely) be compared.

    ``apart``: those concerned, None while nothing is known about any. ``n_places``: how many are listed.
    """

    comparison: Comparison
    apart: tuple[Place, ...] | None
    n_places: int


def find_gate(session: Session, rubric: Rubric, places: Collection[Place]) -> Gate | None:
    """Say what has to be told about a list of people from ``places``; None when they may be compared."""
    return gate_for(places, find_comparisons(session, rubric)) if len(places) > 1 else None


def gate_for(places: Collection[Place], comparisons: Mapping[UUID, Comparison]) -> Gate | None:
    """Say by what is known of organisations whether a list of people from ``places`` has to be gated.

    Who has rated nobody is judged by others' raters, and so stands in nobody's way.
    """
    if len(places) <= 1:
        return None
    if not comparisons:
        return Gate(Comparison.WITHIN, None, len(places))
    for comparison in (Comparison.WITHIN, Comparison.CAUTION):
        found = tuple(place for place in places if comparisons.get(place.id) is comparison)
        if found:
            return Gate(comparison, found, len(places))
    return None
