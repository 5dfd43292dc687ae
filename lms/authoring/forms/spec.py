"""What can be typed into a part of a draft: a tree of fields, each with the words it is asked by.

One tree makes the fields of a form, fills them with what a draft says, reads back what was typed, and tells
which words stand at a path of the document. Fields are named after their path, ``options-1-text-ja``, so that
a problem in the document leads to the field concerned.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Protocol

from wtforms import (
    BooleanField,
    DateField,
    Field,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Length, Optional, Regexp
from wtforms.widgets import CheckboxInput, ListWidget

from lms.authoring.domain import LANGUAGES, Node, words_or_empty
from lms.authoring.forms.numbers import FiguresField
from lms.rubric.forms.base import LANGUAGE_NAMES, tidy
from lms.web.i18n import LazyString
from lms.web.i18n import lazy_gettext as _l

Label = LazyString | str
MAX_WORDS = 1000
MAX_LINES = 20
MISSING: Any = object()
"""What is read where nothing was typed and nothing need stand."""


class Spec(Protocol):
    """One place of a part; ``kind`` tells templates how to draw it."""

    @property
    def kind(self) -> str:
        """The name of the macro that draws it."""

    def fields(self, name: str, value: Node) -> dict[str, Field]:
        """Return the fields for a value, by name."""

    def values(self, name: str, value: Node) -> dict[str, Any]:
        """Return what stands in the fields."""

    def read(self, form: Any, name: str, before: Node) -> Node:  # noqa: ANN401 (a WTForms form, whose fields are data)
        """Return the value typed, or MISSING."""

    def blank(self) -> Node:
        """Return the value of a new one, or MISSING."""


def joined(name: str, step: str | int) -> str:
    """Return the name of what stands at ``step`` below ``name``."""
    return f"{name}-{step}" if name else str(step)


@dataclass(frozen=True)
class Words:
    """A text in both languages."""

    label: Label
    hint: Label = ""
    is_short: bool = False
    is_optional: bool = False
    limit: int = MAX_WORDS
    kind: str = "words"

    def fields(self, name: str, _value: Node) -> dict[str, Field]:
        field_type = StringField if self.is_short else TextAreaField
        return {
            joined(name, language): field_type(
                _l("%(what)s (%(language)s)", what=self.label, language=LANGUAGE_NAMES[language]),
                [Length(max=self.limit)],
                filters=[tidy],
                render_kw={"lang": language},
            )
            for language in LANGUAGES
        }

    def values(self, name: str, value: Node) -> dict[str, Any]:
        words = words_or_empty(value)
        return {joined(name, language): words[language] for language in LANGUAGES}

    def read(self, form: Any, name: str, _before: Node) -> Node:  # noqa: ANN401 (see Spec)
        words = {language: form[joined(name, language)].data or "" for language in LANGUAGES}
        return MISSING if self.is_optional and not any(words.values()) else words

    def blank(self) -> Node:
        return MISSING if self.is_optional else words_or_empty(None)


@dataclass(frozen=True)
class Text:
    """A text in no language: a code, an address."""

    label: Label
    hint: Label = ""
    pattern: str = ""
    message: Label = ""
    is_optional: bool = False
    width: str = "half"
    kind: str = "text"

    def fields(self, name: str, _value: Node) -> dict[str, Field]:
        validators = [Length(max=MAX_WORDS)]
        if self.pattern:
            validators.append(Regexp(self.pattern, message=self.message))
        return {name: StringField(self.label, validators, filters=[tidy], description=self.hint)}

    def values(self, name: str, value: Node) -> dict[str, Any]:
        return {name: value or ""}

    def read(self, form: Any, name: str, _before: Node) -> Node:  # noqa: ANN401 (see Spec)
        return form[name].data or (MISSING if self.is_optional else "")

    def blank(self) -> Node:
        return MISSING if self.is_optional else ""


@dataclass(frozen=True)
class Number:
    """A number. It may be typed in full-width digits and with thousands separators."""

    label: Label
    hint: Label = ""
    unit: Label = ""
    is_whole: bool = False
    lowest: float | None = None
    kind: str = "number"

    def fields(self, name: str, _value: Node) -> dict[str, Field]:
        return {
            name: FiguresField(self.label, description=self.hint, is_whole=self.is_whole, lowest=self.lowest)
        }

    def values(self, name: str, value: Node) -> dict[str, Any]:
        return {name: value}

    def read(self, form: Any, name: str, _before: Node) -> Node:  # noqa: ANN401 (see Spec)
        return MISSING if form[name].data is None else form[name].data

    def blank(self) -> Node:
        return MISSING


@dataclass(frozen=True)
class Day:
    """A calendar day."""

    label: Label
    hint: Label = ""
    first: str = ""
    kind: str = "day"

    def fields(self, name: str, _value: Node) -> dict[str, Field]:
        return {name: DateField(self.label, [Optional()], description=self.hint)}

    def values(self, name: str, value: Node) -> dict[str, Any]:
        return {name: date.fromisoformat(value) if value else None}

    def read(self, form: Any, name: str, _before: Node) -> Node:  # noqa: ANN401 (see Spec)
        return form[name].data.isoformat() if form[name].data else MISSING

    def blank(self) -> Node:
        return self.first or MISSING


@dataclass(frozen=True)
class Flag:
    """Yes or no. ``keeps_no``: a no is written down, too."""

    label: Label
    keeps_no: bool = False
    kind: str = "flag"

    def fields(self, name: str, _value: Node) -> dict[str, Field]:
        return {name: BooleanField(self.label)}

    def values(self, name: str, value: Node) -> dict[str, Any]:
        return {name: bool(value)}

    def read(self, form: Any, name: str, _before: Node) -> Node:  # noqa: ANN401 (see Spec)
        return bool(form[name].data) if form[name].data or self.keeps_no else MISSING

    def blank(self) -> Node:
        return False if self.keeps_no else MISSING


@dataclass(frozen=True)
class Choice:
    """One of a list. What the draft says already can be kept, though it is no longer offered."""

    label: Label
    choices: Sequence[SelectChoice]
    hint: Label = ""
    nothing: Label = ""
    is_optional: bool = False
    kind: str = "choice"

    def fields(self, name: str, value: Node) -> dict[str, Field]:
        offered = [SelectChoice("", self.nothing or _l("Choose")), *self.choices]
        if value and value not in {choice.value for choice in self.choices}:
            offered.append(SelectChoice(value, _l("%(code)s (no longer there)", code=value)))
        return {name: SelectField(self.label, choices=offered, description=self.hint)}

    def values(self, name: str, value: Node) -> dict[str, Any]:
        return {name: value or ""}

    def read(self, form: Any, name: str, _before: Node) -> Node:  # noqa: ANN401 (see Spec)
        return form[name].data or (MISSING if self.is_optional else "")

    def blank(self) -> Node:
        return MISSING if self.is_optional else ""


@dataclass(frozen=True)
class Picks:
    """Several of a list, in its order."""

    label: Label
    choices: Sequence[SelectChoice]
    hint: Label = ""
    coerce: Callable[[Any], Any] = str
    is_optional: bool = False
    kind: str = "picks"

    def fields(self, name: str, value: Node) -> dict[str, Field]:
        known = {choice.value for choice in self.choices}
        lost = [one for one in value or () if one not in known]
        offered = [
            *self.choices,
            *(SelectChoice(one, _l("%(code)s (no longer there)", code=one)) for one in lost),
        ]
        return {
            name: SelectMultipleField(
                self.label,
                choices=offered,
                coerce=self.coerce,
                widget=ListWidget(),
                option_widget=CheckboxInput(),
                description=self.hint,
            )
        }

    def values(self, name: str, value: Node) -> dict[str, Any]:
        return {name: list(value or ())}

    def read(self, form: Any, name: str, _before: Node) -> Node:  # noqa: ANN401 (see Spec)
        picked = list(form[name].data or ())
        return MISSING if self.is_optional and not picked else picked

    def blank(self) -> Node:
        return MISSING if self.is_optional else []


@dataclass(frozen=True)
class Lines:
    """Several texts in each language, one on a line."""

    label: Label
    hint: Label = ""
    kind: str = "lines"

    def fields(self, name: str, _value: Node) -> dict[str, Field]:
        return {
            joined(name, language): TextAreaField(
                _l("%(what)s (%(language)s)", what=self.label, language=LANGUAGE_NAMES[language]),
                [Length(max=MAX_WORDS)],
                filters=[tidy],
                render_kw={"lang": language},
            )
            for language in LANGUAGES
        }

    def values(self, name: str, value: Node) -> dict[str, Any]:
        return {joined(name, one): "\n".join((value or {}).get(one, ())) for one in LANGUAGES}

    def read(self, form: Any, name: str, _before: Node) -> Node:  # noqa: ANN401 (see Spec)
        return {language: _lines(form[joined(name, language)].data) for language in LANGUAGES}

    def blank(self) -> Node:
        return {language: [] for language in LANGUAGES}


def _lines(typed: str | None) -> list[str]:
    lines = (line.strip() for line in (typed or "").split("\n"))
    return [line for line in lines if line][:MAX_LINES]
