"""What a draft still lacks, as sentences that lead to the field concerned."""

from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from flask import url_for

from lms.kernel.errors import RuleViolation
from lms.rubric.domain import CriterionText, Flaw, RubricText
from lms.rubric.domain.flaws import Path
from lms.rubric.forms.base import LANGUAGE_NAMES
from lms.web.errors import describe
from lms.web.i18n import LazyString
from lms.web.i18n import lazy_gettext as _l

ABOUT, LEVELS, DOMAINS, CROSSWALK, EXAMPLES = "about", "levels", "domains", "crosswalk", "examples"

_WORDS: dict[str, LazyString] = {
    "basis": _l("Drawn from"),
    "code": _l("Code"),
    "definition": _l("What it means"),
    "drafting": _l("Own wording"),
    "name": _l("What it is called"),
    "note": _l("What changed"),
    "source": _l("Source"),
    "summary": _l("In one sentence"),
    "title": _l("Title"),
    "version": _l("Version"),
}

_SHORT: dict[str, LazyString] = {
    "rubric.missing_language": _l("%(place)s: the text in %(language)s is still missing."),
    "rubric.same_descriptor": _l("%(place)s: says the same as level %(other)s; levels must differ."),
    "rubric.missing_descriptor": _l("Level %(level)s has no descriptor yet."),
}
"""Shorter than for a file: the sentence stands beside the place it is about."""


@dataclass(frozen=True)
class Remark:
    """One thing to put right: what, and where."""

    text: str
    url: str


@dataclass(frozen=True)
class _Place:
    """A part of the draft (a page of its own), the field in it, and its name in words."""

    part: str
    endpoint: str
    values: Mapping[str, str]
    anchor: str
    words: str


def list_remarks(draft_id: UUID, text: RubricText, flaws: tuple[Flaw, ...]) -> dict[str, list[Remark]]:
    """Return what is to be put right, by part of the draft: one named above, or a criterion by its code."""
    remarks: dict[str, list[Remark]] = defaultdict(list)
    for flaw in flaws:
        place = _place(text, flaw)
        values: dict[str, Any] = {"draft_id": draft_id, **place.values, "_anchor": place.anchor or None}
        url = url_for(place.endpoint, **values)
        remarks[place.part].append(Remark(_sentence(flaw, place), url))
    return remarks


def _sentence(flaw: Flaw, place: _Place) -> str:
    facts = {**flaw.facts, "place": place.words}
    if flaw.code in _SHORT:
        language = LANGUAGE_NAMES.get(str(facts.get("language")), "")
        return str(_SHORT[flaw.code]) % {**facts, "language": str(language)}
    refusal = RuleViolation(flaw.code)
    refusal.facts = facts
    return describe(refusal)


def _place(text: RubricText, flaw: Flaw) -> _Place:
    first = flaw.path[0] if flaw.path else "examples"
    return _READERS.get(str(first), _in_about)(text, flaw, str(flaw.facts.get("language", "ja")))


def _in_about(_text: RubricText, flaw: Flaw, language: str) -> _Place:
    name = str(flaw.path[-1] if flaw.path[0] == "follows" else flaw.path[0])
    words = str(_WORDS.get(name, _l("About this version")))
    anchors = {"version": "version", "code": "code", "change": "change-0", "locked": "is_locked-0"}
    anchor = anchors.get(name, f"{name}_{language}" if name in _WORDS else "")
    return _Place(ABOUT, "rubric.edit_about", {}, anchor, words)


def _in_levels(_text: RubricText, flaw: Flaw, language: str) -> _Place:
    match flaw.path:
        case (_, int(i), str(name), *_):
            words = str(_l("Level %(number)s", number=i + 1))
            return _Place(LEVELS, "rubric.edit_levels", {}, f"{name}_{i + 1}_{language}", words)
    return _Place(LEVELS, "rubric.edit_levels", {}, "", str(_l("Levels")))


def _in_domains(text: RubricText, flaw: Flaw, language: str) -> _Place:
    match flaw.path:
        case (_, int(i), "criteria", int(j), *rest):
            return _in_criterion(text.domains[i].criteria[j], tuple(rest), language)
        case (_, int(i), str(name), *_):
            code = text.domains[i].code
            anchor = f"name_{code}_{language}" if name == "name" else ""
            words = str(_l("Domain %(code)s", code=code))
            return _Place(DOMAINS, "rubric.edit_domains", {}, anchor, words)
    return _Place(DOMAINS, "rubric.edit_domains", {}, "", str(_l("Domains")))


def _in_criterion(criterion: CriterionText, rest: Path, language: str) -> _Place:
    anchor, words = "", criterion.code
    if rest[:1] == ("descriptors",) and len(rest) > 1:
        number = criterion.descriptors[int(rest[1])].level_number
        name = "sign" if "sign" in rest else "text"
        anchor = f"{name}_{number}_{rest[-1] if rest[-1] in LANGUAGE_NAMES else language}"
        label = _l("Example of level %(number)s") if name == "sign" else _l("Level %(number)s")
        words = str(label) % {"number": number}
    elif rest and rest[0] in _WORDS:
        words = str(_WORDS[str(rest[0])])
        anchor = "code" if rest[0] == "code" else f"{rest[0]}_{language}"
    return _Place(criterion.code, "rubric.edit_criterion", {"code": criterion.code}, anchor, words)


def _in_follows(text: RubricText, flaw: Flaw, language: str) -> _Place:
    match flaw.path:
        case (_, "crosswalk", *rest):
            return _in_crosswalk(text, flaw, tuple(rest))
    return _in_about(text, flaw, language)


def _in_crosswalk(text: RubricText, flaw: Flaw, rest: Path) -> _Place:
    lines = text.succession.crosswalk if text.succession is not None else ()
    source = str(flaw.facts.get("source", flaw.facts.get("criterion", "")))
    if rest and isinstance(rest[0], int) and rest[0] < len(lines):
        source = lines[rest[0]].source
    if not source:
        return _Place(CROSSWALK, "rubric.show_crosswalk", {}, "", str(_l("Crosswalk")))
    return _Place(CROSSWALK, "rubric.edit_line", {"code": source}, "kind-0", str(_l("Crosswalk")))


def _in_examples(text: RubricText, flaw: Flaw, _language: str) -> _Place:
    match flaw.path:
        case (_, int(i), *_):
            example = text.examples[i]
            words = _l("%(criterion)s, level %(level)s", criterion=example.criterion, level=example.level)
            values = {"code": example.criterion}
            return _Place(EXAMPLES, "rubric.edit_examples", values, "", str(words))
    return _Place(EXAMPLES, "rubric.show_draft", {}, "", str(_l("Local examples")))


_READERS: Mapping[str, Callable[[RubricText, Flaw, str], _Place]] = {
    "domains": _in_domains,
    "examples": _in_examples,
    "follows": _in_follows,
    "levels": _in_levels,
}
