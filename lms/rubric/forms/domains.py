"""The form of a draft's domains: their names, which criterion stands in which, and in which order."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from wtforms import SelectField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Regexp, ValidationError

from lms.rubric.domain import DomainText, RubricText
from lms.rubric.domain.editing import put_domains
from lms.rubric.forms.base import DraftForm, tidy, words_fields, words_values
from lms.rubric.forms.criterion import CODE
from lms.web.i18n import lazy_gettext as _l
from lms.web.i18n import localised

UP, DOWN, DROP = "up", "down", "drop"

Order = list[tuple[DomainText, list[str]]]


class DomainsForm(DraftForm):
    """Every button saves what was typed; ``up:A2`` also moves a criterion, ``drop:D`` an empty domain out."""

    codes: tuple[str, ...]
    taken: frozenset[str]

    code_new = StringField(
        _l("New domain: code"),
        [
            Regexp(f"^$|{CODE}", message=_l("A code is a letter, then at most 19 letters, digits, - or _.")),
        ],
        filters=[tidy],
        description=_l("A letter, such as D."),
    )

    @classmethod
    def of(cls, text: RubricText, *, taken: Sequence[str] = ()) -> "DomainsForm":
        """Make the form for the domains of a draft; ``taken`` are the codes of domains used beside it."""
        fields = words_fields("name_new", _l("New domain: name"), is_short=True)
        for domain in text.domains:
            fields |= words_fields(
                f"name_{domain.code}", _l("Name of domain %(code)s", code=domain.code), is_short=True
            )
        choices = [
            SelectChoice(domain.code, f"{domain.code} {localised(domain.name)}") for domain in text.domains
        ]
        for criterion in text.criteria:
            fields[f"home_{criterion.code}"] = SelectField(
                _l("Domain of %(criterion)s", criterion=criterion.code), choices=choices
            )
        codes = tuple(domain.code for domain in text.domains)
        form: DomainsForm = cls.open(text, fields=fields, codes=codes, taken=frozenset({*codes, *taken}))
        return form

    @classmethod
    def values_in(cls, text: RubricText) -> dict[str, Any]:
        """Return the names, where each criterion stands, and the order of all."""
        values: dict[str, Any] = {"order": [[d.code, *(c.code for c in d.criteria)] for d in text.domains]}
        for domain in text.domains:
            values |= words_values(f"name_{domain.code}", domain.name)
            values |= {f"home_{criterion.code}": domain.code for criterion in domain.criteria}
        return values

    @property
    def anchor(self) -> str | None:
        """Return the line that was moved."""
        verb, _, code = (self.intent.data or "").partition(":")
        return f"order-{code}" if verb in {UP, DOWN} else None

    def validate_code_new(self, field: StringField) -> None:
        """Refuse the code of another domain, and a name without a code."""
        if field.data in self.taken:
            raise ValidationError(_l("%(code)s is used already; choose another code.", code=field.data))
        if not field.data and self.words_or_none("name_new"):
            raise ValidationError(_l("Give the new domain a code."))

    def applied_to(self, text: RubricText) -> RubricText:
        """Put names, homes and order into a draft."""
        order: Order = [
            (replace(domain, name=self.words(f"name_{domain.code}")), self._at_home(text, domain))
            for domain in text.domains
        ]
        if self.code_new.data:
            order.append((DomainText(self.code_new.data, self.words("name_new"), ()), []))
        verb, _, code = (self.intent.data or "").partition(":")
        return put_domains(text, _moved(order, verb, code))

    def _at_home(self, text: RubricText, domain: DomainText) -> list[str]:
        """Return who stands in a domain: who stood there first, then who comes from elsewhere."""
        chosen = [one.code for one in text.criteria if self[f"home_{one.code}"].data == domain.code]
        before = [criterion.code for criterion in domain.criteria]
        return sorted(chosen, key=lambda code: code not in before)


def _moved(order: Order, verb: str, code: str) -> Order:
    if verb == DROP:
        return [(domain, codes) for domain, codes in order if codes or domain.code != code]
    domains = [domain.code for domain, _ in order]
    if code in domains:
        _shift(order, domains.index(code), verb)
    for _, codes in order:
        if code in codes:
            _shift(codes, codes.index(code), verb)
    return order


def _shift(items: list[Any], position: int, verb: str) -> None:
    other = position + {UP: -1, DOWN: 1}.get(verb, 0)
    if 0 <= other < len(items):
        items[position], items[other] = items[other], items[position]
