"""Whatever is typed comes back as it was: through the forms of a draft, and through its ZIP file."""

from hypothesis import given, settings
from hypothesis import strategies as st

from lms.authoring.domain import DraftText, put_lessons, stored_text, text_from
from lms.authoring.forms import question_part
from lms.authoring.forms.arranging import VERBS, arranged
from lms.authoring.forms.course import Offered, aims_part
from lms.authoring.forms.questions import blank_question
from lms.authoring.loader import read_whole
from lms.courses.domain import QuestionKind
from lms.courses.loader import document_of, read_course, read_zip, write_zip
from tests.factories.authoring import whole_text, yardstick
from tests.factories.courses import LEVELS, schemas

WORDS = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cs", "Cc", "Zl", "Zp", "Cf")), min_size=1, max_size=30
).filter(lambda text: bool(text.strip()) and text == text.strip() and "\x85" not in text)
BOTH = st.fixed_dictionaries({"ja": WORDS, "en": WORDS})
SLUGS = st.lists(st.from_regex(r"[a-z]{3,8}", fullmatch=True), min_size=2, max_size=2, unique=True)


class _Sent:
    """A form that was sent back as it was shown."""

    def __init__(self, values):
        self.values = values

    def __getitem__(self, name):
        return type("Field", (), {"data": self.values[name]})


@given(title=BOTH, summary=BOTH, prompt=BOTH, minutes=st.integers(10, 600))
@settings(max_examples=40, deadline=None)
def test_a_draft_comes_back_from_its_zip_identically(title, summary, prompt, minutes):
    text = whole_text()
    course = {**text.course, "title": title, "summary": summary, "minutes": minutes}
    questions = [{**text.quiz["questions"][0], "prompt": prompt}, *text.quiz["questions"][1:]]
    written = DraftText(course, {**text.quiz, "questions": questions}, text.lessons)
    whole = read_whole(written, yardstick(), figures={}, digest="")
    assert whole is not None
    packed = write_zip(whole.course)
    reading = read_course(read_zip(packed), schemas=schemas(), levels=LEVELS)
    assert reading.course is not None
    again = text_from(document_of(reading.course))
    assert stored_text(again) == stored_text(text_from(document_of(whole.course)))
    assert write_zip(reading.course) == packed


@given(
    kind=st.sampled_from(list(QuestionKind)),
    prompt=BOTH,
    intents=st.lists(
        st.tuples(
            st.sampled_from(sorted(VERBS)),
            st.sampled_from(["options", "items", "pairs", "near", "steps", "steps-0-choices", "distractors"]),
            st.integers(0, 3),
        ),
        max_size=6,
    ),
)
@settings(max_examples=60, deadline=None)
def test_a_form_sent_back_as_it_was_changes_nothing(kind, prompt, intents):
    text = whole_text()
    question = {**blank_question(kind, text), "code": "new", "prompt": prompt}
    text = DraftText(text.course, {"pass_mark": 1, "questions": [question]}, text.lessons)
    spec = question_part(text, "new").spec
    for verb, rows, position in intents:
        intent = f"{verb}:{rows}" if verb == "add" else f"{verb}:{rows}-{position}"
        question = arranged(spec, question, intent).value
    sent = _Sent(spec.values("", question))
    assert set(sent.values) == set(spec.fields("", question))
    assert spec.read(sent, "", question) == question


@given(levels=st.lists(st.integers(1, 4), unique=True, max_size=4), objective=BOTH)
def test_aims_sent_back_as_they_were_change_nothing(levels, objective):
    aims = {"serves": [{"criterion": "A1", "levels": levels, "objective": objective}]}
    spec = aims_part(Offered((), (), ())).spec
    assert spec.read(_Sent(spec.values("", aims)), "", aims) == aims


@given(slugs=SLUGS, swaps=st.booleans())
def test_names_given_and_taken_back_lose_no_word(slugs, swaps):
    text = whole_text()
    order = list(reversed(text.course["lessons"])) if swaps else list(text.course["lessons"])
    was = [lesson["slug"] for lesson in order]
    named = put_lessons(
        text, [{**lesson, "slug": slug} for lesson, slug in zip(order, slugs, strict=True)], was
    )
    back = put_lessons(
        named,
        [{**lesson, "slug": slug} for lesson, slug in zip(named.course["lessons"], was, strict=True)],
        slugs,
    )
    assert {**back.lessons} == {**text.lessons}
    assert back.quiz == text.quiz
