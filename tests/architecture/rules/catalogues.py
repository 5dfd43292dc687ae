"""Whether every text has its words in both languages."""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir, extract_from_file
from babel.messages.frontend import parse_keywords, parse_mapping_cfg
from babel.messages.pofile import read_po

from tests.architecture.rules.tree import ROOT

LANGUAGES = ("ja", "en")
KEYWORDS = {**DEFAULT_KEYWORDS, **parse_keywords(["lazy_gettext", "lazy_ngettext:1,2", "_l"])}
JAPANESE = r"[\u3040-\u30ff\u4e00-\u9fff、。]"
JAPANESE_HABITS = {
    "an exclamation mark": re.compile(r"[!！]"),
    "a space between Japanese words": re.compile(f"{JAPANESE} +{JAPANESE}"),
}

MessageId = str | tuple[str, ...]


def texts_in_code(feature: Path) -> set[str]:
    """Extract what a feature says; the words of the modules beside the features belong to ``web``."""
    with (ROOT / "babel.cfg").open(encoding="utf-8") as mapping:
        methods, options = parse_mapping_cfg(mapping)
    found = {_singular(text) for _, _, text, _, _ in extract_from_dir(feature, methods, options, KEYWORDS)}
    if feature.name == "web":
        for module in feature.parent.glob("*.py"):
            found |= {_singular(text) for _, text, _, _ in extract_from_file("python", module, KEYWORDS)}
    return found


def read_catalogue(feature: Path, language: str) -> Catalog:
    """Read a feature's catalogue; one that is missing is empty."""
    path = feature / "translations" / language / "LC_MESSAGES" / "messages.po"
    if not path.exists():
        return Catalog(locale=language)
    with path.open("rb") as source:
        return read_po(source, locale=language, abort_invalid=True)


def faults(texts: set[str], catalogue: Catalog) -> Iterator[str]:
    """Yield what a catalogue lacks, what it says without being asked, and what it says badly."""
    messages = {_singular(message.id): message for message in catalogue if message.id}
    yield from (f"not in the catalogue: {text!r}" for text in sorted(texts - messages.keys()))
    yield from (f"no longer said: {text!r}" for text in sorted(messages.keys() - texts))
    for text in sorted(texts & messages.keys()):
        yield from (f"{fault}: {text!r}" for fault in _faults_of(messages[text], catalogue))


def contradictions(catalogues: Mapping[str, Catalog]) -> Iterator[str]:
    """Yield texts that two features translate differently: only one of the two would ever be shown."""
    first: dict[MessageId, tuple[str, object]] = {}
    for feature, catalogue in catalogues.items():
        for message in catalogue:
            if message.id:
                earlier, translation = first.setdefault(_key(message), (feature, message.string))
                if translation != message.string:
                    yield f"{earlier} and {feature}: {message.id!r}"


def _faults_of(message: Message, catalogue: Catalog) -> Iterator[str]:
    words = [str(word or "") for word in _forms(message.string)]
    wanted = catalogue.num_plurals if message.pluralizable else 1
    if len(words) < wanted or not all(words):
        yield "not translated"
    if message.fuzzy:
        yield "fuzzy"
    yield from (str(error) for error in message.check(catalogue))
    if str(catalogue.locale) == "ja":
        joined = "\n".join(words)
        yield from (habit for habit, pattern in JAPANESE_HABITS.items() if pattern.search(joined))


def _forms(string: object) -> tuple[object, ...]:
    return tuple(string) if isinstance(string, tuple | list) else (string,)


def _singular(text: object) -> str:
    return str(text[0]) if isinstance(text, tuple | list) else str(text)


def _key(message: Message) -> MessageId:
    return (message.context or "", _singular(message.id))
