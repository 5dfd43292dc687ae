"""The form of what a plan says."""

from collections.abc import Mapping, Sequence
from typing import Any

from wtforms import DateField, Field, StringField, TextAreaField
from wtforms.validators import InputRequired, Length
from wtforms.validators import Optional as MayBeEmpty

from lms.kernel.ids import new_id, read_id
from lms.plans.domain import LONGEST_TEXT, LONGEST_TITLE, Milestone, Term, Wording, list_wording_flaws
from lms.plans.forms.labels import subject_words
from lms.plans.forms.rows import RowsForm
from lms.plans.queries import Subjects
from lms.web.errors import describe
from lms.web.i18n import lazy_gettext as _l

SAVE, PROPOSE = "save", "propose"


class WordingForm(RowsForm):
    """Title, what the time is for, milestones; saved as a draft, or proposed at once."""

    term: Term
    base: Wording
    title = StringField(_l("Title"), [InputRequired(_l("Give the plan a title.")), Length(max=LONGEST_TITLE)])
    goals = TextAreaField(
        _l("What this time is for"),
        [Length(max=LONGEST_TEXT)],
        description=_l("What should be different at the end? Both of you read this."),
    )
    reason = TextAreaField(
        _l("Why it changes"),
        [Length(max=LONGEST_TEXT)],
        description=_l("The other side reads it beside the change."),
    )
    intent = StringField()

    @classmethod
    def of_wording(
        cls, base: Wording, term: Term, subjects: Subjects, *, version: int, reason: str
    ) -> "WordingForm":
        """Make the form with a wording as its content."""
        rows: list[Mapping[str, object]] = [
            {
                "key": str(one.key),
                "kind": one.kind.value,
                "title": one.title,
                "due_on": one.due_on,
                "criterion": one.criterion_code or "",
                "level": str(one.level or ""),
                "course": one.course_slug or "",
            }
            for one in base.milestones
        ]
        form: WordingForm = cls.of(
            subjects, rows, version=version, title=base.title, goals=base.goals, reason=reason
        )
        form.term, form.base = term, base
        for number in range(form.n_rows):
            if form.value("due_on", number) is None and not form.field("due_on", number).raw_data:
                form.field("due_on", number).data = term.ends_on
        return form

    @classmethod
    def row_fields(cls) -> dict[str, Field]:
        """Return the fields of one row."""
        return {
            **super().row_fields(),
            "title": StringField(_l("What is to be done"), [Length(max=LONGEST_TITLE)]),
            "due_on": DateField(_l("Due on"), [MayBeEmpty()]),
        }

    @property
    def is_proposed(self) -> bool:
        """Say whether it is to be proposed at once."""
        return bool(self.intent.data == PROPOSE)

    def validate(self, extra_validators: Mapping[str, Any] | None = None) -> bool:
        """Check the fields, and everything a wording has to keep, so that all of it is told at once."""
        is_valid = bool(super().validate(extra_validators))
        rows = self._filled()
        for number in rows:
            if self.value("due_on", number) is None and not self.field("due_on", number).errors:
                self.field("due_on", number).errors = [str(_l("Say by which day."))]
        if is_valid and not self.errors:
            flaws = list_wording_flaws(
                self.to_wording(),
                term=self.term,
                levels=self.subjects.levels,
                slugs=self.subjects.slugs,
            )
            self.add_errors(rows, [(flaw.field, describe(flaw)) for flaw in flaws])
        return is_valid and not self.errors

    def to_wording(self) -> Wording:
        """Return what was typed; a row that is empty or taken out is no milestone."""
        known = {one.key: one for one in self.base.milestones}
        milestones = []
        for number in self._filled():
            key = read_id(self.value("key", number))
            before = known.get(key) if key is not None else None
            subject = self.subject(number)
            milestones.append(
                Milestone(
                    key=before.key if before is not None else new_id(),
                    title=self._title(number, subject),
                    due_on=self.value("due_on", number),
                    item_code=before.item_code if before is not None else None,
                    **subject,
                )
            )
        return Wording((self.title.data or "").strip(), (self.goals.data or "").strip(), tuple(milestones))

    def _title(self, number: int, subject: Mapping[str, Any]) -> str:
        typed = (self.value("title", number) or "").strip()
        return typed or subject_words(
            self.subjects,
            subject["kind"],
            subject["criterion_code"],
            subject["level"],
            subject["course_slug"],
        )

    def _filled(self) -> Sequence[int]:
        names = ("title", "criterion", "course")
        return [
            number
            for number in range(self.n_rows)
            if not self.value("drop", number)
            and any((self.value(name, number) or "").strip() for name in names)
        ]
