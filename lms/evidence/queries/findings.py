"""The levels of people, found from what the reader may see.

Where the reader may see everything that counts for a person, the stored estimate is that person's level; it
is what the same observations would give. Where they may see a part, or ask about a day before the newest
observation, the level is worked out from that part, or from what there was by then.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any, TypeAlias
from uuid import UUID

from sqlalchemy import Row, and_, select
from sqlalchemy.orm import Session

from lms.evidence.domain import PersonFindings
from lms.evidence.domain.facets import FacetPolicy, Posterior
from lms.evidence.models import LevelEstimateRow, ObservationRow
from lms.evidence.queries.columns import list_dossiers
from lms.evidence.queries.fits import latest_fit_id, local_policy_of, policy_of
from lms.evidence.queries.observations import outline_of, visible_to
from lms.kernel.actor import Actor
from lms.kernel.permission import Permission
from lms.people.models import Organisation
from lms.rubric.domain import Rubric
from lms.rubric.queries import find_current_rubric

Stored: TypeAlias = Row[*tuple[Any, ...]]
"""An estimate: person_id, organisation_ids, payload."""


def list_findings(
    session: Session,
    actor: Actor,
    person_ids: Collection[UUID],
    as_of: date,
    *,
    rubric: Rubric | None = None,
) -> Mapping[UUID, PersonFindings]:
    """Find the levels of each person from what the actor may read; empty when there is no rubric.

    At most three statements whatever the number of people, besides the rubric's when none is handed in; one
    more where organisations add criteria of their own.
    """
    rubric = rubric or find_current_rubric(session, actor)
    if rubric is None:
        return {}
    fit_id, stored = _latest_estimates(session, rubric, person_ids)
    policy = policy_of(session, rubric, fit_id)
    posteriors = _readable(session, actor, stored, as_of=as_of)
    rest = [person_id for person_id in person_ids if person_id not in posteriors]
    posteriors |= _worked_out(session, actor, rest, policy, rubric, as_of=as_of) if rest else {}
    in_order = {person_id: posteriors[person_id] for person_id in person_ids}
    findings = policy.findings(in_order, outline=outline_of(rubric), as_of=as_of)
    if not rubric.additions_ids:
        return findings
    local = _find_local(session, actor, person_ids, rubric, fit_id, as_of=as_of)
    return {person_id: _with_local(one, local[person_id]) for person_id, one in findings.items()}


def _find_local(
    session: Session,
    actor: Actor,
    person_ids: Collection[UUID],
    rubric: Rubric,
    fit_id: UUID | None,
    *,
    as_of: date,
) -> Mapping[UUID, PersonFindings]:
    """Find the levels in the criteria that organisations add, from everything the actor may read."""
    policy = local_policy_of(session, rubric, fit_id)
    outline = outline_of(rubric, with_local=True)
    posteriors = _worked_out(session, actor, person_ids, policy, rubric, as_of=as_of, with_local=True)
    return policy.findings(posteriors, outline=outline, as_of=as_of)


def _with_local(shared: PersonFindings, local: PersonFindings) -> PersonFindings:
    """Add the levels in local criteria; what all are judged by stays as everybody sees it."""
    return replace(
        shared, criteria={**local.criteria, **shared.criteria}, domains={**local.domains, **shared.domains}
    )


def _latest_estimates(
    session: Session, rubric: Rubric, person_ids: Collection[UUID]
) -> tuple[UUID | None, Sequence[Stored]]:
    """Read the latest fit's id, None before the first, and its estimates of people, in one statement."""
    fit = latest_fit_id(rubric).subquery()
    rows = session.execute(
        select(
            fit.c.id, LevelEstimateRow.person_id, LevelEstimateRow.organisation_ids, LevelEstimateRow.payload
        ).outerjoin_from(
            fit,
            LevelEstimateRow,
            and_(
                LevelEstimateRow.fit_id == fit.c.id,
                LevelEstimateRow.rubric_version_id == rubric.id,
                LevelEstimateRow.person_id.in_(person_ids),
            ),
        )
    ).all()
    return (rows[0].id if rows else None), [row for row in rows if row.person_id is not None]


def _readable(
    session: Session, actor: Actor, rows: Sequence[Stored], *, as_of: date
) -> dict[UUID, Posterior]:
    """Keep the estimates that rest on nothing the actor may not read, and on nothing later than ``as_of``."""
    reach = _in_reach(session, actor, rows)
    posteriors = {
        row.person_id: Posterior.from_payload(row.payload)
        for row in rows
        if row.person_id == actor.person_id or reach.issuperset(row.organisation_ids)
    }
    return {person_id: one for person_id, one in posteriors.items() if one.last_on and one.last_on <= as_of}


def _in_reach(session: Session, actor: Actor, rows: Sequence[Stored]) -> set[str]:
    """Return which of the estimates' organisations are within the actor's reach."""
    mentioned = {key for row in rows if row.person_id != actor.person_id for key in row.organisation_ids}
    if not mentioned:
        return set()
    named = session.execute(
        select(Organisation.id, Organisation.path).where(
            Organisation.id.in_([UUID(key) for key in mentioned])
        )
    )
    return {str(row.id) for row in named if actor.may_in(Permission.OBSERVATION_READ, row.path)}


def _worked_out(
    session: Session,
    actor: Actor,
    person_ids: Collection[UUID],
    policy: FacetPolicy,
    rubric: Rubric,
    *,
    as_of: date,
    with_local: bool = False,
) -> dict[UUID, Posterior]:
    """Work out where people stand from the observations that the actor may read."""
    readable = visible_to(actor).where(ObservationRow.trainee_id.in_(person_ids))
    dossiers = list_dossiers(session, rubric, readable, with_local=with_local)
    outline = outline_of(rubric, with_local=with_local)
    unseen = policy.posterior(actor.person_id, (), outline=outline, as_of=as_of)
    return dict.fromkeys(person_ids, unseen) | {
        person_id: policy.posterior(person_id, dossier.observations, outline=outline, as_of=as_of)
        for person_id, dossier in dossiers.items()
    }
