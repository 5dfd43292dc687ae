"""A rubric as plain values, as a YAML or JSON file holds them; and back. Nothing is lost either way.

What a text does not use is not written: a file of before these things existed says the same as it did.
"""

from collections.abc import Mapping, Sequence
from typing import Any, TypeAlias

from lms.rubric.domain.succession import Change, CrosswalkKind, CrosswalkLine, Succession
from lms.rubric.domain.text import CriterionText, Descriptor, DomainText, Level, LocalExample, RubricText

Document: TypeAlias = dict[str, Any]

SHOWN = 60
"""How many characters of what stands in a document the name of a place repeats."""

_NAMES = ("code", "level", "number", "from", "criterion")


def document_of(text: RubricText) -> Document:
    """Write a text as plain values. ``text_of`` reads the same text from them."""
    document: Document = {
        "code": text.code,
        "version": text.version,
        "title": dict(text.title),
        "source": dict(text.source),
        "drafting": dict(text.drafting),
    }
    if text.succession is not None:
        document["follows"] = _follows(text.succession)
    document |= {name: True for name, is_so in _switches(text) if is_so}
    if text.extends is not None:
        document["extends"] = text.extends
    if text.levels or text.extends is None:
        document["levels"] = [_level(level) for level in text.levels]
    if text.domains or text.extends is None:
        document["domains"] = [_domain(domain) for domain in text.domains]
    if text.examples:
        document["examples"] = [_example(example) for example in text.examples]
    if text.identifiers:
        document["identifiers"] = dict(text.identifiers)
    return document


def text_of(document: Mapping[str, Any]) -> RubricText:
    """Read plain values of the schema's shape; space around words does not count.

    Words and lists may be missing, as they may in a draft. A level may be written 1.0: for JSON Schema that
    is a whole number.
    """
    return RubricText(
        code=document["code"],
        version=document["version"],
        title=_words(document["title"]),
        source=_words(document["source"]),
        drafting=_words(document["drafting"]),
        levels=tuple(map(_level_text, document.get("levels", ()))),
        domains=tuple(map(_domain_text, document.get("domains", ()))),
        succession=_succession(document["follows"]) if "follows" in document else None,
        is_locked=document.get("locked", False),
        is_public=document.get("public", False),
        extends=document.get("extends"),
        examples=tuple(map(_example_text, document.get("examples", ()))),
        identifiers=dict(document.get("identifiers", {})),
    )


def place_name(document: Any, path: Sequence[str | int]) -> str:  # noqa: ANN401 (whatever a file holds)
    """Name a place for a reader, items of lists by code or level: ``domains › A › criteria › A2``.

    A place that is not there is named by its own last step.
    """
    words: list[str] = []
    for step in path:
        document = _inside(document, step)
        words.append(_item_name(document, step) if isinstance(step, int) else step)
    return " › ".join(words)


def _inside(value: Any, step: str | int) -> Any:  # noqa: ANN401 (whatever a file holds)
    if isinstance(step, int):
        return value[step] if isinstance(value, list) and step < len(value) else None
    return value.get(step) if isinstance(value, dict) else None


def _item_name(item: object, position: int) -> str:
    names = (item.get(key) for key in _NAMES) if isinstance(item, dict) else ()
    return next((str(name)[:SHOWN] for name in names if isinstance(name, str | int)), str(position + 1))


def _switches(text: RubricText) -> tuple[tuple[str, bool], ...]:
    return ("locked", text.is_locked), ("public", text.is_public)


def _follows(succession: Succession) -> Document:
    written: Document = {"version": succession.predecessor, "change": succession.change.value}
    if succession.note is not None:
        written["note"] = dict(succession.note)
    if succession.crosswalk:
        written["crosswalk"] = [_line(line) for line in succession.crosswalk]
    return written


def _line(line: CrosswalkLine) -> Document:
    written: Document = {"from": line.source, "becomes": line.kind.value}
    if line.targets:
        written["to"] = list(line.targets)
    if line.levels is not None:
        written["levels"] = {str(given): level for given, level in line.levels.items()}
    return written


def _level(level: Level) -> Document:
    return {
        "number": level.number,
        "code": level.code,
        "name": dict(level.name),
        "summary": dict(level.summary),
    }


def _domain(domain: DomainText) -> Document:
    return {
        "code": domain.code,
        "name": dict(domain.name),
        "criteria": [_criterion(criterion) for criterion in domain.criteria],
    }


def _criterion(criterion: CriterionText) -> Document:
    written: Document = {
        "code": criterion.code,
        "name": dict(criterion.name),
        "definition": dict(criterion.definition),
    }
    if criterion.basis is not None:
        written["basis"] = dict(criterion.basis)
    return written | {"descriptors": [_descriptor(descriptor) for descriptor in criterion.descriptors]}


def _descriptor(descriptor: Descriptor) -> Document:
    written: Document = {"level": descriptor.level_number, "text": dict(descriptor.text)}
    if descriptor.sign is not None:
        written["sign"] = dict(descriptor.sign)
    return written | ({"draft": True} if descriptor.is_draft else {})


def _example(example: LocalExample) -> Document:
    return {"criterion": example.criterion, "level": example.level, "text": dict(example.text)}


def _succession(follows: Mapping[str, Any]) -> Succession:
    return Succession(
        predecessor=follows["version"],
        change=Change(follows["change"]),
        crosswalk=tuple(map(_crosswalk_line, follows.get("crosswalk", ()))),
        note=_words(follows["note"]) if "note" in follows else None,
    )


def _crosswalk_line(line: Mapping[str, Any]) -> CrosswalkLine:
    return CrosswalkLine(
        source=line["from"],
        kind=CrosswalkKind(line["becomes"]),
        targets=tuple(line.get("to", ())),
        levels=_level_map(line["levels"]) if "levels" in line else None,
    )


def _level_map(levels: Mapping[str, Any]) -> dict[int, int]:
    return {int(given): int(level) for given, level in levels.items()}


def _level_text(level: Mapping[str, Any]) -> Level:
    return Level(int(level["number"]), level["code"], _words(level["name"]), _words(level["summary"]))


def _domain_text(domain: Mapping[str, Any]) -> DomainText:
    return DomainText(domain["code"], _words(domain["name"]), tuple(map(_criterion_text, domain["criteria"])))


def _criterion_text(criterion: Mapping[str, Any]) -> CriterionText:
    return CriterionText(
        code=criterion["code"],
        name=_words(criterion["name"]),
        definition=_words(criterion["definition"]),
        basis=_words(criterion["basis"]) if "basis" in criterion else None,
        descriptors=tuple(map(_descriptor_text, criterion["descriptors"])),
    )


def _descriptor_text(descriptor: Mapping[str, Any]) -> Descriptor:
    return Descriptor(
        level_number=int(descriptor["level"]),
        text=_words(descriptor["text"]),
        sign=_words(descriptor["sign"]) if "sign" in descriptor else None,
        is_draft=descriptor.get("draft", False),
    )


def _example_text(example: Mapping[str, Any]) -> LocalExample:
    return LocalExample(example["criterion"], int(example["level"]), _words(example["text"]))


def _words(words: Mapping[str, str]) -> dict[str, str]:
    return {language: text.strip() for language, text in words.items()}
