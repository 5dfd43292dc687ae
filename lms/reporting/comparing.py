"""Whether levels of different organisations may be laid beside each other, said before anybody does."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.orm import Session

from lms.evidence.domain.facets import Comparison, worst_of
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
    """Say by what is known of organisations whether a list of people from ``places`` has to be gated."""
    worst = worst_of(comparisons, [place.id for place in places])
    if worst is Comparison.FREE:
        return None
    apart = tuple(place for place in places if comparisons.get(place.id) is worst)
    return Gate(worst, apart if comparisons else None, len(places))
