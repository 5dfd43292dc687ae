"""The words in which plans speak of states, kinds and results."""

from lms.plans.domain import ChangeKind, Decision, MilestoneKind, PlanState, Result, RevisionState
from lms.plans.queries import Subjects
from lms.web.i18n import LazyString, gettext, localised
from lms.web.i18n import lazy_gettext as _l

STATE_LABELS: dict[PlanState, LazyString] = {
    PlanState.DRAFT: _l("Being drafted"),
    PlanState.PROPOSED: _l("Waits for agreement"),
    PlanState.AGREED: _l("Agreed"),
    PlanState.CHANGING: _l("Change proposed"),
    PlanState.CLOSED: _l("Closed"),
}
STATE_TONES: dict[PlanState, str] = {
    PlanState.DRAFT: "neutral",
    PlanState.PROPOSED: "active",
    PlanState.AGREED: "good",
    PlanState.CHANGING: "active",
    PlanState.CLOSED: "locked",
}
KIND_LABELS: dict[MilestoneKind, LazyString] = {
    MilestoneKind.COURSE: _l("Course"),
    MilestoneKind.PRACTICE: _l("Practice on the job"),
    MilestoneKind.OBSERVATION: _l("Be observed"),
    MilestoneKind.FREE: _l("Something else"),
}
RESULT_LABELS: dict[Result, LazyString] = {
    Result.ACHIEVED: _l("Achieved"),
    Result.PARTLY: _l("Achieved in part"),
    Result.STOPPED: _l("Stopped"),
}
REVISION_LABELS: dict[RevisionState, LazyString] = {
    RevisionState.DRAFT: _l("Draft"),
    RevisionState.PROPOSED: _l("Waits for agreement"),
    RevisionState.AGREED: _l("Agreed"),
    RevisionState.RETURNED: _l("Sent back"),
    RevisionState.DISCARDED: _l("Dropped"),
}
CHANGE_LABELS: dict[ChangeKind, LazyString] = {
    ChangeKind.ADDED: _l("Added"),
    ChangeKind.REWORDED: _l("Changed there"),
    ChangeKind.REMOVED: _l("No longer in the template"),
}
DECISION_LABELS: dict[Decision, LazyString] = {
    Decision.ALL: _l("took over all of it"),
    Decision.SOME: _l("took over some of it"),
    Decision.NONE: _l("declined"),
}


def subject_words(
    subjects: Subjects, kind: MilestoneKind, criterion_code: str | None, level: int | None, slug: str | None
) -> str:
    """Word a milestone for which nobody typed a title: by its course, or by its ability and level."""
    ability = localised(subjects.ability_names.get(criterion_code or "")) or criterion_code or ""
    step = localised(subjects.level_names.get(level or 0)) or ""
    if kind is MilestoneKind.COURSE and slug:
        title = localised(subjects.course_titles.get(slug)) or slug
        return gettext("Finish the course %(title)s", title=title)
    if not ability:
        return ""
    if kind is MilestoneKind.OBSERVATION:
        return gettext("Have %(ability)s observed", ability=ability)
    if step:
        return gettext("Practise %(ability)s up to %(level)s", ability=ability, level=step)
    return gettext("Practise %(ability)s", ability=ability)
