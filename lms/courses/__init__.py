"""Courses: what is learnt, by whom, how far. Versions are loaded from folders in ``content/``.

Owns courses with their versions, lessons, figures and assessment items, and enrolments with lesson progress
and attempts. Invariants: a loaded version never changes (other content needs another version), only the HTML
made from its lessons may be made anew; a slug belongs to one publisher; a person is enrolled at most once in
a version; every attempt is kept with all its answers; a course is finished when every lesson has been read
and the quiz was passed. It is not the place of judgements: finishing a course makes no observation and moves
no level.
"""
