"""``lms pairing``: files in, files out, one clear line per problem, never a traceback."""

import json
import os
import stat
from pathlib import Path

import pytest
from click.testing import CliRunner

from lms.pairing.cli import pairing
from lms.pairing.domain.parsing import write_problem
from tests.factories.pairing import Shape, seeded_problem


@pytest.fixture(autouse=True)
def speaks_english(monkeypatch):
    monkeypatch.setenv("LMS_LOCALE", "en")


@pytest.fixture
def lms():
    """Run a subcommand."""
    return lambda *arguments: CliRunner().invoke(pairing, [str(one) for one in arguments])


@pytest.fixture
def instance(tmp_path):
    file = tmp_path / "instance.json"
    file.write_text(write_problem(seeded_problem(Shape(advisors=6, cases=12), seed=1)), encoding="utf-8")
    return file


def test_solve_writes_a_plan_that_verify_accepts(lms, instance, tmp_path):
    result = tmp_path / "result.json"
    solved = lms("solve", instance, "-o", result, "--time-limit", 30)
    assert (solved.exit_code, solved.output) == (0, "")
    assert stat.S_IMODE(result.stat().st_mode) & 0o600 == 0o600
    checked = lms("verify", instance, result)
    assert checked.exit_code == 0
    assert "holds." in checked.stdout
    assert "(optimal)." in checked.stdout
    assert sorted(one.name for one in tmp_path.iterdir()) == ["instance.json", "result.json"]


def test_without_a_file_plan_and_table_go_to_standard_output(lms, instance):
    assert json.loads(lms("solve", instance).stdout)["status"] == "optimal"
    assert lms("edges", instance).stdout.startswith("case,seat,advisor,points\n")


def test_the_table_goes_to_a_file(lms, instance, tmp_path):
    table = tmp_path / "edges.csv"
    assert lms("edges", instance, "-o", table).exit_code == 0
    assert table.read_text(encoding="utf-8") == lms("edges", instance).stdout


def test_a_byte_order_mark_does_no_harm(lms, instance):
    instance.write_bytes(b"\xef\xbb\xbf" + instance.read_bytes())
    assert lms("edges", instance).exit_code == 0


def test_verify_names_every_violation(lms, instance, tmp_path):
    result = tmp_path / "result.json"
    lms("solve", instance, "-o", result)
    plan = json.loads(result.read_text(encoding="utf-8"))
    plan["pairs"][0]["points"] += 1
    plan["bound"] = plan["objective"] - 5
    result.write_text(json.dumps(plan), encoding="utf-8")
    checked = lms("verify", instance, result)
    assert (checked.exit_code, checked.stdout) == (1, "")
    lines = checked.stderr.splitlines()
    assert all(line.startswith(f"{result}: ") for line in lines)
    assert any("which is not the sum of its reasons" in line for line in lines)
    assert any("below the objective" in line for line in lines)


def test_problems_are_named_with_their_place_in_the_reader_s_language(lms, instance, monkeypatch):
    document = json.loads(instance.read_text(encoding="utf-8"))
    document["advisors"][0]["capacity"] = -3
    document["cases"][2]["previous_advisor"] = "ghost"
    instance.write_text(json.dumps(document), encoding="utf-8")
    refused = lms("solve", instance)
    assert (refused.exit_code, refused.stdout) == (1, "")
    unknown = '"ghost" is unknown; expected the id of an advisor of this instance'
    assert refused.stderr.splitlines() == [
        f"{instance}: $.advisors[0].capacity: is -3; expected a number from 0 to 1,000,000,000",
        f"{instance}: $.cases[2].previous_advisor: {unknown}",
    ]
    monkeypatch.setenv("LMS_LOCALE", "ja")
    first = lms("edges", instance).stderr.splitlines()[0]
    assert first == f"{instance}: $.advisors[0].capacity: -3 です。必要なもの: 0から1,000,000,000までの数"


def test_a_flood_of_problems_is_cut_with_its_number(lms, instance):
    document = json.loads(instance.read_text(encoding="utf-8"))
    document["cases"] = [{"id": f"c{n}", "client_type": "x"} for n in range(101)]
    instance.write_text(json.dumps(document), encoding="utf-8")
    lines = lms("verify", instance, instance).stderr.splitlines()
    assert len(lines) == 101
    assert lines[-1] == "… and 1 more problem."


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"{", "$: is not JSON ("),
        (b"\xff\xfe", "is not text in UTF-8"),
        (b"[" * 100_000, "$: is nested too deeply; expected an object"),
    ],
)
def test_what_is_no_json_is_said_so(lms, instance, content, words):
    instance.write_bytes(content)
    refused = lms("solve", instance)
    assert refused.exit_code == 1
    assert words in refused.stderr


def test_a_file_too_large_is_not_read_to_its_end(lms, instance, monkeypatch):
    monkeypatch.setattr("lms.pairing.loader.files.MAX_BYTES", 10)
    refused = lms("solve", instance)
    assert (refused.exit_code, refused.stderr) == (1, f"{instance}: is larger than 0 MB\n")


def test_what_cannot_be_read_or_written_is_said_so(lms, instance, tmp_path):
    assert "cannot be read: No such file" in lms("solve", tmp_path / "missing.json").stderr
    assert "cannot be read: Is a directory" in lms("edges", tmp_path).stderr
    refused = lms("solve", instance, "-o", tmp_path / "missing" / "result.json")
    assert (refused.exit_code, refused.stdout) == (1, "")
    assert "cannot be written: No such file" in refused.stderr
    assert "cannot be written: Is a directory" in lms("edges", instance, "-o", tmp_path).stderr


def test_nothing_is_solved_that_could_not_be_written(lms, instance, tmp_path, monkeypatch):
    monkeypatch.setattr("lms.pairing.cli.solve_problem", lambda *_, **__: pytest.fail("solved first"))
    refused = lms("solve", instance, "-o", tmp_path / "none" / "result.json")
    assert (refused.exit_code, "cannot be written: " in refused.stderr) == (1, True)


def test_a_device_is_written_to_and_stays_a_device(lms, instance):
    assert lms("edges", instance, "-o", os.devnull).exit_code == 0
    assert not Path(os.devnull).is_file()


def test_a_write_that_breaks_leaves_what_was_there(lms, instance, tmp_path, monkeypatch):
    result = tmp_path / "result.json"
    result.write_text("old", encoding="utf-8")

    def full(_descriptor):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("lms.web.files.os.fsync", full)
    refused = lms("solve", instance, "-o", result)
    assert "cannot be written: No space left on device" in refused.stderr
    assert result.read_text(encoding="utf-8") == "old"
    assert sorted(one.name for one in tmp_path.iterdir()) == ["instance.json", "result.json"]


def test_wrong_usage_is_told_apart_from_a_refused_file(lms, instance):
    assert lms("solve").exit_code == 2
    assert lms("solve", instance, "--time-limit", "-1").exit_code == 2
    for command in ("edges", "solve", "verify"):
        assert lms(command, "--help").exit_code == 0
