import io
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po

from tests.architecture.rules import catalogues
from tests.architecture.rules.catalogues import LANGUAGES
from tests.architecture.rules.tree import features

HEAD = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=utf-8\\n"\n\n'


@pytest.fixture
def japanese(request: pytest.FixtureRequest) -> Catalog:
    return read_po(io.BytesIO((HEAD + request.param).encode()), locale="ja", abort_invalid=True)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("feature", features(), ids=lambda feature: feature.name)
def test_the_catalogue_is_complete(feature: Path, language: str):
    texts = catalogues.texts_in_code(feature)
    assert list(catalogues.faults(texts, catalogues.read_catalogue(feature, language))) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_features_translate_the_same_text_alike(language: str):
    read = {feature.name: catalogues.read_catalogue(feature, language) for feature in features()}
    assert list(catalogues.contradictions(read)) == []


@pytest.mark.parametrize(
    ("japanese", "fault"),
    [
        ('msgid "Save"\nmsgstr ""', "not translated: 'Save'"),
        ('#, fuzzy\nmsgid "Save"\nmsgstr "保存する"', "fuzzy: 'Save'"),
        ('msgid "Sign"\nmsgstr "署名する"', "not in the catalogue: 'Save'"),
        ('msgid "Save"\nmsgstr "保存する！"', "an exclamation mark: 'Save'"),
        ('msgid "Save"\nmsgstr "保存 する"', "a space between Japanese words: 'Save'"),
    ],
    indirect=["japanese"],
)
def test_a_fault_is_found(japanese: Catalog, fault: str):
    assert fault in list(catalogues.faults({"Save"}, japanese))


@pytest.mark.parametrize(
    "japanese", ['#, python-format\nmsgid "Save %(n)s"\nmsgstr "%(m)sを保存する"'], indirect=True
)
def test_another_placeholder_is_found(japanese: Catalog):
    assert [fault.rsplit(": ", 1)[1] for fault in catalogues.faults({"Save %(n)s"}, japanese)] == [
        "'Save %(n)s'"
    ]


@pytest.mark.parametrize("japanese", ['msgid "Save"\nmsgstr "保存する"'], indirect=True)
def test_a_text_that_is_no_longer_said_is_found(japanese: Catalog):
    assert list(catalogues.faults(set(), japanese)) == ["no longer said: 'Save'"]
    assert list(catalogues.faults({"Save"}, japanese)) == []


def test_two_translations_of_one_text_are_found():
    one, other = Catalog(locale="ja"), Catalog(locale="ja")
    one.add("Open", "開く")
    other.add("Open", "未決")
    assert list(catalogues.contradictions({"clients": one, "pairing": other})) == [
        "clients and pairing: 'Open'"
    ]
    assert list(catalogues.contradictions({"clients": one, "ojt": one})) == []
