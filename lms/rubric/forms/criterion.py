"""The form of one criterion: its names, what it means, and a descriptor for every level."""

from collections.abc import Iterator, Sequence
from typing import Any

from wtforms import SelectField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Regexp, ValidationError

from lms.kernel.errors import NotFound
from lms.rubric.domain import CriterionText, Descriptor, Level, RubricText
from lms.rubric.domain.editing import empty_criterion, put_criterion
from lms.rubric.forms.base import DraftForm, tidy, words_fields, words_values
from lms.web.i18n import lazy_gettext as _l
from lms.web.i18n import localised

CODE = r"^[A-Za-z][A-Za-z0-9_-]{0,19}$"
RESERVED = "new"
"""An address of ours stands there."""
DRAFT, SETTLED = "draft", "settled"
_CODE_HINT = _l("A letter, then letters and digits, such as B5. It stands before the name everywhere.")


class CriterionForm(DraftForm):
    """One criterion; ``edited`` is the code it has now, None for a new one."""

    levels: Sequence[Level]
    edited: str | None
    taken: frozenset[str]

    code = StringField(
        _l("Code"),
        [
            InputRequired(_l("Give the criterion a code.")),
            Regexp(CODE, message=_l("A code is a letter, then at most 19 letters, digits, - or _.")),
        ],
        filters=[tidy],
        description=_CODE_HINT,
    )
    domain = SelectField(_l("Domain"))

    @classmethod
    def of(
        cls, text: RubricText, code: str | None, *, levels: Sequence[Level], taken: Sequence[str] = ()
    ) -> "CriterionForm":
        """Make the form for a criterion of a draft, or for a new one.

        ``taken`` are the codes used beside the draft. Raises NotFound("rubric.unknown_criterion").
        """
        if code is not None and code not in {criterion.code for criterion in text.criteria}:
            raise NotFound("rubric.unknown_criterion", criterion=code)
        others = {criterion.code for criterion in text.criteria if criterion.code != code}
        facts = {"levels": levels, "edited": code, "taken": frozenset(others | set(taken))}
        form: CriterionForm = cls.open(text, fields=_fields(levels), **facts)
        form.domain.choices = [
            SelectChoice(domain.code, f"{domain.code} {localised(domain.name)}") for domain in text.domains
        ]
        return form

    @classmethod
    def values_in(cls, text: RubricText) -> dict[str, Any]:
        """Return the criterion's words. Raises NotFound("rubric.unknown_criterion") when it has gone."""
        if cls.edited is None:
            home = text.domains[0].code if text.domains else ""
            return _values(empty_criterion("", cls.levels), home, cls.levels)
        for domain in text.domains:
            for criterion in domain.criteria:
                if criterion.code == cls.edited:
                    return _values(criterion, domain.code, cls.levels)
        raise NotFound("rubric.unknown_criterion", criterion=cls.edited)

    def validate_code(self, field: StringField) -> None:
        """Refuse a code that something else has."""
        if field.data in self.taken or field.data == RESERVED:
            raise ValidationError(_l("%(code)s is used already; choose another code.", code=field.data))

    def criterion(self) -> CriterionText:
        """Return what was typed."""
        return CriterionText(
            code=self.code.data or "",
            name=self.words("name"),
            definition=self.words("definition"),
            descriptors=tuple(self._descriptors()),
            basis=self.words_or_none("basis"),
        )

    def applied_to(self, text: RubricText) -> RubricText:
        """Put the criterion into a draft."""
        return put_criterion(text, self.criterion(), domain=self.domain.data, instead_of=self.edited)

    def _descriptors(self) -> Iterator[Descriptor]:
        for level in self.levels:
            yield Descriptor(
                level_number=level.number,
                text=self.words(f"text_{level.number}"),
                sign=self.words_or_none(f"sign_{level.number}"),
                is_draft=self[f"state_{level.number}"].data == DRAFT,
            )


def _fields(levels: Sequence[Level]) -> dict[str, Any]:
    fields = {
        **words_fields("name", _l("What it is called"), is_short=True),
        **words_fields("definition", _l("What it means"), _l("One sentence: what somebody who has it does.")),
        **words_fields("basis", _l("Drawn from"), _l("May stay empty. The paper or the work behind it.")),
    }
    for level in levels:
        number, name = level.number, localised(level.name)
        fields |= words_fields(f"text_{number}", _l("Level %(number)s %(name)s", number=number, name=name))
        fields |= words_fields(f"sign_{number}", _l("Example of level %(number)s", number=number))
        fields[f"state_{number}"] = SelectField(
            _l("Wording of level %(number)s", number=number),
            choices=[SelectChoice(SETTLED, _l("Settled")), SelectChoice(DRAFT, _l("Draft wording"))],
        )
    return fields


def _values(criterion: CriterionText, domain: str, levels: Sequence[Level]) -> dict[str, Any]:
    values: dict[str, Any] = {
        "code": criterion.code,
        "domain": domain,
        **words_values("name", criterion.name),
        **words_values("definition", criterion.definition),
        **words_values("basis", criterion.basis),
    }
    by_level = {descriptor.level_number: descriptor for descriptor in criterion.descriptors}
    for level in levels:
        number, descriptor = level.number, by_level.get(level.number) or Descriptor(level.number, {})
        values |= words_values(f"text_{number}", descriptor.text)
        values |= words_values(f"sign_{number}", descriptor.sign)
        values[f"state_{number}"] = DRAFT if descriptor.is_draft else SETTLED
    return values
