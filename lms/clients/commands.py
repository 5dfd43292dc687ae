"""Verbs on clients, cases and who is on them."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from sqlalchemy.orm import Session, joinedload, selectinload

from lms.clients import queries
from lms.clients.access import can_edit_case
from lms.clients.domain import (
    AdvisorRole,
    CaseDraft,
    CaseState,
    ClientDraft,
    TeamMember,
    distinct,
    require_sound_case,
    require_sound_client,
    require_sound_team,
)
from lms.clients.models import Case, CaseAdvisor, Client
from lms.kernel.actor import Actor
from lms.kernel.clock import Clock
from lms.kernel.errors import NotAllowed, NotFound, RuleViolation
from lms.kernel.ids import new_id
from lms.people import queries as people_queries
from lms.people.models import Organisation, Person
from lms.storage import audit, outbox


def register_client(
    session: Session, *, actor: Actor, organisation_id: UUID, draft: ClientDraft, clock: Clock
) -> Client:
    """Register a business that an organisation accompanies.

    Raises NotFound("people.organisation_unknown"); NotAllowed("clients.not_editor"); RuleViolation of
    ``require_sound_client``. A code used twice in an organisation is refused by the database.
    """
    organisation = people_queries.get_organisation(session, actor, organisation_id)
    _require_editor(actor, organisation)
    require_sound_client(draft, today=clock.today())
    client = Client(
        id=new_id(),
        organisation_id=organisation.id,
        code=draft.code.strip(),
        business=dict(draft.business),
        industry=draft.industry,
        prefecture=draft.prefecture,
        founded_year=draft.founded_year,
        client_type=draft.client_type,
        client_type_reason=dict(draft.client_type_reason),
    )
    session.add(client)
    facts: dict[str, object] = {"organisation_id": organisation.id, "client_type": draft.client_type}
    _record(session, actor, "clients.register_client", subject=client, clock=clock, facts=facts)
    return client


def open_case(session: Session, *, actor: Actor, client_id: UUID, draft: CaseDraft, clock: Clock) -> Case:
    """Open a case for a client; who is on it is assigned afterwards.

    Raises NotFound("clients.client_unknown"); NotAllowed("clients.not_editor"); RuleViolation of
    ``require_sound_case``. A code used twice in an organisation is refused by the database.
    """
    client = queries.get_client(session, actor, client_id)
    _require_editor(actor, client.organisation)
    require_sound_case(draft, today=clock.today())
    case = Case(
        id=new_id(),
        client_id=client.id,
        organisation_id=client.organisation_id,
        code=draft.code.strip(),
        title=dict(draft.title),
        support_mode=draft.support_mode,
        topics=distinct(draft.topics),
        schemes=[dict(scheme) for scheme in draft.schemes],
        partners=[dict(partner) for partner in draft.partners],
        outcome=dict(draft.outcome) if draft.outcome else None,
        source=dict(draft.source) if draft.source else None,
        state=CaseState.OPEN,
        opened_on=draft.opened_on,
    )
    session.add(case)
    _record(session, actor, "clients.open_case", subject=case, clock=clock, facts={"client_id": client.id})
    return case


def assign_case(
    session: Session, *, actor: Actor, case_id: UUID, members: Sequence[TeamMember], reason: str, clock: Clock
) -> list[CaseAdvisor]:
    """Put a team on an open case and return its rows, the lead's among them.

    Whoever stays in the same role keeps their time on the case; who leaves or changes role has theirs ended
    today, and new rows are appended. The new ones are told, and those who are off the case.

    Raises NotFound("clients.case_unknown" | "people.person_unknown"); NotAllowed("clients.not_editor");
    RuleViolation("clients.case_closed" | "clients.reason_missing") and those of ``require_sound_team``.
    """
    case = _case_to_change(session, actor, case_id)
    if case.state is CaseState.CLOSED:
        raise RuleViolation("clients.case_closed")
    require_sound_team(members)
    if not reason.strip():
        raise RuleViolation("clients.reason_missing", field="reason")
    today = clock.today()
    _require_visible_people(session, actor, [member.person_id for member in members], today)
    wanted = {(member.person_id, member.role) for member in members}
    staying, leaving = _split(case.current_advisors, wanted)
    for row in leaving:
        row.ends_on = today
    session.flush()  # the unique index on present members must see the ended rows before the new ones
    kept = {(row.advisor_id, row.role) for row in staying}
    added = [
        CaseAdvisor(
            id=new_id(),
            case_id=case.id,
            advisor_id=member.person_id,
            role=member.role,
            starts_on=today,
            assigned_by_id=actor.person_id,
            reason=reason.strip(),
        )
        for member in members
        if (member.person_id, member.role) not in kept
    ]
    case.advisors.extend(added)
    _tell(session, "clients.case_assigned", case, added, clock)
    gone = [row for row in leaving if row.advisor_id not in {new.advisor_id for new in added}]
    _tell(session, "clients.case_left", case, gone, clock)
    facts: dict[str, object] = {"added": _facts(added), "ended": _facts(leaving), "kept": _facts(staying)}
    _record(session, actor, "clients.assign_case", subject=case, clock=clock, facts=facts)
    return [*staying, *added]


def close_case(session: Session, *, actor: Actor, case_id: UUID, clock: Clock) -> None:
    """Close a case today; whoever is on it is on it no longer.

    Raises NotFound("clients.case_unknown"); NotAllowed("clients.not_editor");
    RuleViolation("clients.case_closed").
    """
    case = _case_to_change(session, actor, case_id)
    if case.state is CaseState.CLOSED:
        raise RuleViolation("clients.case_closed")
    today = clock.today()
    leaving = case.current_advisors
    for row in leaving:
        row.ends_on = today
    case.state, case.closed_on = CaseState.CLOSED, today
    _record(session, actor, "clients.close_case", subject=case, clock=clock, facts={"ended": _facts(leaving)})


def _case_to_change(session: Session, actor: Actor, case_id: UUID) -> Case:
    case = session.scalar(
        queries.visible_to(actor)
        .where(Case.id == case_id)
        .options(joinedload(Case.organisation, innerjoin=True), selectinload(Case.advisors))
        .with_for_update(of=Case)
        .execution_options(populate_existing=True)
    )
    if case is None:
        raise NotFound("clients.case_unknown")
    _require_editor(actor, case.organisation)
    return case


def _require_editor(actor: Actor, organisation: Organisation) -> None:
    if not can_edit_case(actor, organisation_path=organisation.path):
        raise NotAllowed("clients.not_editor")


def _require_visible_people(session: Session, actor: Actor, person_ids: Sequence[UUID], today: date) -> None:
    visible = people_queries.visible_to(actor, today).where(
        Person.id.in_(person_ids), Person.disabled_at.is_(None)
    )
    if {person.id for person in session.scalars(visible)} != set(person_ids):
        raise NotFound("people.person_unknown")


def _split(
    rows: Sequence[CaseAdvisor], wanted: set[tuple[UUID, AdvisorRole]]
) -> tuple[list[CaseAdvisor], list[CaseAdvisor]]:
    staying = [row for row in rows if (row.advisor_id, row.role) in wanted]
    return staying, [row for row in rows if row not in staying]


def _facts(rows: Sequence[CaseAdvisor]) -> list[list[str]]:
    return [[str(row.advisor_id), str(row.role)] for row in rows]


def _tell(session: Session, kind: str, case: Case, rows: Sequence[CaseAdvisor], clock: Clock) -> None:
    for row in rows:
        outbox.add(
            session,
            kind=kind,
            key=f"{kind}:{row.id}",
            recipient_id=row.advisor_id,
            payload={"case_id": str(case.id), "code": case.code},
            at=clock.now(),
        )


def _record(
    session: Session,
    actor: Actor,
    action: str,
    *,
    subject: Client | Case,
    clock: Clock,
    facts: dict[str, object],
) -> None:
    audit.record(
        session,
        actor_id=actor.person_id,
        action=action,
        subject_kind=subject.__tablename__,
        subject_id=subject.id,
        at=clock.now(),
        details=facts,
    )
