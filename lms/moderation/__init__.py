"""Calibration sessions: raters judge the same vignettes alone, then look at the differences together.

Owns vignettes and their reference levels, sessions, raters' answers, the minutes of what was agreed.
Invariants: nobody sees others' answers before their own are in; what was answered is never changed; who
answered what is the rater's own, and an organiser sees it with a recorded purpose, for a time, and the raters
are told; fewer than three answers are shown to nobody. It is not the place of the level model: what was rated
alone is handed to ``evidence`` as links between raters, what was rated after a discussion is not.
"""
