"""What a new draft says before anybody has written in it."""

from collections.abc import Mapping
from dataclasses import replace

from lms.rubric.domain.crosswalk import all_same
from lms.rubric.domain.succession import Change, Succession
from lms.rubric.domain.text import LANGUAGES, RubricText

EMPTY: Mapping[str, str] = dict.fromkeys(LANGUAGES, "")


def empty_rubric() -> RubricText:
    """Return a rubric without a word."""
    return RubricText("", "1", EMPTY, EMPTY, EMPTY, (), ())


def next_of(text: RubricText) -> RubricText:
    """Return the next version of a text, until somebody changes a word: everything stays the same.

    Its parts are new things, which get identifiers of their own.
    """
    succession = Succession(text.version, Change.EDITORIAL, all_same(text))
    number = next_version(text.version, Change.EDITORIAL)
    return replace(text, version=number, succession=succession, identifiers={})


def next_version(version: str, change: Change) -> str:
    """Propose a number: 1.1 after 1 for better words, 2 after 1.1 for another meaning."""
    whole, _, part = version.partition(".")
    if change is Change.EDITORIAL:
        return f"{whole}.{int(part or 0) + 1}"
    return str(int(whole) + 1)


def additions_to(base: RubricText, *, code: str, organisation: Mapping[str, str]) -> RubricText:
    """Return what an organisation adds to a rubric before it has added anything."""
    ja, en = (organisation.get(language) or next(iter(organisation.values())) for language in LANGUAGES)
    return RubricText(
        code=code,
        version="1",
        title={"ja": f"{ja}の追加項目", "en": f"Additions of {en}"},
        source={
            "ja": f"「{base.title['ja']}」に{ja}が加えた項目と例。",
            "en": f"What {en} adds to “{base.title['en']}”.",
        },
        drafting={"ja": f"{ja}が起草した。", "en": f"Written by {en}."},
        levels=(),
        domains=(),
        extends=base.code,
    )
