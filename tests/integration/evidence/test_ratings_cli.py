"""``lms evidence``: good files become levels and figures, bad ones clear lines; never a traceback."""

import csv
import io
import json
from datetime import UTC, datetime

import pytest
from click.testing import CliRunner

from lms.evidence.cli import evidence
from lms.kernel.clock import FrozenClock
from tests.factories.agreement import KRIPPENDORFF, SHROUT_FLEISS, matrix_rows, rows_of

HEADER = "subject,criterion,level,rater,observed_on,rater_role"


@pytest.fixture(autouse=True)
def _speaks_english_today(monkeypatch):
    monkeypatch.setenv("LMS_LOCALE", "en")
    clock = FrozenClock(datetime(2026, 11, 20, 3, 0, tzinfo=UTC))
    monkeypatch.setattr("lms.evidence.cli.SystemClock", lambda: clock)


@pytest.fixture
def lms():
    """Run a subcommand."""
    return lambda *arguments: CliRunner().invoke(evidence, [str(one) for one in arguments])


@pytest.fixture
def ratings(tmp_path):
    """Write a ratings file of these rows below the header."""

    def write(*rows: str, name: str = "ratings.csv"):
        file = tmp_path / name
        file.write_text("\n".join([HEADER, *rows, ""]), encoding="utf-8")
        return file

    return write


@pytest.fixture
def table():
    """Read a CSV text as rows."""
    return lambda text: list(csv.DictReader(io.StringIO(text)))


@pytest.fixture
def estimated(lms, table, tmp_path):
    """Estimate a file: the answer, its levels by (subject, criterion), its raters by name."""

    def run(file, *options):
        levels, raters = tmp_path / "levels.csv", tmp_path / "raters.csv"
        answer = lms("estimate", file, "-o", levels, "--raters-out", raters, *options)
        assert answer.exit_code == 0, answer.stderr
        rows = table(levels.read_text(encoding="utf-8"))
        listed = table(raters.read_text(encoding="utf-8"))
        return answer, {(row["subject"], row["criterion"]): row for row in rows}, listed

    return run


@pytest.fixture
def seen():
    """Forty ratings of four people by three raters; those of s1 are highest."""
    return [
        f"s{person},{criterion},{level},r{rater},2026-0{1 + rater}-1{visit},"
        for person, level in ((1, 4), (2, 3), (10, 2), (3, 1))
        for criterion in ("A1", "A2", "B1", "B2")
        for rater in range(3)
        for visit in range(1)
    ]


def test_every_subject_and_criterion_gets_a_level_in_natural_order(ratings, seen, estimated):
    answer, levels, raters = estimated(ratings(*seen, "s4,B1,2,r1,,"))
    assert list(levels) == [(f"s{n}", code) for n in (1, 2, 3, 4, 10) for code in ("A1", "A2", "B1", "B2")]
    assert [row["rater"] for row in raters] == ["r0", "r1", "r2"]
    header = "subject,criterion,n_observations,n_raters,estimate,std_error,lower90,upper90,level,p1,p2,p3,p4"
    assert ",".join(levels["s1", "A1"]) == f"{header},status"
    assert ",".join(raters[0]) == "rater,n,severity,std_error,infit,outfit,flags"
    assert (answer.stderr, answer.stdout.count("\n")) == ("", 1)
    assert "levels as of 2026-03-10" in answer.stdout
    for row in levels.values():
        shares = [float(row[f"p{level}"]) for level in range(1, 5)]
        assert sum(shares) == pytest.approx(1, abs=1e-9)
        assert shares[int(row["level"]) - 1] == max(shares)
        assert 1 <= float(row["lower90"]) <= float(row["estimate"]) <= float(row["upper90"]) <= 4
    assert levels["s1", "A1"]["status"] == "established"
    assert (levels["s1", "A1"]["n_observations"], levels["s1", "A1"]["n_raters"]) == ("3", "3")
    assert levels["s4", "A1"]["status"] == "insufficient"


def test_without_a_file_levels_go_to_standard_output(lms, ratings, seen):
    answer = lms("estimate", ratings(*seen))
    assert answer.stdout.startswith("subject,criterion,n_observations,")
    assert answer.stdout.count("\n") == 17


def test_the_same_file_gives_the_same_bytes(lms, ratings, seen):
    file = ratings(*seen)
    assert lms("estimate", file).stdout == lms("estimate", file).stdout


def test_severities_are_centred_and_a_strict_rater_is_positive(ratings, estimated):
    rows = [
        f"s{n},A{c},{4 - (rater == 2) - n % 3},r{rater},,"
        for n in range(9)
        for c in (1, 2)
        for rater in range(3)
    ]
    _answer, _levels, raters = estimated(ratings(*rows))
    severities = {row["rater"]: float(row["severity"]) for row in raters}
    assert severities["r2"] == max(severities.values()) > 0
    assert sum(severities.values()) == pytest.approx(0, abs=1e-3)


def test_later_ratings_do_not_count_and_are_told(ratings, seen, estimated):
    answer, levels, _raters = estimated(ratings(*seen), "--as-of", "2026-02-20")
    assert answer.stderr.endswith("16 ratings are later than 2026-02-20 and do not count\n")
    assert {row["n_observations"] for row in levels.values()} == {"2"}
    assert "as of 2026-02-20" in answer.stdout


def test_nothing_dated_is_as_of_today(ratings, estimated):
    answer, _levels, _raters = estimated(ratings("a,A1,2,r,,", "a,A1,3,q,,"))
    assert "as of 2026-11-20" in answer.stdout


def test_age_lets_ratings_fade_when_asked(ratings, estimated):
    file = ratings(*[f"a,A1,1,r{n},2020-01-0{n},\na,A1,4,q{n},2026-01-0{n}," for n in range(1, 6)])
    plain = float(estimated(file)[1]["a", "A1"]["estimate"])
    fading = float(estimated(file, "--half-life-days", "100")[1]["a", "A1"]["estimate"])
    assert fading > plain


def test_more_levels_than_were_given_can_be_asked_for(ratings, seen, estimated):
    _answer, levels, _raters = estimated(ratings(*seen), "--levels", "6")
    assert "p6" in levels["s1", "A1"]


def test_own_views_move_nobody_and_are_listed_under_the_name_they_have(ratings, seen, estimated):
    own = [f"s3,{code},4,me,2026-03-01,self" for code in ("A1", "A2", "B1", "B2")]
    _answer, before, _raters = estimated(ratings(*seen, "s3,A1,1,r1,2026-03-12,"))
    _answer, after, raters = estimated(ratings(*seen, "s3,A1,1,r1,2026-03-12,", *own))
    assert before == after
    assert next(row for row in raters if row["rater"] == "me")["n"] == "4"


def test_a_part_without_common_raters_is_not_linked(ratings, seen, estimated):
    apart = [
        f"x{n},{code},3,q{rater},2026-03-0{rater},"
        for n in (1, 2)
        for code in ("A1", "A2")
        for rater in (1, 2)
    ]
    answer, levels, _raters = estimated(ratings(*seen, *apart))
    assert {levels["x1", code]["status"] for code in ("A1", "A2")} == {"not_linked"}
    assert levels["s1", "A1"]["status"] == "established"
    assert "4 not linked to the others" in answer.stdout


def test_one_rater_only_establishes_nothing(ratings, estimated):
    rows = [
        f"s{n},A{c},{n % 4 + 1},r,2026-0{month}-01,"
        for n in range(8)
        for c in (1, 2)
        for month in range(1, 6)
    ]
    _answer, levels, _raters = estimated(ratings(*rows))
    assert "established" not in {row["status"] for row in levels.values()}


def test_three_ratings_in_all_establish_nothing(ratings, estimated):
    _answer, levels, _raters = estimated(ratings("a,A1,4,r,,", "a,A2,4,q,,", "b,A1,4,r,,"))
    assert {row["status"] for row in levels.values()} <= {"insufficient", "provisional"}


def test_one_level_throughout_is_told(ratings, estimated):
    answer, _levels, _raters = estimated(ratings("a,A1,1,r,,", "b,A1,1,q,,"))
    assert "every rating is level 1: nothing tells people or raters apart" in answer.stderr


def test_repeated_rows_count_once_and_are_told_with_their_lines(ratings, estimated):
    rows = [
        "a,A1,2,r,2026-05-01,",
        "a,A1,2,r,2026-05-01,supervisor",
        "",
        "a,A1,3,r,2026-05-01,",
        "a,A1,2,r,2026-05-01,",
    ]
    file = ratings(*rows)
    answer, levels, _raters = estimated(file)
    assert answer.stderr.splitlines() == [
        f"{file}:3: is the same as line 2 in all columns; counted once",
        f"{file}:6: is the same as line 2 in all columns; counted once",
    ]
    assert levels["a", "A1"]["n_observations"] == "2"


def test_many_repeats_are_cut_with_their_number(ratings, estimated):
    answer, _levels, _raters = estimated(ratings(*["a,A1,2,r,,", "b,A1,3,r,,"] * 27))
    assert len(answer.stderr.splitlines()) == 51
    assert answer.stderr.splitlines()[-1] == "… and 2 more lines like these."


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp932"])
@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
def test_encodings_and_line_ends_of_japanese_offices_are_read(encoding, ending, tmp_path, estimated):
    file = tmp_path / "評価.csv"
    file.write_bytes(ending.join([HEADER, "佐藤,傾聴,2,森,2026-01-01,", ""]).encode(encoding))
    _answer, levels, raters = estimated(file)
    assert list(levels) == [("佐藤", "傾聴")]
    assert raters[0]["rater"] == "森"


def test_columns_may_stand_in_any_order(tmp_path, estimated):
    file = tmp_path / "ratings.csv"
    file.write_text(
        "rater,subject,level,criterion,rater_role,observed_on\nr,a,3,A1,peer,\n", encoding="utf-8"
    )
    assert list(estimated(file)[1]) == [("a", "A1")]


def test_every_problem_has_its_line_and_what_is_expected(lms, ratings):
    file = ratings(
        "a,,0,,2026-13-01,boss",
        "b,A1,5.5,r,2026-11-21,peer",
        "c,A1,2",
        ",A1,9,r,20261120,",
        'd,"A\n1",2,r,1899-12-31,',
        f"{'x' * 201},A1,2,\x1b[31mr,,",
    )
    answer = lms("estimate", file, "--levels", "4")
    assert (answer.exit_code, answer.stdout) == (1, "")
    roles = "supervisor, peer, self, client, committee"
    dates = "expected a date such as 2026-11-20, not before 1900-01-01, or nothing"
    printed = "has a line break or a control character"
    assert answer.stderr.splitlines() == [
        f"{file}:2: criterion is empty; expected a name",
        f"{file}:2: level is “0”; expected a whole number from 1 to 4",
        f"{file}:2: rater is empty; expected a name",
        f"{file}:2: observed_on is “2026-13-01”; {dates}",
        f"{file}:2: rater_role is “boss”; expected one of {roles}, or nothing for supervisor",
        f"{file}:3: level is “5.5”; expected a whole number from 1 to 4",
        f"{file}:3: observed_on is 2026-11-21, which is still to come; expected 2026-11-20 or earlier",
        f"{file}:4: the number of values is 3; expected 6",
        f"{file}:5: subject is empty; expected a name",
        f"{file}:5: level is “9”; expected a whole number from 1 to 4",
        f"{file}:5: observed_on is “20261120”; {dates}",
        f"{file}:6: criterion {printed}: “A\N{REPLACEMENT CHARACTER}1”; expected a name on one line",
        f"{file}:6: observed_on is “1899-12-31”; {dates}",
        f"{file}:8: subject is longer than 200 characters: “{'x' * 39}…”; expected a name",
        f"{file}:8: rater {printed}: “\N{REPLACEMENT CHARACTER}[31mr”; expected a name on one line",
    ]


@pytest.mark.parametrize(
    ("header", "said"),
    [
        ("subject,criterion,level,rater,observed_on", "the column rater_role is missing"),
        (f"{HEADER},comment", "the column “comment” is unknown or there twice"),
        (f"{HEADER},level", "the column “level” is unknown or there twice"),
        ("a,A1,2,r,,", "the first line is “a,A1,2,r,,”"),
    ],
)
def test_a_wrong_header_is_one_line(header, said, lms, tmp_path):
    file = tmp_path / "ratings.csv"
    file.write_text(f"{header}\na,A1,2,r,,\n", encoding="utf-8")
    answer = lms("agreement", file)
    assert answer.exit_code == 1
    (line,) = answer.stderr.splitlines()
    assert said in line
    assert line.endswith(f"expected the header {HEADER}")


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", ": is empty; expected the header"),
        (b"\n  \r\n", ": is empty; expected the header"),
        (b",,,\n,,\n", ":1: the first line is “”"),
        (HEADER.encode(), ": has no ratings; expected at least one row"),
        (b"PK\x03\x04\n\x00\x00", ":2: is not text: there is a NUL byte"),
        (f"{HEADER}\n佐,A1,2,r,,\n".encode("utf-16"), ": is text in UTF-16; expected"),
        (HEADER.encode() + b"\na,\x81 ,1,r,,\n", ":2: is neither UTF-8 nor Shift_JIS"),
        (HEADER.encode() + b"\n" + b"x" * 200_000, ":2: cannot be read as CSV (field larger"),
        (HEADER.encode() + b'\na,"A1,1,r,,\nb,A1,1,r,,\n', ":2: the number of values is 2"),
    ],
    ids=["empty", "blank", "commas", "header", "binary", "utf-16", "no encoding", "one cell", "open quote"],
)
@pytest.mark.parametrize("command", ["estimate", "agreement"])
def test_what_is_no_ratings_file_is_said_so(command, content, said, lms, tmp_path):
    file = tmp_path / "ratings.csv"
    file.write_bytes(content)
    answer = lms(command, file)
    assert (answer.exit_code, answer.stdout) == (1, "")
    assert f"{file}{said}" in answer.stderr


@pytest.mark.parametrize(
    "row", ["a,A1,9999,r,,\n", '"\n', "a\n", "x,y,z,u,v,w\n"], ids=["levels", "quotes", "a", "xyz"]
)
def test_a_megabyte_of_rubbish_is_a_few_lines(row, lms, tmp_path):
    file = tmp_path / "rubbish.csv"
    file.write_text(f"{HEADER}\n" + row * (1_000_000 // len(row)), encoding="utf-8")
    answer = lms("estimate", file)
    assert answer.exit_code == 1
    assert 1 <= len(answer.stderr.splitlines()) <= 52
    assert all(len(line) < 300 for line in answer.stderr.splitlines())


@pytest.mark.parametrize("command", ["estimate", "agreement"])
def test_a_file_that_cannot_be_opened_is_one_line(command, lms, tmp_path):
    for place, reason in ((tmp_path / "none.csv", "No such file"), (tmp_path, "Is a directory")):
        answer = lms(command, place)
        assert answer.exit_code == 1
        assert answer.stderr.startswith(f"{place}: cannot be read: {reason}")


def test_a_file_too_large_is_not_read_to_its_end(lms, ratings, seen, monkeypatch):
    monkeypatch.setattr("lms.evidence.loader.ratings.MAX_BYTES", 20)
    answer = lms("estimate", ratings(*seen))
    assert answer.exit_code == 1
    assert "is larger than 0 MB" in answer.stderr


@pytest.mark.parametrize(
    ("name", "said"),
    [("CRITERIA", "has 3 criteria; expected at most 2"), ("RATERS", "has 3 raters; expected at most 2")],
)
def test_more_of_anything_than_anybody_can_mean_is_refused(name, said, lms, ratings, monkeypatch):
    monkeypatch.setattr(f"lms.evidence.loader.ratings.MOST_{name}", 2)
    answer = lms("estimate", ratings(*[f"a,A{n},1,r{n},," for n in range(3)]))
    assert answer.exit_code == 1
    assert said in answer.stderr


@pytest.mark.parametrize("option", ["-o", "--raters-out"])
def test_a_place_that_cannot_be_written_is_told_before_the_work(
    option, lms, ratings, seen, tmp_path, monkeypatch
):
    monkeypatch.setattr(
        "lms.evidence.cli.estimate_levels", lambda *_rows, **_options: pytest.fail("worked first")
    )
    for place in (tmp_path, tmp_path / "none" / "levels.csv"):
        answer = lms("estimate", ratings(*seen), option, place)
        assert answer.exit_code == 1
        assert answer.stderr.startswith(f"{place}: cannot be written: ")


def test_a_disk_that_fills_up_leaves_the_old_file(lms, ratings, seen, tmp_path, monkeypatch):
    place = tmp_path / "levels.csv"
    place.write_text("old", encoding="utf-8")

    def full(_handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("lms.web.files.os.fsync", full)
    answer = lms("estimate", ratings(*seen), "-o", place)
    assert answer.exit_code == 1
    assert answer.stderr == f"{place}: cannot be written: No space left on device\n"
    assert place.read_text(encoding="utf-8") == "old"
    assert sorted(one.name for one in tmp_path.iterdir()) == ["levels.csv", "ratings.csv"]


def test_a_device_is_written_to(lms, ratings, seen):
    assert lms("estimate", ratings(*seen), "-o", "/dev/null").exit_code == 0


@pytest.mark.parametrize(
    "options",
    [
        ("--as-of", "tomorrow"),
        ("--half-life-days", "0"),
        ("--levels", "1"),
        ("--levels", "21"),
        ("-o", "ratings.csv"),
        ("-o", "x.csv", "--raters-out", "x.csv"),
    ],
)
def test_wrong_usage_is_2(options, lms, ratings, seen, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    ratings(*seen)
    assert lms("estimate", "ratings.csv", *options).exit_code == 2


def test_sentences_are_japanese_where_the_installation_is(lms, ratings, monkeypatch):
    monkeypatch.setenv("LMS_LOCALE", "ja")
    file = ratings("a,A1,0,r,,")
    due = "level が「0」です。必要なもの: 1から20までの整数"
    assert lms("estimate", file).stderr == f"{file}:2: {due}\n"


@pytest.mark.parametrize(
    ("rows", "part", "due"),
    [
        (
            rows_of(KRIPPENDORFF),
            "krippendorff_alpha",
            {"nominal": 0.743, "ordinal": 0.815, "interval": 0.849},
        ),
        (matrix_rows(SHROUT_FLEISS), "icc", {"ICC1": 0.166, "ICC2": 0.290, "ICC3": 0.715}),
    ],
    ids=["Krippendorff 1980", "Shrout & Fleiss 1979"],
)
def test_published_figures_come_out_of_a_file(rows, part, due, lms, ratings):
    answer = lms("agreement", ratings(*[f"{unit},k,{level},{rater},," for unit, rater, level in rows]))
    assert (answer.exit_code, answer.stderr) == (0, "")
    found = json.loads(answer.stdout)
    for figures in (found, found["criteria"]["k"]):
        assert {name: round(value, 3) for name, value in figures[part].items()} == due
        assert figures["n_raters"] == 4
        assert figures["n_units"] == len({unit for unit, _rater, _level in rows})
        assert figures["reading"] == "indicative"


def test_agreement_is_given_for_all_and_for_each_criterion(lms, ratings):
    rows = [
        f"s{n},A{c},{n % 4 + 1 if c == 2 or rater else 5 - n % 4},r{rater},,"
        for n in range(8)
        for c in (10, 2)
        for rater in (0, 1)
    ]
    own = [f"s{n},A2,4,s{n},,self" for n in range(8)]
    found = json.loads(lms("agreement", ratings(*[row.replace(",5,", ",4,") for row in rows], *own)).stdout)
    assert list(found["criteria"]) == ["A2", "A10"]
    assert found["criteria"]["A2"]["weighted_kappa"] == {"linear": 1.0, "quadratic": 1.0}
    assert found["criteria"]["A10"]["krippendorff_alpha"]["ordinal"] < 0
    assert (found["n_units"], found["criteria"]["A2"]["n_units"], found["n_raters"]) == (16, 8, 2)
    assert (found["n_own_views_left_out"], found["confidence"]) == (8, 0.95)
    assert found["criteria"]["A2"]["reading"] == "too_few"


def test_what_cannot_be_computed_is_null(lms, ratings):
    found = json.loads(lms("agreement", ratings("a,A1,2,r,,")).stdout)
    assert found["krippendorff_alpha"] == {"nominal": None, "ordinal": None, "interval": None}
    assert found["missing"]["weighted_kappa.linear"] == "no_double_ratings"
