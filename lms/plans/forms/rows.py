"""A form with a row for each milestone: as many as were stored or sent, and some empty ones to add more."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from flask import request
from wtforms import BooleanField, Field, HiddenField, SelectField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Optional as MayBeEmpty

from lms.plans.domain import MOST_MILESTONES, MilestoneKind
from lms.plans.forms.labels import KIND_LABELS
from lms.plans.queries import Subjects
from lms.web.access import SAFE_METHODS
from lms.web.forms import FormBase
from lms.web.i18n import lazy_gettext as _l
from lms.web.i18n import localised

N_EMPTY = 2
_ROW = re.compile(r"kind_(\d{1,3})")


class RowsForm(FormBase):
    """What forms of plans and of templates share. ``n_stored`` of the ``n_rows`` rows have content."""

    subjects: Subjects
    n_rows: int
    n_stored: int

    @classmethod
    def of(cls, subjects: Subjects, rows: Sequence[Mapping[str, object]], **values: object) -> Any:  # noqa: ANN401 (a form of the class it was asked of, with fields for each row)
        """Make the form with these rows as its content, each a mapping of its fields without their number."""
        n_rows = cls._n_sent() or min(len(rows) + N_EMPTY, MOST_MILESTONES + N_EMPTY)
        fields = {
            f"{name}_{number}": field for number in range(n_rows) for name, field in cls.row_fields().items()
        }
        n_stored = len(rows)
        made = type(
            cls.__name__, (cls,), {**fields, "subjects": subjects, "n_rows": n_rows, "n_stored": n_stored}
        )
        for number, row in enumerate(rows):
            values |= {f"{name}_{number}": value for name, value in row.items()}
        form = made(**values)
        for number in range(n_rows):
            form._offer(number)  # noqa: SLF001 (its own class)
        return form

    @classmethod
    def row_fields(cls) -> dict[str, Field]:
        """Return the fields of one row."""
        return {
            "key": HiddenField(),
            "kind": SelectField(_l("Kind"), default=MilestoneKind.FREE.value),
            "criterion": SelectField(_l("Ability"), [MayBeEmpty()]),
            "level": SelectField(_l("Up to which level"), [MayBeEmpty()]),
            "course": SelectField(_l("Course"), [MayBeEmpty()]),
            "drop": BooleanField(_l("Take this out")),
        }

    @classmethod
    def _n_sent(cls) -> int:
        """Count the rows of a form that was sent, or whose held text comes back."""
        sent = cls._held_text() if request.method in SAFE_METHODS else request.form
        numbers = [int(found[1]) for name in sent or () if (found := _ROW.fullmatch(name))]
        return min(max(numbers, default=-1) + 1, MOST_MILESTONES + N_EMPTY)

    def _offer(self, number: int) -> None:
        subjects, rubric = self.subjects, self.subjects.rubric
        self.field("kind", number).choices = [
            SelectChoice(one.value, str(word)) for one, word in KIND_LABELS.items()
        ]
        self.field("criterion", number).choices = [
            SelectChoice("", str(_l("None"))),
            *(
                SelectChoice(one.code, f"{one.code} {localised(one.name)}")
                for one in (rubric.criteria if rubric else ())
            ),
        ]
        self.field("level", number).choices = [
            SelectChoice("", str(_l("Not said"))),
            *(
                SelectChoice(str(one.number), localised(one.name))
                for one in (rubric.levels if rubric else ())
            ),
        ]
        self.field("course", number).choices = [
            SelectChoice("", str(_l("None"))),
            *(SelectChoice(slug, localised(title)) for slug, title in sorted(subjects.course_titles.items())),
        ]

    def field(self, name: str, number: int) -> Field:
        """Return a field of a row."""
        return self[f"{name}_{number}"]

    def value(self, name: str, number: int) -> Any:  # noqa: ANN401 (whatever the field holds)
        """Return what was typed in a row."""
        return self[f"{name}_{number}"].data

    def subject(self, number: int) -> dict[str, Any]:
        """Return what a row is about, as the domain takes it."""
        level = self.value("level", number)
        return {
            "kind": MilestoneKind(self.value("kind", number)),
            "criterion_code": self.value("criterion", number) or None,
            "level": int(level) if level else None,
            "course_slug": self.value("course", number) or None,
        }

    def is_shown(self, number: int) -> bool:
        """Say whether a row is in view at once: it has content, or something is wrong in it."""
        names = self.row_fields()
        return number < self.n_stored or any(self.field(name, number).errors for name in names)

    def add_errors(self, rows: Sequence[int], flaws: Sequence[tuple[str | None, str]]) -> None:
        """Put flaws at their fields; a flaw of a milestone names the place of its row among ``rows``."""
        for name, text in flaws:
            stem, _line, place = (name or "").rpartition("_")
            target = f"{stem}_{rows[int(place)]}" if place.isdigit() else name
            if target in self._fields:
                self[target].errors = [*self[target].errors, text]
            else:
                self.form_errors.append(text)
