"""Which format a file is in; what no file of any format may be; a sentence for each problem."""

import string

import pytest

from lms.rubric.loader import Format
from lms.rubric.loader.document import MAX_DEPTH
from lms.rubric.loader.foreign import plain_text, slug
from lms.rubric.loader.formats import find_format
from lms.rubric.loader.json_document import MAX_BYTES, MAX_ITEMS
from lms.rubric.loader.wording_of_formats import FORMATS
from tests.factories.rubric import BANSO_FILE


@pytest.mark.parametrize(
    ("name", "content", "kind"),
    [
        ("a.yaml", b"{", Format.YAML),
        ("a.YML", b"row,code", Format.YAML),
        ("a.csv", b"row,code", Format.CSV),
        ("a.csv", b"anything", Format.CSV),
        ("a.csv", b'ID number,"Is framework"\n', Format.MOODLE),
        ("a.txt", b"\xef\xbb\xbfrow;code", Format.CSV),
        ("", b'"Parent ID number","Is framework"', Format.MOODLE),
        ("a.json", b"[]", Format.CASE),
        ("a.json", b'{"CFDocument": {}}', Format.CASE),
        ("a.json", b'{"framework": {}}', Format.MATRIX),
        ("a.json", b"[" * 100_000, Format.CASE),
        ("a.matrix", b"x", Format.MATRIX),
        ("a", b' {"CFDocument": {}}', Format.CASE),
        ("a", b"code: banso", Format.YAML),
        ("", b"", Format.YAML),
        ("banso-v1", BANSO_FILE.read_bytes(), Format.YAML),
    ],
)
def test_the_format_is_told_by_the_name_else_by_the_beginning(name, content, kind):
    assert find_format(name, content) is kind


@pytest.mark.parametrize("kind", [Format.CASE, Format.MATRIX])
@pytest.mark.parametrize(
    ("content", "line", "sentence"),
    [
        (b'{"a": \xff}', 1, "This is not text in UTF-8; save the file in UTF-8."),
        ('{"a": 1}'.encode("utf-16"), 1, "The file is in UTF-16; save it in UTF-8."),
        (b'{\n"a": }', 2, "This cannot be read as JSON: Expecting value."),
        (b"", 1, "This cannot be read as JSON: Expecting value."),
        (b'{"a": 1, "a": 2}', 0, "“a” stands twice in one object; keep one of them."),
        (b'{"a": "\\u0000"}', 0, "a: there is a control character here; a rubric is plain text."),
        (b'{"a": ["\\ud800"]}', 0, "a[0]: there is a control character here; a rubric is plain text."),
        (b'{"\\ud800": 1}', 0, "\\ud800: there is a control character here; a rubric is plain text."),
        (
            b"[" * (MAX_DEPTH + 1),
            1,
            "The file is nested deeper than 20 steps or has more than 200000 entries.",
        ),
        (b"[1" + b",1" * (MAX_ITEMS + 1), 1, "The file is nested deeper than 20 steps"),
        (b" " * (MAX_BYTES + 1), 1, "The file is larger than 4000 kB; a rubric is expected to be smaller."),
        (b"[]", 0, "the file: is a list; expected is names with values."),
    ],
)
def test_json_that_cannot_be_used_is_told(refused, kind, content, line, sentence):
    ((at, told),) = refused(content, kind)
    assert at == line
    assert told.startswith(sentence)


def test_brackets_within_texts_are_no_depth(refused):
    told = [sentence for _, sentence in refused('{"a": "' + "[{" * 100 + '\\""}', Format.CASE)]
    assert "the file: “CFDocument” is missing." in told


@pytest.mark.parametrize("text", ['a: "\\0"', 'a: "\\uD800"', 'a: "\\a"', '"\\0": 1'])
def test_control_characters_written_as_escapes_are_refused_in_yaml_too(refused, text):
    assert refused(f"code: x\n{text}\n", Format.YAML) == [
        (2, "There is a control character here; a rubric is plain text.")
    ]


def test_one_language_may_stand_in_for_the_other_in_our_own_files_too(read):
    text = BANSO_FILE.read_text(encoding="utf-8").replace(
        "        name: {ja: オーナーシップ, en: Ownership}\n", ""
    )
    assert "Ownership" in BANSO_FILE.read_text(encoding="utf-8")
    lacking = text.replace("      - code: A1\n", "      - code: A1\n        name: {ja: オーナーシップ}\n")
    assert read(lacking, Format.YAML).draft is None
    rubric = read(lacking, Format.YAML, fall_back=True).rubric
    assert rubric.criteria[0].name == {"ja": "オーナーシップ", "en": "オーナーシップ"}
    assert all(descriptor.is_draft for descriptor in rubric.criteria[0].descriptors)
    assert read("a: [1]\n", Format.YAML, fall_back=True).rubric is None
    assert read("- 1\n", Format.YAML, fall_back=True).rubric is None


def test_html_becomes_what_its_reader_sees():
    assert plain_text("<p>A&amp;B</p><ul><li>one</li><li>two  three</li></ul>") == "A&B\none\ntwo three"
    assert plain_text("plain < text") == "plain < text"


@pytest.mark.parametrize(
    ("text", "code"),
    [("Advising small businesses", "advising-small"), ("伴走", "x"), ("1st", "x"), ("--A--", "a")],
)
def test_titles_become_codes(text, code):
    assert slug(text, longest=15, otherwise="x") == code


def test_no_sentence_needs_a_fact_it_is_not_given():
    known = {"place", "name", "language", "count", "names", "reason", "rows", "expected", "column", "value"}
    known |= {"criterion", "domain", "row", "option", "said", "identifier", "found", "columns", "parent"}
    known |= {"number", "first"}
    for sentence in FORMATS.values():
        facts = {
            name
            for _, name, _, _ in string.Formatter().parse(str(sentence).replace("%(", "{").replace(")s", "}"))
        }
        assert facts - {None} <= known
