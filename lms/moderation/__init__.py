"""Calibration sessions: raters judge the same vignettes alone, then look at the differences together.

Owns vignettes, their reference levels, sessions, raters' answers. Invariants: nobody sees others' answers
before their own are in; who answered what is the rater's own, others' names need a recorded purpose.
It is not the place of the level model: what was rated alone is handed to ``evidence`` as links.
"""
