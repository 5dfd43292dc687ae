"""Turns a document whose shape the schema has accepted into a ``RubricText``.

A level may be written 1.0: for JSON Schema that is a whole number.
"""

from collections.abc import Mapping
from typing import Any

from lms.rubric.domain import CriterionText, Descriptor, DomainText, Level, RubricText


def rubric_text(document: Any) -> RubricText:  # noqa: ANN401 (the schema, not the type system, vouches for its shape)
    """Shape an accepted document."""
    return RubricText(
        code=document["code"],
        version=document["version"],
        title=_words(document["title"]),
        source=_words(document["source"]),
        drafting=_words(document["drafting"]),
        levels=tuple(
            Level(int(level["number"]), level["code"], _words(level["name"]), _words(level["summary"]))
            for level in document["levels"]
        ),
        domains=tuple(
            DomainText(domain["code"], _words(domain["name"]), tuple(map(_criterion, domain["criteria"])))
            for domain in document["domains"]
        ),
    )


def _criterion(criterion: Mapping[str, Any]) -> CriterionText:
    return CriterionText(
        code=criterion["code"],
        name=_words(criterion["name"]),
        definition=_words(criterion["definition"]),
        basis=_words(criterion["basis"]) if "basis" in criterion else None,
        descriptors=tuple(
            Descriptor(
                level_number=int(descriptor["level"]),
                text=_words(descriptor["text"]),
                sign=_words(descriptor["sign"]) if "sign" in descriptor else None,
                is_draft=descriptor.get("draft", False),
            )
            for descriptor in criterion["descriptors"]
        ),
    )


def _words(words: Mapping[str, str]) -> dict[str, str]:
    return {language: text.strip() for language, text in words.items()}
