"""Odd options and odd places of ``lms evidence estimate``: a clear refusal or a file, never a traceback."""

import csv
import math

import pytest
from click.testing import CliRunner

from lms.evidence.cli import evidence

HEADER = "subject,criterion,level,rater,observed_on,rater_role"


@pytest.fixture(autouse=True)
def _speaks_english(monkeypatch):
    monkeypatch.setenv("LMS_LOCALE", "en")


@pytest.fixture
def ratings(tmp_path):
    file = tmp_path / "ratings.csv"
    rows = [f"s{s},A1,{1 + (s + r) % 4},r{r},2026-03-0{1 + r}," for s in range(4) for r in range(3)]
    file.write_text("\n".join([HEADER, *rows, ""]), encoding="utf-8")
    return file


@pytest.fixture
def estimate():
    return lambda *arguments: CliRunner().invoke(evidence, ["estimate", *map(str, arguments)])


@pytest.mark.parametrize("day", ["0001-01-01", "1899-12-31"])
def test_levels_are_as_of_no_day_before_the_first_a_rating_may_have(estimate, ratings, day):
    answer = estimate(ratings, "--as-of", day)
    assert answer.exit_code == 2, answer.output
    assert f"{day} is before 1900-01-01" in answer.stderr


@pytest.mark.parametrize("day", ["1900-01-01", "9999-12-31"])
def test_any_other_day_gives_numbers(estimate, ratings, tmp_path, day):
    levels = tmp_path / "levels.csv"
    answer = estimate(ratings, "-o", levels, "--as-of", day)
    assert answer.exit_code == 0, answer.output
    with levels.open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    assert len(rows) == 4
    assert all(math.isfinite(float(row[name])) for row in rows for name in ("estimate", "std_error", "p4"))


@pytest.mark.parametrize("days", ["nan", "inf", "-inf", "0", "x"])
def test_a_half_life_is_a_number_of_days(estimate, ratings, tmp_path, days):
    levels = tmp_path / "levels.csv"
    answer = estimate(ratings, "-o", levels, "--half-life-days", days)
    assert answer.exit_code == 2, answer.output
    assert "--half-life-days" in answer.stderr
    assert not levels.exists()


def test_a_link_to_itself_is_no_ratings_file(estimate, tmp_path):
    loop = tmp_path / "loop.csv"
    loop.symlink_to(loop)
    answer = estimate(loop)
    assert (answer.exit_code, answer.stdout) == (1, "")
    assert answer.stderr.startswith(f"{loop}: cannot be read: ")


def test_a_link_to_itself_gives_way_to_the_levels(estimate, ratings, tmp_path):
    loop = tmp_path / "loop.csv"
    loop.symlink_to(loop)
    assert estimate(ratings, "-o", loop).exit_code == 0
    assert loop.read_text(encoding="utf-8").startswith("subject,criterion,")


def test_ratings_behind_a_link_are_not_written_over(estimate, ratings, tmp_path):
    link = tmp_path / "link.csv"
    link.symlink_to(ratings)
    before = ratings.read_bytes()
    assert estimate(ratings, "-o", link).exit_code == 2
    assert ratings.read_bytes() == before
