"""Target profiles: which levels a role is meant to reach by when, and how far a person is from them.

Owns profiles, their levels and who they apply to. Invariants: a profile is dated, and speaks the words of one
rubric version; a gap always carries its certainty, and what is uncertain asks for an observation first.
It is not the place of learning: what closes a gap belongs to ``courses``.
"""
