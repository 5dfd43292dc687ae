"""Forms of whoever looks after learners: assign courses, change or withdraw an assignment, remind."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from wtforms import DateField, SelectField, SelectMultipleField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length

from lms.courses.domain.standing import LONGEST_NOTE, AssignmentDraft
from lms.courses.queries import CandidateFilter, CourseCard
from lms.kernel.errors import RuleViolation
from lms.kernel.ids import read_id
from lms.people.queries import OrganisationCard
from lms.web.errors import describe
from lms.web.forms import FormBase
from lms.web.i18n import gettext, localised
from lms.web.i18n import lazy_gettext as _l

FIND, EVERYBODY = "find", "everybody"


class DueForm(FormBase):
    """By when, and what is said beside it."""

    due_on = DateField(
        _l("To be finished by"),
        [InputRequired(_l("Choose the day by which it is to be finished."))],
        description=_l("They are reminded three days before, and once more the day after."),
    )
    note = TextAreaField(
        _l("A word to them"),
        [Length(max=LONGEST_NOTE)],
        description=_l("Stands on the page of the course, not in the mail. For instance why, and why now."),
    )


class AssignForm(DueForm):
    """Courses for people by a day. One button only finds people, and keeps what is ticked."""

    courses = SelectMultipleField(_l("Which courses"), validate_choice=False)
    people = SelectMultipleField(_l("For whom"), validate_choice=False)
    q = StringField(_l("Find by name"), [Length(max=100)])
    place = SelectField(_l("Organisation"), validate_choice=False)
    intent = StringField()

    def offer(self, cards: Sequence[CourseCard], places: Sequence[OrganisationCard]) -> None:
        """Offer courses and, when there are several, organisations to look in."""
        self.courses.choices = [SelectChoice(card.slug, localised(card.title)) for card in cards]
        self.place.choices = [
            SelectChoice("", gettext("All organisations")),
            *(SelectChoice(str(place.id), localised(place.name)) for place in places),
        ]

    @property
    def is_finding(self) -> bool:
        """Say whether people are only looked for."""
        return bool(self.intent.data == FIND)

    @property
    def is_for_everybody(self) -> bool:
        """Say whether the button for all who were found was pressed."""
        return bool(self.intent.data == EVERYBODY)

    def validate(self, extra_validators: Mapping[str, Any] | None = None) -> bool:
        """Check the fields; whoever only looks for people is told of nothing yet."""
        is_valid = bool(super().validate(extra_validators))
        if self.is_finding:
            for field in self:
                field.errors = ()
            return False
        if is_valid and not self.courses.data:
            self.courses.errors = [describe(RuleViolation("courses.nothing_chosen"))]
        if is_valid and not self.is_for_everybody and not self.person_ids():
            self.people.errors = [describe(RuleViolation("courses.nobody_chosen"))]
        return is_valid and not self.errors

    def person_ids(self) -> list[UUID]:
        """Return who is ticked."""
        return [found for value in self.people.data or () if (found := read_id(value))]

    def wanted(self) -> CandidateFilter:
        """Return whom the list is narrowed to."""
        return CandidateFilter((self.q.data or "").strip()[:100], read_id(self.place.data))

    def to_draft(self, everybody: Sequence[UUID]) -> AssignmentDraft:
        """Return what was chosen; ``everybody`` are those found, for the button that takes them all."""
        ticked = self.person_ids()
        people = {*ticked, *everybody} if self.is_for_everybody else set(ticked)
        return AssignmentDraft(people, self.courses.data or (), self.due_on.data, self.note.data or "")


class ChangeForm(DueForm):
    """Another day or note for one assignment."""


class ConfirmForm(FormBase):
    """A step that needs no words: withdraw an assignment, send reminders."""
