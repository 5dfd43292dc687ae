"""What a file would change, criterion by criterion, in words."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from lms.rubric.domain import CrosswalkKind, RubricText, compare_texts
from lms.rubric.domain.comparing import CriterionCompared, FieldCompared
from lms.rubric.domain.importing import crosswalk_to
from lms.web.i18n import LazyString, localised
from lms.web.i18n import lazy_gettext as _l

NEW, CHANGED, UNCHANGED = "new", "changed", "unchanged"

STATES: dict[str, LazyString] = {
    NEW: _l("new"),
    CHANGED: _l("changed"),
    UNCHANGED: _l("unchanged"),
    CrosswalkKind.SPLIT: _l("split"),
    CrosswalkKind.MERGED: _l("merged"),
    CrosswalkKind.SHIFTED: _l("on another scale"),
    CrosswalkKind.RETIRED: _l("no longer there"),
}

_PARTS: dict[str, LazyString] = {
    "title": _l("title"),
    "source": _l("source"),
    "drafting": _l("own wording"),
    "name": _l("name"),
    "definition": _l("definition"),
    "basis": _l("what it is drawn from"),
}
_OF_LEVEL = _l("level %(number)s")
_LOCK = _l("what is locked for members")


@dataclass(frozen=True)
class Difference:
    """What would become of one criterion, or with an empty code of all that is said beside the criteria.

    ``state`` is a key of ``STATES``; ``parts`` names the texts that would change.
    """

    code: str
    name: str
    state: str
    parts: tuple[str, ...] = ()

    @property
    def label(self) -> str:
        """The state in words."""
        return str(STATES[self.state])


def list_differences(old: RubricText | None, new: RubricText) -> tuple[Difference, ...]:
    """List what would become of the whole and of every criterion; without ``old``, all of it is new."""
    whole = localised(new.title)
    if old is None:
        criteria = (Difference(c.code, localised(c.name), NEW) for c in new.criteria)
        return (Difference("", whole, NEW), *criteria)
    comparison = compare_texts(old, new, crosswalk_to(new, old))
    about = [*comparison.about, *comparison.levels, *(domain.name for domain in comparison.domains)]
    parts = _parts(about)
    if old.is_locked != new.is_locked:
        parts = (*parts, str(_LOCK))
    first = Difference("", whole, CHANGED if parts else UNCHANGED, parts)
    return (first, *(_criterion(row) for row in comparison.criteria))


def _criterion(row: CriterionCompared) -> Difference:
    criterion = row.new or row.old
    code, name = (criterion.code, localised(criterion.name)) if criterion is not None else ("", "")
    if row.kind is None:
        return Difference(code, name, NEW)
    parts = _parts(row.fields) if row.new is not None else ()
    if row.kind is not CrosswalkKind.SAME:
        return Difference(code, name, row.kind, parts)
    return Difference(code, name, CHANGED if parts else UNCHANGED, parts)


def _parts(fields: Sequence[FieldCompared]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(_names(fields)))


def _names(fields: Sequence[FieldCompared]) -> Iterator[str]:
    for field in fields:
        if field.is_changed:
            is_of_level = field.level is not None
            yield str(_OF_LEVEL) % {"number": field.level} if is_of_level else str(_PARTS[field.field])
