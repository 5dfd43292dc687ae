"""Runs, what they propose and what was decided, in as many statements whatever the number of rows."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from sqlalchemy import ColumnElement, ScalarSelect, Select, func, select
from sqlalchemy.orm import Session, joinedload, selectinload
from sqlalchemy.orm.interfaces import ORMOption

from lms.clients.domain import CaseState
from lms.clients.models import Case, CaseAdvisor
from lms.kernel.actor import Actor
from lms.kernel.errors import NotFound
from lms.kernel.permission import Permission
from lms.pairing.domain.decisions import DecisionKind
from lms.pairing.models import PairingDecision, PairingProposal, PairingRun
from lms.people.queries import organisations_within


class ProposalState(StrEnum):
    """What has become of a proposal so far."""

    UNDECIDED = "undecided"
    CONFIRMED = "confirmed"
    CHANGED = "changed"
    LEFT_OPEN = "left_open"


@dataclass(frozen=True)
class ProposalFilter:
    """Which proposals of a run are wanted; None leaves a question open."""

    state: ProposalState | None = None
    client_type: str | None = None
    is_open: bool | None = None


@dataclass(frozen=True)
class ProposalCounts:
    """How many proposals of a run there are by state, client type and whether nobody was found."""

    groups: Mapping[tuple[ProposalState, str, bool], int]

    def of(self, wanted: ProposalFilter) -> int:
        """Count the proposals a filter lets through."""
        return sum(
            number
            for (state, client_type, is_open), number in self.groups.items()
            if wanted.state in (None, state)
            and wanted.client_type in (None, client_type)
            and wanted.is_open in (None, is_open)
        )

    @property
    def total(self) -> int:
        """All proposals of the run."""
        return self.of(ProposalFilter())

    @property
    def undecided(self) -> int:
        """The proposals that wait for a decision."""
        return self.of(ProposalFilter(state=ProposalState.UNDECIDED))

    @property
    def unserved(self) -> int:
        """The cases for which nobody was found."""
        return self.of(ProposalFilter(is_open=True))

    @property
    def confirmable(self) -> int:
        """The proposals with people that wait for a decision."""
        return self.of(ProposalFilter(state=ProposalState.UNDECIDED, is_open=False))


@dataclass(frozen=True)
class RunCard:
    """A run as a list shows it."""

    run: PairingRun
    n_cases: int
    n_unserved: int
    n_undecided: int


@dataclass(frozen=True)
class Overview:
    """What of pairing waits for the actor: the latest run, and the open cases nobody leads."""

    latest: RunCard | None
    n_open_cases: int
    n_without_lead: int


def visible_to(actor: Actor) -> Select[PairingRun]:
    """Select the runs made for organisations in whose pairings the actor may look."""
    return select(PairingRun).where(
        PairingRun.organisation_id.in_(organisations_within(actor, Permission.PAIRING_READ))
    )


def list_runs(session: Session, actor: Actor, *, limit: int, offset: int = 0) -> Sequence[RunCard]:
    """List visible runs, the latest first, each with how much of it waits."""
    newest_first = visible_to(actor).order_by(PairingRun.created_at.desc(), PairingRun.id.desc())
    runs = session.scalars(
        newest_first.options(joinedload(PairingRun.organisation), joinedload(PairingRun.created_by))
        .limit(limit)
        .offset(offset)
    ).all()
    rows = session.execute(
        select(
            PairingProposal.run_id,
            func.count(),
            func.count(PairingProposal.open_reason),
            func.count().filter(_latest_kind().is_(None)),
        )
        .where(PairingProposal.run_id.in_([run.id for run in runs]))
        .group_by(PairingProposal.run_id)
    )
    counts = {run_id: numbers for run_id, *numbers in rows}
    return [RunCard(run, *counts.get(run.id, (0, 0, 0))) for run in runs]


def count_runs(session: Session, actor: Actor) -> int:
    """Count the visible runs."""
    return session.scalar(select(func.count()).select_from(visible_to(actor).subquery())) or 0


def find_overview(session: Session, actor: Actor) -> Overview:
    """Find what of pairing waits for the actor."""
    reach = organisations_within(actor, Permission.PAIRING_READ)
    leads = select(CaseAdvisor.case_id).where(CaseAdvisor.ends_on.is_(None))
    n_open, n_without = session.execute(
        select(func.count(), func.count().filter(Case.id.not_in(leads))).where(
            Case.state == CaseState.OPEN, Case.organisation_id.in_(reach)
        )
    ).one()
    return Overview(next(iter(list_runs(session, actor, limit=1)), None), n_open, n_without)


def get_run(session: Session, actor: Actor, run_id: UUID) -> PairingRun:
    """Return a visible run with its organisation and who made it. Raises NotFound("pairing.run_unknown")."""
    run = session.scalar(
        visible_to(actor)
        .where(PairingRun.id == run_id)
        .options(joinedload(PairingRun.organisation), joinedload(PairingRun.created_by))
    )
    if run is None:
        raise NotFound("pairing.run_unknown")
    return run


def count_proposals(session: Session, run: PairingRun) -> ProposalCounts:
    """Count the proposals of a run in one statement."""
    groups = (
        select(
            _latest_kind().label("kind"),
            PairingProposal.client_type,
            PairingProposal.open_reason.is_not(None).label("is_open"),
        )
        .where(PairingProposal.run_id == run.id)
        .subquery()
    )
    rows = session.execute(
        select(groups.c.kind, groups.c.client_type, groups.c.is_open, func.count()).group_by(
            groups.c.kind, groups.c.client_type, groups.c.is_open
        )
    )
    return ProposalCounts(
        {
            (ProposalState(kind or ProposalState.UNDECIDED), client_type, bool(is_open)): number
            for kind, client_type, is_open, number in rows
        }
    )


def list_proposals(
    session: Session, run: PairingRun, wanted: ProposalFilter, *, limit: int, offset: int = 0
) -> Sequence[PairingProposal]:
    """List proposals of a run in their order: case, client, people, alternatives and decisions are loaded."""
    query = select(PairingProposal).where(PairingProposal.run_id == run.id, *_narrowing(wanted))
    return session.scalars(
        query.options(*_loads()).order_by(PairingProposal.position).limit(limit).offset(offset)
    ).all()


def get_proposal(session: Session, run: PairingRun, case_id: UUID) -> PairingProposal:
    """Return what a visible run proposes for a case. Raises NotFound("pairing.case_unknown")."""
    proposal = session.scalar(
        select(PairingProposal)
        .where(PairingProposal.run_id == run.id, PairingProposal.case_id == case_id)
        .options(*_loads(), selectinload(PairingProposal.case, Case.advisors))
    )
    if proposal is None:
        raise NotFound("pairing.case_unknown")
    return proposal


def proposal_to_decide(session: Session, actor: Actor, run_id: UUID, case_id: UUID) -> PairingProposal:
    """Return a proposal of a visible run, locked and as it stands now.

    Raises NotFound("pairing.run_unknown" | "pairing.case_unknown").
    """
    run = get_run(session, actor, run_id)
    proposal = session.scalar(
        select(PairingProposal)
        .where(PairingProposal.run_id == run.id, PairingProposal.case_id == case_id)
        .options(
            joinedload(PairingProposal.case, innerjoin=True).joinedload(Case.organisation, innerjoin=True),
            selectinload(PairingProposal.case, Case.advisors),
            selectinload(PairingProposal.members),
            selectinload(PairingProposal.decisions).selectinload(PairingDecision.people),
        )
        .with_for_update(of=PairingProposal)
        .execution_options(populate_existing=True)
    )
    if proposal is None:
        raise NotFound("pairing.case_unknown")
    return proposal


def undecided_case_ids(session: Session, run: PairingRun) -> Sequence[UUID]:
    """List the cases of a run for which people are proposed and nothing is decided yet, in their order."""
    return session.scalars(
        select(PairingProposal.case_id)
        .where(
            PairingProposal.run_id == run.id,
            *_narrowing(ProposalFilter(state=ProposalState.UNDECIDED, is_open=False)),
        )
        .order_by(PairingProposal.position)
    ).all()


def _latest_kind() -> ScalarSelect[DecisionKind]:
    return (
        select(PairingDecision.kind)
        .where(PairingDecision.proposal_id == PairingProposal.id)
        .order_by(PairingDecision.sequence.desc())
        .limit(1)
        .correlate(PairingProposal)
        .scalar_subquery()
    )


def _narrowing(wanted: ProposalFilter) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = []
    if wanted.state is ProposalState.UNDECIDED:
        conditions.append(_latest_kind().is_(None))
    elif wanted.state is not None:
        conditions.append(_latest_kind() == DecisionKind(wanted.state))
    if wanted.client_type is not None:
        conditions.append(PairingProposal.client_type == wanted.client_type)
    if wanted.is_open is not None:
        conditions.append(PairingProposal.open_reason.is_not(None) == wanted.is_open)
    return conditions


def _loads() -> tuple[ORMOption, ...]:
    return (
        joinedload(PairingProposal.case).options(joinedload(Case.client), joinedload(Case.organisation)),
        selectinload(PairingProposal.members),
        selectinload(PairingProposal.alternatives),
        selectinload(PairingProposal.decisions).options(
            joinedload(PairingDecision.decided_by), selectinload(PairingDecision.people)
        ),
    )
