"""Any course without a flaw, whatever its words are."""

from dataclasses import replace
from datetime import date

from hypothesis import strategies as st

from lms.courses.domain import (
    CourseText,
    Figure,
    LessonAim,
    LessonText,
    Option,
    PracticeTask,
    Prompt,
    Quiz,
    Serves,
    SingleChoice,
    Source,
)
from tests.factories.courses import SVG

KEPT = st.characters(exclude_categories=("Cs", "Cc"), include_characters="\n\t")
PLAIN = st.characters(categories=("Ll", "Lo", "Nd"), include_characters="、。 \n")
texts = st.text(KEPT, min_size=1, max_size=60).map(str.strip).filter(bool)
words = st.fixed_dictionaries({"ja": texts, "en": texts})
levels = st.sets(st.sampled_from([1, 2]), min_size=1).map(lambda found: tuple(sorted(found)))
slugs = st.from_regex(r"[a-z0-9]{1,6}(-[a-z0-9]{1,6}){0,2}", fullmatch=True).map("x".__add__)


@st.composite
def lessons(draw, slug):
    """Draw a lesson with tasks and prompts, and text that is plain Markdown."""
    text = st.text(PLAIN, min_size=1, max_size=80).filter(str.strip)
    practices = tuple(
        PracticeTask(f"{slug}-{n}", "A1", draw(levels), draw(words), draw(words), draw(st.none() | words))
        for n in range(draw(st.integers(0, 2)))
    )
    return LessonText(
        slug=slug,
        title=draw(words),
        objective=draw(words),
        minutes=draw(st.integers(1, 5)),
        markdown={language: draw(text) for language in ("ja", "en")},
        html={},
        serves=(LessonAim("A1", draw(levels)),) if draw(st.booleans()) else (),
        practices=practices,
        reflections=tuple(Prompt(f"{slug}-{n}", draw(words)) for n in range(draw(st.integers(0, 2)))),
    )


@st.composite
def courses(draw):
    """Draw a course without a flaw; its last lesson shows a figure."""
    drawn = tuple(draw(lessons(slug)) for slug in draw(st.lists(slugs, min_size=1, max_size=3, unique=True)))
    shown = {language: f"{text}\n\n![図](figures/a.svg)" for language, text in drawn[-1].markdown.items()}
    option = Option("a", {"ja": "甲", "en": "A"}, draw(words), is_right=True)
    wrong = Option("b", {"ja": "乙", "en": "B"}, draw(words), is_right=False)
    question = SingleChoice("one", drawn[0].slug, draw(words), (option, wrong))
    return CourseText(
        slug="own-" + draw(slugs),
        version=draw(st.from_regex(r"[0-9]{1,3}(\.[0-9]{1,3}){0,2}", fullmatch=True)),
        title=draw(words),
        summary=draw(words),
        audience=draw(words),
        minutes=draw(st.integers(15, 600)),
        serves=(Serves("A1", (1, 2), draw(words)),),
        prerequisites=tuple(draw(st.lists(slugs, max_size=2, unique=True))),
        lessons=(*drawn[:-1], replace(drawn[-1], markdown=shown)),
        sources=(Source("paper", draw(words), draw(st.dates(date(1900, 1, 1))), draw(st.none() | st.just("https://x.jp/?a=b&c"))),),
        quiz=Quiz(1, (question,)),
        figures=(Figure("a.svg", "image/svg+xml", SVG.encode()),),
    )  # fmt: skip
