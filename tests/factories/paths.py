"""Courses as one person meets them: minimal, open, nothing done yet."""

from datetime import UTC, date, datetime
from uuid import NAMESPACE_URL, uuid5

from hypothesis import strategies as st

from lms.courses.domain import Progress
from lms.courses.domain.path import Offer, OfferedLesson, OfferedTask, Stretch

BEGUN_AT = datetime(2026, 11, 2, tzinfo=UTC)
WORDS = {"ja": "言葉", "en": "words"}


def a_task(code="task", aims=(("B1", 2),), *, is_done=False):
    return OfferedTask(uuid5(NAMESPACE_URL, code), code, WORDS, frozenset(aims), is_done)


def a_lesson(slug="lesson", *, aims=(), tasks=(), is_read=False, minutes=10):
    return OfferedLesson(slug, WORDS, minutes, is_read, frozenset(aims), tuple(tasks))


def an_offer(slug="course", aims=(("B1", 2),), lessons=None, **facts):
    """``begun`` and ``finished`` say how far it is; what else an ``Offer`` takes may be given."""
    lessons = (a_lesson(),) if lessons is None else tuple(lessons)
    begun, finished = facts.pop("begun", False), facts.pop("finished", False)
    progress = Progress(
        n_lessons=len(lessons),
        n_read=sum(lesson.is_read for lesson in lessons),
        enrolled_at=BEGUN_AT if begun or finished else None,
        finished_at=BEGUN_AT if finished else None,
    )
    title = facts.pop("title", {"ja": slug, "en": slug})
    minutes = facts.pop("minutes", 60)
    return Offer(slug, title, minutes, frozenset(aims), lessons, progress, **facts)


def a_stretch(code="B1", start=1, end=2, certainty=0.9):
    return Stretch(code, start, end, certainty)


AIMS = st.frozensets(st.tuples(st.sampled_from(["A1", "B1", "C1"]), st.integers(1, 4)), max_size=4)


@st.composite
def lessons(draw, slug):
    tasks = tuple(
        a_task(f"{slug}-{number}", draw(AIMS), is_done=draw(st.booleans()))
        for number in range(draw(st.integers(0, 2)))
    )
    return OfferedLesson(slug, WORDS, draw(st.integers(1, 10)), draw(st.booleans()), draw(AIMS), tasks)


@st.composite
def catalogues(draw):
    """Draw some courses, each requiring only courses before it."""
    offers = []
    for number in range(draw(st.integers(0, 5))):
        drawn = [draw(lessons(f"l{place}")) for place in range(draw(st.integers(1, 3)))]
        earlier = [offer.slug for offer in offers]
        offers.append(
            an_offer(
                f"c{number}",
                draw(AIMS),
                drawn,
                begun=draw(st.booleans()),
                finished=draw(st.booleans()),
                requires=tuple(draw(st.sets(st.sampled_from(earlier), max_size=2))) if earlier else (),
                due_on=draw(st.none() | st.dates(date(2026, 11, 1), date(2026, 12, 31))),
                is_open=draw(st.booleans()),
            )
        )
    return offers


@st.composite
def stretches(draw):
    """Draw stretches, one a criterion."""
    codes = draw(st.lists(st.sampled_from(["A1", "B1", "C1"]), unique=True, max_size=3))
    drawn = []
    for code in codes:
        start = draw(st.integers(0, 3))
        drawn.append(Stretch(code, start, draw(st.integers(start + 1, 4)), draw(st.floats(0, 1))))
    return drawn
