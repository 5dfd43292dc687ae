import gettext
import os
from pathlib import Path

import pytest
from babel.messages.pofile import PoFileError

from scripts.compile_translations import compile_catalogue, stale_catalogues

HEAD = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=utf-8\\n"\n\n'


@pytest.fixture
def catalogue(tmp_path: Path) -> Path:
    path = tmp_path / "ojt/translations/ja/LC_MESSAGES/messages.po"
    path.parent.mkdir(parents=True)
    path.write_text(HEAD + 'msgid "Sign"\nmsgstr "署名する"\n', encoding="utf-8")
    return path


def test_a_catalogue_is_compiled_once_until_it_changes(catalogue: Path, tmp_path: Path):
    assert list(stale_catalogues(tmp_path)) == [catalogue]
    compile_catalogue(catalogue)
    assert list(stale_catalogues(tmp_path)) == []
    later = catalogue.with_suffix(".mo").stat().st_mtime + 1
    os.utime(catalogue, (later, later))
    assert list(stale_catalogues(tmp_path)) == [catalogue]


def test_the_compiled_catalogue_speaks(catalogue: Path):
    compile_catalogue(catalogue)
    with catalogue.with_suffix(".mo").open("rb") as compiled:
        assert gettext.GNUTranslations(compiled).gettext("Sign") == "署名する"


def test_a_broken_catalogue_is_refused_and_nothing_is_written(catalogue: Path):
    catalogue.write_text(HEAD + 'msgid "Sign"\n署名する\n', encoding="utf-8")
    with pytest.raises(PoFileError):
        compile_catalogue(catalogue)
    assert not catalogue.with_suffix(".mo").exists()
