"""Handing answers in, keeping them for later, and what an attempt remembers."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from lms.courses import commands, queries
from lms.courses.domain import Pool, Quiz, Verdict
from lms.courses.models import Attempt, AttemptDraft, Enrolment
from lms.kernel.clock import FrozenClock
from lms.kernel.errors import Conflict, NotFound, RuleViolation
from tests.factories.courses import CourseTextFactory, SingleChoiceFactory, publish
from tests.factories.quizzes import ALL_RIGHT, EveryKindFactory

CHOSEN = {"answer_single": ["a"]}


@pytest.fixture
def actor(cast):
    return cast.actor(cast.aoi)


@pytest.fixture
def save(session, actor, clock):
    """Keep answers of the small course for later."""

    def kept(fields=CHOSEN, *, edition="1.0", draw=1, version=0, who=actor):
        facts = {"edition": edition, "draw": draw, "version": version, "clock": clock}
        return commands.save_attempt_draft(session, actor=who, slug="small", fields=fields, **facts)

    return kept


@pytest.fixture
def submit(session, actor, clock):
    """Hand answers in to the small course."""

    def sent(answers, *, at=clock, **facts):
        facts = {"slug": "small", "answers": answers, "clock": at, **facts}
        attempt_id = commands.submit_attempt(session, actor=actor, **facts)
        session.flush()
        return session.get_one(Attempt, attempt_id)

    return sent


@pytest.fixture
def page(session, actor):
    return lambda **facts: queries.get_quiz(session, actor, "small", **facts)


@pytest.fixture
def every_kind(session, cast, clock):
    """Publish the small course with one question of every kind."""
    text = CourseTextFactory(quiz=EveryKindFactory())
    return publish(session, publisher_id=cast.council.id, clock=clock, text=text)


@pytest.fixture
def pooled(session, cast, clock):
    """Publish the small course with two of four questions drawn, mixed anew each time."""
    questions = tuple(SingleChoiceFactory(code=f"q{number}", pool="pool") for number in range(4))
    quiz = Quiz(1, questions, shuffle=True, pools=(Pool("pool", 2),))
    return publish(session, publisher_id=cast.council.id, clock=clock, text=CourseTextFactory(quiz=quiz))


def test_every_kind_is_stored_graded_and_shown_again(session, actor, every_kind, submit):
    attempt = submit(ALL_RIGHT)
    assert (attempt.n_right, attempt.n_questions, attempt.is_passed) == (7, 7, True)
    assert attempt.asked == [question.code for question in every_kind.quiz.questions]
    shown = queries.get_attempt(session, actor, "small", attempt.id)
    assert [one.verdict for one in shown.result.results] == [Verdict.RIGHT] * 7
    assert [one.given for one in shown.result.results] == list(ALL_RIGHT.values())


def test_each_attempt_has_a_draw_of_its_own_and_keeps_it(session, actor, pooled, submit, page):
    sets = []
    for number in range(1, 9):
        asked = page().asked
        assert page().draw == number
        assert asked == page().asked
        attempt = submit({asked[0].question.code: ("a",)})
        assert (attempt.draw, attempt.number) == (number, number)
        assert attempt.asked == [one.question.code for one in asked]
        shown = queries.get_attempt(session, actor, "small", attempt.id)
        assert tuple(one.asked for one in shown.result.results) == asked
        sets.append(tuple(attempt.asked))
    assert len(set(sets)) > 1


def test_answers_to_what_was_not_asked_are_refused(pooled, submit, page):
    asked = {one.question.code for one in page().asked}
    other = next(question.code for question in pooled.quiz.questions if question.code not in asked)
    with pytest.raises(RuleViolation) as refusal:
        submit({other: ("a",)})
    assert refusal.value.code == "courses.answer_unknown"


@pytest.mark.parametrize("draw", [0, 2, 9])
def test_a_set_of_questions_that_does_not_come_next_is_refused(published, submit, draw):
    with pytest.raises(RuleViolation) as refusal:
        submit({"single": ("a",)}, draw=draw)
    assert refusal.value.code == "courses.answer_unknown"


def test_an_earlier_set_of_questions_can_still_be_handed_in(published, submit):
    submit({"single": ("b",)}, draw=1)
    late = submit({"single": ("a",)}, draw=1)
    assert (late.number, late.draw) == (2, 1)


def test_a_draft_waits_until_it_is_handed_in(session, published, save, submit, page):
    assert page().draft is None
    assert save() == 1
    assert save({"answer_single": ["b"], "answer_multiple": ["a", "b"]}, version=1) == 2
    draft = page().draft
    assert draft.fields == {"answer_single": ["b"], "answer_multiple": ["a", "b"]}
    assert (draft.draw, draft.edition, draft.version) == (1, "1.0", 2)
    submit({"single": ("a",)}, draft_version=2)
    assert (page().draft, page().waiting, page().draw) == (None, (), 2)
    assert session.scalars(select(AttemptDraft)).all() == []


def test_what_another_window_saved_meanwhile_is_never_lost(published, save, submit, page):
    save()
    with pytest.raises(Conflict) as conflict:
        save({"answer_single": ["b"]}, version=0)
    assert conflict.value.code == "courses.draft_stale"
    assert conflict.value.facts == {"current": {"answer_single": ["a"]}, "version": 1}
    submit({"single": ("a",)}, draft_version=0)
    assert [(one.draw, one.fields) for one in page().waiting] == [(1, CHOSEN)]
    earlier = page(draw=1)
    assert (earlier.is_earlier, earlier.draft.fields, earlier.waiting) == (True, CHOSEN, ())
    with pytest.raises(Conflict) as conflict:
        save(draw=2, version=3)
    assert conflict.value.facts == {"current": {}, "version": 0}


def test_a_draft_can_be_thrown_away(session, actor, clock, published, save, page):
    save()
    for _twice in range(2):
        commands.discard_attempt_draft(session, actor=actor, slug="small", edition="1.0", draw=1, clock=clock)
        session.flush()
        assert page().draft is None


def test_answers_of_an_older_version_stay_with_it(session, cast, actor, clock, published, save, submit, page):
    save()
    publish(session, publisher_id=cast.council.id, clock=clock, text=CourseTextFactory(version="2.0"))
    later = FrozenClock(clock.now() + timedelta(minutes=1))
    commands.enrol(session, actor=actor, slug="small", clock=later)
    now = page()
    assert (now.edition, now.draft, [one.edition for one in now.waiting]) == ("2.0", None, ["1.0"])
    earlier = page(edition="1.0")
    assert (earlier.edition, earlier.is_earlier, earlier.draft.fields) == ("1.0", True, CHOSEN)

    attempt = submit({"single": ("a",)}, edition="1.0", draw=1, draft_version=1, at=later)

    enrolment = session.get_one(Enrolment, attempt.enrolment_id)
    assert enrolment.active_at == later.now()
    assert [(one.edition, one.number) for one in page().attempts] == [("1.0", 1)]
    assert (page().draw, page().waiting) == (1, ())
    shown = queries.get_attempt(session, actor, "small", attempt.id)
    assert (shown.edition, shown.is_newest_edition) == ("1.0", False)


def test_a_version_one_was_never_in_is_not_answered_by_mistake(session, cast, clock, published, submit, page):
    publish(session, publisher_id=cast.council.id, clock=clock, text=CourseTextFactory(version="2.0"))
    assert page(edition="1.0").edition == "2.0"
    with pytest.raises(RuleViolation) as refusal:
        submit({"single": ("a",)}, edition="1.0", draw=1)
    assert refusal.value.code == "courses.answer_unknown"


def test_beginning_with_a_draft_enrols(published, save, page, enrolment_of, cast):
    save()
    assert enrolment_of(cast.aoi).finished_at is None
    assert page().draft is not None


def test_nobody_sees_or_keeps_anything_of_a_course_that_is_not_theirs(session, cast, clock, published, save):
    save()
    chie, hara = cast.actor(cast.chie), cast.actor(cast.hara)
    with pytest.raises(NotFound):
        save(who=chie)
    with pytest.raises(NotFound):
        commands.discard_attempt_draft(session, actor=chie, slug="small", edition="1.0", draw=1, clock=clock)
    assert queries.get_quiz(session, hara, "small").draft is None
