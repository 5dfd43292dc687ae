"""What the forms of a draft share: two languages, and telling whether somebody else changed the same part."""

import hashlib
import json
from abc import abstractmethod
from collections.abc import Mapping
from typing import Any

from wtforms import Field, HiddenField, StringField, TextAreaField
from wtforms.validators import Length

from lms.kernel.errors import Conflict
from lms.rubric.domain import LANGUAGES, RubricText
from lms.rubric.queries import Draft
from lms.web.forms import FormBase
from lms.web.i18n import LazyString
from lms.web.i18n import lazy_gettext as _l

MAX_WORDS = 1000
SAVE, PREVIEW = "save", "preview"

LANGUAGE_NAMES: dict[str, LazyString] = {"ja": _l("Japanese"), "en": _l("English")}

Words = Mapping[str, str]


class DraftForm(FormBase):
    """A form for one part of a draft; a part of it may be left empty until the draft is published.

    ``seen`` tells what the part said when the form was opened: two people may work on two parts at once, and
    only who changes what somebody else has changed meanwhile gets both texts to choose from.
    """

    seen = HiddenField()
    intent = StringField()

    @classmethod
    def open(cls, text: RubricText, *, fields: Mapping[str, Field] | None = None, **facts: Any) -> Any:  # noqa: ANN401 (the form, with the fields of this draft)
        """Make the form for a draft's text; ``fields`` and ``facts`` become part of its class."""
        form_type: Any = type(f"{cls.__name__}OfDraft", (cls,), {**(fields or {}), **facts})
        values = form_type.values_in(text)
        return form_type(seen=fingerprint(values), **values)

    @classmethod
    @abstractmethod
    def values_in(cls, text: RubricText) -> dict[str, Any]:
        """Return what a draft's text says in this form's fields."""

    @abstractmethod
    def applied_to(self, text: RubricText) -> RubricText:
        """Return a draft's text with what was typed; only after validation."""

    @property
    def is_preview(self) -> bool:
        """Say whether the page is only to be shown again with what was typed."""
        return bool(self.intent.data == PREVIEW)

    @property
    def anchor(self) -> str | None:
        """Return the part of the next page that the eye was on."""
        return None

    def require_unchanged(self, draft: Draft) -> None:
        """Raise Conflict("rubric.stale") when this part of the draft says something else by now."""
        values = self.values_in(draft.text)
        if self.seen.data != fingerprint(values):
            raise Conflict(
                "rubric.stale",
                current=values,
                seen=fingerprint(values),
                by=draft.saved_by_name,
                saved_at=draft.saved_at,
            )

    def _show_conflict(self, conflict: Conflict) -> None:
        super()._show_conflict(conflict)
        if "seen" in conflict.facts:
            self.seen.data = conflict.facts["seen"]

    def words(self, name: str) -> dict[str, str]:
        """Return what was typed in both languages."""
        return {language: self[f"{name}_{language}"].data or "" for language in LANGUAGES}

    def words_or_none(self, name: str) -> dict[str, str] | None:
        """Return the same, None when nothing was typed in either."""
        words = self.words(name)
        return words if any(words.values()) else None


def words_fields(
    name: str, label: LazyString, hint: LazyString | None = None, *, is_short: bool = False
) -> dict[str, Any]:
    """Return one field per language, called ``name_ja`` and ``name_en``."""
    kind = StringField if is_short else TextAreaField
    return {
        f"{name}_{language}": kind(
            _l("%(what)s (%(language)s)", what=label, language=LANGUAGE_NAMES[language]),
            [Length(max=MAX_WORDS)],
            filters=[tidy],
            description=hint if language == LANGUAGES[0] and hint else "",
            render_kw={"lang": language},
        )
        for language in LANGUAGES
    }


def words_values(name: str, words: Words | None) -> dict[str, str]:
    """Return a bilingual text as the values of its fields."""
    return {f"{name}_{language}": (words or {}).get(language, "") for language in LANGUAGES}


def tidy(value: str | None) -> str:
    """Return typed text as a file would hold it: browsers send line ends of their own."""
    return (value or "").replace("\r\n", "\n").strip()


def fingerprint(values: Mapping[str, Any]) -> str:
    """Return a short mark that differs where the values differ."""
    content = json.dumps(values, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(content.encode()).hexdigest()[:24]
