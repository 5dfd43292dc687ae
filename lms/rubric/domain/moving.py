"""Moving a draft on when somebody else has published the next version meanwhile: nobody's words are lost.

What the draft changed stays as its author wrote it; what it left as it was says what the new version says.
Where both changed the same words, the draft's stand: its author sees both side by side before publishing.
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from lms.rubric.domain.document import document_of, text_of
from lms.rubric.domain.starting import next_version
from lms.rubric.domain.succession import Change, CrosswalkKind, CrosswalkLine, Succession
from lms.rubric.domain.text import RubricText

_MERGED_APART = ("follows", "version", "identifiers")
_KEYS = ("code", "level", "number")
_NOTHING = object()


def moved_on(draft: RubricText, *, before: RubricText, now: RubricText) -> RubricText:
    """Return a draft that was begun after ``before`` as one that follows ``now``."""
    was, is_now, mine = (_content(text) for text in (before, now, draft))
    told = draft.succession or Succession(before.version, Change.MEANING)
    text = text_of({**_merged(was, mine, is_now), "version": next_version(now.version, told.change)})
    crosswalk = _crosswalk(told, text, before, now)
    return replace(text, succession=replace(told, predecessor=now.version, crosswalk=crosswalk))


def _content(text: RubricText) -> dict[str, Any]:
    return {name: part for name, part in document_of(text).items() if name not in _MERGED_APART}


def _merged(before: Any, mine: Any, now: Any) -> Any:  # noqa: ANN401 (any part of a document)
    if mine == before:
        return now
    if now in (before, mine):
        return mine
    sides = (before, mine, now)
    if all(isinstance(side, dict) for side in sides):
        return _merged_by_name(before, mine, now)
    if all(isinstance(side, list) and _has_names(side) for side in sides):
        named = ({_key(item): item for item in side} for side in sides)
        return list(_merged_by_name(*named).values())
    return mine if mine is not _NOTHING else now


def _merged_by_name(
    before: Mapping[str, Any], mine: Mapping[str, Any], now: Mapping[str, Any]
) -> dict[str, Any]:
    """Merge what goes by names; my order, then what is new."""
    parts = {
        name: _merged(before.get(name, _NOTHING), mine.get(name, _NOTHING), now.get(name, _NOTHING))
        for name in (*mine, *(name for name in now if name not in mine))
    }
    return {name: part for name, part in parts.items() if part is not _NOTHING}


def _has_names(items: list[Mapping[str, object]]) -> bool:
    """Say whether each item of a list has a name of its own; in a draft a code may be there twice."""
    names = [_key(item) for item in items]
    return all(names) and len(set(names)) == len(names)


def _key(item: Mapping[str, object]) -> str:
    """Name a domain, a criterion, a descriptor or a level; nothing names an example."""
    return next((f"{key} {item[key]}" for key in _KEYS if key in item and "criterion" not in item), "")


def _crosswalk(
    succession: Succession, text: RubricText, before: RubricText, now: RubricText
) -> tuple[CrosswalkLine, ...]:
    """Keep what the draft says of criteria there still are; new ones stay the same where they are kept."""
    told = {line.source: line for line in succession.crosswalk}
    known = {criterion.code for criterion in before.criteria}
    kept = {criterion.code for criterion in text.criteria} - known
    same = {code: CrosswalkLine(code, CrosswalkKind.SAME, (code,)) for code in kept}
    lines = {**same, **told}
    return tuple(lines[one.code] for one in now.criteria if one.code in lines)
