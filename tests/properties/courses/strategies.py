"""Any quiz without a flaw, with answers it can take."""

from hypothesis import strategies as st

from lms.courses.domain import MultipleChoice, Option, Quiz, SingleChoice

WORDS = {"ja": "言葉", "en": "words"}


@st.composite
def questions(draw, code):
    """Draw a question that has no flaw."""
    letters = "abcdefgh"[: draw(st.integers(2, 8))]
    is_single = draw(st.booleans())
    most = 1 if is_single else len(letters) - 1
    right = draw(st.sets(st.sampled_from(letters), min_size=1, max_size=most))
    options = tuple(Option(letter, WORDS, WORDS, letter in right) for letter in letters)
    return (SingleChoice if is_single else MultipleChoice)(code, "lesson", WORDS, options)


@st.composite
def answered(draw):
    """Draw a quiz and answers it can take; some questions stay unanswered."""
    drawn = tuple(draw(questions(f"q{number}")) for number in range(draw(st.integers(1, 6))))
    quiz = Quiz(draw(st.integers(1, len(drawn))), drawn)
    answers = {}
    for question in drawn:
        chosen = st.frozensets(st.sampled_from(sorted(question.option_codes)), max_size=question.most_chosen)
        answers |= draw(st.one_of(st.just({}), chosen.map(lambda codes, q=question: {q.code: codes})))
    return quiz, answers
