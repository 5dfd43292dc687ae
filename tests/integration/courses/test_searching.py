"""Finding courses and lessons: what is on offer, as far as its reader may see it."""

import pytest
from sqlalchemy import func, select

from lms.courses import commands
from lms.courses.commands.indexing import index_if_empty, reindex_courses
from lms.courses.models import Course
from lms.courses.queries import search_courses
from lms.courses.queries.searching import KIND
from lms.storage.search import SearchDocument, index, remove_all
from tests.factories.courses import CourseTextFactory, LessonTextFactory, publish
from tests.factories.practices import a_practice
from tests.factories.search import DocumentFactory


@pytest.fixture
def found(session, cast):
    """Return (course, lesson) of what somebody finds, in order."""

    def search(query, person=None, **options):
        hits = search_courses(session, cast.actor(person or cast.aoi), query, **options)
        return [(hit.course_slug, hit.lesson_slug) for hit in hits]

    return search


def test_courses_and_lessons_are_found_by_title_and_text(found, published):
    assert found("研修") == [("small", None)]
    assert found("ﾚｯｽﾝ first") == [("small", "first")]
    assert found("本文") == [("small", "first"), ("small", "second")]
    assert found("できること") == [("small", None)]
    assert found("傾聴") == found("") == found("。") == []


def test_both_languages_are_searched_and_the_readers_own_is_shown(session, cast, found, published):
    assert found("Summary") == [("small", None)]
    (japanese,) = search_courses(session, cast.actor(cast.aoi), "small")[:1]
    (english,) = search_courses(session, cast.actor(cast.aoi), "small", language="en")[:1]
    assert (japanese.title, english.title) == ("研修small", "Course small")
    assert found("small") == [("small", None)]


def test_an_excerpt_shows_the_place(session, cast, published):
    (hit, _other) = search_courses(session, cast.actor(cast.aoi), "本文")
    assert (hit.excerpt.found, str(hit.excerpt)) == ("本文", "firstのねらい firstの本文")


def test_nobody_finds_what_is_not_published_for_them(cast, found, published, foreign):
    assert found("秘密", cast.aoi) == found("secret", cast.hara) == []
    assert found("秘密", cast.chie) == [("secret", None)]
    assert found("本文", cast.chie) == [("secret", "first"), ("secret", "second")]
    assert found("研修", cast.chie) == [("secret", None)]


def test_who_may_read_no_course_finds_none(session, cast, published):
    nobody = type(cast.actor(cast.aoi))(person_id=cast.aoi.id, lineage=cast.actor(cast.aoi).lineage)
    assert search_courses(session, nobody, "研修") == []


def test_the_newest_version_is_searched(session, cast, clock, found, published, newer):
    assert found("新しい") == [("small", None)]
    assert found("研修small") == []


def test_a_lesson_that_ones_own_version_lacks_leads_to_the_course(
    session, cast, clock, found, published, learn
):
    learn(cast.aoi, lessons=("first",))
    more = tuple(LessonTextFactory(slug=slug) for slug in ("first", "second", "third"))
    publish(
        session,
        publisher_id=cast.council.id,
        clock=clock,
        text=CourseTextFactory(version="2.0", lessons=more),
    )
    assert found("thirdの本文", cast.kaoru) == [("small", "third")]
    assert found("thirdの本文", cast.aoi) == [("small", None)]
    assert found("secondの本文", cast.aoi) == [("small", "second")]


def test_what_is_withdrawn_is_found_no_more_until_it_is_offered_again(session, clock, found, published):
    commands.withdraw_course(session, actor=None, slug="small", reason="古い", clock=clock)
    session.flush()
    assert found("本文") == []
    commands.offer_course_again(session, actor=None, slug="small", clock=clock)
    session.flush()
    assert found("研修") == [("small", None)]


def test_loading_the_same_again_finds_what_was_loaded_before_there_was_an_index(
    session, cast, clock, found, published
):
    session.query(SearchDocument).delete()
    assert found("本文") == []
    publish(session, publisher_id=cast.council.id, clock=clock)
    assert len(found("本文")) == 2


def test_what_is_in_the_index_by_mistake_is_shown_to_nobody(session, cast, found, published):
    documents = [DocumentFactory(title="消えた研修")]
    index(session, KIND, documents)
    assert found("消えた") == []


def test_courses_of_a_release_without_an_index_are_indexed_once(session, found, published):
    remove_all(session, KIND)
    assert found("研修") == []
    assert index_if_empty(session) == 1
    assert found("研修")
    assert index_if_empty(session) == 0


def test_the_index_is_made_anew_from_what_is_stored(session, clock, found, published, foreign):
    commands.withdraw_course(session, actor=None, slug="secret", reason="古い", clock=clock)
    session.query(SearchDocument).update({SearchDocument.title: "?"})
    assert reindex_courses(session) == 1
    rows = session.execute(select(SearchDocument.ref_id, func.count()).group_by(SearchDocument.ref_id)).all()
    assert rows == [(session.scalars(select(Course.id).where(Course.slug == "small")).one(), 6)]


def test_a_search_sends_as_many_statements_for_many_as_for_one(
    session, cast, found, published, count_statements
):
    actor = cast.actor(cast.aoi)
    one = count_statements(lambda: search_courses(session, actor, "secondの本文"))
    many = count_statements(lambda: search_courses(session, actor, "small first"))
    assert many <= one <= 6


def test_what_a_lesson_asks_to_try_is_found_with_it(session, cast, clock, found):
    task = a_practice("walk", title={"ja": "工場を一周する", "en": "Walk round the works"})
    first = LessonTextFactory(slug="first", practices=(task,))
    text = CourseTextFactory(lessons=(first, LessonTextFactory(slug="second")))
    publish(session, publisher_id=cast.council.id, clock=clock, text=text)
    assert found("一周する") == found("walk round") == [("small", "first")]
