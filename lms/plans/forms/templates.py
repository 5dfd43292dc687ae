"""The form of a template."""

from collections.abc import Mapping, Sequence
from typing import Any

from wtforms import Field, IntegerField, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length
from wtforms.validators import Optional as MayBeEmpty

from lms.kernel.ids import new_id
from lms.plans.domain import LONGEST_TEXT, LONGEST_TITLE, TemplateItem, TemplateText, list_template_flaws
from lms.plans.forms.labels import subject_words
from lms.plans.forms.rows import RowsForm
from lms.plans.queries import Publisher, Subjects
from lms.storage.base import Localised
from lms.targets.domain import Audience, list_audience_flaws
from lms.web.errors import describe
from lms.web.i18n import current_locale, localised
from lms.web.i18n import lazy_gettext as _l

LANGUAGES = ("ja", "en")


class TemplateForm(RowsForm):
    """Whom a template is for, how long its plans run, what they say."""

    known_codes: frozenset[str]
    name_ja = StringField(
        _l("Name (Japanese)"),
        [Length(max=LONGEST_TITLE)],
        description=_l("In at least one of the two languages. It becomes the title of the plans."),
    )
    name_en = StringField(_l("Name (English)"), [Length(max=LONGEST_TITLE)])
    goals_ja = TextAreaField(_l("What the time is for (Japanese)"), [Length(max=LONGEST_TEXT)])
    goals_en = TextAreaField(_l("What the time is for (English)"), [Length(max=LONGEST_TEXT)])
    role = SelectField(_l("Role"), [MayBeEmpty()])
    years_from = IntegerField(_l("From which year of service"), [MayBeEmpty()])
    years_to = IntegerField(_l("To which year of service"), [MayBeEmpty()])
    months = IntegerField(_l("Length"), [InputRequired(_l("Say how many months it runs."))], default=12)
    review_months = IntegerField(
        _l("Time between review meetings"),
        [InputRequired(_l("Say how many months lie between meetings."))],
        default=3,
    )

    @classmethod
    def of_text(
        cls,
        text: TemplateText | None,
        subjects: Subjects,
        *,
        roles: Mapping[str, Localised],
        version: int = 0,
    ) -> "TemplateForm":
        """Make the form with what a version says as its content."""
        values: dict[str, object] = {"version": version}
        if text is not None:
            values |= {f"name_{one}": text.name.get(one, "") for one in LANGUAGES}
            values |= {f"goals_{one}": text.goals.get(one, "") for one in LANGUAGES}
            values |= {"role": text.audience.role or "", "months": text.months}
            values |= {"years_from": text.audience.years_from, "years_to": text.audience.years_to}
            values |= {"review_months": text.review_months}
        items = text.items if text is not None else ()
        form: TemplateForm = cls.of(subjects, [_row(item) for item in items], **values)
        form.known_codes = frozenset(item.code for item in items)
        form.role.choices = [
            SelectChoice("", str(_l("Any role"))),
            *(SelectChoice(code, localised(name)) for code, name in roles.items()),
        ]
        return form

    @classmethod
    def row_fields(cls) -> dict[str, Field]:
        """Return the fields of one row."""
        return {
            **super().row_fields(),
            "title_ja": StringField(_l("What is to be done (Japanese)"), [Length(max=LONGEST_TITLE)]),
            "title_en": StringField(_l("What is to be done (English)"), [Length(max=LONGEST_TITLE)]),
            "due_month": IntegerField(_l("Due at the end of month"), [MayBeEmpty()]),
        }

    def validate(self, extra_validators: Mapping[str, Any] | None = None) -> bool:
        """Check the fields, and everything a template has to keep, so that all of it is told at once."""
        is_valid = bool(super().validate(extra_validators))
        if is_valid:
            for flaw in list_audience_flaws(self._audience()):
                self.add_errors((), [(flaw.field, describe(flaw))])
            flaws = list_template_flaws(
                self.to_text(), levels=self.subjects.levels, slugs=self.subjects.slugs
            )
            self.add_errors(self._filled(), [(flaw.field, describe(flaw)) for flaw in flaws])
        return is_valid and not self.errors

    def to_text(self) -> TemplateText:
        """Return what was typed; a row that is empty or taken out is no item."""
        return TemplateText(
            name=self._words("name"),
            goals=self._words("goals"),
            audience=self._audience(),
            months=self.months.data,
            review_months=self.review_months.data,
            items=tuple(self._item(number) for number in self._filled()),
            note=self.note_words,
        )

    @property
    def note_words(self) -> str:
        """Return what was said about the change."""
        return ""

    def _audience(self) -> Audience:
        return Audience(self.role.data or None, self.years_from.data, self.years_to.data)

    def _item(self, number: int) -> TemplateItem:
        subject = self.subject(number)
        title = {one: self.value(f"title_{one}", number) or "" for one in LANGUAGES}
        words = {one: text.strip() for one, text in title.items() if text.strip()}
        if not words:
            named = subject_words(
                self.subjects,
                subject["kind"],
                subject["criterion_code"],
                subject["level"],
                subject["course_slug"],
            )
            words = {current_locale(): named} if named else {}
        return TemplateItem(
            code=key if (key := self.value("key", number)) in self.known_codes else new_id().hex,
            title=words,
            due_month=self.value("due_month", number) or self.months.data,
            **subject,
        )

    def _filled(self) -> Sequence[int]:
        names = ("title_ja", "title_en", "criterion", "course")
        return [
            number
            for number in range(self.n_rows)
            if not self.value("drop", number)
            and any((self.value(name, number) or "").strip() for name in names)
        ]

    def _words(self, name: str) -> dict[str, str]:
        texts = ((one, (self[f"{name}_{one}"].data or "").strip()) for one in LANGUAGES)
        return {one: text for one, text in texts if text}


class NewTemplateForm(TemplateForm):
    """A new template: of which organisation."""

    organisation = SelectField(_l("Published by"), [InputRequired()])

    def offer(self, publishers: Sequence[Publisher]) -> None:
        """Offer organisations to publish for, each below the one above it."""
        self.organisation.choices = [
            SelectChoice(str(one.id), "\N{IDEOGRAPHIC SPACE}" * one.depth + localised(one.name))
            for one in publishers
        ]


class ReviseTemplateForm(TemplateForm):
    """The next version of a template: what is different, for those to whose plans it is offered."""

    note = TextAreaField(
        _l("What is different"),
        [InputRequired(_l("Say what is different and why.")), Length(max=LONGEST_TEXT)],
        description=_l("Supervisors read it when the new version is offered to their plans."),
    )

    @property
    def note_words(self) -> str:
        """Return what was said about the change."""
        return (self.note.data or "").strip()


def _row(item: TemplateItem) -> dict[str, object]:
    return {
        "key": item.code,
        "kind": item.kind.value,
        "title_ja": item.title.get("ja", ""),
        "title_en": item.title.get("en", ""),
        "due_month": item.due_month,
        "criterion": item.criterion_code or "",
        "level": str(item.level or ""),
        "course": item.course_slug or "",
    }
