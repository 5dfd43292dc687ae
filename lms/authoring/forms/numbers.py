"""A field for numbers as people type them: full-width digits, thousands separators, or nothing yet."""

import math
import unicodedata

from wtforms import Field
from wtforms.validators import ValidationError
from wtforms.widgets import TextInput

from lms.web.i18n import lazy_gettext as _l


class FiguresField(Field):  # type: ignore[misc]  # WTForms ships no types
    """A whole or decimal number; ``data`` is None where nothing was typed."""

    widget = TextInput()

    def __init__(
        self, label: object, *, is_whole: bool = False, lowest: float | None = None, **options: object
    ) -> None:
        super().__init__(label, **options)
        self.is_whole = is_whole
        self.lowest = lowest

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return "" if self.data is None else f"{self.data:.15g}"

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read what was typed."""
        typed = unicodedata.normalize("NFKC", valuelist[0] if valuelist else "").replace(",", "").strip()
        self.data = self._number(typed) if typed else None

    def pre_validate(self, _form: object) -> None:
        """Refuse a number that is too low."""
        if self.data is not None and self.lowest is not None and self.data < self.lowest:
            raise ValidationError(_l("At least %(lowest)s is expected.", lowest=f"{self.lowest:g}"))

    def _number(self, typed: str) -> int | float:
        try:
            number = float(typed)
        except ValueError:
            number = math.nan
        if not math.isfinite(number) or abs(number) > 1e15:  # noqa: PLR2004 (more digits than a float keeps)
            raise ValueError(_l("Write a number such as 12 or 12.5."))
        if number == int(number):
            return int(number)
        if self.is_whole:
            raise ValueError(_l("Write a whole number."))
        return number
