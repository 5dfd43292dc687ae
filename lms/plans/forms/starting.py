"""Forms that start plans: for one person, and for several at once."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from wtforms import BooleanField, DateField, HiddenField, SelectField, SelectMultipleField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired
from wtforms.validators import Optional as MayBeEmpty
from wtforms.widgets import CheckboxInput

from lms.kernel.calendar import FISCAL_YEAR_FIRST_MONTH, fiscal_year, months_before
from lms.kernel.ids import new_id, read_id
from lms.plans.domain import (
    Milestone,
    MilestoneKind,
    Suggestion,
    Term,
    Wording,
    list_term_flaws,
    word_template,
)
from lms.plans.forms.labels import subject_words
from lms.plans.queries import Candidate, Subjects, Supervisor, TemplateCard
from lms.web.errors import describe
from lms.web.filters import date_short
from lms.web.forms import FormBase
from lms.web.i18n import gettext, localised
from lms.web.i18n import lazy_gettext as _l

REVIEW_MONTHS = 3
SHORTEST_REST = timedelta(days=60)


def usual_term(today: date) -> Term:
    """Return the rest of the fiscal year; shortly before its end, the next one."""
    year = fiscal_year(today)
    ends_on = date(year + 1, FISCAL_YEAR_FIRST_MONTH, 1) - timedelta(days=1)
    if ends_on - today >= SHORTEST_REST:
        return Term(today, ends_on)
    return Term(ends_on + timedelta(days=1), date(year + 2, FISCAL_YEAR_FIRST_MONTH, 1) - timedelta(days=1))


def usual_review(term: Term, months: int = REVIEW_MONTHS) -> date:
    """Return the day of the first meeting: some months after the start, within the plan."""
    return min(months_before(term.starts_on, -months), term.ends_on)


def usual_next(today: date, term: Term) -> date | None:
    """Return the day of the next meeting: some months from now, none after the plan's end."""
    following = months_before(today, -REVIEW_MONTHS)
    return following if following <= term.ends_on else None


class TermForm(FormBase):
    """From what a plan is made, for when, and who looks after it."""

    template = SelectField(_l("Template"), [MayBeEmpty()])
    starts_on = DateField(_l("From"), [InputRequired(_l("Say from which day on."))])
    ends_on = DateField(_l("To"), [InputRequired(_l("Say until which day."))])
    next_review_on = DateField(
        _l("First review meeting"), [MayBeEmpty()], description=_l("Both sides are reminded a week before.")
    )
    supervisor = SelectField(_l("Who looks after it"), [InputRequired(_l("Choose somebody."))])

    def offer(self, templates: Sequence[TemplateCard], supervisors: Sequence[Supervisor]) -> None:
        """Offer these templates and supervisors."""
        self.template.choices = [
            SelectChoice("", str(_l("Without a template"))),
            *(SelectChoice(str(one.version_id), _template_words(one)) for one in templates),
        ]
        self.supervisor.choices = [SelectChoice(str(one.id), one.name) for one in supervisors]

    @property
    def term(self) -> Term:
        """Return the days."""
        return Term(self.starts_on.data, self.ends_on.data)

    def check_term(self) -> bool:
        """Put what is wrong with the days at their fields."""
        for flaw in list_term_flaws(self.term):
            self[flaw.field].errors = [*self[flaw.field].errors, describe(flaw)]
        return not self.errors

    def chosen_template(self, templates: Sequence[TemplateCard]) -> TemplateCard | None:
        """Return the template that was chosen."""
        wanted = read_id(self.template.data)
        return next((one for one in templates if one.version_id == wanted), None)


class StartForm(TermForm):
    """A plan for one person, with milestones for their gaps."""

    goals = SelectMultipleField(_l("From the gaps"), option_widget=CheckboxInput())

    def validate(self, extra_validators: Mapping[str, Any] | None = None) -> bool:
        """Check the fields and the days."""
        return bool(super().validate(extra_validators)) and self.check_term()

    def offer_goals(self, suggestions: Sequence[Suggestion], subjects: Subjects) -> None:
        """Offer milestones for gaps."""
        self.goals.choices = [SelectChoice(one.code, suggestion_words(one, subjects)) for one in suggestions]

    def to_wording(
        self,
        candidate: Candidate,
        template: TemplateCard | None,
        suggestions: Sequence[Suggestion],
        subjects: Subjects,
    ) -> Wording:
        """Return the first draft: what the template says, and the goals that were chosen."""
        chosen = [one for one in suggestions if one.code in (self.goals.data or ())]
        return first_wording(candidate, template, self.term, chosen, subjects)


class CohortForm(TermForm):
    """A plan for each of several people."""

    people = HiddenField()
    seen = HiddenField()
    is_proposed = BooleanField(
        _l("Propose each of them at once"),
        description=_l("Otherwise they are drafts that only supervisors see."),
    )

    @property
    def choice(self) -> str:
        """Name what the list of plans to be follows from."""
        chosen = (self.template, self.starts_on, self.ends_on, self.next_review_on, self.supervisor)
        return "|".join(str(field.data or "") for field in chosen)

    def show_list(self) -> None:
        """Remember for which choice the list is shown."""
        self.seen.data, self.seen.raw_data = self.choice, None

    def validate(self, extra_validators: Mapping[str, Any] | None = None) -> bool:
        """Check the fields, the days, and that the list that was shown is of what is chosen by now."""
        is_valid = bool(super().validate(extra_validators)) and self.check_term()
        if is_valid and self.seen.data != self.choice:
            self.form_errors.append(
                str(_l("The list has changed with what you chose. Please look at it, then make the plans."))
            )
        return is_valid and not self.errors

    @property
    def person_ids(self) -> list[UUID]:
        """Return who was chosen."""
        found = (read_id(one) for one in (self.people.data or "").split(","))
        return [one for one in found if one is not None]


def first_wording(
    candidate: Candidate,
    template: TemplateCard | None,
    term: Term,
    suggestions: Sequence[Suggestion],
    subjects: Subjects,
) -> Wording:
    """Return what a new plan begins with, in the language of whose it is as far as the template has it."""
    if template is None:
        base = Wording(gettext("Learning plan FY%(year)s", year=fiscal_year(term.starts_on)), "", ())
    else:
        base = word_template(template.text, term=term, language=candidate.locale, make_id=new_id)
    taken = {(one.kind, one.course_slug or one.criterion_code) for one in base.milestones}
    added = [
        Milestone(
            key=new_id(),
            kind=one.kind,
            title=suggestion_words(one, subjects),
            due_on=one.due_on,
            criterion_code=one.criterion_code,
            level=one.level,
            course_slug=one.course_slug,
        )
        for one in suggestions
        if (one.kind, one.course_slug or one.criterion_code) not in taken
    ]
    return Wording(base.title, base.goals, (*base.milestones, *added)).in_order


def suggestion_words(one: Suggestion, subjects: Subjects) -> str:
    """Word a suggested milestone."""
    return subject_words(subjects, MilestoneKind(one.kind), one.criterion_code, one.level, one.course_slug)


def _template_words(card: TemplateCard) -> str:
    return gettext(
        "%(name)s (%(organisation)s, version %(number)s of %(day)s)",
        name=localised(card.text.name),
        organisation=localised(card.organisation_name),
        number=card.number,
        day=date_short(card.published_at),
    )
