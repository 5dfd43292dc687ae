"""Evidence: dated judgements about people, and the level they support today.

Owns the ``observation`` table and everything that is said about a person's level; what raters judged alike,
which links them and is about nobody. Invariants: an observation is appended and never edited, only voided
with a reason; nobody is their own rater except in the role ``self``; a level is a *finding* made from
observations by a named policy, never a stored cell; a rating stays in the words it was made in. It is not the
place of sign-offs and visits (that is ``ojt``), of awards (``decisions``) or of the rubric's words
(``rubric``).
"""
