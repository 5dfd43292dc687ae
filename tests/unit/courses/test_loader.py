"""Course folders: what is read, and which file and line each problem names."""

import pytest

from lms.courses.domain import CourseFile, QuestionKind
from lms.courses.loader import PROBLEMS, REFUSALS, list_course_folders, read_course
from lms.courses.loader.files import MAX_BYTES
from lms.courses.loader.schema import _KEYWORDS
from tests.factories.courses import CONTENT, CourseFolder, schemas

FIRST_JA = "lessons/01-first.ja.md"
FIRST_EN = "lessons/01-first.en.md"


def test_a_sound_folder_becomes_a_course(read):
    reading = read()
    course = reading.course
    assert reading.problems == ()
    assert (course.slug, course.version, course.minutes) == ("small", "1.0", 20)
    assert [lesson.slug for lesson in course.lessons] == ["first", "second"]
    assert course.lessons[0].markdown == {"ja": "本文です[^paper]。\n", "en": "本文です[^paper]。\n"}
    assert course.serves[0].levels == (1, 2)
    (question,) = course.quiz.questions
    assert (question.kind, question.right_codes) == (QuestionKind.SINGLE, {"a"})
    assert course.sources[0].checked_on.isoformat() == "2026-11-20"


def test_files_of_another_system_are_read_alike(folder, read):
    before = read().course.digest()
    folder.write(FIRST_JA, b"\xef\xbb\xbf" + "本文です[^paper]。\r\n".encode())
    assert read().course.digest() == before


@pytest.mark.parametrize(
    ("change", "line", "code"),
    [
        ({"version": 1.0}, 2, "courses.shape_kind"),
        ({"version": "first"}, 2, "courses.shape_pattern"),
        ({"title": {"ja": "題"}}, 3, "courses.shape_missing"),
        ({"title": {"ja": "題", "en": "  "}}, 5, "courses.shape_empty"),
        ({"title": {"ja": "題", "en": "x" * 1001}}, 5, "courses.shape_long"),
        ({"minutes": 0}, 12, "courses.shape_low"),
        ({"minutes": 601}, 12, "courses.shape_high"),
        ({"serves": []}, 13, "courses.shape_few"),
        ({"prerequisites": ["a", "a"]}, 21, "courses.shape_twice"),
        ({"prerequisites": ["nobody"]}, 22, "courses.prerequisite_unknown"),
        ({"prerequisites": ["small"]}, 22, "courses.prerequisite_itself"),
        ({"slug": "another"}, 1, "courses.slug_folder"),
    ],
)
def test_a_problem_of_the_course_names_its_line(folder, problems, change, line, code):
    folder.course |= change
    folder.save()
    assert (CourseFile.COURSE, line, code) in problems()


def test_a_name_nobody_knows_is_told_at_its_own_line(folder, read):
    folder.course["colour"] = "blue"
    folder.save()
    (problem,) = read().problems
    lines = (folder.path / "course.yaml").read_text().splitlines()
    assert problem.code == "courses.shape_unknown"
    assert lines[problem.line - 1] == "colour: blue"
    assert "slug, version, title" in problem.facts["expected"]


@pytest.mark.parametrize("day", ["2026-02-30", "2026-11-2", "yesterday"])
def test_a_day_that_does_not_exist_is_told(folder, problems, day):
    folder.course["sources"][0]["checked"] = day
    folder.save()
    codes = {code for _file, _line, code in problems()}
    assert codes & {"courses.shape_date", "courses.shape_pattern"}


def test_too_many_entries_and_unknown_kinds_of_questions_are_told(folder, problems):
    question = folder.quiz["questions"][0]
    question["options"] = question["options"] * 6
    folder.save()
    assert [code for _file, _line, code in problems()] == ["courses.shape_many"]
    question["kind"] = "essay"
    folder.save()
    assert [code for _file, _line, code in problems()] == ["courses.shape_choice"]


def test_a_quiz_without_a_right_answer_is_told_with_its_line(folder, problems):
    del folder.quiz["questions"][0]["options"][0]["correct"]
    folder.save()
    line = (folder.path / "quiz.yaml").read_text().splitlines().index("  options:") + 1
    assert problems() == [(CourseFile.QUIZ, line, "courses.no_right_option")]


def test_all_problems_are_told_at_once(folder, problems):
    folder.course["lessons"][1]["slug"] = "first"
    folder.course["serves"][0]["criterion"] = "Z9"
    folder.save()
    folder.write(FIRST_EN, b"\n\xff\xfe")
    assert [(file, code) for file, _line, code in problems()] == [
        ("course.yaml", "courses.criterion_unknown"),
        ("course.yaml", "courses.lesson_twice"),
        ("lessons/01-first.en.md", "courses.file_not_utf8"),
        ("lessons/02-first.ja.md", "courses.file_missing"),
        ("lessons/02-first.en.md", "courses.file_missing"),
        ("lessons/02-second.en.md", "courses.lesson_stray"),
        ("lessons/02-second.ja.md", "courses.lesson_stray"),
    ]


@pytest.mark.parametrize(
    ("content", "line", "code"),
    [
        (b"slug: [", 1, "courses.file_not_yaml"),
        (b"slug: a\nslug: b\n", 2, "courses.file_duplicate_key"),
        (b"slug: a\n\xff", 2, "courses.file_not_utf8"),
        (b"slug: &a b\n", 1, "courses.file_anchor"),
        (b"slug: !x b\n", 1, "courses.file_tag"),
        (b"slug: \x07\n", 1, "courses.file_control_character"),
        (b"a: 1\n---\nb: 2\n", 2, "courses.file_many_documents"),
        (b"? [a]\n: b\n", 1, "courses.file_key"),
        (b"a: " + b"[" * 40 + b"]" * 40, 1, "courses.file_too_deep"),
        (b"x" * (MAX_BYTES + 1), 1, "courses.file_too_large"),
        (b"", 1, "courses.shape_kind"),
        (b"- 1\n", 1, "courses.shape_kind"),
    ],
)
@pytest.mark.parametrize("file", list(CourseFile))
def test_what_is_no_course_file_at_all_is_told(folder, problems, file, content, line, code):
    folder.write(file, content)
    assert problems() == [(file, line, code)]


def test_missing_and_unreadable_files_are_told(folder, problems):
    (folder.path / "quiz.yaml").unlink()
    assert problems() == [("quiz.yaml", 1, "courses.file_missing")]
    (folder.path / "quiz.yaml").mkdir()
    assert problems() == [("quiz.yaml", 1, "courses.file_unread")]


def test_a_file_that_leads_out_of_the_folder_is_refused(folder, problems, tmp_path):
    outside = tmp_path / "secret.md"
    outside.write_text("secret")
    (folder.path / FIRST_JA).unlink()
    (folder.path / FIRST_JA).symlink_to(outside)
    assert problems() == [(FIRST_JA, 1, "courses.file_outside")]


def test_folders_are_found_at_or_below_a_path(folder, tmp_path):
    other = CourseFolder(tmp_path / "content", "another")
    (tmp_path / "content" / "empty").mkdir()
    assert list_course_folders(tmp_path / "content") == [other.path, folder.path]
    assert list_course_folders(folder.path) == [folder.path]
    assert list_course_folders(tmp_path) == []


def test_a_prerequisite_beside_the_course_is_known(folder, problems, tmp_path):
    CourseFolder(tmp_path / "content", "another")
    folder.course["prerequisites"] = ["another"]
    folder.save()
    assert problems() == []


def test_every_keyword_of_the_schemas_can_be_told():
    silent = {"$schema", "$ref", "$defs", "title", "description", "default", "properties", "items", "allOf"}
    waiting, keywords = list(schemas().values()), set()
    while waiting:
        part = waiting.pop()
        keywords |= part.keys()
        waiting += [*part.get("properties", {}).values(), *part.get("$defs", {}).values()]
        waiting += [part["items"]] if "items" in part else []
    assert keywords - silent == _KEYWORDS.keys()


def test_the_shipped_courses_are_sound():
    folders = list_course_folders(CONTENT)
    assert CONTENT / "bansou-shien-kihon" in folders
    levels = dict.fromkeys(["A1", "A2", "A3", "A4", "B1", "B2", "B3", "B4", "C1", "C2", "C3"], 4)
    for path in folders:
        reading = read_course(path, schemas=schemas(), levels=levels)
        assert reading.problems == ()
        shown = {figure.name for figure in reading.course.figures}
        assert {file.name for file in (path / "figures").glob("*")} == shown


def test_codes_of_problems_and_refusals_do_not_meet():
    assert PROBLEMS.keys() & REFUSALS.keys() == set()
    assert all(code.startswith("courses.") for code in PROBLEMS.keys() | REFUSALS.keys())
