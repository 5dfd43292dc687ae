"""GIFT text becomes a quiz; what a quiz cannot hold is refused with its line."""

import pytest

from lms.courses.loader import read_gift
from lms.courses.loader.gift.document import RIGHT_WORDS, WRONG_WORDS
from lms.courses.loader.quiz_shape import quiz_document, quiz_from_document


@pytest.fixture
def question():
    """Return the one question of a text."""

    def read(text, **options):
        reading = read_gift(text, **options)
        assert reading.problems == ()
        document = reading.document
        assert quiz_document(quiz_from_document(document))["pass_mark"] == 1
        return document["questions"][0]

    return read


@pytest.fixture
def problems():
    """Return file, line and code of each problem."""

    def read(text, **options):
        reading = read_gift(text, **options)
        assert reading.document is None
        return [(one.file, one.line, one.code) for one in reading.problems]

    return read


def test_a_choice_keeps_its_feedback(question):
    found = question("::Which Reply?:: What first? {=listen#yes ~tell#too early\n~wait}")
    assert (found["code"], found["kind"], found["lesson"]) == ("which-reply", "single", "lesson")
    assert found["prompt"] == {"ja": "What first?", "en": "What first?"}
    assert [option.get("correct", False) for option in found["options"]] == [True, False, False]
    assert [option["feedback"]["ja"] for option in found["options"]] == [
        "yes",
        "too early",
        WRONG_WORDS["ja"],
    ]


def test_weights_make_a_multiple_choice(question):
    found = question("Q {~%50%a ~%50%b ~%-100%c#no####general}")
    assert found["kind"] == "multiple"
    assert [option.get("correct", False) for option in found["options"]] == [True, True, False]
    assert [option["feedback"]["en"] for option in found["options"]] == ["general", "general", "no"]


@pytest.mark.parametrize(("answer", "right"), [("T", 0), ("true#wrong#right", 0), ("FALSE", 1), ("F", 1)])
def test_true_or_false_keeps_its_order(question, answer, right):
    found = question(f"The earth is round. {{{answer}}}")
    assert found["keep_order"] is True
    assert [option.get("correct", False) for option in found["options"]].index(True) == right


def test_feedback_of_true_or_false_is_for_wrong_then_right(question):
    options = question("Q {T#wrong one#right one}")["options"]
    assert [option["feedback"]["ja"] for option in options] == ["right one", "wrong one"]
    options = question("Q {F#wrong one}")["options"]
    assert [option["feedback"]["ja"] for option in options] == ["wrong one", RIGHT_WORDS["ja"]]


def test_words_have_forms_and_usual_mistakes(question):
    found = question("Capital? {=Tokyo =東京 =%50%Edo#once####It is Tokyo}")
    assert found["kind"] == "short"
    assert found["accepted"]["ja"] == ["Tokyo", "東京"]
    assert found["near"][0]["feedback"]["en"] == "once"
    assert found["feedback"]["en"] == "It is Tokyo"
    assert question("Q {=a#well done}")["feedback"]["ja"] == "well done"
    assert "near" not in question("Q {=a}")


@pytest.mark.parametrize(
    ("answer", "expected"),
    [("12.5:0.5", (12.5, 0.5)), ("3", (3, 0)), ("1..5", (3, 2)), ("=-2:1", (-2, 1))],
)
def test_numbers_have_a_tolerance_or_a_range(question, answer, expected):
    found = question(f"Q {{#{answer}}}")
    assert found["kind"] == "numeric"
    assert (found["answer"], found["tolerance"]) == expected


def test_a_number_half_right_is_a_usual_mistake(question):
    found = question("Q {#=3:0 =%50%3:1#nearly}")
    assert (found["answer"], found["near"][0]["tolerance"]) == (3, 1)
    assert found["near"][0]["feedback"]["ja"] == "nearly"


def test_pairs_match_and_a_right_side_alone_fits_nothing(question):
    found = question("Match {=a -> 1 =b -> 2 = -> 3####because}")
    assert [(pair["left"]["ja"], pair["right"]["ja"]) for pair in found["pairs"]] == [("a", "1"), ("b", "2")]
    assert found["distractors"] == [{"ja": "3", "en": "3"}]
    assert found["feedback"] == {"ja": "because", "en": "because"}
    assert "feedback" not in question("Match {=a -> 1 =b -> 2}")


def test_a_missing_word_leaves_a_gap(question):
    assert (
        question("The capital is {=Tokyo ~Osaka} today.")["prompt"]["en"] == "The capital is ＿＿＿＿ today."
    )


def test_signs_can_be_escaped_and_html_is_dropped(question):
    found = question(r"[html]<p>2 \= 1 &amp; 1\: \{sure\}<br>\n</p> {=\~a\# ~[html]<b>b</b>}")
    assert found["prompt"]["en"] == "2 = 1 & 1: {sure}"
    assert [option["text"]["en"] for option in found["options"]] == ["~a#", "b"]


def test_comments_and_categories_are_no_questions():
    first, second = "$CATEGORY: $course$/top/first-lesson", "$CATEGORY: あいさつ"
    text = f"\ufeff// first\n{first}\n\n// one\nQ {{T}}\n\n{second}\n\nR {{F}}"
    reading = read_gift(text, lesson="other")
    assert [one["lesson"] for one in reading.document["questions"]] == ["first-lesson", "other"]
    assert [one["code"] for one in reading.document["questions"]] == ["question-1", "question-2"]
    assert (reading.document["pass_mark"], reading.n_filled) == (2, 4)


def test_equal_titles_get_codes_of_their_own():
    reading = read_gift("::Q::a {T}\n\n::Q::b {T#x#y}")
    assert [one["code"] for one in reading.document["questions"]] == ["q", "q-2"]
    assert reading.n_filled == 2


def test_a_second_file_gives_the_english(question):
    found = question("問い {=聞く#よい ~話す -}", english="::Ask::Question {=listen#good ~talk}")
    assert found["prompt"] == {"ja": "問い", "en": "Question"}
    assert found["options"][0]["feedback"] == {"ja": "よい", "en": "good"}
    assert found["code"] == "ask"


def test_the_two_files_must_agree(problems):
    names = {"names": ("a.gift", "b.gift")}
    assert problems("Q {T}\n\nR {T}", english="Q {T}", **names) == [
        ("b.gift", 1, "courses.gift_other_number")
    ]
    assert problems("Q {T}", english="\nQ {=a}", **names) == [("b.gift", 2, "courses.gift_other_kind")]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Write an essay {}", "courses.gift_essay"),
        ("Only a description.", "courses.gift_description"),
        ("Q {=a ~b", "courses.gift_braces"),
        ("Q {=a} and {=b}", "courses.gift_braces"),
        ("Q {a, b}", "courses.gift_answers"),
        ("Q {~a}", "courses.gift_no_right"),
        ("Q {~a ~b}", "courses.gift_no_right"),
        ("Q {=a =b ~c}", "courses.gift_many_right"),
        ("Q {~%100%a}", "courses.gift_answers"),
        ("Q {=%50%a}", "courses.gift_no_right"),
        ("Q {#=1 =2}", "courses.gift_many_right"),
        ("Q {#=%50%1}", "courses.gift_no_right"),
        ("Q {#one}", "courses.gift_number"),
        ("Q {#nan}", "courses.gift_number"),
        ("Q {#1e999999999}", "courses.gift_number"),
        ("Q {#1:1e999999999}", "courses.gift_number"),
        ("Q {#-9e99999999..9e99999999}", "courses.gift_number"),
        ("Q {=a -> 1}", "courses.gift_answers"),
        ("Q {=a -> 1 =b}", "courses.gift_answers"),
        ("Q {=a" + " ~b" * 10 + "}", "courses.gift_many"),
    ],
)
def test_what_a_quiz_cannot_hold_is_refused_with_its_line(problems, text, code):
    assert problems(f"// comment\n\n{text}\n") == [("gift", 3, code)]


def test_every_problem_is_told_and_an_empty_file_too(problems):
    assert problems("A {}\n\nB\n\nC {T}") == [
        ("gift", 1, "courses.gift_essay"),
        ("gift", 3, "courses.gift_description"),
    ]
    assert problems("// nothing\n") == [("gift", 1, "courses.gift_nothing")]


def test_no_more_questions_are_taken_than_a_quiz_holds(problems):
    text = "Q {T}\n\n"
    assert read_gift(text * 200).problems == ()
    assert problems(text * 201) == [("gift", 401, "courses.gift_many_questions")]
