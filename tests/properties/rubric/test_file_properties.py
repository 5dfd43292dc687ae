"""What holds for every rubric file: written and read it is the same; what is taken out has its line named."""

from hypothesis import example, given, settings
from hypothesis import strategies as st

from lms.rubric.domain import list_flaws
from lms.rubric.loader import read_rubric
from tests.factories.rubric import BANSO_FILE, shipped_schema
from tests.properties.rubric.strategies import document_of, line_of, rubrics, written

SCHEMA = shipped_schema()
BANSO = BANSO_FILE.read_text(encoding="utf-8")

unhurried = settings(deadline=None, max_examples=30)  # a file takes 5 to 50 ms, on a busy machine far more


@unhurried
@given(rubrics())
def test_written_and_read_it_is_the_same(rubric):
    reading = read_rubric(written(document_of(rubric)).encode(), schema=SCHEMA)
    assert reading.problems == ()
    assert reading.rubric == rubric
    assert reading.rubric.digest() == rubric.digest()


@unhurried
@given(rubrics())
def test_a_whole_rubric_has_no_flaw(rubric):
    assert list_flaws(rubric) == ()


@unhurried
@given(rubrics(), st.data())
def test_a_descriptor_taken_out_is_named_at_its_criterion(rubric, data):
    document = document_of(rubric)
    i = data.draw(st.integers(0, len(document["domains"]) - 1))
    j = data.draw(st.integers(0, len(document["domains"][i]["criteria"]) - 1))
    criterion = document["domains"][i]["criteria"][j]
    removed = criterion["descriptors"].pop(data.draw(st.integers(0, len(rubric.levels) - 1)))
    text = written(document)
    (problem,) = read_rubric(text.encode(), schema=SCHEMA).problems
    assert problem.code == "rubric.missing_descriptor"
    assert problem.line == line_of(text, ("domains", i, "criteria", j, "descriptors"))
    assert (problem.facts["criterion"], problem.facts["level"]) == (criterion["code"], removed["level"])


@unhurried
@given(rubrics(), st.data())
def test_a_translation_taken_out_is_named_where_it_was(rubric, data):
    document = document_of(rubric)
    todo, places = [((), document)], []
    while todo:
        path, value = todo.pop()
        if isinstance(value, dict) and value.keys() == {"ja", "en"}:
            places.append((path, value))
        elif isinstance(value, dict | list):
            pairs = value.items() if isinstance(value, dict) else enumerate(value)
            todo += [((*path, step), inner) for step, inner in pairs]
    path, words = data.draw(st.sampled_from(places))
    language = data.draw(st.sampled_from(["ja", "en"]))
    del words[language]
    text = written(document)
    (problem,) = read_rubric(text.encode(), schema=SCHEMA).problems
    assert (problem.code, problem.facts["name"]) == ("rubric.shape_missing", language)
    assert problem.line == line_of(text, path)


@unhurried
@given(st.binary(max_size=200))
@example(b"\xfe\xff")
def test_no_bytes_are_an_accident(data):
    reading = read_rubric(data, schema=SCHEMA)
    assert reading.rubric is None
    assert all(problem.sentence() for problem in reading.problems)
    assert reading.problems


@unhurried
@given(st.text(alphabet=st.sampled_from("-: \n\t[]{}&*!|>'\"%@`?#,a1\\xU\0é"), max_size=60))
def test_no_yaml_is_an_accident(text):
    reading = read_rubric(text.encode(), schema=SCHEMA)
    assert reading.rubric is None
    assert all(1 <= problem.line <= text.count("\n") + 1 for problem in reading.problems)


@unhurried
@given(st.data())
def test_the_shipped_file_with_one_character_changed_is_no_accident(data):
    place = data.draw(st.integers(0, len(BANSO) - 1))
    changed = BANSO[:place] + data.draw(st.sampled_from("\n :-{}[]'\"#&x")) + BANSO[place + 1 :]
    reading = read_rubric(changed.encode(), schema=SCHEMA)
    assert (reading.rubric is None) == bool(reading.problems)
    assert all(problem.sentence() for problem in reading.problems)
