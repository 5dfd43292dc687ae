"""Forms about a whole version: what it is called, where it comes from, how it follows, its scale."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from wtforms import RadioField, SelectField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Regexp

from lms.rubric.domain import Change, Level, RubricText
from lms.rubric.domain.editing import put_levels, told, with_change
from lms.rubric.forms.base import DraftForm, tidy, words_fields, words_values
from lms.web.i18n import LazyString, localised
from lms.web.i18n import lazy_gettext as _l

VERSION = r"^[0-9]{1,9}(\.[0-9]{1,9})?$"
RUBRIC_CODE = r"^[a-z][a-z0-9_-]{0,39}$"
YES, NO = "yes", "no"
KEEP, REMOVE = "keep", "remove"
MOST_LEVELS = 9

CHANGE_LABELS: dict[Change, LazyString] = {
    Change.INITIAL: _l("First version"),
    Change.EDITORIAL: _l("Better words, same meaning"),
    Change.MEANING: _l("Change of meaning"),
}

CHANGE_TEXTS: dict[str, LazyString] = {
    Change.EDITORIAL: _l(
        "Mended wording, examples, translations. Everyone who agreed with a level before agrees with it now. "
        "All ratings go on unchanged."
    ),
    Change.MEANING: _l(
        "Something else is judged, or by another measure. The crosswalk says what becomes of each criterion, "
        "and what should be rated anew is listed."
    ),
}


class AboutForm(DraftForm):
    """What a version says of itself."""

    code = StringField(
        _l("Short name for files"),
        [Regexp(RUBRIC_CODE, message=_l("Lower-case letters, digits, - or _, beginning with a letter."))],
        filters=[tidy],
        description=_l("Names the rubric in files and addresses through all its versions, such as banso."),
    )
    version = StringField(
        _l("Version"),
        [
            InputRequired(_l("Give the version a number.")),
            Regexp(VERSION, message=_l("A version is a number such as 2 or 2.1.")),
        ],
        filters=[tidy],
        description=_l("A number such as 2 or 2.1. Every published version keeps its own."),
    )
    change = RadioField(
        _l("What kind of change is it?"),
        choices=[
            SelectChoice(change.value, CHANGE_LABELS[change]) for change in (Change.EDITORIAL, Change.MEANING)
        ],
    )
    is_locked = RadioField(
        _l("May members change it?"),
        choices=[
            SelectChoice(YES, _l("Locked: members add their own criteria and examples, and change nothing")),
            SelectChoice(NO, _l("Open: members may publish versions of their own")),
        ],
    )
    is_public = RadioField(
        _l("Who may fetch it as a file?"),
        choices=[
            SelectChoice(YES, _l("Everybody, also without an account (as a CASE document)")),
            SelectChoice(NO, _l("Only those who read it here")),
        ],
    )

    @classmethod
    def of(cls, text: RubricText, *, is_first: bool) -> "AboutForm":
        """Make the form. ``is_first``: nothing of this rubric is published, so that its name may change."""
        fields = {
            **words_fields("title", _l("Title"), is_short=True),
            **words_fields("source", _l("Source"), _l("Where the names and meanings come from.")),
            **words_fields(
                "drafting", _l("Own wording"), _l("What your organisation wrote itself, and from what.")
            ),
            **words_fields(
                "note",
                _l("What changed"),
                _l("Two or three sentences for advisors and supervisors. They read them first."),
            ),
        }
        form: AboutForm = cls.open(text, fields=fields)
        unasked = {
            "code": not is_first,
            "change": text.succession is None,
            "note_ja": text.succession is None,
            "note_en": text.succession is None,
            "is_locked": text.extends is not None,
        }
        for name, is_unasked in unasked.items():
            if is_unasked:
                del form[name]
        return form

    @classmethod
    def values_in(cls, text: RubricText) -> dict[str, Any]:
        """Return what the draft says of itself."""
        succession = text.succession
        return {
            "code": text.code,
            "version": text.version,
            "change": succession.change.value if succession else None,
            "is_locked": YES if text.is_locked else NO,
            "is_public": YES if text.is_public else NO,
            **words_values("title", text.title),
            **words_values("source", text.source),
            **words_values("drafting", text.drafting),
            **words_values("note", succession.note if succession else None),
        }

    def applied_to(self, text: RubricText) -> RubricText:
        """Put it into a draft. A change in structure is one of meaning, whatever was chosen."""
        told_about = replace(
            text,
            code=self.code.data if "code" in self else text.code,
            version=self.version.data,
            title=self.words("title"),
            source=self.words("source"),
            drafting=self.words("drafting"),
            is_locked="is_locked" in self and self.is_locked.data == YES,
            is_public=self.is_public.data == YES,
        )
        if told_about.succession is None:
            return told_about
        succession = replace(told_about.succession, note=self.words_or_none("note"))
        return told(with_change(replace(told_about, succession=succession), Change(self.change.data)))


class LevelsForm(DraftForm):
    """The scale, lowest first; a level typed into the last lines is added on top."""

    numbers: tuple[int, ...]

    @classmethod
    def of(cls, text: RubricText) -> "LevelsForm":
        """Make the form for the scale of a draft."""
        fields: dict[str, Any] = {}
        for level in text.levels:
            fields |= _level_fields(str(level.number), _l("Level %(number)s", number=level.number))
            fields[f"fate_{level.number}"] = SelectField(
                _l("Level %(number)s", number=level.number),
                choices=[
                    SelectChoice(KEEP, _l("stays")),
                    SelectChoice(REMOVE, _l("goes, with its descriptors")),
                ],
            )
        fields |= _level_fields("new", _l("New level"))
        form: LevelsForm = cls.open(text, fields=fields, numbers=tuple(level.number for level in text.levels))
        return form

    @classmethod
    def values_in(cls, text: RubricText) -> dict[str, Any]:
        """Return the scale's words."""
        values: dict[str, Any] = {}
        for level in text.levels:
            values |= words_values(f"name_{level.number}", level.name)
            values |= words_values(f"summary_{level.number}", level.summary)
            values[f"fate_{level.number}"] = KEEP
        return values

    def applied_to(self, text: RubricText) -> RubricText:
        """Put the scale into a draft; levels count from 1 again."""
        levels = [
            (before, replace(level, number=number))
            for number, (before, level) in enumerate(self._levels(text), start=1)
        ]
        return put_levels(text, levels)

    def _levels(self, text: RubricText) -> Iterator[tuple[int | None, Level]]:
        for level in text.levels:
            if self[f"fate_{level.number}"].data != REMOVE:
                names = self.words(f"name_{level.number}"), self.words(f"summary_{level.number}")
                yield level.number, Level(level.number, level.code, *names)
        if self.words_or_none("name_new") and len(text.levels) < MOST_LEVELS:
            code = _free_code({level.code for level in text.levels}, len(text.levels) + 1)
            yield None, Level(0, code, self.words("name_new"), self.words("summary_new"))


def _level_fields(suffix: str, label: LazyString) -> dict[str, Any]:
    return {
        **words_fields(f"name_{suffix}", _l("%(level)s: name", level=label), is_short=True),
        **words_fields(f"summary_{suffix}", _l("%(level)s: in one sentence", level=label)),
    }


def _free_code(taken: set[str], number: int) -> str:
    while f"level_{number}" in taken:
        number += 1
    return f"level_{number}"


def level_choices(levels: tuple[Level, ...]) -> list[SelectChoice]:
    """Offer the levels of a scale by number and name."""
    return [
        SelectChoice(
            str(level.number),
            str(_l("Level %(number)s %(name)s", number=level.number, name=localised(level.name))),
        )
        for level in levels
    ]
