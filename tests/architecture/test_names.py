from pathlib import Path

import pytest

from tests.architecture.rules import names
from tests.architecture.rules.tree import ALL_CODE, files, python_files, shown

TEST_FILES = files("**/test_*.py", "tests")
SUPPORT_FILES = [path for path in python_files("tests") if path not in TEST_FILES]


def test_no_module_is_named_with_an_empty_word():
    modules = {path.stem for path in python_files(*ALL_CODE)} | {
        path.parent.name for path in python_files(*ALL_CODE)
    }
    assert {module for module in modules if names.says_nothing(module)} == set()


@pytest.mark.parametrize("path", python_files("lms", "scripts", "benchmarks"), ids=shown)
def test_nothing_is_named_with_an_empty_word(path: Path):
    assert list(names.empty_names(path.read_text(encoding="utf-8"))) == []


@pytest.mark.parametrize("path", TEST_FILES, ids=shown)
def test_a_function_in_a_test_file_is_a_fixture_or_a_test(path: Path):
    assert list(names.stray_functions(path.read_text(encoding="utf-8"))) == []


@pytest.mark.parametrize("path", SUPPORT_FILES, ids=shown)
def test_a_test_stands_where_pytest_finds_it(path: Path):
    assert list(names.uncollected_tests(path.read_text(encoding="utf-8"))) == []


@pytest.mark.parametrize("module", ["utils", "form_helpers", "data", "session_manager", "info"])
def test_an_empty_module_name_is_found(module: str):
    assert names.says_nothing(module)


@pytest.mark.parametrize("module", ["engine", "dataset", "processing", "common_ground_rules"])
def test_a_telling_module_name_passes(module: str):
    assert not names.says_nothing(module)


def test_empty_names_are_found():
    source = (
        "class RowManager: ...\ndef do_it(): ...\ndef helper_for(): ...\n"
        "class Manageable:\n    def process_value(self): ...\n"
    )
    assert [name for _, name in names.empty_names(source)] == ["RowManager", "do_it", "helper_for"]


def test_stray_functions_are_found():
    source = (
        "import pytest\n@pytest.fixture\ndef a(): ...\n@pytest.fixture(scope='session')\ndef b(): ...\n"
        "def test_c(): ...\ndef tset_d(): ...\nclass TestE:\n    def assist(self): ...\n"
    )
    assert list(names.stray_functions(source)) == [(7, "tset_d")]
