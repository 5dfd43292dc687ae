"""The form of what a member adds to one criterion of its federation's rubric: examples, and nothing else."""

from collections.abc import Mapping
from typing import Any

from lms.kernel.errors import NotFound
from lms.rubric.domain import LANGUAGES, LocalExample, RubricText
from lms.rubric.domain.editing import put_examples
from lms.rubric.forms.base import DraftForm, words_fields, words_values
from lms.web.i18n import lazy_gettext as _l

SLOTS = 3
"""Examples a level has room for; more, if a file brought more."""


class ExamplesForm(DraftForm):
    """Examples of the levels of the criterion ``criterion``; an emptied one goes."""

    criterion: str
    slots: Mapping[int, int]

    @classmethod
    def of(cls, text: RubricText, base: RubricText, code: str) -> "ExamplesForm":
        """Make the form for a criterion of ``base``. Raises NotFound("rubric.unknown_criterion")."""
        if code not in {criterion.code for criterion in base.criteria}:
            raise NotFound("rubric.unknown_criterion", criterion=code)
        slots = {level.number: max(SLOTS, len(_examples(text, code, level.number))) for level in base.levels}
        fields: dict[str, Any] = {}
        for number, n_slots in slots.items():
            for slot in range(1, n_slots + 1):
                label = _l("Example %(slot)s of level %(number)s", slot=slot, number=number)
                fields |= words_fields(f"example_{number}_{slot}", label)
        form: ExamplesForm = cls.open(text, fields=fields, criterion=code, slots=slots)
        return form

    @classmethod
    def values_in(cls, text: RubricText) -> dict[str, Any]:
        """Return the examples there are."""
        return {
            name: value
            for number in cls.slots
            for slot, example in enumerate(_examples(text, cls.criterion, number), start=1)
            for name, value in words_values(f"example_{number}_{slot}", example.text).items()
        }

    def applied_to(self, text: RubricText) -> RubricText:
        """Put the examples into a draft, without the empty ones."""
        examples = (
            LocalExample(self.criterion, number, words)
            for number, n_slots in self.slots.items()
            for slot in range(1, n_slots + 1)
            if (words := self.words_or_none(f"example_{number}_{slot}"))
        )
        return put_examples(text, self.criterion, examples)

    def is_filled(self, number: int, slot: int) -> bool:
        """Say whether an example stands there, so that it is shown open."""
        names = [f"example_{number}_{slot}_{language}" for language in LANGUAGES]
        return any(self[name].data or self[name].errors for name in names)


def _examples(text: RubricText, code: str, number: int) -> list[LocalExample]:
    return [example for example in text.examples if (example.criterion, example.level) == (code, number)]
