"""YAML becomes plain values with lines; what could hurt or mislead is refused with its line."""

import pytest

from lms.rubric.loader.document import MAX_BYTES, MAX_DEPTH, MAX_ITEMS, UnreadableError, read_document


@pytest.fixture
def refused():
    """Read what must be refused; return line and code of every problem."""

    def read(data: bytes) -> list[tuple[int, str]]:
        with pytest.raises(UnreadableError) as caught:
            read_document(data)
        for problem in caught.value.problems:
            assert problem.sentence()
        return [(problem.line, problem.code) for problem in caught.value.problems]

    return read


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("a: 1", {"a": 1}),
        ("a: -12", {"a": -12}),
        ("a: 1.5", {"a": 1.5}),
        ("a: '1'", {"a": "1"}),
        ("a: TRUE", {"a": True}),
        ("a: false", {"a": False}),
        ("a: yes", {"a": "yes"}),
        ("a: tRUE", {"a": "tRUE"}),
        ("a: 08", {"a": "08"}),
        ("a: -.5", {"a": "-.5"}),
        ("a: .5", {"a": 0.5}),
        ("a:", {"a": None}),
        ("a: ~", {"a": None}),
        ("a: 2026-11-20", {"a": "2026-11-20"}),
        ("a: 1:30", {"a": "1:30"}),
        ("a: " + "9" * 400, {"a": "9" * 400}),
        ("no: x", {"no": "x"}),
        ("1: x", {"1": "x"}),
        ("<<: x", {"<<": "x"}),
        ("- a\n- [b, {c: d}]", ["a", ["b", {"c": "d"}]]),
        ("a: |\n  x\n  y\n", {"a": "x\ny\n"}),
        ("", None),
        ("\ufeffa: あ", {"a": "あ"}),
        ("a: 1\r\nb: 2\r\n", {"a": 1, "b": 2}),
    ],
)
def test_values(text, value):
    assert read_document(text.encode()).value == value


def test_lines_are_those_of_keys_and_items():
    document = read_document(b"# note\na:\n  - x\n  - b: 1\n    c:\n      d: 2\n")
    assert document.lines == {
        (): 2,
        ("a",): 2,
        ("a", 0): 3,
        ("a", 1): 4,
        ("a", 1, "b"): 4,
        ("a", 1, "c"): 5,
        ("a", 1, "c", "d"): 6,
    }


def test_an_unknown_place_has_the_line_of_what_is_around_it():
    document = read_document(b"a:\n  b: 1\n")
    assert document.line(("a", "b", "x", 3)) == 2
    assert document.line(("z",)) == 1


@pytest.mark.parametrize(
    ("data", "line", "code"),
    [
        (b"a: 1\nb: \xff\n", 2, "rubric.file_not_utf8"),
        (b"a: 1\nb: [1\n", 3, "rubric.file_not_yaml"),
        (b"a: 1\n\tb: 2\n", 2, "rubric.file_not_yaml"),
        (b"a: 1\nb: x\x07y\n", 2, "rubric.file_control_character"),
        (b'a: "\\UFFFFFFFF"\n', 1, "rubric.file_not_yaml"),
        (b"a: 1\nb: &here 2\n", 2, "rubric.file_anchor"),
        (b"a: 1\nb: *here\n", 2, "rubric.file_anchor"),
        (b"a: !!python/object:os.system x\n", 1, "rubric.file_tag"),
        (b"a: ! x\n", 1, "rubric.file_tag"),
        (b"a: 1\n? [b]\n: 2\n", 2, "rubric.file_key"),
        (b"a: 1\n---\nb: 2\n", 2, "rubric.file_many_documents"),
    ],
)
def test_refusals(refused, data, line, code):
    assert refused(data) == [(line, code)]


def test_size_depth_and_number_are_bounded(refused):
    assert refused(b"#" * (MAX_BYTES + 1)) == [(1, "rubric.file_too_large")]
    assert refused(b"[" * (MAX_DEPTH + 2)) == [(1, "rubric.file_too_deep")]
    assert refused(b"- 1\n" * (MAX_ITEMS + 1)) == [(MAX_ITEMS + 1, "rubric.file_too_deep")]


def test_a_number_that_no_computer_reads_is_no_accident(refused):
    assert refused(b"%YAML 1." + b"9" * 5000 + b"\n---\na: 1\n") == [(1, "rubric.file_not_yaml")]


def test_each_duplicate_key_is_named_with_its_first_line(refused):
    assert refused(b"a: 1\nb:\n  c: 1\n  c: 2\na: 3\n") == [
        (4, "rubric.file_duplicate_key"),
        (5, "rubric.file_duplicate_key"),
    ]


def test_a_billion_laughs_stay_small(refused):
    lines = ["a: &a [x, x]"] + [f"b{n}: &b{n} [*a, *a]" for n in range(30)]
    assert refused("\n".join(lines).encode()) == [(1, "rubric.file_anchor")]
