"""How invented raters see vignettes: around the panel, apart at first, closer after talking."""

import random
from statistics import mean, pstdev

import pytest

from lms.demo.rating import answers_of, first_round, second_round
from lms.demo.seeing import level_seen, standing_of
from lms.moderation.domain import ReferenceLevel, VignetteText

WORDS = {"ja": "ある", "en": "There is"}
KEYS = [f"rater-{number}" for number in range(40)]


@pytest.fixture
def text():
    levels = (ReferenceLevel("A1", 1.5, 0.4, WORDS), ReferenceLevel("B1", 3.2, 0.4, WORDS))
    return VignetteText(
        slug="shop",
        version="1",
        rubric="banso",
        title=WORDS,
        minutes=5,
        situation=WORDS,
        scene=WORDS,
        questions=(),
        criteria=("A1", "B1"),
        cases=(),
        sources=(),
        drafting=WORDS,
        panel=WORDS,
        is_draft=True,
        reference=levels,
    )


@pytest.mark.parametrize("wanted", [1.2, 2.0, 2.5, 3.8])
def test_raters_neither_strict_nor_mild_come_to_the_level_asked_for(wanted):
    draw, standing = random.Random(5), standing_of(wanted)
    assert mean(level_seen(standing, 0.0, draw) for _ in range(4000)) == pytest.approx(wanted, abs=0.05)


def test_after_talking_raters_are_closer_together_and_nobody_leaves_the_scale(text):
    draw = random.Random(1)
    first = first_round([text], KEYS, draw)
    second = second_round(first, draw)
    for code in text.criteria:
        before, after = (
            [level for sheet in sheets.values() if (level := sheet["shop"][code]) is not None]
            for sheets in (first, second)
        )
        assert pstdev(after) < pstdev(before)
        assert set(before) | set(after) <= {1, 2, 3, 4}
        assert len(before) < len(KEYS), "some cannot judge at first"


def test_a_note_stands_once_with_whoever_gave_its_level_first(text):
    first = first_round([text], KEYS, random.Random(1))
    answers = answers_of(first, {"shop": {"B1": {3: "three", 9: "never"}}})
    noted = [(key, one) for key, sheet in answers.items() for one in sheet["shop"] if one.note]
    ((key, note),) = noted
    assert (note.criterion_code, note.level, note.note) == ("B1", 3, "three")
    assert key == next(key for key in KEYS if first[key]["shop"]["B1"] == 3)
    assert all(one.is_given for sheet in answers.values() for one in sheet["shop"])
