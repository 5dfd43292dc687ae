"""The form of one line of the crosswalk: what has become of a criterion of the version before."""

from typing import Any

from wtforms import RadioField, SelectField, SelectMultipleField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

from lms.kernel.errors import NotFound
from lms.rubric.domain import CrosswalkKind, CrosswalkLine, RubricText
from lms.rubric.domain.editing import list_sources, put_line, take_out_criterion
from lms.rubric.forms.about import level_choices
from lms.rubric.forms.base import DraftForm
from lms.web.i18n import LazyString, localised
from lms.web.i18n import lazy_gettext as _l

SEVERAL = 2

KIND_LABELS: dict[CrosswalkKind, LazyString] = {
    CrosswalkKind.SAME: _l("Stays the same"),
    CrosswalkKind.SPLIT: _l("Is split"),
    CrosswalkKind.MERGED: _l("Is merged"),
    CrosswalkKind.SHIFTED: _l("Its levels are read anew"),
    CrosswalkKind.RETIRED: _l("Is retired"),
}

KIND_NAMES: dict[CrosswalkKind, LazyString] = {
    CrosswalkKind.SAME: _l("Same"),
    CrosswalkKind.SPLIT: _l("Split"),
    CrosswalkKind.MERGED: _l("Merged"),
    CrosswalkKind.SHIFTED: _l("Levels read anew"),
    CrosswalkKind.RETIRED: _l("Retired"),
}
"""The same as words beside a name."""

KIND_TEXTS: dict[str, LazyString] = {
    CrosswalkKind.SAME: _l("Ratings made until now go on counting as they are."),
    CrosswalkKind.SPLIT: _l(
        "Two or more criteria come of it. A rating made until now counts in part for each of them."
    ),
    CrosswalkKind.MERGED: _l(
        "It becomes one criterion together with others. A rating made until now counts in part for it."
    ),
    CrosswalkKind.SHIFTED: _l(
        "The same thing is judged, by another measure: what was level 3 may be level 2 now."
    ),
    CrosswalkKind.RETIRED: _l(
        "It is judged no longer. Ratings made until now stay readable and count for no level."
    ),
}

_MUST_GO_ON = (CrosswalkKind.SAME, CrosswalkKind.MERGED, CrosswalkKind.SHIFTED)


class LineForm(DraftForm):
    """What has become of the criterion ``source``, which was judged by ``n_levels``.

    ``is_rescaled``: the draft has another number of levels, so that whatever goes on needs them read anew.
    """

    source: str
    n_levels: int
    is_rescaled: bool

    kind = RadioField(
        _l("What becomes of it?"),
        [InputRequired(_l("Choose what becomes of it."))],
        choices=[SelectChoice(kind.value, label) for kind, label in KIND_LABELS.items()],
    )
    targets = SelectMultipleField(
        _l("Which criterion does it become?"),
        widget=ListWidget(),
        option_widget=CheckboxInput(),
        description=_l("One, or two and more where it is split."),
    )

    @classmethod
    def of(
        cls, text: RubricText, predecessor: RubricText, source: str, *, base: RubricText | None = None
    ) -> "LineForm":
        """Make the form for one criterion; additions are judged by the levels of their ``base``.

        Raises NotFound("rubric.unknown_criterion").
        """
        before, now = ((base or one).levels for one in (predecessor, text))
        if source not in {criterion.code for criterion in predecessor.criteria}:
            raise NotFound("rubric.unknown_criterion", criterion=source)
        fields = {
            f"level_{level.number}": SelectField(
                _l("Level %(number)s %(name)s", number=level.number, name=localised(level.name)),
                choices=level_choices(now),
                validate_choice=False,
            )
            for level in before
        }
        facts = {"source": source, "n_levels": len(before), "is_rescaled": len(before) != len(now)}
        form: LineForm = cls.open(text, fields=fields, **facts)
        form.targets.choices = criterion_choices(text)
        return form

    @classmethod
    def values_in(cls, text: RubricText) -> dict[str, Any]:
        """Return what the draft says has become of it; nothing yet is nothing chosen."""
        line = find_line(text, cls.source)
        levels = (line.levels if line else None) or {n: n for n in range(1, cls.n_levels + 1)}
        codes = {criterion.code for criterion in text.criteria}
        return {
            "kind": line.kind.value if line else None,
            "targets": [code for code in line.targets if code in codes] if line else [],
            **{f"level_{given}": str(level) for given, level in levels.items()},
        }

    def validate_targets(self, field: SelectMultipleField) -> None:
        """Ask for as many criteria as the kind has."""
        n_chosen, kind = len(field.data or ()), self.kind.data
        if kind == CrosswalkKind.SPLIT and n_chosen < SEVERAL:
            raise ValidationError(_l("Choose at least two criteria that come of it."))
        if kind in _MUST_GO_ON and n_chosen != 1:
            raise ValidationError(_l("Choose the one criterion that it becomes."))

    def line(self) -> CrosswalkLine:
        """Return what was chosen."""
        kind = CrosswalkKind(self.kind.data)
        return CrosswalkLine(
            source=self.source,
            kind=kind,
            targets=() if kind is CrosswalkKind.RETIRED else tuple(self.targets.data),
            levels=self._levels() if self._is_read_anew(kind) else None,
        )

    def applied_to(self, text: RubricText) -> RubricText:
        """Put the line into a draft."""
        return put_line(text, self.line())

    def _is_read_anew(self, kind: CrosswalkKind) -> bool:
        shares = kind in {CrosswalkKind.SPLIT, CrosswalkKind.MERGED}
        return kind is CrosswalkKind.SHIFTED or (shares and self.is_rescaled)

    def _levels(self) -> dict[int, int]:
        return {given: int(self[f"level_{given}"].data) for given in range(1, self.n_levels + 1)}


class RemoveForm(DraftForm):
    """Taking a criterion out of a draft, and what becomes of those of the version before that led to it."""

    removed: str

    becomes = SelectMultipleField(
        _l("What becomes of it?"),
        widget=ListWidget(),
        option_widget=CheckboxInput(),
        description=_l(
            "Choose the criteria that take over what it was about. Choose none to retire it: ratings made "
            "until now then stay readable and count for no level."
        ),
    )

    @classmethod
    def of(cls, text: RubricText, code: str) -> "RemoveForm":
        """Make the form for one criterion of a draft. Raises NotFound("rubric.unknown_criterion")."""
        if code not in {criterion.code for criterion in text.criteria}:
            raise NotFound("rubric.unknown_criterion", criterion=code)
        form: RemoveForm = cls.open(text, removed=code)
        form.becomes.choices = criterion_choices(text, without=code)
        return form

    @classmethod
    def values_in(cls, text: RubricText) -> dict[str, Any]:
        """Return which criteria of the version before lead to it; nothing is chosen beforehand."""
        return {"sources": [line.source for line in list_sources(text, cls.removed)], "becomes": []}

    def applied_to(self, text: RubricText) -> RubricText:
        """Take it out."""
        return take_out_criterion(text, self.removed, becomes=self.becomes.data or ())


def criterion_choices(text: RubricText, *, without: str | None = None) -> list[SelectChoice]:
    """Offer the criteria of a draft by code and name."""
    return [
        SelectChoice(criterion.code, f"{criterion.code} {localised(criterion.name)}")
        for criterion in text.criteria
        if criterion.code != without
    ]


def find_line(text: RubricText, source: str) -> CrosswalkLine | None:
    """Return what a draft says has become of a criterion, if it says anything."""
    lines = text.succession.crosswalk if text.succession is not None else ()
    return next((line for line in lines if line.source == source), None)
