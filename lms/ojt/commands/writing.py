"""The supervisor's writing: a draft begun, revised, handed in, taken back."""

from collections.abc import Mapping, Sequence
from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import flag_modified

from lms.clients.models import Case
from lms.clients.queries import visible_to as cases_visible_to
from lms.courses.commands.practising import check_read
from lms.courses.models import PracticeTask
from lms.evidence.domain import check_ratings
from lms.evidence.queries import outline_of
from lms.kernel.actor import Actor
from lms.kernel.clock import Clock, japanese_day
from lms.kernel.errors import Conflict, RuleViolation
from lms.kernel.ids import new_id
from lms.ojt.access import can_record
from lms.ojt.commands.steps import keep_event, load_entry, open_step, require_step, take_step
from lms.ojt.domain import Action, EntryDraft, EntryState, check_draft, check_submission, is_late
from lms.ojt.models import OjtEntry, OjtEntryPractice, OjtRating
from lms.ojt.queries import draft_of
from lms.people.models import Organisation, Person
from lms.people.queries import find_employer
from lms.rubric.domain import Rubric
from lms.rubric.models import Criterion
from lms.rubric.queries import find_current_rubric, get_rubric


def record_entry(
    session: Session, *, actor: Actor, draft: EntryDraft, and_submit: bool, clock: Clock
) -> UUID:
    """Begin an entry about a visit, as a draft or handed in at once, and return its id.

    Raises RuleViolation("ojt.advisor_out_of_reach" | "ojt.case_unknown" | "ojt.no_rubric"), and as
    ``check_draft``, ``check_ratings`` and ``check_read`` do; when handed in also as ``check_submission``.
    """
    rubric = find_current_rubric(session, actor)
    if rubric is None:
        raise RuleViolation("ojt.no_rubric")
    entry = OjtEntry(
        id=new_id(),
        rubric_version_id=rubric.id,
        state=EntryState.DRAFT,
        started_at=clock.now(),
        ratings=[],
        practices=[],
        events=[],
    )
    entry.supervisor, entry.supervisor_id = session.get_one(Person, actor.person_id), actor.person_id
    _write(session, actor, entry, draft, today=clock.today())
    session.add(entry)
    keep_event(session, actor=actor, entry=entry, action=Action.RECORD, clock=clock)
    if and_submit:
        check_submission(draft)
        take_step(session, actor=actor, entry=entry, action=Action.SUBMIT, clock=clock)
    return entry.id


def revise_entry(
    session: Session,
    *,
    actor: Actor,
    entry_id: UUID,
    version: int,
    draft: EntryDraft,
    and_submit: bool,
    clock: Clock,
) -> None:
    """Rewrite a draft, and hand it in when asked to.

    Raises as ``record_entry``; NotFound("ojt.entry_unknown"); NotAllowed("ojt.not_yours");
    RuleViolation("ojt.not_now" | "ojt.advisor_fixed"); Conflict("ojt.stale") with the saved texts.
    """
    entry = load_entry(session, actor, entry_id)
    require_step(actor, Action.REVISE, entry)
    rubric = get_rubric(session, entry.rubric_version_id, organisation_id=entry.organisation_id)
    if entry.version != version:
        raise Conflict("ojt.stale", current=_saved(entry, rubric), version=entry.version)
    if entry.submitted_at is not None and draft.advisor_id != entry.advisor_id:
        raise RuleViolation("ojt.advisor_fixed", field="advisor")
    _write(session, actor, entry, draft, today=clock.today())
    # Ratings are rows of their own: the entry's version must rise with them, even within a tick of the clock.
    flag_modified(entry, "changed_at")
    keep_event(session, actor=actor, entry=entry, action=Action.REVISE, clock=clock)
    if and_submit:
        check_submission(draft)
        take_step(session, actor=actor, entry=entry, action=Action.SUBMIT, clock=clock)


def submit_entry(session: Session, *, actor: Actor, entry_id: UUID, version: int, clock: Clock) -> None:
    """Hand a draft in as it stands: its advisor is asked to read it.

    Raises RuleViolation as ``check_submission`` does, and as ``open_step``.
    """
    entry = open_step(session, actor=actor, entry_id=entry_id, version=version, action=Action.SUBMIT)
    check_submission(draft_of(entry))
    take_step(session, actor=actor, entry=entry, action=Action.SUBMIT, clock=clock)


def take_back_entry(session: Session, *, actor: Actor, entry_id: UUID, version: int, clock: Clock) -> None:
    """Take an entry back to rewrite it, as long as its advisor has not answered. Raises as ``open_step``."""
    entry = open_step(session, actor=actor, entry_id=entry_id, version=version, action=Action.TAKE_BACK)
    take_step(session, actor=actor, entry=entry, action=Action.TAKE_BACK, clock=clock)


def _write(session: Session, actor: Actor, entry: OjtEntry, draft: EntryDraft, *, today: date) -> None:
    check_draft(draft, supervisor_id=actor.person_id, today=today)
    employer = _employer_in_reach(session, actor, draft)
    # What an organisation adds to the rubric is for its own people, whoever the supervisor works for.
    rubric = get_rubric(session, entry.rubric_version_id, organisation_id=employer.id)
    check_ratings(draft.ratings, outline=outline_of(rubric, with_local=True))
    case = _case_of(session, actor, draft, employer)
    advisor = session.get_one(Person, draft.advisor_id)
    criteria, tasks = _criteria_of(session, rubric, draft), _tasks_of(session, actor, draft)
    # The ids are set beside the objects: the next lines read them before the flush would copy them.
    entry.advisor, entry.advisor_id = advisor, advisor.id
    entry.organisation, entry.organisation_id = employer, employer.id
    entry.case, entry.case_id = case, draft.case_id
    entry.activity = draft.activity
    entry.visited_on = draft.visited_on
    entry.minutes = draft.minutes
    entry.comment = draft.comment.strip()
    entry.is_late = is_late(visited_on=draft.visited_on, started_on=japanese_day(entry.started_at))
    _write_ratings(entry, draft, criteria)
    _write_practices(entry, tasks)


def _employer_in_reach(session: Session, actor: Actor, draft: EntryDraft) -> Organisation:
    employer = find_employer(session, person_id=draft.advisor_id, on=draft.visited_on)
    if employer is None or not can_record(
        actor, advisor_id=draft.advisor_id, organisation_path=employer.path
    ):
        raise RuleViolation("ojt.advisor_out_of_reach", field="advisor")
    return employer


def _case_of(session: Session, actor: Actor, draft: EntryDraft, employer: Organisation) -> Case | None:
    if draft.case_id is None:
        return None
    case = session.scalar(
        cases_visible_to(actor).where(Case.id == draft.case_id, Case.organisation_id == employer.id)
    )
    if case is None:
        raise RuleViolation("ojt.case_unknown", field="case")
    return case


def _criteria_of(session: Session, rubric: Rubric, draft: EntryDraft) -> Sequence[Criterion]:
    ids = [rubric.criterion(rating.criterion_code).id for rating in draft.ratings]
    return session.scalars(select(Criterion).where(Criterion.id.in_(ids))).all()


def _write_ratings(entry: OjtEntry, draft: EntryDraft, criteria: Sequence[Criterion]) -> None:
    """Make the entry's ratings those of the draft; a criterion that stays keeps its row."""
    present = {row.criterion_id: row for row in entry.ratings}
    rows = {row.code: present.get(row.id) or OjtRating(id=new_id(), criterion=row) for row in criteria}
    for rating in draft.ratings:
        row = rows[rating.criterion_code]
        row.level, row.note = rating.level, rating.note.strip()
    entry.ratings = list(rows.values())


def _tasks_of(session: Session, actor: Actor, draft: EntryDraft) -> Sequence[PracticeTask]:
    """Return the practice tasks a draft names, each of which has to be the advisor's."""
    check_read(session, actor=actor, person_id=draft.advisor_id, task_ids=draft.practices)
    return session.scalars(select(PracticeTask).where(PracticeTask.id.in_(draft.practices))).all()


def _write_practices(entry: OjtEntry, tasks: Sequence[PracticeTask]) -> None:
    present = {row.practice_task_id: row for row in entry.practices}
    entry.practices = [
        present.get(task.id) or OjtEntryPractice(practice_task_id=task.id, task=task) for task in tasks
    ]


def _saved(entry: OjtEntry, rubric: Rubric) -> Mapping[str, object]:
    """Return the saved texts under the names of the form's fields."""
    ratings = {row.criterion.code: row for row in entry.ratings}
    saved: dict[str, object] = {
        "advisor": entry.advisor_id,
        "case": entry.case_id or "",
        "activity": entry.activity.value,
        "visited_on": entry.visited_on.isoformat(),
        "minutes": entry.minutes,
        "comment": entry.comment,
        "practices": sorted(str(practice.practice_task_id) for practice in entry.practices),
    }
    for criterion in rubric.criteria:
        rating = ratings.get(criterion.code)
        saved[f"level_{criterion.code}"] = rating.level if rating else ""
        saved[f"note_{criterion.code}"] = rating.note if rating else ""
    return saved
