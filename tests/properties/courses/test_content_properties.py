"""Courses written out and read again, whatever their words are."""

import math
from dataclasses import replace
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from lms.courses.domain import find_circle
from lms.courses.loader import (
    document_of,
    read_course,
    read_documents,
    read_zip,
    write_files,
    write_zip,
)
from tests.factories.courses import LEVELS, schemas
from tests.properties.courses.drawn_courses import courses

SCHEMAS = schemas()


@settings(max_examples=25, deadline=None)
@given(courses())
def test_what_is_written_is_read_again(course):
    for reading in (
        read_course(write_files(course), schemas=SCHEMAS, levels=LEVELS),
        read_course(read_zip(write_zip(course)), schemas=SCHEMAS, levels=LEVELS),
        read_documents(document_of(course), schemas=SCHEMAS, levels=LEVELS),
    ):
        assert reading.problems == ()
        assert reading.course.digest() == course.digest()
        unrendered = tuple(replace(lesson, html={}) for lesson in reading.course.lessons)
        assert replace(reading.course, lessons=unrendered) == course
        assert write_zip(reading.course) == write_zip(course)


@given(st.dictionaries(st.integers(0, 6), st.lists(st.integers(0, 6), max_size=3), max_size=7))
def test_a_circle_is_found_exactly_when_a_course_waits_for_itself(before):
    asked = {str(slug): [str(one) for one in found] for slug, found in before.items()}
    distance = {
        (a, b): 1.0 if b in asked.get(a, ()) else math.inf
        for a in map(str, range(7))
        for b in map(str, range(7))
    }
    for k in map(str, range(7)):
        distance = {(a, b): min(far, distance[a, k] + distance[k, b]) for (a, b), far in distance.items()}
    for slug in asked:
        circle = find_circle(slug, lambda one: asked.get(one, ()))
        assert (circle is None) == math.isinf(distance[slug, slug])
        if circle is not None:
            assert len(circle) - 1 == distance[slug, slug]
            assert circle[0] == circle[-1] == slug
            assert all(after in asked[one] for one, after in pairwise(circle))
