from pathlib import Path
from statistics import median

import pytest

from tests.architecture.rules import budgets
from tests.architecture.rules.tree import ALL_CODE, ROOT, python_files, shown

PRODUCT = python_files("lms")
WRITTEN_BY_HAND = [path for path in python_files(*ALL_CODE) if "versions" not in path.parts]


def test_files_are_short():
    lengths = [budgets.count_lines(path) for path in PRODUCT]
    assert median(lengths) <= 100
    assert budgets.percentile(lengths, 0.95) <= 350


@pytest.mark.parametrize("path", WRITTEN_BY_HAND, ids=shown)
def test_no_file_is_over_500_lines(path: Path):
    assert budgets.count_lines(path) <= 500


def test_functions_are_short():
    lengths = {
        f"{shown(path)}:{name}": length
        for path in PRODUCT
        for name, length in budgets.function_lengths(path.read_text(encoding="utf-8"))
    }
    assert {name: length for name, length in lengths.items() if length > 60} == {}
    assert budgets.percentile(list(lengths.values()), 0.95) <= 40


def test_view_handlers_are_thin():
    thick = {
        f"{shown(path)}:{name}": length
        for path in PRODUCT
        for name, length in budgets.handler_lengths(path.read_text(encoding="utf-8"))
        if length > 15
    }
    assert thick == {}


def test_the_composition_root_stays_small():
    source = (ROOT / "lms/app.py").read_text(encoding="utf-8")
    assert dict(budgets.function_lengths(source))["create_app"] <= 60


def test_lengths_are_counted_from_def_to_the_last_line():
    source = "@decorated\ndef outer():\n    a = 1\n\n    def inner():\n        return a\n    return inner\n"
    assert dict(budgets.function_lengths(source)) == {"outer": 6, "inner": 2}


def test_handlers_are_told_by_their_route():
    source = "@bp.get('/')\n@signed_in\ndef show():\n    a = 1\n    return a\n\ndef other():\n    return 1\n"
    assert dict(budgets.handler_lengths(source)) == {"show": 2}


@pytest.mark.parametrize(("share", "value"), [(0.5, 2), (0.75, 3), (0.95, 4), (1.0, 4)])
def test_a_percentile_is_a_value_of_the_list(share: float, value: int):
    assert budgets.percentile([4, 1, 3, 2], share) == value
