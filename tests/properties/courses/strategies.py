"""Any quiz without a flaw, of every kind of question, with answers it can take."""

from decimal import Decimal

from hypothesis import strategies as st

from lms.courses.domain import MultipleChoice, Option, Pool, Quiz, SingleChoice
from lms.courses.domain.quiz import (
    Decision,
    Item,
    Matching,
    NearNumber,
    NearText,
    Numeric,
    Ordering,
    Pair,
    Scenario,
    ShortAnswer,
    Side,
    Step,
)

WORDS = {"ja": "言葉", "en": "words"}
LETTERS = "abcdefgh"
feedback = st.one_of(st.none(), st.just(WORDS))


def numbered(text, number):
    """Return words that differ by number."""
    return {"ja": f"{text}{number}番", "en": f"{text} {number}"}


@st.composite
def choices(draw, common):
    """Draw a question answered by choosing."""
    letters = LETTERS[: draw(st.integers(2, 8))]
    is_single = draw(st.booleans())
    most = 1 if is_single else len(letters) - 1
    right = draw(st.sets(st.sampled_from(letters), min_size=1, max_size=most))
    options = tuple(Option(letter, numbered("o", letter), WORDS, letter in right) for letter in letters)
    kind = SingleChoice if is_single else MultipleChoice
    return kind(options=options, keeps_order=draw(st.booleans()), **common)


@st.composite
def orderings(draw, common):
    """Draw items in an order."""
    codes = draw(st.permutations(LETTERS[: draw(st.integers(3, 8))]))
    items = tuple(Item(code, numbered("i", code), draw(feedback)) for code in codes)
    return Ordering(items=items, feedback=draw(feedback), **common)


@st.composite
def matchings(draw, common):
    """Draw pairs, with right sides that fit nothing."""
    n_pairs, n_more = draw(st.integers(2, 6)), draw(st.integers(0, 2))
    codes = draw(st.permutations(LETTERS[: n_pairs + n_more]))
    pairs = tuple(
        Pair(left, numbered("l", left), code, draw(feedback))
        for left, code in zip(LETTERS, codes[:n_pairs], strict=False)
    )
    sides = tuple(Side(code, numbered("r", code)) for code in codes)
    return Matching(pairs=pairs, sides=sides, feedback=draw(feedback), **common)


decimals = st.decimals(-10_000, 10_000, places=2).map(Decimal.normalize)


@st.composite
def numbers(draw, common):
    """Draw a number with its tolerance."""
    tolerance = abs(draw(st.decimals(0, 10, places=2)))
    near = [NearNumber(draw(decimals), tolerance + 1, WORDS)] if draw(st.booleans()) else []
    unit = draw(st.one_of(st.none(), st.just({"ja": "円", "en": "yen"})))
    more = {"unit": unit, "near": tuple(near), "feedback": draw(feedback)}
    return Numeric(answer=draw(decimals), tolerance=tolerance.normalize(), **more, **common)


@st.composite
def shorts(draw, common):
    """Draw accepted words."""
    near = [NearText({"ja": ("近い",), "en": ("near",)}, WORDS)] if draw(st.booleans()) else []
    accepted = {"ja": ("傾聴", "けいちょう"), "en": ("listening",)}
    return ShortAnswer(accepted=accepted, near=tuple(near), feedback=draw(feedback), **common)


@st.composite
def scenarios(draw, common):
    """Draw a case of one to three steps; the first choice of each is good and leads on."""
    n_steps = draw(st.integers(1, 3))
    steps = []
    for number in range(n_steps):
        following = f"s{number + 1}" if number + 1 < n_steps else None
        others = tuple(
            Decision(
                code,
                numbered("c", code),
                WORDS,
                draw(st.booleans()),
                draw(st.sampled_from([None, following])),
            )
            for code in "bc"[: draw(st.integers(1, 2))]
        )
        first = Decision("a", numbered("c", "a"), WORDS, is_good=True, to=following)
        steps.append(Step(f"s{number}", WORDS, (first, *others)))
    return Scenario(start="s0", steps=tuple(steps), **common)


@st.composite
def questions(draw, code, pools=()):
    """Draw a question that has no flaw."""
    pool = draw(st.sampled_from([None, *pools]))
    common = {"code": code, "lesson_slug": "lesson", "prompt": WORDS, "pool": pool}
    kinds = [choices, orderings, matchings, numbers, shorts, scenarios]
    return draw(draw(st.sampled_from(kinds))(common))


@st.composite
def given_to(draw, question):
    """Draw an answer the question can take, not always a right one."""
    if isinstance(question, SingleChoice | MultipleChoice):
        codes = sorted(question.option_codes)
        return tuple(sorted(draw(st.sets(st.sampled_from(codes), min_size=1, max_size=question.most_chosen))))
    if isinstance(question, Ordering):
        return tuple(draw(st.permutations(question.movable)))
    if isinstance(question, Matching):
        lefts = draw(st.sets(st.sampled_from([pair.code for pair in question.pairs]), min_size=1))
        return tuple(f"{left}={draw(st.sampled_from(question.movable))}" for left in sorted(lefts))
    if isinstance(question, Numeric):
        return (draw(st.one_of(st.just(question.right_answer[0]), decimals.map(lambda one: f"{one:f}"))),)
    if isinstance(question, ShortAnswer):
        return (draw(st.sampled_from(["傾聴", "ﾅﾆｶ", "LISTENING ", "near", "。"])),)
    taken, here = [], question.start
    while here is not None:
        choice = draw(st.sampled_from(question.steps_by_code[here].choices))
        taken.append(f"{here}.{choice.code}")
        here = choice.to
    return tuple(taken)


@st.composite
def quizzes(draw):
    """Draw a quiz, sometimes with a pool and mixed."""
    n_questions = draw(st.integers(1, 4))
    pools = ["pool"] if draw(st.booleans()) else []
    drawn = tuple(draw(questions(f"q{number}", pools)) for number in range(n_questions))
    size = sum(question.pool == "pool" for question in drawn)
    kept = (Pool("pool", draw(st.integers(1, size))),) if size else ()
    quiz = Quiz(1, drawn, draw(st.booleans()), kept)
    return Quiz(draw(st.integers(1, quiz.n_asked)), drawn, quiz.shuffle, kept)


@st.composite
def answered(draw):
    """Draw a quiz and answers it can take; some questions stay unanswered."""
    quiz = draw(quizzes())
    answers = {}
    for question in quiz.questions:
        answers |= draw(
            st.one_of(st.just({}), given_to(question).map(lambda given, q=question: {q.code: given}))
        )
    return quiz, answers
