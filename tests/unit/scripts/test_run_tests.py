from collections import Counter
from pathlib import Path

import pytest

from scripts.run_tests import closing_line, count_outcomes

RESULTS = '<testsuites><testsuite tests="10" failures="2" errors="1" skipped="3" time="1.5"/></testsuites>'


def test_the_closing_line_has_the_form_of_pytest():
    line = closing_line(Counter(passed=812, skipped=5, failed=3), 123.456)
    assert line.strip().strip("=") == " 3 failed, 812 passed, 5 skipped in 123.46s "
    assert len(line.strip()) == 80


def test_nothing_run_is_said():
    assert "no tests ran in 0.00s" in closing_line(Counter(), 0)


def test_outcomes_are_read_from_the_results(tmp_path: Path):
    (tmp_path / "part.xml").write_text(RESULTS)
    assert count_outcomes(tmp_path / "part.xml") == {"failed": 2, "error": 1, "skipped": 3, "passed": 4}


def test_a_part_without_results_is_an_error(tmp_path: Path):
    assert count_outcomes(tmp_path / "died.xml") == {"error": 1}


@pytest.mark.parametrize(("outcome", "told"), [("passed", "1 passed"), ("error", "1 error")])
def test_only_what_happened_is_told(outcome: str, told: str):
    assert closing_line(Counter({outcome: 1, "failed": 0}), 1).strip().strip("=") == f" {told} in 1.00s "
