from pathlib import Path

import pytest

from scripts import vendor_assets
from scripts.vendor_assets import SetUpError, copy, npm


def test_a_file_is_copied_into_a_new_folder(tmp_path: Path):
    (tmp_path / "tokens.css").write_text(":root {}")
    copy(tmp_path / "tokens.css", tmp_path / "static/vendor/tokens.css")
    assert (tmp_path / "static/vendor/tokens.css").read_text() == ":root {}"


def test_a_file_that_a_package_no_longer_has_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    monkeypatch.setattr(vendor_assets, "ROOT", tmp_path)
    with pytest.raises(SetUpError, match=r"^node_modules/gone\.js is not in the package"):
        copy(tmp_path / "node_modules/gone.js", tmp_path / "gone.js")


def test_without_node_one_is_installed_from_the_lock(monkeypatch: pytest.MonkeyPatch):
    asked: list[list[str]] = []
    monkeypatch.setattr(vendor_assets.shutil, "which", lambda _name: None)
    monkeypatch.setattr(vendor_assets, "run", lambda command, _complaint: asked.append(command))
    assert Path(npm()[0]).name == "npm"
    assert asked[0][-3:] == ["--require-hashes", "-r", "requirements/node.txt"]
