"""What a decision and a proposal have in common: whom and what they are about, and what they rest on."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.orm import Session

from lms.decisions.domain import (
    Citation,
    LevelDraft,
    ScopeWords,
    check_basis,
    check_dates,
    check_level,
    check_text,
    words_of,
)
from lms.decisions.queries import Candidate, find_candidate, find_citations
from lms.kernel.actor import Actor
from lms.kernel.clock import Clock
from lms.kernel.errors import RuleViolation
from lms.rubric.domain import Rubric
from lms.rubric.queries import find_current_rubric


@dataclass(frozen=True)
class Checked:
    """A draft that may be written down."""

    candidate: Candidate
    rubric: Rubric
    words: ScopeWords
    reason: str
    cited: tuple[Citation, ...]

    @property
    def cited_ids(self) -> list[UUID]:
        """The ids of what is cited, in order."""
        return sorted(one.observation_id for one in self.cited)


def check_draft(
    session: Session, *, actor: Actor, draft: LevelDraft, is_alone: bool, clock: Clock
) -> Checked:
    """Check that the actor may write a draft down.

    Raises RuleViolation("decisions.no_rubric"), and as ``find_candidate``, ``words_of``, ``check_level``,
    ``check_text``, ``check_dates`` and ``check_basis`` do.
    """
    candidate = find_candidate(session, actor, draft.person_id, on=clock.today())
    rubric = find_current_rubric(session, actor)
    if rubric is None:
        raise RuleViolation("decisions.no_rubric")
    words = words_of(rubric, draft.scope)
    check_level(draft.level, highest=len(rubric.levels))
    check_dates(draft.expires_on, today=clock.today())
    cited = check_basis(
        draft.citations,
        find_citations(session, actor, draft.citations),
        person_id=draft.person_id,
        criterion_ids=words.citable_ids,
        is_alone=is_alone,
    )
    return Checked(candidate, rubric, words, check_text(draft.reason), cited)


def columns_of(checked: Checked, draft: LevelDraft) -> dict[str, object]:
    """Return the columns that decisions and proposals share."""
    rubric, words = checked.rubric, checked.words
    return {
        "person_id": draft.person_id,
        "organisation_id": checked.candidate.employer.id,
        "rubric_version_id": rubric.id,
        "rubric_version": rubric.version,
        "scope_kind": words.scope.kind,
        "scope_code": words.scope.code,
        "scope_name": words.name,
        "criterion_ids": [str(one) for one in words.criterion_ids],
        "level": draft.level,
        "level_name": dict(rubric.level(draft.level).name),
        "highest_level": len(rubric.levels),
        "reason": checked.reason,
        "expires_on": draft.expires_on,
    }
