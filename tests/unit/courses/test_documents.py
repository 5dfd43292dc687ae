"""Courses from memory: files at hand, plain values, and what each problem points at."""

from pathlib import Path

import pytest

from lms.courses.domain import CourseFile, lesson_aim_from, stored_lesson_aim
from lms.courses.loader import (
    LessonReader,
    SiblingFolders,
    document_of,
    list_course_folders,
    read_course,
    read_documents,
    sources_of,
    write_files,
)
from tests.factories.courses import CONTENT, LEVELS, SVG, CourseFolder, schemas

WORDS = {"ja": "言葉", "en": "Words"}
PRACTICE = {"code": "try", "criterion": "A1", "levels": [2], "title": WORDS, "task": WORDS, "watch": WORDS}
SHIPPED = dict.fromkeys(["A1", "A2", "A3", "A4", "B1", "B2", "B3", "B4", "C1", "C2", "C3"], 4)


@pytest.fixture
def rich(folder) -> CourseFolder:
    """Give the course whatever a course can hold beside its text."""
    first, second = folder.course["lessons"]
    first["serves"] = [{"criterion": "A1", "levels": [2, 1]}]
    first["practices"] = [PRACTICE, {**PRACTICE, "code": "again"}]
    first["reflections"] = [{"code": "think", "prompt": WORDS}]
    second["practices"] = [
        {name: value for name, value in PRACTICE.items() if name != "watch"} | {"code": "third"}
    ]
    folder.write("figures/path.svg", SVG)
    folder.write("lessons/01-first.ja.md", "![道](figures/path.svg)\n")
    folder.save()
    return folder


@pytest.fixture
def documents(rich, read):
    return document_of(read().course)


@pytest.fixture
def read_again():
    """Read plain values; return the course, and file, path and code of each problem."""

    def reading(documents, **context):
        found = read_documents(documents, schemas=schemas(), levels=LEVELS, **context)
        assert (found.course is None) == bool(found.problems)
        return found.course, [(one.file, one.path, one.code) for one in found.problems]

    return reading


def test_what_lessons_hold_beside_their_text_is_read(rich, read):
    first, second = read().course.lessons
    assert [(aim.criterion_code, aim.levels) for aim in first.serves] == [("A1", (1, 2))]
    assert [task.code for task in first.practices] == ["try", "again"]
    assert (first.practices[0].watch, second.practices[0].watch) == (WORDS, None)
    assert [(prompt.code, prompt.prompt) for prompt in first.reflections] == [("think", WORDS)]
    assert (second.serves, second.reflections) == ((), ())


def test_files_and_plain_values_give_the_same_course_again(rich, read, read_again):
    course = read().course
    from_files = read_course(write_files(course), schemas=schemas(), levels=LEVELS)
    assert (from_files.problems, from_files.course) == ((), course)
    assert read_again(document_of(course)) == (course, [])
    assert from_files.course.digest() == course.digest()


@pytest.mark.parametrize("folder_of", list_course_folders(CONTENT), ids=lambda path: path.name)
def test_shipped_courses_come_back_from_their_files(folder_of: Path):
    course = read_course(folder_of, schemas=schemas(), levels=SHIPPED).course
    again = read_course(write_files(course), schemas=schemas(), levels=SHIPPED)
    assert (again.problems, again.course) == ((), course)


def test_what_is_not_there_leaves_the_digests_of_before_alone(folder, read):
    before = read().course
    folder.course["lessons"][0] |= {"serves": [], "practices": [], "reflections": []}
    folder.save()
    assert read().course.digest() == before.digest()
    folder.course["lessons"][0]["reflections"] = [{"code": "think", "prompt": WORDS}]
    folder.save()
    assert read().course.digest() != before.digest()


def test_a_lesson_stays_the_same_until_what_one_reads_or_sees_changes(rich, read):
    course = read().course
    first = course.lesson_digest(course.lessons[0])
    rich.course["lessons"][0] |= {"title": {"ja": "別", "en": "Other"}, "practices": []}
    rich.save()
    assert read().course.lesson_digest(read().course.lessons[0]) == first
    rich.write("figures/path.svg", SVG.replace("<rect", "<circle"))
    assert read().course.lesson_digest(read().course.lessons[0]) != first
    assert read().course.lesson_digest(read().course.lessons[1]) == course.lesson_digest(course.lessons[1])


@pytest.mark.parametrize(
    ("part", "values", "path", "code"),
    [
        ("serves", [{"criterion": "Z9", "levels": [1]}], (0, "criterion"), "courses.criterion_unknown"),
        ("serves", [{"criterion": "A2", "levels": [1]}], (0, "levels"), "courses.aim_not_served"),
        ("serves", [{"criterion": "A1", "levels": [1]}] * 2, (1, "criterion"), "courses.criterion_twice"),
        ("practices", [{**PRACTICE, "levels": [3]}], (0, "levels"), "courses.level_unknown"),
        ("practices", [PRACTICE] * 2, (1, "code"), "courses.practice_twice"),
        ("practices", [PRACTICE] * 6, (), "courses.shape_many"),
        ("practices", [{"code": "try"}], (0, "task"), "courses.shape_missing"),
        ("reflections", [{"code": "a", "prompt": WORDS}] * 2, (1, "code"), "courses.prompt_twice"),
        ("title", {"ja": "\x07", "en": "Title"}, ("ja",), "courses.file_control_character"),
        ("colour", "blue", (), "courses.shape_unknown"),
    ],
)
def test_each_problem_of_plain_values_leads_to_its_place(documents, read_again, part, values, path, code):
    documents["course"]["lessons"][0][part] = values
    assert (CourseFile.COURSE, ("lessons", 0, part, *path), code) in read_again(documents)[1]


def test_codes_are_the_courses_own_not_the_lessons(documents, read_again):
    documents["course"]["lessons"][1]["practices"][0]["code"] = "try"
    place = ("lessons", 1, "practices", 0, "code")
    assert read_again(documents)[1] == [(CourseFile.COURSE, place, "courses.practice_twice")]


@pytest.mark.parametrize("slug", ["people", "drafts"])
def test_words_of_addresses_are_no_slugs(documents, read_again, slug):
    documents["course"]["slug"] = slug
    assert read_again(documents)[1] == [(CourseFile.COURSE, ("slug",), "courses.course_reserved")]
    documents["course"] |= {"slug": "small"}
    documents["course"]["lessons"][0]["slug"] = "print"
    assert (CourseFile.COURSE, ("lessons", 0, "slug"), "courses.lesson_reserved") in read_again(documents)[1]


def test_problems_of_texts_name_the_file_they_would_be(documents, read_again):
    documents["lessons"]["second"]["en"] = "## Heading\n\n# Title\n"
    del documents["lessons"]["first"]["en"]
    documents["figures"].clear()
    assert {(file, code) for file, _path, code in read_again(documents)[1]} == {
        ("lessons/01-first.en.md", "courses.file_missing"),
        ("lessons/01-first.ja.md", "courses.figure_missing"),
        ("lessons/02-second.en.md", "courses.lesson_heading"),
    }


@pytest.mark.parametrize("text", ["本文\x00です", "本文\ud800です"])
def test_characters_no_database_keeps_are_refused_in_texts(documents, read_again, text):
    documents["lessons"]["second"]["ja"] = text
    ((file, _path, code),) = read_again(documents)[1]
    assert file == "lessons/02-second.ja.md"
    assert code in {"courses.file_control_character", "courses.file_not_utf8"}


@pytest.mark.parametrize("course", [{}, {"lessons": [1]}, {"lessons": [{"slug": 5}]}, [], None])
def test_values_of_any_shape_are_told_rather_than_raised(documents, read_again, course):
    documents["course"] = course
    assert read_again(documents)[0] is None


def test_prerequisites_are_held_against_the_courses_that_are_known(documents, read_again):
    documents["course"]["prerequisites"] = ["first-steps"]
    place = ("prerequisites", 0)
    assert read_again(documents)[1] == []
    assert read_again(documents, neighbours={})[1] == [
        (CourseFile.COURSE, place, "courses.prerequisite_unknown")
    ]
    assert read_again(documents, neighbours={"first-steps": ()})[1] == []
    circle = {"first-steps": ("between",), "between": ("small",), "small": ()}
    assert read_again(documents, neighbours=circle)[1] == [
        (CourseFile.COURSE, place, "courses.prerequisite_circle")
    ]


def test_courses_that_wait_for_each_other_are_told_with_the_whole_circle(folder, read, tmp_path):
    others = [CourseFolder(tmp_path / "content", slug) for slug in ("middle", "last")]
    for one, before in ((folder, "middle"), (others[0], "last"), (others[1], "small")):
        one.course["prerequisites"] = [before]
        one.save()
    (problem,) = read().problems
    assert (problem.code, problem.path) == ("courses.prerequisite_circle", ("prerequisites", 0))
    assert problem.facts["circle"] == "small → middle → last → small"
    others[1].write("course.yaml", "slug: [")
    assert read().problems == ()
    others[1].write("course.yaml", "prerequisites: small")
    assert read().problems == ()


def test_a_text_alone_can_be_read_as_one_types(documents):
    reader = LessonReader("ja", sources_of(documents["course"]), {"figures/path.svg"}.__contains__)
    reading = reader.read("lesson", "注です[^paper]。\n\n![図](figures/path.svg)\n\n# 題")
    assert [(problem.line, problem.code) for problem in reading.problems] == [(5, "courses.lesson_heading")]
    assert "資料（2026年11月20日確認）" in reading.html
    assert reading.figures == ("figures/path.svg",)
    assert "資料" not in reader.read("lesson", "注のない本文").html


def test_numbers_are_written_without_an_exponent_and_read_as_they_were(documents, read_again):
    question = {"kind": "numeric", "lesson": "first", "prompt": WORDS, "tolerance": 0.000001}
    answers = (0.00001, 12.5, 3)
    documents["quiz"]["questions"] = [
        {**question, "code": f"n{place}", "answer": answer} for place, answer in enumerate(answers)
    ]
    course, problems = read_again(documents)
    assert problems == []
    files = write_files(course)
    assert b"answer: 0.00001\n" in files["quiz.yaml"]
    assert b"answer: 3\n" in files["quiz.yaml"]
    assert read_course(files, schemas=schemas(), levels=LEVELS).course == course


def test_the_courses_beside_and_those_known_otherwise_are_one_list(folder, tmp_path):
    CourseFolder(tmp_path / "content", "another")
    known = SiblingFolders(tmp_path / "content", {"stored": ("small",), "small": ("nobody",)})
    assert list(known) == ["another", "small", "stored"]
    assert len(known) == 3
    assert (known["stored"], known["small"]) == (("small",), ())
    known.note("small", ("another",))
    assert known["small"] == ("another",)


def test_what_a_lesson_serves_comes_back_as_it_was_stored(rich, read):
    aim = read().course.lessons[0].serves[0]
    assert lesson_aim_from(stored_lesson_aim(aim)) == aim
