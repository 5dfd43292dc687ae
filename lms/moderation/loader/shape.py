"""Turns a document whose shape the schema has accepted into a ``VignetteText``."""

from collections.abc import Mapping
from typing import Any

from lms.moderation.domain import ReferenceLevel, VignetteSource, VignetteText


def vignette_text(document: Any) -> VignetteText:  # noqa: ANN401 (the schema, not the type system, vouches for its shape)
    """Shape an accepted document. A number of minutes may be written 6.0: JSON Schema takes it for whole."""
    reference = document["reference"]
    return VignetteText(
        slug=document["slug"],
        version=document["version"],
        rubric=document["rubric"],
        title=_words(document["title"]),
        minutes=int(document["minutes"]),
        situation=_words(document["situation"]),
        scene=_words(document["scene"]),
        questions=tuple(map(_words, document["questions"])),
        criteria=tuple(document["criteria"]),
        cases=tuple(document.get("cases", ())),
        sources=tuple(
            VignetteSource(_words(source["title"]), source["checked"]) for source in document["sources"]
        ),
        drafting=_words(document["drafting"]),
        panel=_words(reference["panel"]),
        is_draft=reference.get("draft", False),
        reference=tuple(
            ReferenceLevel(
                criterion=level["criterion"],
                mean=float(level["mean"]),
                std_error=float(level["std_error"]),
                reason=_words(level["reason"]),
            )
            for level in reference["levels"]
        ),
    )


def _words(words: Mapping[str, str]) -> dict[str, str]:
    return {language: text.strip() for language, text in words.items()}
