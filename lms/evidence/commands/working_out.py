"""What a fit leads to before it is stored: pure arithmetic on what was read."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from statistics import fmean, median
from typing import Any
from uuid import UUID

from lms.evidence.commands.estimating import PersonEstimate
from lms.evidence.domain import PersonFindings
from lms.evidence.domain.facets import (
    FacetPolicy,
    Fit,
    Parameters,
    Posterior,
    RatingTable,
    Scale,
    fit,
    posteriors_of,
    with_own_group,
)
from lms.evidence.domain.facets.linkage import (
    CAUTION_FROM,
    Comparison,
    Linkage,
    comparison,
    linkage_of,
    resolved_shares,
)
from lms.evidence.domain.facets.raters import RaterResult, rater_results
from lms.evidence.domain.facets.ratings import ANCHOR
from lms.evidence.queries.material import Material, Tally
from lms.evidence.queries.observations import outline_of

NOWHERE = -1
"""The linked part of somebody whom nobody has judged."""


@dataclass(frozen=True)
class WorkedOut:
    """A fit that is not stored yet, with what it says of raters, organisations and people.

    ``linkage``: what is stored of it. ``shift_points``: how far the people moved on average about whom
    nothing is new since the fit before; None when there are none.
    """

    material: Material
    parameters: Parameters
    rounds: int
    raters: tuple[RaterResult, ...]
    parts: tuple[int, ...]
    linkage: Mapping[str, Any]
    estimates: tuple[PersonEstimate, ...]
    shift_points: float | None


def work_out(material: Material) -> WorkedOut:
    """Fit the model to what was read: warm from the fit before, with its spreads, or cold.

    Needs no database, and may take a while.
    """
    start = None if material.is_cold else material.start
    scale = Scale.of_outline(outline_of(material.rubric))
    table = RatingTable.from_columns(scale=scale, as_of=material.as_of, **vars(material.columns))
    found = fit(table, start=start, keep_spreads=start is not None)
    parameters, linkage, estimates = with_own_group(found), linkage_of(table), _estimates(found, material)
    raters = zip(rater_results(found, linkage), linkage.of_raters.tolist(), strict=True)
    people = [(one, part) for one, part in raters if (one.rater, one.role) != ANCHOR]
    return WorkedOut(
        material=material,
        parameters=parameters,
        rounds=found.rounds,
        raters=tuple(one for one, _part in people),
        parts=tuple(part for _one, part in people),
        linkage=_linkage_payload(parameters, table, linkage, material),
        estimates=estimates,
        shift_points=_shift(material, parameters, estimates),
    )


def _estimates(found: Fit, material: Material) -> tuple[PersonEstimate, ...]:
    posteriors = posteriors_of(found)
    return tuple(
        PersonEstimate(
            person_id=person_id,
            posterior=posteriors[str(person_id)],
            watermark_at=tally.watermark_at,
            n_observations=tally.n_counted,
            organisation_ids=frozenset(tally.organisation_ids),
        )
        for person_id, tally in material.tallies.items()
        if tally.watermark_at is not None and str(person_id) in posteriors  # else voided while reading
    )


def _linkage_payload(
    parameters: Parameters, table: RatingTable, linkage: Linkage, material: Material
) -> dict[str, Any]:
    """Say how well raters can be told apart, and organisations by the raters they employ.

    An organisation belongs to the linked part in which most of its raters are. Whoever rates for it, where
    most of its people are judged in another part than the reference, their levels stay by themselves.
    """
    employers = material.employers
    parts: dict[str, Counter[int]] = {}
    for (name, _role), part in zip(table.raters, linkage.of_raters.tolist(), strict=True):
        if name in employers:
            parts.setdefault(employers[name], Counter())[part] += 1
    resolved = resolved_shares(parameters, employers)
    names = {name for name, _role in parameters.raters} - {ANCHOR[0]}
    by_rater = resolved_shares(parameters, {name: name for name in names})
    return {
        "parts": linkage.parts,
        "is_linked": len(by_rater) > 1 and median(by_rater.values()) >= CAUTION_FROM,
        "resolved": resolved,
        "comparisons": {
            key: comparison(share, is_in_reference=parts[key].most_common(1)[0][0] == 0).value
            for key, share in resolved.items()
        }
        | dict.fromkeys(_judged_apart(table, linkage, material.tallies), Comparison.WITHIN.value),
    }


def _judged_apart(table: RatingTable, linkage: Linkage, tallies: Mapping[UUID, Tally]) -> list[str]:
    """List the organisations most of whose judged people are in another linked part than the reference."""
    parts: dict[str, Counter[int]] = {}
    for name, part in zip(table.subjects, linkage.of_subjects.tolist(), strict=True):
        tally = tallies.get(UUID(name)) if part != NOWHERE else None
        for organisation_id in tally.organisation_ids if tally else ():
            parts.setdefault(str(organisation_id), Counter())[part] += 1
    return sorted(key for key, found in parts.items() if found.most_common(1)[0][0] != 0)


def _shift(material: Material, parameters: Parameters, estimates: Sequence[PersonEstimate]) -> float | None:
    """Give the mean change, in points of the scale as of today, over all levels shown then and now."""
    before = material.before
    if before is None:
        return None
    now = {one.person_id: one.posterior for one in estimates if one.person_id in before.unmoved}
    was = {person_id: before.unmoved[person_id] for person_id in now}
    moves = list(
        _moves(
            _found(before.policy, was, material),
            _found(FacetPolicy(parameters), now, material),
        )
    )
    return fmean(moves) if moves else None


def _found(
    policy: FacetPolicy, posteriors: Mapping[UUID, Posterior], material: Material
) -> Mapping[UUID, PersonFindings]:
    return policy.findings(posteriors, outline=outline_of(material.rubric), as_of=material.as_of)


def _moves(was: Mapping[UUID, PersonFindings], now: Mapping[UUID, PersonFindings]) -> Iterator[float]:
    for person_id, findings in now.items():
        for code, finding in findings.criteria.items():
            then = was[person_id].criteria[code]
            if finding.estimate is not None and then.estimate is not None:
                yield finding.estimate - then.estimate
