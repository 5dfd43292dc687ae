"""How one level of a person was worked out, for whoever may read it."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cached_property
from itertools import groupby
from statistics import fmean
from typing import TypeAlias
from uuid import UUID

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from lms.evidence.domain import LevelFinding, NotCounted, Observation, PersonFindings, RubricOutline
from lms.evidence.domain.facets import Anatomy, FacetPolicy, Parts, Thresholds
from lms.evidence.domain.staircase import Correction, Step, climb, correction_to_show
from lms.evidence.models import ObservationRow
from lms.evidence.queries.fits import LevelFit, find_fit, local_policy_of, policy_of
from lms.evidence.queries.observations import NamedObservation, list_observations, outline_of, visible_to
from lms.kernel.actor import Actor
from lms.kernel.errors import NotFound
from lms.kernel.permission import Permission
from lms.people import queries as people
from lms.people.models import Person
from lms.rubric.domain import Criterion, Rubric
from lms.rubric.queries import get_current_rubric


@dataclass(frozen=True)
class Provenance:
    """What a level has to be worked out from again to give the same: model, fit and observations.

    ``fitted_at`` and ``fit_until`` are None before anything was fitted; ``seen_until`` is when the last thing
    was written about the person.
    """

    model: str
    fitted_at: datetime | None
    fit_until: datetime | None
    seen_until: datetime | None


@dataclass(frozen=True)
class Elsewhere:
    """How many ratings a person has in other criteria, and their plain mean."""

    n: int
    mean: float


@dataclass(frozen=True)
class Instead:
    """The wider level to look at while one has too little evidence: a domain's, or (no name) overall."""

    code: str
    name: Mapping[str, str] | None
    finding: LevelFinding


Visit: TypeAlias = tuple[NamedObservation, ...]
"""Observations that somebody wrote down together, in the same words: one visit, several criteria."""


@dataclass(frozen=True)
class Explanation:
    """How one level of a person was worked out: of a criterion, a domain, or of everything.

    ``criterion`` is None but for a criterion; ``name`` is None for everything. ``elsewhere`` sums up
    the ratings in other criteria that count; None without any.
    """

    person_id: UUID
    person_name: str
    rubric: Rubric
    as_of: date
    code: str
    name: Mapping[str, str] | None
    criterion: Criterion | None
    finding: LevelFinding
    parts: Parts
    correction: Correction
    counted: tuple[NamedObservation, ...]
    left_out: tuple[NamedObservation, ...]
    elsewhere: Elsewhere | None
    thresholds: Thresholds
    provenance: Provenance
    instead: Instead | None

    @property
    def has_anything(self) -> bool:
        """Say whether any observation of the person counts."""
        return bool(self.counted) or self.elsewhere is not None

    @cached_property
    def steps(self) -> tuple[Step, ...]:
        """Break the way to the estimate into steps."""
        return climb(
            plain_mean=self.parts.plain_mean,
            average=self.parts.average,
            severity_points=self.parts.severity_points,
            estimate=self.parts.estimate,
            correction=self.correction,
        )

    @property
    def counted_visits(self) -> tuple[Visit, ...]:
        """Put together what was written together among the observations that counted."""
        return visits_of(self.counted)

    @property
    def left_out_visits(self) -> tuple[Visit, ...]:
        """Put together what was written together, and left out for the same reason."""
        return visits_of(self.left_out)

    @property
    def is_borrowed(self) -> bool:
        """Say whether the estimate comes mostly from elsewhere: hardly anybody has rated this itself."""
        return self.finding.level is None

    @property
    def has_own_view(self) -> bool:
        """Say whether the person's own view of this can be laid beside the estimate."""
        is_there = any(item.left_out is NotCounted.OWN for item in self.left_out)
        return is_there and self.parts.with_own_view is not None

    @property
    def own_level(self) -> int | None:
        """Give the level the person last saw themselves at; None without one, or for several criteria."""
        own = (item.observation.level for item in self.left_out if item.left_out is NotCounted.OWN)
        return next(own, None) if self.criterion else None

    @property
    def raters(self) -> frozenset[UUID]:
        """Name who made the observations that counted."""
        return frozenset(item.observation.rater_id for item in self.counted)


def visits_of(items: Iterable[NamedObservation]) -> tuple[Visit, ...]:
    """Put neighbours together that are of one record, one rater, one day and in the same words."""

    def record(item: NamedObservation) -> tuple[object, ...]:
        seen = item.observation
        return seen.source, seen.rater_id, seen.observed_on, seen.comment, seen.voiding, item.left_out

    return tuple(tuple(visit) for _record, visit in groupby(items, key=record))


def explain_criterion(
    session: Session, actor: Actor, *, person_id: UUID, code: str, as_of: date
) -> Explanation:
    """Explain a person's level in one criterion. Raises NotFound("evidence.level_unknown")."""
    person = _readable_person(session, actor, person_id=person_id, on=as_of)
    rubric = get_current_rubric(session, actor)
    criterion = rubric.find_criterion(code)
    if criterion is None:
        raise NotFound("evidence.level_unknown")
    is_local = rubric.domain_of(code).is_local
    seen = _look(session, actor, person, rubric, as_of=as_of, is_local=is_local)
    finding = seen.findings.criteria[code]
    instead = None if finding.level else seen.wider(code)
    return seen.explain(
        finding,
        seen.anatomy.criteria[code],
        (code,),
        code=code,
        name=criterion.name,
        criterion=criterion,
        instead=instead,
    )


def explain_domain(session: Session, actor: Actor, *, person_id: UUID, code: str, as_of: date) -> Explanation:
    """Explain a person's level in one domain. Raises NotFound("evidence.level_unknown")."""
    person = _readable_person(session, actor, person_id=person_id, on=as_of)
    rubric = get_current_rubric(session, actor)
    domain = next((domain for domain in rubric.domains if domain.code == code), None)
    if domain is None:
        raise NotFound("evidence.level_unknown")
    seen = _look(session, actor, person, rubric, as_of=as_of, is_local=domain.is_local)
    codes = tuple(criterion.code for criterion in domain.criteria)
    return seen.explain(
        seen.findings.domains[code], seen.anatomy.domains[code], codes, code=code, name=domain.name
    )


def explain_overall(session: Session, actor: Actor, *, person_id: UUID, as_of: date) -> Explanation:
    """Explain a person's level in all criteria together. Raises NotFound("evidence.level_unknown")."""
    person = _readable_person(session, actor, person_id=person_id, on=as_of)
    rubric = get_current_rubric(session, actor)
    seen = _look(session, actor, person, rubric, as_of=as_of)
    return seen.explain(seen.findings.overall, seen.anatomy.overall)


@dataclass(frozen=True)
class _Seen:
    """Everything a reader may read about a person, weighed by the policy in force."""

    reader_id: UUID
    person: Person
    rubric: Rubric
    as_of: date
    policy: FacetPolicy
    outline: RubricOutline
    items: tuple[NamedObservation, ...]
    provenance: Provenance

    @cached_property
    def findings(self) -> PersonFindings:
        """Find all levels of the person."""
        return self.policy.assess(self.person.id, self.observations, outline=self.outline, as_of=self.as_of)

    @cached_property
    def anatomy(self) -> Anatomy:
        """Take all estimates of the person apart."""
        return self.policy.anatomy(self.person.id, self.observations, outline=self.outline, as_of=self.as_of)

    @property
    def observations(self) -> list[Observation]:
        """List what was observed, without names."""
        return [item.observation for item in self.items]

    def explain(
        self,
        finding: LevelFinding,
        parts: Parts,
        codes: Collection[str] | None = None,
        *,
        code: str = "",
        name: Mapping[str, str] | None = None,
        criterion: Criterion | None = None,
        instead: Instead | None = None,
    ) -> Explanation:
        """Take out of everything what concerns some criteria; without ``codes``, take it all."""
        items = [item for item in self.items if codes is None or item.observation.criterion_code in codes]
        counted = tuple(item for item in items if item.left_out is None)
        return Explanation(
            person_id=self.person.id,
            person_name=self.person.name,
            rubric=self.rubric,
            as_of=self.as_of,
            code=code,
            name=name,
            criterion=criterion,
            finding=finding,
            parts=parts,
            correction=correction_to_show(
                reader_id=self.reader_id,
                rater_ids=[item.observation.rater_id for item in counted],
                is_corrected=self.policy.is_corrected,
                is_linked=self.policy.is_linked,
            ),
            counted=counted,
            left_out=tuple(item for item in items if item.left_out is not None),
            elsewhere=None if codes is None else self.elsewhere(codes),
            thresholds=self.policy.thresholds,
            provenance=self.provenance,
            instead=instead,
        )

    def elsewhere(self, codes: Collection[str]) -> Elsewhere | None:
        """Sum up the ratings that count in other criteria than ``codes``."""
        others = [
            item.observation.level
            for item in self.items
            if item.left_out is None and item.observation.criterion_code not in codes
        ]
        return Elsewhere(len(others), fmean(others)) if others else None

    def wider(self, code: str) -> Instead | None:
        """Find the wider level that can be told: of the criterion's domain, else overall."""
        domain = next(one for one in self.rubric.domains if code in {c.code for c in one.criteria})
        found = self.findings.domains[domain.code]
        if found.level:
            return Instead(domain.code, domain.name, found)
        return Instead("", None, self.findings.overall) if self.findings.overall.level else None


def _readable_person(session: Session, actor: Actor, *, person_id: UUID, on: date) -> Person:
    """Return whose levels are asked for. Raises NotFound("evidence.level_unknown")."""
    person = session.get(Person, person_id)
    if person is None or not _levels_are_readable(session, actor, person_id=person_id, on=on):
        raise NotFound("evidence.level_unknown")
    return person


def _look(
    session: Session, actor: Actor, person: Person, rubric: Rubric, *, as_of: date, is_local: bool = False
) -> _Seen:
    """Read what is needed for any of a person's levels."""
    fit, outline = find_fit(session, rubric), outline_of(rubric, with_local=is_local)
    policy = (local_policy_of if is_local else policy_of)(session, rubric, fit.id if fit else None)
    listed = list_observations(session, actor, person_id=person.id, rubric=rubric)
    items = tuple(
        replace(item, left_out=policy.why_not_counted(item.observation, outline=outline, as_of=as_of))
        for item in listed
    )
    return _Seen(
        actor.person_id, person, rubric, as_of, policy, outline, items, _provenance(fit, policy, items)
    )


def _provenance(fit: LevelFit | None, policy: FacetPolicy, items: Collection[NamedObservation]) -> Provenance:
    written = [item.observation.recorded_at for item in items]
    voided = [item.observation.voiding.at for item in items if item.observation.voiding]
    return Provenance(
        model=policy.code,
        fitted_at=fit.fitted_at if fit else None,
        fit_until=fit.watermark_at if fit else None,
        seen_until=max(written + voided, default=None),
    )


def _levels_are_readable(session: Session, actor: Actor, *, person_id: UUID, on: date) -> bool:
    if person_id == actor.person_id:
        return True
    employer = people.find_employer(session, person_id=person_id, on=on)
    if employer is not None and actor.may_in(Permission.OBSERVATION_READ, employer.path):
        return True
    judged_in_reach = visible_to(actor).where(ObservationRow.trainee_id == person_id)
    return bool(session.scalar(select(exists(judged_in_reach))))
